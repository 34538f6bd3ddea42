import { normalUpper } from "../../numerics/main.js";
import { bilinear, type Split } from "./eventStudy.js";
import { type Corner, leastFavourable } from "./leastFavourable.js";

/** A closed interval of effects. */
export type Interval = [number, number];

/** Of the level, the part spent on the first stage of the hybrid test (as in the R package HonestDiD). */
const firstStageShare = 0.1;

/**
 * The effects that are not rejected when no change of the violation after the reference exceeds `bound` times the largest change before
 * it: |d(t+1) - d(t)| <= bound x max |d(s+1) - d(s)| (Rambachan and Roth 2023, section 2.4.1), by the conditional test with a
 * least-favourable first stage (C-LF; Andrews, Roth and Pakes 2023) on the moments of the lags. The set is the union over which lead's
 * change is the largest, and its sign. Where HonestDiD reports the hull of a grid, these are the intervals themselves, to rounding.
 * Returns null where the covariance leaves a change without variance.
 */
export function relativeMagnitudesSet(split: Split, bound: number, level: number): Interval[] | null {
  const tests = acceptanceTests(split, bound, level);
  return tests === null ? null : union(tests.flatMap(acceptedBy));
}

/** True where `effect` is in the set of `bound`: one test per comparison, no search. */
export function isInRelativeMagnitudesSet(split: Split, bound: number, level: number, effect: number): boolean {
  return (acceptanceTests(split, bound, level) ?? []).some((test) => test.slack(effect) >= 0);
}

/** One test per choice of the largest change before the reference; null where the covariance leaves a change without variance. */
export function acceptanceTests(split: Split, bound: number, level: number): Test[] | null {
  const tests = comparisons(split).map((comparison) => testOf(comparison, bound, 1 - level));
  return tests.includes(null) ? null : tests.map((test) => test!);
}

/**
 * One choice of the largest change before the reference, W, against the effect U. Both are linear in the coefficients, and nothing else is
 * random in the test: the change of the violation into lag t may be anything that keeps their weighted sum equal to U - effect, so the
 * linear program over those changes has its corners in closed form (`testOf`).
 */
interface Comparison {
  /** W as a linear form of the coefficients. */
  changeForm: Float64Array;
  effect: number;
  change: number;
  varEffect: number;
  varChange: number;
  covariance: number;
  /** Per lag the variance of its change and the covariance with W. */
  stepVariance: Float64Array;
  stepCovariance: Float64Array;
  /** Weight of each lag's change in the effect: the sum of the weights from there on. */
  stepWeights: Float64Array;
}

function comparisons({ leads, lags, estimates, covariance, weights }: Split): Comparison[] {
  const count = leads + lags;
  // The change into lag t, and the change from lead k to the one nearer the reference; the reference itself is zero.
  const step = (t: number) => {
    const v = new Float64Array(count);
    v[leads + t] = 1;
    if (t > 0) v[leads + t - 1] = -1;
    return v;
  };
  const leadChange = (k: number, sign: number) => {
    const v = new Float64Array(count);
    v[k] = -sign;
    if (k > 0) v[k - 1] = sign;
    return v;
  };
  const effectForm = new Float64Array(count);
  effectForm.set(weights, leads);
  const steps = Array.from({ length: lags }, (_, t) => step(t));
  const stepVariance = Float64Array.from(steps, (v) => bilinear(v, covariance, v));
  const stepWeights = Float64Array.from(weights, (_, t) => weights.subarray(t).reduce((sum, w) => sum + w, 0));
  const value = (v: Float64Array) => v.reduce((sum, w, j) => sum + w * estimates[j]!, 0);
  const largest = Array.from({ length: leads }, (_, k) => [leadChange(k, 1), leadChange(k, -1)]).flat();
  return largest.map((w) => ({
    changeForm: w,
    effect: value(effectForm),
    change: value(w),
    varEffect: bilinear(effectForm, covariance, effectForm),
    varChange: bilinear(w, covariance, w),
    covariance: bilinear(effectForm, covariance, w),
    stepVariance,
    stepCovariance: Float64Array.from(steps, (v) => bilinear(v, covariance, w)),
    stepWeights,
  }));
}

interface Test {
  comparison: Comparison;
  corners: Corner[];
  critical: number;
  /** Effects outside are rejected at the first stage. */
  range: Interval;
  /** p-value less the level: an effect is kept where it is not negative. */
  slack: (effect: number) => number;
}

/**
 * The moments of lag t are its change D_t less the effect's share, plus and minus, less bound x W, over their errors s_t+ and s_t-. Duals
 * are nonnegative weights g with sum g s = 1 and g_t+ - g_t- proportional to the step weights w_t, so the corners are: all weight on one
 * side of every lag, |w_t| / sum |w| s (the effect too large, too small), or both sides of one lag, 1 / (s_t+ + s_t-); of the last only
 * those of the smallest and largest sum can ever be the maximum.
 */
