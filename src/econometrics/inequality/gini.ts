import { type Sorted, sorted } from "./sorted.js";

/**
 * The Gini coefficient of non-negative values with a positive mean: half the mean absolute difference of two draws over the mean,
 * sum_ij w_i w_j |y_i - y_j| / (2 mu (sum w)^2). That is the form for a whole population; a sample of n has it times n / (n - 1).
 * In one pass over the sorted values, about their mean, so that nothing cancels where inequality is small.
 * @param values one per unit, all >= 0
 * @param weights one per unit, all > 0 (population); default equal
 */
export function gini(values: Float64Array, weights: Float64Array = new Float64Array(values.length).fill(1)): number {
  return giniOfSorted(sorted(values, weights));
}

/** The Gini coefficient of values that stand in order already. */
export function giniOfSorted({ values, weights, before, mass }: Sorted): number {
  const n = values.length;
  const total = before[n]!;
  const mean = mass[n]! / total;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += weights[i]! * (before[i]! + before[i + 1]! - total) * (values[i]! - mean);
  return sum / (total * total * mean);
}

/**
 * Wolfson's (1994) index of bipolarisation, 2 (1 - 2 L(1/2) - G) mean / median: 0 where all are equal, 1 where half have nothing and the
 * other half the same. It rises when the middle empties, also where the Gini coefficient falls. Null where the median is zero.
 * The Lorenz curve L is linear between units. Source: American Economic Review 84(2), 353-358.
 */
export function wolfson(values: Float64Array, weights: Float64Array = new Float64Array(values.length).fill(1)): number | null {
  const s = sorted(values, weights);
  const n = values.length;
  const half = s.before[n]! / 2;
  let at = 0;
  while (s.before[at + 1]! < half) at++;
  const isBetween = s.before[at + 1] === half && at + 1 < n;
  const median = isBetween ? (s.values[at]! + s.values[at + 1]!) / 2 : s.values[at]!;
  if (median === 0) return null;
  const lorenz = (s.mass[at]! + s.values[at]! * (half - s.before[at]!)) / s.mass[n]!;
  const mean = s.mass[n]! / s.before[n]!;
  return (2 * (1 - 2 * lorenz - giniOfSorted(s)) * mean) / median;
}
