import {
  column,
  crossProduct,
  dot,
  inverseGram,
  leastSquares,
  type Matrix,
  type PivotedQr,
  residualBlock,
  rowBlock,
  sum,
  takeColumns,
  zeros,
} from "../numerics/main.js";
import type { Design } from "./design.js";
import type { Moments } from "./fit.js";
import { weightedNorm } from "./norms.js";

/**
 * Least squares of an outcome on the kept columns of x, and everything a fit keeps of it.
 * @param outcome freed of the effects, one value per row of the design
 * @param names one per column of x
 * @param qr the factorisation of x (times the square root of the weights, where there are any)
 * @param low what rounding took from x, where that is known
 */
export function leastSquaresMoments(
  design: Design,
  outcome: Float64Array,
  names: readonly string[],
  x: Matrix,
  qr: PivotedQr,
  effectsRank: number,
  low?: Matrix,
): Moments {
  const { weights } = design;
  const y = weights === null ? outcome : outcome.map((value, i) => value * Math.sqrt(weights[i]!));
  const solved = leastSquares(qr, y, low);
  const { coefficients } = solved;
  const regressors = qr.dropped.length === 0 ? x : takeColumns(x, qr.kept);
  let weighted: Float64Array | null = null;
  const residuals = (): Float64Array => {
    if (weights === null) return solved.residuals;
    weighted ??= residualsOf(outcome, regressors, coefficients);
    return weighted;
  };
  let pull: Float64Array | null = null;
  let scores: Matrix | null = null;
  return {
    design,
    terms: Array.from(qr.kept, (k) => names[k]!),
    coefficients,
    regressors,
    // Eight bytes a row that most fits need not write down.
    get residuals() {
      return residuals();
    },
    weights,
    get pull() {
      pull ??= pullOf(residuals(), weights);
      return pull;
    },
    get scores() {
      scores ??= scoresOf(regressors, residuals(), weights);
      return scores;
    },
    ...(weights === null && solved.sums !== undefined
      ? { meat: (codes, levels) => crossProduct(clusterSumsOf(outcome, regressors, coefficients, codes, levels)) }
      : {}),
    bread: inverseGram(qr, low),
    triangle: qr.r,
    rows: design.rows.length,
    effects: design.effects,
    effectsRank,
    parameters: qr.rank + effectsRank,
    rss: solved.sums?.square ?? weightedNorm(residuals(), weights, false) ** 2,
    ...(solved.sums === undefined ? {} : { gradient: solved.sums.products }),
  };
}

/** Regressors times residuals y - X b, added up by code: one row per level. Residuals and scores exist for one block of rows at a time. */
function clusterSumsOf(outcome: Float64Array, x: Matrix, b: Float64Array, codes: Int32Array, levels: number): Matrix {
  const { rows, cols, data } = x;
  const out = zeros(levels, cols);
  const sums = out.data;
  const block = new Float64Array(rowBlock);
  for (let from = 0; from < rows; from += rowBlock) {
    const count = Math.min(rowBlock, rows - from);
    residualBlock(block, outcome, x, b, from, from + count);
    let j = 0;
    for (; j + 4 <= cols; j += 4) {
      const [p0, p1, p2, p3] = [j * rows + from, (j + 1) * rows + from, (j + 2) * rows + from, (j + 3) * rows + from];
      const [s0, s1, s2, s3] = [j * levels, (j + 1) * levels, (j + 2) * levels, (j + 3) * levels];
      for (let i = 0; i < count; i++) {
        const code = codes[from + i]!;
        const e = block[i]!;
        sums[s0 + code]! += data[p0! + i]! * e;
        sums[s1 + code]! += data[p1! + i]! * e;
        sums[s2 + code]! += data[p2! + i]! * e;
        sums[s3 + code]! += data[p3! + i]! * e;
      }
    }
    for (; j < cols; j++) {
      const p = j * rows + from;
      const s = j * levels;
      for (let i = 0; i < count; i++) sums[s + codes[from + i]!]! += data[p + i]! * block[i]!;
    }
  }
  return out;
}

/** y - X b. */
export function residualsOf(outcome: Float64Array, regressors: Matrix, coefficients: Float64Array): Float64Array {
  const residuals = Float64Array.from(outcome);
  for (let j = 0; j < regressors.cols; j++) {
    const values = column(regressors, j);
    const b = coefficients[j]!;
    for (let i = 0; i < residuals.length; i++) residuals[i]! -= b * values[i]!;
  }
  return residuals;
}

/** Residuals times weights: what each row pulls with. */
function pullOf(residuals: Float64Array, weights: Float64Array | null): Float64Array {
  return weights === null ? residuals : residuals.map((e, i) => e * weights[i]!);
}

/** Weighted regressors times residuals: one row per observation, one column per regressor. */
export function scoresOf(regressors: Matrix, residuals: Float64Array, weights: Float64Array | null): Matrix {
  const scores = zeros(regressors.rows, regressors.cols);
  const pull = pullOf(residuals, weights);
  for (let j = 0; j < regressors.cols; j++) {
    const from = j * regressors.rows;
    for (let i = 0; i < pull.length; i++) scores.data[from + i] = regressors.data[from + i]! * pull[i]!;
  }
  return scores;
}

/**
 * Largest |x_j'We| relative to |x_j| |y| (the norm of the freed outcome): what is left of the normal equations.
 * @param norms of the regressors in the model, where they are known
 */
export function normalResidual(moments: Moments, outcomeNorm: number, norms?: readonly number[]): number {
  const score = (j: number): number => {
    if (moments.gradient !== undefined) return moments.gradient[j]!;
    return moments.pull === undefined ? sum(column(moments.scores, j)) : dot(column(moments.regressors, j), moments.pull);
  };
  let worst = 0;
  for (let j = 0; j < moments.terms.length; j++) {
    const scale = (norms?.[j] ?? weightedNorm(column(moments.regressors, j), moments.weights, false)) * outcomeNorm;
    worst = Math.max(worst, Math.abs(score(j)) / scale);
  }
  return worst;
}
