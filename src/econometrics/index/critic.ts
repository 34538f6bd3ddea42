import { dot, mean, sum } from "../../numerics/sums.js";

/** Pearson correlation of two indicators over the same rows. */
export function correlation(a: Float64Array, b: Float64Array): number {
  const meanA = mean(a);
  const meanB = mean(b);
  const da = a.map((v) => v - meanA);
  const db = b.map((v) => v - meanB);
  return dot(da, db) / Math.sqrt(dot(da, da) * dot(db, db));
}

/**
 * CRITIC weights, or null where the indicators are copies of each other and there is no conflict to weigh. Contrast (sample standard deviation of the scaled indicator) times conflict (sum over the others of 1 - r, or 1 - |r|),
 * normalised to sum 1. Whether the deviation divides by n or n - 1 cancels.
 * Source: Diakoulaki, Mavrotas and Papayannakis (1995), Computers and Operations Research 22(7).
 */
export function criticWeights(scaled: readonly Float64Array[], rows: Int32Array, measure: "signed" | "absolute"): number[] | null {
  const columns = scaled.map((values) => Float64Array.from(rows, (row) => values[row]!));
  if (columns.length === 1) return [1];
  const information = columns.map((column, j) => {
    const centre = mean(column);
    const centred = column.map((v) => v - centre);
    const sd = Math.sqrt(dot(centred, centred) / (column.length - 1));
    const conflict = columns.map((other, k) => {
      if (k === j) return 0;
      const r = correlation(column, other);
      return 1 - (measure === "absolute" ? Math.abs(r) : r);
    });
    return sd * sum(Float64Array.from(conflict));
  });
  const total = sum(Float64Array.from(information));
  if (!(total > 1e-12 * columns.length ** 2)) return null;
  return information.map((value) => value / total);
}
