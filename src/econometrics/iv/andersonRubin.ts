import {
  atan2,
  cholesky,
  choleskyInverse,
  column,
  eigenvalues,
  fQuantile,
  type Matrix,
  multiply,
  multiplyVector,
  tan,
  traceOf,
  zeros,
} from "../../numerics/main.js";
import type { ConfidenceSet, Test } from "../../results/main.js";
import type { ErrorChoice } from "../inference.js";
import { waldTest } from "../tests.js";
import { auxiliary, type PartialledRows, scaledMeat } from "./auxiliary.js";
import type { Equation } from "./equation.js";
import { momentFactor, squaredLength, whiten } from "./estimate.js";

/**
 * Anderson and Rubin's test that all endogenous variables have coefficient zero: the instruments in a regression of the outcome on them and
 * the exogenous regressors. It has the right size however weak the instruments are, and rejects invalid instruments too.
 */
export function andersonRubinTest(equation: Equation, choice: ErrorChoice, rows: PartialledRows | null): Test {
  const { geometry, endogenous, exogenous, excluded } = equation;
  const scores = rows === null ? null : rows.scores([[rows.instruments, rows.outcomeRest]]);
  const regressors = exogenous.names.length + excluded.names.length;
  const form = auxiliary(equation, choice, geometry.onZ.outcome, scores, geometry.outcomeRest, regressors);
  const hypothesis = `${endogenous.names.join(", ")} ${endogenous.names.length === 1 ? "has" : "have"} no effect and the instruments are valid`;
  return waldTest("andersonRubin", hypothesis, form.coefficients, form.vcov.matrix, form.df);
}

/** The test inverted: all coefficients of the one endogenous variable that it does not reject. Exact, without a grid. */
export function andersonRubinSet(equation: Equation, choice: ErrorChoice, rows: PartialledRows | null, level: number): ConfidenceSet {
  const { geometry, endogenous, exogenous, excluded, design, effectsRank } = equation;
  const term = endogenous.names.join(", ");
  const none = (reason: string): ConfidenceSet => ({
    name: "andersonRubin",
    term,
    level,
    intervals: [],
    unbounded: false,
    shape: null,
    reason,
  });
  if (endogenous.names.length > 1) return none("the set of one coefficient is made for one endogenous variable");
  const m = excluded.names.length;
  const regressors = exogenous.names.length + m;
  const outcome = geometry.onZ.outcome;
  const stage = column(geometry.onZ.endogenous, 0);
  if (rows === null) {
    const free = design.rows.length - regressors - effectsRank;
    const bound = (m * fQuantile(level, m, free)) / free;
    // |d_y - b d_x|^2 <= bound (e_yy - 2 b e_xy + b^2 e_xx)
    const a = squaredLength(stage) - bound * geometry.rest.data[0]!;
    const half = bound * geometry.restOutcome[0]! - product(stage, outcome);
    const c = squaredLength(outcome) - bound * geometry.outcomeRest;
    return { name: "andersonRubin", term, level, ...quadraticSet(a, half, c), reason: null };
  }
  const { instruments, outcomeRest, endogenousRest } = rows;
  const scores = rows.scores([
    [instruments, outcomeRest],
    [instruments, column(endogenousRest, 0)],
  ]);
  const { matrix: v, df } = scaledMeat(equation, choice, scores, regressors);
  const part = (top: number, left: number): Matrix => {
    const out = zeros(m, m);
    for (let j = 0; j < m; j++) for (let i = 0; i < m; i++) out.data[i + j * m] = v.data[top + i + (left + j) * 2 * m]!;
    return out;
  };
  const bound = m * fQuantile(level, m, df);
  const set = invert({ outcome, stage, v11: part(0, 0), v12: part(0, m), v22: part(m, m), bound });
  return set === null
    ? none("the covariance of the reduced form is singular (more instruments than clusters or periods)")
    : { name: "andersonRubin", term, level, ...set, reason: null };
}

type Intervals = Pick<ConfidenceSet, "intervals" | "unbounded" | "shape">;

/** Where a b^2 + 2 half b + c <= 0. */
export function quadraticSet(a: number, half: number, c: number): Intervals {
  const discriminant = half * half - a * c;
  if (a === 0) {
    if (half === 0) return c <= 0 ? whole : empty;
    const root = -c / (2 * half);
    return { intervals: [half > 0 ? [null, root] : [root, null]], unbounded: true, shape: "unbounded" };
  }
  if (discriminant < 0) return a > 0 ? empty : whole;
  // The larger root in size first, the other from their product: no cancellation.
  const far = -(half + (half >= 0 ? 1 : -1) * Math.sqrt(discriminant));
  const roots = far === 0 ? [0, 0] : [far / a, c / far];
  const [low, high] = roots[0]! <= roots[1]! ? roots : [roots[1]!, roots[0]!];
  if (a > 0) return { intervals: [[low!, high!]], unbounded: false, shape: "bounded" };
  return {
    intervals: [
      [null, low!],
      [high!, null],
    ],
    unbounded: true,
    shape: "disjoint",
  };
}

