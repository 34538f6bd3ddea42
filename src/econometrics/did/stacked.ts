import { type ColumnInput, type Frame, frame } from "../../frame/main.js";
import { problem } from "../../messages/main.js";
import { zeros } from "../../numerics/main.js";
import { regress } from "../panel/ols.js";
import { type EffectCell, type EffectSet, supportsOf, type Target } from "./effects.js";
import type { EstimationPanel } from "./panel.js";
import { rowsOfPanel } from "./rowsOfPanel.js";
import type { EventWindow } from "./twoWay.js";

/**
 * The stacked regression (Cengiz, Dube, Lindner and Zipperer 2019, Quarterly Journal of Economics 134): every cohort in its event window beside
 * the units that stay untreated to the end of that window is a stack; in all stacks together the outcome is regressed on indicators
 * of event time of the stack's cohort, with effects of units and of periods inside every stack. Errors are clustered over units (or the
 * cluster above them), so that a control that stands in several stacks counts once; correction `fixest`. The coefficients weigh cohorts by the variance
 * of treatment in their stacks. A cohort without such controls has no stack.
 * Throws DID-NO-STACK where no cohort has one.
 */
export function stackedEffects(
  panel: EstimationPanel,
  covariates: readonly Float64Array[],
  window: EventWindow,
  anticipation: number,
): EffectSet {
  const { wide, schedule } = panel;
  const rows = rowsOfPanel(panel, covariates, anticipation);
  const columns = {
    outcome: [] as number[],
    stackUnit: [] as number[],
    stackPeriod: [] as number[],
    cluster: [] as number[],
    event: [] as number[],
  };
  const more: number[][] = covariates.map(() => []);
  const stacks: { cohort: number; first: number; last: number }[] = [];
  const unidentified: EffectCell[] = [];
  for (let cohort = 0; cohort < schedule.cohorts; cohort++) {
    const adopted = schedule.positions[cohort]!;
    const first = Math.max(0, adopted + window.from);
    const last = Math.min(wide.periods - 1, adopted + window.to);
    const isClean = (k: number) => k !== cohort && schedule.positions[k]! > last + anticipation;
    if (!schedule.positions.some((_, k) => isClean(k))) {
      for (let t = adopted; t <= last; t++) unidentified.push({ cohort, period: t, event: t - adopted, rows: 0 });
      continue;
    }
    const stack = stacks.push({ cohort, first, last }) - 1;
    for (let r = 0; r < rows.unit.length; r++) {
      const i = rows.unit[r]!;
      const t = rows.period[r]!;
      const k = wide.group[i]!;
      if (t < first || t > last || !(k === cohort || isClean(k))) continue;
      columns.outcome.push(rows.outcome[r]!);
      columns.stackUnit.push(stack * wide.units + i);
      columns.stackPeriod.push(stack * wide.periods + t);
      columns.cluster.push(rows.cluster[r]!);
      columns.event.push(k === cohort ? t - adopted : Number.NaN);
      rows.covariates.forEach((x, c) => {
        more[c]!.push(x[r]!);
      });
    }
  }
  if (stacks.length === 0) throw problem("DID-NO-STACK", { from: window.from, to: window.to });
  const cellOf = new Int32Array(rows.unit.length).fill(-1);
  const cells: EffectCell[] = [];
  for (let event = window.from; event <= window.to; event++) {
    let count = 0;
    for (let r = 0; r < cellOf.length; r++) {
      if (rows.event[r] !== event || !stacks.some(({ cohort }) => cohort === wide.group[rows.unit[r]!])) continue;
      cellOf[r] = cells.length;
      count++;
    }
    if (count > 0) cells.push({ cohort: -1, period: -1, event, rows: count });
  }
  const shown = cells.map((_, j) => j).filter((j) => cells[j]!.event !== window.reference);
  const name = (j: number) => `event${j}`;
  const inputs = new Map<string, ColumnInput>([
    ["outcome", Float64Array.from(columns.outcome)],
    ["stackUnit", Float64Array.from(columns.stackUnit)],
    ["stackPeriod", Float64Array.from(columns.stackPeriod)],
    ["cluster", Float64Array.from(columns.cluster)],
    ...shown.map((j) => [name(j), Float64Array.from(columns.event, (e) => (e === cells[j]!.event ? 1 : 0))] as const),
    ...more.map((x, c) => [`covariate${c}`, Float64Array.from(x)] as const),
  ]);
  const terms = [...shown.map(name), ...more.map((_, c) => `covariate${c}`)];
  const source: Frame = frame("stacks", inputs);
  const fit = regress(source, `outcome ~ ${terms.join(" + ")} | stackUnit + stackPeriod`, { cluster: "cluster", correction: "fixest" });
  const at = new Map(shown.map((j) => [j, fit.moments.terms.indexOf(name(j))]));
  const used = shown.filter((j) => at.get(j)! >= 0);
  const targets = stackedTargets(cells, used);
  const covariance = zeros(targets.length, targets.length);
  const v = fit.covariance;
  targets.forEach((a, p) => {
    targets.forEach((b, q) => {
      let sum = 0;
      for (const [i, wi] of a.weights) for (const [j, wj] of b.weights) sum += wi * wj * v.data[at.get(i)! + at.get(j)! * v.rows]!;
      covariance.data[p + q * targets.length] = sum;
    });
  });
  return {
    estimator: "stacked",
    targets,
    estimates: Float64Array.from(targets, (t) => t.weights.reduce((sum, [j, w]) => sum + w * fit.moments.coefficients[at.get(j)!]!, 0)),
    covariance,
    supports: supportsOf(rows, cellOf, targets),
    df: fit.vcov.df!,
    method: "cluster/fixest",
    reference: window.reference,
    binned: [],
    unidentified,
  };
}

/** Per event time; overall by treated rows, and as plain mean, from adoption on. */
function stackedTargets(cells: readonly EffectCell[], used: readonly number[]): Target[] {
  const after = used.filter((j) => cells[j]!.event >= 0);
  const total = after.reduce((sum, j) => sum + cells[j]!.rows, 0);
  const points = used.map((j): Target => ({ aggregate: "dynamic", at: cells[j]!.event, weights: [[j, 1]] }));
  if (after.length === 0) return points;
  return [
    { aggregate: "simple", at: null, weights: after.map((j): [number, number] => [j, cells[j]!.rows / total]) },
    { aggregate: "dynamic", at: null, weights: after.map((j): [number, number] => [j, 1 / after.length]) },
    ...points,
  ];
}
