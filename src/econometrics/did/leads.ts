import { cholesky, choleskyInverse, dot, norm, zeros } from "../../numerics/main.js";
import type { EffectCell, Target } from "./effects.js";
import type { PanelRows } from "./rowsOfPanel.js";
import { twoWayProjection } from "./twoWayProjection.js";

/** Leads of a regression on untreated rows, with what each cluster adds to their errors. */
export interface LeadEffects {
  targets: Target[];
  estimates: Float64Array;
  parts: Float64Array[];
}

/**
 * `outcome ~ leads + covariates | unit + period` on the untreated rows alone, clustered with the correction `fixest`; one indicator per event
 * time asked for, so that everything before the first of them is the reference. A lead that unit and period effects explain is left out.
 */
export function leadEffects(rows: PanelRows, cells: readonly EffectCell[], cellOf: Int32Array, times: readonly number[]): LeadEffects {
  const keep = Int32Array.from(rows.untreated.keys()).filter((r) => rows.untreated[r] === 1);
  const take = <A extends Int32Array | Float64Array>(column: A): A => keep.map((r) => column[r]!) as unknown as A;
  const base = new Uint8Array(keep.length).fill(1);
  const unit = keep.map((r) => rows.unit[r]!);
  const period = keep.map((r) => rows.period[r]!);
  const covariates = rows.covariates.map((x) => Float64Array.from(keep, (r) => x[r]!));
  const projection = twoWayProjection({ units: rows.units, periods: rows.periods, unit, period, base }, covariates);
  const event = Float64Array.from(keep, (r) => rows.event[r]!);
  const freed: { time: number; column: Float64Array }[] = [];
  for (const time of times) {
    const indicator = event.map((e) => (e === time ? 1 : 0));
    const column = projection.residuals(indicator);
    if (norm(column) > 1e-8 * Math.max(1, norm(indicator))) freed.push({ time, column });
  }
  const gram = zeros(freed.length, freed.length);
  for (let a = 0; a < freed.length; a++)
    for (let b = 0; b < freed.length; b++) gram.data[a + b * freed.length] = dot(freed[a]!.column, freed[b]!.column);
  const factor = cholesky(gram);
  if (freed.length === 0 || factor === null) return { targets: [], estimates: new Float64Array(0), parts: [] };
  const inverse = choleskyInverse(factor);
  const outcome = projection.residuals(Float64Array.from(keep, (r) => rows.outcome[r]!));
  const products = freed.map(({ column }) => dot(column, outcome));
  const estimates = Float64Array.from(freed, (_, a) =>
    freed.reduce((sum, _f, b) => sum + inverse.data[a + b * freed.length]! * products[b]!, 0),
  );
  const residuals = outcome.map((y, r) => freed.reduce((rest, { column }, a) => rest - estimates[a]! * column[r]!, y));
  const cluster = take(rows.cluster);
  const correction = Math.sqrt(smallSample(rows, unit, period, cluster, freed.length));
  const sums = freed.map(({ column }) => {
    const out = new Float64Array(rows.clusters);
    for (let r = 0; r < keep.length; r++) out[cluster[r]!]! += correction * column[r]! * residuals[r]!;
    return out;
  });
  const parts = freed.map((_, a) =>
    Float64Array.from({ length: rows.clusters }, (_c, c) =>
      freed.reduce((sum, _f, b) => sum + inverse.data[a + b * freed.length]! * sums[b]![c]!, 0),
    ),
  );
  return { targets: freed.map(({ time }) => leadTarget(cells, cellOf, time)), estimates, parts };
}

/** G/(G - 1) (n - 1)/(n - K): units are nested in the clusters and not counted. */
function smallSample(rows: PanelRows, unit: Int32Array, period: Int32Array, cluster: Int32Array, leads: number): number {
  const g = new Set(cluster).size;
  const n = unit.length;
  const parameters = leads + rows.covariates.length + new Set(period).size;
  return ((g / (g - 1)) * (n - 1)) / (n - parameters);
}

function leadTarget(cells: readonly EffectCell[], cellOf: Int32Array, time: number): Target {
  const counts = new Map<number, number>();
  for (const cell of cellOf) if (cell >= 0 && cells[cell]!.event === time) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  const total = Array.from(counts.values()).reduce((sum, n) => sum + n, 0);
  return { aggregate: "dynamic", at: time, weights: Array.from(counts, ([cell, n]): [number, number] => [cell, n / total]) };
}
