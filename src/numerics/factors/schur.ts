import type { Layout } from "./layout.js";

/** Pivots below this share of their own diagonal (before anything was eliminated) are zero: the effect is spanned by earlier ones. */
export const NEGLIGIBLE_PIVOT = 1e-10;

/** The Cholesky factor of the reduced system S'W(I - P)S, row-major lower triangle; redundant effects have a zero pivot. */
export interface SchurFactor {
  size: number;
  lower: Float64Array;
  rank: number;
}

/**
 * The reduced system after the largest factor has been eliminated exactly, and its Cholesky factor.
 * With few remaining levels this is the whole solution: no tolerance, no iteration, and zero pivots count the redundant effects.
 * @param scale diagonal of S'WS, against which pivots are judged
 */
export function factorSchur(layout: Layout, scale: Float64Array): SchurFactor {
  const { size, starts } = layout;
  const a = new Float64Array(size * size);
  const sums = new Float64Array(size);
  const touched = new Int32Array(size);
  const seenAt = new Int32Array(size).fill(-1);
  let visit = 0;
  for (let g = 0; g + 1 < starts.length; g++) {
    addRowProducts(layout, a, starts[g]!, starts[g + 1]!);
    for (const basis of layout.eliminated) {
      const count = levelSums(layout, basis, g, { sums, touched, seenAt, visit: visit++ });
      const norm = basis === null ? 1 / layout.levelWeight[g]! : 1;
      for (let u = 0; u < count; u++) {
        const first = touched[u]!;
        const value = sums[first]! * norm;
        for (let v = 0; v <= u; v++) {
          const second = touched[v]!;
          a[first > second ? first * size + second : second * size + first]! -= value * sums[second]!;
        }
      }
    }
  }
  return { size, lower: a, rank: choleskyInPlace(a, size, scale) };
}

/** S'W times one column of the eliminated factor, within a level; only the unknowns it touches. Returns how many these are. */
function levelSums(
  { starts, weights, blocks }: Layout,
  basis: Float64Array | null,
  g: number,
  work: { sums: Float64Array; touched: Int32Array; seenAt: Int32Array; visit: number },
): number {
  const { sums, touched, seenAt, visit } = work;
  let count = 0;
  for (const { codes, offset, slope } of blocks) {
    for (let i = starts[g]!; i < starts[g + 1]!; i++) {
      const j = offset + codes[i]!;
      if (seenAt[j] !== visit) {
        seenAt[j] = visit;
        touched[count++] = j;
        sums[j] = 0;
      }
      sums[j]! += (weights === null ? 1 : weights[i]!) * (basis === null ? 1 : basis[i]!) * (slope === null ? 1 : slope[i]!);
    }
  }
  return count;
}

/** Adds S'WS of positions from..to-1 to the lower triangle: unknowns of later blocks come later. */
function addRowProducts({ size, weights, blocks }: Layout, a: Float64Array, from: number, to: number): void {
  for (let u = 0; u < blocks.length; u++) {
    const row = blocks[u]!;
    for (let v = 0; v <= u; v++) {
      const column = blocks[v]!;
      for (let i = from; i < to; i++) {
        const value =
          (weights === null ? 1 : weights[i]!) * (row.slope === null ? 1 : row.slope[i]!) * (column.slope === null ? 1 : column.slope[i]!);
        a[(row.offset + row.codes[i]!) * size + column.offset + column.codes[i]!]! += value;
      }
    }
  }
}

/** Cholesky of a positive semi-definite matrix, row by row; a pivot that vanishes against `scale` is set to zero and its column skipped. */
function choleskyInPlace(a: Float64Array, size: number, scale: Float64Array): number {
  let rank = 0;
  for (let i = 0; i < size; i++) {
    const rowI = i * size;
    for (let j = 0; j < i; j++) {
      const rowJ = j * size;
      const pivot = a[rowJ + j]!;
      a[rowI + j] = pivot === 0 ? 0 : (a[rowI + j]! - rowProduct(a, rowI, rowJ, j)) / pivot;
    }
    const diagonal = a[rowI + i]! - rowProduct(a, rowI, rowI, i);
    const kept = diagonal > NEGLIGIBLE_PIVOT * scale[i]!;
    a[rowI + i] = kept ? Math.sqrt(diagonal) : 0;
    if (kept) rank++;
  }
  return rank;
}

/** Product of the first `length` entries of two rows. Four sums side by side keep the arithmetic units busy. */
function rowProduct(a: Float64Array, from: number, other: number, length: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let k = 0;
  for (; k + 4 <= length; k += 4) {
    s0 += a[from + k]! * a[other + k]!;
    s1 += a[from + k + 1]! * a[other + k + 1]!;
    s2 += a[from + k + 2]! * a[other + k + 2]!;
    s3 += a[from + k + 3]! * a[other + k + 3]!;
  }
  for (; k < length; k++) s0 += a[from + k]! * a[other + k]!;
  return s0 + s1 + (s2 + s3);
}

/** Solves the reduced system in place for `width` interleaved right-hand sides; redundant effects come out zero. */
export function solveSchur({ size, lower }: SchurFactor, x: Float64Array, width: number): void {
  for (let r = 0; r < width; r++) {
    for (let i = 0; i < size; i++) {
      const row = i * size;
      const pivot = lower[row + i]!;
      let value = x[width * i + r]!;
      for (let k = 0; k < i; k++) value -= lower[row + k]! * x[width * k + r]!;
      x[width * i + r] = pivot === 0 ? 0 : value / pivot;
    }
    for (let i = size - 1; i >= 0; i--) {
      const row = i * size;
      const pivot = lower[row + i]!;
      if (pivot === 0) continue;
      const value = x[width * i + r]! / pivot;
      x[width * i + r] = value;
      for (let k = 0; k < i; k++) x[width * k + r]! -= lower[row + k]! * value;
    }
  }
}
