import { correlation } from "./critic.js";

/** Ranks 1..n of the values, ascending; ties share the mean of their ranks. */
export function averageRanks(values: Float64Array): Float64Array {
  const order = Int32Array.from(values, (_, i) => i).sort((a, b) => values[a]! - values[b]! || a - b);
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let k = start; k < end; k++) ranks[order[k]!] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}

/** Spearman's rank correlation over the rows where both are present; NaN with fewer than two or without variation. */
export function spearman(a: Float64Array, b: Float64Array): number {
  const both = Array.from(a, (_, i) => i).filter((i) => !Number.isNaN(a[i]) && !Number.isNaN(b[i]));
  const ranksA = averageRanks(Float64Array.from(both, (i) => a[i]!));
  const ranksB = averageRanks(Float64Array.from(both, (i) => b[i]!));
  return correlation(ranksA, ranksB);
}

/** Rank 1 for the largest; equal scores share the better rank (1, 2, 2, 4). */
export function descendingRanks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[b]! - values[a]! || a - b);
  const ranks = new Array<number>(values.length);
  order.forEach((i, k) => {
    ranks[i] = k > 0 && values[order[k - 1]!] === values[i] ? ranks[order[k - 1]!]! : k + 1;
  });
  return ranks;
}
