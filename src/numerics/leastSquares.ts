import { twoProduct } from "./doubleDouble.js";
import { column, type Matrix, multiplyVector, takeColumns, transposeMultiplyVector, zeros } from "./matrix.js";
import { type PivotedQr, rotate, rotateBack, solveUpper, solveUpperTransposed } from "./qr.js";
import { dot, norm, pairwiseBlocks, rowBlock } from "./sums.js";

/** Coefficients of the kept columns, in the order of `qr.kept`, and y - X b for every row. */
export interface LeastSquares {
  coefficients: Float64Array;
  /** Made when first asked for, where the solution was not refined. */
  readonly residuals: Float64Array;
  /** Corrections in double-double; 0 when the plain solution was accurate already. */
  refinements: number;
  /** X'r of the kept columns and r'r, where the solution was not refined. */
  sums?: ResidualSums;
}

/** X'r and r'r. */
interface ResidualSums {
  products: Float64Array;
  square: number;
}

/** A plain solution whose estimated relative error exceeds this is refined. Small problems always are: it costs next to nothing. */
const acceptedError = 1e-11;

/** The least squares coefficients of y on the kept columns, in the order of `qr.kept`; see `leastSquares`. */
export function solveLeastSquares(qr: PivotedQr, y: Float64Array, low?: Matrix): Float64Array {
  return leastSquares(qr, y, low).coefficients;
}

/**
 * Least squares of y on the kept columns of the factorised matrix. Where it matters, coefficients and residuals are refined
 * together with failures of their equations formed in double-double (Bjorck 1967; Numerical Methods for Least Squares Problems, 2.9): the
 * solution is then that of the given numbers to full precision, up to condition numbers of about 1e15.
 *
 * `low`, of the shape of X, holds what rounding took from X's entries (exact X = X + low): the powers of a regressor,
 * for example, are not numbers of the machine, and with ten of them their rounding alone moves the seventh digit. See `powerColumn`.
 * It is looked at where the solution is refined.
 */
export function leastSquares(qr: PivotedQr, y: Float64Array, low?: Matrix): LeastSquares {
  if (qr.reflectors !== null) {
    const coefficients = new Float64Array(qr.rank);
    const nothing = { coefficients, residuals: new Float64Array(y.length), refinements: 0 };
    return refine(qr, y, new Float64Array(qr.rank), corrected(qr, nothing, y.slice(), coefficients), low);
  }
  const { poorness, plain } = seminormal(qr, y);
  // Near-collinear designs magnify rounding by their condition number, and by its square where the fit is poor.
  const error = Number.EPSILON * qr.condition * (1 + qr.condition * poorness);
  return error <= acceptedError ? plain : refine(qr, y, new Float64Array(qr.rank), plain, low);
}

/** A step that moves the residuals by less than this share of their norm leaves them as they are. */
const UNSEEN = 1e-13;

/**
 * Without Q: the normal equations on the triangle of X, and once more on their own residual, which brings the accuracy of Q
 * (Bjorck 1987, corrected seminormal equations). `poorness` is the norm of the residuals relative to that of the fit.
 */
function seminormal(qr: PivotedQr, y: Float64Array): { plain: LeastSquares; poorness: number } {
  const solve = (products: Float64Array): Float64Array => solveUpper(qr.r, solveUpperTransposed(qr.r, products));
  const x = kept(qr);
  const coefficients = solve(transposedTimes(qr, y));
  let sums = residualSums(x, y, coefficients);
  const step = solve(sums.products);
  for (let k = 0; k < step.length; k++) coefficients[k]! += step[k]!;
  const explained = norm(multiplyVector(qr.r, coefficients));
  if (!(norm(multiplyVector(qr.r, step)) <= UNSEEN * Math.sqrt(sums.square))) sums = residualSums(x, y, coefficients);
  let residuals: Float64Array | null = null;
  const plain: LeastSquares = {
    coefficients,
    get residuals() {
      residuals ??= differenceFrom(y, x, coefficients);
      return residuals;
    },
    refinements: 0,
    sums,
  };
  return { plain, poorness: explained > 0 ? Math.sqrt(sums.square) / explained : 0 };
}

