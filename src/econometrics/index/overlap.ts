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
