import { type ChecklistEvidence, type ChecklistReason, checklistWhy } from "../../messages/main.js";
import type { PolicyOutcome, PolicyResult } from "../../results/main.js";
import type { PolicySettings } from "./settings.js";
import { pretrendLevel } from "./twoWay.js";

type Point = NonNullable<PolicyResult["checklist"]>[number];
type Judged = [status: Point["status"], reason: ChecklistReason, evidence: ChecklistEvidence, where: string];

/**
 * The eighteen points a referee of a staggered-adoption paper looks for (Baker et al. 2026, Journal of Economic Literature 64, and common
 * practice), each done, failed or not applicable, and why. With several outcomes a point fails where it fails for one of them.
 */
export function checklistOf(settings: PolicySettings, result: Omit<PolicyResult, "checklist">, incomplete: number): Point[] {
  const { name, controls, headline } = settings;
  const at = `policies.${name}`;
  const outcomes = Object.entries(result.outcomes);
  const worst = (judge: (outcome: PolicyOutcome, where: string) => Judged): Judged => {
    const judged = outcomes.map(([outcome, o]) => judge(o, `${at}.outcomes.${outcome}`));
    return judged.find((j) => j[0] === "failed") ?? judged[0]!;
  };
  const treated = result.cohorts.reduce((sum, c) => sum + c.units.length, 0);
  const robust = settings.estimators.filter((e) => e !== "twoWay");
  const columns = controls.columns.join(", ");
  const judged: Judged[] = [
    ["done", "timing", { treated, cohorts: result.cohorts.length }, `${at}.cohorts`],
    ["done", "estimand", { estimator: headline.estimator, aggregate: headline.aggregate }, `${at}.estimand`],
    ["done", "controls", { controlGroup: settings.controlGroup }, `${at}.controlGroup`],
    ["done", "anticipation", { periods: settings.anticipation }, `${at}.anticipation`],
    columns === ""
      ? ["notApplicable", "noCovariates", {}, at]
      : ["failed", controls.at === "current" ? "badControls" : "balanceMissing", { columns }, `${at}.conventions.controls`],
    result.negativeWeightShare === undefined
      ? ["failed", "noBenchmark", {}, at]
      : ["done", "benchmark", { negative: result.negativeWeightShare, forbidden: forbiddenShare(result) }, `${at}.negativeWeightShare`],
    [robust.length >= 2 ? "done" : "failed", robust.length >= 2 ? "robust" : "oneRobust", { names: robust.join(", ") || "none" }, at],
    worst(eventStudy(settings)),
    worst(pretest),
    worst(sensitivity),
    worst((o, where) => {
      const drawn = o.randomization[0]!;
      const evidence = { clusters: result.conventions["clusters"]!, cluster: settings.cluster, pValue: drawn.pValue, draws: drawn.draws };
      return ["done", "clusters", evidence, `${where}.randomization`];
    }),
    worst(placebos),
    worst((_, where) =>
      settings.concurrent.length > 0
        ? ["done", "concurrent", { columns: settings.concurrent.join(", ") }, `${where}.concurrent`]
        : ["failed", "noConcurrent", {}, where],
    ),
    ["failed", "noSpillover", {}, at],
    ["notApplicable", "noGroups", {}, at],
    ["notApplicable", "noMechanism", {}, at],
    ["done", "flow", { incomplete }, "ledger"],
    ["done", "replication", { seed: settings.randomization.seed }, "hash"],
  ];
  return judged.map(([status, reason, evidence, where], i) => ({
    id: i + 1,
    status,
    reason,
    evidence: { ...evidence },
    why: checklistWhy(reason, evidence, "en"),
    where,
  }));
}

function placebos({ leaveOut, placebos: inTime, randomization }: PolicyOutcome, where: string): Judged {
  const kinds = [...new Set((leaveOut ?? []).map(({ what }) => what))];
  const moved = (inTime ?? []).filter((p) => p.randomizationP !== null);
  const found = moved.find((p) => p.randomizationP! <= 0.05);
  if (found !== undefined) return ["failed", "placeboFinds", { back: found.back, pValue: found.randomizationP }, `${where}.placebos`];
  if (kinds.length === 0) return ["failed", "noLeaveOut", {}, where];
  const evidence = { leaveOut: kinds.join(", "), draws: randomization[0]!.draws };
  const [first] = moved;
  return first === undefined
    ? ["done", "placebosInSpace", evidence, `${where}.leaveOut`]
    : ["done", "placebos", { ...evidence, back: first.back, pValue: first.randomizationP }, `${where}.placebos`];
}

/** Weight of the comparisons with units treated before; null where holes leave no decomposition. */
function forbiddenShare({ comparisons }: Omit<PolicyResult, "checklist">): number | null {
  if (comparisons === undefined) return null;
  return comparisons.filter((c) => c.type === "laterVsEarlier").reduce((sum, c) => sum + c.weight, 0);
}

function eventStudy({ window }: PolicySettings): (o: PolicyOutcome, where: string) => Judged {
  return ({ eventStudy: points }, where) => {
    const banded = points.some((p) => p.bandLow !== null);
    return [banded ? "done" : "failed", banded ? "bands" : "pointwise", { reference: window.reference }, `${where}.eventStudy`];
  };
}

function pretest({ pretrend, pretrendPower }: PolicyOutcome, where: string): Judged {
  const pValue = pretrend?.pValue ?? null;
  if (pValue === null) return ["failed", "noLeads", {}, `${where}.pretrend`];
  if (pValue <= pretrendLevel) return ["failed", "pretrendRejected", { pValue }, `${where}.pretrend`];
  return ["done", "pretrendHolds", { pValue, slope: pretrendPower?.slopeAt50 ?? null }, `${where}.pretrend`];
}

function sensitivity({ sensitivityOf, breakdown }: PolicyOutcome, where: string): Judged {
  if (sensitivityOf === undefined || sensitivityOf.reason !== null) return ["failed", "noLeads", {}, `${where}.sensitivity`];
  const fragile = typeof breakdown === "number" && breakdown < 0.5;
  return [fragile ? "failed" : "done", fragile ? "fragile" : "robustToTrends", { breakdown: breakdown ?? null }, `${where}.breakdown`];
}
