import { column, type Matrix, zeros } from "./matrix.js";

/** The lower triangular L with L L' = a, or null when a (symmetric; only its lower triangle is read) is not positive definite. */
export function cholesky(a: Matrix): Matrix | null {
  const n = a.rows;
  const factor = zeros(n, n);
  const l = factor.data;
  for (let j = 0; j < n; j++) {
    const current = l.subarray(j * n, (j + 1) * n);
    for (let i = j; i < n; i++) current[i] = a.data[i + j * n]!;
    for (let k = 0; k < j; k++) subtractMultiple(current, l.subarray(k * n, (k + 1) * n), l[j + k * n]!, j);
    const pivot = current[j]!;
    // The comparison is written so that NaN fails it too.
    if (!(pivot > 0 && pivot < Number.POSITIVE_INFINITY)) return null;
    const root = Math.sqrt(pivot);
    for (let i = j; i < n; i++) current[i]! /= root;
  }
  return factor;
}

function subtractMultiple(target: Float64Array, source: Float64Array, factor: number, from: number): void {
  if (factor === 0) return;
  for (let i = from; i < target.length; i++) target[i]! -= factor * source[i]!;
}

/** Solves a x = b from the factor of `cholesky(a)`. */
export function choleskySolve(factor: Matrix, b: Float64Array): Float64Array {
  const n = factor.rows;
  const l = factor.data;
  const x = b.slice();
  for (let j = 0; j < n; j++) {
    x[j]! /= l[j + j * n]!;
    subtractMultiple(x, l.subarray(j * n, (j + 1) * n), x[j]!, j + 1);
  }
  for (let j = n - 1; j >= 0; j--) {
    let s = x[j]!;
    for (let i = j + 1; i < n; i++) s -= l[i + j * n]! * x[i]!;
    x[j] = s / l[j + j * n]!;
  }
  return x;
}

/** The inverse of a from the factor of `cholesky(a)`, exactly symmetric. */
export function choleskyInverse(factor: Matrix): Matrix {
  const n = factor.rows;
  const out = zeros(n, n);
  for (let j = 0; j < n; j++) {
    const unit = new Float64Array(n);
    unit[j] = 1;
    column(out, j).set(choleskySolve(factor, unit));
  }
  for (let j = 0; j < n; j++) for (let i = 0; i < j; i++) out.data[i + j * n] = out.data[j + i * n]!;
  return out;
}

/** P'a P = L L' of a positive semi-definite matrix: `pivot[k]` is the row of a that stands k-th, `factor` is n x rank. */
export interface PivotedCholesky {
  rank: number;
  pivot: Int32Array;
  factor: Matrix;
}

/**
 * Cholesky with the largest remaining diagonal first, stopping where it falls to `tolerance` times the largest diagonal entry
 * at the start. Higham, Accuracy and Stability, 10.3.
 */
export function pivotedCholesky(a: Matrix, tolerance = 1e-12): PivotedCholesky {
  const n = a.rows;
  const pivot = Int32Array.from({ length: n }, (_, i) => i);
  const work = a.data.slice();
  const remaining = Float64Array.from({ length: n }, (_, i) => work[i * (n + 1)]!);
  const bound = tolerance * remaining.reduce((largest, value) => Math.max(largest, value), 0);
  const l = zeros(n, n);
  let rank = 0;
  for (; rank < n; rank++) {
    let best = rank;
    for (let i = rank + 1; i < n; i++) if (remaining[pivot[i]!]! > remaining[pivot[best]!]!) best = i;
    const p = pivot[best]!;
    const value = remaining[p]!;
    if (!(value > bound)) break;
    pivot[best] = pivot[rank]!;
    pivot[rank] = p;
    const root = Math.sqrt(value);
    l.data[p + rank * n] = root;
    for (let i = rank + 1; i < n; i++) {
      const row = pivot[i]!;
      let s = work[row + p * n]!;
      for (let k = 0; k < rank; k++) s -= l.data[row + k * n]! * l.data[p + k * n]!;
      const entry = s / root;
      l.data[row + rank * n] = entry;
      remaining[row]! -= entry * entry;
    }
  }
  const factor = zeros(n, rank);
  for (let k = 0; k < rank; k++) for (let i = 0; i < n; i++) factor.data[i + k * n] = l.data[pivot[i]! + k * n]!;
  return { rank, pivot, factor };
}
