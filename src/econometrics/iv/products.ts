import { column, crossProduct, dot, fromColumns, type Matrix, triangleOf, zeros } from "../../numerics/main.js";
import { clusterSums } from "../vcov.js";
import { addProducts, addPulled, FOUR, place } from "./groupSums.js";
import { addCombination, BLOCK, blockOf, eachBlock, type MadeScores, weightedBlock } from "./rows.js";

/** From this many rows to a group on, their products are added up once for all tests. */
const LARGE_GROUPS = 4;
/** Up to so many products (seven columns) their sums by group are reduced to a triangle. */
const FEW_PRODUCTS = 28;

/** Scores that are products of two combinations of the same few columns: left times right, row by row. */
export type Pair = readonly [left: Matrix, right: Float64Array];

/** Columns that are made block by block. */
export interface MadeColumns {
  count: number;
  rows: number;
  /** Writes rows from..to of every column into the arrays given, each of that length. */
  fill(from: number, to: number, into: readonly Float64Array[]): void;
}

/** Columns that stand beside the made ones and are only ever multiplied by one combination of these. */
export interface Beside {
  columns: readonly Float64Array[];
  /** The combination. */
  pull: Float64Array;
}

/** Scores of an equation from products of a few columns. */
export interface Products {
  /** The scores of pairs, one after the other as columns. */
  scores(pairs: readonly Pair[]): MadeScores;
  /**
   * Inner products of the sums by group of the combination that pulls, times combinations of the made columns (`left`) and of those beside; null
   * where groups are too small for their products to be worth adding up.
   */
  pulledMeat(left: Matrix, beside: Matrix, codes: Int32Array, levels: number): Matrix | null;
}

/**
 * Scores of any combinations of a few columns. Tests of instruments ask for many scores of the same columns, summed over the same groups; the products of
 * all columns, added up by group once, give each of them without another pass over the rows, and without any column in memory.
 * @param columns on the rows of the sample; combinations are given as coefficients on them
 */
export function productsOf(columns: MadeColumns, beside: Beside, weights: Float64Array | null): Products {
  const count = place(columns.count, 0);
  const known = new Map<Int32Array, Float64Array[]>();
  const sumsBy = (codes: Int32Array, levels: number): Float64Array[] | null => {
    if (LARGE_GROUPS * levels > codes.length) return null;
    const sums = known.get(codes) ?? condensed(groupProducts(columns, beside, weights, codes, levels));
    known.set(codes, sums);
    return sums;
  };
  let whole: Float64Array[] | null = null;
  const combined = (coefficients: Float64Array): Float64Array => {
    whole ??= wholeColumns(columns);
    return combination(whole, coefficients);
  };
  return {
    scores: (pairs) => {
      const rows = (): Matrix =>
        fromColumns(
          pairs.flatMap(([left, right]) => {
            const pulls = weightedBlock(combined(right), weights, 0, new Float64Array(weights === null ? 0 : columns.rows));
            return columnsIn(left).map((values) => combined(values).map((value, i) => value * pulls[i]!));
          }),
        );
      const meat = (codes: Int32Array, levels: number): Matrix => {
        const sums = sumsBy(codes, levels);
        return sums === null
          ? crossProduct(clusterSums(rows(), codes, levels))
          : meatOf(sums.slice(0, count), pairs.flatMap(productCoefficients));
      };
      return { cols: pairs.reduce((total, [left]) => total + left.cols, 0), rows, meat };
    },
    pulledMeat: (left, others, codes, levels) => {
      const sums = sumsBy(codes, levels);
      if (sums === null) return null;
      const own = productCoefficients([left, beside.pull]);
      return meatOf(
        sums,
        own.map((factors, j) => Float64Array.of(...factors, ...column(others, j))),
      );
    },
  };
}

