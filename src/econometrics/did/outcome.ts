import { numbers } from "../../frame/main.js";
import { Problem, problem } from "../../messages/main.js";
import { tQuantile } from "../../numerics/main.js";
import type { PolicyOutcome, Row } from "../../results/main.js";
import { syntheticOf } from "../synthetic/syntheticEffects.js";
import { type Comparison, comparisonEstimates, comparisonsOf } from "./comparisons.js";
import { type EffectSet, rowsOfEffects } from "./effects.js";
import { effectSetAssigned, effectSetOf, overallAt } from "./estimators.js";
import { groupTimeStudy, setStudy, twoWayStudy } from "./eventStudies.js";
import { type EstimatedGroupTime, estimateGroupTime } from "./groupTime.js";
import { groupTimeAssigned } from "./groupTimeAssigned.js";
import { aggregateRow, groupTimeRows, testOfLeads } from "./groupTimeRows.js";
import { hasHoles, unitCodes } from "./panel.js";
import { type OutcomeSample, type PolicyContext, policyContext } from "./policyContext.js";
import {
  type Assigned,
  assignmentBlocks,
  distinctAssignments,
  type Randomization,
  type RandomizationPlan,
  randomize,
} from "./randomization.js";
import { effectRow, outcomeScale } from "./rows.js";
import { headlineSensitivity } from "./sensitivity.js";
import { type Estimator, groupTimeRules, type PolicySettings } from "./settings.js";
import type { Timing } from "./timing.js";
import { leadsHypothesis, twoWayEffect, twoWayEventStudy } from "./twoWay.js";
import { doublyDemeaned, twoWayAssigned } from "./twoWayAssigned.js";
import { assembleVerdict } from "./verdict.js";
import { heterogeneityNeeded, type TwoWayWeights, twoWayWeights } from "./weights.js";

/** One outcome's results and what the findings need beside them. */
export interface OutcomeEvaluation {
  name: string;
  result: PolicyOutcome;
  sample: OutcomeSample;
  clusters: number;
  /** True where whole clusters change places in the randomisation. */
  blocked: boolean;
  /** Different assignments there are, per entry of `randomization`. */
  distinct: number[];
  /** Two-way weights on treated cells; null without the two-way estimator. */
  weights: TwoWayWeights | null;
  /** Comparisons behind the two-way estimate; null without it, or where units have holes. */
  comparisons: Comparison[] | null;
  /** Event times of the two-way event study that are not identified. */
  unidentified: number[];
  /** Cells that other estimators could not estimate, by estimator. */
  missingCells: { estimator: string; cells: { cohort: number; time: number }[] }[];
  /** Group-time cells whose covariates leave no effect, and why. */
  unadjusted: { cohort: number; time: number; reason: "collinear" | "overlap" }[];
  /** Estimators nobody asked for that the sample cannot carry. */
  refused: { estimator: Estimator; code: string }[];
}

/** One estimator on one sample: its row, and itself as a function of the assignment. */
export interface Headline {
  row: Row;
  assigned: Assigned;
}

