import {
  column,
  dot,
  fromColumns,
  type Matrix,
  multiply,
  normalUpper,
  pivotedQr,
  quadraticForm,
  solveLeastSquares,
  zeros,
} from "../../numerics/main.js";
import type { Test } from "../../results/main.js";
import { columnsOf, squaredLength } from "../iv/estimate.js";
import { residualsOf } from "../leastSquares.js";
import { chi2Test, noTest } from "../tests.js";
import { type GmmEstimate, type Step, weightedMoments } from "./estimate.js";
import type { InstrumentMatrix } from "./instruments.js";
import { addUnitProduct, instrumentProduct, inverseWeighting } from "./moments.js";
import { applied, covarianceWithTransformed, differences, type Levels, overlap, type Stack, type TransformedRow } from "./stack.js";

/** What the tests of serial correlation look at. */
export interface SerialContext {
  levels: Levels;
  stack: Stack;
  z: InstrumentMatrix;
  estimate: GmmEstimate;
  /** The step whose residuals are tested, and the covariance of its coefficients. */
  step: Step;
  covariance: Matrix;
  /** Variance of level errors where they are taken as independent with equal variance; null for errors of any form within units. */
  sigma2: number | null;
}

/**
 * Arellano and Bond's (1991) tests of serial correlation of orders 1 to `orders` in first-differenced errors, whatever the transformation: normal.
 * Order one is there by construction, order two should not be.
 */
export function serialCorrelation(context: SerialContext, orders: number): Test[] {
  const { levels, stack, z, estimate, step } = context;
  const x = fromColumns(
    estimate.kept.map((j) => column(levels.regressors, j)),
    levels.outcome.length,
  );
  const rows = differences(levels);
  const residuals = residualsOf(levels.outcome, x, step.coefficients);
  const errors = Float64Array.from(rows, (row) => applied(row, residuals));
  const changes = columnsOf(x).map((values) => Float64Array.from(rows, (row) => applied(row, values)));
  const pull = multiply(weightedMoments(step.weighting, momentsOfRegressors(stack, z, estimate)), step.bread);
  return Array.from({ length: orders }, (_, k) => ofOrder(k + 1, context, rows, errors, changes, pull));
}

/** @param pull W Z'X (X'Z W Z'X)^-1: what a moment moves the coefficients by */
function ofOrder(
  order: number,
  { levels, stack, z, step, covariance, sigma2 }: SerialContext,
  rows: readonly TransformedRow[],
  errors: Float64Array,
  changes: readonly Float64Array[],
  pull: Matrix,
): Test {
  const name = `ar${order}`;
  const hypothesis = `no serial correlation of order ${order} in differenced errors`;
  const cross = new Float64Array(changes.length);
  const moment = new Float64Array(z.columns);
  const own = new Float64Array(z.columns);
  let numerator = 0;
  let squares = 0;
  let pairs = 0;
  let at = 0;
  for (let unit = 0; unit + 1 < levels.starts.length; unit++) {
    const from = at;
    while (at < rows.length && rows[at]!.unit === unit) at++;
    const lagged = Float64Array.from({ length: at - from }, (_, k) => {
      const before = earlier(rows, from, from + k, order);
      if (before === -1) return 0;
      pairs++;
      return errors[before]!;
    });
    let q = 0;
    for (let k = 0; k < lagged.length; k++) {
      q += lagged[k]! * errors[from + k]!;
      for (let j = 0; j < cross.length; j++) cross[j]! += lagged[k]! * changes[j]![from + k]!;
    }
    if (q === 0) continue;
    numerator += q;
    if (sigma2 === null) {
      // The unit's own products stand for their covariance.
      squares += q * q;
      own.fill(0);
      addUnitProduct(z, stack, unit, step.residuals, own);
      for (let i = 0; i < own.length; i++) moment[i]! += own[i]! * q;
    } else squares += homoskedastic(unit, stack, z, rows, from, lagged, sigma2, moment);
  }
  if (pairs === 0) return noTest(name, hypothesis, `no unit has differences ${order} ${order === 1 ? "period" : "periods"} apart`);
  const moved = Float64Array.from(columnsOf(pull), (values) => dot(values, moment));
  const variance = squares - 2 * dot(cross, moved) + quadraticForm(cross, covariance);
  if (!(variance > 0)) return noTest(name, hypothesis, "its estimated variance is not positive");
  const statistic = numerator / Math.sqrt(variance);
  return { name, null: hypothesis, statistic, distribution: "normal", pValue: 2 * normalUpper(Math.abs(statistic)), reason: null };
}

/**
 * Var(w'u) of a unit's differenced errors u with weights w, and Cov(Z'v, w'u) with its stacked errors v added to `moment`, when level errors are
 * independent with variance sigma2.
 */
function homoskedastic(
  unit: number,
  stack: Stack,
  z: InstrumentMatrix,
  rows: readonly TransformedRow[],
  from: number,
  weights: Float64Array,
  sigma2: number,
  moment: Float64Array,
): number {
  let variance = 0;
  for (let i = 0; i < weights.length; i++)
    for (let j = 0; j < weights.length; j++) variance += weights[i]! * weights[j]! * overlap(rows[from + i]!, rows[from + j]!);
  for (let row = stack.starts[unit]!; row < stack.starts[unit + 1]!; row++) {
    let shared = 0;
    for (let i = 0; i < weights.length; i++) shared += weights[i]! * covarianceWithTransformed(stack, row, rows[from + i]!);
    for (let k = z.rowStart[row]!; k < z.rowStart[row + 1]!; k++) moment[z.index[k]!]! += sigma2 * shared * z.value[k]!;
  }
  return sigma2 * variance;
}

