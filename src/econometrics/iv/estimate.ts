import { problem } from "../../messages/main.js";
import {
  cholesky,
  choleskyInverse,
  choleskySolve,
  column,
  crossProduct,
  dot,
  fromColumns,
  inverseGram,
  type Matrix,
  multiply,
  multiplyVector,
  norm,
  pivotedQr,
  solveLeastSquares,
  solveUpper,
  submatrix,
  symmetricEigen,
  takeColumns,
  transpose,
  transposeMultiply,
  transposeMultiplyVector,
  zeros,
} from "../../numerics/main.js";
import { INTERCEPT, type Moments } from "../fit.js";
import { isClustered, rawMeat, type VcovOption } from "../vcov.js";
import type { Equation } from "./equation.js";
import { exogenousBeside, onPartialled, partialledColumns } from "./partialled.js";
import { type Products, productsOf } from "./products.js";
import { combinedRows, momentScores, residualProducts, residualRows } from "./rows.js";

/** A rank decision on what the instruments explain: below this share of its own variation a combination of endogenous variables is not moved. */
const IDENTIFIED = 1e-9;

/** An estimated equation: what a fit keeps, and what its method adds. */
export interface Estimate {
  moments: Moments;
  /** Coefficients of the endogenous variables, in order. */
  endogenous: Float64Array;
  /** The k of the k-class: 1 for two-stage least squares, the smallest root for LIML, null for GMM. */
  kappa: number | null;
  /** Coefficients of the endogenous variables at whose residuals moments are weighted: of the first step of GMM, otherwise of the fit itself. */
  weightingAt: Float64Array;
  /** Weighted products of the residuals with exogenous regressors and instruments: what is left of the moments. */
  leftOfMoments: Float64Array;
  /** Coefficients of all regressors, exogenous ones first. */
  inOrder: Float64Array;
  /** What all scores are made of. */
  products: Products;
}

/**
 * Two-stage least squares: the outcome on the endogenous variables as the instruments predict them.
 * @throws IV-NOT-IDENTIFIED
 */
export function twoStage(equation: Equation): Estimate {
  const { onZ } = equation.geometry;
  const qr = identifiedQr(equation);
  return kClass(equation, solveLeastSquares(qr, onZ.outcome), inverseGram(qr), 1);
}

/**
 * Limited information maximum likelihood: the k-class with the smallest root of |W1 - kappa W|, W the inner products of outcome and endogenous
 * variables that all instruments leave, W1 those the exogenous regressors leave (Davidson and MacKinnon 2004, 12.5).
 * @throws IV-NOT-IDENTIFIED
 */
export function limitedInformation(equation: Equation): Estimate {
  const { onZ, rest, restOutcome } = equation.geometry;
  identifiedQr(equation);
  const kappa = smallestRoot(equation);
  const between = crossProduct(onZ.endogenous);
  const a = { ...between, data: between.data.map((value, i) => value - (kappa - 1) * rest.data[i]!) };
  const factor = cholesky(a);
  if (factor === null) throw notIdentified(equation);
  const right = transposeMultiplyVector(onZ.endogenous, onZ.outcome).map((value, j) => value - (kappa - 1) * restOutcome[j]!);
  return kClass(equation, choleskySolve(factor, right), choleskyInverse(factor), kappa);
}

/**
 * Efficient two-step GMM: the weighting matrix is the inverse covariance of the moments at the two-stage residuals, under the errors asked for
 * (heteroskedastic, clustered, serial or spatial; under iid errors the two steps are two-stage least squares). Errors use the same residuals, as ivreg2 does.
 * @throws IV-NOT-IDENTIFIED, IV-GMM-MOMENTS
 */
