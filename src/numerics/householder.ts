import type { Matrix } from "./matrix.js";
import { zeros } from "./matrix.js";
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
  const triangle = zeros(cols, cols);
  const blocks = Math.ceil(rows / blockRows);
  if (keepReflectors) {
    const tails: Matrix = { rows, cols, data: x.data.slice() };
    const taus = zeros(cols, blocks);
    for (let b = 0; b < blocks; b++) {
      const from = b * blockRows;
      eliminate(tails.data, from, rows, Math.min(blockRows, rows - from), triangle, taus.data.subarray(b * cols, (b + 1) * cols));
    }
    return { triangle, reflectors: { tails, taus } };
  }
  const work = new Float64Array(blockRows * cols);
  const taus = new Float64Array(cols);
  for (let from = 0; from < rows; from += blockRows) {
    const count = Math.min(blockRows, rows - from);
    for (let j = 0; j < cols; j++) work.set(x.data.subarray(j * rows + from, j * rows + from + count), j * count);
    eliminate(work, 0, count, count, triangle, taus);
  }
  return { triangle, reflectors: null };
}

// Reflects the block (its column j starts at `start + j * stride`) into the triangle.
function eliminate(data: Float64Array, start: number, stride: number, count: number, triangle: Matrix, taus: Float64Array): void {
  const { cols, data: r } = triangle;
  for (let j = 0; j < cols; j++) {
    const at = start + j * stride;
    const tail = data.subarray(at, at + count);
    const { head, tau } = makeReflector(r[j + j * cols]!, tail);
    r[j + j * cols] = head;
    taus[j] = tau;
    if (tau === 0) continue;
    let k = j + 1;
    for (; k + 4 <= cols; k += 4) reflectFour(data, tail, tau, start + k * stride, stride, r, j + k * cols, cols);
    for (; k < cols; k++) {
      const column = start + k * stride;
      r[j + k * cols] = reflect(tail, tau, r[j + k * cols]!, data.subarray(column, column + count));
    }
  }
}

/**
 * The reflection H = I - tau v v', v = [1; tail], that sends [head; tail] to [new head; 0]. The tail is overwritten by that of v.
 */
export function makeReflector(head: number, tail: Float64Array): { head: number; tau: number } {
  const size = norm(tail);
  if (size === 0) return { head, tau: 0 };
  const whole = hypotenuse(head, size);
  const image = head > 0 ? -whole : whole;
  const divisor = head - image;
  for (let i = 0; i < tail.length; i++) tail[i]! /= divisor;
  return { head: image, tau: (image - head) / image };
}

/** The root of a^2 + b^2 without overflow. */
export function hypotenuse(a: number, b: number): number {
  const large = Math.max(Math.abs(a), Math.abs(b));
  if (large === 0) return 0;
  const small = Math.min(Math.abs(a), Math.abs(b)) / large;
  return large * Math.sqrt(1 + small * small);
}

/** Applies H (symmetric: the same forwards and backwards) to [head; rest] in place and returns the new head. */
export function reflect(v: Float64Array, tau: number, head: number, rest: Float64Array): number {
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

/**
 * `reflect` on four columns at once, which reads the reflector once instead of four times. The columns start at `at`, `at + apart`, ...
 * in data; their heads stand at `headAt`, `headAt + headsApart`, ...
 */
function reflectFour(
  data: Float64Array,
  v: Float64Array,
  tau: number,
  at: number,
  apart: number,
  heads: Float64Array,
  headAt: number,
  headsApart: number,
): void {
  const n = v.length;
  const c0 = data.subarray(at, at + n);
  const c1 = data.subarray(at + apart, at + apart + n);
  const c2 = data.subarray(at + 2 * apart, at + 2 * apart + n);
  const c3 = data.subarray(at + 3 * apart, at + 3 * apart + n);
  const h1 = headAt + headsApart;
  const h2 = h1 + headsApart;
  const h3 = h2 + headsApart;
  let s0 = heads[headAt]!;
  let s1 = heads[h1]!;
  let s2 = heads[h2]!;
  let s3 = heads[h3]!;
  for (let i = 0; i < n; i++) {
    const vi = v[i]!;
    s0 += vi * c0[i]!;
    s1 += vi * c1[i]!;
    s2 += vi * c2[i]!;
    s3 += vi * c3[i]!;
  }
  s0 *= tau;
  s1 *= tau;
  s2 *= tau;
  s3 *= tau;
  for (let i = 0; i < n; i++) {
    const vi = v[i]!;
    c0[i]! -= s0 * vi;
    c1[i]! -= s1 * vi;
    c2[i]! -= s2 * vi;
    c3[i]! -= s3 * vi;
  }
  heads[headAt]! -= s0;
  heads[h1]! -= s1;
  heads[h2]! -= s2;
  heads[h3]! -= s3;
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
