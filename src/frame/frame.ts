import { type Finding, type LedgerWhat, nearest, problem } from "../messages/main.js";
import { compareText, looksLikeNumber } from "./text.js";

/** Numbers, one per row; NaN is missing. */
export interface NumberColumn {
  kind: "number";
  values: Float64Array;
}

/** Categories: one code per row into `labels`, -1 is missing. Labels are in code-point order. Text and dates (ISO, `2017-03` or `2017-03-01`) come as categories. */
export interface CategoryColumn {
  kind: "category";
  codes: Int32Array;
  labels: readonly string[];
}

export type Column = NumberColumn | CategoryColumn;

/** Rows that left (or cells that were changed), counted by reason, with what the reason tells (words are made at the edges). `rows` is what left; 0 where only cells changed. */
export type LedgerLine = LedgerWhat & {
  /** Position of the step in the study file, 1-based; 0 for reading. */
  step: number;
  rows: number;
  /** Names of the units that left entirely or are concerned, in code-point order. */
  units?: readonly string[];
  /** Cells changed (interpolated, winsorised), where that is what the step does. */
  cells?: number;
  /** The column whose cells were changed. */
  column?: string;
};

/** Named columns of equal length and the ledger of every row that ever left. Columns are never changed in place. */
export interface Frame {
  name: string;
  rows: number;
  columns: ReadonlyMap<string, Column>;
  ledger: readonly LedgerLine[];
  /** What reading and the steps found: near-duplicate names, cells read as missing, ... */
  findings?: readonly Finding[];
  /** Row of each row in the file it was read from (1 = first row under the header), so that an error after a filter still names rows of the file. Absent: position + 1. */
  sourceRows?: Int32Array;
}

/** The parts of a Frame that name and type its columns; enough to check an expression before any row is read. */
export type Table = Pick<Frame, "name" | "columns">;

/** What `frame` makes a column of: a Column, numbers (NaN or null missing), or texts (null missing). */
export type ColumnInput = Column | Float64Array | readonly (number | null)[] | readonly (string | null)[];

/** A column of numbers; null and NaN are missing. A Float64Array is kept, not copied. */
export function numberColumn(values: ArrayLike<number | null>): NumberColumn {
  if (values instanceof Float64Array) return { kind: "number", values };
  return { kind: "number", values: Float64Array.from(values, (v) => (v === null ? Number.NaN : v)) };
}

/** A category column of one text per row; null and the empty text are missing. */
export function categoryFromStrings(strings: ArrayLike<string | null>): CategoryColumn {
  const codeOf = new Map<string, number>();
  const codes = new Int32Array(strings.length);
  for (let row = 0; row < strings.length; row++) {
    const text = strings[row];
    if (text === null || text === undefined || text === "") {
      codes[row] = -1;
      continue;
    }
    let code = codeOf.get(text);
    if (code === undefined) codeOf.set(text, (code = codeOf.size));
    codes[row] = code;
  }
  return categoryColumn(codes, Array.from(codeOf.keys()));
}

/** A category column in canonical form: labels distinct, in code-point order, each used by at least one row. Codes below zero are missing. */
export function categoryColumn(codes: Int32Array, labels: readonly string[]): CategoryColumn {
  const used = new Uint8Array(labels.length);
  for (const code of codes) if (code >= 0) used[code] = 1;
  const order = Array.from(labels.keys())
    .filter((code) => used[code] === 1)
    .sort((a, b) => compareText(labels[a]!, labels[b]!));
  const recoded = new Int32Array(labels.length).fill(-1);
  const kept: string[] = [];
  for (const code of order) {
    if (kept.length === 0 || kept[kept.length - 1] !== labels[code]) kept.push(labels[code]!);
    recoded[code] = kept.length - 1;
  }
  return { kind: "category", codes: codes.map((code) => (code < 0 ? -1 : recoded[code]!)), labels: kept };
}

/** A Frame from columns by name (an object or a Map; only a Map can hold a column called `__proto__`). Columns must have equal length. */
export function frame(name: string, columns: ReadonlyMap<string, ColumnInput> | Readonly<Record<string, ColumnInput>>): Frame {
  const entries = columns instanceof Map ? Array.from(columns) : Object.entries(columns as Record<string, ColumnInput>);
  const made = new Map(entries.map(([key, value]) => [key, columnOf(value)] as const));
  const lengths = Array.from(made.values(), lengthOf);
  if (lengths.some((length) => length !== lengths[0])) throw new Error(`columns of unequal length in frame ${name}`);
  return { name, rows: lengths[0] ?? 0, columns: made, ledger: [], findings: [] };
}

function columnOf(input: ColumnInput): Column {
  if ("kind" in input) return input;
  if (input instanceof Float64Array) return numberColumn(input);
  return input.some((v) => typeof v === "string")
    ? categoryFromStrings(input as readonly (string | null)[])
    : numberColumn(input as readonly (number | null)[]);
}

function lengthOf(column: Column): number {
  return column.kind === "number" ? column.values.length : column.codes.length;
}

/** The column called `name`. Throws DATA-COLUMN-UNKNOWN with the nearest name. */
export function columnNamed(table: Table, name: string): Column {
  const column = table.columns.get(name);
  if (column !== undefined) return column;
  const columns = Array.from(table.columns.keys());
  throw problem("DATA-COLUMN-UNKNOWN", { table: table.name, column: name, nearest: nearest(name, columns), columns });
}

