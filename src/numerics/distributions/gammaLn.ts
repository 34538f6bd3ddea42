import { add, type DoubleDouble, exactly, logPair, negate, quotient, scaled, times } from "../doubleDouble.js";
import { log, log1p } from "../elementary.js";

const halfLogTwoPi: DoubleDouble = { hi: 0.9189385332046728, lo: -3.878294158067242e-17 };

// B(2k) / (2k (2k - 1)): Stirling's series in odd powers of 1/x.
const stirlingSeries = [
  0.08333333333333333, -0.002777777777777778, 7.936507936507937e-4, -5.952380952380953e-4, 8.417508417508417e-4, -0.0019175269175269176,
  0.00641025641025641, -0.029550653594771242, 0.17964437236883057,
];

// Above this the series, cut where it is, is exact to the last bit.
const seriesFrom = 10;

function stirlingTerms(x: number, first: number): number {
  const square = 1 / (x * x);
  let value = 0;
  for (let k = stirlingSeries.length - 1; k >= first; k--) value = value * square + stirlingSeries[k]!;
  for (let k = 0; k < first; k++) value *= square;
  return value / x;
}

/**
 * What Stirling's formula leaves over: log Gamma(x) - (x - 1/2) log x + x - log(2 pi) / 2 for x > 0. Below 10 by its recurrence,
 * the difference of neighbours being artanh(z) / z - 1 with z = 1 / (2x + 1): positive terms only, so nothing cancels.
 */
export function stirlingError(x: number): number {
  let shifted = 0;
  for (; x < seriesFrom; x++) {
    const z = 1 / (2 * x + 1);
    shifted += z > 0.35 ? (x + 0.5) * log1p(1 / x) - 1 : atanhSeries(z * z);
  }
  return shifted + stirlingTerms(x, 0);
}

// z^2/3 + z^4/5 + ... for z^2 up to 1/8.
function atanhSeries(square: number): number {
  let value = 0;
  for (let n = 35; n >= 3; n -= 2) value = value * square + 1 / n;
  return value * square;
}

/** log Gamma(x) for x > 0 (NaN below, Infinity at 0), relative error below 1e-15 also near its zeros at 1 and 2. */
export function gammaLn(x: number): number {
  if (!(x >= 0)) return Number.NaN;
  if (x === 0 || x === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
  // Beside the zeros the first two terms of the power series: Euler's constant and zeta(2).
  const near = x - 1;
  if (Math.abs(near) < 1e-7) return near * (-0.5772156649015329 + near * 0.8224670334241132);
  const beyond = x - 2;
  if (Math.abs(beyond) < 1e-7) return beyond * (0.42278433509846713 + beyond * 0.3224670334241132);
  // Around its zeros the logarithms cancel, which takes double-double.
  if (x > 0.4 && x < 4) return gammaLnPair(x).hi;
  return (x - 0.5) * log(x) - x + halfLogTwoPi.hi + stirlingError(x);
}

// Shifts x up to where Stirling's series holds and takes the factors off again, in double-double.
function gammaLnPair(x: number): DoubleDouble {
  let z = exactly(x);
  let factors = exactly(1);
  while (z.hi < 2 * seriesFrom) {
    factors = times(factors, z);
    z = add(z, exactly(1));
  }
  const stirling = add(times(add(z, exactly(-0.5)), logPair(z)), add(negate(z), halfLogTwoPi));
  const series = add(quotient(exactly(1), scaled(z, 12)), exactly(stirlingTerms(z.hi, 1)));
  return add(add(stirling, series), negate(logPair(factors)));
}

/** log B(a, b) = log Gamma(a) + log Gamma(b) - log Gamma(a + b) for a, b > 0, relative error about 1e-15 (absolute where B is near 1). */
export function betaLn(a: number, b: number): number {
  // B = sqrt(2 pi (a + b) / (a b)) (a / (a + b))^a (b / (a + b))^b, times the three Stirling errors.
  const n = add(exactly(a), exactly(b));
  const powers = add(scaled(logPair(quotient(exactly(a), n)), a), scaled(logPair(quotient(exactly(b), n)), b));
  const errors = stirlingError(a) + stirlingError(b) - stirlingError(n.hi);
  return add(powers, exactly(halfLogTwoPi.hi + 0.5 * (log(n.hi / a) - log(b)) + errors)).hi;
}
