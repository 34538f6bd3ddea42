import { mean, variance } from "../../numerics/sums.js";
import type { Direction } from "./options.js";

/** What one group of rows fixed for one indicator, after its transform. */
export interface Range {
  min: number;
  max: number;
  mean: number;
  /** Sample standard deviation (n - 1). */
  sd: number;
}

/** The range of `values` over `rows`. */
export function rangeOf(values: Float64Array, rows: Int32Array): Range {
  const taken = Float64Array.from(rows, (row) => values[row]!);
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of taken) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { min, max, mean: mean(taken), sd: taken.length > 1 ? Math.sqrt(variance(taken)) : 0 };
}

/**
 * Min-max: (x - min) / (max - min) where higher is better, (max - x) / (max - min) where lower is; then from 0..1 to `onto`.
 * Rows that fixed the range fall inside it; others may lie outside and are not clipped.
 */
export function minMax(value: number, range: Range, direction: Direction, onto: readonly [number, number]): number {
  const share = (direction === "higher" ? value - range.min : range.max - value) / (range.max - range.min);
  return onto[0] === 0 && onto[1] === 1 ? share : onto[0] + (onto[1] - onto[0]) * share;
}

/** z-score: (x - mean) / sd, its sign turned where lower is better. */
export function zScore(value: number, range: Range, direction: Direction): number {
  return (direction === "higher" ? value - range.mean : range.mean - value) / range.sd;
}
