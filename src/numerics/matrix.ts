import { gramBlock } from "./kernels/gram.js";
import { gramTile } from "./kernels/twins.js";
import { dot, pairwiseBlocks, rowBlock } from "./sums.js";

/** A dense matrix, column-major: entry (i, j) is `data[i + j * rows]`. */
export interface Matrix {
  rows: number;
  cols: number;
  data: Float64Array;
}

/** A `rows` x `cols` matrix of zeros. */
export function zeros(rows: number, cols: number): Matrix {
  return { rows, cols, data: new Float64Array(rows * cols) };
}

/** The `n` x `n` identity. */
export function identity(n: number): Matrix {
  const m = zeros(n, n);
  for (let i = 0; i < n; i++) m.data[i * (n + 1)] = 1;
  return m;
}

/** The matrix whose columns are copies of `columns` (all of one length). No column gives a 0 x 0 matrix unless `rows` says how tall it is. */
export function fromColumns(columns: readonly Float64Array[], rows = columns[0]?.length ?? 0): Matrix {
  const m = zeros(rows, columns.length);
  for (const [j, values] of columns.entries()) m.data.set(values, j * rows);
  return m;
}

/** Column `j` as a view: writing to it writes to the matrix. */
export function column(m: Matrix, j: number): Float64Array {
  return m.data.subarray(j * m.rows, (j + 1) * m.rows);
}

/** A copy of the chosen columns, in the order given. */
export function takeColumns(m: Matrix, columns: ArrayLike<number>): Matrix {
  const out = zeros(m.rows, columns.length);
  for (let j = 0; j < columns.length; j++) out.data.set(column(m, columns[j]!), j * m.rows);
  return out;
}

/** a'. */
export function transpose(a: Matrix): Matrix {
  const out = zeros(a.cols, a.rows);
  for (let j = 0; j < a.cols; j++) for (let i = 0; i < a.rows; i++) out.data[j + i * a.cols] = a.data[i + j * a.rows]!;
  return out;
}

/** The product a b. */
export function multiply(a: Matrix, b: Matrix): Matrix {
  const out = zeros(a.rows, b.cols);
  for (let j = 0; j < b.cols; j++) multiplyInto(a, column(b, j), column(out, j));
  return out;
}

/** The product a v. */
export function multiplyVector(a: Matrix, v: Float64Array): Float64Array {
  const out = new Float64Array(a.rows);
  multiplyInto(a, v, out);
  return out;
}

// Four columns at a time, so that the result is read and written once for four columns, in stretches that stay in the cache.
function multiplyInto(a: Matrix, v: Float64Array, out: Float64Array): void {
  const { rows, cols, data } = a;
  for (let from = 0; from < rows; from += 2048) {
    const to = Math.min(from + 2048, rows);
    let k = 0;
    for (; k + 4 <= cols; k += 4) {
      const p0 = k * rows;
      const p1 = p0 + rows;
      const p2 = p1 + rows;
      const p3 = p2 + rows;
      const v0 = v[k]!;
      const v1 = v[k + 1]!;
      const v2 = v[k + 2]!;
      const v3 = v[k + 3]!;
      for (let i = from; i < to; i++) out[i]! += data[p0 + i]! * v0 + data[p1 + i]! * v1 + (data[p2 + i]! * v2 + data[p3 + i]! * v3);
    }
    for (; k < cols; k++) {
      const p = k * rows;
      const vk = v[k]!;
      for (let i = from; i < to; i++) out[i]! += data[p + i]! * vk;
    }
  }
}

/** a'b, summed over fixed blocks of rows that are then added pairwise: the same bits in every run, error growing with log(rows). */
export function transposeMultiply(a: Matrix, b: Matrix): Matrix {
  const out = zeros(a.cols, b.cols);
  pairwiseBlocks(a.rows, out.data, (from, to, into) => {
    if (kernelPays(a, b)) gramBlock(a, b, from, to, into);
    else for (let j = 0; j < b.cols; j++) for (let i = 0; i < a.cols; i += 4) gramTile(a, i, b, j, from, to, into);
  });
  return out;
}

/** x'x, both triangles, with the sums of `transposeMultiply`. */
export function crossProduct(x: Matrix): Matrix {
  const out = zeros(x.cols, x.cols);
  pairwiseBlocks(x.rows, out.data, (from, to, into) => {
    if (kernelPays(x, x)) gramBlock(x, x, from, to, into);
    else for (let j = 0; j < x.cols; j++) for (let i = 0; i <= j; i += 4) gramTile(x, i, x, j, from, to, into);
  });
  return mirrorUpper(out);
}

/** (DX)'(DX) for a diagonal D, with the sums of `crossProduct`; D X is never written down. */
export function scaledCrossProduct(x: Matrix, scale: Float64Array): Matrix {
  const { rows, cols } = x;
  const out = zeros(cols, cols);
  const block = zeros(rowBlock, cols);
  pairwiseBlocks(rows, out.data, (from, to, into) => {
    for (let j = 0; j < cols; j++) {
      const p = j * rows;
      for (let i = from; i < to; i++) block.data[j * rowBlock + i - from] = x.data[p + i]! * scale[i]!;
    }
    if (kernelPays(block, block)) gramBlock(block, block, 0, to - from, into);
    else for (let j = 0; j < cols; j++) for (let i = 0; i <= j; i += 4) gramTile(block, i, block, j, 0, to - from, into);
  });
  return mirrorUpper(out);
}

/** x'v for a vector v. */
export function transposeMultiplyVector(x: Matrix, v: Float64Array): Float64Array {
  return transposeMultiply(x, { rows: x.rows, cols: 1, data: v }).data;
}

// Copying rows to the SIMD kernel is not repaid by a few columns (docs/kernels.md). The bits are the same either way.
function kernelPays(a: Matrix, b: Matrix): boolean {
  return a.rows >= rowBlock && a.cols * b.cols >= 36 && Math.max(a.cols, b.cols) <= 1000;
}

function mirrorUpper(a: Matrix): Matrix {
  const n = a.rows;
  for (let j = 0; j < n; j++) for (let i = 0; i < j; i++) a.data[j + i * n] = a.data[i + j * n]!;
  return a;
}

/** bread * meat * bread for symmetric bread and meat; the result is exactly symmetric. */
export function symmetricSandwich(bread: Matrix, meat: Matrix): Matrix {
  const out = multiply(multiply(bread, meat), bread);
  const n = out.rows;
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < j; i++) {
      const mean = (out.data[i + j * n]! + out.data[j + i * n]!) / 2;
      out.data[i + j * n] = mean;
      out.data[j + i * n] = mean;
    }
  }
  return out;
}

/** v'a v. */
export function quadraticForm(v: Float64Array, a: Matrix): number {
  return dot(v, multiplyVector(a, v));
}

/** The rows and columns of a square matrix at some positions, in their order. */
export function submatrix(a: Matrix, at: ArrayLike<number>): Matrix {
  const n = at.length;
  const out = zeros(n, n);
  for (let j = 0; j < n; j++) for (let i = 0; i < n; i++) out.data[i + j * n] = a.data[at[i]! + at[j]! * a.rows]!;
  return out;
}

/** Sum of the diagonal of a square matrix. */
export function traceOf(a: Matrix): number {
  let total = 0;
  for (let i = 0; i < a.rows; i++) total += a.data[i * (a.rows + 1)]!;
  return total;
}
