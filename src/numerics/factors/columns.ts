import { dot, sum } from "../sums.js";
import type { ReducedSystem } from "./system.js";

/** Puts columns into a system, about their weighted mean where the effects span the constant. Returns their weighted norms. */
export function load(
  system: ReducedSystem,
  columns: readonly Float64Array[],
  weights: Float64Array | null,
  centred: boolean,
): Float64Array {
  const { width, layout } = system;
  const totalWeight = weights === null ? layout.rows : sum(weights);
  const means = columns.map((column) => (centred ? (weights === null ? sum(column) : dot(column, weights)) / totalWeight : 0));
  if (width === 1) return loadOne(system, columns[0]!, means[0]!, weights);
  const norms = new Float64Array(width);
  for (let r = 0; r < width; r += 2) loadPair(system, r, columns, means, weights, norms);
  return norms;
}

/** Two lanes in one pass, because they share cache lines; a lane without a column repeats the first and is not read again. */
function loadPair(
  { values, width, layout }: ReducedSystem,
  r: number,
  columns: readonly Float64Array[],
  means: readonly number[],
  weights: Float64Array | null,
  norms: Float64Array,
): void {
  const { order, rows } = layout;
  const first = r < columns.length ? r : 0;
  const second = r + 1 < columns.length ? r + 1 : 0;
  const c0 = columns[first]!;
  const c1 = columns[second]!;
  const m0 = means[first]!;
  const m1 = means[second]!;
  let q0 = 0;
  let q1 = 0;
  for (let i = 0, at = r; i < rows; i++, at += width) {
    const row = order === null ? i : order[i]!;
    const v0 = c0[row]! - m0;
    const v1 = c1[row]! - m1;
    values[at] = v0;
    values[at + 1] = v1;
    const w = weights === null ? 1 : weights[row]!;
    q0 += w * v0 * v0;
    q1 += w * v1 * v1;
  }
  norms[r] = Math.sqrt(q0);
  norms[r + 1] = Math.sqrt(q1);
}

function loadOne({ values, layout }: ReducedSystem, column: Float64Array, mean: number, weights: Float64Array | null): Float64Array {
  const { order, rows } = layout;
  let square = 0;
  for (let i = 0; i < rows; i++) {
    const row = order === null ? i : order[i]!;
    const value = column[row]! - mean;
    values[i] = value;
    square += (weights === null ? 1 : weights[row]!) * value * value;
  }
  return Float64Array.of(Math.sqrt(square));
}

/** The columns of a system in row order, into as many arrays as are wanted. */
export function unload({ values, width, layout }: ReducedSystem, columns: readonly Float64Array[]): void {
  let r = 0;
  for (; r + 2 <= columns.length; r += 2) unloadPair(values, width, layout.order, r, columns[r]!, columns[r + 1]!);
  if (r < columns.length) unloadOne(values, width, layout.order, r, columns[r]!);
}

function unloadPair(
  values: Float64Array,
  width: number,
  order: Int32Array | null,
  r: number,
  first: Float64Array,
  second: Float64Array,
): void {
  if (order === null) {
    for (let i = 0, at = r; i < first.length; i++, at += width) {
      first[i] = values[at]!;
      second[i] = values[at + 1]!;
    }
    return;
  }
  for (let i = 0, at = r; i < order.length; i++, at += width) {
    const row = order[i]!;
    first[row] = values[at]!;
    second[row] = values[at + 1]!;
  }
}

function unloadOne(values: Float64Array, width: number, order: Int32Array | null, r: number, column: Float64Array): void {
  if (order === null) for (let i = 0, at = r; i < column.length; i++, at += width) column[i] = values[at]!;
  else for (let i = 0, at = r; i < order.length; i++, at += width) column[order[i]!] = values[at]!;
}

/** Each of parts[r] / norms[r]; 0 where the norm is. */
export function shares(parts: Float64Array, norms: Float64Array): Float64Array {
  return norms.map((norm, r) => (norm > 0 ? parts[r]! / norm : 0));
}
