import type { CategoryColumn, Column } from "../frame/main.js";
import { isWhole, noteComplete } from "./sample.js";
import type { SampleHash } from "./sampleHash.js";

/** A variable as levels: a code per row (-1 missing), `count` levels in canonical order (numeric for numbers, code point for text). */
export interface Levels {
  codes: Int32Array;
  count: number;
  /** Names of the levels; those of numbers are written when first asked for. */
  readonly labels: readonly string[];
  /** Rows of each level, counted when first asked for. */
  readonly rows: Int32Array;
  /** Adds the names to a hash, numbers as numbers. */
  addNames(hash: SampleHash): void;
}

abstract class CountedLevels {
  abstract readonly count: number;

  constructor(
    readonly codes: Int32Array,
    private counted: Int32Array | null = null,
  ) {}

  get rows(): Int32Array {
    this.counted ??= rowsOfLevels(this.codes, this.count);
    return this.counted;
  }
}

function rowsOfLevels(codes: Int32Array, count: number): Int32Array {
  const rows = new Int32Array(count);
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    if (code >= 0) rows[code]!++;
  }
  return rows;
}

/** Levels with texts for names. */
class TextLevels extends CountedLevels implements Levels {
  constructor(
    codes: Int32Array,
    readonly labels: readonly string[],
  ) {
    super(codes);
  }

  get count(): number {
    return this.labels.length;
  }

  addNames(hash: SampleHash): void {
    hash.addTexts(this.labels);
  }
}

/** Levels of codes that stand for names, each of which some row has. */
export function namedLevels(codes: Int32Array, labels: readonly string[]): Levels {
  return new TextLevels(codes, labels);
}

/** Levels with numbers for names. */
class NumberLevels extends CountedLevels implements Levels {
  private written: readonly string[] | null = null;

  constructor(
    codes: Int32Array,
    readonly numbers: Float64Array,
    counted: Int32Array | null = null,
  ) {
    super(codes, counted);
  }

  get count(): number {
    return this.numbers.length;
  }

  get labels(): readonly string[] {
    this.written ??= Array.from(this.numbers, String);
    return this.written;
  }

  addNames(hash: SampleHash): void {
    hash.addNumbers(this.numbers);
  }
}

/** Levels of columns seen before: a column is never changed in place, and effects, clusters and units often share one. */
const known = new WeakMap<Column, Levels>();

/** The distinct values of a column in canonical order. Whole numbers in a narrow range (years, ids) are counted, not sorted. */
export function levelsOf(column: Column): Levels {
  const before = known.get(column);
  if (before !== undefined) return before;
  const levels = column.kind === "category" ? levelsOfTexts(column) : levelsOfNumbers(column.values);
  known.set(column, levels);
  return levels;
}

/** A category column as it is, unless it names levels that no row has. */
function levelsOfTexts({ codes, labels }: CategoryColumn): Levels {
  const used = new Uint8Array(labels.length);
  for (let i = 0; i < codes.length; i++) if (codes[i]! >= 0) used[codes[i]!] = 1;
  if (!used.includes(0)) return new TextLevels(codes, labels);
  let count = 0;
  const kept = Int32Array.from(used, (u) => (u === 1 ? count++ : -1));
  return new TextLevels(
    codes.map((code) => (code < 0 ? -1 : kept[code]!)),
    labels.filter((_, g) => used[g] === 1),
  );
}

function levelsOfNumbers(values: Float64Array): Levels {
  return countedLevels(values) ?? sortedLevels(values);
}

/** Stands for a missing number among codes that are not final yet. */
const MISSING = -(2 ** 31);

