import { add, exactly, logPair, quotient, scaled } from "../doubleDouble.js";
import { exp, pow } from "../elementary.js";
import { stirlingError } from "./gammaLn.js";
import { normalQuantile } from "./normal.js";
import { solveTail } from "./solveTail.js";
import { expRemainder, tailIntegral } from "./tailIntegral.js";

/** Both tails of a distribution at a point. */
export interface Tails {
  lower: number;
  upper: number;
}

/** Shapes beyond this are refused (NaN): no data have them, and the exponents would overflow. */
export const largestShape = 1e100;

/** The regularised lower incomplete gamma function P(a, x), a > 0, x >= 0; relative error about 1e-15 also where it is tiny. */
export function incompleteGamma(a: number, x: number): number {
  return gammaTails(a, x).lower;
}

/** The regularised upper incomplete gamma function Q(a, x) = 1 - P(a, x), accurate in its tail. */
export function incompleteGammaUpper(a: number, x: number): number {
  return gammaTails(a, x).upper;
}

/** P and Q at once. The tail on x's own side of the mean is computed, the other is its complement. */
export function gammaTails(a: number, x: number): Tails {
  if (!(a > 0 && a < largestShape && x >= 0)) return { lower: Number.NaN, upper: Number.NaN };
  if (x > 1e200) return { lower: 1, upper: 0 };
  if (x < 1e-200) {
    // Here P is a power of x to all digits, and double-double would underflow.
    const lower = x === 0 ? 0 : lowerTail(a, 1e-200) * pow(x / 1e-200, a);
    return { lower, upper: 1 - lower };
  }
  if (x <= lowerUpTo(a)) {
    const lower = lowerTail(a, x);
    return { lower, upper: 1 - lower };
  }
  const upper = logScaleDensity(a, x) * upperIntegral(a, x);
  return { lower: 1 - upper, upper };
}

// Below shape 1 the upper tail on the log scale is flat over a long way and then falls steeply, which quadrature dislikes.
function lowerUpTo(a: number): number {
  return a < 1 ? 1 : a;
}

function lowerTail(a: number, x: number): number {
  // Below shape 1 the tail on the log scale is long; P(a) = (x^a e^-x / Gamma(a + 1)) + P(a + 1) has only positive terms.
  if (a < 1) return logScaleDensity(a, x) / a + lowerTail(a + 1, x);
  return logScaleDensity(a, x) * lowerIntegral(a, x);
}

function lowerIntegral(a: number, x: number): number {
  return tailIntegral(a - x, x, (s) => (x - a) * s - x * expRemainder(-s));
}

function upperIntegral(a: number, x: number): number {
  return tailIntegral(x - a, x, (s) => (a - x) * s - x * expRemainder(s));
}

/** x^a e^-x / Gamma(a), the density of log X: the exponent a log(x/a) + a - x is formed in double-double. */
function logScaleDensity(a: number, x: number): number {
  const ratio = logPair(quotient(exactly(x), exactly(a)));
  const exponent = add(scaled(ratio, a), add(exactly(a), exactly(-x)));
  if (exponent.hi < -750) return 0;
  return Math.sqrt(a / (2 * Math.PI)) * exp(exponent.hi) * exp(exponent.lo - stirlingError(a));
}

/** The x >= 0 with P(a, x) = p. */
export function inverseIncompleteGamma(a: number, p: number): number {
  if (!(a > 0 && a < largestShape && p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0) return 0;
  if (p === 1) return Number.POSITIVE_INFINITY;
  const centre = lowerUpTo(a);
  const start = a * exp(normalQuantile(p) / Math.sqrt(a));
  if (p <= lowerTail(a, centre)) return solveTail(p, -1, centre, start, (x) => ({ tail: lowerTail(a, x), density: logScaleDensity(a, x) }));
  return solveTail(1 - p, 1, centre, start, (x) => {
    const density = logScaleDensity(a, x);
    return { tail: density * upperIntegral(a, x), density };
  });
}