const empty: Intervals = { intervals: [], unbounded: false, shape: "empty" };
const whole: Intervals = { intervals: [[null, null]], unbounded: true, shape: "wholeLine" };

/** The reduced form and first stage on orthonormal instruments, their covariance by blocks, and the bound on the Wald statistic. */
interface Reduced {
  outcome: Float64Array;
  stage: Float64Array;
  v11: Matrix;
  v12: Matrix;
  v22: Matrix;
  bound: number;
}

/**
 * All b with d(b)'V(b)^-1 d(b) <= bound, d = d_y - b d_x, V quadratic in b. Since V is positive definite, M(b) = bound V(b) - d(b)d(b)' has one
 * negative eigenvalue outside of the set and none within, so the ends of the set are real roots of det M(b): eigenvalues of a quadratic
 * pencil. b = tan(angle) turns the line into a circle, rotated so that the point at infinity is not near an end.
 */
export function invert(reduced: Reduced): Intervals | null {
  const scale = Math.sqrt(traceOf(reduced.v11) / traceOf(reduced.v22));
  if (!(scale > 0) || !Number.isFinite(scale)) return null;
  const margin = (angle: number): number => statisticMargin(reduced, scale, angle);
  const turns = Array.from({ length: 32 }, (_, k) => -Math.PI / 2 + ((k + 0.5) * Math.PI) / 32);
  const margins = turns.map(margin);
  if (margins.some(Number.isNaN)) return null;
  let farthest = 0;
  for (let k = 1; k < margins.length; k++) if (Math.abs(margins[k]!) > Math.abs(margins[farthest]!)) farthest = k;
  const infinity = turns[farthest]!;
  const ends = roots(reduced, scale, infinity)
    .map(wrap)
    .sort((a, b) => a - b);
  return intervalsBetween(ends, (angle) => margin(angle) >= 0, scale);
}

/** bound minus the statistic, relative to their size, at b = scale tan(angle); NaN where V is singular. */
function statisticMargin({ outcome, stage, v11, v12, v22, bound }: Reduced, scale: number, angle: number): number {
  const { cosine, sine } = direction(angle, scale);
  const v = combine(v11, v12, v22, cosine, sine);
  const factor = momentFactor(v);
  if (factor === null) return Number.NaN;
  const d = outcome.map((value, i) => cosine * value - sine * stage[i]!);
  const statistic = squaredLength(whiten(factor, d));
  return (bound - statistic) / (bound + statistic);
}

/** (cosine, sine) proportional to (1, b): the statistic does not depend on their length. */
function direction(angle: number, scale: number): { cosine: number; sine: number } {
  if (Math.abs(angle) < Math.PI / 4) return { cosine: 1, sine: scale * tan(angle) };
  return { cosine: 1 / tan(angle), sine: scale };
}

/** cosine^2 V11 - cosine sine (V12 + V12') + sine^2 V22. */
function combine(v11: Matrix, v12: Matrix, v22: Matrix, cosine: number, sine: number): Matrix {
  const m = v11.rows;
  const out = zeros(m, m);
  for (let j = 0; j < m; j++) {
    for (let i = 0; i < m; i++) {
      const cross = v12.data[i + j * m]! + v12.data[j + i * m]!;
      out.data[i + j * m] = cosine * cosine * v11.data[i + j * m]! - cosine * sine * cross + sine * sine * v22.data[i + j * m]!;
    }
  }
  return out;
}

/**
 * Angles at which det M is zero. With (cosine, sine) = u + t w, u the direction of the point at infinity and w a right angle away, M is
 * quadratic in 1/t, and its eigenvalues are those of a companion matrix of twice the size.
 */
