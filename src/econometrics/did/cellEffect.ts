import {
  cholesky,
  choleskySolve,
  exp,
  log,
  type Matrix,
  multiplyVector,
  pivotedCholesky,
  transposeMultiplyVector,
  zeros,
} from "../../numerics/main.js";
import type { Cell } from "./cells.js";
import type { WidePanel } from "./cohortStatistics.js";
import type { groupTimeMethods } from "./options.js";

export type GroupTimeMethod = (typeof groupTimeMethods)[number];

/** One cell estimated unit by unit. */
export interface CellEffect {
  estimate: number;
  /** What every cluster adds to its error (influence functions summed over the cluster's units, over their number). */
  influence: Float64Array;
  /** The treated units seen in both periods. */
  treated: Int32Array;
}

/** Why a cell has no effect. */
export type CellReason = "unseen" | "collinear" | "overlap";

/** Controls whose fitted probability of treatment reaches this are left out (as in DRDID); at `certain` anywhere there is no overlap (as in `did`). */
const trimmed = 0.995;
const certain = 0.999;

/**
 * The effect of one cell from the units seen in both of its periods, with covariates as of the earlier of the two (Sant'Anna and Zhao 2020,
 * Journal of Econometrics 219, section 3; Callaway and Sant'Anna 2021). regression: the controls' change is regressed on the covariates and
 * predicted for the treated. weighting: controls weighted by the odds of a logit, weights summing to one. doublyRobust: the weighted
 * difference of what the regression leaves. Without covariates all three are the difference of mean changes.
 * @param covariates units x periods each, like the outcome
 */
export function cellEffect(
  cell: Cell,
  panel: WidePanel,
  covariates: readonly Float64Array[],
  method: GroupTimeMethod,
): CellEffect | CellReason {
  const members = membersOf(cell, panel, covariates);
  const sample = sampleOf(cell, panel, covariates, members);
  const treated = members.filter((_, r) => sample.treated[r] === 1);
  if (treated.length === 0 || treated.length === members.length) return "unseen";
  const made = estimate(sample, sample.x.cols === 1 ? "regression" : method);
  if (typeof made === "string") return made;
  const { cluster, clusters } = panel;
  const influence = new Float64Array(clusters);
  for (let r = 0; r < members.length; r++) {
    const i = members[r]!;
    influence[cluster === null ? i : cluster[i]!]! += made.parts[r]! / members.length;
  }
  return { estimate: made.estimate, influence, treated };
}

/** Units of the cohort and its controls with outcomes in both periods and covariates in the earlier one. */
function membersOf(cell: Cell, { units, periods, values, group }: WidePanel, covariates: readonly Float64Array[]): Int32Array {
  const taken = new Uint8Array(Math.max(cell.cohort, ...cell.controls) + 1);
  for (const k of [cell.cohort, ...cell.controls]) taken[k] = 1;
  const earlier = Math.min(cell.base, cell.period);
  const members = new Int32Array(units);
  let count = 0;
  for (let i = 0; i < units; i++) {
    if (taken[group[i]!] !== 1) continue;
    const from = i * periods;
    if (Number.isNaN(values[from + cell.period]! - values[from + cell.base]!)) continue;
    if (covariates.every((x) => !Number.isNaN(x[from + earlier]!))) members[count++] = i;
  }
  return members.subarray(0, count);
}

interface CellSample {
  treated: Uint8Array;
  change: Float64Array;
  /** A constant and the covariates. */
  x: Matrix;
}

/**
 * Covariates are centred and scaled over the cell: with a constant this changes no effect, and no unit of measurement costs digits. One that is the
 * same for all members adds nothing to the constant and is left out.
 */
function sampleOf(cell: Cell, { periods, values, group }: WidePanel, covariates: readonly Float64Array[], members: Int32Array): CellSample {
  const n = members.length;
  const treated = new Uint8Array(n);
  const change = new Float64Array(n);
  for (let r = 0; r < n; r++) {
    const from = members[r]! * periods;
    treated[r] = group[members[r]!] === cell.cohort ? 1 : 0;
    change[r] = values[from + cell.period]! - values[from + cell.base]!;
  }
  const earlier = Math.min(cell.base, cell.period);
  const columns = covariates.flatMap((column) => {
    const x = new Float64Array(n);
    for (let r = 0; r < n; r++) x[r] = column[members[r]! * periods + earlier]!;
    return standardise(x) ? [x] : [];
  });
  const x = zeros(n, 1 + columns.length);
  x.data.fill(1, 0, n);
  columns.forEach((column, j) => {
    x.data.set(column, (j + 1) * n);
  });
  return { treated, change, x };
}

/** Centres and scales in place; false where the column does not vary. */
function standardise(x: Float64Array): boolean {
  const mean = total(x) / x.length;
  let squares = 0;
  for (let r = 0; r < x.length; r++) {
    x[r]! -= mean;
    squares += x[r]! * x[r]!;
  }
  const sd = Math.sqrt(squares / x.length);
  for (let r = 0; r < x.length; r++) x[r]! /= sd;
  return sd > 1e-12 * Math.abs(mean);
}

