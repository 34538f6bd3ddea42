import { cholesky } from "../cholesky.js";
import type { Matrix } from "../matrix.js";
import { normalCdf, normalQuantile } from "./normal.js";

/** The probability that a normal vector lies in a box, and its mean there. */
export interface NormalBox {
  probability: number;
  mean: Float64Array;
}

const primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97];

/**
 * P(low <= X <= high) and E(X | low <= X <= high) for X ~ N(mean, covariance), by Genz's change of variables (1992, Journal of
 * Computational and Graphical Statistics 1), which makes the integrand smooth, on a lattice of `points` with the baker's transformation:
 * no random numbers, error below 1e-3 at 2,000 points in eight dimensions. One dimension is exact. Null where the covariance has no
 * factor, or there are more than 25 dimensions.
 */
export function normalBox(mean: Float64Array, covariance: Matrix, low: Float64Array, high: Float64Array, points = 2001): NormalBox | null {
  const size = mean.length;
  const factor = cholesky(covariance);
  if (factor === null || size > primes.length) return null;
  const steps = primes.slice(0, size).map((p) => Math.sqrt(p) - Math.floor(Math.sqrt(p)));
  const y = new Float64Array(size);
  const weighted = new Float64Array(size);
  let total = 0;
  for (let k = 1; k <= points; k++) {
    let weight = 1;
    for (let i = 0; i < size; i++) {
      let shift = 0;
      for (let j = 0; j < i; j++) shift += factor.data[i + j * size]! * y[j]!;
      const own = factor.data[i * (size + 1)]!;
      const from = normalCdf((low[i]! - mean[i]! - shift) / own);
      const to = normalCdf((high[i]! - mean[i]! - shift) / own);
      weight *= to - from;
      if (weight === 0) break;
      const place = k * steps[i]!;
      const u = Math.abs(2 * (place - Math.floor(place)) - 1);
      const p = Math.min(1 - 1e-16, Math.max(1e-300, from + u * (to - from)));
      y[i] = normalQuantile(p);
    }
    if (weight === 0) continue;
    total += weight;
    for (let i = 0; i < size; i++) {
      let x = mean[i]!;
      for (let j = 0; j <= i; j++) x += factor.data[i + j * size]! * y[j]!;
      weighted[i]! += weight * x;
    }
  }
  return { probability: total / points, mean: weighted.map((w) => w / total) };
}
