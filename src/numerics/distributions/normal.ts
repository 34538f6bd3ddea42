import { exp, log } from "../elementary.js";

const inverseSqrtTwoPi = 0.3989422804014327;

/** The standard normal density at x. */
export function normalDensity(x: number): number {
  return inverseSqrtTwoPi * expOfMinusHalfSquare(Math.abs(x));
}

/** P(Z <= x) for a standard normal Z; relative error below 1e-15 also far in the left tail. Cody, Math. Comp. 23 (1969). */
export function normalCdf(x: number): number {
  return x > 0.67448975 ? 1 - tail(x) : x < -0.67448975 ? tail(-x) : 0.5 + centre(x);
}

/** P(Z > x), accurate in the right tail. */
export function normalUpper(x: number): number {
  return normalCdf(-x);
}

// The three ranges and rational approximations of Cody's program anorm.
function centre(x: number): number {
  const y = x * x;
  const top = (((0.06568233791820745 * y + 2.2352520354606837) * y + 161.02823106855587) * y + 1067.6894854603709) * y;
  const bottom = (((y + 47.202581904688245) * y + 976.0985517377767) * y + 10260.932208618979) * y;
  return (x * (top + 18154.98125334356)) / (bottom + 45507.78933502673);
}

const middleTop = [
  1.0765576773720192e-8, 0.39894151208813466, 8.883149794388377, 93.50665613217785, 597.2702763948002, 2494.5375852903726,
  6848.190450536283, 11602.65143764735, 9842.714838383978,
];
const middleBottom = [
  1, 22.266688044328117, 235.387901782625, 1519.3775994075547, 6485.558298266761, 18615.571640885097, 34900.95272114598, 38912.00328609327,
  19685.429676859992,
];
const farTop = [
  0.023073441764940174, 0.215898534057957, 0.12740116116024736, 0.022235277870649807, 0.0014216191932278934, 0.000029112874951168793,
];
const farBottom = [1, 1.284260096144911, 0.4682382124808651, 0.06598813786892856, 0.0037823963320275824, 0.00007297515550839662];

// P(Z > x) for x above 0.67.
function tail(x: number): number {
  if (x > 38.6) return 0;
  if (x <= 5.656854249492381) return (expOfMinusHalfSquare(x) * polynomial(middleTop, x)) / polynomial(middleBottom, x);
  const y = 1 / (x * x);
  const correction = (y * polynomial(farTop, y)) / polynomial(farBottom, y);
  return (expOfMinusHalfSquare(x) * (inverseSqrtTwoPi - correction)) / x;
}

// x^2 loses bits that the exponential would magnify, so it is split: a multiple of 1/16, whose square is exact, and the rest.
function expOfMinusHalfSquare(x: number): number {
  if (!(x < 40)) return x >= 40 ? 0 : Number.NaN;
  const near = Math.trunc(x * 16) / 16;
  return exp(-near * near * 0.5) * exp(-(x - near) * (x + near) * 0.5);
}

/** Horner's rule, the highest power first. */
function polynomial(coefficients: readonly number[], x: number): number {
  let value = 0;
  for (let i = 0; i < coefficients.length; i++) value = value * x + coefficients[i]!;
  return value;
}

const quantileCentreTop = [
  2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946, 1971.5909503065513, 133.14166789178438,
  3.3871328727963665,
];
const quantileCentreBottom = [
  5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751, 687.1870074920579, 42.31333070160091, 1,
];
const quantileMiddleTop = [
  0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045, 5.769497221460691,
  4.630337846156546, 1.4234371107496835,
];
const quantileMiddleBottom = [
  1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851, 1.6763848301838038,
  2.053191626637759, 1,
];
const quantileFarTop = [
  2.0103343992922881e-7, 0.000027115555687434876, 0.0012426609473880784, 0.026532189526576124, 0.29656057182850487, 1.7848265399172913,
  5.463784911164114, 6.657904643501103,
];
const quantileFarBottom = [
  2.0442631033899397e-15, 1.421511758316446e-7, 0.000018463183175100548, 0.0007868691311456133, 0.014875361290850615, 0.1369298809227358,
  0.599832206555888, 1,
];

/** The z with P(Z <= z) = p, relative error about 1e-16; -Infinity at 0, Infinity at 1, NaN outside. Wichura, AS 241 (1988). */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * polynomial(quantileCentreTop, r)) / polynomial(quantileCentreBottom, r);
  }
  const smaller = q < 0 ? p : 1 - p;
  if (smaller === 0) return q < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const r = Math.sqrt(-log(smaller));
  const z =
    r <= 5
      ? polynomial(quantileMiddleTop, r - 1.6) / polynomial(quantileMiddleBottom, r - 1.6)
      : polynomial(quantileFarTop, r - 5) / polynomial(quantileFarBottom, r - 5);
  return q < 0 ? -z : z;
}
