import { evaluatePolicy } from "../econometrics/did/main.js";
import { type Finding, type Problem, verdictText } from "../messages/main.js";
import type { PolicyResult } from "../results/main.js";
import { variableResults } from "./assemble.js";
import type { Cache } from "./cache.js";
import { collect } from "./check.js";
import { hashOfFrame } from "./hash.js";
import { verdictLabels } from "./labels.js";
import { refittedLeaveOut } from "./leaveOut.js";
import { policyOptionsOf } from "./policyOptions.js";
import type { Ingredients, Prepared } from "./tables.js";
import { withVariants } from "./variants.js";

export interface EvaluatedPolicies {
  results: Record<string, PolicyResult>;
  findings: Finding[];
}

/** Evaluates one policy: the estimates, then what needs other data or another index (variants, leave-out with the index refitted), then the verdict. */
export function evaluatePolicies(
  from: Ingredients,
  prepared: Prepared,
  cache: Cache,
  problems: Problem[],
  tell: (name: string, state: "begin" | "end") => void,
): EvaluatedPolicies {
  const evaluated: EvaluatedPolicies = { results: {}, findings: [] };
  for (const name of Object.keys(from.study.policies ?? {})) {
    tell(name, "begin");
    const made = collect(problems, from.source, ["policies", name], () => evaluateOne(from, prepared, cache, name));
    tell(name, "end");
    if (made === null) continue;
    evaluated.results[name] = made.result;
    evaluated.findings.push(...made.findings);
  }
  return evaluated;
}

function evaluateOne(from: Ingredients, prepared: Prepared, cache: Cache, name: string): { result: PolicyResult; findings: Finding[] } {
  const options = policyOptionsOf(from.study, name);
  const frame = prepared.tables.get(options.data)!;
  const { result, findings } = cache.get(["policy", options, hashOfFrame(frame)], () => evaluatePolicy(frame, options));
  const outcomes = Object.entries(result.outcomes).map(([outcome, evaluated]) => {
    const leaveOut = [...(evaluated.leaveOut ?? []), ...refittedLeaveOut(from, prepared, cache, options, outcome)];
    const extended = leaveOut.length === 0 ? evaluated : { ...evaluated, leaveOut };
    const { verdict, ...parts } = withVariants(from, prepared, cache, options, outcome, extended);
    const text = verdictText(verdict, "en", verdictLabels(variableResults(from.study), outcome, "en"));
    return [outcome, { ...parts, verdict: { ...verdict, text } }] as const;
  });
  return { result: { ...result, outcomes: Object.fromEntries(outcomes) }, findings };
}