/** The values of a number column, NaN missing (the column's own array: never write into it). Throws DATA-COLUMN-UNKNOWN, DATA-COLUMN-TEXT. */
export function numbers(source: Frame, name: string): Float64Array {
  const column = columnNamed(source, name);
  if (column.kind === "number") return column.values;
  throw textWhereNumber(source, name, column);
}

/** DATA-COLUMN-TEXT for a category column that is used as numbers: the cells that are in the way, with their rows. */
export function textWhereNumber(source: Table & Pick<Frame, "sourceRows">, name: string, column: CategoryColumn) {
  const plain = column.labels.map((label) => looksLikeNumber(label));
  const allPlain = plain.every(Boolean);
  const values: { value: string; row: number }[] = [];
  let count = 0;
  const shown = new Set<number>();
  column.codes.forEach((code, row) => {
    if (code < 0 || (!allPlain && plain[code])) return;
    count++;
    if (shown.has(code) || shown.size >= 5) return;
    shown.add(code);
    values.push({ value: column.labels[code]!, row: sourceRow(source, row) });
  });
  return problem("DATA-COLUMN-TEXT", { table: source.name, column: name, count, values, numeric: allPlain });
}

/** The row of the source file (1 = first under the header) that stands behind a row of the frame. */
export function sourceRow(source: Pick<Frame, "sourceRows">, row: number): number {
  return source.sourceRows === undefined ? row + 1 : source.sourceRows[row]!;
}

/** A column as categories. A number column gets one label per distinct value, in numeric order (2 before 10). Throws DATA-COLUMN-UNKNOWN. */
export function categories(source: Table, name: string): { codes: Int32Array; labels: readonly string[] } {
  const column = columnNamed(source, name);
  if (column.kind === "category") return column;
  const { codes, distinct } = codesOfNumbers(column.values);
  return { codes, labels: Array.from(distinct, String) };
}

/** The distinct numbers in ascending order and the place of each value among them, -1 where missing. */
function codesOfNumbers(values: Float64Array): { codes: Int32Array; distinct: Float64Array } {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let isWhole = true;
  for (let row = 0; row < values.length; row++) {
    const v = values[row]!;
    if (v < low) low = v;
    if (v > high) high = v;
    if (v !== Math.trunc(v) && !Number.isNaN(v)) isWhole = false;
  }
  const codes = new Int32Array(values.length).fill(-1);
  const span = high - low + 1;
  // Whole numbers that lie close (numbers of units, years) go through a table: a hash of a million of them costs a second.
  if (isWhole && span >= 1 && span <= 4 * values.length + 1000) {
    const table = new Int32Array(span);
    for (let row = 0; row < values.length; row++) if (!Number.isNaN(values[row]!)) table[values[row]! - low] = 1;
    let count = 0;
    for (let t = 0; t < span; t++) if (table[t] === 1) table[t] = count++;
    const distinct = new Float64Array(count);
    for (let row = 0; row < values.length; row++) {
      if (Number.isNaN(values[row]!)) continue;
      const code = table[values[row]! - low]!;
      codes[row] = code;
      distinct[code] = values[row]!;
    }
    return { codes, distinct };
  }
  const distinct = Float64Array.from(new Set(values.filter((v) => !Number.isNaN(v)))).sort();
  const codeOf = new Map(Array.from(distinct, (value, code) => [value, code] as const));
  for (let row = 0; row < values.length; row++) codes[row] = codeOf.get(values[row]!) ?? -1;
  return { codes, distinct };
}

/** The rows named in `keep` (0-based, in that order). Labels no row uses any more leave with their rows. */
export function takeRows(source: Frame, keep: Int32Array): Frame {
  const columns = new Map<string, Column>();
  for (const [name, column] of source.columns) columns.set(name, takeColumn(column, keep));
  const taken: Frame = { ...source, rows: keep.length, columns };
  taken.sourceRows = Int32Array.from(keep, (row) => sourceRow(source, row));
  return taken;
}

function takeColumn(column: Column, keep: Int32Array): Column {
  if (column.kind === "number") {
    const values = new Float64Array(keep.length);
    for (let i = 0; i < keep.length; i++) values[i] = column.values[keep[i]!]!;
    return { kind: "number", values };
  }
  const codes = new Int32Array(keep.length);
  for (let i = 0; i < keep.length; i++) codes[i] = column.codes[keep[i]!]!;
  return categoryColumn(codes, column.labels);
}

/** The frame with one column added or replaced. */
export function withColumn(source: Frame, name: string, column: Column): Frame {
  if (lengthOf(column) !== source.rows) throw new Error(`column ${name} has ${lengthOf(column)} rows, frame ${source.name} ${source.rows}`);
  return { ...source, columns: new Map(source.columns).set(name, column) };
}

/** The frame with one more ledger line. */
export function withLedger(source: Frame, line: LedgerLine): Frame {
  return { ...source, ledger: [...source.ledger, line] };
}

/** The frame with more findings. */
export function withFindings(source: Frame, found: readonly Finding[]): Frame {
  return found.length === 0 ? source : { ...source, findings: [...(source.findings ?? []), ...found] };
}
