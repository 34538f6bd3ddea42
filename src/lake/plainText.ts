import { closeSync, openSync, readSync } from "node:fs";
import { type Column, categoryColumn } from "../frame/main.js";
import type { Header } from "./csv.js";

/** The columns of a text file and, by text column, its cells that were written NA. */
export interface PlainText {
  rows: number;
  columns: Map<string, Column>;
  naCells: Map<string, number>;
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const QUOTE = 34;
/** Bytes looked at together; no line is longer than this here. */
const PIECE = 1 << 21;

/**
 * Reads a UTF-8 file of plain cells in one pass, without an engine: numbers as programs write them, texts, simple quotes. By the rules of
 * `csvSource`, whose result it equals to the bit (a test compares the two on random files). Anything those rules must think about (blanks around
 * a cell, a quote inside one, a column that turns from numbers to texts, integers beyond 2^53, a line with a cell more or less) is left to the
 * engine: null.
 * @param lines no fewer than the file has
 */
export function readPlainText(path: string, header: Header, markers: readonly string[], lines: number): PlainText | null {
  const columns = header.names.map(() => new PlainColumn(markers, lines));
  const handle = openSync(path, "r");
  try {
    const buffer = new Uint8Array(PIECE);
    const rows = new PlainRows(columns, header.delimiter.charCodeAt(0));
    let held = 0;
    for (;;) {
      const read = readSync(handle, buffer, held, PIECE - held, null);
      const filled = held + read;
      const isLast = read === 0;
      const whole = isLast ? filled : buffer.lastIndexOf(LINE_FEED, filled - 1) + 1;
      if (!rows.take(buffer.subarray(0, whole))) return null;
      if (isLast) break;
      buffer.copyWithin(0, whole, filled);
      held = filled - whole;
      if (held === PIECE) return null;
    }
    if (rows.count < 1) return null;
    const made = new Map(header.names.map((name, i) => [name, columns[i]!.done(rows.count)] as const));
    const naCells = new Map(
      header.names.flatMap((name, i) =>
        columns[i]!.isText && columns[i]!.na > 0 && markers.includes("NA") ? [[name, columns[i]!.na] as const] : [],
      ),
    );
    return { rows: rows.count, columns: made, naCells };
  } finally {
    closeSync(handle);
  }
}

/** Cuts lines into cells. */
class PlainRows {
  /** Rows read; -1 before the header. */
  count = -1;

  constructor(
    private readonly columns: readonly PlainColumn[],
    private readonly delimiter: number,
  ) {}

