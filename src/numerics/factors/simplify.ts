import { type Factor, isNested, withoutEmptyLevels } from "./factor.js";

/** The same effects with nothing in them twice: no empty levels, one factor per variable, no intercepts that finer ones contain. */
export function simplified(factors: readonly Factor[]): Factor[] {
  return withoutNested(mergeSameCodes(factors.map(withoutEmptyLevels)));
}

/** Factors on the same codes (as `firm` and `firm[x]`) become one, so that their columns are made orthogonal within each level. */
function mergeSameCodes(factors: readonly Factor[]): Factor[] {
  const merged: Factor[] = [];
  for (const factor of factors) {
    const at = merged.findIndex((other) => other.levels === factor.levels && sameCodes(other.codes, factor.codes));
    if (at === -1) merged.push(factor);
    else {
      const other = merged[at]!;
      merged[at] = { ...other, intercept: other.intercept || factor.intercept, slopes: [...other.slopes, ...factor.slopes] };
    }
  }
  return merged;
}

function sameCodes(a: Int32Array, b: Int32Array): boolean {
  if (a === b) return true;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Drops intercepts of factors whose levels are unions of another factor's levels; their slopes stay. */
function withoutNested(factors: readonly Factor[]): Factor[] {
  return factors.flatMap((outer, q) => {
    const spanned =
      outer.intercept &&
      factors.some((inner, r) => r !== q && inner.intercept && (inner.levels > outer.levels || r < q) && isNested(inner, outer));
    if (!spanned) return [outer];
    return outer.slopes.length > 0 ? [{ ...outer, intercept: false }] : [];
  });
}
