import { symmetricEigen } from "../../numerics/eigen.js";
import { column, zeros } from "../../numerics/matrix.js";
import { sum } from "../../numerics/sums.js";
import { correlation } from "./critic.js";

/** Loadings whose sum is a smaller share than this of the sum of their sizes cancel but for rounding. */
const CANCELLED = 1e-8;

/**
 * Weights from principal components of the correlation matrix of the scaled indicators over `rows`: the loadings of the first component
 * (`first`), or the loadings of all components with an eigenvalue above 1, weighted by eigenvalue (`kaiser`); each component is turned so
 * that its loadings sum to a positive number, and the result is divided by its sum. Weights may be negative. Where positive and negative
 * loadings cancel, as those of two opposite indicators do, their sum is rounding and `weights` is null.
 * Source: OECD/JRC Handbook (2008), section 6.1; the first-component rule is that of COINr's `get_PCA`.
 */
export function pcaWeights(
  scaled: readonly Float64Array[],
  rows: Int32Array,
  components: "first" | "kaiser",
): { loadings: number[]; weights: number[] | null } {
  const columns = scaled.map((values) => Float64Array.from(rows, (row) => values[row]!));
  const size = columns.length;
  const correlations = zeros(size, size);
  for (let j = 0; j < size; j++)
    for (let k = 0; k <= j; k++) {
      const r = j === k ? 1 : correlation(columns[j]!, columns[k]!);
      correlations.data[j + k * size] = r;
      correlations.data[k + j * size] = r;
    }
  const { values, vectors } = symmetricEigen(correlations);
  const kept = components === "first" ? [size - 1] : Array.from(values.keys()).filter((k) => values[k]! > 1 || k === size - 1);
  const combined = new Float64Array(size);
  for (const k of kept) {
    const loadings = column(vectors, k);
    const times = (sum(loadings.slice()) < 0 ? -1 : 1) * (components === "first" ? 1 : values[k]!);
    for (let j = 0; j < size; j++) combined[j]! += times * loadings[j]!;
  }
  const total = sum(combined);
  const sizes = sum(combined.map((v) => Math.abs(v)));
  const loadings = Array.from(combined);
  return { loadings, weights: total < CANCELLED * sizes ? null : loadings.map((v) => v / total) };
}
