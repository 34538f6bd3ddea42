import type { Factor } from "./factor.js";

/**
 * Rows that are alone in a level of some set of effects, found again and again until none is left
 * (a row that leaves may leave another one alone). They carry no information about slopes.
 * Linear time: a level with one row left knows it as the sum of its row numbers.
 * @param outside 1 for rows that are not in the sample; their codes may be anything. null where all are in it
 * @returns 1 for every row of the sample that leaves, and how many did.
 */
export function recursiveSingletons(
  factors: readonly Factor[],
  outside: Uint8Array | null,
  rows: number,
): { leaves: Uint8Array; count: number } {
  const leaves = new Uint8Array(rows);
  const withIntercept = factors.filter((factor) => factor.intercept);
  const counts = withIntercept.map((factor) => rowCounts(factor, outside));
  if (!counts.some((count) => count.includes(1))) return { leaves, count: 0 };
  const rowSums = withIntercept.map((factor) => {
    const sums = new Float64Array(factor.levels);
    for (let i = 0; i < rows; i++) if (outside === null || outside[i] === 0) sums[factor.codes[i]!]! += i;
    return sums;
  });
  const waiting: number[] = [];
  const leave = (row: number): void => {
    if (leaves[row] === 0) {
      leaves[row] = 1;
      waiting.push(row);
    }
  };
  counts.forEach((count, q) => {
    for (let g = 0; g < count.length; g++) if (count[g] === 1) leave(rowSums[q]![g]!);
  });
  for (let next = 0; next < waiting.length; next++) {
    const row = waiting[next]!;
    withIntercept.forEach((factor, q) => {
      const g = factor.codes[row]!;
      counts[q]![g]!--;
      rowSums[q]![g]! -= row;
      if (counts[q]![g] === 1) leave(rowSums[q]![g]!);
    });
  }
  return { leaves, count: waiting.length };
}

function rowCounts({ codes, levels, rows }: Factor, outside: Uint8Array | null): Int32Array {
  if (outside === null && rows !== undefined) return rows.slice();
  const counts = new Int32Array(levels);
  for (let i = 0; i < codes.length; i++) if (outside === null || outside[i] === 0) counts[codes[i]!]!++;
  return counts;
}
