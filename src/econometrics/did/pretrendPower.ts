import { cholesky, choleskySolve, exp, fQuantile, incompleteBeta, type Matrix } from "../../numerics/main.js";

/**
 * The slope of a linear violation of parallel trends that a joint test of the leads finds with probability one half (after Roth 2022,
 * AER: Insights 4: what the pre-test could have seen). The leads then have the mean `slope x distance`, so the Wald statistic is
 * noncentral F with noncentrality slope^2 d'V^-1 d; the slope follows from the noncentrality at which the test's power is one half.
 * @param variance covariance of the leads
 * @param distances event time of each lead less that of the reference
 * @returns null where the covariance cannot be inverted
 */
export function slopeAtHalfPower(variance: Matrix, distances: Float64Array, df: number, level: number): number | null {
  const factor = cholesky(variance);
  if (factor === null || df < distances.length) return null;
  const solved = choleskySolve(factor, distances);
  const information = distances.reduce((sum, d, j) => sum + d * solved[j]!, 0);
  return Math.sqrt(noncentralityAtHalfPower(distances.length, df, level) / information);
}

/** The noncentrality at which an F(q, df) test at `level` rejects every second time. */
export function noncentralityAtHalfPower(q: number, df: number, level: number): number {
  const critical = fQuantile(1 - level, q, df);
  let low = 0;
  let high = 1;
  while (noncentralFUpper(critical, q, df, high) < 0.5) high *= 2;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (noncentralFUpper(critical, q, df, middle) < 0.5) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(F > x) for the noncentral F: a Poisson mixture of central beta tails (Johnson, Kotz and Balakrishnan 1995, 30.4). */
export function noncentralFUpper(x: number, q: number, df: number, noncentrality: number): number {
  const at = (q * x) / (q * x + df);
  const half = noncentrality / 2;
  let weight = exp(-half);
  let below = 0;
  let mass = 0;
  // From the mode on the weights fall geometrically; what is left out is less than the mass not yet seen.
  for (let j = 0; j < 10_000; j++) {
    below += weight * incompleteBeta(at, q / 2 + j, df / 2);
    mass += weight;
    if (1 - mass < 1e-14 && j > half) break;
    weight *= half / (j + 1);
  }
  return 1 - below;
}
