/**
 * Quantile of ascending values by linear interpolation between order statistics: type 7 of Hyndman and Fan (1996), the default of R and NumPy.
 */
export function quantileOfSorted(ascending: ArrayLike<number>, share: number): number {
  const at = (ascending.length - 1) * share;
  const below = Math.floor(at);
  const above = Math.min(below + 1, ascending.length - 1);
  return ascending[below]! + (at - below) * (ascending[above]! - ascending[below]!);
}
