import type { Levels } from "./levels.js";
import { isWhole } from "./sample.js";

/** From this many rows on without keys the leading bits of their first number sort them before comparisons do. */
const MANY = 4096;

/** Runs up to this length are sorted by insertion: most are in order already, and a unit's rows are few. */
const SHORT_RUN = 48;

/**
 * Rows in canonical order: by each of `keys` (levels), ties by each of `ties` (values), so that every sum that follows runs over the
 * same numbers in the same order however the file was sorted. Rows equal in all of them stay as they are, which no result can see.
 * @param rows the rows of the sample, ascending
 */
export function canonicalOrder(rows: Int32Array, keys: readonly Levels[], ties: readonly ArrayLike<number>[]): Int32Array {
  const codes = keys.map((key) => key.codes);
  if (strictlyOrdered(rows, codes)) return rows;
  const order = Int32Array.from(rows);

  /** Negative where row a comes before row b, by the keys from the k-th on and then the ties. */
  const compare = (a: number, b: number, k: number): number => {
    for (; k < codes.length; k++) {
      const difference = codes[k]![a]! - codes[k]![b]!;
      if (difference !== 0) return difference;
    }
    for (const tie of ties) {
      const x = tie[a]!;
      const y = tie[b]!;
      if (x !== y) return x < y ? -1 : 1;
    }
    return 0;
  };

  /** Sorts positions from..to-1, which agree in all keys before the k-th. */
  const sortRange = (from: number, to: number, k: number): void => {
    if (to - from <= SHORT_RUN) {
      insertionSort(order, from, to, (a, b) => compare(a, b, k));
      return;
    }
    if (k === codes.length) {
      const byTies = (a: number, b: number): number => compare(a, b, k);
      if (isSorted(order, from, to, byTies)) return;
      const [tie] = ties;
      if (to - from < MANY || tie === undefined) {
        order.subarray(from, to).sort((a, b) => byTies(a, b) || a - b);
        return;
      }
      forEachRun(sortByLeadingBits(order, from, to, tie), (start, end) => {
        if (end - start > SHORT_RUN) order.subarray(from + start, from + end).sort((a, b) => byTies(a, b) || a - b);
        else insertionSort(order, from + start, from + end, byTies);
      });
      return;
    }
    sortByCode(order, from, to, codes[k]!, keys[k]!.count);
    for (let start = from; start < to; ) {
      let end = start + 1;
      const code = codes[k]![order[start]!]!;
      while (end < to && codes[k]![order[end]!] === code) end++;
      if (end - start > 1) sortRange(start, end, k + 1);
      start = end;
    }
  };
  sortRange(0, order.length, 0);
  return order;
}

interface Verdict {
  rows: Int32Array;
  codes: readonly Int32Array[];
  ordered: boolean;
}

/** The last answer for each first key: models on one table ask the same. */
const asked = new WeakMap<Int32Array, Verdict>();

/** True where every row comes after the one before by the keys alone: the usual case of a sorted panel, told in one plain pass. */
function strictlyOrdered(rows: Int32Array, codes: readonly Int32Array[]): boolean {
  const [first] = codes;
  if (first === undefined) return rows.length < 2;
  const before = asked.get(first);
  if (before?.rows === rows && before.codes.length === codes.length && before.codes.every((key, k) => key === codes[k]))
    return before.ordered;
  const ordered = firstUnordered(rows, codes) === rows.length;
  asked.set(first, { rows, codes, ordered });
  return ordered;
}

/** The first position that does not come after the one before by the keys alone; the number of rows where there is none. */
function firstUnordered(rows: Int32Array, codes: readonly Int32Array[]): number {
  const [first, second = first] = codes as [Int32Array, Int32Array?];
  const whole = isWhole(rows);
  for (let i = 1; i < rows.length; i++) {
    const before = whole ? i - 1 : rows[i - 1]!;
    const now = whole ? i : rows[i]!;
    // Most rows are told apart by the first two keys.
    const difference = first[now]! - first[before]!;
    if (difference > 0 || (difference === 0 && second[before]! < second[now]!)) continue;
    let k = 0;
    while (k < codes.length && codes[k]![before] === codes[k]![now]) k++;
    if (k === codes.length || codes[k]![before]! > codes[k]![now]!) return i;
  }
  return rows.length;
}

