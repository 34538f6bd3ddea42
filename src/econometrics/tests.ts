import { chi2Upper, generalisedInverse, type Matrix, quadraticForm, submatrix, zeros } from "../numerics/main.js";
import type { Test } from "../results/main.js";
import { type Fit, waldPValues } from "./fit.js";

/**
 * Joint test that the named coefficients are zero: W = b'V^-1 b, referred to F(q, df) as W/q with W's chi-squared p beside it.
 * Under clustering df is the number of clusters less one. Where the matrix cannot carry q restrictions (clusters too few), there is no test and
 * the reason says so.
 * @param terms names of coefficients of the fit
 */
export function jointTest(fit: Fit, terms: readonly string[], name = "joint"): Test {
  const positions = terms.map((term) => {
    const at = fit.moments.terms.indexOf(term);
    if (at === -1) throw new Error(`the model has no term ${term}; it has ${fit.moments.terms.join(", ")}`);
    return at;
  });
  const b = Float64Array.from(positions, (j) => fit.moments.coefficients[j]!);
  return waldTest(
    name,
    `${terms.join(", ")} ${terms.length === 1 ? "is" : "are"} zero`,
    b,
    submatrix(fit.covariance, positions),
    fit.vcov.df ?? Number.POSITIVE_INFINITY,
  );
}

/** Wald test that a vector with covariance V is zero. */
export function waldTest(name: string, hypothesis: string, b: Float64Array, v: Matrix, df: number): Test {
  const q = b.length;
  const { inverse, rank } = generalisedInverse(correlationScaled(v), 1e-10);
  if (q === 0 || rank < q) {
    const reason = q === 0 ? "no coefficients to test" : `the covariance matrix has rank ${rank}, the test has ${q} restrictions`;
    return { name, null: hypothesis, statistic: null, distribution: null, pValue: null, waldChi2: null, waldChi2PValue: null, reason };
  }
  const standardised = b.map((value, j) => value / Math.sqrt(v.data[j * (q + 1)]!));
  const wald = quadraticForm(standardised, inverse);
  return waldResult(name, hypothesis, wald, q, df);
}

/** The test of a Wald statistic of q restrictions: as F(q, df) with its chi-squared form beside; chi-squared alone where `df` is infinite. */
export function waldResult(name: string, hypothesis: string, wald: number, q: number, df: number): Test {
  if (df === Number.POSITIVE_INFINITY) return chi2Test(name, hypothesis, wald, q);
  const { f, fPValue, chi2PValue } = waldPValues(wald, q, df);
  return {
    name,
    null: hypothesis,
    statistic: f,
    distribution: `F(${q},${df})`,
    pValue: fPValue,
    waldChi2: wald,
    waldChi2PValue: chi2PValue,
    reason: null,
  };
}

/** A test whose statistic is chi-squared with q degrees of freedom. */
export function chi2Test(name: string, hypothesis: string, statistic: number, q: number): Test {
  return { name, null: hypothesis, statistic, distribution: `chi2(${q})`, pValue: chi2Upper(statistic, q), reason: null };
}

/** A test that cannot be had, and why. */
export function noTest(name: string, hypothesis: string, reason: string): Test {
  return { name, null: hypothesis, statistic: null, distribution: null, pValue: null, reason };
}

/** The matrix with a unit diagonal: its rank does not depend on the units of the regressors. */
function correlationScaled(v: Matrix): Matrix {
  const out = zeros(v.rows, v.cols);
  const sd = Float64Array.from({ length: v.rows }, (_, j) => Math.sqrt(v.data[j * (v.rows + 1)]!));
  for (let j = 0; j < v.cols; j++) {
    for (let i = 0; i < v.rows; i++) {
      const size = sd[i]! * sd[j]!;
      out.data[i + j * v.rows] = size > 0 ? v.data[i + j * v.rows]! / size : 0;
    }
  }
  return out;
}