/** Everything about one outcome. Throws DID-NO-COMPLETE-UNIT, DID-OUTCOME-CONSTANT, POLICY-NO-CELL, DID-NO-TREATED and DID-NO-CONTROLS of the sample left. */
export function evaluateOutcome(context: PolicyContext, name: string): OutcomeEvaluation {
  const { settings } = context;
  const sample = context.sampleOf(name, numbers(context.frame, name));
  requireVariation(sample, settings);
  const { panel, timing } = sample;
  const { estimates, refused } = estimatesOf(sample, settings);
  const headline = estimates.get(settings.headline.estimator)!;
  const twoWay = estimates.get("twoWay") ?? null;
  const study = twoWay === null ? null : twoWayEventStudy(sample, settings.window, settings.anticipation);
  const groupTime = estimates.get("groupTime")?.groupTime ?? null;
  const rows = groupTime === null ? null : groupTimeRows(groupTime, timing);
  const isBalanced = !hasHoles(panel.wide.values);
  const weights = twoWay === null ? null : twoWayWeights(sample);
  const comparisons = twoWay === null || !isBalanced ? null : comparisonsOf(panel);
  const sets = Array.from(estimates.values()).flatMap(({ set }) => {
    return set === null ? [] : [{ set, rows: rowsOfEffects(set, timing, outcomeScale(panel.wide.values)) }];
  });
  const groupTimeLeads =
    groupTime === null ? undefined : testOfLeads(groupTime, settings.window.from, settings.anticipation, leadsHypothesis);

  const schemes = randomizationSchemes(settings);
  const drawn = schemes.map(({ estimator, strata }) => randomizationOf(sample, context, estimates.get(estimator)!.assigned, strata));
  const pretrendPower = study === null ? {} : { pretrendPower: { slopeAt50: study.slopeAt50 } };
  const parts = {
    ...(rows === null ? {} : { groupTime: rows.cells }),
    aggregates: [...(twoWay === null ? [] : [twoWay.row]), ...(rows?.aggregates ?? []), ...sets.flatMap((s) => s.rows)],
    headline: headline.row,
    eventStudy: [
      ...(study === null ? [] : twoWayStudy(study, panel.wide.clusters, settings.bands)),
      ...(rows === null ? [] : groupTimeStudy(groupTime!, rows.aggregates, settings)),
      ...sets.flatMap((s) => setStudy(s.set, s.rows, settings)),
    ],
    pretrend: study?.pretrend ?? groupTimeLeads ?? null,
    ...(groupTimeLeads === undefined ? {} : { pretrendGroupTime: groupTimeLeads }),
    ...pretrendPower,
    ...headlineSensitivity(sample, settings, study),
    ...(settings.synthetic === null ? {} : { synthetic: syntheticParts(context, sample) }),
    ...(comparisons === null ? {} : { decomposition: decompositionOf(sample, comparisons) }),
    ...(weights === null ? {} : { heterogeneityNeeded: heterogeneityNeeded(twoWay!.row.estimate ?? 0, weights) }),
    minimumDetectable: minimumDetectable(drawn[0]!, panel.wide.clusters),
    smallestEffect: settings.smallestEffect.get(name) ?? null,
    randomization: drawn.map((d, j) => ({ ...d, strata: schemes[j]!.strata, estimator: schemes[j]!.estimator })),
    ...(leftOutOf(sample, settings).length === 0 ? {} : { leaveOut: leaveOneOut(context, sample) }),
    ...(settings.concurrent.length === 0 ? {} : { concurrent: concurrentRows(context, name) }),
    paths: pathsOf(sample),
  };
  return {
    name,
    result: { ...parts, verdict: assembleVerdict(name, parts, settings.expected) },
    sample,
    clusters: panel.wide.clusters,
    blocked: assignmentBlocks(panel.wide) !== null,
    distinct: schemes.map(({ strata }) => distinctAssignments(planOf(sample, context, strata))),
    weights,
    comparisons,
    unidentified: study?.unidentified ?? [],
    missingCells: sets.map(({ set }) => ({
      estimator: set.estimator,
      cells: set.unidentified.map((c) => ({ cohort: timing.cohorts[c.cohort]!.adopted!, time: timing.periods[c.period]! })),
    })),
    unadjusted: groupTime === null ? [] : cellsWithoutEffect(groupTime, timing),
    refused,
  };
}

/** Every estimator on the sample; of those nobody asked for, what the sample cannot carry is left out, with the code of why. */
function estimatesOf(
  sample: OutcomeSample,
  settings: PolicySettings,
): { estimates: Map<Estimator, Estimate>; refused: OutcomeEvaluation["refused"] } {
  const estimates = new Map<Estimator, Estimate>();
  const refused: OutcomeEvaluation["refused"] = [];
  for (const estimator of settings.estimators) {
    try {
      estimates.set(estimator, estimateOf(sample, settings, estimator));
    } catch (error) {
      const isExtra = !settings.isDeclared && estimator !== settings.headline.estimator && estimator !== "twoWay";
      if (!isExtra || !(error instanceof Problem)) throw error;
      refused.push({ estimator, code: error.code });
    }
  }
  return { estimates, refused };
}

/** Cells whose covariates leave no effect. */
function cellsWithoutEffect({ cells, byUnits, panel }: EstimatedGroupTime, timing: Timing): OutcomeEvaluation["unadjusted"] {
  return cells.flatMap((cell, j) => {
    const reason = byUnits?.effects[j];
    if (reason !== "collinear" && reason !== "overlap") return [];
    return [{ cohort: panel.groups[cell.cohort]!.adopted!, time: timing.periods[cell.period]!, reason }];
  });
}

/** Synthetic comparisons weigh whole paths: of units with holes there is none. */
function syntheticParts({ frame, settings }: PolicyContext, sample: OutcomeSample): NonNullable<PolicyOutcome["synthetic"]> {
  const isWhole = !hasHoles(sample.panel.wide.values);
  const { panel, timing } = isWhole
    ? sample
    : policyContext(frame, { ...settings, incomplete: "drop" }).sampleOf(sample.name, numbers(frame, sample.name));
  return syntheticOf(panel, timing, settings.synthetic!, settings);
}

