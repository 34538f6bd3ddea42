import { zeros } from "../../numerics/main.js";
import { cellsOfRows, cohortUnitsOf, type EffectCell, type EffectSet, supportsOf, targetsOf } from "./effects.js";
import type { EstimationPanel } from "./panel.js";
import { rowsOfPanel } from "./rowsOfPanel.js";
import { regressPanel } from "./twoWay.js";

/** Which cells of cohort and period get an indicator. */
export interface InteractionRules {
  estimator: "sunAbraham" | "saturated";
  anticipation: number;
  /** Every event time but the reference (true), or those from adoption on alone, so that untreated periods of later adopters are controls. */
  leads: boolean;
}

/**
 * Regressions on indicators of every cohort in every period, averaged over cohorts by their numbers of rows, the averages taken as given:
 * Sun and Abraham (2021, Journal of Econometrics 225), with leads and the period before adoption as reference; the saturated two-way model of Wooldridge
 * (2025, Empirical Economics), from adoption on. Clustered, correction `fixest`. Without units untreated throughout, the last cohort is the control
 * of the others and its periods from adoption on leave the sample. Covariates enter as they stand; in the saturated model
 * with slopes by period, by cohort and in every treated cell.
 */
export function interactionEffects(panel: EstimationPanel, covariates: readonly Float64Array[], rules: InteractionRules): EffectSet {
  const sample = withControls(panel, rules.anticipation);
  const { wide, schedule } = sample;
  const rows = rowsOfPanel(sample, covariates, rules.anticipation);
  const { cells, cellOf } = cellsOfRows(rows, schedule.cohorts);
  const reference = -1 - rules.anticipation;
  const wanted = cells
    .map((_, j) => j)
    .filter((j) => (rules.leads ? cells[j]!.event !== reference : cells[j]!.event >= -rules.anticipation));
  const indicator = (cell: EffectCell) => {
    const column = new Float64Array(wide.values.length);
    for (let i = 0; i < wide.units; i++) if (wide.group[i] === cell.cohort) column[i * wide.periods + cell.period] = 1;
    return column;
  };
  const regressors = new Map<string, Float64Array>(wanted.map((j) => [nameOf(cells[j]!), indicator(cells[j]!)]));
  if (rules.estimator === "saturated")
    addSlopes(
      regressors,
      sample,
      covariates,
      wanted.map((j) => cells[j]!),
    );
  const fit = regressPanel({ panel: sample, covariates }, regressors);
  const at = new Map(wanted.map((j) => [j, fit.moments.terms.indexOf(nameOf(cells[j]!))]));
  const used = wanted.filter((j) => at.get(j)! >= 0);
  const targets = targetsOf(cells, used, cohortUnitsOf(rows, schedule.cohorts));
  const covariance = zeros(targets.length, targets.length);
  const size = fit.covariance.rows;
  for (let a = 0; a < targets.length; a++) {
    // V w_a once, then a product with every other target.
    const column = new Float64Array(size);
    for (const [j, w] of targets[a]!.weights) for (let i = 0; i < size; i++) column[i]! += w * fit.covariance.data[i + at.get(j)! * size]!;
    for (let b = 0; b < targets.length; b++) {
      covariance.data[b + a * targets.length] = targets[b]!.weights.reduce((sum, [j, w]) => sum + w * column[at.get(j)!]!, 0);
    }
  }
  return {
    estimator: rules.estimator,
    targets,
    estimates: Float64Array.from(targets, ({ weights }) =>
      weights.reduce((sum, [j, w]) => sum + w * fit.moments.coefficients[at.get(j)!]!, 0),
    ),
    covariance,
    supports: supportsOf(rows, cellOf, targets),
    df: fit.vcov.df!,
    method: "cluster/fixest",
    reference: rules.leads ? reference : null,
    binned: [],
    unidentified: wanted.filter((j) => at.get(j)! < 0).map((j) => cells[j]!),
  };
}

function nameOf({ cohort, period }: EffectCell): string {
  return `g${cohort}t${period}`;
}

/** Slopes of every covariate by period, by cohort, and in every cell with an indicator, there as deviations so that the indicator is the cell's mean effect. */
function addSlopes(
  regressors: Map<string, Float64Array>,
  { wide, schedule }: EstimationPanel,
  covariates: readonly Float64Array[],
  cells: readonly EffectCell[],
): void {
  const { periods, group } = wide;
  const where = (x: Float64Array, keep: (k: number, t: number) => boolean) =>
    x.map((v, at) => (keep(group[Math.floor(at / periods)]!, at % periods) ? v : 0));
  const add = (name: string, column: Float64Array) => {
    if (column.some((v) => v !== 0)) regressors.set(name, column);
  };
  covariates.forEach((x, c) => {
    for (const cell of cells) {
      const column = where(x, (k, t) => k === cell.cohort && t === cell.period);
      add(
        `${nameOf(cell)}x${c}`,
        timesDeviation(
          where(
            x.map(() => 1),
            (k, t) => k === cell.cohort && t === cell.period,
          ),
          column,
          wide.values,
        ),
      );
    }
    for (let k = 0; k < schedule.cohorts; k++)
      add(
        `g${k}x${c}`,
        where(x, (g) => g === k),
      );
    for (let t = 1; t < periods; t++)
      add(
        `t${t}x${c}`,
        where(x, (_, at) => at === t),
      );
  });
}

/** A column of ones and zeros times a covariate less its mean where the column is one. */
function timesDeviation(column: Float64Array, x: Float64Array, outcome: Float64Array): Float64Array {
  const inside = (at: number) => column[at] === 1 && !Number.isNaN(outcome[at]!) && !Number.isNaN(x[at]!);
  let sum = 0;
  let count = 0;
  for (let at = 0; at < column.length; at++) {
    if (!inside(at)) continue;
    sum += x[at]!;
    count++;
  }
  return column.map((v, at) => (v === 1 ? x[at]! - sum / count : 0));
}

/** The panel as it is where somebody is untreated throughout; else with the last cohort as control and without the periods in which it is treated. */
function withControls(panel: EstimationPanel, anticipation: number): EstimationPanel {
  const { wide, schedule } = panel;
  if (schedule.positions.length > schedule.cohorts) return panel;
  const last = schedule.cohorts - 1;
  const end = schedule.positions[last]! - anticipation;
  const values = wide.values.map((v, at) => (at % wide.periods < end ? v : Number.NaN));
  return { ...panel, wide: { ...wide, values }, schedule: { ...schedule, cohorts: last } };
}
