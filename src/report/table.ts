import type { Language } from "../messages/main.js";
import { reportWords } from "../messages/words.js";

/**
 * A table as plain data, the one source of all renderings (HTML, LaTeX, Word, CSV, Markdown).
 * Every number carries the path in results.json it was read from, so that each rendering can be checked against the results.
 */

/** One cell. What is printed is `text` followed by `hang`. */
export interface Cell {
  text: string;
  /** Printed right of the number without taking part in its alignment: stars, a closing parenthesis, a dagger. */
  hang?: string;
  /** The value in full precision, for CSV. Absent for text. */
  value?: number | string | null;
  /** Path of the value in results.json, as `models.fe.coefficients.0.estimate`. */
  path?: string;
  /** Columns covered (header cells). */
  span?: number;
}

export interface TableRow {
  cells: Cell[];
  /** A thin rule above: a new block of the table starts here. */
  ruleAbove?: boolean;
  /** A heading over the rows that follow; it has one cell. */
  group?: boolean;
}

export interface Column {
  /** Numbers align on their last digit, text starts at the left; `wide` text may break over lines. */
  align: "number" | "text" | "wide";
}

export interface Table {
  /** File stem and anchor, unique in the report. */
  id: string;
  title: string;
  columns: Column[];
  /** Header rows from top to bottom; the last one names the columns. */
  header: Cell[][];
  rows: TableRow[];
  /** Lines below the table. */
  notes: string[];
  /** Paths of the results this table shows: findings about them are printed beside it. */
  about: string[];
  /** What the table calls the parts it is about (its columns), so that a finding beside it can say which it means; one per path of `about`. */
  parts?: string[];
}

/** A cell of words. */
export function textCell(text: string): Cell {
  return { text };
}

/** A cell of a number that may be missing; a missing one prints a dash. */
export function numberCell(value: number | null | undefined, print: (value: number) => string, path: string): Cell {
  if (value === null || value === undefined) return { text: "–", value: null, path };
  return { text: print(value), value, path };
}

/** What a cell prints. */
export function printed(cell: Cell): string {
  return cell.text + (cell.hang ?? "");
}

/** The heading over one column: header cells from top to bottom, those spanning several columns counted for each. */
export function headingOf(table: Table, column: number): string {
  const texts = table.header.map((cells) => {
    let end = 0;
    return cells.find((cell) => column < (end += cell.span ?? 1))?.text ?? "";
  });
  return texts.filter((text) => text !== "").join(" ");
}

/** The notes of a table as one paragraph: its label (`Notes:`) and its text after it; null without notes. */
export function notesOf(table: Table, language: Language): { label: string; text: string } | null {
  if (table.notes.length === 0) return null;
  const words = reportWords[language];
  return { label: words.table.notes + words.colon.trim(), text: words.gap + table.notes.join(words.gap) };
}

/** A name as a file stem: letters and digits of every script, the rest hyphens; never empty, never a path. */
export function fileStem(...parts: string[]): string {
  const stem = parts
    .join("-")
    .replace(/[^\p{L}\p{N}_-]+/gu, "-")
    .replace(/^-+|-+$/g, "");
  return stem === "" ? "untitled" : stem.slice(0, 80);
}
