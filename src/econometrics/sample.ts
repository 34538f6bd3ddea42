/** A column that may be missing: numbers that are not finite, or codes below zero. */
export type MissingColumn = { name: string; values: Float64Array } | { name: string; codes: Int32Array };

/** Which rows of a frame are still in the sample, and why the others left. */
export class SampleMask {
  /** 1 for rows that left. */
  readonly out: Uint8Array;
  /** Rows still in. */
  left: number;
  private readonly counts = new Map<string, number>([
    ["missing", 0],
    ["singleton", 0],
  ]);

  constructor(rows: number) {
    this.out = new Uint8Array(rows);
    this.left = rows;
  }

  /** Rows for which `leaves` holds go, counted under `reason`. */
  drop(reason: string, leaves: (row: number) => boolean): void {
    let count = this.counts.get(reason) ?? 0;
    for (let row = 0; row < this.out.length; row++) {
      if (this.out[row] === 0 && leaves(row)) {
        this.out[row] = 1;
        count++;
      }
    }
    this.left -= count - (this.counts.get(reason) ?? 0);
    this.counts.set(reason, count);
  }

  /** Rows marked 1 go, counted under `reason`; none of them has left before. */
  dropMarked(reason: string, marked: { leaves: Uint8Array; count: number }): void {
    if (marked.count > 0) for (let row = 0; row < this.out.length; row++) this.out[row]! |= marked.leaves[row]!;
    this.left -= marked.count;
    this.counts.set(reason, (this.counts.get(reason) ?? 0) + marked.count);
  }

  /** Rows that miss any of the columns go; each column's own count is of the rows that were in before. */
  dropIncomplete(columns: readonly MissingColumn[]): void {
    if (columns.every(isComplete)) return;
    const before = Uint8Array.from(this.out);
    for (const column of columns) {
      const count = "values" in column ? this.dropNotFinite(column.values, before) : this.dropNegative(column.codes, before);
      if (count > 0) this.counts.set(`missing.${column.name}`, (this.counts.get(`missing.${column.name}`) ?? 0) + count);
    }
    let total = 0;
    for (let row = 0; row < before.length; row++) total += this.out[row]! - before[row]!;
    this.left -= total;
    this.counts.set("missing", this.counts.get("missing")! + total);
  }

  private dropNotFinite(values: Float64Array, before: Uint8Array): number {
    let count = 0;
    for (let row = 0; row < before.length; row++) {
      const value = values[row]!;
      if (value - value === 0 || before[row] === 1) continue;
      count++;
      this.out[row] = 1;
    }
    return count;
  }

  private dropNegative(codes: Int32Array, before: Uint8Array): number {
    let count = 0;
    for (let row = 0; row < before.length; row++) {
      if (codes[row]! >= 0 || before[row] === 1) continue;
      count++;
      this.out[row] = 1;
    }
    return count;
  }

  /** Rows still in, ascending. */
  rows(): Int32Array {
    if (this.left === this.out.length) return wholeRows(this.left);
    const rows = new Int32Array(this.left);
    for (let row = 0, at = 0; row < this.out.length; row++) if (this.out[row] === 0) rows[at++] = row;
    return rows;
  }

  /** Rows that left, by reason. */
  dropped(): Record<string, number> {
    return Object.fromEntries(this.counts);
  }

  /** Columns with missing cells, the worst first. */
  missingColumns(): { column: string; rows: number }[] {
    return Array.from(this.counts)
      .filter(([reason]) => reason.startsWith("missing."))
      .map(([reason, rows]) => ({ column: reason.slice("missing.".length), rows }))
      .sort((a, b) => b.rows - a.rows || (a.column < b.column ? -1 : 1));
  }
}

/** For each column what it was at the rows it was last taken at. */
const gathered = new WeakMap<Float64Array, { rows: Int32Array; at: Float64Array }>();

/**
 * Values at some rows, in their order; the values themselves where these are all rows as they stand, and the same array again for the same rows:
 * what a model has worked out for a column then serves the next one.
 */
export function gather(values: Float64Array, rows: Int32Array): Float64Array {
  if (rows.length === values.length && isWhole(rows)) return values;
  const before = gathered.get(values);
  if (before?.rows === rows) return before.at;
  const out = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]!]!;
  gathered.set(values, { rows, at: out });
  return out;
}

/** The rows of the last sample of each table. */
const lastRows = new WeakMap<object, Int32Array>();

/** The rows of a sample; those of the table's last one, where they are the same in the same order. */
export function sameRows(table: object, rows: Int32Array): Int32Array {
  const before = lastRows.get(table);
  if (before === rows) return rows;
  if (before?.length === rows.length && before.every((row, i) => row === rows[i])) return before;
  lastRows.set(table, rows);
  return rows;
}

/** Columns that were found complete: they are never changed in place. */
const complete = new WeakSet<Float64Array | Int32Array>();

/** Remembers that no row misses these codes, where whoever made them knows. */
export function noteComplete(codes: Int32Array): void {
  complete.add(codes);
}

/** True where no row misses the column: the usual case, told in one plain pass. */
export function isComplete(column: MissingColumn): boolean {
  const data = "codes" in column ? column.codes : column.values;
  if (complete.has(data)) return true;
  const found = lacksNothing(column);
  if (found) complete.add(data);
  return found;
}

function lacksNothing(column: MissingColumn): boolean {
  if ("codes" in column) {
    const { codes } = column;
    let i = 0;
    while (i < codes.length && codes[i]! >= 0) i++;
    return i === codes.length;
  }
  const { values } = column;
  let i = 0;
  // Only a finite number less itself is zero.
  while (i < values.length && values[i]! - values[i]! === 0) i++;
  return i === values.length;
}

let counting = new Int32Array(0);

/** 0, 1, 2, ...: the rows of a whole table. Made once for the longest table, because fresh memory costs more than the passes over it. */
function wholeRows(length: number): Int32Array {
  if (counting.length < length) {
    counting = new Int32Array(length);
    for (let i = 0; i < length; i++) counting[i] = i;
  }
  return counting.length === length ? counting : counting.subarray(0, length);
}

let lastAsked: { rows: Int32Array; whole: boolean } | null = null;

/** True for 0, 1, 2, ... The answer is remembered for the next column on the same rows. */
export function isWhole(rows: Int32Array): boolean {
  if (rows.buffer === counting.buffer) return true;
  if (lastAsked?.rows === rows) return lastAsked.whole;
  let i = 0;
  while (i < rows.length && rows[i] === i) i++;
  lastAsked = { rows, whole: i === rows.length };
  return lastAsked.whole;
}