/** Levels of 32-bit integers in a narrow range, counted; null for other numbers. */
function countedLevels(values: Float64Array): Levels | null {
  const codes = new Int32Array(values.length);
  let low = 2 ** 31 - 1;
  let high = MISSING;
  let missing = 0;
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!;
    const k = v | 0;
    codes[i] = k;
    if (k === v && k !== MISSING) {
      if (k < low) low = k;
      if (k > high) high = k;
    } else if (v - v === 0) return null;
    else {
      codes[i] = MISSING;
      missing++;
    }
  }
  if (missing === 0) noteComplete(codes);
  const width = Math.max(0, high - low + 1);
  if (width > 4 * values.length + 1024) return null;
  const rowsOf = new Int32Array(width);
  let count = 0;
  for (let i = 0; i < codes.length; i++) {
    const k = codes[i]!;
    if (k === MISSING) codes[i] = -1;
    else {
      codes[i] = k - low;
      if (rowsOf[k - low]!++ === 0) count++;
    }
  }
  const numbers = new Float64Array(count);
  // Without a gap the distance from the lowest is the code already.
  if (count === width) {
    for (let k = 0; k < width; k++) numbers[k] = low + k;
    return new NumberLevels(codes, numbers, rowsOf);
  }
  const rows = new Int32Array(count);
  const codeOf = new Int32Array(width);
  for (let k = 0, code = 0; k < width; k++) {
    if (rowsOf[k] === 0) continue;
    numbers[code] = low + k;
    rows[code] = rowsOf[k]!;
    codeOf[k] = code++;
  }
  for (let i = 0; i < codes.length; i++) if (codes[i]! >= 0) codes[i] = codeOf[codes[i]!]!;
  return new NumberLevels(codes, numbers, rows);
}

function sortedLevels(values: Float64Array): Levels {
  const distinct = Float64Array.from(new Set(values.filter(Number.isFinite))).sort();
  const codeOf = new Map(Array.from(distinct, (value, code) => [value, code] as const));
  return new NumberLevels(
    Int32Array.from(values, (v) => codeOf.get(v) ?? -1),
    distinct,
  );
}

/** Levels of several variables combined: one level per combination that occurs, ordered by the first variable, then the second. */
export function combineLevels(first: Levels, second: Levels): Levels {
  const rows = first.codes.length;
  const width = second.count;
  const keys = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const a = first.codes[i]!;
    const b = second.codes[i]!;
    keys[i] = a < 0 || b < 0 ? Number.NaN : a * width + b;
  }
  const { codes, numbers } = levelsOfNumbers(keys) as NumberLevels;
  const labels = Array.from(numbers, (key) => `${first.labels[Math.floor(key / width)]}^${second.labels[key % width]}`);
  return new TextLevels(codes, labels);
}

/** For each variable the rows it was last taken at, and what came of it: models on one sample share it (see `sameRows`). */
const taken = new WeakMap<Levels, { rows: Int32Array; at: Levels }>();

/** Levels of some rows, renumbered so that every level has a row; order kept. */
export function levelsAt(levels: Levels, rows: Int32Array): Levels {
  if (rows.length === levels.codes.length && isWhole(rows)) return levels;
  const before = taken.get(levels);
  if (before?.rows === rows) return before.at;
  const at = takeLevels(levels, rows);
  taken.set(levels, { rows, at });
  return at;
}

function takeLevels(levels: Levels, rows: Int32Array): Levels {
  const seen = new Uint8Array(levels.count);
  const codes = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const code = levels.codes[rows[i]!]!;
    codes[i] = code;
    seen[code] = 1;
  }
  const kept = new Int32Array(levels.count).fill(-1);
  let count = 0;
  for (let g = 0; g < seen.length; g++) if (seen[g] === 1) kept[g] = count++;
  if (count < levels.count) for (let i = 0; i < codes.length; i++) codes[i] = kept[codes[i]!]!;
  const stays = (_: unknown, g: number): boolean => seen[g] === 1;
  return levels instanceof NumberLevels
    ? new NumberLevels(codes, count < levels.count ? levels.numbers.filter(stays) : levels.numbers)
    : new TextLevels(codes, count < levels.count ? levels.labels.filter(stays) : levels.labels);
}
