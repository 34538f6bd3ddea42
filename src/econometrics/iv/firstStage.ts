import {
  cholesky,
  choleskyInverse,
  column,
  crossProduct,
  fromColumns,
  type Matrix,
  multiplyVector,
  pivotedQr,
  solveLeastSquares,
  solveUpper,
} from "../../numerics/main.js";
import type { FirstStage, Row, Test } from "../../results/main.js";
import { coefficientRows } from "../fit.js";
import type { ErrorChoice } from "../inference.js";
import { waldResult, waldTest } from "../tests.js";
import { type Auxiliary, auxiliary, onInstruments, type PartialledRows } from "./auxiliary.js";
import type { Equation } from "./equation.js";
import { squaredLength } from "./estimate.js";

/** The first stage of one endogenous variable: the result, and the regression behind it. */
export interface FirstStageFit {
  result: FirstStage;
  regression: Auxiliary;
}

/**
 * First stages under the errors of the model: coefficients of the excluded instruments, their partial F (the Wald test that all are zero),
 * partial R2 and Shea's, and with several endogenous variables the conditional F of Sanderson and Windmeijer (2016).
 * @param rows columns by row; null under iid errors
 */
export function firstStages(equation: Equation, choice: ErrorChoice, rows: PartialledRows | null, level: number): FirstStageFit[] {
  return equation.endogenous.names.map((endogenous, j) => {
    const { regression, rest } = regressionOf(equation, choice, rows, unit(equation.endogenous.names.length, j));
    const explained = squaredLength(regression.coefficients);
    const tests = [partialF(equation, regression)];
    if (equation.endogenous.names.length > 1) tests.push(conditionalF(equation, choice, rows, j));
    return {
      regression,
      result: {
        endogenous,
        coefficients: instrumentRows(equation, regression, endogenous, level),
        tests,
        partialR2: explained / (explained + rest),
        sheaPartialR2: sheaPartialR2(equation, j),
      },
    };
  });
}

/** Regression of a combination of endogenous variables on the instruments. */
function regressionOf(
  equation: Equation,
  choice: ErrorChoice,
  rows: PartialledRows | null,
  combination: Float64Array,
): { regression: Auxiliary; rest: number } {
  const { onZ, rest } = equation.geometry;
  const coefficients = multiplyVector(onZ.endogenous, combination);
  const left = multiplyVector(rest, combination).reduce((sum, value, i) => sum + value * combination[i]!, 0);
  const scores = rows === null ? null : rows.scores([[rows.instruments, multiplyVector(rows.endogenousRest, combination)]]);
  const regressors = equation.exogenous.names.length + equation.excluded.names.length;
  return { regression: auxiliary(equation, choice, coefficients, scores, left, regressors), rest: left };
}

function partialF(equation: Equation, regression: Auxiliary): Test {
  return waldTest(
    "firstStageF",
    `${equation.excluded.names.join(", ")} ${equation.excluded.names.length === 1 ? "is" : "are"} zero in the first stage`,
    regression.coefficients,
    regression.vcov.matrix,
    regression.df,
  );
}

/**
 * Sanderson and Windmeijer's conditional F: the first-stage test for what is left of variable j once the other endogenous variables (by
 * two-stage least squares) are taken out of it, with as many degrees fewer as there are others.
 */
function conditionalF(equation: Equation, choice: ErrorChoice, rows: PartialledRows | null, j: number): Test {
  const { onZ } = equation.geometry;
  const names = equation.endogenous.names;
  const others = names.flatMap((_, k) => (k === j ? [] : [k]));
  const qr = pivotedQr(fromColumns(others.map((k) => column(onZ.endogenous, k))), 0);
  const shares = solveLeastSquares(qr, column(onZ.endogenous, j));
  const combination = new Float64Array(names.length);
  combination[j] = 1;
  for (const [at, k] of others.entries()) combination[k] = -shares[at]!;
  const { regression } = regressionOf(equation, choice, rows, combination);
  const wald = waldTest(
    "sandersonWindmeijerF",
    `the instruments do not move ${names[j]} once the other endogenous variables are held`,
    regression.coefficients,
    regression.vcov.matrix,
    regression.df,
  );
  const instruments = equation.excluded.names.length;
  return wald.statistic === null
    ? wald
    : waldResult(wald.name, wald.null, wald.statistic * instruments, instruments - others.length, regression.df);
}

function instrumentRows(equation: Equation, regression: Auxiliary, endogenous: string, level: number): Row[] {
  const { rz } = equation.geometry;
  const { vcov } = regression;
  const coefficients = solveUpper(rz, regression.coefficients);
  const rows = coefficientRows(
    { terms: equation.excluded.names, coefficients },
    { ...vcov, matrix: onInstruments(rz, vcov.matrix) },
    { level, stars: true, scale: null },
  );
  return rows.map((row) => ({ ...row, equation: `firstStage: ${endogenous}` }));
}

/** Shea's partial R2: the variance of the least squares coefficient over that of the two-stage one, errors alike. */
function sheaPartialR2({ geometry }: Equation, j: number): number {
  const { onZ, rest } = geometry;
  const explained = inverseDiagonal(onZ.endogenous, null, j);
  return inverseDiagonal(onZ.endogenous, rest, j) / explained;
}

/** Entry (j, j) of the inverse of D'D, or of D'D + rest. */
function inverseDiagonal(d: Matrix, rest: Matrix | null, j: number): number {
  const p = d.cols;
  const products = crossProduct(d);
  if (rest !== null) for (let i = 0; i < products.data.length; i++) products.data[i]! += rest.data[i]!;
  const factor = cholesky(products);
  return factor === null ? Number.NaN : choleskyInverse(factor).data[j * (p + 1)]!;
}

function unit(size: number, j: number): Float64Array {
  return Float64Array.from({ length: size }, (_, i) => (i === j ? 1 : 0));
}
