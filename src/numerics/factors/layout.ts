import { levelBasis, levelWeights } from "./basis.js";
import type { Factor } from "./factor.js";

/**
 * Rows put level by level of the one factor that is eliminated, so that every pass over them is sequential;
 * the other factors become blocks of unknowns of the reduced (Schur) system. "Position" is the place of a row in this order.
 */
export interface Layout {
  rows: number;
  /** Which factor is eliminated. */
  largest: number;
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

/** A column of effects that stays in the reduced system: position i loads on unknown `offset + codes[i]`, with `slope[i]` or with 1. */
export interface Block {
  /** Which factor it belongs to. */
  factor: number;
  codes: Int32Array;
  levels: number;
  offset: number;
  slope: Float64Array | null;
  /** Rows of each level, where they have been counted already. */
  rowsOfLevel: Int32Array | undefined;
}

/** Lays the rows out along `factors[largest]`. */
export function layOut(factors: readonly Factor[], largest: number, weights: Float64Array | null): Layout {
  const outer = factors[largest]!;
  const rows = outer.codes.length;
  const outerBasis = levelBasis(outer, weights);
  const { order, starts } = levelOrder(outer);
  const blocks: Block[] = [];
  let size = 0;
  factors.forEach((factor, q) => {
    if (q === largest) return;
    const codes = permutedCodes(factor.codes, order);
    for (const slope of levelBasis(factor, weights).columns) {
      const { levels, rows } = factor;
      blocks.push({ factor: q, codes, levels, offset: size, slope: slope === null ? null : permuted(slope, order), rowsOfLevel: rows });
      size += factor.levels;
    }
  });
  const levelWeight = weights === null ? rowsOf(starts) : levelWeights(outer.codes, outer.levels, weights);
  return {
    rows,
    largest,
    order,
    starts,
    weights: weights === null ? null : permuted(weights, order),
    levelWeight,
    eliminated: outerBasis.columns.map((column) => (column === null ? null : permuted(column, order))),
    eliminatedRank: outerBasis.rank,
    blocks,
    size,
  };
}

/** How many rows each level has. */
function rowsOf(starts: Int32Array): Float64Array {
  const rows = new Float64Array(starts.length - 1);
  for (let g = 0; g < rows.length; g++) rows[g] = starts[g + 1]! - starts[g]!;
  return rows;
}

/** Positions of rows sorted by level, ties in row order; null where they are sorted already. */
function levelOrder({ codes, levels, rows }: Factor): { order: Int32Array | null; starts: Int32Array } {
  const starts = new Int32Array(levels + 1);
  if (rows === undefined) for (let i = 0; i < codes.length; i++) starts[codes[i]! + 1]!++;
  else starts.set(rows, 1);
  let last = 1;
  while (last < codes.length && codes[last]! >= codes[last - 1]!) last++;
  const sorted = last >= codes.length;
  for (let g = 0; g < levels; g++) starts[g + 1]! += starts[g]!;
  if (sorted) return { order: null, starts };
  const next = starts.slice(0, levels);
  const order = new Int32Array(codes.length);
  for (let i = 0; i < codes.length; i++) order[next[codes[i]!]!++] = i;
  return { order, starts };
}

function permutedCodes(codes: Int32Array, order: Int32Array | null): Int32Array {
  if (order === null) return codes;
  const out = new Int32Array(codes.length);
  for (let i = 0; i < out.length; i++) out[i] = codes[order[i]!]!;
  return out;
}

function permuted(values: Float64Array, order: Int32Array | null): Float64Array {
  if (order === null) return values;
  const out = new Float64Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = values[order[i]!]!;
  return out;
}

/** Diagonal of S'WS: the total weight (or weighted square of the slope) of each unknown. */
export function unknownWeights({ blocks, size, weights }: Layout): Float64Array {
  const total = new Float64Array(size);
  for (const { codes, levels, offset, slope, rowsOfLevel } of blocks) {
    const part = total.subarray(offset, offset + levels);
    if (slope === null && weights === null && rowsOfLevel !== undefined) part.set(rowsOfLevel);
    else if (slope === null && weights === null) for (let i = 0; i < codes.length; i++) part[codes[i]!]! += 1;
    else {
      for (let i = 0; i < codes.length; i++) {
        part[codes[i]!]! += (weights === null ? 1 : weights[i]!) * (slope === null ? 1 : slope[i]! * slope[i]!);
      }
    }
  }
  return total;
}

/** True where every effect is an intercept: none multiplies a column. */
export function allIntercepts({ blocks, eliminated }: Layout): boolean {
  return eliminated.length === 1 && eliminated[0] === null && blocks.every((block) => block.slope === null);
}

/** The unknowns each position loads on, position by position: entry b of position i at `i * blocks.length + b`. */
export function interleavedCodes({ blocks, rows }: Layout, into: Int32Array): Int32Array {
  const count = blocks.length;
  if (count === 2) {
    const [a, b] = blocks as [Block, Block];
    for (let i = 0, at = 0; i < rows; i++, at += 2) {
      into[at] = a.offset + a.codes[i]!;
      into[at + 1] = b.offset + b.codes[i]!;
    }
    return into;
  }
  blocks.forEach(({ codes, offset }, b) => {
    for (let i = 0, at = b; i < rows; i++, at += count) into[at] = offset + codes[i]!;
  });
  return into;
}
