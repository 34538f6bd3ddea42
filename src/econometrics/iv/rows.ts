import { crossProduct, dot, type Matrix, multiply, zeros } from "../../numerics/main.js";
import type { Equation } from "./equation.js";

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
  for (let j = 0; j < by.cols; j++)
    columns.forEach((values, i) => {
      addTimes(out.data.subarray(j * out.rows, (j + 1) * out.rows), values, 0, by.data[i + j * by.rows]!);
    });
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
  const sums = columns.map((_, j) => out.data.subarray(j * levels, (j + 1) * levels));
  const residuals = new Float64Array(BLOCK);
  const pull = new Float64Array(BLOCK);
  eachBlock(codes.length, (from, to) => {
    const e = residuals.subarray(0, to - from);
    fillResiduals(equation, coefficients, from, to, e);
    const pulled = weightedBlock(e, equation.design.weights, from, pull);
    const here = columns.map((values) => values.subarray(from, to));
    addByGroup(
      sums,
      codes,
      from,
      here.map(() => pulled),
      here,
    );
  });
  return out;
}

/** Calls `pass` with the ends of every block of rows. */
export function eachBlock(rows: number, pass: (from: number, to: number) => void): void {
  for (let from = 0; from < rows; from += BLOCK) pass(from, Math.min(from + BLOCK, rows));
}

/** Adds to every group the products left[q] x right[q] of its rows; both begin at row `from`. */
export function addByGroup(
  sums: readonly Float64Array[],
  codes: Int32Array,
  from: number,
  left: readonly Float64Array[],
  right: readonly Float64Array[],
): void {
  let q = 0;
  // Rows of a group follow each other, each waiting for the sum before it; four sums wait together.
  for (; q + 4 <= sums.length; q += 4) addFour(sums, codes, from, left, right, q);
  for (; q < sums.length; q++) {
    const [own, a, b] = [sums[q]!, left[q]!, right[q]!];
    for (let i = 0; i < a.length; i++) own[codes[from + i]!]! += a[i]! * b[i]!;
  }
}

function addFour(
  sums: readonly Float64Array[],
  codes: Int32Array,
  from: number,
  left: readonly Float64Array[],
  right: readonly Float64Array[],
  q: number,
): void {
  const [s0, s1, s2, s3] = [sums[q]!, sums[q + 1]!, sums[q + 2]!, sums[q + 3]!];
  const [a0, a1, a2, a3] = [left[q]!, left[q + 1]!, left[q + 2]!, left[q + 3]!];
  const [b0, b1, b2, b3] = [right[q]!, right[q + 1]!, right[q + 2]!, right[q + 3]!];
  for (let i = 0; i < a0.length; i++) {
    const code = codes[from + i]!;
    s0[code]! += a0[i]! * b0[i]!;
    s1[code]! += a1[i]! * b1[i]!;
    s2[code]! += a2[i]! * b2[i]!;
    s3[code]! += a3[i]! * b3[i]!;
  }
}

/** Adds a multiple of a column, read from row `from`, to a block; none at all where the factor is zero. */
export function addTimes(block: Float64Array, values: Float64Array, from: number, by: number): void {
  if (by !== 0) for (let i = 0; i < block.length; i++) block[i]! += by * values[from + i]!;
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
  [...exogenous.columns, ...endogenous.columns].forEach((values, j) => {
    addTimes(into, values, from, -coefficients[j]!);
  });
}
