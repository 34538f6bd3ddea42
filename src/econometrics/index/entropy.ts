import { log } from "../../numerics/elementary.js";
import { sum } from "../../numerics/sums.js";

/**
 * Shannon entropy of one scaled indicator: shares p = (z + shift) / sum(z + shift) over `rows`, then -sum(p ln p) / ln(denominator),
 * with 0 ln 0 = 0. In 0..1 when `denominator` is the number of rows; a smaller denominator lets it exceed 1.
 * Values must not be negative and not all zero. Source: Shannon (1948); as a weight, Hwang and Yoon (1981), section 3.4.
 */
export function entropy(scaled: Float64Array, rows: Int32Array, denominator: number, shift = 0): number {
  const values = Float64Array.from(rows, (row) => scaled[row]! + shift);
  const total = sum(values);
  const terms = values.map((value) => {
    const share = value / total;
    return share > 0 ? -share * log(share) : 0;
  });
  return sum(terms) / log(denominator);
}

/** Entropy weights (1 - e) / sum(1 - e). With every e above 1 both parts are negative: the weights look sound and their order is reversed. */
export function entropyWeights(entropies: readonly number[]): number[] {
  const divergence = entropies.map((e) => 1 - e);
  const total = sum(Float64Array.from(divergence));
  return divergence.map((d) => d / total);
}
