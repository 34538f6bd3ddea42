import { problem } from "../../messages/main.js";
import {
  column,
  fromColumns,
  inverseGram,
  type Matrix,
  multiply,
  pivotedQr,
  solveLeastSquares,
  transpose,
  zeros,
} from "../../numerics/main.js";
import { columnsOf, squaredLength } from "../iv/estimate.js";
import { residualsOf } from "../leastSquares.js";
import type { InstrumentMatrix } from "./instruments.js";
import { addUnitProduct, firstStepMatrix, instrumentProduct, inverseWeighting, momentCovariance, type Weighting } from "./moments.js";
import { groupsOf, type Stack } from "./stack.js";

/** One step of GMM. */
export interface Step {
  coefficients: Float64Array;
  /** Residuals of the stacked rows. */
  residuals: Float64Array;
  weighting: Weighting;
  /** (X'Z W Z'X)^-1. */
  bread: Matrix;
  /** Z'e. */
  moments: Float64Array;
  /** e'Z W Z'e. */
  objective: number;
}

/** Everything both steps of GMM give. */
export interface GmmEstimate {
  /** Positions of the regressors that were kept. */
  kept: number[];
  first: Step;
  second: Step;
  /** Covariance of the moments at first-step residuals. */
  covariance: Matrix;
  /** Robust covariance of the first step. */
  firstRobust: Matrix;
  /** Covariance of the second step as if its weights were known, and corrected for their estimation (Windmeijer 2005). */
  secondPlain: Matrix;
  secondCorrected: Matrix;
  /** Variance that the first-step weights suppose: of level errors, of transformed errors under identity weights. From transformed first-step residuals. */
  sigma2: number;
  /** Variance of level errors. */
  levelVariance: number;
}

/**
 * Both steps, and their covariances. `rows` is the number of observations that the parameters are counted against.
 * @throws GMM-FEW-UNITS where the covariance of the moments, one term per unit, cannot weigh as many moments as there are coefficients
 */
export function estimateGmm(stack: Stack, z: InstrumentMatrix, weighting: 1 | 2 | 3, rows: number): GmmEstimate {
  const zx = fromColumns(
    columnsOf(stack.regressors).map((values) => instrumentProduct(z, stack, values)),
    z.columns,
  );
  const zy = instrumentProduct(z, stack, stack.outcome);
  const w1 = inverseWeighting(firstStepMatrix(z, stack, weighting));
  const kept = Array.from(
    pivotedQr(
      fromColumns(
        columnsOf(zx).map((values) => w1.root(values)),
        w1.rank,
      ),
    ).kept,
  );
  const x = fromColumns(
    kept.map((j) => column(stack.regressors, j)),
    stack.outcome.length,
  );
  const chosen = fromColumns(
    kept.map((j) => column(zx, j)),
    z.columns,
  );
  const first = takeStep(stack, z, x, chosen, zy, w1);
  const covariance = momentCovariance(z, stack, first.residuals);
  const w2 = inverseWeighting(covariance);
  if (w2.rank < kept.length) throw problem("GMM-FEW-UNITS", { units: groupsOf(stack), coefficients: kept.length, rank: w2.rank });
  const second = takeStep(stack, z, x, chosen, zy, w2);
  const pull = multiply(weightedMoments(w1, chosen), first.bread);
  const firstRobust = multiply(multiply(transpose(pull), covariance), pull);
  const variance = levelVariance(stack, first.residuals, rows, kept.length);
  return {
    kept,
    first,
    second,
    covariance,
    firstRobust,
    secondPlain: second.bread,
    secondCorrected: corrected(stack, z, x, chosen, first, second, firstRobust),
    sigma2: weighting === 1 ? variance * transformedVariance(stack) : variance,
    levelVariance: variance,
  };
}

function takeStep(stack: Stack, z: InstrumentMatrix, x: Matrix, zx: Matrix, zy: Float64Array, weighting: Weighting): Step {
  const whitened = fromColumns(
    columnsOf(zx).map((values) => weighting.root(values)),
    weighting.rank,
  );
  const qr = pivotedQr(whitened, 0);
  const coefficients = solveLeastSquares(qr, weighting.root(zy));
  const residuals = residualsOf(stack.outcome, x, coefficients);
  const moments = instrumentProduct(z, stack, residuals);
  return { coefficients, residuals, weighting, bread: inverseGram(qr), moments, objective: squaredLength(weighting.root(moments)) };
}

/** W Z'X. */
export function weightedMoments(weighting: Weighting, zx: Matrix): Matrix {
  return fromColumns(
    columnsOf(zx).map((values) => weighting.apply(values)),
    zx.rows,
  );
}

/**
 * Windmeijer's (2005) covariance of the two-step estimate: V + DV + VD' + D V1 D', V1 that of the first step, and column k of D what the estimate
 * changes by when the weights move with the first-step coefficient k: V X'Z W (sum of z_k z_e' + z_e z_k') W Z'e.
 */
function corrected(stack: Stack, z: InstrumentMatrix, x: Matrix, zx: Matrix, first: Step, second: Step, firstRobust: Matrix): Matrix {
  const size = z.columns;
  const k = x.cols;
  const direction = second.weighting.apply(second.moments);
  const changes = zeros(size, k);
  const e = new Float64Array(size);
  const own = new Float64Array(size);
  for (let unit = 0; unit + 1 < stack.starts.length; unit++) {
    if (stack.starts[unit] === stack.starts[unit + 1]) continue;
    e.fill(0);
    addUnitProduct(z, stack, unit, first.residuals, e);
    let along = 0;
    for (let i = 0; i < size; i++) along += e[i]! * direction[i]!;
    for (let j = 0; j < k; j++) {
      own.fill(0);
      addUnitProduct(z, stack, unit, column(x, j), own);
      let ownAlong = 0;
      for (let i = 0; i < size; i++) ownAlong += own[i]! * direction[i]!;
      const into = column(changes, j);
      for (let i = 0; i < size; i++) into[i]! += own[i]! * along + e[i]! * ownAlong;
    }
  }
  const d = multiply(second.bread, multiply(transpose(weightedMoments(second.weighting, zx)), changes));
  const v = second.bread;
  const dv = multiply(d, v);
  const outer = multiply(multiply(d, firstRobust), transpose(d));
  const out = zeros(k, k);
  for (let j = 0; j < k; j++)
    for (let i = 0; i < k; i++)
      out.data[i + j * k] = v.data[i + j * k]! + dv.data[i + j * k]! + dv.data[j + i * k]! + outer.data[i + j * k]!;
  return out;
}

/** Squared transformed residuals over their variance in units of the level errors' variance, less the parameters. */
function levelVariance(stack: Stack, residuals: Float64Array, rows: number, parameters: number): number {
  let total = 0;
  let variance = 0;
  for (let row = 0; row < residuals.length; row++) {
    if (stack.equation[row] === 1) continue;
    total += residuals[row]! * residuals[row]!;
    variance += squaredLength(stack.transformed[stack.source[row]!]!.weights);
  }
  return (total / variance) * (rows / (rows - parameters));
}

/** Mean of the squared weights of transformed rows: their variance in units of the level errors'. */
function transformedVariance({ transformed }: Stack): number {
  return transformed.reduce((total, { weights }) => total + squaredLength(weights), 0) / transformed.length;
}