/** X'r and r'r for r = y - X b, block by block: the rows are many, and r is not kept. */
function residualSums(x: Matrix, y: Float64Array, b: Float64Array): ResidualSums {
  const { rows, cols, data } = x;
  const totals = new Float64Array(cols + 1);
  const block = new Float64Array(rowBlock);
  pairwiseBlocks(rows, totals, (from, to, into) => {
    const count = to - from;
    residualBlock(block, y, x, b, from, to);
    let k = 0;
    for (; k + 4 <= cols; k += 4) {
      const p0 = k * rows + from;
      const p1 = p0 + rows;
      const p2 = p1 + rows;
      const p3 = p2 + rows;
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      for (let i = 0; i < count; i++) {
        const r = block[i]!;
        s0 += data[p0 + i]! * r;
        s1 += data[p1 + i]! * r;
        s2 += data[p2 + i]! * r;
        s3 += data[p3 + i]! * r;
      }
      into[k] = s0;
      into[k + 1] = s1;
      into[k + 2] = s2;
      into[k + 3] = s3;
    }
    for (; k < cols; k++) {
      const p = k * rows + from;
      let s = 0;
      for (let i = 0; i < count; i++) s += data[p + i]! * block[i]!;
      into[k] = s;
    }
    into[cols] = dot(block, block, 0, count);
  });
  return { products: totals.slice(0, cols), square: totals[cols]! };
}

/** y - X b. */
function differenceFrom(y: Float64Array, x: Matrix, b: Float64Array): Float64Array {
  const out = new Float64Array(y.length);
  for (let from = 0; from < y.length; from += rowBlock) {
    const to = Math.min(from + rowBlock, y.length);
    residualBlock(out.subarray(from, to), y, x, b, from, to);
  }
  return out;
}

/** Writes rows from..to-1 of y - X b into a block, four columns at a time, so that it is written once for four columns. */
export function residualBlock(block: Float64Array, y: Float64Array, x: Matrix, b: Float64Array, from: number, to: number): void {
  const { rows, cols, data } = x;
  const count = to - from;
  for (let i = 0; i < count; i++) block[i] = y[from + i]!;
  let k = 0;
  for (; k + 4 <= cols; k += 4) {
    const p0 = k * rows + from;
    const p1 = p0 + rows;
    const p2 = p1 + rows;
    const p3 = p2 + rows;
    const b0 = b[k]!;
    const b1 = b[k + 1]!;
    const b2 = b[k + 2]!;
    const b3 = b[k + 3]!;
    for (let i = 0; i < count; i++) block[i]! -= data[p0 + i]! * b0 + data[p1 + i]! * b1 + (data[p2 + i]! * b2 + data[p3 + i]! * b3);
  }
  for (; k < cols; k++) {
    const p = k * rows + from;
    const bk = b[k]!;
    for (let i = 0; i < count; i++) block[i]! -= data[p + i]! * bk;
  }
}

/**
 * (X'X)^-1 of the kept columns, rank x rank, exactly symmetric. Where X is nearly collinear each of its columns is refined like a
 * coefficient vector (it solves the same system with another right-hand side), unless that would take long.
 */
export function inverseGram(qr: PivotedQr, low?: Matrix): Matrix {
  const n = qr.rank;
  const { rows, cols } = qr.source;
  const refined = Number.EPSILON * qr.condition > acceptedError && rows * cols * cols <= 20_000_000;
  const out = zeros(n, n);
  const unit = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    unit.fill(0);
    unit[j] = 1;
    const start = solveUpper(qr.r, solveUpperTransposed(qr.r, unit));
    column(out, j).set(refined ? refinedInverseColumn(qr, unit, start, low) : start);
  }
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < j; i++) {
      const mean = (out.data[i + j * n]! + out.data[j + i * n]!) / 2;
      out.data[i + j * n] = mean;
      out.data[j + i * n] = mean;
    }
  }
  return out;
}

// X'X b = e is r + X b = 0, X'r = -e.
function refinedInverseColumn(qr: PivotedQr, unit: Float64Array, start: Float64Array, low: Matrix | undefined): Float64Array {
  const residuals = negative(times(qr, start));
  return refine(qr, new Float64Array(residuals.length), negative(unit), { coefficients: start, residuals, refinements: 0 }, low)
    .coefficients;
}

function negative(x: Float64Array): Float64Array {
  return x.map((value) => -value);
}

function kept(qr: PivotedQr): Matrix {
  return qr.dropped.length === 0 ? qr.source : takeColumns(qr.source, qr.kept);
}

function times(qr: PivotedQr, b: Float64Array): Float64Array {
  return multiplyVector(kept(qr), b);
}

function transposedTimes(qr: PivotedQr, y: Float64Array): Float64Array {
  return transposeMultiplyVector(kept(qr), y);
}

/**
 * Adds to a solution of r + X b = y, X'r = t the correction for given failures f = y - r - X b and g = t - X'r of both
 * equations. `f` is used up.
 */
