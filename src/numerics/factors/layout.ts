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
  /** Blocks of unknowns: of which factor, where each starts, how many it has, and whether it multiplies slopes. */
  blocks: { factor: number; offset: number; levels: number; sloped: boolean }[];
  /** Unknowns of the reduced system. */
  size: number;
  /** The unknowns each position loads on, `blocks.length` of them, position by position. */
  codes: Int32Array;
  /** With which values; null where all are 1. */
  loadings: Float64Array | null;
}

/** Lays the rows out along `factors[largest]`. */
export function layOut(factors: readonly Factor[], largest: number, weights: Float64Array | null): Layout {
  const outer = factors[largest]!;
  const rows = outer.codes.length;
  const outerBasis = levelBasis(outer, weights);
  const columns = factors.flatMap((factor, q) =>
    q === largest
      ? []
      : levelBasis(factor, weights).columns.map((slope) => ({ factor: q, codes: factor.codes, levels: factor.levels, slope })),
  );
  const count = columns.length;
  const size = columns.reduce((total, column) => total + column.levels, 0);
  const { order, starts } = levelOrder(outer.codes, outer.levels);
  const codes = new Int32Array(rows * count);
  const loadings = columns.some((column) => column.slope !== null) ? new Float64Array(rows * count).fill(1) : null;
  const blocks: Layout["blocks"] = [];
  let offset = 0;
  columns.forEach((column, b) => {
    fillCodes(codes, column.codes, order, count, b, offset);
    if (column.slope !== null) for (let i = 0; i < rows; i++) loadings![i * count + b] = column.slope[order === null ? i : order[i]!]!;
    blocks.push({ factor: column.factor, offset, levels: column.levels, sloped: column.slope !== null });
    offset += column.levels;
  });
  const levelWeight =
    weights === null
      ? Float64Array.from({ length: outer.levels }, (_, g) => starts[g + 1]! - starts[g]!)
      : levelWeights(outer.codes, outer.levels, weights);
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
    codes,
    loadings,
  };
}

function fillCodes(into: Int32Array, codes: Int32Array, order: Int32Array | null, count: number, b: number, offset: number): void {
  if (order === null) for (let i = 0, at = b; i < codes.length; i++, at += count) into[at] = offset + codes[i]!;
  else for (let i = 0, at = b; i < codes.length; i++, at += count) into[at] = offset + codes[order[i]!]!;
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

function permuted(values: Float64Array, order: Int32Array | null): Float64Array {
  if (order === null) return values;
  const out = new Float64Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = values[order[i]!]!;
  return out;
}

/** Diagonal of S'WS: the total weight (or weighted square of the slope) of each unknown. */
export function unknownWeights(layout: Layout): Float64Array {
  const { codes, loadings, weights } = layout;
  const count = layout.blocks.length;
  const total = new Float64Array(layout.size);
  for (let i = 0; i < layout.rows; i++) {
    const w = weights === null ? 1 : weights[i]!;
    for (let k = i * count; k < (i + 1) * count; k++) {
      const value = loadings === null ? 1 : loadings[k]!;
      total[codes[k]!]! += w * value * value;
    }
  }
  return total;
}
