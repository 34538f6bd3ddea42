import type { Elimination } from "./minimumDegree.js";
import { NEGLIGIBLE_PIVOT } from "./schur.js";
import type { SymmetricSparse } from "./sparseSchur.js";

/** A sparse Cholesky factor by columns in elimination order; a redundant effect has a zero pivot and an empty column. */
export interface SparseFactor {
  elimination: Elimination;
  /** Values beside `elimination.rows`. */
  values: Float64Array;
  pivots: Float64Array;
  rank: number;
}

/**
 * Cholesky factor of a positive semi-definite sparse matrix, column by column from the left (George and Liu 1981). A pivot that vanishes
 * against `scale` is set to zero.
 */
export function sparseCholesky(a: SymmetricSparse, elimination: Elimination, scale: Float64Array): SparseFactor {
  const { order, starts, rows } = elimination;
  const { size } = a;
  const values = scatter(a, elimination);
  const pivots = new Float64Array(size);
  // Columns whose next entry lies in a row wait in a list for that row's column.
  const waiting = new Int32Array(size).fill(-1);
  const nextColumn = new Int32Array(size).fill(-1);
  const at = starts.slice(0, size);
  const work = new Float64Array(size);
  let rank = 0;
  for (let k = 0; k < size; k++) {
    const from = starts[k]!;
    const to = starts[k + 1]!;
    for (let u = from; u < to; u++) work[rows[u]!] = values[u]!;
    let pivot = a.diagonal[order[k]!]!;
    for (let j = waiting[k]!; j !== -1; ) {
      const after = nextColumn[j]!;
      const first = at[j]!;
      const factor = values[first]!;
      pivot -= factor * factor;
      const end = starts[j + 1]!;
      for (let u = first + 1; u < end; u++) work[rows[u]!]! -= factor * values[u]!;
      at[j] = first + 1;
      if (first + 1 < end) {
        const row = rows[first + 1]!;
        nextColumn[j] = waiting[row]!;
        waiting[row] = j;
      }
      j = after;
    }
    if (pivot > NEGLIGIBLE_PIVOT * scale[order[k]!]!) {
      const root = Math.sqrt(pivot);
      pivots[k] = root;
      rank++;
      for (let u = from; u < to; u++) values[u] = work[rows[u]!]! / root;
      if (from < to) {
        const row = rows[from]!;
        nextColumn[k] = waiting[row]!;
        waiting[row] = k;
      }
    } else values.fill(0, from, to);
  }
  return { elimination, values, pivots, rank };
}

/** The entries of the matrix at their places in the factor. */
function scatter(a: SymmetricSparse, { step, starts, rows }: Elimination): Float64Array {
  const values = new Float64Array(rows.length);
  for (let i = 0; i < a.size; i++) {
    for (let k = a.starts[i]!; k < a.starts[i + 1]!; k++) {
      const first = Math.min(step[i]!, step[a.columns[k]!]!);
      const second = Math.max(step[i]!, step[a.columns[k]!]!);
      values[find(rows, starts[first]!, starts[first + 1]!, second)] = a.values[k]!;
    }
  }
  return values;
}

/** Position of a row in a column, by bisection. */
function find(rows: Int32Array, from: number, to: number, row: number): number {
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (rows[middle]! < row) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Solves in place for `width` interleaved right-hand sides; redundant effects come out zero. */
export function solveSparse({ elimination, values, pivots }: SparseFactor, x: Float64Array, width: number): void {
  const { order, starts, rows } = elimination;
  const size = order.length;
  const y = new Float64Array(x.length);
  for (let k = 0; k < size; k++) for (let r = 0; r < width; r++) y[width * k + r] = x[width * order[k]! + r]!;
  for (let k = 0; k < size; k++) {
    const pivot = pivots[k]!;
    for (let r = 0; r < width; r++) {
      const at = width * k + r;
      const value = pivot === 0 ? 0 : y[at]! / pivot;
      y[at] = value;
      if (value !== 0) for (let u = starts[k]!; u < starts[k + 1]!; u++) y[width * rows[u]! + r]! -= values[u]! * value;
    }
  }
  for (let k = size - 1; k >= 0; k--) {
    const pivot = pivots[k]!;
    for (let r = 0; r < width; r++) {
      const at = width * k + r;
      let value = y[at]!;
      for (let u = starts[k]!; u < starts[k + 1]!; u++) value -= values[u]! * y[width * rows[u]! + r]!;
      y[at] = pivot === 0 ? 0 : value / pivot;
    }
  }
  for (let k = 0; k < size; k++) for (let r = 0; r < width; r++) x[width * order[k]! + r] = y[width * k + r]!;
}
