import { exp, log } from "../elementary.js";
import { chi2Quantile } from "./chi2.js";
import { gammaLn } from "./gammaLn.js";
import { gammaTails } from "./incompleteGamma.js";

/** Terms of the Poisson mixture below this share of the sum are left out. */
const NEGLIGIBLE = 1e-17;

/**
 * P(X > x) for a noncentral chi-squared variable with df > 0 and noncentrality >= 0: the Poisson mixture of central tails, summed from its
 * largest weight outwards (Benton and Krishnamoorthy 2003).
 */
export function noncentralChi2Upper(x: number, df: number, noncentrality: number): number {
  return x <= 0 ? 1 : mixture(x, df, noncentrality, "upper");
}

/** P(X <= x); see `noncentralChi2Upper`. */
export function noncentralChi2Cdf(x: number, df: number, noncentrality: number): number {
  return x <= 0 ? 0 : mixture(x, df, noncentrality, "lower");
}

/**
 * The x with P(X <= x) = p: false position (Illinois) on the logarithm of the smaller tail, which is nearly straight, until two estimates agree.
 */
export function noncentralChi2Quantile(p: number, df: number, noncentrality: number): number {
  if (!(p > 0 && p < 1)) return p === 0 ? 0 : p === 1 ? Number.POSITIVE_INFINITY : Number.NaN;
  const side = p < 0.5 ? -1 : 1;
  const target = log(p < 0.5 ? p : 1 - p);
  // Negative below the quantile, positive above it.
  const miss = (x: number): number => {
    const tail = side === 1 ? noncentralChi2Upper(x, df, noncentrality) : noncentralChi2Cdf(x, df, noncentrality);
    return tail > 0 ? side * (target - log(tail)) : side * Number.MAX_VALUE;
  };
  let low = 0;
  let high = chi2Quantile(p, df) + noncentrality;
  let above = miss(high);
  while (!(above > 0)) {
    low = high;
    high = 2 * high + 1;
    above = miss(high);
  }
  let below = low === 0 ? -1 : miss(low);
  let kept = 0;
  for (let round = 0; round < 200; round++) {
    const straight = high - (above * (high - low)) / (above - below);
    // Bisection where the line says nothing (a tail that underflowed, an end without a value).
    const next = low > 0 && straight > low && straight < high && round % 8 !== 7 ? straight : low + (high - low) / 2;
    const value = miss(next);
    if (next <= low || next >= high || Math.abs(high - low) <= 4 * Number.EPSILON * high) return next;
    if (value > 0) {
      high = next;
      above = value;
      if (kept === 1) below /= 2;
      kept = 1;
    } else {
      low = next;
      below = value;
      if (kept === -1) above /= 2;
      kept = -1;
    }
    if (value === 0) return next;
  }
  return high;
}

/**
 * Neighbouring tails differ by one density: Q(a + 1) = Q(a) + d(a), P(a) = P(a + 1) + d(a), d(a) = x^a e^-x / Gamma(a + 1). So upper tails are
 * summed upwards and lower tails downwards, with positive terms only and one incomplete gamma function in all.
 */
function mixture(x: number, df: number, noncentrality: number, side: "lower" | "upper"): number {
  if (noncentrality === 0) return gammaTails(df / 2, x / 2)[side];
  const half = noncentrality / 2;
  const y = x / 2;
  const step = side === "upper" ? 1 : -1;
  const start = outermost(half, -step);
  let j = start;
  let weight = exp(j * log(half) - half - gammaLn(j + 1));
  let shape = df / 2 + j;
  let tail = gammaTails(shape, y)[side];
  let density = exp((side === "upper" ? shape : shape - 1) * log(y) - y - gammaLn(side === "upper" ? shape + 1 : shape));
  let total = 0;
  for (;;) {
    total += weight * tail;
    const beyondCentre = step * (j - half) > 0;
    if ((beyondCentre && weight <= NEGLIGIBLE * total) || (step === -1 && j === 0)) return total;
    tail += density;
    if (step === 1) {
      shape++;
      j++;
      density *= y / shape;
      weight *= half / j;
    } else {
      shape--;
      density *= shape / y;
      weight *= j / half;
      j--;
    }
  }
}

/** The index beyond the centre of the Poisson weights, on one side, past which they are negligible beside the largest. */
function outermost(half: number, side: number): number {
  let j = Math.floor(half);
  for (let relative = 1; relative > NEGLIGIBLE * 1e-3; ) {
    if (side === 1) relative *= half / ++j;
    else if (j === 0) return 0;
    else relative *= j-- / half;
  }
  return j;
}
