import { quantileOfSorted } from "../../numerics/quantile.js";

/** Upper bounds of all classes but the last: quantiles of the values (type 7), or fewer classes where several coincide. */
export function quantileCuts(values: ArrayLike<number>, classes: number): number[] {
  const ascending = Float64Array.from(values).sort();
  const cuts = Array.from({ length: classes - 1 }, (_, k) => quantileOfSorted(ascending, (k + 1) / classes));
  return [...new Set(cuts)];
}

/** The class of a value, 0 for the lowest: a bound belongs to the class below it. */
export function classOf(value: number, cuts: readonly number[]): number {
  let k = 0;
  while (k < cuts.length && value > cuts[k]!) k++;
  return k;
}
