import { type ColumnInput, type Frame, frame } from "../../frame/main.js";
import { type Matrix, submatrix } from "../../numerics/main.js";
import type { Row, Test } from "../../results/main.js";
import type { Fit } from "../fit.js";
import { regress } from "../panel/ols.js";
import { waldTest } from "../tests.js";
import type { EstimationPanel } from "./panel.js";
import { slopeAtHalfPower } from "./pretrendPower.js";
import { effectRow, type OutcomeScale, outcomeScale, type Support } from "./rows.js";

/** A balanced panel with covariates, each unit by unit like the outcome. */
export interface TwoWaySample {
  panel: EstimationPanel;
  covariates: readonly Float64Array[];
}

/** The static two-way estimate. */
export interface TwoWayEffect {
  row: Row;
  /** Small-sample factor of the variance. */
  factor: number;
}

/**
 * `outcome ~ treated + covariates | unit + period`, errors clustered (correction `fixest`, t with clusters - 1 degrees of freedom).
 * `treated` is one from adoption on.
 */
export function twoWayEffect(sample: TwoWaySample): TwoWayEffect {
  const { panel } = sample;
  const treated = cellValues(panel, (event) => (event >= 0 ? 1 : 0));
  const fit = regressPanel(sample, new Map([["treated", treated]]));
  const row = rowFor(
    fit,
    "treated",
    supportWhere(panel, (event) => event >= 0),
    outcomeScale(panel.wide.values),
  );
  return {
    row: { ...row, estimator: "twoWay", aggregate: "static" },
    factor: fit.vcov.factor!,
  };
}

export interface EventWindow {
  from: number;
  to: number;
  reference: number;
}

export interface TwoWayPoint {
  time: number;
  binned: boolean;
  reference: boolean;
  row: Row;
}

export interface TwoWayEventStudy {
  points: TwoWayPoint[];
  pretrend: Test;
  /** Slope of a linear violation that the test finds every second time, per period. */
  slopeAt50: number | null;
  /** Event times that unit and period effects explain. */
  unidentified: number[];
  /** The identified coefficients with their covariance; `pooledLead` where the first one holds several event times. */
  estimated: { times: number[]; estimates: Float64Array; covariance: Matrix; pooledLead: boolean };
}

/** The level at which the verdict reads the pre-trend test. */
export const pretrendLevel = 0.1;

/**
 * The two-way event study: one indicator per event time from `from` to `to`, the ends holding all earlier and later ones, without the
 * reference. Units not treated within the sample carry no event time. The pre-trend test is that all leads are zero.
 */
export function twoWayEventStudy(sample: TwoWaySample, window: EventWindow, anticipation: number): TwoWayEventStudy {
  const { panel } = sample;
  const scale = outcomeScale(panel.wide.values);
  const inside = (event: number) => Math.min(window.to, Math.max(window.from, event));
  const times = Array.from({ length: window.to - window.from + 1 }, (_, i) => window.from + i);
  const occupied = times.filter((k) => supportWhere(panel, (event) => inside(event) === k).treatedRows > 0);
  const shown = occupied.filter((k) => k !== window.reference);
  const fit = regressPanel(sample, new Map(shown.map((k) => [eventName(k), cellValues(panel, (event) => (inside(event) === k ? 1 : 0))])));
  const dropped = new Set((fit.collinear ?? []).map((c) => c.term));
  const unidentified = shown.filter((k) => dropped.has(eventName(k)));

  const points = times.map((k): TwoWayPoint => {
    const support = supportWhere(panel, (event) => inside(event) === k);
    const extra = { term: `event ${signed(k)}`, time: k, estimator: "twoWay" };
    const binned = k === window.from || k === window.to;
    if (k === window.reference)
      return { time: k, binned, reference: true, row: { ...referenceRow(support, fit.coefficients[0]!.method), ...extra } };
    const reason = !occupied.includes(k)
      ? "no unit is seen at this event time"
      : dropped.has(eventName(k))
        ? "explained by unit and period effects"
        : null;
    const row =
      reason === null
        ? rowFor(fit, eventName(k), support, scale)
        : emptyRow(support, scale, fit.coefficients[0]?.method ?? "cluster", reason);
    return { time: k, binned, reference: false, row: { ...row, ...extra } };
  });
  const leads = shown.filter((k) => k <= -1 - anticipation && !dropped.has(eventName(k)));
  const distances = Float64Array.from(leads, (k) => meanEventTime(panel, (event) => inside(event) === k) - window.reference);
  const kept = shown.filter((k) => !dropped.has(eventName(k)));
  const at = kept.map((k) => fit.moments.terms.indexOf(eventName(k)));
  const estimated = {
    times: kept,
    estimates: Float64Array.from(at, (j) => fit.moments.coefficients[j]!),
    covariance: submatrix(fit.covariance, at),
    pooledLead: supportWhere(panel, (event) => event < window.from).treatedRows > 0,
  };
  return { points, ...leadTest(fit, leads, distances), unidentified, estimated };
}

