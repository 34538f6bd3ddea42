import { cholesky, choleskySolve, type Matrix, zeros } from "../../numerics/main.js";
import { bilinear, type Split } from "./eventStudy.js";
import { foldedQuantile, foldedQuantileSlope } from "./foldedNormal.js";

/** A fixed-length interval: its centre is a linear form of the event study, its half length does not depend on the estimates. */
export interface FixedLength {
  estimate: number;
  halfLength: number;
  /** Largest bias over all violations allowed, and the error. */
  bias: number;
  stdError: number;
  /** Weight of each lead, nearest first. */
  leadWeights: Float64Array;
}

/**
 * The shortest fixed-length interval for the effect when the violation of parallel trends may bend by at most `bound` from one period to
 * the next: |(d(t+1) - d(t)) - (d(t) - d(t-1))| <= bound (Rambachan and Roth 2023, Review of Economic Studies 90, section 3.1; Armstrong
 * and Kolesar 2018). With `bound` 0 it is the interval after a linear extrapolation of the leads.
 *
 * Any straight violation must cancel, so the weights of the leads are free only in their second sums c_1..c_{p-1}, and the worst bias is
 * bound x (what the lags fix + sum |c_j|). Error against bias is then the path of a lasso in c, exact from corner to corner; along it the
 * half length is minimised. Returns null where the covariance of the leads cannot be inverted.
 */
export function smoothnessInterval(split: Split, bound: number, level: number): FixedLength | null {
  const problem = lassoOf(split);
  const { fixedBias, size } = problem;
  const half = (absolute: number, stdError: number) => {
    const bias = bound * (fixedBias + absolute);
    const quantile = foldedQuantile(level, bias / stdError);
    return { bias, stdError, quantile };
  };
  // Where the half length stops falling: the penalty equals bound x error x (its growth with bias) / (its growth with error).
  const excess = (free: Float64Array, penalty: number): number => {
    const { bias, stdError, quantile } = half(sumAbsolute(free), Math.sqrt(problem.variance(free)));
    const slope = foldedQuantileSlope(quantile, bias / stdError);
    return (bound * stdError * slope) / (quantile - (bias / stdError) * slope) - penalty;
  };
  const free = size === 0 ? new Float64Array(0) : bestOnPath(problem, excess);
  if (free === null) return null;
  const variance = problem.variance(free);
  if (!(variance > 0)) return null;
  const { bias, stdError, quantile } = half(sumAbsolute(free), Math.sqrt(variance));
  const form = problem.form(free);
  return {
    estimate: form.reduce((sum, w, j) => sum + w * split.estimates[j]!, 0),
    halfLength: stdError * quantile,
    bias,
    stdError,
    leadWeights: form.slice(0, split.leads),
  };
}

/** The variance of the linear form as a quadratic in its free second sums: c'Qc + 2 q'c + constant. */
interface Lasso {
  size: number;
  quadratic: Matrix;
  linear: Float64Array;
  /** Bias per unit of `bound` that the weights of the lags fix. */
  fixedBias: number;
  /** Weights of leads and lags that belong to the free sums. */
  form: (free: Float64Array) => Float64Array;
  variance: (free: Float64Array) => number;
}

function lassoOf({ leads, lags, covariance, weights }: Split): Lasso {
  // Second sums of the lags' weights; the first, sum of t x weight, is what the leads must cancel.
  let fixedBias = 0;
  for (let s = 0; s < lags; s++) {
    let sum = 0;
    for (let t = s + 1; t <= lags; t++) sum += (t - s) * weights[t - 1]!;
    fixedBias += Math.abs(sum);
  }
  const level = weights.reduce((sum, w, t) => sum + (t + 1) * w, 0);
  const size = leads - 1;
  const base = new Float64Array(leads + lags);
  base[0] = level;
  base.set(weights, leads);
  // One unit of the j-th second sum: weights 1, -2, 1 around the j-th lead.
  const directions = Array.from({ length: size }, (_, j) => {
    const v = new Float64Array(leads + lags);
    v[j + 1] = 1;
    v[j] = -2;
    if (j > 0) v[j - 1] = 1;
    return v;
  });
  const quadratic = zeros(size, size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) quadratic.data[i + j * size] = bilinear(directions[i]!, covariance, directions[j]!);
  const linear = Float64Array.from(directions, (d) => bilinear(d, covariance, base));
  const form = (free: Float64Array): Float64Array => {
    const v = base.slice();
    free.forEach((c, j) => {
      for (let i = 0; i < leads; i++) v[i]! += c * directions[j]![i]!;
    });
    return v;
  };
  const variance = (free: Float64Array): number => {
    const v = form(free);
    return bilinear(v, covariance, v);
  };
  return { size, quadratic, linear, fixedBias, form, variance };
}