function corrected(qr: PivotedQr, at: LeastSquares, f: Float64Array, g: Float64Array): LeastSquares {
  const h = solveUpperTransposed(qr.r, g);
  if (qr.reflectors === null) {
    // X'X db = X'f - g, dr = f - X db.
    const step = solveUpper(qr.r, difference(solveUpperTransposed(qr.r, transposedTimes(qr, f)), h));
    return moved(at, step, difference(f, times(qr, step)));
  }
  const head = rotate(qr, qr.reflectors, f);
  const step = solveUpper(qr.r, difference(head.subarray(0, qr.rank), h));
  head.set(h);
  rotateBack(qr, qr.reflectors, head, f);
  return moved(at, step, f);
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - b[i]!);
}

function moved(at: LeastSquares, step: Float64Array, change: Float64Array): LeastSquares {
  return {
    coefficients: at.coefficients.map((value, k) => value + step[k]!),
    residuals: at.residuals.map((value, i) => value + change[i]!),
    refinements: at.refinements,
  };
}

// Rounds of correction with failures in double-double, until they no longer shrink.
function refine(qr: PivotedQr, y: Float64Array, target: Float64Array, start: LeastSquares, low: Matrix | undefined): LeastSquares {
  let best = start;
  let previous = Number.POSITIVE_INFINITY;
  for (let round = 1; round <= 12; round++) {
    const next = corrected(qr, best, rowFailures(qr, y, best, low), columnFailures(qr, target, best.residuals, low));
    const size = largestChange(best.coefficients, next.coefficients);
    // Not finite (overflow where entries beyond 1e290 are split) or no longer shrinking: keep what there is.
    if (!(size < previous / 2)) break;
    best = { ...next, refinements: round };
    if (size < Number.EPSILON) break;
    previous = size;
  }
  return best;
}

function largestChange(before: Float64Array, after: Float64Array): number {
  let largest = 0;
  for (let k = 0; k < before.length; k++) {
    if (before[k] === after[k]) continue;
    const share = Math.abs(after[k]! - before[k]!) / Math.max(Math.abs(after[k]!), Math.abs(before[k]!));
    if (!(share <= largest)) largest = share;
  }
  return largest;
}

// y - r - X b, column by column, each row's running sum an unevaluated pair.
function rowFailures(qr: PivotedQr, y: Float64Array, at: LeastSquares, low: Matrix | undefined): Float64Array {
  const rows = y.length;
  const high = y.slice();
  const rest = new Float64Array(rows);
  const subtract = (i: number, value: number): void => {
    const before = high[i]!;
    const sum = before - value;
    const part = sum - before;
    rest[i]! += before - (sum - part) - (value + part);
    high[i] = sum;
  };
  for (let i = 0; i < rows; i++) subtract(i, at.residuals[i]!);
  for (let k = 0; k < qr.rank; k++) {
    const b = at.coefficients[k]!;
    const x = column(qr.source, qr.kept[k]!);
    for (let i = 0; i < rows; i++) {
      const product = twoProduct(x[i]!, b);
      subtract(i, product.hi);
      rest[i]! -= product.lo;
    }
    if (low !== undefined) {
      const tail = column(low, qr.kept[k]!);
      for (let i = 0; i < rows; i++) rest[i]! -= tail[i]! * b;
    }
  }
  for (let i = 0; i < rows; i++) high[i]! += rest[i]!;
  return high;
}

// target - X'r, each column's sum an unevaluated pair.
function columnFailures(qr: PivotedQr, target: Float64Array, r: Float64Array, low: Matrix | undefined): Float64Array {
  const out = new Float64Array(qr.rank);
  for (let k = 0; k < qr.rank; k++) {
    const x = column(qr.source, qr.kept[k]!);
    const tail = low === undefined ? undefined : column(low, qr.kept[k]!);
    let high = target[k]!;
    let rest = 0;
    for (let i = 0; i < r.length; i++) {
      const product = twoProduct(x[i]!, r[i]!);
      const sum = high - product.hi;
      const part = sum - high;
      rest += high - (sum - part) - (product.hi + part) - product.lo;
      if (tail !== undefined) rest -= tail[i]! * r[i]!;
      high = sum;
    }
    out[k] = high + rest;
  }
  return out;
}

/**
 * x^power for a whole power >= 0 as the nearest numbers (`high`) and what is left over (`low`), entry by entry; the columns of
 * a polynomial for `leastSquares`.
 */
export function powerColumn(x: Float64Array, power: number): { high: Float64Array; low: Float64Array } {
  const high = new Float64Array(x.length).fill(1);
  const low = new Float64Array(x.length);
  for (let p = 0; p < power; p++) {
    for (let i = 0; i < x.length; i++) {
      const product = twoProduct(high[i]!, x[i]!);
      const tail = product.lo + low[i]! * x[i]!;
      const sum = product.hi + tail;
      low[i] = tail - (sum - product.hi);
      high[i] = sum;
    }
  }
  return { high, low };
}
