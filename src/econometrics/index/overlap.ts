import { type Finding, finding } from "../../messages/main.js";

/** Indicators of an index that also stand on the right-hand side of an equation with this index on the left, in the order of the index. */
export function indexOverlap(indicators: readonly string[], rightHandSide: readonly string[]): string[] {
  const names = new Set(rightHandSide);
  return indicators.filter((name) => names.has(name));
}

/** The finding for one equation, or null without overlap. `where` is the equation's path, as `models.fe`. */
export function overlapFinding(
  index: string,
  indicators: readonly string[],
  rightHandSide: readonly string[],
  where: string,
): Finding | null {
  const shared = indexOverlap(indicators, rightHandSide);
  return shared.length === 0 ? null : finding("INDEX-ON-RIGHT-SIDE", where, { index, indicators: shared, where });
}

/** A column beside an index, with what it is called: its name and labels. */
export interface Beside {
  column: string;
  words: readonly string[];
}

/**
 * Columns that go by one of the names of something known to overlap with an indicator, each with what it overlaps with. Names are compared
 * by their letters alone, without case, and without a leading `ln` or `log`: `lnPGDP` is `pgdp`, `Talent agglomeration` is `talentAgglomeration`.
 */
export function knownOverlaps<T extends { names: readonly string[] }>(
  known: readonly T[],
  beside: readonly Beside[],
): { overlap: T; column: string }[] {
  return known.flatMap((overlap) => {
    const names = new Set(overlap.names.map(letters));
    return beside
      .filter(({ words }) => words.some((word) => names.has(letters(word)) || names.has(letters(word).replace(/^(ln|log)(?=.)/, ""))))
      .map(({ column }) => ({ overlap, column }));
  });
}

const letters = (word: string): string => word.toLowerCase().replace(/[^\p{L}]/gu, "");