function roots(reduced: Reduced, scale: number, infinity: number): number[] {
  const { outcome, stage, v11, v12, v22, bound } = reduced;
  const m = outcome.length;
  const u = direction(infinity, scale);
  const other = direction(wrap(infinity + Math.PI / 2), scale);
  const at = (first: typeof u, second: typeof u): Matrix => {
    // The bilinear form of M at two directions, symmetrised.
    const out = zeros(m, m);
    for (let j = 0; j < m; j++) {
      for (let i = 0; i < m; i++) {
        const cross = (v12.data[i + j * m]! + v12.data[j + i * m]!) / 2;
        const v =
          first.cosine * second.cosine * v11.data[i + j * m]! -
          (first.cosine * second.sine + first.sine * second.cosine) * cross +
          first.sine * second.sine * v22.data[i + j * m]!;
        const di = first.cosine * outcome[i]! - first.sine * stage[i]!;
        const dj = second.cosine * outcome[j]! - second.sine * stage[j]!;
        const ei = second.cosine * outcome[i]! - second.sine * stage[i]!;
        const ej = first.cosine * outcome[j]! - first.sine * stage[j]!;
        out.data[i + j * m] = bound * v - (di * dj + ei * ej) / 2;
      }
    }
    return out;
  };
  // M(t u + w) = t^2 A + 2 t B + C with A = M(u), never singular because u was chosen away from every end.
  const inverse = inverseAt(reduced, u);
  const b = multiply(inverse, at(u, other));
  const c = multiply(inverse, at(other, other));
  const companion = zeros(2 * m, 2 * m);
  for (let j = 0; j < m; j++) {
    companion.data[j + (m + j) * 2 * m] = 1; // [0 I; -C -2B]
    for (let i = 0; i < m; i++) {
      companion.data[m + i + j * 2 * m] = -c.data[i + j * m]!;
      companion.data[m + i + (m + j) * 2 * m] = -2 * b.data[i + j * m]!;
    }
  }
  const { real, imaginary } = eigenvalues(companion);
  const found: number[] = [];
  real.forEach((t, k) => {
    // A pair that rounding has pushed off the real line is kept: a point that is no end only splits an interval in two equal halves.
    if (Math.abs(imaginary[k]!) > 1e-6 * (1 + Math.abs(t))) return;
    found.push(angleOf(t * u.cosine + other.cosine, t * u.sine + other.sine, scale));
  });
  return found;
}

/** M^-1 at a direction: (bound V - dd')^-1 by Sherman and Morrison. */
function inverseAt({ outcome, stage, v11, v12, v22, bound }: Reduced, { cosine, sine }: { cosine: number; sine: number }): Matrix {
  const m = outcome.length;
  const inverse = choleskyInverse(cholesky(combine(v11, v12, v22, cosine, sine))!);
  const d = outcome.map((value, i) => cosine * value - sine * stage[i]!);
  const pulled = multiplyVector(inverse, d);
  const rest = bound - product(d, pulled);
  const out = zeros(m, m);
  for (let j = 0; j < m; j++) {
    for (let i = 0; i < m; i++) out.data[i + j * m] = (inverse.data[i + j * m]! + (pulled[i]! * pulled[j]!) / rest) / bound;
  }
  return out;
}

function angleOf(cosine: number, sine: number, scale: number): number {
  return atan2(sine / scale, cosine);
}

/** The same direction as an angle in [-pi/2, pi/2). */
function wrap(angle: number): number {
  const turns = Math.floor(angle / Math.PI + 0.5);
  return angle - turns * Math.PI;
}

/** The set from candidate ends on the circle: arcs tested at their middles, true ends polished by bisection, angles turned into coefficients. */
function intervalsBetween(ends: readonly number[], inside: (angle: number) => boolean, scale: number): Intervals {
  if (ends.length === 0) return inside(0) ? whole : empty;
  const middles = ends.map((end, k) => {
    const next = k + 1 < ends.length ? ends[k + 1]! : ends[0]! + Math.PI;
    return end + (next - end) / 2;
  });
  const within = middles.map(inside);
  // Arc k runs from end k to end k + 1; a true end is one where arcs before and after differ.
  const starts: number[] = [];
  const stops: number[] = [];
  ends.forEach((end, k) => {
    const before = (k + ends.length - 1) % ends.length;
    if (within[before] === within[k]) return;
    const from = k === 0 ? middles[before]! - Math.PI : middles[before]!;
    const polished = crossing(inside, from, middles[k]!, end);
    (within[k] ? starts : stops).push(polished);
  });
  if (starts.length === 0) return within[0] ? whole : empty;
  const intervals: [number | null, number | null][] = [];
  for (const start of starts) {
    const stop = stops.find((value) => value > start);
    if (stop !== undefined) intervals.push([scale * tan(start), scale * tan(stop)]);
    else intervals.push([scale * tan(start), null], [null, scale * tan(Math.min(...stops))]);
  }
  intervals.sort((x, y) => (x[0] ?? Number.NEGATIVE_INFINITY) - (y[0] ?? Number.NEGATIVE_INFINITY));
  const unbounded = intervals.some(([low, high]) => low === null || high === null);
  return { intervals, unbounded, shape: intervals.length > 1 ? "disjoint" : unbounded ? "unbounded" : "bounded" };
}

/** Where membership changes between two angles, to the last bits. */
function crossing(inside: (angle: number) => boolean, low: number, high: number, guess: number): number {
  const first = inside(low);
  let from = low;
  let to = high;
  // The eigenvalue is nearly right: a narrow bracket around it saves most of the steps.
  for (let width = 1e-9; guess - width > low && guess + width < high; width *= 100) {
    if (inside(guess - width) === first && inside(guess + width) !== first) {
      from = guess - width;
      to = guess + width;
      break;
    }
  }
  for (let step = 0; step < 200; step++) {
    const middle = from + (to - from) / 2;
    if (middle <= from || middle >= to) break;
    if (inside(middle) === first) from = middle;
    else to = middle;
  }
  return to;
}

function product(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}
