import { exp } from "../../numerics/elementary.js";
import { rootBetween } from "../../numerics/root.js";

const ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

/** Density at x of a Gaussian kernel estimate. */
export function densityAt(x: number, values: Float64Array, weights: Float64Array, bandwidth: number): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    const u = (x - values[i]!) / bandwidth;
    sum += weights[i]! * exp(-0.5 * u * u);
    total += weights[i]!;
  }
  return sum / (total * bandwidth * ROOT_TWO_PI);
}

/** The slope there, up to a positive factor. */
function slopeAt(x: number, values: Float64Array, weights: Float64Array, bandwidth: number): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const u = (values[i]! - x) / bandwidth;
    sum += weights[i]! * u * exp(-0.5 * u * u);
  }
  return sum;
}

/** A local maximum of a density, or a local minimum between two of them. */
export interface Turn {
  at: number;
  density: number;
}

/**
 * Peaks of a Gaussian kernel estimate from the left, and the valleys between them: places where its derivative changes sign, looked for on
 * a grid of a fifth of the bandwidth and then solved for. A peak and a valley closer than that count as a shoulder.
 */
export function turnsOf(values: Float64Array, weights: Float64Array, bandwidth: number): { peaks: Turn[]; valleys: Turn[] } {
  const peaks: Turn[] = [];
  const valleys: Turn[] = [];
  // All turns lie between the smallest and the largest value.
  const { from, to, steps } = searchGrid(values, bandwidth);
  const slope = (x: number) => slopeAt(x, values, weights, bandwidth);
  const place = (k: number) => from + ((to - from) * k) / steps;
  let before = slope(from);
  let last = 0;
  for (let k = 1; k <= steps; k++) {
    const here = slope(place(k));
    if (here === 0) continue;
    if (before !== 0 && here > 0 !== before > 0) {
      const at = rootBetween(slope, place(last), place(k));
      (before > 0 ? peaks : valleys).push({ at, density: densityAt(at, values, weights, bandwidth) });
    }
    before = here;
    last = k;
  }
  return { peaks, valleys };
}

/** How many peaks the estimate has; stops counting above `most`. */
export function countPeaks(values: Float64Array, weights: Float64Array, bandwidth: number, most = Number.POSITIVE_INFINITY): number {
  const { from, to, steps } = searchGrid(values, bandwidth);
  let before = 1;
  let peaks = 0;
  for (let k = 0; k <= steps && peaks <= most; k++) {
    const here = slopeAt(from + ((to - from) * k) / steps, values, weights, bandwidth);
    if (here === 0) continue;
    if (before > 0 && here < 0) peaks++;
    before = here;
  }
  return peaks;
}

function searchGrid(values: Float64Array, bandwidth: number): { from: number; to: number; steps: number } {
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  const steps = Math.max(8, Math.min(20_000, Math.ceil((high - low) / (0.2 * bandwidth)) + 2));
  return { from: low - 0.2 * bandwidth, to: high + 0.2 * bandwidth, steps };
}
