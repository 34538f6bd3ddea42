import { stream } from "../../numerics/streams.js";
import { mean, variance } from "../../numerics/sums.js";
import { countPeaks } from "./kernelDensity.js";

export interface OnePeakTest {
  /** The least bandwidth at which the estimate has a single peak. */
  criticalBandwidth: number;
  /** Share of smoothed resamples with more than one peak at that bandwidth, (1 + count) / (1 + draws). Small: more than one peak. */
  pValue: number;
  draws: number;
  seed: number;
}

/**
 * The least bandwidth at which a Gaussian estimate of equally weighted values has at most one peak, by bisection (the number of peaks does not
 * rise with the bandwidth). Null where all values are equal.
 */
export function criticalBandwidth(values: Float64Array): number | null {
  const weights = new Float64Array(values.length).fill(1);
  const range = values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b));
  if (!(range > 0)) return null;
  const isSingle = (h: number) => countPeaks(values, weights, h, 1) <= 1;
  let high = range;
  let low = range / 1024;
  while (isSingle(low) && low > range * 1e-12) low /= 2;
  while (high - low > 1e-10 * high) {
    const middle = (low + high) / 2;
    if (isSingle(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * Silverman's (1981) bootstrap test that the density has one peak: values drawn from the estimate at the critical bandwidth, shrunk to their
 * variance, seldom have a second peak at that bandwidth if one peak is true. It is known to be conservative for one peak (Hall and York 2001).
 * Null where all values are equal. Source: Journal of the Royal Statistical Society B 43(1), 97-99.
 */
export function onePeakTest(values: Float64Array, draws: number, seed: number): OnePeakTest | null {
  const critical = criticalBandwidth(values);
  if (critical === null) return null;
  const n = values.length;
  const middle = mean(values);
  const shrink = 1 / Math.sqrt(1 + (critical * critical) / variance(values));
  const equal = new Float64Array(n).fill(1);
  const resample = new Float64Array(n);
  let more = 0;
  for (let d = 0; d < draws; d++) {
    const own = stream(seed, d);
    for (let i = 0; i < n; i++) {
      const value = values[own.integer(n)]!;
      resample[i] = middle + shrink * (value - middle + critical * own.normal());
    }
    if (countPeaks(resample, equal, critical, 1) > 1) more++;
  }
  return { criticalBandwidth: critical, pValue: (1 + more) / (1 + draws), draws, seed };
}
