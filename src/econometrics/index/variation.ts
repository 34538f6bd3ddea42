import { mean, sum, variance } from "../../numerics/sums.js";

/** Weights in proportion to the standard deviation of the scaled indicators over `rows`. */
export function deviationWeights(scaled: readonly Float64Array[], rows: Int32Array): number[] {
  return normalised(scaled.map((column) => Math.sqrt(variance(taken(column, rows)))));
}

/**
 * Weights in proportion to the coefficient of variation, sd / |mean|, over `rows`; null where a mean is zero.
 * The coefficient does not change with the unit of measurement, but it does with the zero point.
 */
export function variationWeights(columns: readonly Float64Array[], rows: Int32Array): number[] | null {
  const coefficients = columns.map((column) => {
    const values = taken(column, rows);
    const sd = Math.sqrt(variance(values));
    const centre = Math.abs(mean(values));
    return centre > 1e-12 * sd ? sd / centre : Number.POSITIVE_INFINITY;
  });
  return coefficients.every((c) => Number.isFinite(c)) ? normalised(coefficients) : null;
}

function taken(column: Float64Array, rows: Int32Array): Float64Array {
  return Float64Array.from(rows, (row) => column[row]!);
}

function normalised(values: readonly number[]): number[] {
  const total = sum(Float64Array.from(values));
  return values.map((v) => v / total);
}
