import { add, type DoubleDouble, exactly, logPair, negate, quotient, scaled } from "../doubleDouble.js";
import { exp, expm1, log1p, pow } from "../elementary.js";
import { stirlingError } from "./gammaLn.js";
import { largestShape, type Tails } from "./incompleteGamma.js";
import { normalQuantile } from "./normal.js";
import { solveTail } from "./solveTail.js";
import { expRemainder, logRemainder, tailIntegral } from "./tailIntegral.js";

/** The regularised incomplete beta function I_x(a, b), a, b > 0, 0 <= x <= 1; relative error about 1e-15 also where it is tiny. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (!(x >= 0 && x <= 1)) return Number.NaN;
  if (x === 1) return 1;
  return betaTails(a, b, quotient(exactly(x), add(exactly(1), exactly(-x)))).lower;
}

/**
 * Both tails of a Beta(a, b) variable at the given odds x / (1 - x), in double-double because in the tails a rounding of the odds is
 * magnified by a + b. The tail on the side of the mean where x lies is computed, the other is its complement.
 */
export function betaTails(a: number, b: number, odds: DoubleDouble): Tails {
  if (!(a > 0 && b > 0 && a < largestShape && b < largestShape && odds.hi >= 0)) return { lower: Number.NaN, upper: Number.NaN };
  // Far out the tails are powers of the odds to all digits, and double-double would underflow or overflow.
  if (odds.hi < 1e-200) {
    const lower = odds.hi === 0 ? 0 : lowerTail(a, b, pointAt(exactly(1e-200))) * pow(odds.hi / 1e-200, a);
    return { lower, upper: 1 - lower };
  }
  if (odds.hi > 1e200) {
    const upper = odds.hi === Number.POSITIVE_INFINITY ? 0 : lowerTail(b, a, pointAt(exactly(1e-200))) * pow(1e200 / odds.hi, b);
    return { lower: 1 - upper, upper };
  }
  const point = pointAt(odds);
  if (odds.hi * b <= a) {
    const lower = lowerTail(a, b, point);
    return { lower, upper: 1 - lower };
  }
  const upper = lowerTail(b, a, mirrored(point));
  return { lower: 1 - upper, upper };
}

/** x and y = 1 - x, both to 32 digits. */
interface Point {
  x: DoubleDouble;
  y: DoubleDouble;
}

function pointAt(odds: DoubleDouble): Point {
  const whole = add(odds, exactly(1));
  return { x: quotient(odds, whole), y: quotient(exactly(1), whole) };
}

function mirrored(point: Point): Point {
  return { x: point.y, y: point.x };
}

// I_x(a, b) for x up to about the mean. Below shape 1 the tail on the log-odds scale is long;
// I(a) = x^a y^b / (a B(a, b)) + I(a + 1) has only positive terms.
function lowerTail(a: number, b: number, point: Point): number {
  if (a < 1) return logOddsDensity(a, b, point) / a + lowerTail(a + 1, b, point);
  return logOddsDensity(a, b, point) * lowerIntegral(a, b, point);
}

/**
 * With t the point whose log odds lie s below those of x, t^a (1 - t)^b relative to its value at x is
 * e^(-a s) (y + x e^-s)^-(a + b). Its logarithm is written so that nothing cancels: around the smaller of x and y.
 */
function lowerIntegral(a: number, b: number, { x: xPair, y: yPair }: Point): number {
  const n = a + b;
  const x = xPair.hi;
  const y = yPair.hi;
  const slope = Math.max(add(scaled(yPair, a), negate(scaled(xPair, b))).hi, 0);
  const exponent =
    x <= 0.5
      ? (s: number) => {
          const e = expm1(-s);
          if (s > 0.5) return -a * s - n * log1p(x * e);
          return -slope * s - n * (logRemainder(x * e) + x * expRemainder(-s));
        }
      : (s: number) => {
          const e = expm1(s);
          if (s > 0.5 || y * e > 0.5) return b * s - n * log1p(y * e);
          return -slope * s - n * (logRemainder(y * e) + y * expRemainder(s));
        };
  return tailIntegral(slope, n * x * y, exponent);
}

/**
 * x^a y^b / B(a, b), the density of the log odds: a log(x n / a) + b log(y n / b), n = a + b, is formed in double-double,
 * what is left of the gamma functions by Stirling's formula is small.
 */
function logOddsDensity(a: number, b: number, { x, y }: Point): number {
  const n = add(exactly(a), exactly(b));
  const fromX = scaled(logPair(quotient(scaledBy(x, n), exactly(a))), a);
  const fromY = scaled(logPair(quotient(scaledBy(y, n), exactly(b))), b);
  const exponent = add(fromX, fromY);
  if (exponent.hi < -750) return 0;
  const errors = stirlingError(n.hi) - stirlingError(a) - stirlingError(b);
  return Math.sqrt(((a / n.hi) * b) / (2 * Math.PI)) * exp(exponent.hi) * exp(exponent.lo + errors);
}

function scaledBy(x: DoubleDouble, n: DoubleDouble): DoubleDouble {
  return add(scaled(x, n.hi), exactly(x.hi * n.lo));
}

/**
 * The odds x / (1 - x) at which the tail of Beta(a, b) on the given side is p (side -1: I_x(a, b) = p, side 1: 1 - I_x = p).
 */
export function inverseBetaOdds(a: number, b: number, p: number, side: 1 | -1): number {
  if (!(a > 0 && b > 0 && a < largestShape && b < largestShape && p >= 0 && p <= 1)) return Number.NaN;
  if (side === 1) return 1 / inverseBetaOdds(b, a, p, -1);
  if (p === 0) return 0;
  if (p === 1) return Number.POSITIVE_INFINITY;
  const centre = a / b;
  const start = centre * exp(normalQuantile(p) * Math.sqrt(1 / a + 1 / b));
  const atMean = lowerTail(a, b, pointAt(quotient(exactly(a), exactly(b))));
  if (p <= atMean) {
    return solveTail(p, -1, centre, start, (odds) => {
      const point = pointAt(exactly(odds));
      return { tail: lowerTail(a, b, point), density: logOddsDensity(a, b, point) };
    });
  }
  return solveTail(1 - p, 1, centre, start, (odds) => {
    const point = mirrored(pointAt(exactly(odds)));
    return { tail: lowerTail(b, a, point), density: logOddsDensity(b, a, point) };
  });
}
