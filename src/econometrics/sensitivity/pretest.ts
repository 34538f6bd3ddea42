import { cholesky, choleskySolve, exp, type Matrix, normalBox, normalQuantile, rootBetween, zeros } from "../../numerics/main.js";
import { bilinear, type Split } from "./eventStudy.js";

/** What looking at the leads could have found, and what it lets through. */
export interface PretestPower {
  /** How often the test finds the violation; 0.5 or 0.8. */
  power: number;
  /** Slope per period of the straight violation that is found that often. */
  slope: number;
  /** What such a slope adds to the effect, and what it adds in the studies that pass the test. */
  bias: number;
  biasAfterPassing: number;
  /** Probability of passing under the slope over that under parallel trends. */
  bayesFactor: number;
  /** Likelihood of the leads seen under the slope over that under parallel trends. */
  likelihoodRatio: number;
}

/**
 * Power of the usual look at an event study, "no lead is significant at `level`", against a straight violation of parallel trends, and the
 * bias in the effect given that the look finds nothing (Roth 2022, American Economic Review: Insights 4; his R package pretrends). Null
 * where the covariance of the leads has no inverse.
 */
export function pretestPower(split: Split, power: number, level = 0.05): PretestPower | null {
  const { leads, covariance, weights } = split;
  const own = block(covariance, leads);
  const factor = cholesky(own);
  if (factor === null) return null;
  const bound = Float64Array.from({ length: leads }, (_, k) => normalQuantile(1 - level / 2) * Math.sqrt(own.data[k * (leads + 1)]!));
  const low = bound.map((b) => -b);
  const trend = Float64Array.from({ length: leads }, (_, k) => -(k + 1));
  const passing = (slope: number) =>
    normalBox(
      trend.map((d) => slope * d),
      own,
      low,
      bound,
    );
  const flat = passing(0);
  if (flat === null) return null;
  const found = (slope: number) => 1 - passing(slope)!.probability;
  let high = bound.reduce((least, b, k) => Math.min(least, b / (k + 1)), Number.POSITIVE_INFINITY);
  while (found(high) < power) high *= 2;
  const slope = rootBetween((s) => found(s) - power, 0, high, 1e-7);

  const steep = passing(slope)!;
  const bias = slope * weights.reduce((sum, w, t) => sum + w * (t + 1), 0);
  // Given the leads, the lags are expected to move by their regression on them.
  const moved = Float64Array.from({ length: leads }, (_, k) => steep.mean[k]! - slope * trend[k]!);
  const regression = choleskySolve(factor, moved);
  const effect = new Float64Array(covariance.rows);
  effect.set(weights, leads);
  const seen = new Float64Array(covariance.rows);
  seen.set(regression);
  return {
    power,
    slope,
    bias,
    biasAfterPassing: bias + bilinear(effect, covariance, seen),
    bayesFactor: steep.probability / flat.probability,
    likelihoodRatio: likelihoodRatio(factor, split.estimates.slice(0, leads), trend, slope),
  };
}

/** exp of the difference of the normal log likelihoods with means slope x trend and zero. */
function likelihoodRatio(factor: Matrix, leads: Float64Array, trend: Float64Array, slope: number): number {
  const mean = trend.map((d) => slope * d);
  const solved = choleskySolve(factor, mean);
  return exp(solved.reduce((sum, s, k) => sum + s * (leads[k]! - mean[k]! / 2), 0));
}

function block(m: Matrix, size: number): Matrix {
  const out = zeros(size, size);
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) out.data[i + j * size] = m.data[i + j * m.rows]!;
  return out;
}