function insertionSort(order: Int32Array, from: number, to: number, compare: (a: number, b: number) => number): void {
  for (let i = from + 1; i < to; i++) {
    const row = order[i]!;
    let j = i - 1;
    while (j >= from && compare(order[j]!, row) > 0) {
      order[j + 1] = order[j]!;
      j--;
    }
    order[j + 1] = row;
  }
}

function isSorted(order: Int32Array, from: number, to: number, compare: (a: number, b: number) => number): boolean {
  for (let i = from + 1; i < to; i++) if (compare(order[i - 1]!, order[i]!) > 0) return false;
  return true;
}

/** Sorts a range by one key, stably: not at all where it is sorted, by counting where that is cheap. */
function sortByCode(order: Int32Array, from: number, to: number, codes: Int32Array, count: number): void {
  let i = from + 1;
  while (i < to && codes[order[i - 1]!]! <= codes[order[i]!]!) i++;
  if (i >= to) return;
  if (count > 4 * (to - from)) {
    order.subarray(from, to).sort((a, b) => codes[a]! - codes[b]! || a - b);
    return;
  }
  const next = new Int32Array(count + 1);
  for (let k = from; k < to; k++) next[codes[order[k]!]! + 1]!++;
  for (let g = 0; g < count; g++) next[g + 1]! += next[g]!;
  const sorted = new Int32Array(to - from);
  for (let k = from; k < to; k++) sorted[next[codes[order[k]!]!]!++] = order[k]!;
  order.set(sorted, from);
}

/** Bits of one pass: as many counters as the first cache holds. */
const DIGIT = 11;

/**
 * Sorts a range by the leading 32 bits of its numbers, stably, digit by digit from the last; the sign turned, bits order as the numbers do.
 * @returns these bits in the new order: equal ones may still differ in the others
 */
function sortByLeadingBits(order: Int32Array, from: number, to: number, values: ArrayLike<number>): Uint32Array {
  const n = to - from;
  const one = new Float64Array(1);
  const words = new Int32Array(one.buffer);
  let keys = new Uint32Array(n);
  let rows = order.slice(from, to);
  for (let i = 0; i < n; i++) {
    // One zero, so that equal numbers have equal bits.
    one[0] = values[rows[i]!]! + 0;
    const bits = words[1]!;
    keys[i] = bits < 0 ? ~bits : bits ^ -0x80000000;
  }
  let nextKeys = new Uint32Array(n);
  let nextRows = new Int32Array(n);
  const place = new Int32Array(1 << DIGIT);
  for (let shift = 0; shift < 32; shift += DIGIT) {
    place.fill(0);
    for (let i = 0; i < n; i++) place[(keys[i]! >>> shift) & (place.length - 1)]!++;
    for (let digit = 0, sum = 0; digit < place.length; digit++) {
      const count = place[digit]!;
      place[digit] = sum;
      sum += count;
    }
    for (let i = 0; i < n; i++) {
      const key = keys[i]!;
      const at = place[(key >>> shift) & (place.length - 1)]!++;
      nextKeys[at] = key;
      nextRows[at] = rows[i]!;
    }
    [keys, nextKeys] = [nextKeys, keys];
    [rows, nextRows] = [nextRows, rows];
  }
  order.set(rows, from);
  return keys;
}

/** Every stretch of two and more equal keys. */
function forEachRun(keys: Uint32Array, visit: (start: number, end: number) => void): void {
  for (let start = 0; start < keys.length; ) {
    let end = start + 1;
    while (end < keys.length && keys[end] === keys[start]) end++;
    if (end - start > 1) visit(start, end);
    start = end;
  }
}
