import { sum } from "../../numerics/sums.js";

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
