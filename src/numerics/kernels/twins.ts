/**
 * The kernels on dense columns in TypeScript: the definition of what each computes, the oracle of its tests, and what runs on arrays outside of
 * an arena. Every addition happens in the same order as in assembly/kernels.ts.
 */

/** A dense matrix, column-major. */
export interface Columns {
  rows: number;
  cols: number;
  data: Float64Array;
}

/**
 * Inner products of up to four columns of a, from i on, with column j of b over rows from..to-1. Even and odd rows are summed apart
 * and then added: the order of the SIMD kernel `gramTiles`, whatever the number of columns.
 */
export function gramTile(a: Columns, i: number, b: Columns, j: number, from: number, to: number, into: Float64Array): void {
  const ad = a.data;
  const bd = b.data;
  const { rows, cols } = a;
  const q = j * b.rows;
  const even = from + 2 * Math.floor((to - from) / 2);
  if (i + 4 > cols) {
    for (; i < cols; i++) {
      const p = i * rows;
      let s = 0;
      let t = 0;
      for (let r = from; r < even; r += 2) {
        s += ad[p + r]! * bd[q + r]!;
        t += ad[p + r + 1]! * bd[q + r + 1]!;
      }
      if (even < to) s += ad[p + even]! * bd[q + even]!;
      into[i + j * cols] = s + t;
    }
    return;
  }
  const p0 = i * rows;
  const p1 = p0 + rows;
  const p2 = p1 + rows;
  const p3 = p2 + rows;
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let t0 = 0;
  let t1 = 0;
  let t2 = 0;
  let t3 = 0;
  for (let r = from; r < even; r += 2) {
    const b0 = bd[q + r]!;
    const b1 = bd[q + r + 1]!;
    s0 += ad[p0 + r]! * b0;
    t0 += ad[p0 + r + 1]! * b1;
    s1 += ad[p1 + r]! * b0;
    t1 += ad[p1 + r + 1]! * b1;
    s2 += ad[p2 + r]! * b0;
    t2 += ad[p2 + r + 1]! * b1;
    s3 += ad[p3 + r]! * b0;
    t3 += ad[p3 + r + 1]! * b1;
  }
  if (even < to) {
    const b0 = bd[q + even]!;
    s0 += ad[p0 + even]! * b0;
    s1 += ad[p1 + even]! * b0;
    s2 += ad[p2 + even]! * b0;
    s3 += ad[p3 + even]! * b0;
  }
  const at = i + j * cols;
  into[at] = s0 + t0;
  into[at + 1] = s1 + t1;
  into[at + 2] = s2 + t2;
  into[at + 3] = s3 + t3;
}

/** The sum of squares, even and odd entries apart and then added. */
export function sumOfSquares(x: Float64Array): number {
  const even = 2 * Math.floor(x.length / 2);
  let s = 0;
  let t = 0;
  for (let i = 0; i < even; i += 2) {
    s += x[i]! * x[i]!;
    t += x[i + 1]! * x[i + 1]!;
  }
  if (even < x.length) s += x[even]! * x[even]!;
  return s + t;
}

export function divideBy(x: Float64Array, divisor: number): void {
  for (let i = 0; i < x.length; i++) x[i]! /= divisor;
}

export function reflectColumns(v: Float64Array, tau: number, data: Float64Array, at: number, stride: number, heads: Float64Array): void {
  const n = v.length;
  const even = 2 * Math.floor(n / 2);
  for (let k = 0; k < heads.length; k++) {
    const column = data.subarray(at + k * stride, at + k * stride + n);
    let s = 0;
    let t = 0;
    for (let i = 0; i < even; i += 2) {
      s += v[i]! * column[i]!;
      t += v[i + 1]! * column[i + 1]!;
    }
    s += heads[k]!;
    if (even < n) s += v[even]! * column[even]!;
    const step = tau * (s + t);
    for (let i = 0; i < n; i++) column[i]! -= step * v[i]!;
    heads[k]! -= step;
  }
}
