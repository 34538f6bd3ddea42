import { cholesky, log, type Matrix, normalQuantile, pivotedCholesky, type Stream, stream, tQuantile, zeros } from "../../numerics/main.js";

/** How a critical value for several effects at once is drawn. */
export interface BandOptions {
  level: number;
  draws: number;
  seed: number;
  /** Degrees of freedom of the common error scale; null for the normal (Gaussian sup-t). */
  df: number | null;
}

/**
 * The sup-t critical value: the quantile of the largest |t| among effects whose errors have this covariance (Montiel Olea and Plagborg-Moller
 * 2019, Journal of Applied Econometrics 34), so that the band holds all effects at once. With `df` every draw is divided by a
 * common scale, the multivariate t; one effect then gives back the t quantile up to the draws. Never below the pointwise value.
 * Effects without variance are left out; null where none is left.
 */
export function supTCritical(covariance: Matrix, { level, draws, seed, df }: BandOptions): number | null {
  const n = covariance.rows;
  const kept = Array.from({ length: n }, (_, j) => j).filter((j) => covariance.data[j * (n + 1)]! > 0);
  if (kept.length === 0) return null;
  const correlation = zeros(kept.length, kept.length);
  kept.forEach((a, i) => {
    kept.forEach((b, j) => {
      correlation.data[i + j * kept.length] =
        covariance.data[a + b * n]! / Math.sqrt(covariance.data[a * (n + 1)]! * covariance.data[b * (n + 1)]!);
    });
  });
  const root = rootOf(correlation);
  const largest = new Float64Array(draws);
  const z = new Float64Array(root.cols);
  for (let r = 0; r < draws; r++) {
    const random = stream(seed, r);
    for (let k = 0; k < z.length; k++) z[k] = random.normal();
    let most = 0;
    for (let i = 0; i < root.rows; i++) {
      let value = 0;
      for (let k = 0; k < z.length; k++) value += root.data[i + k * root.rows]! * z[k]!;
      most = Math.max(most, Math.abs(value));
    }
    let scale = 1;
    if (df !== null) scale = Math.sqrt(chi2Draw(random, df) / df);
    largest[r] = most / scale;
  }
  largest.sort();
  const pointwise = df === null ? normalQuantile(1 - (1 - level) / 2) : tQuantile(1 - (1 - level) / 2, df);
  return Math.max(pointwise, quantile(largest, level));
}

/** A chi-squared number: exponentials by twos and a squared normal for an odd degree; from 60 on the cube of a normal (Wilson and Hilferty). */
function chi2Draw(random: Stream, df: number): number {
  if (df >= 60) {
    const spread = 2 / (9 * df);
    const root = 1 - spread + random.normal() * Math.sqrt(spread);
    return df * root * root * root;
  }
  let product = 1;
  for (let k = 0; k + 2 <= df; k += 2) product *= random.uniform();
  const odd = df % 2 === 1 ? random.normal() : 0;
  return -2 * log(product) + odd * odd;
}

/** L with L L' = a; columns of no weight are left out where a is singular. */
function rootOf(a: Matrix): Matrix {
  const whole = cholesky(a);
  if (whole !== null) return whole;
  const { factor, pivot } = pivotedCholesky(a, 1e-10);
  const out = zeros(factor.rows, factor.cols);
  for (let k = 0; k < factor.cols; k++) {
    for (let i = 0; i < factor.rows; i++) out.data[pivot[i]! + k * factor.rows] = factor.data[i + k * factor.rows]!;
  }
  return out;
}

/** The smallest value with at least a share `p` at or below it, in ascending values. */
export function quantile(sorted: Float64Array, p: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))]!;
}