/** By group: products of every two columns, then of each column beside with the combination that pulls. One array of groups for each. */
function groupProducts(
  columns: MadeColumns,
  beside: Beside,
  weights: Float64Array | null,
  codes: Int32Array,
  levels: number,
): Float64Array[] {
  // Three columns are taken for four, the last of them zero.
  const made = Array.from({ length: Math.max(FOUR, columns.count) }, () => new Float64Array(BLOCK));
  const sums = Array.from({ length: place(made.length, 0) }, () => new Float64Array(levels));
  const pulled = beside.columns.map(() => new Float64Array(levels));
  const pull = new Float64Array(BLOCK);
  const room = new Float64Array(BLOCK);
  eachBlock(columns.rows, (from, to) => {
    const here = blockOf(made, 0, to - from);
    const own = here.slice(0, columns.count);
    columns.fill(from, to, own);
    const e = pull.subarray(0, to - from).fill(0);
    addCombination(e, own, beside.pull);
    addPulled(pulled, codes, from, weightedBlock(e, weights, from, room), blockOf(beside.columns, from, to));
    if (weights !== null) for (const block of own) timesRootBlock(block, weights, from);
    addProducts(sums, codes, from, here);
  });
  return [...sums.slice(0, place(columns.count, 0)), ...pulled];
}

/** A block of rows times the square roots of their weights, in place. */
function timesRootBlock(block: Float64Array, weights: Float64Array, from: number): void {
  for (let i = 0; i < block.length; i++) block[i]! *= Math.sqrt(weights[from + i]!);
}

/** Columns with the same inner products in fewer rows, where reducing them costs less than the tests that will ask for them. */
function condensed(sums: Float64Array[]): Float64Array[] {
  const levels = sums[0]!.length;
  return sums.length > FEW_PRODUCTS || levels < 2 * sums.length ? sums : columnsIn(triangleOf(sums, levels));
}

/** Scores of a pair as combinations of products: for each column the factor of every product. */
function productCoefficients([left, right]: Pair): Float64Array[] {
  return columnsIn(left).map((values) => {
    const out = new Float64Array(place(right.length, 0));
    values.forEach((value, a) => {
      if (value === 0) return;
      right.forEach((other, b) => {
        out[place(a, b)]! += value * other;
      });
    });
    return out;
  });
}

/** Inner products of combinations of the sums. */
function meatOf(sums: readonly Float64Array[], combinations: readonly Float64Array[]): Matrix {
  const levels = sums[0]!.length;
  const cols = combinations.length;
  const out = zeros(cols, cols);
  const rooms = combinations.map(() => new Float64Array(BLOCK));
  eachBlock(levels, (from, to) => {
    const here = rooms.map((room) => room.subarray(0, to - from).fill(0));
    const blocks = blockOf(sums, from, to);
    combinations.forEach((factors, c) => {
      addCombination(here[c]!, blocks, factors);
    });
    for (let c = 0; c < cols; c++) for (let d = 0; d <= c; d++) out.data[d + c * cols]! += dot(here[c]!, here[d]!);
  });
  for (let c = 0; c < cols; c++) for (let d = 0; d < c; d++) out.data[c + d * cols] = out.data[d + c * cols]!;
  return out;
}

function wholeColumns(columns: MadeColumns): Float64Array[] {
  const whole = Array.from({ length: columns.count }, () => new Float64Array(columns.rows));
  eachBlock(columns.rows, (from, to) => columns.fill(from, to, blockOf(whole, from, to)));
  return whole;
}

function columnsIn(a: Matrix): Float64Array[] {
  return Array.from({ length: a.cols }, (_, j) => a.data.subarray(j * a.rows, (j + 1) * a.rows));
}

/** A combination of columns; one of them alone is not copied. */
function combination(columns: readonly Float64Array[], coefficients: Float64Array): Float64Array {
  const used = Array.from(coefficients.keys()).filter((j) => coefficients[j] !== 0);
  if (used.length === 1 && coefficients[used[0]!] === 1) return columns[used[0]!]!;
  const out = new Float64Array(columns[0]!.length);
  addCombination(out, columns, coefficients);
  return out;
}
