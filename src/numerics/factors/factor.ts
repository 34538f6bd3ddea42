/**
 * One set of absorbed effects: every row has a level, and every level carries an intercept, slopes on given columns, or both.
 * `firm` is an intercept per firm; `firm[x]` an intercept and a slope on x per firm; `firm[[x]]` the slope alone.
 */
export interface Factor {
  /** Level of each row, 0 to levels - 1; levels without rows are allowed. */
  codes: Int32Array;
  levels: number;
  /** True where each level has its own intercept. */
  intercept: boolean;
  /** Columns (one value per row) on which each level has its own slope. */
  slopes: readonly Float64Array[];
  /** Rows of each level, where somebody has counted them already. */
  rows?: Int32Array;
}

/** An ordinary set of effects: one intercept per level. */
export function interceptFactor(codes: Int32Array, levels: number): Factor {
  return { codes, levels, intercept: true, slopes: [] };
}

/** The same factor without levels that no row has: they would be zero rows of every matrix that follows. */
export function withoutEmptyLevels(factor: Factor): Factor {
  if (factor.rows !== undefined && !factor.rows.includes(0)) return factor;
  const seen = new Int32Array(factor.levels).fill(-1);
  let missing = factor.levels;
  for (let i = 0; i < factor.codes.length && missing > 0; i++) {
    if (seen[factor.codes[i]!] === 0) continue;
    seen[factor.codes[i]!] = 0;
    missing--;
  }
  if (missing === 0) return factor;
  let levels = 0;
  for (let g = 0; g < factor.levels; g++) if (seen[g] === 0) seen[g] = levels++;
  const codes = new Int32Array(factor.codes.length);
  for (let i = 0; i < codes.length; i++) codes[i] = seen[factor.codes[i]!]!;
  return { codes, levels, intercept: factor.intercept, slopes: factor.slopes };
}

/** True when every level of `inner` lies in one level of `outer`: then intercepts of `outer` add nothing to intercepts of `inner`. */
export function isNested(inner: Pick<Factor, "codes" | "levels">, outer: Pick<Factor, "codes" | "levels">): boolean {
  if (inner.levels < outer.levels) return false;
  if (inner.codes === outer.codes) return true;
  const home = new Int32Array(inner.levels).fill(-1);
  for (let i = 0; i < inner.codes.length; i++) {
    const level = inner.codes[i]!;
    const owner = outer.codes[i]!;
    if (home[level] === -1) home[level] = owner;
    else if (home[level] !== owner) return false;
  }
  return true;
}
