import { exp, pow } from "../../numerics/elementary.js";
import { quantileOfSorted } from "../../numerics/quantile.js";
import { rootBetween } from "../../numerics/root.js";
import { mean, variance } from "../../numerics/sums.js";

/** Rules for the bandwidth of a Gaussian kernel, as R's bw.nrd0, bw.nrd and bw.SJ(method = "ste"). */
export const bandwidthRules = ["silverman", "scott", "sheatherJones"] as const;
export type BandwidthRule = (typeof bandwidthRules)[number];

/**
 * The bandwidth of a rule for at least two values; null where they are all equal, and under `sheatherJones` where the values are so tied that
 * its equation has no solution.
 * - silverman: 0.9 min(sd, IQR/1.34) n^(-1/5), Silverman (1986, p. 48); the sd alone where the quartiles coincide
 * - scott: 1.06 min(sd, IQR/1.34) n^(-1/5), Scott (1992)
 * - sheatherJones: the solve-the-equation rule of Sheather and Jones (1991, JRSS B 53(3), 683-690), over all pairs of values, not binned
 */
export function bandwidthOf(values: Float64Array, rule: BandwidthRule): number | null {
  const ascending = values.slice().sort();
  const n = ascending.length;
  const sd = Math.sqrt(variance(centred(ascending)));
  if (!(sd > 0)) return null;
  const range = quantileOfSorted(ascending, 0.75) - quantileOfSorted(ascending, 0.25);
  if (rule === "sheatherJones") return sheatherJones(ascending, range > 0 ? Math.min(sd, range / 1.349) : sd);
  const spread = range > 0 ? Math.min(sd, range / 1.34) : sd;
  return (rule === "silverman" ? 0.9 : 1.06) * spread * pow(n, -0.2);
}

function centred(values: Float64Array): Float64Array {
  const middle = mean(values);
  return values.map((v) => v - middle);
}

/** Beyond this many bandwidths a pair adds nothing that a double can hold. */
const FAR = 13;
const ROOT_PI = Math.sqrt(Math.PI);
const ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

function sheatherJones(ascending: Float64Array, scale: number): number | null {
  const n = ascending.length;
  // Estimates of the integrals of the squared second and third derivatives of the density.
  const fourth = (h: number) => pairs(ascending, h, (d) => (d - 6) * d + 3, 3) / (n * (n - 1) * power(h, 5) * ROOT_TWO_PI);
  const sixth = (h: number) => pairs(ascending, h, (d) => ((d - 15) * d + 45) * d - 15, -15) / (n * (n - 1) * power(h, 7) * ROOT_TWO_PI);
  const third = -sixth(1.23 * scale * pow(n, -1 / 9));
  if (!(third > 0)) return null;
  const ratio = 1.357 * pow(fourth(1.24 * scale * pow(n, -1 / 7)) / third, 1 / 7);
  const excess = (h: number) => pow(1 / (2 * ROOT_PI * n) / fourth(ratio * pow(h, 5 / 7)), 0.2) - h;
  let high = 1.144 * scale * pow(n, -0.2);
  let low = 0.1 * high;
  for (let widened = 0; excess(low) * excess(high) > 0; widened++) {
    if (widened === 99) return null;
    if (widened % 2 === 1) high *= 1.2;
    else low /= 1.2;
  }
  return rootBetween(excess, low, high);
}

function power(x: number, k: number): number {
  let made = 1;
  for (let i = 0; i < k; i++) made *= x;
  return made;
}

/** n times the kernel term at distance zero, plus twice the sum over pairs of exp(-d/2) poly(d), d the squared distance in bandwidths. */
function pairs(ascending: Float64Array, h: number, poly: (d: number) => number, atZero: number): number {
  const n = ascending.length;
  let sum = 0;
  for (let i = 0; i < n; i++)
    for (let j = i + 1; j < n; j++) {
      const distance = (ascending[j]! - ascending[i]!) / h;
      if (distance > FAR) break;
      const d = distance * distance;
      sum += exp(-d / 2) * poly(d);
    }
  return 2 * sum + n * atZero;
}
