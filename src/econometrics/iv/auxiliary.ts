import { column, fromColumns, identity, type Matrix, multiply, solveUpper, zeros } from "../../numerics/main.js";
import type { Moments } from "../fit.js";
import type { ErrorChoice } from "../inference.js";
import { covariance, rawMeat, type Vcov } from "../vcov.js";
import type { Equation } from "./equation.js";
import { columnsOf, type Estimate } from "./estimate.js";
import type { Products } from "./products.js";
import type { MadeScores } from "./rows.js";

/**
 * Columns freed of effects and of the exogenous regressors, as coefficients on an orthonormal basis of what the excluded instruments add, what the
 * instruments leave of the outcome, and what they leave of the endogenous variables. `scores` makes scores of any two combinations.
 */
export interface PartialledRows {
  /** The basis of the instruments. */
  instruments: Matrix;
  outcome: Float64Array;
  endogenous: Matrix;
  outcomeRest: Float64Array;
  endogenousRest: Matrix;
  scores: Products["scores"];
}

/** Combinations of everything freed of the exogenous regressors, and their scores. Needed only where errors are not iid: the rest is small matrices. */
export function partialledRows({ endogenous, excluded, geometry }: Equation, { products }: Estimate): PartialledRows {
  const { onZ } = geometry;
  const m = excluded.names.length;
  const p = endogenous.names.length;
  const size = m + 1 + p;
  const unit = (at: number): Float64Array => Float64Array.from({ length: size }, (_, i) => (i === at ? 1 : 0));
  const withInstruments = (at: number, inZ: Float64Array): Float64Array => {
    const out = unit(at);
    out.set(inZ);
    return out;
  };
  return {
    instruments: fromColumns(
      excluded.names.map((_, j) => unit(j)),
      size,
    ),
    outcome: withInstruments(m, onZ.outcome),
    endogenous: fromColumns(
      endogenous.names.map((_, j) => withInstruments(m + 1 + j, column(onZ.endogenous, j))),
      size,
    ),
    outcomeRest: unit(m),
    endogenousRest: fromColumns(
      endogenous.names.map((_, j) => unit(m + 1 + j)),
      size,
    ),
    scores: products.scores,
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
 * @param scores of the regression, or null under iid errors, which need none
 * @param squares what the regression leaves
 * @param regressors how many regressors the regression has in all, those partialled out among them
 */
export function auxiliary(
  equation: Equation,
  choice: ErrorChoice,
  coefficients: Float64Array,
  scores: MadeScores | null,
  squares: number,
  regressors: number,
): Auxiliary {
  const vcov = covarianceOf(equation, choice, coefficients, scores, squares, regressors);
  return { coefficients, vcov, df: vcov.df };
}

/** Covariance of given moments with the factor that the errors of the model put on a regression of this size, and its df. */
export function scaledMeat(
  equation: Equation,
  choice: ErrorChoice,
  scores: MadeScores,
  regressors: number,
): { matrix: Matrix; df: number } {
  return covarianceOf(equation, choice, new Float64Array(scores.cols), scores, 0, regressors);
}

/** Covariance of given moments times the number of rows, without any small-sample factor. */
export function momentCovariance(scores: MadeScores, { design }: Equation, choice: ErrorChoice): Matrix {
  return rawMeat(scores, design, choice.option, choice.clusters);
}

function covarianceOf(
  equation: Equation,
  choice: ErrorChoice,
  coefficients: Float64Array,
  scores: MadeScores | null,
  squares: number,
  regressors: number,
): Vcov {
  const { design, effectsRank } = equation;
  const size = coefficients.length;
  const moments: Moments = {
    design,
    terms: Array.from({ length: size }, (_, j) => `q${j}`),
    coefficients,
    regressors: zeros(0, size),
    residuals: new Float64Array(0),
    weights: design.weights,
    get scores() {
      return scores === null ? zeros(0, size) : scores.rows();
    },
    ...(scores === null ? {} : { meat: scores.meat }),
    bread: identity(size),
    rows: design.rows.length,
    effects: design.effects,
    effectsRank,
    parameters: regressors + effectsRank,
    rss: squares,
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
