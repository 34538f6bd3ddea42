import { levelBasis, levelWeights } from "../../numerics/factors/basis.js";
import { type Factor, isNested } from "../../numerics/factors/main.js";
import { choleskyInverse, type Matrix, pivotedCholesky, zeros } from "../../numerics/main.js";

/** A remaining set of effects: one unknown per level, on ones or on a slope's values. */
interface Block {
  codes: Int32Array;
  offset: number;
  levels: number;
  slope: Float64Array | null;
}

/**
 * Effects with one factor eliminated: the projection on all of them is the projection on the eliminated factor plus the projection on
 * what the others have left. Rows are visited group by group, where every group lies in one level of the eliminated factor.
 */
export interface EliminatedEffects {
  /** Rows by group; the rows of group g are order[starts[g]] to order[starts[g + 1] - 1]. */
  order: Int32Array;
  starts: Int32Array;
  /** Columns that are orthonormal within every group under the weights; null stands for ones, whose square norm is groupWeight. */
  basis: (Float64Array | null)[];
  groupWeight: Float64Array;
  weights: Float64Array | null;
  blocks: Block[];
  /** Unknowns of all blocks. */
  size: number;
}

/** Factors with what is spanned by others taken away: one entry per codes, no intercepts nested in finer intercepts. */
export function neededFactors(factors: readonly Factor[]): Factor[] {
  const merged: Factor[] = [];
  for (const factor of factors) {
    const at = merged.findIndex((other) => other.levels === factor.levels && other.codes.every((code, i) => code === factor.codes[i]));
    if (at === -1) merged.push(factor);
    else {
      const other = merged[at]!;
      merged[at] = { ...other, intercept: other.intercept || factor.intercept, slopes: [...other.slopes, ...factor.slopes] };
    }
  }
  return merged.flatMap((outer, q) => {
    const spanned =
      outer.intercept &&
      merged.some((inner, r) => r !== q && inner.intercept && (inner.levels > outer.levels || r < q) && isNested(inner, outer));
    if (!spanned) return [outer];
    return outer.slopes.length > 0 ? [{ ...outer, intercept: false }] : [];
  });
}

/**
 * Lays out factors for elimination of one of them.
 * @param which the factor to eliminate; null for none
 * @param groups of the rows: the eliminated factor's own codes, or a clustering where nothing is eliminated
 */
export function eliminate(
  factors: readonly Factor[],
  which: number | null,
  groups: { codes: Int32Array; levels: number },
  weights: Float64Array | null,
): EliminatedEffects {
  const { order, starts } = grouped(groups.codes, groups.levels);
  const blocks: Block[] = [];
  let size = 0;
  factors.forEach((factor, q) => {
    if (q === which) return;
    const { columns } = levelBasis(factor, weights);
    for (const slope of columns) {
      blocks.push({ codes: factor.codes, offset: size, levels: factor.levels, slope });
      size += factor.levels;
    }
  });
  const eliminated = which === null ? null : factors[which]!;
  return {
    order,
    starts,
    basis: eliminated === null ? [] : levelBasis(eliminated, weights).columns,
    groupWeight: levelWeights(groups.codes, groups.levels, weights),
    weights,
    blocks,
    size,
  };
}

/** Rows by code, in their own order within a code. */
export function grouped(codes: Int32Array, levels: number): { order: Int32Array; starts: Int32Array } {
  const starts = new Int32Array(levels + 1);
  let last = 0;
  let sorted = true;
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    if (code < last) sorted = false;
    last = code;
    starts[code + 1]!++;
  }
  for (let g = 0; g < levels; g++) starts[g + 1]! += starts[g]!;
  if (sorted) return { order: inOrder(codes.length), starts };
  const next = starts.slice(0, levels);
  const order = new Int32Array(codes.length);
  for (let i = 0; i < codes.length; i++) order[next[codes[i]!]!++] = i;
  return { order, starts };
}

function inOrder(rows: number): Int32Array {
  const order = new Int32Array(rows);
  for (let i = 0; i < rows; i++) order[i] = i;
  return order;
}

/** The unknowns a group meets, and their weighted sums against each basis column of the eliminated factor. */
export interface GroupSums {
  count: number;
  /** Unknowns met; the first `count` entries hold. */
  touched: Int32Array;
  /** By basis column, by unknown (of all): the sum, divided by the norm of the basis column. */
  sums: Float64Array[];
}

/** Room for the sums of one group. */
export function groupSums(effects: EliminatedEffects): GroupSums & { seen: Int32Array } {
  return {
    count: 0,
    touched: new Int32Array(effects.size),
    sums: effects.basis.map(() => new Float64Array(effects.size)),
    seen: new Int32Array(effects.size).fill(-1),
  };
}

/** Fills the sums of group g. */
export function sumGroup(effects: EliminatedEffects, g: number, into: GroupSums & { seen: Int32Array }): void {
  const { order, starts, basis, groupWeight, weights, blocks } = effects;
  if (isPlain(effects)) {
    sumPlainGroup(effects, g, into);
    return;
  }
  let count = 0;
  for (let p = starts[g]!; p < starts[g + 1]!; p++) {
    const i = order[p]!;
    const w = weights === null ? 1 : weights[i]!;
    for (const { codes, offset, slope } of blocks) {
      const u = offset + codes[i]!;
      if (into.seen[u] !== g) {
        into.seen[u] = g;
        into.touched[count++] = u;
        for (const sums of into.sums) sums[u] = 0;
      }
      const value = slope === null ? w : w * slope[i]!;
      basis.forEach((column, b) => {
        into.sums[b]![u]! += column === null ? value : value * column[i]!;
      });
    }
  }
  basis.forEach((column, b) => {
    if (column !== null) return;
    const norm = Math.sqrt(groupWeight[g]!);
    const sums = into.sums[b]!;
    for (let t = 0; t < count; t++) sums[into.touched[t]!]! /= norm;
  });
  into.count = count;
}

