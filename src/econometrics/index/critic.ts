import { dot, mean, sum } from "../../numerics/sums.js";

/** Pearson correlation of two indicators over the same rows. */
export function correlation(a: Float64Array, b: Float64Array): number {
  const meanA = mean(a);
  const meanB = mean(b);
  const da = a.map((v) => v - meanA);
  const db = b.map((v) => v - meanB);
  return dot(da, db) / Math.sqrt(dot(da, da) * dot(db, db));
}

/** Of every scaled indicator over `rows`: its sample standard deviation, and its conflict with the others, the sum of 1 - r (or 1 - |r|). */
export function contrastAndConflict(
  scaled: readonly Float64Array[],
  rows: Int32Array,
  measure: "signed" | "absolute",
): { deviations: number[]; conflicts: number[] } {
  const columns = scaled.map((values) => {
    const taken = Float64Array.from(rows, (row) => values[row]!);
    const centre = mean(taken);
    return taken.map((v) => v - centre);
  });
  const squares = columns.map((column) => dot(column, column));
  const conflicts = columns.map((column, j) =>
    sum(
      Float64Array.from(columns, (other, k) => {
        if (k === j) return 0;
        const r = dot(column, other) / Math.sqrt(squares[j]! * squares[k]!);
        return 1 - (measure === "absolute" ? Math.abs(r) : r);
      }),
    ),
  );
  return { deviations: squares.map((s) => Math.sqrt(s / (rows.length - 1))), conflicts };
}

/**
 * CRITIC weights, or null where the indicators are copies of each other and there is no conflict to weigh. Contrast (sample standard deviation
 * of the scaled indicator) times conflict (sum over the others of 1 - r, or 1 - |r|), normalised to sum 1. Whether the deviation divides by n
 * or n - 1 cancels. Source: Diakoulaki, Mavrotas and Papayannakis (1995), Computers and Operations Research 22(7).
 */
export function criticWeights(scaled: readonly Float64Array[], rows: Int32Array, measure: "signed" | "absolute"): number[] | null {
  if (scaled.length === 1) return [1];
  const { deviations, conflicts } = contrastAndConflict(scaled, rows, measure);
  const information = deviations.map((sd, j) => sd * conflicts[j]!);
  const total = sum(Float64Array.from(information));
  if (!(total > 1e-12 * scaled.length ** 2)) return null;
  return information.map((value) => value / total);
}