/** The estimates of all comparisons; their weighted sum is the two-way estimate without covariates. */
function decompositionOf(sample: OutcomeSample, comparisons: readonly Comparison[]): NonNullable<PolicyOutcome["decomposition"]> {
  const estimates = comparisonEstimates(sample.panel, comparisons);
  const sum = comparisons.reduce((total, { weight }, j) => total + weight * estimates[j]!, 0);
  const { wide, schedule } = sample.panel;
  const plain = twoWayAssigned(wide, schedule, { factor: 1 })(wide.group).estimate;
  return { estimates: Array.from(estimates), sum, gap: Math.abs(sum - plain) };
}

/** An outcome that unit and period effects explain leaves nothing to any estimator. */
function requireVariation({ name, panel }: OutcomeSample, { unit, time }: PolicySettings): void {
  const { values, units, periods } = panel.wide;
  if (values.every((v, row) => v === values[row - (row % periods)]))
    throw problem("DID-OUTCOME-CONSTANT", { outcome: name, value: values[0]! });
  const largest = values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  if (doublyDemeaned(values, units, periods).every((v) => Math.abs(v) <= 1e-10 * largest))
    throw problem("MODEL-OUTCOME-ABSORBED", { outcome: name, effects: [unit, time] });
}

/** The headline estimator on a sample. */
export function headlineOf(sample: OutcomeSample, settings: PolicySettings): Headline {
  return estimateOf(sample, settings, settings.headline.estimator);
}

type Estimate = Headline & { groupTime: EstimatedGroupTime | null; set: EffectSet | null };

/** The two-way estimate, or the average of another estimator that the headline asks for (`simple` beside a two-way headline). */
function estimateOf(sample: OutcomeSample, settings: PolicySettings, estimator: Estimator): Estimate {
  const { panel, covariates, timing } = sample;
  if (estimator === "twoWay") {
    const { row, factor } = twoWayEffect(sample);
    return { row, assigned: twoWayAssigned(panel.wide, panel.schedule, { factor, covariates }), groupTime: null, set: null };
  }
  const aggregate = settings.headline.aggregate === "static" ? "simple" : settings.headline.aggregate;
  if (estimator !== "groupTime") {
    const set = effectSetOf(sample, settings, estimator);
    // Stacks have no average over cohorts or calendar periods; beside such a headline they show the one over treated rows.
    const shown = overallAt(set, aggregate) >= 0 ? aggregate : "simple";
    const row = rowsOfEffects(set, timing, outcomeScale(panel.wide.values))[overallAt(set, shown)]!;
    return { row, assigned: effectSetAssigned(sample, settings, estimator, shown), groupTime: null, set };
  }
  const groupTime = estimateGroupTime(panel, groupTimeRules(settings), sample.columns);
  const plan = groupTime.aggregates.find(({ name, at }) => at === null && name === aggregate);
  if (plan === undefined) throw problem("POLICY-NO-CELL", { outcome: sample.name, controls: settings.controls.columns });
  const row = aggregateRow(groupTime, plan, timing, outcomeScale(panel.wide.values));
  return { row, assigned: groupTimeAssigned(groupTime, plan), groupTime, set: null };
}

/** Which estimators are randomised how: the headline first, in its strata, then without; then those whose draws cost one pass. */
function randomizationSchemes({ headline, estimators, randomization }: PolicySettings): { estimator: Estimator; strata: string | null }[] {
  const fast = estimators.filter((e) => e !== headline.estimator && (e === "twoWay" || e === "groupTime"));
  const ordered = [headline.estimator, ...fast];
  return ordered.flatMap((estimator) => [
    { estimator, strata: randomization.strata },
    ...(randomization.strata === null ? [] : [{ estimator, strata: null }]),
  ]);
}

function planOf({ panel }: OutcomeSample, context: PolicyContext, strata: string | null): RandomizationPlan {
  const codes = strata === null ? null : panel.members.map((i) => context.strata![i]!);
  return { group: panel.wide.group, strata: codes, blocks: assignmentBlocks(panel.wide) };
}

/** Permutes the adoption dates of a sample. */
export function randomizationOf(sample: OutcomeSample, context: PolicyContext, assigned: Assigned, strata: string | null): Randomization {
  return randomize(assigned, planOf(sample, context, strata), context.settings.randomization);
}

