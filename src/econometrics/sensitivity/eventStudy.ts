import { problem } from "../../messages/main.js";
import { type Matrix, zeros } from "../../numerics/main.js";

/**
 * An event study of any estimator: coefficients by event time and their covariance, all relative to one reference period. That is all that
 * sensitivity analysis needs; whether it came from a two-way regression or from group-time effects makes no difference.
 */
export interface EventStudy {
  /** Event times without the reference, ascending; with it they must count without a gap. */
  times: readonly number[];
  estimates: Float64Array;
  covariance: Matrix;
  reference: number;
}

/** The leads and lags of an event study apart, and the effect in question as a weighted mean of the lags. */
export interface Split {
  /** Leads, the one nearest the reference first: entry k - 1 lies k periods before it. */
  leads: number;
  /** Lags: entry t - 1 lies t periods after the reference. */
  lags: number;
  /** Leads nearest first, then lags. */
  estimates: Float64Array;
  covariance: Matrix;
  /** Weight of each lag in the effect. */
  weights: Float64Array;
}

/**
 * Puts the leads nearest first and the lags behind them. `weights` are one per lag. Throws POLICY-SENSITIVITY-TIMES where event times leave a gap
 * or one side is empty, and POLICY-SENSITIVITY-WEIGHTS where the weights are not one per lag or are all zero.
 */
export function splitStudy({ times, estimates, covariance, reference }: EventStudy, weights: ArrayLike<number>): Split {
  const before = times.flatMap((t, j) => (t < reference ? [j] : [])).reverse();
  const after = times.flatMap((t, j) => (t > reference ? [j] : []));
  const counts =
    before.every((j, k) => times[j] === reference - 1 - k) && after.every((j, k) => times[j] === reference + 1 + k) && before.length > 0;
  if (!counts || after.length === 0 || before.length + after.length !== times.length)
    throw problem("POLICY-SENSITIVITY-TIMES", { times: [...times], reference });
  const used = Float64Array.from(weights);
  if (used.length !== after.length || !used.some((w) => w !== 0) || used.some((w) => !Number.isFinite(w)))
    throw problem("POLICY-SENSITIVITY-WEIGHTS", { weights: [...used], lags: after.map((j) => times[j]!) });
  const order = [...before, ...after];
  const ordered = zeros(order.length, order.length);
  order.forEach((row, i) => {
    order.forEach((col, j) => {
      ordered.data[i + j * order.length] = covariance.data[row + col * covariance.rows]!;
    });
  });
  return {
    leads: before.length,
    lags: after.length,
    estimates: Float64Array.from(order, (j) => estimates[j]!),
    covariance: ordered,
    weights: used,
  };
}

/** a' S b. */
export function bilinear(a: Float64Array, s: Matrix, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < s.cols; j++) {
    const right = b[j]!;
    if (right === 0) continue;
    let column = 0;
    for (let i = 0; i < s.rows; i++) column += a[i]! * s.data[i + j * s.rows]!;
    sum += column * right;
  }
  return sum;
}
