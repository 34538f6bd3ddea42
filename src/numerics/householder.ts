import { arena } from "./kernels/arena.js";
import { divideBy, reflectColumns, sumOfSquares } from "./kernels/reflect.js";
import { type Matrix, zeros } from "./matrix.js";
import { norm } from "./sums.js";

/**
 * The orthogonal reduction of a tall matrix to a triangle, one block of rows after another: each block is eliminated against the
 * triangle that carries all blocks before it (a sequential TSQR: Demmel, Grigori, Hoemmen and Langou 2012). The reflectors of
 * Q can be kept, in the place of the columns of X, or thrown away as soon as they have done their work.
 */
export interface Reflectors {
  /** Tails of the reflectors, block by block, of the shape of X. */
  tails: Matrix;
  /** The factor of the reflector of each (column, block). */
  taus: Matrix;
}

/** Rows of one block: with ten to twenty columns it stays in the second-level cache, so X is read from memory once. */
const blockRows = 512;

/** The cols x cols triangle R with X = Q [R; 0], and Q as reflectors where wanted. */
export function reduceToTriangle(x: Matrix, keepReflectors: boolean): { triangle: Matrix; reflectors: Reflectors | null } {
  const { rows, cols } = x;
  if (keepReflectors) {
    const triangle = zeros(cols, cols);
    const tails: Matrix = { rows, cols, data: x.data.slice() };
    const taus = zeros(cols, Math.ceil(rows / blockRows));
    for (let b = 0; b < taus.cols; b++) {
      const from = b * blockRows;
      const block = { data: tails.data, start: from, stride: rows, count: Math.min(blockRows, rows - from) };
      eliminate(block, triangle, taus.data.subarray(b * cols, (b + 1) * cols), new Float64Array(cols));
    }
    return { triangle, reflectors: { tails, taus } };
  }
  const columns = Array.from({ length: cols }, (_, j) => x.data.subarray(j * rows, (j + 1) * rows));
  return { triangle: triangleOf(columns, rows), reflectors: null };
}

/**
 * The triangle alone, of columns that need not stand beside each other.
 * @param weights by row: the columns are taken times their square roots
 */
export function triangleOf(columns: readonly Float64Array[], rows: number, weights: Float64Array | null = null): Matrix {
  const cols = columns.length;
  const triangle = zeros(cols, cols);
  const { data, heads } = workspaceFor(cols);
  const taus = new Float64Array(cols);
  for (let from = 0; from < rows; from += blockRows) {
    const count = Math.min(blockRows, rows - from);
    columns.forEach((values, j) => {
      const block = data.subarray(j * blockRows, j * blockRows + count);
      block.set(values.subarray(from, from + count));
      if (weights !== null) for (let i = 0; i < count; i++) block[i]! *= Math.sqrt(weights[from + i]!);
    });
    eliminate({ data, start: 0, stride: blockRows, count }, triangle, taus, heads.subarray(0, cols));
  }
  return triangle;
}

/** Blocks pass through an arena, where the kernels do the work. It is kept, because every memory reserves much address space. */
let workspace: { cols: number; data: Float64Array; heads: Float64Array } | null = null;

function workspaceFor(cols: number): { data: Float64Array; heads: Float64Array } {
  if (workspace === null || workspace.cols < cols) {
    const space = arena((blockRows + 1) * cols * 8 + 32);
    workspace = { cols, data: space.float64(blockRows * cols), heads: space.float64(cols) };
  }
  return workspace;
}

/** `count` rows of several columns; column j begins at `start + j * stride`. */
interface Block {
  data: Float64Array;
  start: number;
  stride: number;
  count: number;
}

// Reflects the block into the triangle; `heads` is room for one row of the triangle.
function eliminate({ data, start, stride, count }: Block, triangle: Matrix, taus: Float64Array, heads: Float64Array): void {
  const { cols, data: r } = triangle;
  for (let j = 0; j < cols; j++) {
    const at = start + j * stride;
    const tail = data.subarray(at, at + count);
    const { head, tau } = makeReflector(r[j + j * cols]!, tail);
    r[j + j * cols] = head;
    taus[j] = tau;
    if (tau === 0 || j + 1 === cols) continue;
    const row = heads.subarray(j + 1);
    for (let k = j + 1; k < cols; k++) row[k - j - 1] = r[j + k * cols]!;
    reflectColumns(tail, tau, data, at + stride, stride, row);
    for (let k = j + 1; k < cols; k++) r[j + k * cols] = row[k - j - 1]!;
  }
}

/**
 * The reflection H = I - tau v v', v = [1; tail], that sends [head; tail] to [new head; 0]. The tail is overwritten by that of v.
 */
export function makeReflector(head: number, tail: Float64Array): { head: number; tau: number } {
  const plain = Math.sqrt(sumOfSquares(tail));
  const size = plain > 1e-140 && plain < 1e140 ? plain : norm(tail);
  if (size === 0) return { head, tau: 0 };
  const whole = hypotenuse(head, size);
  const image = head > 0 ? -whole : whole;
  divideBy(tail, head - image);
  return { head: image, tau: (image - head) / image };
}

/** The root of a^2 + b^2 without overflow. */
export function hypotenuse(a: number, b: number): number {
  const large = Math.max(Math.abs(a), Math.abs(b));
  if (large === 0) return 0;
  const small = Math.min(Math.abs(a), Math.abs(b)) / large;
  return large * Math.sqrt(1 + small * small);
}

/** Applies H = I - tau [1; v][1; v]' (symmetric: the same forwards and backwards) to [head; rest] in place and returns the new head. */
export function reflect(v: Float64Array, tau: number, head: number, rest: Float64Array): number {
  const heads = Float64Array.of(head);
  reflectColumns(v, tau, rest, 0, 0, heads);
  return heads[0]!;
}

/** Q'[0; y] in place: returns its first `cols` coordinates, leaves the others in y. */
export function applyTransposed({ tails, taus }: Reflectors, y: Float64Array): Float64Array {
  const head = new Float64Array(tails.cols);
  for (let b = 0; b < taus.cols; b++) for (let j = 0; j < tails.cols; j++) reflectBlock(tails, taus, b, j, head, y);
  return head;
}

/** Q [head; y] in place of y, the inverse of `applyTransposed`. */
export function applyForwards({ tails, taus }: Reflectors, head: Float64Array, y: Float64Array): void {
  for (let b = taus.cols - 1; b >= 0; b--) for (let j = tails.cols - 1; j >= 0; j--) reflectBlock(tails, taus, b, j, head, y);
}

function reflectBlock(tails: Matrix, taus: Matrix, b: number, j: number, head: Float64Array, y: Float64Array): void {
  const tau = taus.data[j + b * taus.rows]!;
  if (tau === 0) return;
  const from = b * blockRows;
  const to = Math.min(from + blockRows, tails.rows);
  const tail = tails.data.subarray(j * tails.rows + from, j * tails.rows + to);
  head[j] = reflect(tail, tau, head[j]!, y.subarray(from, to));
}
