import { type Matrix, zeros } from "../../numerics/main.js";
import type { PolicyOutcome } from "../../results/main.js";
import { type EventStudy, eventStudySensitivity } from "../sensitivity/main.js";
import { type Aggregate, aggregateContrast } from "./aggregates.js";
import { covarianceMatrix } from "./cohortStatistics.js";
import { type EstimatedGroupTime, estimateGroupTime } from "./groupTime.js";
import type { OutcomeSample } from "./policyContext.js";
import { groupTimeRules, type PolicySettings } from "./settings.js";
import type { TwoWayEventStudy } from "./twoWay.js";

/** The event study behind the headline, with the headline as a weighted sum of its lags. */
interface Target {
  study: EventStudy;
  weights: number[];
}

/** What the outcome's results and findings take from the sensitivity analysis. */
export type PolicySensitivity = Pick<PolicyOutcome, "sensitivity" | "breakdown" | "breakdownSmoothness" | "sensitivityOf" | "pretest">;

/**
 * Sensitivity of the headline: its event study with one common base (what the method asks for; leads relative to the period before would be
 * read wrongly), leads and lags within the window. The sets are about the mean over treated rows there (over event times under `dynamic`):
 * where the window holds every lag that is the headline itself, except under `group`, `calendar` and two-way. Lags far out would drown
 * the rest: what trends may drift apart adds up with every period.
 */
export function headlineSensitivity(sample: OutcomeSample, settings: PolicySettings, twoWay: TwoWayEventStudy | null): PolicySensitivity {
  const { estimator } = settings.headline;
  const target = estimator === "twoWay" ? twoWayTarget(twoWay!, settings) : groupTimeTarget(sample, settings);
  // Estimators of the same averages share the group-time event study: one base for all leads and lags, which not all of them have.
  const of = { estimator: estimator === "twoWay" ? estimator : "groupTime", reference: settings.window.reference };
  if (target === null) return { sensitivity: [], sensitivityOf: { ...of, estimate: null, leads: [], lags: [], reason: "leads" } };
  const { study, weights } = target;
  const made = eventStudySensitivity(study, weights, settings.sensitivity);
  const lags = study.times.filter((t) => t > study.reference);
  return {
    sensitivity: made.sets.map((set) => ({ ...set, intervals: set.intervals ?? [] })),
    breakdown: made.breakdown,
    breakdownSmoothness: made.breakdownSmoothness,
    sensitivityOf: {
      ...of,
      estimate: made.estimate,
      leads: study.times.filter((t) => t < study.reference),
      lags: lags.map((time, j) => ({ time, weight: weights[j]! })),
      reason: made.sets.some((set) => set.intervals === null) ? "covariance" : null,
    },
    pretest: made.pretest,
  };
}

/** Group-time effects by event time on a universal base. */
function groupTimeTarget({ panel, columns }: OutcomeSample, settings: PolicySettings): Target | null {
  const { anticipation, headline, window } = settings;
  const estimated = estimateGroupTime(panel, { ...groupTimeRules(settings), basePeriod: "universal" }, columns);
  const plans = estimated.aggregates.filter((plan) => plan.name === "dynamic" && plan.at !== null);
  const reference = -1 - anticipation;
  const at = new Map(plans.map((plan) => [plan.at!, plan]));
  const times = consecutive([...at.keys()], reference, window);
  if (times === null) return null;
  const used = times.map((t) => at.get(t)!);
  const contrasts = used.map((plan) => aggregateContrast(plan, estimated.contrasts, estimated.statistics.counts));
  const rows = (plan: Aggregate) => rowsOf(estimated, plan);
  const after = used.filter((plan) => plan.at! > reference);
  const equal = headline.aggregate === "dynamic";
  const raw = after.map((plan) => (plan.at! < 0 ? 0 : equal ? 1 : rows(plan)));
  return {
    study: {
      times,
      estimates: Float64Array.from(contrasts, (c) => c.estimate),
      covariance: covarianceMatrix(estimated.statistics, contrasts),
      reference,
    },
    weights: shares(raw),
  };
}

/** Treated units behind one event time. */
function rowsOf({ cells, statistics }: EstimatedGroupTime, plan: Aggregate): number {
  const used = plan.blocks.flat().flatMap((item) => item.cells);
  return used.reduce((sum, j) => sum + statistics.counts[cells[j]!.cohort]!, 0);
}

/** The two-way event study; a lead that pools several event times has no place on the time axis and is left out. */
function twoWayTarget({ estimated, points }: TwoWayEventStudy, { window }: PolicySettings): Target | null {
  const reference = window.reference;
  const times = consecutive(estimated.times, reference, { from: estimated.pooledLead ? window.from + 1 : window.from, to: window.to });
  if (times === null) return null;
  const place = times.map((t) => estimated.times.indexOf(t));
  const rowsAt = (t: number) => points.find((p) => p.time === t)?.row.support?.["treatedRows"] ?? 0;
  const lags = times.filter((t) => t > reference);
  return {
    study: {
      times,
      estimates: Float64Array.from(place, (j) => estimated.estimates[j]!),
      covariance: symmetric(place.length, (i, j) => estimated.covariance.data[place[i]! + place[j]! * estimated.covariance.rows]!),
      reference,
    },
    weights: shares(lags.map((t) => (t < 0 ? 0 : rowsAt(t)))),
  };
}

/** Event times around the reference without a gap, within the window; null where there is no lead or nothing from adoption on. */
function consecutive(times: readonly number[], reference: number, { from, to }: { from: number; to: number }): number[] | null {
  const known = new Set(times);
  const list: number[] = [];
  for (let t = reference - 1; t >= from && known.has(t); t--) list.unshift(t);
  const leads = list.length;
  for (let t = reference + 1; t <= to && known.has(t); t++) list.push(t);
  return leads === 0 || list.length === leads || list[list.length - 1]! < 0 ? null : list;
}

function shares(raw: readonly number[]): number[] {
  const total = raw.reduce((sum, w) => sum + w, 0);
  return raw.map((w) => w / total);
}

function symmetric(size: number, of: (i: number, j: number) => number): Matrix {
  const m = zeros(size, size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      m.data[i + j * size] = of(i, j);
      m.data[j + i * size] = m.data[i + j * size]!;
    }
  return m;
}