/** The effect that the headline estimator finds 80 times in 100: (t(.975) + t(.8)) times its standard deviation over the draws. */
function minimumDetectable({ sd }: Randomization, clusters: number): number | null {
  const df = clusters - 1;
  const effect = (tQuantile(0.975, df) + tQuantile(0.8, df)) * sd;
  // Where draws have no estimate of their own their spread is not a number.
  return Number.isFinite(effect) ? effect : null;
}

/** Up to this many units are left out one by one without being asked to. */
const fewUnits = 100;

function leftOutOf({ panel }: OutcomeSample, { leaveOut }: PolicySettings): ("unit" | "cohort" | "strata")[] {
  return leaveOut ?? (panel.wide.units <= fewUnits ? ["unit", "cohort"] : ["cohort"]);
}

/** The headline without each unit or each cohort. A sample that cannot stand without it gives a row without estimate. */
function leaveOneOut(context: PolicyContext, sample: OutcomeSample): NonNullable<PolicyOutcome["leaveOut"]> {
  const { settings, grid } = context;
  const values = numbers(context.frame, sample.name);
  const without = (what: string, name: string, gone: (unit: number) => boolean) => {
    const others = sample.panel.groups.some((g, k) => k < sample.panel.schedule.cohorts && g.units.some((i) => !gone(i)));
    if (!others) return { what, name, row: missingRow(sample, settings, "nobody treated is left") };
    try {
      return { what, name, row: headlineOf(context.sampleOf(sample.name, values, gone), settings).row };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return { what, name, row: missingRow(sample, settings, "nothing is left to compare with") };
    }
  };
  const groups = {
    unit: () => Array.from(sample.panel.members, (i) => ({ name: grid.units[i]!, holds: (unit: number) => unit === i })),
    cohort: () => sample.timing.cohorts.map((g) => ({ name: String(g.adopted), holds: (unit: number) => g.units.includes(unit) })),
    strata: () => {
      const { codes, labels } = unitCodes(context.frame, grid, settings.randomization.strata!);
      return [...new Set(codes)]
        .sort((a, b) => a - b)
        .map((code) => ({ name: labels[code]!, holds: (unit: number) => codes[unit] === code }));
    },
  };
  return leftOutOf(sample, settings).flatMap((what) => groups[what]().map(({ name, holds }) => without(what, name, holds)));
}

/** The two-way estimate with other policies held fixed, one by one and, where there are several, all together. */
function concurrentRows(context: PolicyContext, name: string): NonNullable<PolicyOutcome["concurrent"]> {
  const { frame, settings } = context;
  const all = settings.concurrent;
  const sets = all.length > 1 ? [...all.map((column) => [column]), all] : [all];
  return sets.map((columns) => {
    const held = policyContext(frame, { ...settings, controls: { columns, at: "current" } });
    return { columns, row: twoWayEffect(held.sampleOf(name, numbers(frame, name))).row };
  });
}

/** A row without estimate, and why. */
export function missingRow(sample: OutcomeSample, settings: PolicySettings, reason: string): Row {
  const support = { treatedUnits: 0, treatedRows: 0, treatedClusters: 0 };
  const outcome = { mean: 0, sd: 0, positive: false };
  const { estimator, aggregate } = settings.headline;
  return effectRow(
    { term: sample.name, estimate: null, stdError: null, df: null, method: "none", support, outcome, reason },
    { estimator, aggregate },
  );
}

/** Mean outcome of every group in every period; later adopters stand together as `later`, the never-treated as `never`. */
function pathsOf({ panel, timing }: OutcomeSample): PolicyOutcome["paths"] {
  const { units, periods, values, group } = panel.wide;
  const name = (k: number) => {
    const { adopted, position } = panel.groups[k]!;
    return position < periods ? String(adopted) : adopted === null ? "never" : "later";
  };
  const sums = new Map<string, { sum: Float64Array; units: Float64Array }>();
  for (let i = 0; i < units; i++) {
    const key = name(group[i]!);
    const entry = sums.get(key) ?? { sum: new Float64Array(periods), units: new Float64Array(periods) };
    sums.set(key, entry);
    for (let t = 0; t < periods; t++) {
      const value = values[i * periods + t]!;
      if (Number.isNaN(value)) continue;
      entry.sum[t]! += value;
      entry.units[t]! += 1;
    }
  }
  const order = Array.from(new Set(panel.groups.map((_, k) => name(k))));
  return order.flatMap((cohort) => {
    const { sum, units: n } = sums.get(cohort)!;
    return timing.periods.map((time, t) => ({ cohort, time, mean: n[t]! > 0 ? sum[t]! / n[t]! : null, units: n[t]! }));
  });
}
