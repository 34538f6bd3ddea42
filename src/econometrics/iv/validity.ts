import {
  cholesky,
  choleskyInverse,
  column,
  crossProduct,
  fromColumns,
  type Matrix,
  multiply,
  multiplyVector,
  pivotedQr,
  solveLeastSquares,
  transpose,
  transposeMultiply,
  zeros,
} from "../../numerics/main.js";
import type { Test } from "../../results/main.js";
import type { ErrorChoice } from "../inference.js";
import { residualsOf } from "../leastSquares.js";
import { chi2Test, noTest, waldTest } from "../tests.js";
import { auxiliary, inverseUpper, momentCovariance, type PartialledRows } from "./auxiliary.js";
import type { Equation } from "./equation.js";
import { columnsOf, type Estimate, momentFactor, squaredLength, whiten } from "./estimate.js";
import type { MadeScores } from "./rows.js";

/** Instruments beyond this number are not tested one by one. */
const ONE_BY_ONE = 10;
const SINGULAR = "the covariance of the moments is singular (more instruments than clusters or periods, or instruments that rarely vary)";

/**
 * Tests that the instruments are valid: Sargan's under iid errors, Hansen's J otherwise (from two-step GMM at the residuals of the estimate),
 * and the difference in it (C) when one instrument at a time is not relied on.
 */
export function validityTests(equation: Equation, estimate: Estimate, choice: ErrorChoice, rows: PartialledRows | null): Test[] {
  const names = equation.excluded.names;
  const spare = names.length - equation.endogenous.names.length;
  const name = rows === null ? "sargan" : "hansenJ";
  const hypothesis = "all instruments are valid";
  if (spare === 0)
    return [noTest(name, hypothesis, "exactly identified: as many instruments as endogenous variables leave nothing to test")];
  const moments = centredMoments(equation, estimate, choice, rows);
  const full = smallest(moments, allOf(names.length));
  if (full === null) return [noTest(name, hypothesis, SINGULAR)];
  const tests = [chi2Test(name, hypothesis, full.value, spare)];
  if (names.length > ONE_BY_ONE) return tests;
  for (const [j, instrument] of names.entries()) {
    const others = allOf(names.length).filter((k) => k !== j);
    const without = smallest(moments, others);
    const single = `${instrument} is valid, given that the other instruments are`;
    tests.push(
      without === null
        ? noTest(`orthogonality(${instrument})`, single, SINGULAR)
        : chi2Test(`orthogonality(${instrument})`, single, Math.max(0, full.value - without.value), 1),
    );
  }
  return tests;
}

/** Moment conditions as functions of the endogenous coefficients, h - H b, and their covariance, in the instruments' own coordinates. */
interface MomentConditions {
  outcome: Float64Array;
  endogenous: Matrix;
  covariance: Matrix;
}

/** Moments of the instruments freed of the exogenous regressors: the regressors' own moments are met exactly and drop out. */
function centredMoments(equation: Equation, estimate: Estimate, choice: ErrorChoice, rows: PartialledRows | null): MomentConditions {
  const { geometry, design } = equation;
  const toOwn = transpose(geometry.rz);
  const inner =
    rows === null
      ? scaledIdentity(equation.excluded.names.length, estimate.moments.rss / design.rows.length)
      : momentCovariance(
          rows.scores([[rows.instruments, residualsOf(rows.outcome, rows.endogenous, estimate.weightingAt)]]),
          equation,
          choice,
        );
  return {
    outcome: multiplyVector(toOwn, geometry.onZ.outcome),
    endogenous: multiply(toOwn, geometry.onZ.endogenous),
    covariance: multiply(multiply(toOwn, inner), geometry.rz),
  };
}