/** The difference of the same unit `order` periods before; -1 where there is none. */
function earlier(rows: readonly TransformedRow[], from: number, now: number, order: number): number {
  for (let at = now - 1; at >= from; at--) {
    const gap = rows[now]!.period - rows[at]!.period;
    if (gap === order) return at;
    if (gap > order) return -1;
  }
  return -1;
}

function momentsOfRegressors(stack: Stack, z: InstrumentMatrix, estimate: GmmEstimate): Matrix {
  return fromColumns(
    estimate.kept.map((j) => instrumentProduct(z, stack, column(stack.regressors, j))),
    z.columns,
  );
}

/**
 * Overidentification: Sargan's test (first-step residuals and weights, homoskedastic errors), the robust test after one step (first-step residuals,
 * weights at them) and Hansen's (two-step residuals, the same weights).
 */
export function overidentification(z: InstrumentMatrix, estimate: GmmEstimate): Test[] {
  const spare = z.columns - estimate.kept.length;
  const valid = "all instruments are valid";
  const { weighting } = estimate.second;
  const robust = (name: string, objective: number): Test => {
    if (weighting.rank === z.columns) return chi2Test(name, valid, objective, spare);
    const rank = `the covariance of the ${z.columns} moments has rank ${weighting.rank}`;
    if (weighting.rank <= estimate.kept.length) return noTest(name, valid, `${rank}, no more than the coefficients`);
    // Counted as xtabond2 and pgmm do: with more moments than units the statistic stays below the number of units, and p near one gives it away.
    return { ...chi2Test(name, valid, objective, spare), reason: `${rank}: its generalised inverse was used` };
  };
  if (spare === 0) {
    const reason = "exactly identified: as many instruments as coefficients leave nothing to test";
    return ["sargan", "hansenFirstStep", "hansen"].map((name) => noTest(name, valid, reason));
  }
  return [
    chi2Test("sargan", valid, estimate.first.objective / estimate.sigma2, spare),
    robust("hansenFirstStep", squaredLength(weighting.root(estimate.first.moments))),
    robust("hansen", estimate.second.objective),
  ];
}

/**
 * Difference-in-Hansen: for each set of instruments, Hansen's test without it and the difference, the covariance of the remaining moments being
 * part of that of all (so the difference is never negative). For a system also for all sets of the level equation together.
 */
export function differenceInHansen(stack: Stack, z: InstrumentMatrix, estimate: GmmEstimate): Test[] {
  const zx = momentsOfRegressors(stack, z, estimate);
  const zy = instrumentProduct(z, stack, stack.outcome);
  const groups = [...new Set(z.sets.map((set) => set.group))].map((label) => ({
    label,
    columns: z.sets.filter((set) => set.group === label).flatMap((set) => set.columns),
  }));
  const level = z.sets.filter((set) => set.description.equation === "level" && set.description.kind === "gmm");
  const difference = z.sets.filter((set) => set.description.equation === "difference" && set.description.kind === "gmm");
  if (new Set(level.map((set) => set.group)).size > 1 && difference.length > 0)
    groups.push({ label: "all gmm sets, level", columns: level.flatMap((set) => set.columns) });
  return groups.flatMap(({ label, columns }) => {
    const left = new Set(columns);
    const chosen = Array.from({ length: z.columns }, (_, j) => j).filter((j) => !left.has(j));
    const spare = chosen.length - estimate.kept.length;
    const without = `hansenWithout(${label})`;
    const name = `differenceInHansen(${label})`;
    const others = `the instruments other than ${label} are valid`;
    const these = `${label} are valid, given that the others are`;
    const reason =
      estimate.second.weighting.rank < z.columns
        ? "the covariance of the moments is singular"
        : spare < 0
          ? "too few instruments remain to identify the model"
          : null;
    if (reason !== null) return [noTest(without, others, reason), noTest(name, these, reason)];
    const part = zeros(chosen.length, chosen.length);
    chosen.forEach((from, i) => {
      chosen.forEach((other, j) => {
        part.data[i + j * chosen.length] = estimate.covariance.data[from + other * z.columns]!;
      });
    });
    const weighting = inverseWeighting(part);
    const pick = (values: Float64Array): Float64Array => weighting.root(Float64Array.from(chosen, (j) => values[j]!));
    const a = fromColumns(columnsOf(zx).map(pick), weighting.rank);
    const qr = pivotedQr(a);
    if (qr.rank < a.cols) {
      const lost = "the remaining instruments do not identify the model";
      return [noTest(without, others, lost), noTest(name, these, lost)];
    }
    const y = pick(zy);
    const value = squaredLength(residualsOf(y, a, solveLeastSquares(qr, y)));
    return [
      spare === 0 ? noTest(without, others, "exactly identified without them") : chi2Test(without, others, value, spare),
      chi2Test(name, these, Math.max(0, estimate.second.objective - value), columns.length),
    ];
  });
}