/** Intercepts alone, eliminated and left, without weights: the usual case. */
function isPlain({ basis, weights, blocks }: EliminatedEffects): boolean {
  return weights === null && basis.length === 1 && basis[0] === null && blocks.every((block) => block.slope === null);
}

/** `sumGroup` for intercepts alone: rows are counted. */
function sumPlainGroup(effects: EliminatedEffects, g: number, into: GroupSums & { seen: Int32Array }): void {
  const { order, starts, groupWeight, blocks } = effects;
  const { seen, touched } = into;
  const sums = into.sums[0]!;
  const from = starts[g]!;
  const to = starts[g + 1]!;
  let count = 0;
  for (let q = 0; q < blocks.length; q++) {
    const { codes, offset } = blocks[q]!;
    for (let p = from; p < to; p++) {
      const u = offset + codes[order[p]!]!;
      if (seen[u] !== g) {
        seen[u] = g;
        touched[count++] = u;
        sums[u] = 1;
      } else sums[u]! += 1;
    }
  }
  const norm = Math.sqrt(groupWeight[g]!);
  for (let t = 0; t < count; t++) sums[touched[t]!]! /= norm;
  into.count = count;
}

/** Adds S'W(I - P)S of the rows of one group (its sums given) to a square matrix, lower triangle, from row and column `at` on. */
export function addReducedGram(effects: EliminatedEffects, g: number, group: GroupSums, into: Matrix, at = 0): void {
  const { order, starts, weights, blocks } = effects;
  const { data, rows: n } = into;
  const from = starts[g]!;
  const to = starts[g + 1]!;
  for (let j = 0; j < blocks.length; j++) {
    const a = blocks[j]!;
    for (let k = 0; k <= j; k++) {
      const b = blocks[k]!;
      for (let p = from; p < to; p++) {
        const i = order[p]!;
        let value = weights === null ? 1 : weights[i]!;
        if (a.slope !== null) value *= a.slope[i]!;
        if (b.slope !== null) value *= b.slope[i]!;
        data[at + a.offset + a.codes[i]! + (at + b.offset + b.codes[i]!) * n]! += value;
      }
    }
  }
  for (const sums of group.sums) {
    for (let a = 0; a < group.count; a++) {
      const first = group.touched[a]!;
      const value = sums[first]!;
      for (let b = 0; b <= a; b++) {
        const second = group.touched[b]!;
        const row = first > second ? first : second;
        const col = first > second ? second : first;
        data[at + row + (at + col) * n]! -= value * sums[second]!;
      }
    }
  }
}

/** S'WS of each unknown alone, before anything was eliminated: what a pivot is judged against. */
function ownNorms(effects: EliminatedEffects): Float64Array {
  const out = new Float64Array(effects.size);
  for (const { codes, offset, slope } of effects.blocks)
    for (let i = 0; i < codes.length; i++)
      out[offset + codes[i]!]! += (effects.weights === null ? 1 : effects.weights[i]!) * (slope === null ? 1 : slope[i]! * slope[i]!);
  return out;
}

/** Independent unknowns and the lower triangular factor of their Gram matrix, rows and columns scaled by `scale`. */
export interface ReducedFactor {
  kept: Int32Array;
  scale: Float64Array;
  /** Lower triangle L of D A[kept, kept] D = L L'. */
  lower: Matrix;
}

/** Below this share of its own norm, an unknown is spanned by the others. */
const SPANNED = 1e-10;

/** The Cholesky factor of the whole reduced Gram matrix; redundant unknowns are left out. */
export function factorReduced(effects: EliminatedEffects): ReducedFactor {
  const n = effects.size;
  const gram = zeros(n, n);
  const room = groupSums(effects);
  for (let g = 0; g + 1 < effects.starts.length; g++) {
    sumGroup(effects, g, room);
    addReducedGram(effects, g, room, gram);
  }
  const scale = ownNorms(effects).map((norm) => (norm > 0 ? 1 / Math.sqrt(norm) : 0));
  for (let j = 0; j < n; j++)
    for (let i = j; i < n; i++) {
      const value = gram.data[i + j * n]! * scale[i]! * scale[j]!;
      gram.data[i + j * n] = value;
      gram.data[j + i * n] = value;
    }
  const { rank, pivot, factor } = pivotedCholesky(gram, SPANNED);
  const lower = zeros(rank, rank);
  for (let j = 0; j < rank; j++) for (let i = j; i < rank; i++) lower.data[i + j * rank] = factor.data[i + j * n]!;
  const kept = pivot.slice(0, rank);
  return { kept, scale: Float64Array.from(kept, (u) => scale[u]!), lower };
}

/** The generalised inverse of the whole reduced Gram matrix; unknowns that are redundant have zero rows. */
export function invertReduced(effects: EliminatedEffects): Matrix {
  const { kept, scale, lower } = factorReduced(effects);
  const inverse = choleskyInverse(lower);
  const out = zeros(effects.size, effects.size);
  for (let j = 0; j < kept.length; j++)
    for (let i = 0; i < kept.length; i++)
      out.data[kept[i]! + kept[j]! * out.rows] = inverse.data[i + j * kept.length]! * scale[i]! * scale[j]!;
  return out;
}
