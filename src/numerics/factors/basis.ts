import type { Factor } from "./factor.js";

/** Below this share of its own norm a slope column counts as constant (or collinear with earlier slopes) within a level. */
const NEGLIGIBLE = 1e-10;

/** What each level of a factor carries, as columns that are orthogonal within every level. */
export interface LevelBasis {
  /** `null` is the constant one (an intercept); the others have unit weighted norm in every level, or are zero where a level cannot identify them. */
  columns: (Float64Array | null)[];
  /** How many effects the data can identify: the rank of this factor alone. */
  rank: number;
}

/**
 * Turns intercept and slopes into columns that span the same space but are orthogonal within every level
 * (Gram-Schmidt, twice). A slope on a column with a large mean would otherwise lose its digits to the intercept.
 */
export function levelBasis(factor: Factor, weights: Float64Array | null): LevelBasis {
  const columns: (Float64Array | null)[] = factor.intercept ? [null] : [];
  let rank = factor.intercept ? factor.levels : 0;
  if (factor.slopes.length === 0) return { columns, rank };
  const levelWeight = factor.intercept ? levelWeights(factor.codes, factor.levels, weights) : null;
  for (const slope of factor.slopes) {
    const column = Float64Array.from(slope);
    const before = levelProducts(factor, column, column, weights);
    for (let pass = 0; pass < 2; pass++) {
      for (const earlier of columns) {
        const share = levelProducts(factor, earlier, column, weights);
        if (earlier === null) for (let g = 0; g < share.length; g++) share[g]! /= levelWeight![g]!;
        for (let i = 0; i < column.length; i++) column[i]! -= share[factor.codes[i]!]! * (earlier === null ? 1 : earlier[i]!);
      }
    }
    const after = levelProducts(factor, column, column, weights);
    const scale = new Float64Array(factor.levels);
    for (let g = 0; g < factor.levels; g++) {
      if (after[g]! > NEGLIGIBLE * NEGLIGIBLE * before[g]!) {
        scale[g] = 1 / Math.sqrt(after[g]!);
        rank++;
      }
    }
    for (let i = 0; i < column.length; i++) column[i]! *= scale[factor.codes[i]!]!;
    columns.push(column);
  }
  return { columns, rank };
}

/** Total weight (or number of rows) of each level. */
export function levelWeights(codes: Int32Array, levels: number, weights: Float64Array | null): Float64Array {
  const total = new Float64Array(levels);
  if (weights === null) for (let i = 0; i < codes.length; i++) total[codes[i]!]! += 1;
  else for (let i = 0; i < codes.length; i++) total[codes[i]!]! += weights[i]!;
  return total;
}

/** Weighted inner product of two columns within each level; `null` is the constant one. */
export function levelProducts(
  factor: Pick<Factor, "codes" | "levels">,
  a: Float64Array | null,
  b: Float64Array,
  weights: Float64Array | null,
): Float64Array {
  const out = new Float64Array(factor.levels);
  const { codes } = factor;
  if (a === null && weights === null) for (let i = 0; i < b.length; i++) out[codes[i]!]! += b[i]!;
  else for (let i = 0; i < b.length; i++) out[codes[i]!]! += (a === null ? 1 : a[i]!) * b[i]! * (weights === null ? 1 : weights[i]!);
  return out;
}
