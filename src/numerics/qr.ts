import { column, type Matrix, zeros } from "./matrix.js";
import { norm } from "./sums.js";

/**
 * X = Q [R; 0] by Householder reflections on blocks of rows (Q orthogonal, never formed), with the columns that are linear
 * combinations of earlier ones set aside. `kept` and `dropped` number the columns of X, ascending.
 */
export interface PivotedQr {
  /** The matrix that was factorised; not copied, so it must not be changed while the factorisation is in use. */
  source: Matrix;
  rank: number;
  /** Kept columns first, then dropped ones, each in original order. */
  pivot: Int32Array;
  kept: Int32Array;
  dropped: Int32Array;
  /** rank x rank, upper triangular: X[kept]'X[kept] = r'r. */
  r: Matrix;
  /** The norm of each column of X against which its rank was judged. */
  norms: Float64Array;
  /** Tails of the reflectors of all row blocks, in the place of the columns of X. */
  reflectors: Matrix;
  /** Factor of the reflector of each (column, block). */
  taus: Matrix;
  /** The triangle before columns were set aside, cols x cols. */
  triangle: Matrix;
  /** Reflectors that bring the kept columns of `triangle` to triangular form; null when nothing was dropped. */
  compression: { reflectors: Matrix; taus: Float64Array } | null;
}

/**
 * Rows of one block: a block of twenty columns stays in the second-level cache, so a tall matrix is read from memory once
 * and not once per pair of columns.
 */
const blockRows = 1024;

/**
 * A column counts as collinear when what the earlier kept columns leave of it is below this share of its norm. Rounding alone
 * leaves about 1e-15; NIST's Filip, whose certified solution uses all eleven columns, leaves 3e-10 of its last one. So the
 * bound lies between: nothing that data determine is thrown away, nothing that is only rounding is kept.
 */
export const rankTolerance = 1e-11;

/**
 * Factorises X (rows x cols, any shape). A column is set aside only if it is collinear with EARLIER columns (the rule of lm and
 * fixest), judged against `norms[j]` (default: its own norm; pass the norm before demeaning to find columns that fixed
 * effects have absorbed). Entries must be finite. Golub and Van Loan, Matrix Computations, 5.2; the blocks are a sequential
 * TSQR (Demmel et al. 2012).
 */
export function pivotedQr(x: Matrix, tolerance = rankTolerance, norms: Float64Array = columnNorms(x)): PivotedQr {
  const { triangle, reflectors, taus } = reduceBlocks(x);
  const { kept, dropped, r, compression } = setAside(triangle, norms, tolerance);
  const pivot = Int32Array.from([...kept, ...dropped]);
  return { source: x, rank: kept.length, pivot, kept, dropped, r, norms, reflectors, taus, triangle, compression };
}

function columnNorms(x: Matrix): Float64Array {
  return Float64Array.from({ length: x.cols }, (_, j) => norm(column(x, j)));
}

// One block after another is eliminated against the triangle that carries all blocks before it.
function reduceBlocks(x: Matrix): { triangle: Matrix; reflectors: Matrix; taus: Matrix } {
  const { rows, cols } = x;
  const triangle = zeros(cols, cols);
  const reflectors: Matrix = { rows, cols, data: x.data.slice() };
  const taus = zeros(cols, Math.ceil(rows / blockRows));
  const r = triangle.data;
  const data = reflectors.data;
  for (let b = 0; b < taus.cols; b++) {
    const from = b * blockRows;
    const to = Math.min(from + blockRows, rows);
    for (let j = 0; j < cols; j++) {
      const tail = data.subarray(j * rows + from, j * rows + to);
      const { head, tau } = makeReflector(r[j + j * cols]!, tail);
      r[j + j * cols] = head;
      taus.data[j + b * cols] = tau;
      if (tau === 0) continue;
      for (let k = j + 1; k < cols; k++) {
        r[j + k * cols] = reflect(tail, tau, r[j + k * cols]!, data.subarray(k * rows + from, k * rows + to));
      }
    }
  }
  return { triangle, reflectors, taus };
}

/**
 * The reflection H = I - tau v v', v = [1; tail], that sends [head; tail] to [new head; 0]. The tail is overwritten by that of v.
 */
function makeReflector(head: number, tail: Float64Array): { head: number; tau: number } {
  const size = norm(tail);
  if (size === 0) return { head, tau: 0 };
  const whole = hypot(head, size);
  const image = head > 0 ? -whole : whole;
  const divisor = head - image;
  for (let i = 0; i < tail.length; i++) tail[i]! /= divisor;
  return { head: image, tau: (image - head) / image };
}

function hypot(a: number, b: number): number {
  const large = Math.max(Math.abs(a), Math.abs(b));
  if (large === 0) return 0;
  const small = Math.min(Math.abs(a), Math.abs(b)) / large;
  return large * Math.sqrt(1 + small * small);
}

/** Applies H (symmetric: the same forwards and backwards) to [head; rest] in place and returns the new head. */
function reflect(v: Float64Array, tau: number, head: number, rest: Float64Array): number {
  const n = v.length;
  let s0 = head;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    s0 += v[i]! * rest[i]!;
    s1 += v[i + 1]! * rest[i + 1]!;
    s2 += v[i + 2]! * rest[i + 2]!;
    s3 += v[i + 3]! * rest[i + 3]!;
  }
  for (; i < n; i++) s0 += v[i]! * rest[i]!;
  const step = tau * (s0 + s1 + (s2 + s3));
  for (i = 0; i < n; i++) rest[i]! -= step * v[i]!;
  return head - step;
}

