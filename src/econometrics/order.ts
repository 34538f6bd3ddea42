import type { Levels } from "./levels.js";

/**
 * Rows in canonical order: by each of `keys` (levels), ties by each of `ties` (values), so that every sum that follows runs over the
 * same numbers in the same order however the file was sorted. Rows equal in all of them stay as they are, which no result can see.
 * @param rows the rows of the sample, ascending
 */
export function canonicalOrder(rows: Int32Array, keys: readonly Levels[], ties: readonly ArrayLike<number>[]): Int32Array {
  const compareTies = (a: number, b: number): number => {
    for (const tie of ties) {
      const x = tie[a]!;
      const y = tie[b]!;
      if (x !== y) return x < y ? -1 : 1;
    }
    return a - b;
  };
  const sameKeys = (a: number, b: number): boolean => keys.every((key) => key.codes[a] === key.codes[b]);
  const order = inOrder(rows, keys) ? Int32Array.from(rows) : radixSort(rows, keys);
  let from = 0;
  for (let i = 1; i <= order.length; i++) {
    if (i < order.length && sameKeys(order[i - 1]!, order[i]!)) continue;
    if (i - from > 1) {
      const run = order.subarray(from, i);
      if (run.some((row, k) => k > 0 && compareTies(run[k - 1]!, row) > 0)) run.sort(compareTies);
    }
    from = i;
  }
  return order;
}

function inOrder(rows: Int32Array, keys: readonly Levels[]): boolean {
  for (let i = 1; i < rows.length; i++) {
    for (const { codes } of keys) {
      const before = codes[rows[i - 1]!]!;
      const now = codes[rows[i]!]!;
      if (before < now) break;
      if (before > now) return false;
    }
  }
  return true;
}

/** Counting sort from the last key to the first; each pass is stable. */
function radixSort(rows: Int32Array, keys: readonly Levels[]): Int32Array {
  let order = Int32Array.from(rows);
  for (const { codes, labels } of keys.toReversed()) {
    const next = new Int32Array(labels.length + 1);
    for (const row of order) next[codes[row]! + 1]!++;
    for (let g = 0; g < labels.length; g++) next[g + 1]! += next[g]!;
    const sorted = new Int32Array(order.length);
    for (const row of order) sorted[next[codes[row]!]!++] = row;
    order = sorted;
  }
  return order;
}