/**
 * Walks the lasso path min c'Qc / 2 + q'c + penalty |c|_1 from the penalty at which nothing is free down to zero, one corner at a time, to
 * the point where `excess` changes sign. Null where a block of Q cannot be inverted.
 */
function bestOnPath({ size, quadratic, linear }: Lasso, excess: (free: Float64Array, penalty: number) => number): Float64Array | null {
  let free: Float64Array = new Float64Array(size);
  let penalty = linear.reduce((most, q) => Math.max(most, Math.abs(q)), 0);
  if (excess(free, penalty) >= 0) return free;
  const signs = new Int8Array(size);
  const first = linear.findIndex((q) => Math.abs(q) === penalty);
  signs[first] = linear[first]! > 0 ? -1 : 1;
  for (let corner = 0; corner < 50 * size + 50; corner++) {
    const active = Array.from(signs.keys()).filter((j) => signs[j] !== 0);
    const line = activeLine(quadratic, linear, signs, active);
    if (line === null) return null;
    const at = (p: number): Float64Array => {
      const c = new Float64Array(size);
      active.forEach((j, i) => {
        c[j] = line.intercept[i]! - p * line.slope[i]!;
      });
      return c;
    };
    const next = nextCorner(quadratic, linear, signs, active, line, penalty);
    if (excess(at(next.penalty), next.penalty) >= 0 || next.penalty === 0) return bisect(at, excess, next.penalty, penalty);
    penalty = next.penalty;
    free = at(penalty);
    signs[next.index] = next.joins;
  }
  return free;
}

/** On a segment the active sums are intercept - penalty x slope. */
interface Line {
  intercept: Float64Array;
  slope: Float64Array;
}

function activeLine(quadratic: Matrix, linear: Float64Array, signs: Int8Array, active: readonly number[]): Line | null {
  const block = zeros(active.length, active.length);
  active.forEach((row, i) => {
    active.forEach((col, j) => {
      block.data[i + j * active.length] = quadratic.data[row + col * quadratic.rows]!;
    });
  });
  const factor = cholesky(block);
  if (factor === null) return null;
  return {
    intercept: choleskySolve(
      factor,
      Float64Array.from(active, (j) => -linear[j]!),
    ),
    slope: choleskySolve(
      factor,
      Float64Array.from(active, (j) => signs[j]!),
    ),
  };
}

/** The largest penalty below the present one at which a sum joins (its gradient reaches the penalty) or leaves (it reaches zero). */
function nextCorner(
  quadratic: Matrix,
  linear: Float64Array,
  signs: Int8Array,
  active: readonly number[],
  line: Line,
  penalty: number,
): { penalty: number; index: number; joins: -1 | 0 | 1 } {
  let best: { penalty: number; index: number; joins: -1 | 0 | 1 } = { penalty: 0, index: 0, joins: 0 };
  const offer = (p: number, index: number, joins: -1 | 0 | 1) => {
    if (p < penalty * (1 - 1e-12) && p > best.penalty) best = { penalty: p, index, joins };
  };
  active.forEach((j, i) => {
    offer(line.intercept[i]! / line.slope[i]!, j, 0);
  });
  for (let j = 0; j < linear.length; j++) {
    if (signs[j] !== 0) continue;
    let gradient = linear[j]!;
    let slope = 0;
    active.forEach((k, i) => {
      const q = quadratic.data[j + k * quadratic.rows]!;
      gradient += q * line.intercept[i]!;
      slope += q * line.slope[i]!;
    });
    // The gradient is gradient - p x slope; it joins with the sign against it.
    offer(gradient / (1 + slope), j, -1);
    offer(-gradient / (1 - slope), j, 1);
  }
  return best;
}

function bisect(
  at: (penalty: number) => Float64Array,
  excess: (free: Float64Array, penalty: number) => number,
  from: number,
  to: number,
): Float64Array {
  let low = from;
  let high = to;
  for (let step = 0; step < 80 && high - low > 1e-15 * high; step++) {
    const middle = (low + high) / 2;
    if (excess(at(middle), middle) >= 0) low = middle;
    else high = middle;
  }
  return at(low);
}

function sumAbsolute(values: Float64Array): number {
  return values.reduce((sum, v) => sum + Math.abs(v), 0);
}