// The triangle has the geometry of X, so the rank is decided on it: each column is reflected by the kept ones before it, and what
// remains below is what they do not explain.
function setAside(triangle: Matrix, norms: Float64Array, tolerance: number): Pick<PivotedQr, "kept" | "dropped" | "r" | "compression"> {
  const n = triangle.cols;
  const kept: number[] = [];
  const dropped: number[] = [];
  const work = zeros(n, n);
  const taus = new Float64Array(n);
  const r = zeros(n, n);
  for (let j = 0; j < n; j++) {
    const rank = kept.length;
    const current = work.data.subarray(rank * n, (rank + 1) * n);
    current.set(column(triangle, j));
    for (let k = 0; k < rank; k++) {
      if (taus[k] !== 0) current[k] = reflect(column(work, k).subarray(k + 1), taus[k]!, current[k]!, current.subarray(k + 1));
    }
    const rest = norm(current.subarray(rank));
    if (!(rest > tolerance * norms[j]!)) {
      dropped.push(j);
      continue;
    }
    r.data.set(current.subarray(0, rank), rank * n);
    const { head, tau } = makeReflector(current[rank]!, current.subarray(rank + 1));
    r.data[rank + rank * n] = head;
    taus[rank] = tau;
    kept.push(j);
  }
  const rank = kept.length;
  const square = zeros(rank, rank);
  for (let j = 0; j < rank; j++) square.data.set(r.data.subarray(j * n, j * n + rank), j * rank);
  return {
    kept: Int32Array.from(kept),
    dropped: Int32Array.from(dropped),
    r: square,
    compression: dropped.length > 0 ? { reflectors: work, taus } : null,
  };
}

/**
 * Q'y in place: returns the first `rank` coordinates, leaves the part of y outside of X's columns spread over `head` (cols) and
 * y (rows).
 */
export function applyTransposedQ(qr: PivotedQr, y: Float64Array): Float64Array {
  const { cols, rows } = qr.reflectors;
  const head = new Float64Array(cols);
  for (let b = 0; b < qr.taus.cols; b++) {
    const from = b * blockRows;
    const to = Math.min(from + blockRows, rows);
    for (let j = 0; j < cols; j++) {
      const tau = qr.taus.data[j + b * cols]!;
      if (tau !== 0) head[j] = reflect(qr.reflectors.data.subarray(j * rows + from, j * rows + to), tau, head[j]!, y.subarray(from, to));
    }
  }
  compress(qr, head, false);
  return head;
}

/** Q [head; y] in place of y, the inverse of `applyTransposedQ`. */
export function applyQ(qr: PivotedQr, head: Float64Array, y: Float64Array): void {
  const { cols, rows } = qr.reflectors;
  compress(qr, head, true);
  for (let b = qr.taus.cols - 1; b >= 0; b--) {
    const from = b * blockRows;
    const to = Math.min(from + blockRows, rows);
    for (let j = cols - 1; j >= 0; j--) {
      const tau = qr.taus.data[j + b * cols]!;
      if (tau !== 0) head[j] = reflect(qr.reflectors.data.subarray(j * rows + from, j * rows + to), tau, head[j]!, y.subarray(from, to));
    }
  }
}

function compress(qr: PivotedQr, head: Float64Array, backwards: boolean): void {
  if (qr.compression === null) return;
  const { reflectors, taus } = qr.compression;
  for (let step = 0; step < qr.rank; step++) {
    const k = backwards ? qr.rank - 1 - step : step;
    if (taus[k] !== 0) head[k] = reflect(column(reflectors, k).subarray(k + 1), taus[k]!, head[k]!, head.subarray(k + 1));
  }
}

/** Solves r x = b for the upper triangular r of a factorisation. */
export function solveUpper(r: Matrix, b: Float64Array): Float64Array {
  const n = r.cols;
  const x = b.slice(0, n);
  for (let j = n - 1; j >= 0; j--) {
    const xj = x[j]! / r.data[j + j * r.rows]!;
    x[j] = xj;
    for (let i = 0; i < j; i++) x[i]! -= r.data[i + j * r.rows]! * xj;
  }
  return x;
}

/** Solves r' x = b for the upper triangular r of a factorisation. */
export function solveUpperTransposed(r: Matrix, b: Float64Array): Float64Array {
  const n = r.cols;
  const x = b.slice(0, n);
  for (let j = 0; j < n; j++) {
    let s = x[j]!;
    for (let i = 0; i < j; i++) s -= r.data[i + j * r.rows]! * x[i]!;
    x[j] = s / r.data[j + j * r.rows]!;
  }
  return x;
}

/**
 * Which kept columns a dropped one is a combination of, and with which weights, in order of the columns of X. Shares below
 * 1e-9 of the column's size are rounding and left out.
 */
export function dependence(qr: PivotedQr, droppedColumn: number): { column: number; weight: number }[] {
  const head = column(qr.triangle, droppedColumn).slice();
  compress(qr, head, false);
  const weights = solveUpper(qr.r, head);
  const size = norm(column(qr.triangle, droppedColumn));
  return Array.from(qr.kept, (k, at) => ({ column: k, weight: weights[at]!, share: Math.abs(weights[at]!) * norm(column(qr.triangle, k)) }))
    .filter(({ share }) => share > 1e-9 * size)
    .map(({ column, weight }) => ({ column, weight }));
}
