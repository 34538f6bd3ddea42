import { evaluatePolicy } from "../econometrics/did/main.js";
import { bandFindings, indexBand } from "../econometrics/index/main.js";
import { type Finding, ledgerText, type Problem, verdictText } from "../messages/main.js";
import type { IndexBand, LedgerResult, PolicyOutcome, PolicyResult } from "../results/main.js";
import { variableResults } from "./assemble.js";
import type { Cache } from "./cache.js";
import { collect } from "./check.js";
import { checklistFromStudy } from "./checklist.js";
import { hashOfFrame } from "./hash.js";
import { verdictLabels } from "./labels.js";
import { refittedLeaveOut } from "./leaveOut.js";
import { policyOptionsOf } from "./policyOptions.js";
import type { Study } from "./schema/study.js";
import type { Ingredients, Prepared } from "./tables.js";
import { withVariants } from "./variants.js";

export interface EvaluatedPolicies {
  results: Record<string, PolicyResult>;
  findings: Finding[];
  /** Rows of units that an outcome's estimates left out, whatever the table holds. */
  ledger: LedgerResult[];
}

/** Evaluates one policy: the estimates, then what needs other data or another index (variants, leave-out with the index refitted), then the verdict. */
export function evaluatePolicies(
  from: Ingredients,
  prepared: Prepared,
  cache: Cache,
  problems: Problem[],
  tell: (name: string, state: "begin" | "end") => void,
): EvaluatedPolicies {
  const evaluated: EvaluatedPolicies = { results: {}, findings: [], ledger: [] };
  for (const name of Object.keys(from.study.policies ?? {})) {
    tell(name, "begin");
    const made = collect(problems, from.source, ["policies", name], () => evaluateOne(from, prepared, cache, name));
    tell(name, "end");
    if (made === null) continue;
    evaluated.results[name] = made.result;
    evaluated.findings.push(...made.findings);
    evaluated.ledger.push(...incompleteUnits(from.study, name, made.findings));
  }
  return evaluated;
}

/** A line for each outcome whose estimates left out units with holes; they stay in the table for whoever else reads it. */
function incompleteUnits({ policies, data }: Study, policy: string, findings: readonly Finding[]): LedgerResult[] {
  const table = policies![policy]!.data;
  return findings.flatMap(({ code, evidence }) => {
    if (code !== "DID-UNITS-INCOMPLETE") return [];
    const { outcome, units, rows, periods } = evidence as { outcome: string; units: string[]; rows: number; periods: number };
    const what = { policy, outcome, periods };
    const detail = ledgerText("policyIncomplete", what, "en");
    return [{ data: table, step: 1 + (data[table]!.steps ?? []).length, reason: "policyIncomplete", rows, detail, evidence: what, units }];
  });
}

function evaluateOne(from: Ingredients, prepared: Prepared, cache: Cache, name: string): { result: PolicyResult; findings: Finding[] } {
  const options = policyOptionsOf(from.study, name);
  const frame = prepared.tables.get(options.data)!;
  const { result, findings } = cache.get(["policy", options, hashOfFrame(frame)], () => evaluatePolicy(frame, options));
  const beside: Finding[] = [];
  const outcomes = Object.entries(result.outcomes).map(([outcome, evaluated]) => {
    const leaveOut = [...(evaluated.leaveOut ?? []), ...refittedLeaveOut(from, prepared, cache, options, outcome)];
    const extended = leaveOut.length === 0 ? evaluated : { ...evaluated, leaveOut };
    const { verdict, ...parts } = withVariants(from, prepared, cache, options, outcome, extended);
    const text = verdictText(verdict, "en", verdictLabels(variableResults(from.study), outcome, "en"));
    const band = bandOf(outcome, parts);
    if (band !== null) beside.push(...bandFindings(band, `policies.${name}.outcomes.${outcome}`));
    return [outcome, { ...parts, ...(band === null ? {} : { indexBand: band }), verdict: { ...verdict, text } }] as const;
  });
  const checklist = result.checklist === undefined ? {} : { checklist: checklistFromStudy(from.study, name, result.checklist) };
  return { result: { ...result, ...checklist, outcomes: Object.fromEntries(outcomes) }, findings: [...findings, ...beside] };
}

/** The headline over the recipes of the outcome index, from the variants that change nothing else; null without such variants. */
function bandOf(outcome: string, { headline, variants }: Omit<PolicyOutcome, "verdict">): IndexBand | null {
  const recipes = (variants ?? []).flatMap(({ name, row }) => {
    const recipe = /^index=([^=]+)$/.exec(name)?.[1];
    return recipe === undefined ? [] : [{ name: recipe, rows: [row] }];
  });
  return headline === undefined || recipes.length === 0 ? null : indexBand(outcome, [headline], recipes);
}
