import { exp, expm1, log1p } from "../elementary.js";

/**
 * Tail probabilities as (density at the end point) times (integral of the density relative to it), with the variable on the
 * log or log-odds scale. There every gamma and beta density is smooth and log-concave, for shapes small or huge, so one quadrature serves all:
 * the double exponential rule of Takahasi and Mori (1974), s = exp(v - exp(-v)), with equal steps in v.
 */
const nodes: { at: Float64Array; weight: Float64Array } = makeNodes();

function makeNodes() {
  const step = 1 / 16;
  const count = 190;
  const at = new Float64Array(count);
  const weight = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    const v = -3.75 + k * step;
    const shrink = exp(-v);
    at[k] = exp(v - shrink);
    weight[k] = at[k]! * (1 + shrink) * step;
  }
  return { at, weight };
}

/**
 * The integral over s > 0 of exp(exponent(s)), where the exponent starts at 0 with slope -`slope` <= 0 and curvature
 * -`curvature`, and falls without bound.
 */
export function tailIntegral(slope: number, curvature: number, exponent: (s: number) => number): number {
  // The length on which the integrand falls by e, so that the nodes stand where it lives.
  let scale = 2 / (slope + Math.sqrt(slope * slope + 2 * curvature));
  for (let round = 0; round < 3; round++) scale /= Math.sqrt(Math.min(Math.max(-exponent(scale), 0.01), 100));
  let total = 0;
  for (let k = 0; k < nodes.at.length; k++) {
    const value = exp(exponent(scale * nodes.at[k]!));
    total += nodes.weight[k]! * value;
    if (value < 1e-20) break;
  }
  return scale * total;
}

/** exp(s) - 1 - s without cancellation. */
export function expRemainder(s: number): number {
  if (Math.abs(s) > 0.5) return expm1(s) - s;
  let value = 0;
  for (let n = 15; n >= 3; n--) value = (s / n) * (1 + value);
  return s * s * 0.5 * (1 + value);
}

/** log(1 + x) - x without cancellation. */
export function logRemainder(x: number): number {
  if (Math.abs(x) > 0.5) return log1p(x) - x;
  const r = x / (2 + x);
  const square = r * r;
  let series = 0;
  for (let n = 33; n >= 3; n -= 2) series = series * square + 1 / n;
  return r * (2 * square * series - x);
}