/** The estimate and n times what each member adds to its error. Names follow the paper: w1, w0 weigh treated and controls, eta1, eta0 are their means. */
function estimate(sample: CellSample, method: GroupTimeMethod): { estimate: number; parts: Float64Array } | CellReason {
  const { treated, change, x } = sample;
  const n = change.length;
  const score = method === "regression" ? null : propensity(sample);
  if (typeof score === "string") return score;
  const outcome = method === "weighting" ? null : controlRegression(sample);
  if (typeof outcome === "string") return outcome;
  const left = outcome === null ? change : change.map((v, r) => v - outcome.fitted[r]!);
  const w1 = Float64Array.from(treated);
  const w0 = score === null ? w1 : score.fitted.map((p, r) => (treated[r] === 1 || p >= trimmed ? 0 : p / (1 - p)));
  const mean1 = total(w1) / n;
  const mean0 = total(w0) / n;
  const eta1 = product(w1, left) / n / mean1;
  // By regression alone nothing is weighted: the controls' change is already in what is left of the treated.
  const eta0 = score === null ? 0 : product(w0, left) / n / mean0;
  const parts = new Float64Array(n);
  for (let r = 0; r < n; r++) {
    const controls = score === null ? 0 : (w0[r]! * (left[r]! - eta0)) / mean0;
    parts[r] = (w1[r]! * (left[r]! - eta1)) / mean1 - controls;
  }
  if (outcome !== null) {
    // The coefficients of the regression move the treated mean, and the weighted controls' the other way.
    const slope = transposeMultiplyVector(
      x,
      w1.map((w, r) => (score === null ? 0 : w0[r]! / n / mean0) - w / n / mean1),
    );
    addEstimated(parts, x, outcome, slope);
  }
  if (score !== null) {
    const slope = transposeMultiplyVector(
      x,
      w0.map((w, r) => (-w * (left[r]! - eta0)) / n / mean0),
    );
    addEstimated(parts, x, score, slope);
  }
  return { estimate: eta1 - eta0, parts };
}

/** A fitted first stage: what its coefficients owe to each member is n factor^-1 x_r residual_r. */
interface FirstStage {
  fitted: Float64Array;
  residuals: Float64Array;
  /** Cholesky factor of its Gram matrix. */
  factor: Matrix;
}

/** Adds what the estimated coefficients of a first stage contribute, `slope` being how the effect moves with them. */
function addEstimated(parts: Float64Array, x: Matrix, { residuals, factor }: FirstStage, slope: Float64Array): void {
  const direction = multiplyVector(x, choleskySolve(factor, slope));
  for (let r = 0; r < parts.length; r++) parts[r]! += parts.length * direction[r]! * residuals[r]!;
}

/** Least squares of the controls' change on the covariates, once refined; fitted for everybody. */
function controlRegression({ treated, change, x }: CellSample): FirstStage | "collinear" {
  const n = change.length;
  const isControl = new Float64Array(n);
  for (let r = 0; r < n; r++) isControl[r] = 1 - treated[r]!;
  const gram = weightedGram(x, isControl);
  const factor = pivotedCholesky(gram).rank < x.cols ? null : cholesky(gram);
  if (factor === null) return "collinear";
  const fitted = new Float64Array(n);
  const residuals = new Float64Array(n);
  for (let round = 0; ; round++) {
    for (let r = 0; r < n; r++) residuals[r] = isControl[r]! * (change[r]! - fitted[r]!);
    if (round === 2) return { fitted, residuals, factor };
    const step = multiplyVector(x, choleskySolve(factor, transposeMultiplyVector(x, residuals)));
    for (let r = 0; r < n; r++) fitted[r]! += step[r]!;
  }
}

/** A logit of being treated, by Newton's method from the share of the treated on. */
function propensity({ treated, x }: CellSample): FirstStage | "overlap" | "collinear" {
  const share = total(treated) / treated.length;
  const coefficients = new Float64Array(x.cols);
  coefficients[0] = log(share / (1 - share));
  for (let round = 0; round < 50; round++) {
    const fitted = multiplyVector(x, coefficients).map(logistic);
    const gram = weightedGram(
      x,
      fitted.map((p) => p * (1 - p)),
    );
    if (round === 0 && pivotedCholesky(gram).rank < x.cols) return "collinear";
    const factor = cholesky(gram);
    if (factor === null) return "overlap";
    const residuals = fitted.map((p, r) => treated[r]! - p);
    const step = choleskySolve(factor, transposeMultiplyVector(x, residuals));
    const largest = step.reduce((most, s) => Math.max(most, Math.abs(s)), 0);
    if (!(largest > 1e-11)) return fitted.some((p) => p >= certain) ? "overlap" : { fitted, residuals, factor };
    // Far steps are shortened: the likelihood is concave, but its quadratic is no guide far away.
    for (let j = 0; j < step.length; j++) coefficients[j]! += step[j]! * Math.min(1, 4 / largest);
    if (coefficients.some((b) => !(Math.abs(b) < 60))) return "overlap";
  }
  return "overlap";
}

function logistic(v: number): number {
  const e = exp(-Math.abs(v));
  return v >= 0 ? 1 / (1 + e) : e / (1 + e);
}

/** X' diag(w) X. */
function weightedGram(x: Matrix, w: Float64Array): Matrix {
  const { rows: n, cols: k, data } = x;
  const gram = zeros(k, k);
  for (let a = 0; a < k; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = 0;
      for (let r = 0; r < n; r++) sum += w[r]! * data[r + a * n]! * data[r + b * n]!;
      gram.data[a + b * k] = sum;
      gram.data[b + a * k] = sum;
    }
  }
  return gram;
}

function total(x: ArrayLike<number>): number {
  let sum = 0;
  for (let r = 0; r < x.length; r++) sum += x[r]!;
  return sum;
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let r = 0; r < a.length; r++) sum += a[r]! * b[r]!;
  return sum;
}
