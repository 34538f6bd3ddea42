import { mean, variance } from "../../numerics/sums.js";
import type { Indicator } from "./indicators.js";
import { isHigherBetter } from "./indicators.js";
import type { Recipe } from "./recipe.js";

/** What one group of rows fixed for one indicator, after its preparation. */
export interface Range {
  min: number;
  max: number;
  mean: number;
  /** Sample standard deviation (n - 1). */
  sd: number;
  /** The values themselves in ascending order of goodness, where the scale is one of ranks; else empty. */
  sorted: Float64Array;
  /** The value of the reference unit, where the scale has one; else NaN. */
  reference: number;
}

/** The range of `values` over `rows`. */
export function rangeOf(values: Float64Array, rows: Int32Array): Range {
  const taken = Float64Array.from(rows, (row) => values[row]!);
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of taken) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return {
    min,
    max,
    mean: mean(taken),
    sd: taken.length > 1 ? Math.sqrt(variance(taken)) : 0,
    sorted: new Float64Array(0),
    reference: Number.NaN,
  };
}

/**
 * The scale of a recipe for one indicator and one range, every value turned so that higher is better. With h = 1 where higher is better and
 * the mirrored form where lower is:
 *
 * - minMax: (x - min) / (max - min), or (max - x) / (max - min), put onto `range`; of a distance from best values, the minimum is 0;
 * - distanceToMax: 1 - (max - x) / (max - min): min-max under its own name, onto 0..1;
 * - zScore: (x - mean) / sd, sign turned where lower is better, times `spread` plus `centre`;
 * - rank: 1 + the number of fit rows that are worse; borda: the number itself; percentileRank: that number / (n - 1), onto `range`;
 * - distanceToReference: (x - worst) / (reference - worst); distanceToTarget: (x - worst) / (target - worst); `cap` stops both at 1;
 * - fractionOfMax: x / max; lower is better: min / x;
 * - goalposts: (x - worst post) / (best post - worst post), cut to 0..1, onto `range`;
 * - none: x, or -x.
 *
 * Rows outside the range are kept as they are, except under goalposts. Source: the normalisations of COINr; OECD/JRC Handbook (2008), step 5.
 */
export function scaler(recipe: Recipe, indicator: Indicator, range: Range): (value: number) => number {
  const isHigher = isHigherBetter(indicator);
  const [low, high] = recipe.range;
  const isUnit = low === 0 && high === 1;
  const onto = (share: number) => (isUnit ? share : low + (high - low) * share);
  const capped = (share: number) => (recipe.cap && share > 1 ? 1 : share);
  const worst = isHigher ? range.min : range.max;
  switch (recipe.scale) {
    case "minMax": {
      const min = indicator.best === null ? range.min : 0;
      return (x) => onto((isHigher ? x - min : range.max - x) / (range.max - min));
    }
    case "distanceToMax":
      return (x) => (isHigher ? x - range.min : range.max - x) / (range.max - range.min);
    case "zScore":
      return recipe.centre === 0 && recipe.spread === 1
        ? (x) => (isHigher ? x - range.mean : range.mean - x) / range.sd
        : (x) => recipe.centre + recipe.spread * ((isHigher ? x - range.mean : range.mean - x) / range.sd);
    case "rank":
      return (x) => 1 + worseThan(range.sorted, isHigher ? x : -x);
    case "borda":
      return (x) => worseThan(range.sorted, isHigher ? x : -x);
    case "percentileRank":
      return (x) => onto(worseThan(range.sorted, isHigher ? x : -x) / (range.sorted.length - 1));
    case "distanceToReference":
      return (x) => capped((x - worst) / (range.reference - worst));
    case "distanceToTarget":
      return (x) => capped((x - worst) / (indicator.target! - worst));
    case "fractionOfMax":
      return (x) => (isHigher ? x / range.max : range.min / x);
    case "goalposts": {
      const [from, to] = indicator.goalposts!;
      return (x) => onto(Math.min(1, Math.max(0, (x - from) / (to - from))));
    }
    case "none":
      return (x) => (isHigher ? x : -x);
  }
}

/** How many of the ascending values are smaller than x; NaN for NaN. */
function worseThan(sorted: Float64Array, x: number): number {
  if (Number.isNaN(x)) return x;
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (sorted[middle]! < x) from = middle + 1;
    else to = middle;
  }
  return from;
}
