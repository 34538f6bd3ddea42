import { fromColumns, type Matrix } from "../../numerics/main.js";

/** The level equation of a panel, complete rows by unit and period. */
export interface Levels {
  /** First row of each unit, and the end. */
  starts: Int32Array;
  periods: Float64Array;
  outcome: Float64Array;
  regressors: Matrix;
}

/** A row of the transformed equation as weights on rows of the level equation: `weights[k]` on row `from + k`. */
export interface TransformedRow {
  unit: number;
  from: number;
  weights: Float64Array;
  /** Period its instruments count lags from: errors of this and the period before are in it. */
  period: number;
}

const CHANGE = Float64Array.of(-1, 1);

/** First differences: rows whose period directly follows the one before. */
export function differences({ starts, periods }: Levels): TransformedRow[] {
  const rows: TransformedRow[] = [];
  for (let unit = 0; unit + 1 < starts.length; unit++) {
    for (let row = starts[unit]! + 1; row < starts[unit + 1]!; row++) {
      if (periods[row]! - periods[row - 1]! === 1) rows.push({ unit, from: row - 1, weights: CHANGE, period: periods[row]! });
    }
  }
  return rows;
}

/**
 * Forward orthogonal deviations (Arellano and Bover 1995): each row less the mean of the unit's later rows, scaled to keep the variance. Holes do
 * not break it. Its instruments count lags from the next period, where its first difference would stand.
 */
export function orthogonalDeviations({ starts, periods }: Levels): TransformedRow[] {
  const rows: TransformedRow[] = [];
  for (let unit = 0; unit + 1 < starts.length; unit++) {
    const end = starts[unit + 1]!;
    for (let row = starts[unit]!; row < end - 1; row++) {
      const later = end - row - 1;
      const scale = Math.sqrt(later / (later + 1));
      const weights = new Float64Array(later + 1).fill(-scale / later);
      weights[0] = scale;
      rows.push({ unit, from: row, weights, period: periods[row]! + 1 });
    }
  }
  return rows;
}

/** Both equations stacked unit by unit: transformed rows first, then level rows (none for difference GMM). */
export interface Stack {
  starts: Int32Array;
  /** 0 transformed, 1 level. */
  equation: Uint8Array;
  period: Float64Array;
  outcome: Float64Array;
  regressors: Matrix;
  /** The transformed row or the level row behind each row. */
  source: Int32Array;
  transformed: readonly TransformedRow[];
  transformedCount: number;
}

/** Stacks the transformed equation, and the level equation where `system`: there a unit with a single row stays. */
export function stackEquations(levels: Levels, transformed: readonly TransformedRow[], system: boolean): Stack {
  const units = levels.starts.length - 1;
  const byUnit: number[][] = Array.from({ length: units }, () => []);
  for (const [at, row] of transformed.entries()) byUnit[row.unit]!.push(at);
  const starts: number[] = [0];
  const equation: number[] = [];
  const source: number[] = [];
  for (let unit = 0; unit < units; unit++) {
    for (const at of byUnit[unit]!) {
      equation.push(0);
      source.push(at);
    }
    if (system) {
      for (let row = levels.starts[unit]!; row < levels.starts[unit + 1]!; row++) {
        equation.push(1);
        source.push(row);
      }
    }
    starts.push(source.length);
  }
  const column = (values: Float64Array): Float64Array => {
    const out = new Float64Array(source.length);
    for (let i = 0; i < out.length; i++) out[i] = equation[i] === 1 ? values[source[i]!]! : applied(transformed[source[i]!]!, values);
    return out;
  };
  return {
    starts: Int32Array.from(starts),
    equation: Uint8Array.from(equation),
    period: Float64Array.from(source, (at, i) => (equation[i] === 1 ? levels.periods[at]! : transformed[at]!.period)),
    outcome: column(levels.outcome),
    regressors: fromColumns(
      Array.from({ length: levels.regressors.cols }, (_, j) =>
        column(levels.regressors.data.subarray(j * levels.regressors.rows, (j + 1) * levels.regressors.rows)),
      ),
      source.length,
    ),
    source: Int32Array.from(source),
    transformed,
    transformedCount: transformed.length,
  };
}

/** A transformed value. */
export function applied({ from, weights }: TransformedRow, values: Float64Array): number {
  let total = 0;
  for (let k = 0; k < weights.length; k++) total += weights[k]! * values[from + k]!;
  return total;
}

/**
 * Entries of the first-step covariance H of a unit's stacked errors when level errors are independent with variance one (unit effects aside).
 * weighting 1: identity. 2: covariance of the transformation within each equation, none between. 3: between them as well.
 * @returns triples (row, row, value), rows counted from the unit's first, both triangles
 */
export function firstStepCovariance(stack: Stack, unit: number, weighting: 1 | 2 | 3): [number, number, number][] {
  const from = stack.starts[unit]!;
  const count = stack.starts[unit + 1]! - from;
  const entries: [number, number, number][] = [];
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      const value = weighting === 1 ? (i === j ? 1 : 0) : covarianceOf(stack, from + i, from + j, weighting);
      if (value !== 0) entries.push([i, j, value]);
    }
  }
  return entries;
}

/** Covariance of a stacked row's error with a transformed one when level errors are independent with variance one (unit effects aside). */
export function covarianceWithTransformed(stack: Stack, row: number, other: TransformedRow): number {
  if (stack.equation[row] === 0) return overlap(stack.transformed[stack.source[row]!]!, other);
  const at = stack.source[row]! - other.from;
  return at >= 0 && at < other.weights.length ? other.weights[at]! : 0;
}

/** Units with rows in the stack. */
export function groupsOf({ starts }: Stack): number {
  let groups = 0;
  for (let unit = 0; unit + 1 < starts.length; unit++) if (starts[unit + 1]! > starts[unit]!) groups++;
  return groups;
}

function covarianceOf(stack: Stack, i: number, j: number, weighting: 2 | 3): number {
  const [a, b] = [stack.equation[i]!, stack.equation[j]!];
  if (a === 1 && b === 1) return stack.source[i] === stack.source[j] ? 1 : 0;
  if (a === 0 && b === 0) return overlap(stack.transformed[stack.source[i]!]!, stack.transformed[stack.source[j]!]!);
  if (weighting === 2) return 0;
  return a === 1
    ? covarianceWithTransformed(stack, i, stack.transformed[stack.source[j]!]!)
    : covarianceWithTransformed(stack, j, stack.transformed[stack.source[i]!]!);
}

/** Covariance of two transformed rows when level errors are independent with variance one. */
export function overlap(a: TransformedRow, b: TransformedRow): number {
  const from = Math.max(a.from, b.from);
  const to = Math.min(a.from + a.weights.length, b.from + b.weights.length);
  let total = 0;
  for (let row = from; row < to; row++) total += a.weights[row - a.from]! * b.weights[row - b.from]!;
  // Orthogonal deviations of different rows are uncorrelated; what is left is rounding.
  return Math.abs(total) < 1e-12 ? 0 : total;
}
