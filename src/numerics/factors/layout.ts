import { levelBasis, levelWeights } from "./basis.js";
import type { Factor } from "./factor.js";

/** A column of effects that stays in the reduced system: row i loads on unknown `offset + codes[i]` with value `slope[i]` (or 1). */
export interface Block {
  codes: Int32Array;
  levels: number;
  offset: number;
  slope: Float64Array | null;
}

/**
 * Rows put level by level of the one factor that is eliminated, so that every pass over them is sequential;
 * the other factors become blocks of unknowns of the reduced (Schur) system.
 */
export interface Layout {
  rows: number;
  /** Row at each position; null where the rows already stand level by level. */
  order: Int32Array | null;
  /** First position of each eliminated level, and the end. */
  starts: Int32Array;
  /** Weights by position; null for equal weights. */
  weights: Float64Array | null;
  /** Total weight of each eliminated level. */
  levelWeight: Float64Array;
  /** Columns of the eliminated factor by position; null is the intercept. */
  eliminated: (Float64Array | null)[];
  /** Rank of the eliminated factor alone. */
  eliminatedRank: number;
  blocks: Block[];
  /** Unknowns of the reduced system. */
  size: number;
}

/** Lays the rows out along `factors[largest]`. */
export function layOut(factors: readonly Factor[], largest: number, weights: Float64Array | null): Layout {
  const outer = factors[largest]!;
  const { order, starts } = levelOrder(outer.codes, outer.levels);
  const outerBasis = levelBasis(outer, weights);
  const blocks: Block[] = [];
  let size = 0;
  factors.forEach((factor, q) => {
    if (q === largest) return;
    const codes = permuteCodes(factor.codes, order);
    for (const column of levelBasis(factor, weights).columns) {
      blocks.push({ codes, levels: factor.levels, offset: size, slope: column === null ? null : permute(column, order) });
      size += factor.levels;
    }
  });
  return {
    rows: outer.codes.length,
    order,
    starts,
    weights: weights === null ? null : permute(weights, order),
    levelWeight: levelWeights(outer.codes, outer.levels, weights),
    eliminated: outerBasis.columns.map((column) => (column === null ? null : permute(column, order))),
    eliminatedRank: outerBasis.rank,
    blocks,
    size,
  };
}

/** Positions of rows sorted by level, ties in row order; null where they are sorted already. */
function levelOrder(codes: Int32Array, levels: number): { order: Int32Array | null; starts: Int32Array } {
  const starts = new Int32Array(levels + 1);
  let sorted = true;
  for (let i = 0; i < codes.length; i++) {
    starts[codes[i]! + 1]!++;
    if (i > 0 && codes[i]! < codes[i - 1]!) sorted = false;
  }
  for (let g = 0; g < levels; g++) starts[g + 1]! += starts[g]!;
  if (sorted) return { order: null, starts };
  const next = starts.slice(0, levels);
  const order = new Int32Array(codes.length);
  for (let i = 0; i < codes.length; i++) order[next[codes[i]!]!++] = i;
  return { order, starts };
}

/** Values by position. Without an order the same array is returned. */
export function permute(values: Float64Array, order: Int32Array | null): Float64Array {
  if (order === null) return values;
  const out = new Float64Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = values[order[i]!]!;
  return out;
}

/** Values back in row order. Without an order the same array is returned. */
export function unpermute(values: Float64Array, order: Int32Array | null): Float64Array {
  if (order === null) return values;
  const out = new Float64Array(values.length);
  for (let i = 0; i < out.length; i++) out[order[i]!] = values[i]!;
  return out;
}

function permuteCodes(codes: Int32Array, order: Int32Array | null): Int32Array {
  if (order === null) return codes;
  const out = new Int32Array(codes.length);
  for (let i = 0; i < out.length; i++) out[i] = codes[order[i]!]!;
  return out;
}

/** Subtracts from a column (by position, in place) its projection on the eliminated factor. */
export function projectOutEliminated(layout: Layout, column: Float64Array): void {
  const { starts, weights, levelWeight, eliminated } = layout;
  for (let g = 0; g + 1 < starts.length; g++) {
    const from = starts[g]!;
    const to = starts[g + 1]!;
    for (const basis of eliminated) {
      let share = 0;
      if (basis === null) {
        if (weights === null) for (let i = from; i < to; i++) share += column[i]!;
        else for (let i = from; i < to; i++) share += weights[i]! * column[i]!;
        share /= levelWeight[g]!;
        for (let i = from; i < to; i++) column[i]! -= share;
      } else {
        for (let i = from; i < to; i++) share += (weights === null ? 1 : weights[i]!) * basis[i]! * column[i]!;
        for (let i = from; i < to; i++) column[i]! -= share * basis[i]!;
      }
    }
  }
}

/** S'Wv: a column (by position) summed over the unknowns of the reduced system. */
export function gather(layout: Layout, column: Float64Array): Float64Array {
  const out = new Float64Array(layout.size);
  const { weights } = layout;
  for (const { codes, offset, levels, slope } of layout.blocks) {
    const part = out.subarray(offset, offset + levels);
    // The plain cases have loops of their own: a branch per row would double their time.
    if (slope === null && weights === null) for (let i = 0; i < column.length; i++) part[codes[i]!]! += column[i]!;
    else if (slope === null) for (let i = 0; i < column.length; i++) part[codes[i]!]! += column[i]! * weights![i]!;
    else for (let i = 0; i < column.length; i++) part[codes[i]!]! += column[i]! * slope[i]! * (weights === null ? 1 : weights[i]!);
  }
  return out;
}

/** v -= S b: takes the fitted effects out of a column (by position, in place). */
export function subtractEffects(layout: Layout, column: Float64Array, effects: Float64Array): void {
  for (const { codes, offset, levels, slope } of layout.blocks) {
    const part = effects.subarray(offset, offset + levels);
    if (slope === null) for (let i = 0; i < column.length; i++) column[i]! -= part[codes[i]!]!;
    else for (let i = 0; i < column.length; i++) column[i]! -= part[codes[i]!]! * slope[i]!;
  }
}
