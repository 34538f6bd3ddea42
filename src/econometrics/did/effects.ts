import { type Matrix, zeros } from "../../numerics/main.js";
import type { EventPoint, Row } from "../../results/main.js";
import type { AggregateName } from "./aggregates.js";
import { effectRow, type OutcomeScale, type Support } from "./rows.js";
import type { PanelRows } from "./rowsOfPanel.js";
import type { Timing } from "./timing.js";

/** The rows of one cohort in one period. */
export interface EffectCell {
  cohort: number;
  period: number;
  event: number;
  rows: number;
}

/** An average of cells: `weights` as [cell, weight], summing to one. */
export interface Target {
  aggregate: AggregateName;
  /** Event time, cohort index or period position; null for the overall number. */
  at: number | null;
  weights: [number, number][];
}

/** What every estimator of a staggered design gives: averages of effects with their joint covariance. */
export interface EffectSet {
  estimator: string;
  targets: Target[];
  estimates: Float64Array;
  /** Aligned with `targets`; the lines of a missing error are NaN. */
  covariance: Matrix;
  supports: Support[];
  df: number;
  /** How errors were made, for the rows. */
  method: string;
  /** Event time that is zero by choice; null where there is none. */
  reference: number | null;
  /** Event times at the ends of the window that hold all earlier or later ones. */
  binned: readonly number[];
  /** Cohort and period of cells that could not be estimated. */
  unidentified: EffectCell[];
}

/** The cells of a sample's treated units, in order of cohort and period; `cellOf` says in which each row lies, -1 for untreated units. */
export function cellsOfRows(rows: PanelRows, cohorts: number): { cells: EffectCell[]; cellOf: Int32Array } {
  const { periods, unit, period, group, event } = rows;
  const counts = new Int32Array(cohorts * periods);
  const events = new Float64Array(cohorts * periods);
  const cellOf = new Int32Array(unit.length).fill(-1);
  for (let r = 0; r < unit.length; r++) {
    const k = group[unit[r]!]!;
    if (k >= cohorts) continue;
    cellOf[r] = k * periods + period[r]!;
    counts[cellOf[r]!]!++;
    events[cellOf[r]!] = event[r]!;
  }
  const cells: EffectCell[] = [];
  const number = new Int32Array(cohorts * periods).fill(-1);
  for (let c = 0; c < counts.length; c++) {
    if (counts[c] === 0) continue;
    number[c] = cells.push({ cohort: Math.floor(c / periods), period: c % periods, event: events[c]!, rows: counts[c]! }) - 1;
  }
  for (let r = 0; r < cellOf.length; r++) if (cellOf[r]! >= 0) cellOf[r] = number[cellOf[r]!]!;
  return { cells, cellOf };
}

/**
 * The averages every estimator reports over the cells it could estimate. simple: all treated rows alike. dynamic: per event time, leads among
 * them; overall the plain mean from event time 0 on. group: a cohort's rows alike; overall by its units. calendar: per period; overall the plain mean.
 */
export function targetsOf(cells: readonly EffectCell[], used: readonly number[], cohortUnits: Float64Array): Target[] {
  const treated = used.filter((j) => cells[j]!.event >= 0);
  const distinct = (key: (c: EffectCell) => number, of: readonly number[]) =>
    Array.from(new Set(of.map((j) => key(cells[j]!)))).sort((a, b) => a - b);
  const alike = (of: readonly number[]): [number, number][] => {
    const total = of.reduce((sum, j) => sum + cells[j]!.rows, 0);
    return of.map((j) => [j, cells[j]!.rows / total]);
  };
  const mixed = (parts: [number, number][][], shares: readonly number[]): [number, number][] => {
    const total = shares.reduce((sum, s) => sum + s, 0);
    return parts.flatMap((part, p) => part.map(([j, w]): [number, number] => [j, (w * shares[p]!) / total]));
  };
  const events = distinct((c) => c.event, used);
  const atEvent = (e: number) => alike(used.filter((j) => cells[j]!.event === e));
  const dynamic = events.map((e): Target => ({ aggregate: "dynamic", at: e, weights: atEvent(e) }));
  if (treated.length === 0) return dynamic;
  const after = events.filter((e) => e >= 0);
  const cohorts = distinct((c) => c.cohort, treated);
  const periods = distinct((c) => c.period, treated);
  const ofCohort = (g: number) => alike(treated.filter((j) => cells[j]!.cohort === g));
  const inPeriod = (t: number) => alike(treated.filter((j) => cells[j]!.period === t));
  const even = (parts: [number, number][][]) =>
    mixed(
      parts,
      parts.map(() => 1),
    );
  return [
    { aggregate: "simple", at: null, weights: alike(treated) },
    { aggregate: "dynamic", at: null, weights: even(after.map(atEvent)) },
    ...dynamic,
    {
      aggregate: "group",
      at: null,
      weights: mixed(
        cohorts.map(ofCohort),
        cohorts.map((g) => cohortUnits[g]!),
      ),
    },
    ...cohorts.map((g): Target => ({ aggregate: "group", at: g, weights: ofCohort(g) })),
    { aggregate: "calendar", at: null, weights: even(periods.map(inPeriod)) },
    ...periods.map((t): Target => ({ aggregate: "calendar", at: t, weights: inPeriod(t) })),
  ];
}

