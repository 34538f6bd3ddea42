import { column, type Matrix, noncentralChi2Quantile, symmetricEigen, tan, traceOf, zeros } from "../../numerics/main.js";
import type { Test } from "../../results/main.js";
import type { ErrorChoice } from "../inference.js";
import { noTest } from "../tests.js";
import { type PartialledRows, scaledMeat } from "./auxiliary.js";
import type { Equation } from "./equation.js";

/** Worst-case biases (shares of the benchmark) the critical values are given for. */
const TOLERATED = [0.05, 0.1, 0.2, 0.3];
/** Points of the search for the worst case over the half circle of angles, before it is refined. */
const ANGLES = 120;

/**
 * The effective F statistic of Montiel Olea and Pflueger (2013) with its critical values at 5 %: the first-stage F that stays valid when
 * errors are heteroskedastic or clustered. With one instrument it is the robust first-stage F.
 * Critical values bound the Nagar bias of two-stage least squares by Patnaik's approximation: once with the bias maximised over the structural
 * coefficient and the direction of the first stage, and once with its upper bound over all designs, which is larger and is the safer guide
 * (with two instruments and iid errors, for example, the Nagar bias is zero, and the first form asks for next to nothing).
 */
export function effectiveF(equation: Equation, choice: ErrorChoice, rows: PartialledRows | null): Test {
  const hypothesis = `the bias of two-stage least squares may exceed the tolerated share of its worst case`;
  if (equation.endogenous.names.length > 1)
    return noTest("effectiveF", hypothesis, "defined for one endogenous variable; read the Sanderson-Windmeijer F of each");
  const first = column(equation.geometry.onZ.endogenous, 0);
  const { reduced, cross, stage } = coefficientCovariance(equation, choice, rows);
  const trace = traceOf(stage);
  const statistic = first.reduce((sum, value) => sum + value * value, 0) / trace;
  const worst = worstBias(reduced, cross, stage);
  return {
    name: "effectiveF",
    null: hypothesis,
    statistic,
    distribution: null,
    pValue: null,
    reason: "read it against the critical values",
    criticalValues: [
      ...TOLERATED.map((share) => ({ name: `bias ${100 * share} %`, value: criticalValue(stage, worst / share) })),
      ...TOLERATED.map((share) => ({ name: `bias ${100 * share} %, any design`, value: criticalValue(stage, 1 / share) })),
    ],
  };
}

/** Covariance of the coefficients on the orthonormal instruments in the reduced form (of the outcome) and the first stage, by blocks. */
function coefficientCovariance(
  equation: Equation,
  choice: ErrorChoice,
  rows: PartialledRows | null,
): { reduced: Matrix; cross: Matrix; stage: Matrix } {
  const { geometry, design, excluded, exogenous } = equation;
  const m = excluded.names.length;
  const regressors = exogenous.names.length + m;
  if (rows === null) {
    const free = design.rows.length - regressors - equation.effectsRank;
    const scalar = (value: number): Matrix => {
      const out = zeros(m, m);
      for (let i = 0; i < m; i++) out.data[i * (m + 1)] = value / free;
      return out;
    };
    return { reduced: scalar(geometry.outcomeRest), cross: scalar(geometry.restOutcome[0]!), stage: scalar(geometry.rest.data[0]!) };
  }
  const scores = rows.scores([
    [rows.instruments, rows.outcomeRest],
    [rows.instruments, column(rows.endogenousRest, 0)],
  ]);
  const { matrix: all } = scaledMeat(equation, choice, scores, regressors);
  const part = (top: number, left: number): Matrix => {
    const out = zeros(m, m);
    for (let j = 0; j < m; j++) for (let i = 0; i < m; i++) out.data[i + j * m] = all.data[top + i + (left + j) * 2 * m]!;
    return out;
  };
  return { reduced: part(0, 0), cross: part(0, m), stage: part(m, m) };
}

/**
 * The largest Nagar bias relative to its benchmark, over structural coefficients b and directions c of the first stage:
 * |tr S12 - 2 c'S12 c| / sqrt(tr S1 tr S2), S1 = W1 - 2 b W12 + b^2 W2, S12 = W12 - b W2, S2 = W2. At most 1, and 1 with one instrument.
 */
export function worstBias(w1: Matrix, w12: Matrix, w2: Matrix): number {
  const scale = Math.sqrt(traceOf(w1) / traceOf(w2));
  const at = (angle: number): number => {
    const b = scale * tan(angle);
    const s12 = symmetricPart(w12);
    for (let i = 0; i < s12.data.length; i++) s12.data[i]! -= b * w2.data[i]!;
    const { values } = symmetricEigen(s12);
    const trace = traceOf(s12);
    const size = traceOf(w1) - 2 * b * traceOf(w12) + b * b * traceOf(w2);
    const extreme = Math.max(Math.abs(trace - 2 * values[0]!), Math.abs(trace - 2 * values[values.length - 1]!));
    return size > 0 ? extreme / Math.sqrt(size * traceOf(w2)) : 0;
  };
  const { values } = symmetricEigen(w2);
  const trace = traceOf(w2);
  let best = Math.max(Math.abs(trace - 2 * values[0]!), Math.abs(trace - 2 * values[values.length - 1]!)) / trace;
  const step = Math.PI / ANGLES;
  for (let k = 1; k < ANGLES; k++) {
    const centre = -Math.PI / 2 + k * step;
    const here = at(centre);
    if (here <= best) continue;
    best = Math.max(best, largestNear(at, centre - step, centre + step));
  }
  return Math.min(1, best);
}

/** Golden section search for the largest value between two points. */
function largestNear(f: (x: number) => number, low: number, high: number): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  let a = high - golden * (high - low);
  let b = low + golden * (high - low);
  let fa = f(a);
  let fb = f(b);
  for (let round = 0; round < 45; round++) {
    if (fa < fb) {
      low = a;
      a = b;
      fa = fb;
      b = low + golden * (high - low);
      fb = f(b);
    } else {
      high = b;
      b = a;
      fb = fa;
      a = high - golden * (high - low);
      fa = f(a);
    }
  }
  return Math.max(fa, fb);
}

/** The upper 5 % point of F under noncentrality x: Patnaik's noncentral chi-squared with effective degrees of freedom. */
export function criticalValue(w2: Matrix, x: number): number {
  const { values } = symmetricEigen(w2);
  const trace = traceOf(w2);
  const squares = w2.data.reduce((sum, value) => sum + value * value, 0);
  const df = (trace * trace * (1 + 2 * x)) / (squares + 2 * x * trace * values[values.length - 1]!);
  return noncentralChi2Quantile(0.95, df, x * df) / df;
}

function symmetricPart(a: Matrix): Matrix {
  const out = zeros(a.rows, a.cols);
  for (let j = 0; j < a.cols; j++)
    for (let i = 0; i < a.rows; i++) out.data[i + j * a.rows] = (a.data[i + j * a.rows]! + a.data[j + i * a.rows]!) / 2;
  return out;
}
