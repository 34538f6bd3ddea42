import { exactly, quotient, twoProduct } from "../doubleDouble.js";
import { chi2Cdf, chi2Quantile, chi2Upper } from "./chi2.js";
import { betaTails, inverseBetaOdds } from "./incompleteBeta.js";
import type { Tails } from "./incompleteGamma.js";

/** P(X <= x) for an F variable with df1 and df2 degrees of freedom, any positive real numbers or Infinity. */
export function fCdf(x: number, df1: number, df2: number): number {
  return fTails(x, df1, df2).lower;
}

/** P(X > x), the p-value of an F test; accurate however small. */
export function fUpper(x: number, df1: number, df2: number): number {
  return fTails(x, df1, df2).upper;
}

function fTails(x: number, df1: number, df2: number): Tails {
  if (x <= 0) return { lower: 0, upper: 1 };
  if (df1 === Number.POSITIVE_INFINITY && df2 === Number.POSITIVE_INFINITY) return x < 1 ? { lower: 0, upper: 1 } : { lower: 1, upper: 0 };
  if (df2 === Number.POSITIVE_INFINITY) return { lower: chi2Cdf(x * df1, df1), upper: chi2Upper(x * df1, df1) };
  if (df1 === Number.POSITIVE_INFINITY) return { lower: chi2Upper(df2 / x, df2), upper: chi2Cdf(df2 / x, df2) };
  if (x === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0 };
  // Outside of this range the product of x and df1 may leave that of double-double; the odds need no second half there.
  if (x < 1e-150 || x > 1e150) return betaTails(df1 / 2, df2 / 2, exactly((x / df2) * df1));
  return betaTails(df1 / 2, df2 / 2, quotient(twoProduct(x, df1), exactly(df2)));
}

/** The x with P(X <= x) = p. */
export function fQuantile(p: number, df1: number, df2: number): number {
  if (df2 === Number.POSITIVE_INFINITY) return df1 === Number.POSITIVE_INFINITY ? 1 : chi2Quantile(p, df1) / df1;
  if (df1 === Number.POSITIVE_INFINITY) return df2 / chi2Quantile(1 - p, df2);
  return (inverseBetaOdds(df1 / 2, df2 / 2, p, -1) * df2) / df1;
}
