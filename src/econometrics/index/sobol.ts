import { stream } from "../../numerics/streams.js";
import type { IndexResult } from "../../results/contract.js";

/** Shares of the variance of an output that a factor stands behind: by itself, and in all its interactions, each with its interval. */
export type SobolIndex = Omit<NonNullable<NonNullable<IndexResult["uncertainty"]>["sobol"]>["factors"][number], "factor">;

export interface SobolDesign {
  base: number;
  bootstraps: number;
  seed: number;
}

/** Index of the stream for resampling, far from those of replicates. */
const RESAMPLING = 2 ** 40;

/**
 * First-order and total Sobol indices of `output` over independent uniform factors, from base x (factors + 2) runs: two independent
 * designs A and B, and A with one column of B in turn. First order by Saltelli and others (2010), mean of f(B) (f(AB) - f(A)) over the
 * variance; total by Jansen (1999), mean of (f(A) - f(AB))^2 / 2 over the variance. Intervals are 2.5 and 97.5 percentiles over resampled
 * rows of the design. Row i takes stream i of the seed, so runs do not depend on their order. All indices are 0 where nothing varies.
 */
export function sobolIndices(factors: number, output: (point: readonly number[]) => number, design: SobolDesign): SobolIndex[] {
  const { base, bootstraps, seed } = design;
  const a = new Float64Array(base);
  const b = new Float64Array(base);
  const mixed = Array.from({ length: factors }, () => new Float64Array(base));
  for (let i = 0; i < base; i++) {
    const draws = stream(seed, i);
    const from = Array.from({ length: factors }, () => draws.uniform());
    const other = Array.from({ length: factors }, () => draws.uniform());
    a[i] = output(from);
    b[i] = output(other);
    for (let k = 0; k < factors; k++) mixed[k]![i] = output(from.map((value, j) => (j === k ? other[k]! : value)));
  }
  const everyRow = Int32Array.from({ length: base }, (_, i) => i);
  const point = indicesOf(a, b, mixed, everyRow);
  const resampled = Array.from({ length: bootstraps }, (_, r) => {
    const draws = stream(seed, RESAMPLING + r);
    return indicesOf(
      a,
      b,
      mixed,
      everyRow.map(() => draws.integer(base)),
    );
  });
  return point.map((own, k) => {
    const limits = (of: "first" | "total"): [number, number] => {
      if (bootstraps === 0) return [own[of], own[of]];
      const sorted = Float64Array.from(resampled, (r) => r[k]![of]).sort();
      return [sorted[Math.floor(0.025 * (bootstraps - 1))]!, sorted[Math.ceil(0.975 * (bootstraps - 1))]!];
    };
    const [firstLow, firstHigh] = limits("first");
    const [totalLow, totalHigh] = limits("total");
    return { first: own.first, firstLow, firstHigh, total: own.total, totalLow, totalHigh };
  });
}

function indicesOf(a: Float64Array, b: Float64Array, mixed: readonly Float64Array[], rows: Int32Array): { first: number; total: number }[] {
  let sum = 0;
  for (const i of rows) sum += a[i]! + b[i]!;
  const centre = sum / (2 * rows.length);
  let variance = 0;
  for (const i of rows) variance += (a[i]! - centre) ** 2 + (b[i]! - centre) ** 2;
  variance /= 2 * rows.length;
  return mixed.map((column) => {
    let first = 0;
    let total = 0;
    for (const i of rows) {
      // Centred, the product loses less: the mean of f(AB) - f(A) is zero in expectation.
      first += (b[i]! - centre) * (column[i]! - a[i]!);
      total += (a[i]! - column[i]!) ** 2;
    }
    return variance === 0 ? { first: 0, total: 0 } : { first: first / rows.length / variance, total: total / rows.length / 2 / variance };
  });
}
