import { gather, type Layout, projectOutEliminated, subtractEffects } from "./layout.js";

/** Pivots below this share of their own diagonal (before anything was eliminated) are zero: the effect is spanned by earlier ones. */
const NEGLIGIBLE_PIVOT = 1e-10;

/** The Cholesky factor of the reduced system S'W(I - P)S, row-major lower triangle; redundant effects have a zero pivot. */
export interface SchurFactor {
  size: number;
  lower: Float64Array;
  rank: number;
}

/**
 * The reduced system after the largest factor has been eliminated exactly, and its Cholesky factor.
 * With few remaining levels this is the whole solution: no tolerance, no iteration, and zero pivots count the redundant effects.
 */
export function factorSchur(layout: Layout): SchurFactor {
  const { size, starts, weights, levelWeight, blocks, eliminated } = layout;
  const a = new Float64Array(size * size);
  const scale = new Float64Array(size);
  const sums = new Float64Array(size);
  const touched = new Int32Array(size);
  const seenAt = new Int32Array(size).fill(-1);
  let visit = 0;
  for (let g = 0; g + 1 < starts.length; g++) {
    const from = starts[g]!;
    const to = starts[g + 1]!;
    addRowProducts(layout, a, from, to);
    for (const basis of eliminated) {
      let count = 0;
      for (const { codes, offset, slope } of blocks) {
        for (let i = from; i < to; i++) {
          const j = offset + codes[i]!;
          if (seenAt[j] !== visit) {
            seenAt[j] = visit;
            touched[count++] = j;
            sums[j] = 0;
          }
          sums[j]! += (weights === null ? 1 : weights[i]!) * (slope === null ? 1 : slope[i]!) * (basis === null ? 1 : basis[i]!);
        }
      }
      visit++;
      const norm = basis === null ? 1 / levelWeight[g]! : 1;
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
  for (const { codes, offset, slope } of blocks) {
    for (let i = 0; i < codes.length; i++) {
      scale[offset + codes[i]!]! += (weights === null ? 1 : weights[i]!) * (slope === null ? 1 : slope[i]! * slope[i]!);
    }
  }
  const rank = choleskyInPlace(a, size, scale);
  return { size, lower: a, rank };
}

/** Adds S'WS of rows from..to-1 to the lower triangle. */
function addRowProducts(layout: Layout, a: Float64Array, from: number, to: number): void {
  const { size, weights, blocks } = layout;
  for (let j = 0; j < blocks.length; j++) {
    const upper = blocks[j]!;
    for (let k = 0; k <= j; k++) {
      const lower = blocks[k]!;
      for (let i = from; i < to; i++) {
        const value =
          (weights === null ? 1 : weights[i]!) *
          (upper.slope === null ? 1 : upper.slope[i]!) *
          (lower.slope === null ? 1 : lower.slope[i]!);
        a[(upper.offset + upper.codes[i]!) * size + lower.offset + lower.codes[i]!]! += value;
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
      if (pivot === 0) {
        a[rowI + j] = 0;
        continue;
      }
      let value = a[rowI + j]!;
      for (let k = 0; k < j; k++) value -= a[rowI + k]! * a[rowJ + k]!;
      a[rowI + j] = value / pivot;
    }
    let diagonal = a[rowI + i]!;
    for (let k = 0; k < i; k++) diagonal -= a[rowI + k]! * a[rowI + k]!;
    if (diagonal > NEGLIGIBLE_PIVOT * scale[i]!) {
      a[rowI + i] = Math.sqrt(diagonal);
      rank++;
    } else a[rowI + i] = 0;
  }
  return rank;
}

/** A solution of the reduced system; redundant effects are zero. */
export function solveSchur(factor: SchurFactor, rhs: Float64Array): Float64Array {
  const { size, lower } = factor;
  const x = Float64Array.from(rhs);
  for (let i = 0; i < size; i++) {
    const row = i * size;
    const pivot = lower[row + i]!;
    if (pivot === 0) {
      x[i] = 0;
      continue;
    }
    let value = x[i]!;
    for (let k = 0; k < i; k++) value -= lower[row + k]! * x[k]!;
    x[i] = value / pivot;
  }
  for (let i = size - 1; i >= 0; i--) {
    const row = i * size;
    const pivot = lower[row + i]!;
    if (pivot === 0) continue;
    const value = x[i]! / pivot;
    x[i] = value;
    for (let k = 0; k < i; k++) x[k]! -= lower[row + k]! * value;
  }
  return x;
}

/** Takes all factors out of a column (by position, in place), exactly. */
export function partialOutBySchur(layout: Layout, factor: SchurFactor, column: Float64Array): void {
  projectOutEliminated(layout, column);
  subtractEffects(layout, column, solveSchur(factor, gather(layout, column)));
  projectOutEliminated(layout, column);
}
