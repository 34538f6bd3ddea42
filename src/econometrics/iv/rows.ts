import { column, crossProduct, dot, type Matrix, multiply, zeros } from "../../numerics/main.js";
import type { Equation } from "./equation.js";
import { addPulled } from "./groupSums.js";

/** Rows of one block: a dozen columns of it stay in the caches, so that a pass over an equation reads memory once and writes none. */
export const BLOCK = 1024;

/** Scores that are made where they are asked for: row by row, or their sums over groups as the one thing that is wanted of these. */
export interface MadeScores {
  cols: number;
  /** One row per observation. */
  rows(): Matrix;
  /** Sum over groups of s_g s_g', s_g the scores of a group added up. */
  meat(codes: Int32Array, levels: number): Matrix;
}

/** Exogenous regressors and excluded instruments: what an equation has moments with. */
export function instrumentColumns({ exogenous, excluded }: Equation): Float64Array[] {
  return [...exogenous.columns, ...excluded.columns];
}

/** The outcome less a combination of the exogenous regressors and the endogenous variables, by row. */
export function residualRows(equation: Equation, coefficients: Float64Array): Float64Array {
  const out = new Float64Array(equation.outcome.length);
  eachBlock(out.length, (from, to) => fillResiduals(equation, coefficients, from, to, out.subarray(from, to)));
  return out;
}

/** Combinations of exogenous regressors and instruments, one per column of `by`; a column that is one of them is that column. */
export function combinedRows(equation: Equation, by: Matrix): Matrix {
  const columns = instrumentColumns(equation);
  const out = zeros(equation.outcome.length, by.cols);
  for (let j = 0; j < by.cols; j++) addCombination(column(out, j), columns, column(by, j));
  return out;
}

/** Weighted sum of squares of the residuals, and their weighted products with the exogenous regressors and instruments. */
export function residualProducts(equation: Equation, coefficients: Float64Array): { squares: number; moments: Float64Array } {
  const columns = instrumentColumns(equation);
  const moments = new Float64Array(columns.length);
  const residuals = new Float64Array(BLOCK);
  const pull = new Float64Array(BLOCK);
  let squares = 0;
  eachBlock(equation.outcome.length, (from, to) => {
    const e = residuals.subarray(0, to - from);
    fillResiduals(equation, coefficients, from, to, e);
    const pulled = weightedBlock(e, equation.design.weights, from, pull);
    squares += dot(e, pulled);
    columns.forEach((values, j) => {
      moments[j]! += dot(values.subarray(from, to), pulled);
    });
  });
  return { squares, moments };
}

/**
 * Scores of combinations of exogenous regressors and instruments: each times the residual at given coefficients.
 * @param by one combination per column
 */
export function momentScores(equation: Equation, by: Matrix, coefficients: Float64Array): MadeScores {
  const { weights } = equation.design;
  return {
    cols: by.cols,
    rows: () => {
      const scores = combinedRows(equation, by);
      const e = residualRows(equation, coefficients);
      for (let j = 0; j < scores.cols; j++) {
        const from = j * scores.rows;
        for (let i = 0; i < e.length; i++) scores.data[from + i]! *= weights === null ? e[i]! : e[i]! * weights[i]!;
      }
      return scores;
    },
    meat: (codes, levels) => crossProduct(multiply(momentSums(equation, coefficients, codes, levels), by)),
  };
}

/** Exogenous regressors and instruments times residuals, added up by group. */
function momentSums(equation: Equation, coefficients: Float64Array, codes: Int32Array, levels: number): Matrix {
  const columns = instrumentColumns(equation);
  const out = zeros(levels, columns.length);
  const sums = columns.map((_, j) => column(out, j));
  const residuals = new Float64Array(BLOCK);
  const pull = new Float64Array(BLOCK);
  eachBlock(codes.length, (from, to) => {
    const e = residuals.subarray(0, to - from);
    fillResiduals(equation, coefficients, from, to, e);
    const pulled = weightedBlock(e, equation.design.weights, from, pull);
    addPulled(sums, codes, from, pulled, blockOf(columns, from, to));
  });
  return out;
}

/** Calls `pass` with the ends of every block of rows. */
export function eachBlock(rows: number, pass: (from: number, to: number) => void): void {
  for (let from = 0; from < rows; from += BLOCK) pass(from, Math.min(from + BLOCK, rows));
}

/** Adds a combination of columns to a block of the same rows, three columns in a pass; those whose factor is zero are not looked at. */
export function addCombination(block: Float64Array, columns: readonly Float64Array[], factors: ArrayLike<number>): void {
  const used: number[] = [];
  for (let j = 0; j < columns.length; j++) if (factors[j] !== 0) used.push(j);
  let at = 0;
  for (; at + 3 <= used.length; at += 3) {
    const [p, q, r] = [used[at]!, used[at + 1]!, used[at + 2]!];
    addThree(block, columns[p]!, factors[p]!, columns[q]!, factors[q]!, columns[r]!, factors[r]!);
  }
  for (const j of used.slice(at)) addTimes(block, columns[j]!, factors[j]!);
}

function addThree(
  block: Float64Array,
  first: Float64Array,
  a: number,
  second: Float64Array,
  b: number,
  third: Float64Array,
  c: number,
): void {
  for (let i = 0; i < block.length; i++) block[i] = block[i]! + a * first[i]! + b * second[i]! + c * third[i]!;
}

function addTimes(block: Float64Array, values: Float64Array, by: number): void {
  for (let i = 0; i < block.length; i++) block[i]! += by * values[i]!;
}

/** Rows from..to of columns. */
export function blockOf(columns: readonly Float64Array[], from: number, to: number): Float64Array[] {
  return columns.map((values) => values.subarray(from, to));
}

/** A block of rows times their weights, in `room`; the block itself where rows weigh alike. */
export function weightedBlock(block: Float64Array, weights: Float64Array | null, from: number, room: Float64Array): Float64Array {
  if (weights === null) return block;
  const out = room.subarray(0, block.length);
  for (let i = 0; i < out.length; i++) out[i] = block[i]! * weights[from + i]!;
  return out;
}

function fillResiduals(equation: Equation, coefficients: Float64Array, from: number, to: number, into: Float64Array): void {
  const { exogenous, endogenous, outcome } = equation;
  into.set(outcome.subarray(from, to));
  addCombination(
    into,
    blockOf([...exogenous.columns, ...endogenous.columns], from, to),
    coefficients.map((b) => -b),
  );
}
