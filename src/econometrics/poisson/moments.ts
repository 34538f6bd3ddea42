import { column, inverseGram } from "../../numerics/main.js";
import type { Design } from "../design.js";
import type { Moments } from "../fit.js";
import { scoresOf } from "../leastSquares.js";
import { weightedNorm } from "../norms.js";
import type { Arrived } from "./iterate.js";
import { blockSum } from "./likelihood.js";

/**
 * What a fit keeps: that of least squares of the working outcome under weights w mu. Residuals are (y - mu)/mu, so that weights times residuals are
 * the derivative of the likelihood, and the bread is the inverse information.
 */
export function momentsOf(design: Design, { outcome, position, last }: Arrived): Moments {
  const { mu } = position;
  const { values: y, weights } = outcome;
  const pull = y.map((value, i) => (value - mu[i]!) * (weights === null ? 1 : weights[i]!));
  const residuals = y.map((value, i) => (value - mu[i]!) / mu[i]!);
  let scores: Moments["scores"] | null = null;
  return {
    design,
    terms: last.chosen.names,
    coefficients: last.coefficients,
    regressors: last.x,
    residuals,
    weights: weights === null ? mu : mu.map((m, i) => m * weights[i]!),
    pull,
    get scores() {
      scores ??= scoresOf(last.x, pull, null);
      return scores;
    },
    bread: inverseGram(last.qr),
    dispersion: 1,
    rows: design.rows.length,
    effects: design.effects,
    effectsRank: last.solver.rank,
    parameters: last.chosen.names.length + last.solver.rank,
    rss: blockSum(y.length, (i) => pull[i]! * residuals[i]!),
  };
}

/**
 * How far the first-order conditions are from holding: the largest |x_j'W(y - mu)| relative to |x_j||r| (r Pearson's residuals), and the largest
 * sum of y - mu over a level of an effect, relative to the level's sum of outcomes.
 */
export function firstOrder(design: Design, { outcome, last }: Arrived, moments: Moments): number {
  const pull = moments.pull!;
  const size = Math.sqrt(moments.rss);
  let worst = last.residual;
  for (let j = 0; j < moments.terms.length; j++) {
    const x = column(moments.regressors, j);
    const scale = weightedNorm(x, moments.weights, false) * size;
    if (scale > 0) worst = Math.max(worst, Math.abs(blockSum(x.length, (i) => x[i]! * pull[i]!)) / scale);
  }
  for (const { factor } of design.effects) {
    if (!factor.intercept) continue;
    const failed = new Float64Array(factor.levels);
    const total = new Float64Array(factor.levels);
    for (let i = 0; i < pull.length; i++) {
      const g = factor.codes[i]!;
      failed[g]! += pull[i]!;
      total[g]! += outcome.values[i]! * (outcome.weights === null ? 1 : outcome.weights[i]!);
    }
    for (let g = 0; g < factor.levels; g++) worst = Math.max(worst, Math.abs(failed[g]!) / total[g]!);
  }
  return worst;
}
