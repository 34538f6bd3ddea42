import { log as logarithm } from "./elementary.js";

/**
 * An unevaluated sum hi + lo of two numbers, |lo| at most half a unit in the last place of hi: about 32 digits. Used where plain
 * arithmetic would lose the digits that matter: residuals of refinement, exponents of tail probabilities.
 * Dekker, Numer. Math. 18 (1971); Hida, Li and Bailey, QD library (2001).
 */
export interface DoubleDouble {
  hi: number;
  lo: number;
}

/** a + b without error. */
export function twoSum(a: number, b: number): DoubleDouble {
  const hi = a + b;
  const part = hi - a;
  return { hi, lo: a - (hi - part) + (b - part) };
}

/** a * b without error (for products between 1e-290 and 1e290). */
export function twoProduct(a: number, b: number): DoubleDouble {
  const hi = a * b;
  const aScaled = 134217729 * a;
  const aHigh = aScaled - (aScaled - a);
  const aLow = a - aHigh;
  const bScaled = 134217729 * b;
  const bHigh = bScaled - (bScaled - b);
  const bLow = b - bHigh;
  return { hi, lo: aLow * bLow - (hi - aHigh * bHigh - aLow * bHigh - aHigh * bLow) };
}

function normalised(hi: number, lo: number): DoubleDouble {
  const sum = hi + lo;
  return { hi: sum, lo: lo - (sum - hi) };
}

/** a + b. */
export function add(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const high = twoSum(a.hi, b.hi);
  const low = twoSum(a.lo, b.lo);
  const first = normalised(high.hi, high.lo + low.hi);
  return normalised(first.hi, first.lo + low.lo);
}

/** -a. */
export function negate(a: DoubleDouble): DoubleDouble {
  return { hi: -a.hi, lo: -a.lo };
}

/** a b. */
export function times(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const product = twoProduct(a.hi, b.hi);
  return normalised(product.hi, product.lo + (a.hi * b.lo + a.lo * b.hi));
}

/** a b for a plain number b. */
export function scaled(a: DoubleDouble, b: number): DoubleDouble {
  const product = twoProduct(a.hi, b);
  return normalised(product.hi, product.lo + a.lo * b);
}

/** a / b. */
export function quotient(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const first = a.hi / b.hi;
  const rest = add(a, negate(scaled(b, first)));
  const second = rest.hi / b.hi;
  const last = add(rest, negate(scaled(b, second)));
  const sum = normalised(first, second);
  return normalised(sum.hi, sum.lo + last.hi / b.hi);
}

/** The plain number as a pair. */
export function exactly(a: number): DoubleDouble {
  return { hi: a, lo: 0 };
}

const ln2: DoubleDouble = { hi: Math.LN2, lo: 2.3190468138462996e-17 };

/** exp(a) for a plain number between -600 and 600. */
export function expPair(a: number): DoubleDouble {
  const halvings = Math.round(a / ln2.hi);
  const rest = add(exactly(a), negate(scaled(ln2, halvings)));
  // exp(r) - 1 for r/64 by its series, then (1 + e)^2 - 1 = 2e + e^2 six times: no digit of a small e is lost to the 1.
  const r: DoubleDouble = { hi: rest.hi / 64, lo: rest.lo / 64 };
  let e = r;
  let term = r;
  for (let n = 2; n <= 12; n++) {
    term = quotient(times(term, r), exactly(n));
    e = add(e, term);
  }
  for (let k = 0; k < 6; k++) e = add(scaled(e, 2), times(e, e));
  const whole = add(exactly(1), e);
  const power = 2 ** halvings;
  return { hi: whole.hi * power, lo: whole.lo * power };
}

/** log(a) for a > 0: one step of Newton's method from the plain logarithm, whose error of 1e-16 leaves one of 1e-30 or less. */
export function logPair(a: DoubleDouble): DoubleDouble {
  const start = logarithm(a.hi);
  const z = add(times(a, expPair(-start)), exactly(-1));
  const correction = add(z, exactly(-z.hi * z.hi * (0.5 - z.hi / 3)));
  return add(exactly(start), correction);
}
