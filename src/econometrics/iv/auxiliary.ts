import { column, fromColumns, identity, type Matrix, multiply, solveUpper, zeros } from "../../numerics/main.js";
import type { Moments } from "../fit.js";
import type { ErrorChoice } from "../inference.js";
import { residualsOf, scoresOf } from "../leastSquares.js";
import { covariance, type Vcov } from "../vcov.js";
import type { Equation } from "./equation.js";
import { columnsOf } from "./estimate.js";

/** Columns on the rows of the sample, freed of effects and of the exogenous regressors. */
export interface PartialledRows {
  /** An orthonormal basis of what the excluded instruments add. */
  instruments: Matrix;
  outcome: Float64Array;
  endogenous: Matrix;
  /** What the instruments leave of the outcome, and of the endogenous variables. */
  outcomeRest: Float64Array;
  endogenousRest: Matrix;
}

/** Takes the exogenous regressors out of everything, row by row. Needed only where errors are not iid: the rest is small matrices. */
export function partialledRows(equation: Equation): PartialledRows {
  const { exogenous, endogenous, excluded, geometry, outcome } = equation;
  const rows = outcome.length;
  const x = fromColumns(exogenous.columns, rows);
  const free = (values: Float64Array, onX: Float64Array): Float64Array => residualsOf(values, x, solveUpper(geometry.rx, onX));
  const freed = fromColumns(
    excluded.columns.map((values, j) => free(values, column(geometry.zOnX, j))),
    rows,
  );
  const instruments = multiply(freed, inverseUpper(geometry.rz));
  const outcomeFree = free(outcome, geometry.onX.outcome);
  const endogenousFree = endogenous.columns.map((values, j) => free(values, column(geometry.onX.endogenous, j)));
  return {
    instruments,
    outcome: outcomeFree,
    endogenous: fromColumns(endogenousFree, rows),
    outcomeRest: residualsOf(outcomeFree, instruments, geometry.onZ.outcome),
    endogenousRest: fromColumns(
      endogenousFree.map((values, j) => residualsOf(values, instruments, column(geometry.onZ.endogenous, j))),
      rows,
    ),
  };
}

/** Regression of something on the excluded instruments (orthonormal) beside the exogenous regressors and the effects. */
export interface Auxiliary {
  /** Coefficients on the orthonormal basis of the instruments. */
  coefficients: Float64Array;
  vcov: Vcov;
  /** Degrees of freedom of an F test on them. */
  df: number;
}

/**
 * The covariance of coefficients on orthonormal columns under the errors of the model.
 * @param columns the columns on the rows of the sample, or null under iid errors, which need none
 * @param rest what the regression leaves: its rows (null under iid errors) and its sum of squares
 * @param regressors how many regressors the regression has in all, those partialled out among them
 */
export function auxiliary(
  equation: Equation,
  choice: ErrorChoice,
  coefficients: Float64Array,
  columns: Matrix | null,
  rest: { rows: Float64Array | null; squares: number },
  regressors: number,
): Auxiliary {
  const { design, effectsRank } = equation;
  const size = coefficients.length;
  const moments: Moments = {
    design,
    terms: Array.from({ length: size }, (_, j) => `q${j}`),
    coefficients,
    regressors: columns ?? zeros(0, size),
    residuals: rest.rows ?? new Float64Array(0),
    weights: design.weights,
    scores: columns === null || rest.rows === null ? zeros(0, size) : scoresOf(columns, rest.rows, design.weights),
    bread: identity(size),
    rows: design.rows.length,
    effects: design.effects,
    effectsRank,
    parameters: regressors + effectsRank,
    rss: rest.squares,
  };
  const vcov = covariance(moments, choice.option, choice.clusters);
  return { coefficients, vcov, df: vcov.df };
}

/** Covariance of given moments (scores by row) with the factor that the errors of the model put on a regression of this size, and its df. */
export function scaledMeat(equation: Equation, choice: ErrorChoice, scores: Matrix, regressors: number): { matrix: Matrix; df: number } {
  const { design, effectsRank } = equation;
  const moments: Moments = {
    design,
    terms: Array.from({ length: scores.cols }, (_, j) => `s${j}`),
    coefficients: new Float64Array(scores.cols),
    regressors: scores,
    residuals: new Float64Array(0),
    weights: null,
    scores,
    bread: identity(scores.cols),
    rows: design.rows.length,
    effects: design.effects,
    effectsRank,
    parameters: regressors + effectsRank,
    rss: 0,
  };
  return covariance(moments, choice.option, choice.clusters);
}

/** a restated from the orthonormal basis of the instruments to the instruments themselves: r^-1 a r^-T. */
export function onInstruments(r: Matrix, a: Matrix): Matrix {
  const inverse = inverseUpper(r);
  return multiply(multiply(inverse, a), transposed(inverse));
}

/** The inverse of an upper triangular matrix. */
export function inverseUpper(r: Matrix): Matrix {
  const n = r.cols;
  return fromColumns(
    Array.from({ length: n }, (_, j) =>
      solveUpper(
        r,
        Float64Array.from({ length: n }, (_, i) => (i === j ? 1 : 0)),
      ),
    ),
    n,
  );
}

function transposed(a: Matrix): Matrix {
  const out = zeros(a.cols, a.rows);
  for (const [j, values] of columnsOf(a).entries()) for (let i = 0; i < a.rows; i++) out.data[j + i * a.cols] = values[i]!;
  return out;
}