  /** Whole lines (the last of the file may lack its end). False where the engine has to look. */
  take(bytes: Uint8Array): boolean {
    const { columns, delimiter } = this;
    let at = 0;
    if (this.count === -1 && bytes.length > 0) {
      at = bytes.indexOf(LINE_FEED) + 1;
      // A header alone; or one that is quoted over several lines, or a file with other line ends.
      if (at === 0 || quotesIn(bytes.subarray(0, at)) % 2 === 1) return false;
      this.count = 0;
    }
    const last = columns.length - 1;
    while (at < bytes.length) {
      for (let c = 0; c <= last; c++) {
        let from = at;
        let to: number;
        if (bytes[at] === QUOTE) {
          from = ++at;
          while (at < bytes.length && bytes[at] !== QUOTE && bytes[at] !== LINE_FEED) at++;
          if (bytes[at] !== QUOTE) return false;
          to = at++;
        } else {
          let byte = bytes[at]!;
          while (byte !== delimiter && byte !== LINE_FEED && byte !== CARRIAGE_RETURN && at < bytes.length) {
            if (byte === QUOTE) return false;
            byte = bytes[++at]!;
          }
          to = at;
        }
        if (c < last) {
          if (bytes[at] !== delimiter) return false;
          at++;
        } else {
          if (bytes[at] === CARRIAGE_RETURN) at++;
          if (at < bytes.length && bytes[at] !== LINE_FEED) return false;
          at++;
          if (last === 0 && from === to) return false;
        }
        if (!columns[c]!.take(bytes, from, to, this.count)) return false;
      }
      this.count++;
    }
    return true;
  }
}

function quotesIn(bytes: Uint8Array): number {
  return bytes.reduce((count, byte) => count + (byte === QUOTE ? 1 : 0), 0);
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** Powers of ten that are numbers of the machine. */
const TENS = Float64Array.from({ length: 16 }, (_, k) => Number(`1e${k}`));
/** What a cell is that is no plain number. */
const NOT_A_NUMBER = Number.NaN;
const UNSURE = Number.POSITIVE_INFINITY;
/** Texts the engine may take for a number or a truth value. */
const ENGINE_NUMBER = /^([+-]?(\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(e[+-]?[\d_]*)?|[+-]?0[xbo].*|[+-]?(inf|infinity|nan)|true|false)$/i;

/** A column as its cells come: all numbers, or all texts. */
class PlainColumn {
  /** Cells written NA. */
  na = 0;
  private values: Float64Array | null = null;
  private codes: Int32Array | null = null;
  private readonly texts = new Texts();
  private readonly markers: readonly Uint8Array[];
  private readonly startsMarker = new Uint8Array(256);

  constructor(
    markers: readonly string[],
    private readonly lines: number,
  ) {
    this.markers = markers.filter((marker) => marker !== "").map((marker) => encoder.encode(marker));
    for (const marker of [...this.markers, encoder.encode("NA")]) this.startsMarker[marker[0]!] = 1;
  }

  get isText(): boolean {
    return this.codes !== null;
  }

  /** The cell bytes[from..to) in a row; false where the engine has to look. */
  take(bytes: Uint8Array, from: number, to: number, row: number): boolean {
    if (from === to) return true;
    const first = bytes[from]!;
    if (first <= 32 || bytes[to - 1]! <= 32) return false;
    if (this.startsMarker[first] === 1) {
      if (isText(bytes, from, to, NA)) this.na++;
      if (this.markers.some((marker) => isText(bytes, from, to, marker))) return true;
    }
    if (this.codes !== null) {
      this.codes[row] = this.texts.codeOf(bytes, from, to);
      return true;
    }
    const value = plainNumber(bytes, from, to);
    if (value - value === 0) {
      this.values ??= new Float64Array(this.lines).fill(Number.NaN);
      this.values[row] = value;
      return true;
    }
    // A first text is believed where no numbers came before, and where the engine would not see a number or a truth value in it.
    const isCode = first === 48 && isDigit(bytes[from + 1]);
    if (this.values !== null || value === UNSURE) return false;
    if (!isCode && ENGINE_NUMBER.test(decoder.decode(bytes.subarray(from, to)))) return false;
    this.codes = new Int32Array(this.lines).fill(-1);
    this.codes[row] = this.texts.codeOf(bytes, from, to);
    return true;
  }

  done(rows: number): Column {
    if (this.codes !== null) return categoryColumn(this.codes.subarray(0, rows), this.texts.labels);
    return { kind: "number", values: this.values?.subarray(0, rows) ?? new Float64Array(rows).fill(Number.NaN) };
  }
}

const NA = encoder.encode("NA");

function isText(bytes: Uint8Array, from: number, to: number, text: Uint8Array): boolean {
  if (to - from !== text.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[from + i] !== text[i]) return false;
  return true;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57;
}

/**
 * The number a cell is, correctly rounded: up to 15 digits are an integer over a power of ten, both exact; more, and exponents, go through the
 * language's own reader. NaN where it is no number, infinity where that is for the engine to say.
 */
function plainNumber(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  const negative = bytes[at] === 45;
  if (negative) at++;
  // A code such as 000001 is a text.
  if (bytes[at] === 48 && at + 1 < to && isDigit(bytes[at + 1])) return negative ? UNSURE : NOT_A_NUMBER;
  const start = at;
  let digits = 0;
  for (let byte = bytes[at]!; at < to && byte >= 48 && byte <= 57; byte = bytes[++at]!) digits = digits * 10 + byte - 48;
  const whole = at - start;
  if (whole === 0) return NOT_A_NUMBER;
  let places = 0;
  if (at < to && bytes[at] === 46) {
    at++;
    const point = at;
    for (let byte = bytes[at]!; at < to && byte >= 48 && byte <= 57; byte = bytes[++at]!) digits = digits * 10 + byte - 48;
    places = at - point;
    if (places === 0) return UNSURE;
  }
  if (at === to && whole + places <= 15) {
    const value = places === 0 ? digits : digits / TENS[places]!;
    return negative ? -value : value;
  }
  // An integer beyond 2^53 may be a code that a number would round.
  if (at === to) return places === 0 ? UNSURE : Number(decoder.decode(bytes.subarray(from, to)));
  if (bytes[at] !== 69 && bytes[at] !== 101) return NOT_A_NUMBER;
  at++;
  if (bytes[at] === 45 || bytes[at] === 43) at++;
  if (at === to) return UNSURE;
  for (; at < to; at++) if (!isDigit(bytes[at])) return NOT_A_NUMBER;
  return Number(decoder.decode(bytes.subarray(from, to)));
}

/** Distinct texts by their bytes, numbered as they come: an open hash table, the last text tried first. */
class Texts {
  readonly labels: string[] = [];
  private slots = new Int32Array(1 << 10).fill(-1);
  private hashes = new Int32Array(1 << 9);
  private starts = new Int32Array((1 << 9) + 1);
  private store = new Uint8Array(1 << 14);
  private last = -1;

  codeOf(bytes: Uint8Array, from: number, to: number): number {
    if (this.last !== -1 && this.is(this.last, bytes, from, to)) return this.last;
    let hash = 0x811c9dc5 | 0;
    for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
    hash ^= hash >>> 15;
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (let code = this.slots[slot]!; code !== -1; code = this.slots[slot]!) {
      if (this.hashes[code] === hash && this.is(code, bytes, from, to)) {
        this.last = code;
        return code;
      }
      slot = (slot + 1) & mask;
    }
    this.last = this.add(hash, slot, bytes, from, to);
    return this.last;
  }

  private is(code: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = this.starts[code]!;
    if (this.starts[code + 1]! - start !== to - from) return false;
    for (let i = from; i < to; i++) if (this.store[start + i - from] !== bytes[i]) return false;
    return true;
  }

  private add(hash: number, slot: number, bytes: Uint8Array, from: number, to: number): number {
    const code = this.labels.length;
    const start = this.starts[code]!;
    const end = start + to - from;
    this.labels.push(decoder.decode(bytes.subarray(from, to)));
    if (end > this.store.length) this.store = grown(this.store, Math.max(end, 2 * this.store.length));
    this.store.set(bytes.subarray(from, to), start);
    if (code + 1 === this.hashes.length) {
      this.hashes = grown(this.hashes, 2 * this.hashes.length);
      this.starts = grown(this.starts, 2 * this.starts.length);
    }
    this.hashes[code] = hash;
    this.starts[code + 1] = end;
    this.slots[slot] = code;
    if (2 * this.labels.length > this.slots.length) this.rehash();
    return code;
  }

  private rehash(): void {
    const slots = new Int32Array(2 * this.slots.length).fill(-1);
    const mask = slots.length - 1;
    for (let code = 0; code < this.labels.length; code++) {
      let slot = this.hashes[code]! & mask;
      while (slots[slot] !== -1) slot = (slot + 1) & mask;
      slots[slot] = code;
    }
    this.slots = slots;
  }
}

function grown<Values extends Uint8Array | Int32Array>(values: Values, length: number): Values {
  const larger = new (values.constructor as new (length: number) => Values)(length);
  larger.set(values);
  return larger;
}
