import { closeSync, openSync, readSync } from "node:fs";
import { problem } from "../messages/main.js";

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "gb18030";

/** What one pass over the bytes of a text file tells. */
export interface TextFile {
  encoding: Encoding;
  bytes: number;
  /** Line feeds, and one. */
  lines: number;
  /** Bytes of the byte-order mark at the start. */
  mark: number;
  /** True where line ends of two kinds are mixed, which no reader of CSV takes. */
  mixedLineEnds: boolean;
}

/** A byte that does not belong, as an editor finds it: offset from 0, line from 1. */
interface BadByte {
  offset: number;
  line: number;
  byte: number;
}

/** One pass over a file: both readings of its bytes are followed at once, and the kinds of line ends are counted. */
class Scan {
  offset = 0;
  line = 1;
  nulEven = 0;
  nulOdd = 0;
  lf = 0;
  crlf = 0;
  cr = 0;
  firstNul: BadByte | null = null;
  /** UTF-8: whole multi-byte characters, bytes that do not fit, and the first of them. */
  utf8Characters = 0;
  utf8Errors = 0;
  utf8First: BadByte | null = null;
  /** GB18030: two-byte characters by whether the second byte is ASCII, bytes that do not fit, and the first of them. */
  gbHigh = 0;
  gbAscii = 0;
  gbErrors = 0;
  gbFirst: BadByte | null = null;
  private need = 0;
  private low = 0x80;
  private high = 0xbf;
  private gbState = 0;
  private previous = 0;

  take(chunk: Uint8Array): void {
    for (let i = 0; i < chunk.length; i++) {
      // Plain characters, nearly all there are, say nothing between whole characters.
      if (this.need === 0 && this.gbState === 0) {
        const from = i;
        while (i < chunk.length && (chunk[i]! - 0x0e) >>> 0 < 0x72) i++;
        if (i > from) this.previous = chunk[i - 1]!;
        if (i === chunk.length) break;
      }
      const byte = chunk[i]!;
      if (byte >= 0x80 || this.need !== 0) this.utf8(byte, this.offset + i);
      if (byte >= 0x80 || this.gbState !== 0) this.gb(byte, this.offset + i);
      if (byte < 0x0e) this.control(byte, this.offset + i);
      this.previous = byte;
    }
    this.offset += chunk.length;
  }

  end(): void {
    if (this.need !== 0) this.utf8Bad(this.previous, this.offset - 1);
    if (this.gbState !== 0) this.gbBad(this.previous, this.offset - 1);
    if (this.previous === 0x0d) this.cr++;
  }

  private control(byte: number, offset: number): void {
    if (byte === 0x0a) {
      this.line++;
      if (this.previous === 0x0d) this.crlf++;
      else this.lf++;
    } else if (byte === 0) {
      this.firstNul ??= { offset, line: this.line, byte };
      if (offset % 2 === 0) this.nulEven++;
      else this.nulOdd++;
    }
    if (this.previous === 0x0d && byte !== 0x0a) this.cr++;
  }

  /** Well-formed UTF-8 as in table 3-7 of the Unicode standard: no overlong forms, no surrogates, nothing above U+10FFFF. */
  private utf8(byte: number, offset: number): void {
    if (this.need > 0) {
      if (byte >= this.low && byte <= this.high) {
        this.low = 0x80;
        this.high = 0xbf;
        if (--this.need === 0) this.utf8Characters++;
        return;
      }
      this.utf8Bad(byte, offset);
      this.need = 0;
      if (byte < 0x80) return;
    }
    this.low = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80;
    this.high = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf;
    if (byte >= 0xc2 && byte <= 0xdf) this.need = 1;
    else if (byte >= 0xe0 && byte <= 0xef) this.need = 2;
    else if (byte >= 0xf0 && byte <= 0xf4) this.need = 3;
    else this.utf8Bad(byte, offset);
  }

  private utf8Bad(byte: number, offset: number): void {
    this.utf8Errors++;
    this.utf8First ??= { offset, line: this.line, byte };
  }