/** The smallest value of the efficient GMM objective over the chosen moments, and where; null where their covariance is singular. */
function smallest(moments: MomentConditions, chosen: readonly number[]): { value: number; coefficients: Float64Array } | null {
  const n = chosen.length;
  const covariance = zeros(n, n);
  chosen.forEach((from, i) => {
    chosen.forEach((other, j) => {
      covariance.data[i + j * n] = moments.covariance.data[from + other * moments.covariance.rows]!;
    });
  });
  const factor = momentFactor(covariance);
  if (factor === null) return null;
  const pick = (values: Float64Array): Float64Array =>
    whiten(
      factor,
      Float64Array.from(chosen, (j) => values[j]!),
    );
  const h = fromColumns(columnsOf(moments.endogenous).map(pick), n);
  const y = pick(moments.outcome);
  const coefficients = h.cols === 0 ? new Float64Array(0) : solveLeastSquares(pivotedQr(h, 0), y);
  return { value: squaredLength(residualsOf(y, h, coefficients)), coefficients };
}

/**
 * Stock and Wright's S statistic (2000), the Lagrange multiplier form of the Anderson-Rubin test: the moments at coefficients of zero. Not to
 * be confused with the conditional F of Sanderson and Windmeijer.
 */
export function stockWrightS(equation: Equation, choice: ErrorChoice, rows: PartialledRows | null): Test {
  const { geometry, design, endogenous, excluded } = equation;
  const hypothesis = `${endogenous.names.join(", ")} ${endogenous.names.length === 1 ? "has" : "have"} no effect and the instruments are valid`;
  const m = excluded.names.length;
  const explained = geometry.onZ.outcome;
  if (rows === null) {
    const total = squaredLength(explained) + geometry.outcomeRest;
    return chi2Test("stockWrightS", hypothesis, (design.rows.length * squaredLength(explained)) / total, m);
  }
  const factor = momentFactor(momentCovariance(rows.scores([[rows.instruments, rows.outcome]]), equation, choice));
  if (factor === null) return noTest("stockWrightS", hypothesis, SINGULAR);
  return chi2Test("stockWrightS", hypothesis, squaredLength(whiten(factor, explained)), m);
}

/**
 * Tests that the endogenous variables are exogenous after all. Wu and Hausman's: first-stage residuals added to the equation are zero, under the
 * errors of the model (so it is robust where they are). And where errors are not iid the C test: the gain in Hansen's J from taking each of
 * them as its own instrument.
 */
export function endogeneityTests(equation: Equation, choice: ErrorChoice, rows: PartialledRows | null): Test[] {
  const tests = [wuHausman(equation, choice, rows)];
  if (rows !== null) {
    const names = equation.endogenous.names;
    for (const [j, name] of names.entries()) tests.push(exogeneity(equation, choice, rows, [j], `exogeneity(${name})`));
    if (names.length > 1) tests.push(exogeneity(equation, choice, rows, allOf(names.length), "exogeneity"));
  }
  return tests;
}

function wuHausman(equation: Equation, choice: ErrorChoice, rows: PartialledRows | null): Test {
  const { geometry, endogenous, exogenous } = equation;
  const { onZ, rest, restOutcome, outcomeRest } = geometry;
  const p = endogenous.names.length;
  const name = rows === null ? "wuHausman" : "wuHausmanRobust";
  const hypothesis = `${endogenous.names.join(", ")} ${p === 1 ? "is" : "are"} exogenous`;
  const restFactor = cholesky(rest);
  if (restFactor === null) return noTest(name, hypothesis, "the instruments explain an endogenous variable completely");
  const total = crossProduct(onZ.endogenous);
  for (let i = 0; i < total.data.length; i++) total.data[i]! += rest.data[i]!;
  // In the regression on Y and its first-stage residuals V, coefficients on V are what V alone gives less what the fitted part gives.
  const onFitted = solveLeastSquares(pivotedQr(onZ.endogenous, 0), onZ.outcome);
  const onRest = multiplyVector(choleskyInverse(restFactor), restOutcome);
  const difference = onRest.map((value, j) => value - onFitted[j]!);
  // V freed of Y: V - Y (Y'Y)^-1 Y'V, and its inner products E - E (Y'Y)^-1 E.
  const totalInverse = choleskyInverse(cholesky(total)!);
  const share = multiply(totalInverse, rest);
  const inner = multiply(rest, share);
  const own = { ...rest, data: rest.data.map((value, i) => value - inner.data[i]!) };
  const factor = cholesky(own);
  if (factor === null) return noTest(name, hypothesis, "the instruments explain too little to tell the two apart");
  const squares =
    squaredLength(residualsOf(onZ.outcome, onZ.endogenous, onFitted)) +
    outcomeRest -
    restOutcome.reduce((sum, value, j) => sum + value * onRest[j]!, 0);
  // On orthonormal columns: L' (coefficients), rows V L^-T.
  const coefficients = multiplyVector(transpose(factor), difference);
  let scores: MadeScores | null = null;
  if (rows !== null) {
    const fitted = residualsOf(rows.outcome, rows.endogenous, onFitted);
    const residuals = residualsOf(fitted, rows.endogenousRest, difference);
    const shared = multiply(rows.endogenous, share);
    const freed = { ...rows.endogenousRest, data: rows.endogenousRest.data.map((value, i) => value - shared.data[i]!) };
    scores = rows.scores([[multiply(freed, inverseUpper(transpose(factor))), residuals]]);
  }
  const regressors = exogenous.names.length + 2 * p;
  const test = auxiliary(equation, choice, coefficients, scores, squares, regressors);
  return waldTest(name, hypothesis, test.coefficients, test.vcov.matrix, test.df);
}

