import { type Finding, finding } from "../../messages/main.js";
import { type Correlations, flaggedPairs, marksOf, reliabilities, varianceShares } from "./audit.js";
import type { BuiltIndex } from "./build.js";
import type { IndexPanel } from "./indexPanel.js";
import type { IndexOptions } from "./options.js";

/** The most lenient mark for alpha that the OECD/JRC Handbook (2008, section 3.1) names; its own is 0.7. */
const RELIABLE = 0.6;

/** Pairs named in a finding; the table of the audit has all. */
const NAMED = 5;

/** What the audit of an index objects to. Pairs and weights of every index are looked at; alpha only where `audit` asks for it. */
export function auditFindings(
  panel: IndexPanel,
  options: IndexOptions,
  index: string,
  built: BuiltIndex,
  correlations: Correlations,
): Finding[] {
  if (built.recipe.indicators.length < 2) return [];
  const found = [...pairFindings(options, index, built, correlations), silentWeights(panel, options, index, built, correlations)];
  return [...found, ...unreliableGroups(options, index, built)].filter((f) => f !== null);
}

/** Pairs that say one thing twice, and pairs of one group that take back what the other gives. */
function pairFindings(options: IndexOptions, index: string, built: BuiltIndex, correlations: Correlations): Finding[] {
  const marks = marksOf(options.audit);
  const pairs = flaggedPairs(built, correlations, marks);
  const named = (flag: "high" | "negative") => {
    const own = pairs.filter((pair) => pair.flag === flag && (flag === "high" || pair.isWithin));
    own.sort((a, b) => Math.abs(b.correlation) - Math.abs(a.correlation));
    const shown = own.slice(0, NAMED).map(({ first, second, correlation, group }) => ({ first, second, correlation, group }));
    return { index, mark: marks[flag], count: own.length, pairs: shown };
  };
  const [high, negative] = [named("high"), named("negative")];
  return [
    ...(high.count === 0 ? [] : [finding("INDEX-PAIR-HIGH", `indices.${index}`, high)]),
    ...(negative.count === 0 ? [] : [finding("INDEX-PAIR-NEGATIVE", `indices.${index}`, negative)]),
  ];
}

/** Indicators with a weight that the index hardly moves with. Those it moves against have a finding of their own. */
function silentWeights(
  panel: IndexPanel,
  options: IndexOptions,
  index: string,
  built: BuiltIndex,
  { withScore }: Correlations,
): Finding | null {
  const shares = varianceShares(panel, built);
  const { weak } = marksOf(options.audit);
  if (shares === null || built.setsBy === "row") return null;
  const weightOf = (j: number) => built.weights.reduce((s, set) => s + set[j]!, 0) / built.weights.length;
  const indicators = built.recipe.indicators.flatMap(({ name }, j) => {
    const r = withScore[j]!;
    // A small weight is meant to be silent: only those with at least half their equal share count.
    const isHeld = weightOf(j) >= 0.5 / withScore.length;
    return isHeld && r >= 0 && r < weak ? [{ indicator: name, weight: weightOf(j), correlation: r, share: shares[j]! }] : [];
  });
  return indicators.length === 0 ? null : finding("INDEX-WEIGHT-SILENT", `indices.${index}`, { index, mark: weak, indicators });
}

function unreliableGroups(options: IndexOptions, index: string, built: BuiltIndex): Finding[] {
  if (options.audit === undefined) return [];
  const groups = reliabilities(built).flatMap(({ group, alpha, members }) =>
    alpha !== null && alpha < RELIABLE ? [{ group: group ?? index, alpha, members }] : [],
  );
  return groups.length === 0 ? [] : [finding("INDEX-ALPHA-LOW", `indices.${index}`, { index, mark: RELIABLE, groups })];
}
