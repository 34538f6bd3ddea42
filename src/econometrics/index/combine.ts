import { sum } from "../../numerics/sums.js";
import { contrastAndConflict } from "./critic.js";

/** Product rule: w1 w2 / sum(w1 w2), also called multiplicative synthesis. */
export function productOfWeights(first: readonly number[], second: readonly number[]): number[] {
  const products = first.map((w, j) => w * second[j]!);
  const total = sum(Float64Array.from(products));
  return products.map((p) => p / total);
}

/** Mean rule: (w1 + w2) / 2, linear synthesis with equal say. */
export function meanOfWeights(first: readonly number[], second: readonly number[]): number[] {
  return first.map((w, j) => (w + second[j]!) / 2);
}

/**
 * Contrast rule: (e + sd) times the conflict of CRITIC, divided by its sum, where e is the entropy and sd the sample standard deviation of the
 * scaled indicator. Here the deviation does not cancel: n - 1 is a choice.
 */
export function contrastWeights(
  entropies: readonly number[],
  scaled: readonly Float64Array[],
  rows: Int32Array,
  measure: "signed" | "absolute",
): number[] {
  const { deviations, conflicts } = contrastAndConflict(scaled, rows, measure);
  const information = conflicts.map((conflict, j) => (entropies[j]! + deviations[j]!) * conflict);
  const total = sum(Float64Array.from(information));
  return information.map((value) => value / total);
}
