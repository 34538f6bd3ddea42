import { quantileOfSorted } from "../../numerics/quantile.js";
import { mean, variance } from "../../numerics/sums.js";
import type { DifferencesResult } from "../../results/contract.js";
import { type BandwidthRule, bandwidthOf } from "../density/bandwidth.js";
import { densityAt, turnsOf } from "../density/kernelDensity.js";
import { onePeakTest } from "../density/onePeak.js";
import { wolfson } from "../inequality/gini.js";
import type { DifferencesOptions } from "./options.js";
import type { Slice } from "./panel.js";

type Density = NonNullable<DifferencesResult["density"]>;

/** Points a curve is drawn at. */
const POINTS = 101;

/** Bandwidths beyond the extreme values where a curve ends. */
const TAIL = 3;

/** Densities of every period that has two different values, with peaks, skewness and polarisation. */
export function densityByTime(parts: readonly Slice[], options: DifferencesOptions): Density {
  const { bandwidth: asked = "silverman", frame = "byYear", onePeak } = options.density!;
  const own = parts.map((slice) => (typeof asked === "number" ? asked : bandwidthOf(slice.values, asked)));
  const found = own.filter((h) => h !== null).sort((a, b) => a - b);
  const pooled = found.length === 0 ? null : quantileOfSorted(found, 0.5);
  const widths = own.map((h) => (h === null || frame === "byYear" ? h : pooled));
  return {
    bandwidth: asked as BandwidthRule | number,
    frame,
    byTime: parts.map((slice, k) => {
      const { time, values, weights } = slice;
      const h = widths[k]!;
      const isPositive = values.every((v) => v >= 0) && values.some((v) => v > 0);
      const base = {
        time,
        units: values.length,
        mean: mean(values),
        skewness: skewness(values),
        polarisation: isPositive ? wolfson(values, weights) : null,
      };
      if (h === null) return { ...base, bandwidth: null, peaks: [], valleys: [], points: [], curve: [] };
      const low = values.reduce((a, b) => Math.min(a, b)) - TAIL * h;
      const high = values.reduce((a, b) => Math.max(a, b)) + TAIL * h;
      const points = Array.from({ length: POINTS }, (_, j) => low + ((high - low) * j) / (POINTS - 1));
      const tested = onePeak === undefined ? null : onePeakTest(values, onePeak.draws ?? 499, onePeak.seed ?? 1);
      return {
        ...base,
        bandwidth: h,
        ...turnsOf(values, weights, h),
        points,
        curve: points.map((x) => densityAt(x, values, weights, h)),
        ...(tested === null ? {} : { onePeak: tested }),
      };
    }),
  };
}

/** Third central moment over the third power of the standard deviation (denominator n); null where nothing varies. */
function skewness(values: Float64Array): number | null {
  const n = values.length;
  const centre = mean(values);
  const second = (variance(values.map((v) => v - centre)) * (n - 1)) / n;
  if (!(second > 0)) return null;
  const third = mean(values.map((v) => (v - centre) ** 2 * (v - centre)));
  return third / (second * Math.sqrt(second));
}