function leadTest(fit: Fit, leads: readonly number[], distances: Float64Array): { pretrend: Test; slopeAt50: number | null } {
  const at = leads.map((k) => fit.moments.terms.indexOf(eventName(k)));
  const variance = submatrix(fit.covariance, at);
  const estimates = Float64Array.from(at, (j) => fit.moments.coefficients[j]!);
  const pretrend = waldTest("jointPretrend", leadsHypothesis(leads), estimates, variance, fit.vcov.df!);
  const slopeAt50 = pretrend.statistic === null ? null : slopeAtHalfPower(variance, distances, fit.vcov.df!, pretrendLevel);
  return { pretrend, slopeAt50 };
}

/** What a joint test of leads says is zero: `leads -5..-2 are zero`. */
export function leadsHypothesis(leads: readonly number[]): string {
  if (leads.length === 0) return "there is no lead";
  const first = leads[0]!;
  const last = leads[leads.length - 1]!;
  return last - first === leads.length - 1 ? `leads ${first}..${last} are zero` : `leads ${leads.join(", ")} are zero`;
}

/** The regression on a frame of the sample alone, so that no name of the user's can meet one of ours. */
export function regressPanel({ panel, covariates }: TwoWaySample, regressors: ReadonlyMap<string, Float64Array>): Fit {
  const { units, periods, values, cluster } = panel.wide;
  const unitOfRow = Float64Array.from(values, (_, row) => Math.floor(row / periods));
  const columns = new Map<string, ColumnInput>([
    ["outcome", values],
    ["unit", unitOfRow],
    ["period", Float64Array.from(values, (_, row) => row % periods)],
    ["cluster", unitOfRow.map((i) => (cluster === null ? i : cluster[i]!))],
    ...regressors,
    ...covariates.map((x, j) => [`covariate${j}`, x] as const),
  ]);
  const terms = [...regressors.keys(), ...covariates.map((_, j) => `covariate${j}`)];
  const sample: Frame = frame(`${units} units`, columns);
  return regress(sample, `outcome ~ ${terms.join(" + ")} | unit + period`, { cluster: "cluster", correction: "fixest" });
}

/** A column of the sample from event time; units not treated within the sample get zero. */
function cellValues(panel: EstimationPanel, of: (event: number) => number): Float64Array {
  const { periods, values } = panel.wide;
  return values.map((_, row) => {
    const event = eventTime(panel, Math.floor(row / periods), row % periods);
    return event === null ? 0 : of(event);
  });
}

function eventTime({ wide, schedule }: EstimationPanel, member: number, period: number): number | null {
  const k = wide.group[member]!;
  return k < schedule.cohorts ? period - schedule.positions[k]! : null;
}

function treatedMembers(panel: EstimationPanel, where: (event: number) => boolean): number[] {
  const { units, periods } = panel.wide;
  return Array.from({ length: units }, (_, i) => i).filter((i) =>
    Array.from({ length: periods }, (_, t) => eventTime(panel, i, t)).some((event) => event !== null && where(event)),
  );
}

function supportWhere(panel: EstimationPanel, where: (event: number) => boolean): Support {
  const { periods, cluster } = panel.wide;
  const members = treatedMembers(panel, where);
  let treatedRows = 0;
  for (const i of members) for (let t = 0; t < periods; t++) if (where(eventTime(panel, i, t)!)) treatedRows++;
  return {
    treatedUnits: members.length,
    treatedRows,
    treatedClusters: new Set(members.map((i) => (cluster === null ? i : cluster[i]!))).size,
  };
}

function meanEventTime(panel: EstimationPanel, where: (event: number) => boolean): number {
  let sum = 0;
  let rows = 0;
  for (const i of treatedMembers(panel, where)) {
    for (let t = 0; t < panel.wide.periods; t++) {
      const event = eventTime(panel, i, t)!;
      if (!where(event)) continue;
      sum += event;
      rows++;
    }
  }
  return sum / rows;
}

function rowFor(fit: Fit, term: string, support: Support, outcome: OutcomeScale): Row {
  const found = fit.coefficients.find((r) => r.term === term);
  const method = fit.coefficients[0]!.method;
  if (found === undefined) return emptyRow(support, outcome, method, "explained by unit and period effects");
  return effectRow({ term, estimate: found.estimate, stdError: found.stdError, df: fit.vcov.df, method, support, outcome });
}

function emptyRow(support: Support, outcome: OutcomeScale, method: string, reason: string): Row {
  return effectRow({ term: "treated", estimate: null, stdError: null, df: null, method, support, outcome, reason });
}

/** The reference is zero by choice, not by estimate. */
function referenceRow(support: Support, method: string): Row {
  return {
    ...effectRow({
      term: "reference",
      estimate: 0,
      stdError: null,
      df: null,
      method,
      support,
      outcome: { mean: 1, sd: 0, positive: false },
    }),
    reason: "the reference: zero by choice",
  };
}

function eventName(k: number): string {
  return k < 0 ? `lead${-k}` : `lag${k}`;
}

/** An event time with its sign, as figures print it. */
export function signed(k: number): string {
  return k > 0 ? `+${k}` : String(k);
}
