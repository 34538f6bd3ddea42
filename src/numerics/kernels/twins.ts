/**
 * The kernels in TypeScript: the definition of what each computes, the oracle of its tests, and what runs on arrays outside of an arena. Every
 * addition happens in the same order as in assembly/kernels.ts.
 */

export function scatterAdd(values: Float64Array, codes: Int32Array, sums: Float64Array): void {
  for (let i = 0; i < codes.length; i++) sums[codes[i]!]! += values[i]!;
}

export function scatterAdd4(values: Float64Array, codes: Int32Array, sums: Float64Array): void {
  for (let i = 0; i < codes.length; i++) {
    const from = 4 * i;
    const to = 4 * codes[i]!;
    sums[to]! += values[from]!;
    sums[to + 1]! += values[from + 1]!;
    sums[to + 2]! += values[from + 2]!;
    sums[to + 3]! += values[from + 3]!;
  }
}

export function subtractByGroup(target: Float64Array, codes: Int32Array, effects: Float64Array): void {
  for (let i = 0; i < codes.length; i++) target[i]! -= effects[codes[i]!]!;
}

export function subtractByGroup4(target: Float64Array, codes: Int32Array, effects: Float64Array): void {
  for (let i = 0; i < codes.length; i++) {
    const to = 4 * i;
    const from = 4 * codes[i]!;
    target[to]! -= effects[from]!;
    target[to + 1]! -= effects[from + 1]!;
    target[to + 2]! -= effects[from + 2]!;
    target[to + 3]! -= effects[from + 3]!;
  }
}

export function twoWayResidual(
  y: Float64Array,
  codesA: Int32Array,
  effectsA: Float64Array,
  codesB: Int32Array,
  effectsB: Float64Array,
  out: Float64Array,
): void {
  for (let i = 0; i < codesA.length; i++) out[i] = y[i]! - effectsA[codesA[i]!]! - effectsB[codesB[i]!]!;
}

/** A matrix by rows: row r holds `values[k]` in column `columns[k]` for k from `starts[r]` to `starts[r + 1] - 1`. */
export interface SparseRows {
  starts: Int32Array;
  columns: Int32Array;
  values: Float64Array;
}

export function csrProduct({ starts, columns, values }: SparseRows, x: Float64Array, out: Float64Array): void {
  for (let r = 0; r + 1 < starts.length; r++) {
    let sum = 0;
    for (let k = starts[r]!; k < starts[r + 1]!; k++) sum += values[k]! * x[columns[k]!]!;
    out[r] = sum;
  }
}

export function csrProduct4({ starts, columns, values }: SparseRows, x: Float64Array, out: Float64Array): void {
  for (let r = 0; r + 1 < starts.length; r++) {
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let k = starts[r]!; k < starts[r + 1]!; k++) {
      const value = values[k]!;
      const from = 4 * columns[k]!;
      s0 += value * x[from]!;
      s1 += value * x[from + 1]!;
      s2 += value * x[from + 2]!;
      s3 += value * x[from + 3]!;
    }
    out[4 * r] = s0;
    out[4 * r + 1] = s1;
    out[4 * r + 2] = s2;
    out[4 * r + 3] = s3;
  }
}

export function csrTransposed4({ starts, columns, values }: SparseRows, x: Float64Array, out: Float64Array): void {
  for (let r = 0; r + 1 < starts.length; r++) {
    const x0 = x[4 * r]!;
    const x1 = x[4 * r + 1]!;
    const x2 = x[4 * r + 2]!;
    const x3 = x[4 * r + 3]!;
    for (let k = starts[r]!; k < starts[r + 1]!; k++) {
      const value = values[k]!;
      const to = 4 * columns[k]!;
      out[to]! += value * x0;
      out[to + 1]! += value * x1;
      out[to + 2]! += value * x2;
      out[to + 3]! += value * x3;
    }
  }
}

/** Rows laid out level by level of an eliminated factor, with their codes in all other factors. */
export interface ReducedRows {
  /** First row of each level of the eliminated factor, and the end. */
  starts: Int32Array;
  /** The unknowns on which each row loads, `blocks` of them, row by row. */
  codes: Int32Array;
  blocks: number;
  /** Weight of each row, or null. */
  weights: Float64Array | null;
  /** One over the total weight (or number of rows) of each level. */
  inverseWeight: Float64Array;
  /** As many entries as the largest level has rows, times the right-hand sides at once. */
  scratch: Float64Array;
}

export function reducedProduct(rows: ReducedRows, p: Float64Array, out: Float64Array, from: number, to: number): void {
  const { starts, codes, blocks, weights, inverseWeight, scratch } = rows;
  for (let g = from; g < to; g++) {
    const begin = starts[g]!;
    const end = starts[g + 1]!;
    let sum = 0;
    for (let i = begin; i < end; i++) {
      const row = i * blocks;
      let value = p[codes[row]!]!;
      for (let b = 1; b < blocks; b++) value += p[codes[row + b]!]!;
      scratch[i - begin] = value;
      sum += weights === null ? value : weights[i]! * value;
    }
    const mean = sum * inverseWeight[g]!;
    for (let i = begin; i < end; i++) {
      const row = i * blocks;
      let rest = scratch[i - begin]! - mean;
      if (weights !== null) rest *= weights[i]!;
      for (let b = 0; b < blocks; b++) out[codes[row + b]!]! += rest;
    }
  }
}

export function reducedProduct4(rows: ReducedRows, p: Float64Array, out: Float64Array, from: number, to: number): void {
  const { starts, codes, blocks, weights, inverseWeight, scratch } = rows;
  for (let g = from; g < to; g++) {
    const begin = starts[g]!;
    const end = starts[g + 1]!;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let i = begin; i < end; i++) {
      const row = i * blocks;
      const at = 4 * codes[row]!;
      let v0 = p[at]!;
      let v1 = p[at + 1]!;
      let v2 = p[at + 2]!;
      let v3 = p[at + 3]!;
      for (let b = 1; b < blocks; b++) {
        const next = 4 * codes[row + b]!;
        v0 += p[next]!;
        v1 += p[next + 1]!;
        v2 += p[next + 2]!;
        v3 += p[next + 3]!;
      }
      const held = 4 * (i - begin);
      scratch[held] = v0;
      scratch[held + 1] = v1;
      scratch[held + 2] = v2;
      scratch[held + 3] = v3;
      const w = weights === null ? 1 : weights[i]!;
      s0 += w * v0;
      s1 += w * v1;
      s2 += w * v2;
      s3 += w * v3;
    }
    const inverse = inverseWeight[g]!;
    const m0 = s0 * inverse;
    const m1 = s1 * inverse;
    const m2 = s2 * inverse;
    const m3 = s3 * inverse;
    for (let i = begin; i < end; i++) {
      const row = i * blocks;
      const held = 4 * (i - begin);
      const w = weights === null ? 1 : weights[i]!;
      const r0 = (scratch[held]! - m0) * w;
      const r1 = (scratch[held + 1]! - m1) * w;
      const r2 = (scratch[held + 2]! - m2) * w;
      const r3 = (scratch[held + 3]! - m3) * w;
      for (let b = 0; b < blocks; b++) {
        const to4 = 4 * codes[row + b]!;
        out[to4]! += r0;
        out[to4 + 1]! += r1;
        out[to4 + 2]! += r2;
        out[to4 + 3]! += r3;
      }
    }
  }
}

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