/** Units of every cohort that have rows. */
export function cohortUnitsOf({ unit, group }: PanelRows, cohorts: number): Float64Array {
  const sizes = new Float64Array(cohorts);
  for (let r = 0; r < unit.length; r++)
    if ((r === 0 || unit[r] !== unit[r - 1]) && group[unit[r]!]! < cohorts) sizes[group[unit[r]!]!]! += 1;
  return sizes;
}

/** Treated units, rows and clusters behind each target. */
export function supportsOf(rows: PanelRows, cellOf: Int32Array, targets: readonly Target[]): Support[] {
  const marked = new Int32Array(rows.units).fill(-1);
  const markedCluster = new Int32Array(rows.clusters).fill(-1);
  return targets.map(({ weights }, j) => {
    const inside = new Set(weights.map(([cell]) => cell));
    const support = { treatedUnits: 0, treatedRows: 0, treatedClusters: 0 };
    for (let r = 0; r < cellOf.length; r++) {
      if (cellOf[r]! < 0 || !inside.has(cellOf[r]!)) continue;
      support.treatedRows++;
      const i = rows.unit[r]!;
      if (marked[i] !== j) {
        marked[i] = j;
        support.treatedUnits++;
      }
      const c = rows.cluster[r]!;
      if (markedCluster[c] !== j) {
        markedCluster[c] = j;
        support.treatedClusters++;
      }
    }
    return support;
  });
}

/** Sum over clusters of products of what each adds: `parts` holds one column per effect, one row per cluster. */
export function covarianceOfParts(parts: readonly Float64Array[]): Matrix {
  const out = zeros(parts.length, parts.length);
  for (let a = 0; a < parts.length; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = 0;
      for (let c = 0; c < parts[a]!.length; c++) sum += parts[a]![c]! * parts[b]![c]!;
      out.data[a + b * parts.length] = sum;
      out.data[b + a * parts.length] = sum;
    }
  }
  return out;
}

/** Every target as a row of the contract. */
export function rowsOfEffects(set: EffectSet, timing: Timing, scale: OutcomeScale): Row[] {
  return set.targets.map((target, j) => {
    const at = placeOf(target, timing);
    const label = [target.aggregate, ...Object.values(at).map((value) => `(${value})`)].join("");
    const variance = set.covariance.data[j * (set.covariance.rows + 1)]!;
    const row = effectRow({
      term: label,
      estimate: set.estimates[j]!,
      stdError: Number.isNaN(variance) ? null : Math.sqrt(variance),
      df: set.df,
      method: set.method,
      support: set.supports[j]!,
      outcome: scale,
    });
    return { ...row, ...at, estimator: set.estimator, aggregate: target.aggregate };
  });
}

function placeOf({ aggregate, at }: Target, timing: Timing): { cohort?: number; time?: number } {
  if (at === null) return {};
  if (aggregate === "group") return { cohort: timing.cohorts[at]!.adopted! };
  return { time: aggregate === "calendar" ? timing.periods[at]! : at };
}

/** The event study of a set within a window; `rows` are those of `rowsOfEffects`. The reference, where there is one, is a point of zero. */
export function eventPoints(set: EffectSet, rows: readonly Row[], window: { from: number; to: number }): EventPoint[] {
  const points = rows
    .filter((row) => row.aggregate === "dynamic" && row.time !== undefined && row.time >= window.from && row.time <= window.to)
    .map((row): EventPoint => {
      const shared = { estimator: set.estimator, time: row.time!, reference: false, bandLow: null, bandHigh: null };
      return { ...shared, binned: set.binned.includes(row.time!), row };
    });
  const { reference } = set;
  if (reference !== null && reference >= window.from && reference <= window.to) points.push(referencePoint(set.estimator, reference));
  return points.sort((a, b) => a.time - b.time);
}

/** The period everything is relative to: zero by choice, not by estimate. */
export function referencePoint(estimator: string, time: number): EventPoint {
  const support = { treatedUnits: 0, treatedRows: 0, treatedClusters: 0 };
  const row = effectRow({
    term: `event ${time}`,
    estimate: 0,
    stdError: null,
    df: null,
    method: "none",
    support,
    outcome: { mean: 1, sd: 0, positive: false },
    reason: "the reference: zero by choice",
  });
  const { support: _none, ...rest } = row;
  return { estimator, time, binned: false, reference: true, row: { ...rest, time, estimator }, bandLow: null, bandHigh: null };
}
