import { problem } from "../messages/main.js";
import type { FactorMethod } from "../numerics/factors/main.js";
import { fromColumns, type Matrix, zeros } from "../numerics/main.js";
import type { Design, Regressor } from "./design.js";
import { INTERCEPT } from "./fit.js";
import { knownNorm } from "./norms.js";
import type { SharedSolver } from "./sharedSolver.js";

/** What is left of a column below this share of its own norm is rounding: the column is spanned by others. */
export const SPANNED = 1e-11;

/** Outcome and regressors freed of the effects, and what the freeing says about each regressor. */
export interface Within {
  outcome: Float64Array;
  names: string[];
  /** The columns before the effects were taken out. */
  raw: Float64Array[];
  columns: Float64Array[];
  /** What rounding took from each column, where that is known and nothing has been done to the column since. */
  low: (Float64Array | undefined)[];
  /** Norm of each column about its mean (about zero where no constant is in the model), against which collinearity is judged. */
  norms: Float64Array;
  /** Norm of the outcome about its mean, or about zero. */
  outcomeNorm: number;
  /** Norms of outcome and columns once the effects are out, about zero. */
  freedOutcomeNorm: number;
  freedNorms: Float64Array;
  /** Share of each regressor's variance left within the effects. */
  shares: Map<string, number>;
  /** How the effects were taken out; null without effects. */
  method: FactorMethod | null;
  residual: number;
  iterations: number;
}

/**
 * Takes the effects out of outcome and regressors. A constant of its own joins the regressors where no effects absorb it.
 * @param apart true where every column may stand in memory of its own; else the regressors are one matrix, which models may share
 */
export function partialOut(
  design: Design,
  solver: SharedSolver,
  regressors: readonly Regressor[] = design.regressors,
  apart = false,
): Within {
  const { weights, outcome } = design;
  const constant = design.intercept ? [{ name: INTERCEPT, values: new Float64Array(outcome.length).fill(1) }] : [];
  const all: Regressor[] = [...constant, ...regressors];
  const centred = design.effects.some((e) => e.factor.intercept);
  const freed =
    design.effects.length === 0
      ? null
      : solver.partialOut([outcome, ...all.map((r) => r.values)], apart ? 1 + all.length : 1, design.ahead);
  const columns = freed === null ? all.map((r) => r.values) : freed.columns.slice(1);
  const norms = Float64Array.from(all, (r) => knownNorm(r.values, weights, centred));
  const within: Within = {
    outcome: freed === null ? outcome : freed.columns[0]!,
    names: all.map((r) => r.name),
    raw: all.map((r) => r.values),
    columns,
    low: all.map((r) => (freed === null && weights === null ? r.low : undefined)),
    norms,
    outcomeNorm: knownNorm(outcome, weights, centred || design.intercept),
    freedOutcomeNorm: freed === null ? knownNorm(outcome, weights, false) : freed.norms[0]!,
    freedNorms: freed === null ? Float64Array.from(columns, (values) => knownNorm(values, weights, false)) : freed.norms.slice(1),
    shares: new Map(),
    method: freed?.method ?? null,
    residual: freed?.residual ?? 0,
    iterations: freed?.iterations ?? 0,
  };
  if (freed !== null) {
    if (within.freedOutcomeNorm <= SPANNED * within.outcomeNorm)
      throw problem("MODEL-OUTCOME-ABSORBED", { outcome: design.formula.outcome.name, effects: design.effects.map((e) => e.name) });
    all.forEach((r, j) => {
      if (norms[j]! > 0) within.shares.set(r.name, (within.freedNorms[j]! / norms[j]!) ** 2);
    });
  }
  return within;
}

/** Every column times the square root of the weights. */
export function timesRoot(x: Matrix, weights: Float64Array): Matrix {
  const roots = weights.map(Math.sqrt);
  const out = zeros(x.rows, x.cols);
  for (let j = 0; j < x.cols; j++) {
    const from = j * x.rows;
    for (let i = 0; i < x.rows; i++) out.data[from + i] = x.data[from + i]! * roots[i]!;
  }
  return out;
}

/** Columns as a matrix; without a copy where they stand one after the other already. */
export function matrixOf(columns: readonly Float64Array[], rows: number): Matrix {
  const first = columns[0];
  const touching =
    first !== undefined && columns.every((c, j) => c.buffer === first.buffer && c.byteOffset === first.byteOffset + 8 * rows * j);
  if (!touching) return fromColumns(columns, rows);
  return { rows, cols: columns.length, data: new Float64Array(first.buffer, first.byteOffset, rows * columns.length) };
}

/** True where every value is the same. */
export function isConstant(values: Float64Array): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return false;
  return true;
}
