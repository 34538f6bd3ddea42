import {
  cholesky,
  column,
  crossProduct,
  identity,
  type Matrix,
  multiply,
  multiplyVector,
  symmetricEigen,
  takeColumns,
  transpose,
  transposeMultiply,
  transposeMultiplyVector,
} from "../../numerics/main.js";
import type { Test } from "../../results/main.js";
import type { ErrorChoice } from "../inference.js";
import { chi2Test, noTest, waldTest } from "../tests.js";
import { momentCovariance, type PartialledRows, scaledMeat } from "./auxiliary.js";
import type { Equation } from "./equation.js";
import { momentFactor, squaredLength, whiten, whitenColumns } from "./estimate.js";
import { stockYogo } from "./stockYogo.js";

/**
 * Tests of identification and of its strength. Under iid errors: Anderson's canonical correlation test and the Cragg-Donald F with the
 * critical values of Stock and Yogo (2005). Otherwise: the rk tests of Kleibergen and Paap (2006), with Cragg-Donald beside and without
 * critical values, which hold under iid errors only.
 */
export function identificationTests(equation: Equation, choice: ErrorChoice, rows: PartialledRows | null, liml: boolean): Test[] {
  const p = equation.endogenous.names.length;
  const m = equation.excluded.names.length;
  const hypothesis =
    p === 1 ? "the instruments do not move the endogenous variable" : `the instruments move fewer than ${p} endogenous variables apart`;
  const root = smallestExplained(equation);
  if (root === null) {
    const reason = "the instruments explain an endogenous variable completely";
    return [noTest("underidentification", hypothesis, reason), noTest("craggDonaldF", hypothesis, reason)];
  }
  const free = equation.design.rows.length - equation.exogenous.names.length - m - equation.effectsRank;
  const craggDonald: Test = {
    name: "craggDonaldF",
    null: hypothesis,
    statistic: (root * free) / m,
    distribution: null,
    pValue: null,
    reason: rows === null ? "read it against the critical values" : "it has no critical values unless errors are iid",
    ...(rows === null ? { criticalValues: stockYogo(p, m, liml) } : {}),
  };
  if (rows === null) {
    const anderson = (equation.design.rows.length * root) / (1 + root);
    return [chi2Test("andersonCanonicalCorrelation", hypothesis, anderson, m - p + 1), craggDonald];
  }
  return [...kleibergenPaap(equation, choice, rows, hypothesis), craggDonald];
}

/** The smallest root of what the instruments explain against what they leave; null where nothing is left. */
function smallestExplained({ geometry }: Equation): number | null {
  const factor = cholesky(geometry.rest);
  if (factor === null) return null;
  const whitened = whitenColumns(factor, transpose(geometry.onZ.endogenous));
  const { values } = symmetricEigen(transposeMultiply(transpose(whitened), transpose(whitened)));
  return Math.max(0, values[0]!);
}

/**
 * The rk statistics: whether the smallest canonical correlation of endogenous variables and instruments is zero. The combination of endogenous
 * variables that the instruments move least is tested against the directions of the instruments that do not serve the others; as a Lagrange
 * multiplier test with its own scores, as a Wald test with first-stage residuals.
 */
function kleibergenPaap(equation: Equation, choice: ErrorChoice, rows: PartialledRows, hypothesis: string): Test[] {
  const { onZ, rest } = equation.geometry;
  const p = rest.rows;
  const m = equation.excluded.names.length;
  const d = onZ.endogenous;
  const total = crossProduct(d);
  for (let i = 0; i < total.data.length; i++) total.data[i]! += rest.data[i]!;
  const factor = cholesky(total);
  if (factor === null) return [noTest("kleibergenPaapLm", hypothesis, "the endogenous variables are collinear")];
  // Theta = D L^-T, its right singular vectors from Theta'Theta.
  const theta = transpose(whitenColumns(factor, transpose(d)));
  const { vectors } = symmetricEigen(crossProduct(theta));
  const weakest = column(vectors, 0);
  const combination = backSolve(factor, weakest);
  const directions = complement(
    multiply(
      theta,
      takeColumns(
        vectors,
        Array.from({ length: p - 1 }, (_, k) => k + 1),
      ),
    ),
    m,
  );
  const moved = transposeMultiplyVector(directions, multiplyVector(d, combination));
  const along = multiply(rows.instruments, directions);
  const lm = momentCovariance(rows.scores([[along, multiplyVector(rows.endogenous, combination)]]), equation, choice);
  const wald = scaledMeat(
    equation,
    choice,
    rows.scores([[along, multiplyVector(rows.endogenousRest, combination)]]),
    equation.exogenous.names.length + m,
  );
  const lmFactor = momentFactor(lm);
  const lmTest =
    lmFactor === null
      ? noTest("kleibergenPaapLm", hypothesis, "the covariance of the moments is singular (more instruments than clusters or periods)")
      : chi2Test("kleibergenPaapLm", hypothesis, squaredLength(whiten(lmFactor, moved)), m - p + 1);
  const waldStatistic = waldTest("kleibergenPaapF", hypothesis, moved, wald.matrix, wald.df);
  const f: Test =
    waldStatistic.statistic === null
      ? { ...noTest("kleibergenPaapF", hypothesis, waldStatistic.reason!) }
      : {
          name: "kleibergenPaapF",
          null: hypothesis,
          statistic: (waldStatistic.statistic * (m - p + 1)) / m,
          distribution: null,
          pValue: null,
          reason: "no critical values exist for it under these errors; with one endogenous variable read the effective F",
        };
  return [lmTest, f];
}

/** An orthonormal basis of what is orthogonal to the columns of a (a has full column rank), in `size` dimensions. */
function complement(a: Matrix, size: number): Matrix {
  if (a.cols === 0) return identity(size);
  const factor = cholesky(crossProduct(a))!;
  const basis = whitenColumns(factor, transpose(a));
  const projection = transposeMultiply(basis, basis);
  const { vectors } = symmetricEigen(projection);
  return takeColumns(
    vectors,
    Array.from({ length: size - a.cols }, (_, k) => k),
  );
}

/** L^-T v. */
function backSolve(factor: Matrix, v: Float64Array): Float64Array {
  const n = factor.rows;
  const out = v.slice();
  for (let j = n - 1; j >= 0; j--) {
    for (let i = j + 1; i < n; i++) out[j]! -= factor.data[i + j * n]! * out[i]!;
    out[j]! /= factor.data[j * (n + 1)]!;
  }
  return out;
}