function testOf(comparison: Comparison, bound: number, alpha: number): Test | null {
  const { effect, change, varEffect, varChange, covariance, stepVariance, stepCovariance, stepWeights } = comparison;
  const errors = (sign: number) =>
    stepVariance.map((v, t) => Math.sqrt(Math.max(0, v + bound * bound * varChange - 2 * sign * bound * stepCovariance[t]!)));
  const up = errors(1);
  const down = errors(-1);
  const total = stepWeights.reduce((sum, w) => sum + Math.abs(w), 0);
  const scale = (sign: number) => 1 / stepWeights.reduce((sum, w, t) => sum + Math.abs(w) * (w * sign > 0 ? up[t]! : down[t]!), 0);
  const above = scale(1);
  const below = scale(-1);
  const sums = up.map((s, t) => s + down[t]!);
  const narrow = sums.reduce((least, s) => Math.min(least, s), Number.POSITIVE_INFINITY);
  const wide = sums.reduce((most, s) => Math.max(most, s), 0);
  if (!(narrow > 0) || !Number.isFinite(above) || !Number.isFinite(below) || !(varEffect > 0)) return null;
  const corners: Corner[] = [
    { onEffect: above, onChange: -above * bound * total },
    { onEffect: -below, onChange: -below * bound * total },
    { onEffect: 0, onChange: (-2 * bound) / narrow },
    { onEffect: 0, onChange: (-2 * bound) / wide },
  ];
  const firstStage = alpha * firstStageShare;
  const critical = leastFavourable({ varEffect, varChange, covariance }, corners, firstStage);
  const reach = bound * total * change;
  const range: Interval = [effect - reach - critical / above, effect + reach + critical / below];
  const second = (alpha - firstStage) / (1 - firstStage);
  const slack = (at: number): number => {
    const values = corners.map((c) => c.onEffect * (effect - at) + c.onChange * change);
    const largest = values.reduce((best, v, j) => (v > values[best]! ? j : best), 0);
    const statistic = values[largest]!;
    if (statistic > critical) return -second;
    return statistic <= 0 ? 1 - second : conditionalP(comparison, corners, values, largest, critical) - second;
  };
  return { comparison, corners, critical, range, slack };
}

/** The p-value of the largest corner, given that it is the largest and that the first stage did not reject: a truncated normal tail. */
function conditionalP(c: Comparison, corners: readonly Corner[], values: readonly number[], largest: number, critical: number): number {
  const own = corners[largest]!;
  const cov = (a: Corner, b: Corner) =>
    a.onEffect * b.onEffect * c.varEffect +
    (a.onEffect * b.onChange + a.onChange * b.onEffect) * c.covariance +
    a.onChange * b.onChange * c.varChange;
  const variance = cov(own, own);
  const statistic = values[largest]!;
  // A statistic that cannot vary is positive only where the moments are violated for sure.
  if (!(variance > 1e-20)) return 0;
  let low = Number.NEGATIVE_INFINITY;
  let high = critical;
  corners.forEach((other, k) => {
    if (k === largest) return;
    const moves = 1 - cov(other, own) / variance;
    const crossing = statistic - (statistic - values[k]!) / moves;
    if (moves > 1e-12) low = Math.max(low, crossing);
    else if (moves < -1e-12) high = Math.min(high, crossing);
  });
  const error = Math.sqrt(variance);
  const upper = normalUpper(high / error);
  const below = normalUpper(low / error) - upper;
  return below > 0 ? (normalUpper(statistic / error) - upper) / below : 0;
}

/** Points at which the p-value is looked at between its kinks. */
const scanned = 96;

/** Where the slack is not negative: looked at between the kinks at which another corner becomes the largest, ends found by bisection. */
function acceptedBy({ comparison, corners, range: [from, to], slack }: Test): Interval[] {
  if (!(from < to)) return [];
  const { effect, change } = comparison;
  const kinks = corners.flatMap((a, i) =>
    corners.slice(i + 1).flatMap((b) => {
      const at = effect + ((a.onChange - b.onChange) * change) / (a.onEffect - b.onEffect);
      return at > from && at < to ? [at] : [];
    }),
  );
  const even = Array.from({ length: scanned + 1 }, (_, i) => from + ((to - from) * i) / scanned);
  const points = [...even, ...kinks, effect].filter((x) => x >= from && x <= to).sort((a, b) => a - b);
  const intervals: Interval[] = [];
  let open: number | null = null;
  points.forEach((x, i) => {
    const kept = slack(x) >= 0;
    if (kept && open === null) open = i === 0 ? x : edge(slack, x, points[i - 1]!);
    if (!kept && open !== null) {
      intervals.push([open, edge(slack, points[i - 1]!, x)]);
      open = null;
    }
  });
  if (open !== null) intervals.push([open, to]);
  return intervals;
}

/** The last kept effect between one that is kept and one that is not. */
function edge(slack: (effect: number) => number, kept: number, rejected: number): number {
  let inside = kept;
  let outside = rejected;
  for (let step = 0; step < 60; step++) {
    const middle = (inside + outside) / 2;
    if (slack(middle) >= 0) inside = middle;
    else outside = middle;
  }
  return inside;
}

/** Intervals in order, those that meet made one. */
export function union(intervals: readonly Interval[]): Interval[] {
  const sorted = [...intervals].sort((a, b) => a[0] - b[0]);
  const merged: Interval[] = [];
  for (const [low, high] of sorted) {
    const last = merged[merged.length - 1];
    if (last !== undefined && low <= last[1]) last[1] = Math.max(last[1], high);
    else merged.push([low, high]);
  }
  return merged;
}
