import { gammaTails, inverseIncompleteGamma } from "./incompleteGamma.js";

/** P(X <= x) for a chi-squared variable with df > 0 degrees of freedom (any real number). */
export function chi2Cdf(x: number, df: number): number {
  return x <= 0 ? 0 : gammaTails(df / 2, x / 2).lower;
}

/** P(X > x), the p-value of a chi-squared test; accurate however small. */
export function chi2Upper(x: number, df: number): number {
  return x <= 0 ? 1 : gammaTails(df / 2, x / 2).upper;
}

/** The x with P(X <= x) = p. */
export function chi2Quantile(p: number, df: number): number {
  return 2 * inverseIncompleteGamma(df / 2, p);
}
