import { cellsOfRows } from "./effects.js";
import { rowsOfPanel } from "./rowsOfPanel.js";
import type { TwoWaySample } from "./twoWay.js";
import { twoWayProjection } from "./twoWayProjection.js";

/** How the two-way estimate weighs the effects of treated rows. */
export interface TwoWayWeights {
  /** Sum of the negative weights, as a positive number, beside a total of one. */
  negativeShare: number;
  /** Rows with a negative weight, and all treated rows. */
  negativeCells: number;
  treatedCells: number;
  /** Sum of the weights of each cohort (index) in each period (position). */
  cells: { cohort: number; period: number; weight: number; rows: number }[];
  /** Weight of every treated row, in descending order. */
  sorted: Float64Array;
}

/**
 * Weights of the two-way estimate on the effects of treated rows, without looking at the outcome: what unit and period effects and covariates leave of
 * the treatment, over its sum across treated rows (de Chaisemartin and D'Haultfoeuille 2020, American Economic Review 110).
 */
export function twoWayWeights({ panel, covariates }: TwoWaySample): TwoWayWeights {
  const rows = rowsOfPanel(panel, covariates, 0);
  const { units, periods, unit, period, event } = rows;
  const treated = event.map((e) => (e >= 0 ? 1 : 0));
  const base = new Uint8Array(unit.length).fill(1);
  const left = twoWayProjection({ units, periods, unit, period, base }, rows.covariates).residuals(treated);
  let total = 0;
  for (let r = 0; r < left.length; r++) total += treated[r]! * left[r]!;
  const { cells, cellOf } = cellsOfRows(rows, panel.schedule.cohorts);
  const sums = new Float64Array(cells.length);
  const weights: number[] = [];
  for (let r = 0; r < left.length; r++) {
    if (treated[r] === 0) continue;
    const weight = left[r]! / total;
    weights.push(weight);
    sums[cellOf[r]!]! += weight;
  }
  const sorted = Float64Array.from(weights).sort().reverse();
  // Rounding around a weight of zero is no negative weight.
  const negative = sorted.filter((w) => w * weights.length < -1e-12);
  return {
    negativeShare: -negative.reduce((sum, w) => sum + w, 0),
    negativeCells: negative.length,
    treatedCells: weights.length,
    cells: cells.flatMap(({ cohort, period: t, event: e, rows: n }, j) =>
      e >= 0 ? [{ cohort, period: t, weight: sums[j]!, rows: n }] : [],
    ),
    sorted,
  };
}

/** How little effects must differ for the two-way estimate to mislead. */
export interface HeterogeneityNeeded {
  /** Least standard deviation of the effects of treated rows with which their average is zero; null where all weights are equal. */
  toZero: number | null;
  /** The same with which every effect has the other sign; null without negative weights. */
  toOtherSign: number | null;
}

/** The summary measures of de Chaisemartin and D'Haultfoeuille (2020, corollary 1) for a two-way estimate with these weights. */
export function heterogeneityNeeded(estimate: number, { sorted, negativeCells }: TwoWayWeights): HeterogeneityNeeded {
  const n = sorted.length;
  const relative = sorted.map((w) => w * n);
  const variance = relative.reduce((sum, w) => sum + (w - 1) * (w - 1), 0) / n;
  const toZero = variance > 1e-24 ? Math.abs(estimate) / Math.sqrt(variance) : null;
  if (negativeCells === 0) return { toZero, toOtherSign: null };
  // From the end: the sums over the smallest weights; the first place where a weight falls below -S/(1 - P).
  let share = 0;
  let sum = 0;
  let squares = 0;
  let found: number | null = null;
  for (let i = n - 1; i >= 0; i--) {
    share += 1 / n;
    sum += relative[i]! / n;
    squares += (relative[i]! * relative[i]!) / n;
    if (1 - share > 1e-12 && relative[i]! < -sum / (1 - share)) found = Math.abs(estimate) / Math.sqrt(squares + (sum * sum) / (1 - share));
  }
  return { toZero, toOtherSign: found };
}
