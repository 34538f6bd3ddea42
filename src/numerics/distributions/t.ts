import { exactly, quotient, twoProduct } from "../doubleDouble.js";
import { pow } from "../elementary.js";
import { betaTails, inverseBetaOdds } from "./incompleteBeta.js";
import type { Tails } from "./incompleteGamma.js";
import { normalCdf, normalQuantile, normalUpper } from "./normal.js";

/** P(T <= x) for Student's t with df > 0 degrees of freedom: any real number, Infinity for the normal. */
export function tCdf(x: number, df: number): number {
  if (df === Number.POSITIVE_INFINITY) return normalCdf(x);
  const { lower, upper } = squareTails(x, df);
  return x < 0 ? upper / 2 : 0.5 + lower / 2;
}

/** P(|T| >= |x|), the two-sided p-value; accurate however small. */
export function tTwoSided(x: number, df: number): number {
  if (df === Number.POSITIVE_INFINITY) return 2 * normalUpper(Math.abs(x));
  return squareTails(x, df).upper;
}

// T^2 / df are the odds of a Beta(1/2, df/2) variable.
function squareTails(x: number, df: number): Tails {
  const size = Math.abs(x);
  // Beyond 1e90 the square may overflow; there the tail is a power of x to all digits.
  if (size > 1e90) {
    const upper = squareTails(1e90, df).upper * pow(size / 1e90, -df);
    return { lower: 1 - upper, upper };
  }
  if (size < 1e-90) return { lower: 0, upper: 1 };
  return betaTails(0.5, df / 2, quotient(twoProduct(x, x), exactly(df)));
}

/** The x with P(T <= x) = p. */
export function tQuantile(p: number, df: number): number {
  if (df === Number.POSITIVE_INFINITY) return normalQuantile(p);
  if (p === 0.5) return 0;
  // The outer half of both tails together, or what lies between them: whichever is the smaller determines |x| best.
  const outside = 2 * Math.min(p, 1 - p);
  const odds = outside < 0.5 ? inverseBetaOdds(0.5, df / 2, outside, 1) : inverseBetaOdds(0.5, df / 2, 2 * Math.abs(p - 0.5), -1);
  const size = Math.sqrt(odds * df);
  return p < 0.5 ? -size : size;
}
