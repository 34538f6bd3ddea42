import { applyForwards, applyTransposed, makeReflector, type Reflectors, reduceToTriangle, reflect } from "./householder.js";
import { column, type Matrix, zeros } from "./matrix.js";
import { norm } from "./sums.js";

/**
 * X = Q [R; 0] by Householder reflections, with the columns that are linear combinations of earlier ones set aside. `kept` and `dropped`
 * number the columns of X, ascending.
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
  /** An upper bound of the condition number of the kept columns, each scaled to norm one. */
  condition: number;
  /** The triangle before columns were set aside, cols x cols. */
  triangle: Matrix;
  /** Reflectors that bring the kept columns of `triangle` to triangular form; null when nothing was dropped. */
  compression: { reflectors: Matrix; taus: Float64Array } | null;
  /** Q itself, kept for small or nearly collinear X; null where the triangle alone serves (see `leastSquares`). */
  reflectors: Reflectors | null;
}

/**
 * A column counts as collinear when what the earlier kept columns leave of it is below this share of its norm. Rounding alone
 * leaves about 1e-15, and NIST's Filip, whose certified solution uses all eleven columns, leaves 5e-8 of its last one (so that
 * lm, at 1e-7, drops it). The bound stands between: nothing that data determine is thrown away, nothing that is only
 * rounding is kept.
 */
export const rankTolerance = 1e-10;

/** Up to this many entries Q is kept; beyond, it would be a second copy of X and take longer to store than to compute. */
const smallProblem = 20_000;

/** Beyond this condition the triangle alone does not carry a solution, and Q is kept however large it is. */
const largestCondition = 1e6;

/**
 * Factorises X (rows x cols, any shape). A column is set aside only if it is collinear with EARLIER columns (the rule of lm and
 * fixest), judged against `norms[j]` (default: its own norm; pass the norm before demeaning to find columns that fixed
 * effects have absorbed). Entries must be finite. Golub and Van Loan, Matrix Computations, 5.2.
 */
export function pivotedQr(x: Matrix, tolerance = rankTolerance, norms: Float64Array = columnNorms(x)): PivotedQr {
  const small = x.rows * x.cols <= smallProblem;
  const { triangle, reflectors } = reduceToTriangle(x, small);
  const { kept, dropped, r, compression } = setAside(triangle, norms, tolerance);
  const condition = scaledCondition(r);
  return {
    source: x,
    rank: kept.length,
    pivot: Int32Array.of(...kept, ...dropped),
    kept,
    dropped,
    r,
    norms,
    condition,
    triangle,
    compression,
    reflectors: small || condition < largestCondition ? reflectors : reduceToTriangle(x, true).reflectors,
  };
}

function columnNorms(x: Matrix): Float64Array {
  return Float64Array.from({ length: x.cols }, (_, j) => norm(column(x, j)));
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

// The product of Frobenius norms of the scaled triangle and its inverse.
function scaledCondition(r: Matrix): number {
  const n = r.cols;
  const lengths = Float64Array.from({ length: n }, (_, j) => norm(column(r, j).subarray(0, j + 1)));
  const unit = new Float64Array(n);
  let squares = 0;
  for (let j = 0; j < n; j++) {
    unit.fill(0);
    unit[j] = 1;
    const inverse = solveUpper(r, unit);
    for (let i = 0; i <= j; i++) squares += (inverse[i]! * lengths[i]!) ** 2;
  }
  return Math.sqrt(squares * n);
}

/** Q'y in place of y: returns the coordinates on X's column space and, after the first `rank` of them, what the dropped ones add. */
export function rotate(qr: PivotedQr, reflectors: Reflectors, y: Float64Array): Float64Array {
  const head = applyTransposed(reflectors, y);
  compress(qr, head, false);
  return head;
}

/** The inverse of `rotate`: Q [head; y] in place of y. */
export function rotateBack(qr: PivotedQr, reflectors: Reflectors, head: Float64Array, y: Float64Array): void {
  compress(qr, head, true);
  applyForwards(reflectors, head, y);
}

function compress({ compression, rank }: PivotedQr, head: Float64Array, backwards: boolean): void {
  if (compression === null) return;
  const { reflectors, taus } = compression;
  for (let step = 0; step < rank; step++) {
    const k = backwards ? rank - 1 - step : step;
    if (taus[k] !== 0) head[k] = reflect(column(reflectors, k).subarray(k + 1), taus[k]!, head[k]!, head.subarray(k + 1));
  }
}

/** Solves r x = b for an upper triangular r (b may be longer). */
export function solveUpper(r: Matrix, b: Float64Array): Float64Array {
  const n = r.cols;
  const x = b.slice(0, n);
  for (let j = n - 1; j >= 0; j--) {
    if (x[j] === 0) continue;
    const xj = x[j]! / r.data[j + j * r.rows]!;
    x[j] = xj;
    for (let i = 0; i < j; i++) x[i]! -= r.data[i + j * r.rows]! * xj;
  }
  return x;
}

/** Solves r'x = b for an upper triangular r (b may be longer). */
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
 * 1e-9 of the column's size are rounding and left out; a column of zeros depends on nothing.
 */
export function dependence(qr: PivotedQr, droppedColumn: number): { column: number; weight: number }[] {
  const head = column(qr.triangle, droppedColumn).slice();
  const size = norm(head);
  compress(qr, head, false);
  const weights = solveUpper(qr.r, head);
  return Array.from(qr.kept, (kept, at) => ({ column: kept, weight: weights[at]!, length: norm(column(qr.triangle, kept)) }))
    .filter(({ weight, length }) => Math.abs(weight) * length > 1e-9 * size)
    .map(({ column, weight }) => ({ column, weight }));
}
