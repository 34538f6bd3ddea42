import { type Finding, finding } from "../messages/main.js";
import type { Design } from "./design.js";
import { INTERCEPT } from "./fit.js";
import { isConstant, SPANNED, type Within } from "./within.js";

/** A regressor that had to go. */
export type Left =
  | { term: string; reason: "constant"; value: number }
  | { term: string; reason: "absorbed"; effects: string[] }
  | { term: string; reason: "collinear"; with: { term: string; weight: number }[]; effects: string[] };

/** Below this share of its own norm a column is spanned by others, given how well the effects were taken out. */
export function spanTolerance(within: Pick<Within, "residual">): number {
  return Math.max(SPANNED, 10 * within.residual);
}

/** Columns (by position in `within`) that still vary once the effects are out, and those that had to go with the reason. */
export function varyingColumns(
  design: Design,
  within: Pick<Within, "names" | "raw" | "norms" | "freedNorms" | "residual">,
): { usable: number[]; left: Left[] } {
  const constantSpanned = design.intercept || design.effects.some((e) => e.factor.intercept);
  const tolerance = spanTolerance(within);
  const left: Left[] = [];
  const usable: number[] = [];
  within.names.forEach((term, j) => {
    const raw = within.raw[j]!;
    if (term !== INTERCEPT && constantSpanned && isConstant(raw)) left.push({ term, reason: "constant", value: raw[0]! });
    else if (design.effects.length > 0 && within.freedNorms[j]! <= tolerance * within.norms[j]!)
      left.push({ term, reason: "absorbed", effects: absorbingEffects(design, raw) });
    else usable.push(j);
  });
  return { usable, left };
}

/** The effects within whose levels a regressor is constant; all of them where only their combination absorbs it. */
function absorbingEffects(design: Design, values: Float64Array): string[] {
  const alone = design.effects.filter(({ factor }) => {
    if (!factor.intercept) return false;
    const first = new Int32Array(factor.levels).fill(-1);
    return values.every((value, i) => {
      const level = factor.codes[i]!;
      if (first[level] === -1) first[level] = i;
      return value === values[first[level]!];
    });
  });
  return (alone.length > 0 ? alone : design.effects).map((e) => e.name);
}

/** The finding about a regressor that had to go. */
export function leftFinding(left: Left, path: string): Finding {
  if (left.reason === "constant") return finding("MODEL-REGRESSOR-CONSTANT", path, { term: left.term, value: left.value });
  if (left.reason === "absorbed") return finding("MODEL-REGRESSOR-ABSORBED", path, { term: left.term, effects: left.effects });
  return finding("MODEL-COLLINEAR", path, { term: left.term, with: left.with, effects: left.effects });
}

/** What a regressor that had to go is spanned by, as the results name it. */
export function leftWith(left: Left): string[] {
  if (left.reason === "constant") return ["the constant"];
  return left.reason === "absorbed" ? left.effects : left.with.map((w) => w.term);
}