export function twoStepGmm(equation: Equation, option: VcovOption): Estimate {
  const first = twoStage(equation);
  if (option === "iid") return first;
  const { design, exogenous, endogenous, excluded, geometry } = equation;
  const basis = basisOnColumns(equation);
  const { clusters } = design;
  const factor = momentFactor(rawMeat(momentScores(equation, basis, first.inOrder), design, option, clusters));
  const fewest = Math.min(design.rows.length, ...clusters.map((c) => c.count));
  if (factor === null || fewest < basis.cols)
    throw problem("IV-GMM-MOMENTS", {
      moments: basis.cols,
      groups: typeof option === "object" && !isClustered(option) ? null : fewest,
      cluster: clusters.map((c) => c.name),
      instruments: excluded.names,
    });
  const onBasis = fromColumns([
    ...columnsOf(stacked(geometry.rx, zeros(geometry.rz.rows, geometry.rx.cols))),
    ...endogenousOnBasis(equation),
  ]);
  const outcomeOnBasis = Float64Array.of(...geometry.onX.outcome, ...geometry.onZ.outcome);
  const whitened = pivotedQr(whitenColumns(factor, onBasis));
  const solved = solveLeastSquares(whitened, whiten(factor, outcomeOnBasis));
  const weighted = fromColumns(columnsOf(onBasis).map((values) => choleskySolve(factor, values)));
  const made = assemble(equation, {
    coefficients: solved,
    bread: inverseGram(whitened),
    regressors: multiply(basis, weighted),
    pulledAt: first.inOrder,
  });
  const k = exogenous.names.length;
  return {
    ...made,
    // The basis is orthonormal.
    moments: Object.defineProperty(made.moments, "gram", { value: submatrix(crossProduct(weighted), outputOrder(equation)) }),
    endogenous: solved.slice(k, k + endogenous.names.length),
    kappa: null,
    weightingAt: first.endogenous,
  };
}

/** The Cholesky factor of the covariance of moments, or null where it is singular up to rounding (more moments than clusters, for example). */
export function momentFactor(a: Matrix): Matrix | null {
  const factor = cholesky(a);
  if (factor === null) return null;
  for (let j = 0; j < a.rows; j++) {
    // Squared, the share of a moment's variance that the ones before it leave.
    const own = factor.data[j * (a.rows + 1)]!;
    if (own * own < 1e-12 * a.data[j * (a.rows + 1)]!) return null;
  }
  return factor;
}

/** Factorises what the instruments explain of the endogenous variables, and refuses where that does not tell them apart. */
function identifiedQr(equation: Equation) {
  const { onZ, rest } = equation.geometry;
  const total = Float64Array.from(equation.endogenous.names, (_, j) => {
    const explained = column(onZ.endogenous, j).reduce((sum, value) => sum + value * value, 0);
    return Math.sqrt(explained + rest.data[j * (rest.rows + 1)]!);
  });
  const qr = pivotedQr(onZ.endogenous, IDENTIFIED, total);
  if (qr.rank < equation.endogenous.names.length) throw notIdentified(equation);
  return qr;
}

function notIdentified(equation: Equation): Error {
  return problem("IV-NOT-IDENTIFIED", { endogenous: equation.endogenous.names, instruments: equation.excluded.names });
}

/** The smallest root of |W1 - kappa W|: one plus the smallest eigenvalue of B in the metric of W, B what the instruments explain. */
function smallestRoot({ geometry }: Equation): number {
  const { onZ, rest, restOutcome, outcomeRest } = geometry;
  const p = rest.rows;
  if (onZ.outcome.length === p) return 1;
  const w = zeros(p + 1, p + 1);
  for (let j = 0; j < p; j++) {
    for (let i = 0; i < p; i++) w.data[i + j * (p + 1)] = rest.data[i + j * p]!;
    w.data[p + j * (p + 1)] = w.data[j + p * (p + 1)] = restOutcome[j]!;
  }
  w.data[p + p * (p + 1)] = outcomeRest;
  const factor = cholesky(w);
  if (factor === null) return 1;
  const explained = fromColumns([...columnsOf(onZ.endogenous), onZ.outcome]);
  // B in the metric of W: L^-1 B L^-T, from rows of `explained` whitened.
  const rows = transpose(whitenColumns(factor, transpose(explained)));
  return 1 + Math.max(0, symmetricEigen(crossProduct(rows)).values[0]!);
}