  /** GB18030: one byte below 0x80; lead 0x81-0xFE with 0x40-0x7E or 0x80-0xFE; or lead, digit, lead, digit. */
  private gb(byte: number, offset: number): void {
    const lead = byte >= 0x81 && byte <= 0xfe;
    const digit = byte >= 0x30 && byte <= 0x39;
    switch (this.gbState) {
      case 0:
        if (lead) this.gbState = 1;
        else this.gbBad(byte, offset);
        return;
      case 1:
        if (digit) this.gbState = 2;
        else {
          this.gbState = 0;
          if (byte >= 0x80 && byte <= 0xfe) this.gbHigh++;
          else if (byte >= 0x40 && byte <= 0x7e) this.gbAscii++;
          else this.gbBad(byte, offset);
        }
        return;
      case 2:
        this.gbState = lead ? 3 : 0;
        if (!lead) this.gbBad(byte, offset);
        return;
      default:
        this.gbState = 0;
        if (digit) this.gbHigh++;
        else this.gbBad(byte, offset);
    }
  }

  private gbBad(byte: number, offset: number): void {
    this.gbErrors++;
    this.gbFirst ??= { offset, line: this.line, byte };
  }
}

/**
 * Finds the encoding of a text file by reading it once: UTF-8, UTF-16 (with or without its mark) or GB18030.
 * Throws DATA-FILE-EMPTY, DATA-ENCODING (with offset and line of the first byte that does not fit) and DATA-NUL.
 */
export function inspectText(path: string, file: string): TextFile {
  const scan = new Scan();
  let start = new Uint8Array(0);
  const buffer = new Uint8Array(1 << 20);
  const handle = openSync(path, "r");
  try {
    for (let read = readSync(handle, buffer); read > 0; read = readSync(handle, buffer)) {
      const chunk = buffer.subarray(0, read);
      if (scan.offset === 0) start = chunk.slice(0, 4);
      scan.take(chunk);
    }
  } finally {
    closeSync(handle);
  }
  scan.end();
  if (scan.offset === 0) throw problem("DATA-FILE-EMPTY", { file });
  const { encoding, mark } = encodingOf(scan, start, file);
  const kinds = [scan.lf, scan.crlf, scan.cr].filter((count) => count > 0).length;
  const wide = encoding === "utf-16le" || encoding === "utf-16be";
  return { encoding, bytes: scan.offset, lines: scan.line, mark, mixedLineEnds: !wide && kinds > 1 };
}

function encodingOf(scan: Scan, start: Uint8Array, file: string): { encoding: Encoding; mark: number } {
  const bad = (encoding: string, at: BadByte, looksLike: string | null) =>
    problem("DATA-ENCODING", { file, encoding, offset: at.offset, line: at.line, byte: hexByte(at.byte), looksLike });
  if (start[0] === 0xff && start[1] === 0xfe) return { encoding: "utf-16le", mark: 2 };
  if (start[0] === 0xfe && start[1] === 0xff) return { encoding: "utf-16be", mark: 2 };
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) {
    if (scan.utf8First !== null) throw bad("UTF-8", scan.utf8First, null);
    return { encoding: "utf-8", mark: 3 };
  }
  // Separators, digits and line ends make NULs at every other place of UTF-16, nearly all on the same side (U+3400 has one on the other).
  const [fewer, more] = [scan.nulEven, scan.nulOdd].sort((a, b) => a - b) as [number, number];
  if (more > 1 && more * 20 > scan.offset && more > 4 * fewer) return { encoding: more === scan.nulOdd ? "utf-16le" : "utf-16be", mark: 0 };
  if (scan.firstNul !== null) throw problem("DATA-NUL", { file, offset: scan.firstNul.offset, line: scan.firstNul.line });
  if (scan.utf8First === null) return { encoding: "utf-8", mark: 0 };
  // Many whole characters and few bad bytes: UTF-8 that was damaged, which GB18030 would turn into other characters in silence.
  if (scan.utf8Characters > scan.utf8Errors) throw bad("UTF-8", scan.utf8First, null);
  // Chinese text in GB18030 has mostly high second bytes; an accented letter of Latin-1 is followed by a plain one.
  if (scan.gbAscii > scan.gbHigh) throw bad("UTF-8", scan.utf8First, "Windows-1252");
  if (scan.gbFirst !== null) throw bad("GB18030", scan.gbFirst, scan.gbHigh < 3 * scan.gbErrors ? "Windows-1252" : null);
  const mark = start[0] === 0x84 && start[1] === 0x31 && start[2] === 0x95 && start[3] === 0x33 ? 4 : 0;
  return { encoding: "gb18030", mark };
}

/** A byte as `0x8F`. */
export function hexByte(byte: number): string {
  return `0x${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}
