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

/** Slope and curvature of the density at x, each up to a positive factor. */
function shapeAt(x: number, values: Float64Array, weights: Float64Array, bandwidth: number): { slope: number; curvature: number } {
  let slope = 0;
  let curvature = 0;
  for (let i = 0; i < values.length; i++) {
    const u = (values[i]! - x) / bandwidth;
    const kernel = weights[i]! * exp(-0.5 * u * u);
    slope += u * kernel;
    curvature += (u * u - 1) * kernel;
  }
  return { slope, curvature };
}

/** A local maximum of a density, or a local minimum between two of them. */
export interface Turn {
  at: number;
  density: number;
}

/** Peaks of a Gaussian kernel estimate from the left, and the valleys between them. */
export function turnsOf(values: Float64Array, weights: Float64Array, bandwidth: number): { peaks: Turn[]; valleys: Turn[] } {
  const peaks: Turn[] = [];
  const valleys: Turn[] = [];
  const slope = (x: number) => shapeAt(x, values, weights, bandwidth).slope;
  for (const { from, to, isPeak } of turnBrackets(values, weights, bandwidth)) {
    const at = rootBetween(slope, from, to);
    (isPeak ? peaks : valleys).push({ at, density: densityAt(at, values, weights, bandwidth) });
  }
  return { peaks, valleys };
}

/** How many peaks the estimate has; stops counting above `most`. */
export function countPeaks(values: Float64Array, weights: Float64Array, bandwidth: number, most = Number.POSITIVE_INFINITY): number {
  let peaks = 0;
  for (const { isPeak } of turnBrackets(values, weights, bandwidth)) {
    if (isPeak) peaks++;
    if (peaks > most) break;
  }
  return peaks;
}

/**
 * Intervals that hold one turn each, from the left: the derivative is followed in steps of a fifth of the bandwidth. Where it keeps its sign
 * over a step but bends towards zero, it is looked at where it comes closest, so that a peak and a valley close together are not missed.
 */
function* turnBrackets(
  values: Float64Array,
  weights: Float64Array,
  bandwidth: number,
): Generator<{ from: number; to: number; isPeak: boolean }> {
  const shape = (x: number) => shapeAt(x, values, weights, bandwidth);
  // All turns lie between the smallest and the largest value.
  const low = values.reduce((a, b) => Math.min(a, b)) - 0.2 * bandwidth;
  const high = values.reduce((a, b) => Math.max(a, b)) + 0.2 * bandwidth;
  const steps = Math.max(8, Math.min(20_000, Math.ceil((high - low) / (0.2 * bandwidth))));
  let before = { x: low, ...shape(low) };
  for (let k = 1; k <= steps; k++) {
    const x = low + ((high - low) * k) / steps;
    const here = { x, ...shape(x) };
    // A derivative of exactly zero (between far clusters) is skipped: the next step has a sign.
    if (here.slope === 0) continue;
    const isRising = before.slope > 0;
    if (here.slope > 0 !== isRising) yield { from: before.x, to: x, isPeak: isRising };
    else if (isRising ? before.curvature < 0 && here.curvature > 0 : before.curvature > 0 && here.curvature < 0) {
      const closest = rootBetween((z) => shape(z).curvature, before.x, x);
      const { slope } = shape(closest);
      if (slope !== 0 && slope > 0 !== isRising) {
        yield { from: before.x, to: closest, isPeak: isRising };
        yield { from: closest, to: x, isPeak: !isRising };
      }
    }
    before = here;
  }
}