/** Coefficients of all regressors and the bread from those of the endogenous ones and the inverse of their (k-class) inner products. */
function kClass(equation: Equation, beta: Float64Array, inverse: Matrix, kappa: number): Estimate {
  const { geometry, exogenous, endogenous, excluded } = equation;
  const k = exogenous.names.length;
  const p = endogenous.names.length;
  // Endogenous variables regressed on the exogenous ones, and what is left for the latter once beta is known.
  const gamma = fromColumns(
    columnsOf(geometry.onX.endogenous).map((values) => solveUpper(geometry.rx, values)),
    k,
  );
  const left = multiplyVector(geometry.onX.endogenous, beta).map((value, i) => geometry.onX.outcome[i]! - value);
  const coefficients = Float64Array.of(...solveUpper(geometry.rx, left), ...beta);
  const bread = zeros(k + p, k + p);
  const cross = multiply(gamma, inverse);
  const corner = multiply(cross, transpose(gamma));
  const own = inverseOfTriangle(geometry.rx);
  for (let j = 0; j < k; j++) for (let i = 0; i < k; i++) bread.data[i + j * (k + p)] = own.data[i + j * k]! + corner.data[i + j * k]!;
  for (let j = 0; j < p; j++) {
    for (let i = 0; i < k; i++) {
      bread.data[i + (k + j) * (k + p)] = -cross.data[i + j * k]!;
      bread.data[k + j + i * (k + p)] = -cross.data[i + j * k]!;
    }
    for (let i = 0; i < p; i++) bread.data[k + i + (k + j) * (k + p)] = inverse.data[i + j * p]!;
  }
  const unit = (j: number): Float64Array => Float64Array.from({ length: k + excluded.names.length }, (_, i) => (i === j ? 1 : 0));
  const fitted = endogenousOnBasis(equation).map((values) => onColumns(equation, values));
  const regressors = fromColumns([...exogenous.names.map((_, j) => unit(j)), ...fitted]);
  const made = assemble(equation, { coefficients, bread, regressors, pulledAt: coefficients });
  return { ...made, endogenous: beta, kappa, weightingAt: beta };
}

/** The largest |x_j'We| relative to |x_j| |y|, x_j regressors as the instruments predict them: what is left of the normal equations of two-stage least squares. */
export function normalResidual(equation: Equation, { leftOfMoments }: Estimate, outcomeNorm: number): number {
  const { rx } = equation.geometry;
  const exogenous = columnsOf(rx).map((values, j) => ({ left: leftOfMoments[j]!, size: norm(values) }));
  const fitted = endogenousOnBasis(equation).map((values) => ({
    left: dot(onColumns(equation, values), leftOfMoments),
    size: norm(values),
  }));
  return [...exogenous, ...fitted].reduce((worst, { left, size }) => Math.max(worst, Math.abs(left) / (size * outcomeNorm)), 0);
}

/** Coefficients on the columns [X, Z] of a vector given on their orthonormal basis. */
export function onColumns({ geometry }: Equation, values: Float64Array): Float64Array {
  const k = geometry.rx.cols;
  const onZ = solveUpper(geometry.rz, values.slice(k));
  const shift = multiplyVector(geometry.zOnX, onZ);
  return Float64Array.of(
    ...solveUpper(
      geometry.rx,
      shift.map((value, i) => values[i]! - value),
    ),
    ...onZ,
  );
}

function endogenousOnBasis({ geometry }: Equation): Float64Array[] {
  return columnsOf(geometry.onX.endogenous).map((values, j) => Float64Array.of(...values, ...column(geometry.onZ.endogenous, j)));
}

/** The orthonormal basis of exogenous regressors and instruments, as combinations of them. */
function basisOnColumns(equation: Equation): Matrix {
  const size = equation.exogenous.names.length + equation.excluded.names.length;
  return fromColumns(
    Array.from({ length: size }, (_, j) =>
      onColumns(
        equation,
        Float64Array.from({ length: size }, (_, i) => (i === j ? 1 : 0)),
      ),
    ),
    size,
  );
}

