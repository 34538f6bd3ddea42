/**
 * The passes of the reduced normal equations in TypeScript, on the levels from..to-1: the definition of what each computes, the oracle of its
 * tests, and what runs on arrays outside of an arena. Every addition happens in the same order as in assembly/kernels.ts.
 */

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

/** What the effects could still explain of each column. */
export interface Left {
  /** Columns added up over the unknowns each row loads on: unknowns times the width. */
  sums: Float64Array;
  /** Squared norm of the projection of each column on the eliminated factor. */
  squares: Float64Array;
}

/** Rows on which several columns are worked at once, interleaved: entry r of row i at width i + r. */
export interface WideRows extends ReducedRows {
  /** Columns at once. */
  width: 2 | 4;
  /** The level of the eliminated factor at which the second half begins. */
  middle: number;
  /** What the second half works with: sums, squares, and a scratch as long as the first. */
  second: { scratch: Float64Array } & Left;
}

export function reducedRight(rows: WideRows, values: Float64Array, out: Float64Array, from: number, to: number): void {
  const { starts, codes, blocks, weights, width } = rows;
  const mean = new Float64Array(width);
  for (let g = from; g < to; g++) {
    levelMeans(rows, values, g, mean);
    for (let i = starts[g]!; i < starts[g + 1]!; i++) {
      const w = weights === null ? 1 : weights[i]!;
      for (let r = 0; r < width; r++) values[width * i + r]! -= mean[r]!;
      for (let b = i * blocks; b < (i + 1) * blocks; b++) {
        for (let r = 0; r < width; r++) out[width * codes[b]! + r]! += w * values[width * i + r]!;
      }
    }
  }
}

export function reducedRest(rows: WideRows, values: Float64Array, effects: Float64Array, left: Left, from: number, to: number): void {
  const { starts, codes, blocks, weights, inverseWeight, width } = rows;
  const mean = new Float64Array(width);
  const level = new Float64Array(width);
  left.squares.fill(0);
  for (let g = from; g < to; g++) {
    for (let i = starts[g]!; i < starts[g + 1]!; i++) {
      for (let b = i * blocks; b < (i + 1) * blocks; b++) {
        for (let r = 0; r < width; r++) values[width * i + r]! -= effects[width * codes[b]! + r]!;
      }
    }
    levelMeans(rows, values, g, mean);
    level.fill(0);
    for (let i = starts[g]!; i < starts[g + 1]!; i++) {
      const w = weights === null ? 1 : weights[i]!;
      for (let r = 0; r < width; r++) {
        values[width * i + r]! -= mean[r]!;
        level[r]! += w * values[width * i + r]!;
      }
      for (let b = i * blocks; b < (i + 1) * blocks; b++) {
        for (let r = 0; r < width; r++) left.sums[width * codes[b]! + r]! += w * values[width * i + r]!;
      }
    }
    for (let r = 0; r < width; r++) left.squares[r]! += level[r]! * level[r]! * inverseWeight[g]!;
  }
}

function levelMeans({ starts, weights, inverseWeight, width }: WideRows, values: Float64Array, g: number, mean: Float64Array): void {
  mean.fill(0);
  for (let i = starts[g]!; i < starts[g + 1]!; i++) {
    const w = weights === null ? 1 : weights[i]!;
    for (let r = 0; r < width; r++) mean[r]! += w * values[width * i + r]!;
  }
  for (let r = 0; r < width; r++) mean[r]! *= inverseWeight[g]!;
}

export function reducedProduct2(rows: ReducedRows, p: Float64Array, out: Float64Array, from: number, to: number): void {
  const { starts, codes, blocks, weights, inverseWeight, scratch } = rows;
  for (let g = from; g < to; g++) {
    const begin = starts[g]!;
    const end = starts[g + 1]!;
    let s0 = 0;
    let s1 = 0;
    for (let i = begin; i < end; i++) {
      let v0 = p[2 * codes[i * blocks]!]!;
      let v1 = p[2 * codes[i * blocks]! + 1]!;
      for (let b = i * blocks + 1; b < (i + 1) * blocks; b++) {
        v0 += p[2 * codes[b]!]!;
        v1 += p[2 * codes[b]! + 1]!;
      }
      scratch[2 * (i - begin)] = v0;
      scratch[2 * (i - begin) + 1] = v1;
      const w = weights === null ? 1 : weights[i]!;
      s0 += w * v0;
      s1 += w * v1;
    }
    s0 *= inverseWeight[g]!;
    s1 *= inverseWeight[g]!;
    for (let i = begin; i < end; i++) {
      const w = weights === null ? 1 : weights[i]!;
      const r0 = (scratch[2 * (i - begin)]! - s0) * w;
      const r1 = (scratch[2 * (i - begin) + 1]! - s1) * w;
      for (let b = i * blocks; b < (i + 1) * blocks; b++) {
        out[2 * codes[b]!]! += r0;
        out[2 * codes[b]! + 1]! += r1;
      }
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
