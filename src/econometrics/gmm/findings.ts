import { type Finding, finding } from "../../messages/main.js";
import type { Test } from "../../results/main.js";

/** A Hansen p-value above this says that the test has lost its power, not that the instruments are good (Roodman 2009). */
const TOO_GOOD = 0.99;

/** Where the outcome keeps this much of itself from one period to the next, its levels say little about its changes (Blundell and Bond 1998). */
const PERSISTENT = 0.8;

/** What findings of a dynamic panel look at. */
export interface GmmFacts {
  path: string;
  tests: readonly Test[];
  instruments: number;
  /** Instrument columns left out because others span them. */
  collinear: number;
  groups: number;
  hasLag: boolean;
  /** Sum of the lags' coefficients in difference GMM, and within, freed of its bias to first order; null for a system. */
  persistence: { estimate: number; within: number } | null;
  /** The first lag of the outcome and its bounds. */
  lag: { term: string; estimate: number | null; pooled: number | null; within: number | null } | null;
  /** Regressors that had to go. */
  left: readonly string[];
  /** Units with holes. */
  holes: number;
  timeEffects: boolean;
  orthogonal: boolean;
}

/** What a referee asks of a dynamic panel. */
export function gmmFindings(facts: GmmFacts): Finding[] {
  const { path, tests } = facts;
  const named = (name: string): Test | undefined => tests.find((t) => t.name === name);
  const findings: Finding[] = facts.left.map((term) => finding("GMM-REGRESSOR-LEFT", path, { term }));
  if (facts.instruments > facts.groups)
    findings.push(finding("GMM-INSTRUMENTS-GROUPS", path, { instruments: facts.instruments, groups: facts.groups }));
  const hansen = named("hansen");
  if (hansen?.pValue !== null && hansen?.pValue !== undefined) {
    const evidence = { statistic: hansen.statistic!, pValue: hansen.pValue, instruments: facts.instruments, groups: facts.groups };
    if (hansen.pValue > TOO_GOOD) findings.push(finding("GMM-HANSEN-TOO-GOOD", path, evidence));
    else if (hansen.pValue < 0.05) findings.push(finding("GMM-HANSEN-REJECTS", path, evidence));
  }
  const second = named("ar2");
  if (second?.pValue !== null && second?.pValue !== undefined && second.pValue < 0.05)
    findings.push(finding("GMM-AR2", path, { statistic: second.statistic!, pValue: second.pValue }));
  const { lag } = facts;
  if (lag !== null && lag.estimate !== null && lag.pooled !== null && lag.within !== null) {
    const [low, high] = [Math.min(lag.within, lag.pooled), Math.max(lag.within, lag.pooled)];
    if (lag.estimate < low || lag.estimate > high)
      findings.push(finding("GMM-BOND-BOUNDS", path, { term: lag.term, estimate: lag.estimate, within: lag.within, pooled: lag.pooled }));
  }
  const { persistence } = facts;
  if (persistence !== null && Math.max(persistence.estimate, persistence.within) >= PERSISTENT)
    findings.push(finding("GMM-PERSISTENT", path, persistence));
  if (!facts.hasLag) findings.push(finding("GMM-NO-LAG", path, {}));
  if (facts.collinear > 0) findings.push(finding("GMM-INSTRUMENTS-COLLINEAR", path, { left: facts.collinear, kept: facts.instruments }));
  if (facts.holes > 0) findings.push(finding("GMM-HOLES", path, { units: facts.holes, orthogonal: facts.orthogonal }));
  if (!facts.timeEffects) findings.push(finding("GMM-NO-TIME-EFFECTS", path, {}));
  return findings;
}