/** Order of the terms in the output: the constant, the endogenous variables, the exogenous ones. */
function outputOrder({ exogenous, endogenous }: Equation): number[] {
  const k = exogenous.names.length;
  const constant = exogenous.names[0] === INTERCEPT ? [0] : [];
  return [...constant, ...endogenous.names.map((_, j) => k + j), ...exogenous.names.flatMap((name, j) => (name === INTERCEPT ? [] : [j]))];
}

interface Parts {
  /** Exogenous regressors first. */
  coefficients: Float64Array;
  bread: Matrix;
  /** What plays the regressors' part in the scores, as combinations of exogenous regressors and instruments. */
  regressors: Matrix;
  /** The coefficients whose residuals the scores are made with. */
  pulledAt: Float64Array;
}

/** The moments of a fit, terms in the order of the output. What has a value for every row is made when it is first asked for. */
function assemble(equation: Equation, parts: Parts): Pick<Estimate, "moments" | "leftOfMoments" | "inOrder" | "products"> {
  const { design, exogenous, endogenous, effectsRank } = equation;
  const order = outputOrder(equation);
  const names = [...exogenous.names, ...endogenous.names];
  const regressorsBy = takeColumns(parts.regressors, order);
  const made = momentScores(equation, regressorsBy, parts.pulledAt);
  const beside = exogenousBeside(equation, parts.pulledAt.subarray(exogenous.names.length));
  const products = productsOf(partialledColumns(equation), beside, design.weights);
  const { inX, inBasis } = onPartialled(equation, regressorsBy);
  const { squares, moments: leftOfMoments } = residualProducts(equation, parts.coefficients);
  let regressors: Matrix | null = null;
  let residuals: Float64Array | null = null;
  let scores: Matrix | null = null;
  const moments: Moments = {
    design,
    terms: order.map((j) => names[j]!),
    coefficients: Float64Array.from(order, (j) => parts.coefficients[j]!),
    get regressors() {
      regressors ??= combinedRows(equation, regressorsBy);
      return regressors;
    },
    get residuals() {
      residuals ??= residualRows(equation, parts.coefficients);
      return residuals;
    },
    weights: design.weights,
    get scores() {
      scores ??= made.rows();
      return scores;
    },
    meat: (codes, levels) => products.pulledMeat(inBasis, inX, codes, levels) ?? made.meat(codes, levels),
    bread: submatrix(parts.bread, order),
    rows: design.rows.length,
    effects: design.effects,
    effectsRank,
    parameters: names.length + effectsRank,
    rss: squares,
  };
  return { moments, leftOfMoments, inOrder: parts.coefficients, products };
}

/** Sum of squares. */
export function squaredLength(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}

/** The columns of a matrix, as views. */
export function columnsOf(a: Matrix): Float64Array[] {
  return Array.from({ length: a.cols }, (_, j) => column(a, j));
}

function stacked(top: Matrix, bottom: Matrix): Matrix {
  const out = zeros(top.rows + bottom.rows, top.cols);
  for (let j = 0; j < top.cols; j++) {
    column(out, j).set(column(top, j));
    column(out, j).set(column(bottom, j), top.rows);
  }
  return out;
}

/** L^-1 v for the lower triangular factor L. */
export function whiten(factor: Matrix, v: Float64Array): Float64Array {
  const n = factor.rows;
  const out = v.slice();
  for (let j = 0; j < n; j++) {
    out[j]! /= factor.data[j * (n + 1)]!;
    for (let i = j + 1; i < n; i++) out[i]! -= factor.data[i + j * n]! * out[j]!;
  }
  return out;
}

/** L^-1 a. */
export function whitenColumns(factor: Matrix, a: Matrix): Matrix {
  return fromColumns(
    columnsOf(a).map((values) => whiten(factor, values)),
    a.rows,
  );
}

function inverseOfTriangle(r: Matrix): Matrix {
  const n = r.cols;
  const inverse = fromColumns(
    Array.from({ length: n }, (_, j) =>
      solveUpper(
        r,
        Float64Array.from({ length: n }, (_, i) => (i === j ? 1 : 0)),
      ),
    ),
    n,
  );
  return transposeMultiply(transpose(inverse), transpose(inverse));
}