/** The C statistic that some endogenous variables may serve as their own instruments, robust as the errors are (Hayashi 2000, 3.6). */
function exogeneity(equation: Equation, choice: ErrorChoice, rows: PartialledRows, chosen: readonly number[], name: string): Test {
  const { geometry, endogenous, excluded } = equation;
  const { onZ, rest, restOutcome } = geometry;
  const m = excluded.names.length;
  const q = chosen.length;
  const hypothesis = `${chosen.map((j) => endogenous.names[j]!).join(", ")} ${q === 1 ? "is" : "are"} exogenous`;
  const total = crossProduct(onZ.endogenous);
  for (let i = 0; i < total.data.length; i++) total.data[i]! += rest.data[i]!;
  // Moments of the instruments and of the variables taken as exogenous.
  const p = endogenous.names.length;
  const stackedMoments = (onInstruments: Float64Array, own: (j: number) => number): Float64Array =>
    Float64Array.of(...onInstruments, ...chosen.map(own));
  const explained = transposeMultiply(onZ.endogenous, { rows: m, cols: 1, data: onZ.outcome }).data;
  const outcome = stackedMoments(onZ.outcome, (j) => explained[j]! + restOutcome[j]!);
  const regressors = fromColumns(endogenous.names.map((_, k) => stackedMoments(column(onZ.endogenous, k), (j) => total.data[j + k * p]!)));
  const gram = zeros(m + q, m + q);
  for (let i = 0; i < m; i++) gram.data[i * (m + q + 1)] = 1;
  chosen.forEach((j, at) => {
    for (let i = 0; i < m; i++) gram.data[i + (m + at) * (m + q)] = gram.data[m + at + i * (m + q)] = onZ.endogenous.data[i + j * m]!;
    chosen.forEach((k, other) => {
      gram.data[m + at + (m + other) * (m + q)] = total.data[j + k * p]!;
    });
  });
  const first = smallest({ outcome, endogenous: regressors, covariance: gram }, allOf(m + q));
  if (first === null) return noTest(name, hypothesis, "the instruments explain an endogenous variable completely");
  const residuals = residualsOf(rows.outcome, rows.endogenous, first.coefficients);
  const instruments = fromColumns([...columnsOf(rows.instruments), ...chosen.map((j) => column(rows.endogenous, j))]);
  const covariance = momentCovariance(rows.scores([[instruments, residuals]]), equation, choice);
  const conditions = { outcome, endogenous: regressors, covariance };
  const large = smallest(conditions, allOf(m + q));
  const small = smallest(conditions, allOf(m));
  if (large === null || small === null) return noTest(name, hypothesis, SINGULAR);
  return chi2Test(name, hypothesis, Math.max(0, large.value - small.value), q);
}

function allOf(count: number): number[] {
  return Array.from({ length: count }, (_, j) => j);
}

function scaledIdentity(size: number, value: number): Matrix {
  const out = zeros(size, size);
  for (let i = 0; i < size; i++) out.data[i * (size + 1)] = value;
  return out;
}
