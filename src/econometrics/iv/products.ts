import { fromColumns, type Matrix, zeros } from "../../numerics/main.js";
import { clusterSums, type ScoreSums } from "../vcov.js";

/** From this many rows to a group on, their products are added up once for all tests. */
const LARGE_GROUPS = 4;

/** Scores that are products of two combinations of the same few columns: left times right, row by row. */
export type Pair = readonly [left: Matrix, right: Float64Array];

/** Scores that are kept as combinations: their sums by group, or the rows themselves. */
export interface ProductScores extends ScoreSums {
  rows(): Matrix;
}

/** Makes the scores of pairs, one after the other as columns. */
export type ScoreMaker = (pairs: readonly Pair[]) => ProductScores;

/**
 * Scores of any combinations of a few columns. Tests of instruments ask for many scores of the same columns, summed over the same groups; the products of
 * all columns, added up by group once, give each of them without another pass over the rows.
 * @param columns on the rows of the sample; combinations are given as coefficients on them
 */
export function scoreMaker(columns: readonly Float64Array[], weights: Float64Array | null): ScoreMaker {
  const known = new Map<Int32Array, Float64Array>();
  const combined = (coefficients: Float64Array): Float64Array => combination(columns, coefficients);
  return (pairs) => {
    const cols = pairs.reduce((total, [left]) => total + left.cols, 0);
    const rows = (): Matrix =>
      fromColumns(
        pairs.flatMap(([left, right]) => {
          const pulls = weighted(combined(right), weights);
          return columnsIn(left).map((values) => combined(values).map((value, i) => value * pulls[i]!));
        }),
      );
    const sums = (codes: Int32Array, levels: number): Matrix => {
      if (LARGE_GROUPS * levels > codes.length) return clusterSums(rows(), codes, levels);
      const products = known.get(codes) ?? groupProducts(columns, weights, codes, levels);
      known.set(codes, products);
      return sumsFrom(products, columns.length, levels, pairs, cols);
    };
    return { cols, rows, sums };
  };
}

/** Products of every two columns, added up by group: size x size per group, the groups one after the other. */
function groupProducts(columns: readonly Float64Array[], weights: Float64Array | null, codes: Int32Array, levels: number): Float64Array {
  const size = columns.length;
  const out = new Float64Array(levels * size * size);
  for (let a = 0; a < size; a++) {
    const left = weighted(columns[a]!, weights);
    for (let b = 0; b + 1 <= a; b += 2) addTwo(out, left, columns[b]!, columns[b + 1]!, codes, size, a, b);
    if (a % 2 === 0) addOne(out, left, columns[a]!, codes, size, a, a);
  }
  for (let g = 0; g < levels; g++) {
    const from = g * size * size;
    for (let a = 0; a < size; a++) for (let b = 0; b < a; b++) out[from + b * size + a] = out[from + a * size + b]!;
  }
  return out;
}

/** Adds left x first and left x second, by group, at (a, b) and (a, b + 1). */
function addTwo(
  out: Float64Array,
  left: Float64Array,
  first: Float64Array,
  second: Float64Array,
  codes: Int32Array,
  size: number,
  a: number,
  b: number,
): void {
  const step = size * size;
  const at = a * size + b;
  for (let i = 0; i < codes.length; i++) {
    const from = codes[i]! * step + at;
    const value = left[i]!;
    out[from]! += value * first[i]!;
    out[from + 1]! += value * second[i]!;
  }
}

function addOne(out: Float64Array, left: Float64Array, right: Float64Array, codes: Int32Array, size: number, a: number, b: number): void {
  const step = size * size;
  const at = a * size + b;
  for (let i = 0; i < codes.length; i++) out[codes[i]! * step + at]! += left[i]! * right[i]!;
}

function sumsFrom(products: Float64Array, size: number, levels: number, pairs: readonly Pair[], cols: number): Matrix {
  const out = zeros(levels, cols);
  const pulled = new Float64Array(size);
  let at = 0;
  for (const [left, right] of pairs) {
    for (let g = 0; g < levels; g++) {
      const from = g * size * size;
      for (let a = 0; a < size; a++) {
        let value = 0;
        for (let b = 0; b < size; b++) value += products[from + a * size + b]! * right[b]!;
        pulled[a] = value;
      }
      for (let c = 0; c < left.cols; c++) {
        let value = 0;
        for (let a = 0; a < size; a++) value += left.data[a + c * size]! * pulled[a]!;
        out.data[g + (at + c) * levels] = value;
      }
    }
    at += left.cols;
  }
  return out;
}

function columnsIn(a: Matrix): Float64Array[] {
  return Array.from({ length: a.cols }, (_, j) => a.data.subarray(j * a.rows, (j + 1) * a.rows));
}

function weighted(values: Float64Array, weights: Float64Array | null): Float64Array {
  return weights === null ? values : values.map((value, i) => value * weights[i]!);
}

/** A combination of columns; one of them alone is not copied. */
function combination(columns: readonly Float64Array[], coefficients: Float64Array): Float64Array {
  const used = Array.from(coefficients.keys()).filter((j) => coefficients[j] !== 0);
  if (used.length === 1 && coefficients[used[0]!] === 1) return columns[used[0]!]!;
  const out = new Float64Array(columns[0]!.length);
  for (const j of used) {
    const values = columns[j]!;
    const by = coefficients[j]!;
    for (let i = 0; i < out.length; i++) out[i]! += by * values[i]!;
  }
  return out;
}
