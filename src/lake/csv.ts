import { closeSync, openSync, readSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import { quoteText } from "../frame/main.js";
import { type Problem, problem } from "../messages/main.js";
import { fileLiteral } from "./database.js";
import type { FileFormat } from "./paths.js";
import { firstInexact, innerName, type Source, type SourceColumn } from "./sources.js";

/**
 * What counts as missing in a text file, unless the study lists its own: the empty cell (or only blanks), NA (R), the lone dot (Stata), NaN.
 * A dash is not among them, because yearbooks write it for zero as well as for unknown; nor are words such as `n/a`: a column that holds
 * them is text, and using it as numbers is an error that shows the cells.
 */
export const missingMarkers: readonly string[] = ["", "NA", ".", "NaN"];

/** The first record of a text file and the character between its fields. */
export interface Header {
  names: string[];
  delimiter: string;
}

const headerLimit = 1 << 20;

/** Reads the header of a UTF-8 text file. Throws DATA-NAME-EMPTY, DATA-NAME-TWICE, DATA-NUL, DATA-CSV-QUOTE, DATA-FILE-EMPTY. */
export function readHeader(path: string, format: FileFormat, file: string): Header {
  const text = startOf(path);
  const delimiter = format === "tsv" ? "\t" : likelyDelimiter(text);
  const fields = firstRecord(text, delimiter);
  if (fields === null) throw problem("DATA-CSV-QUOTE", { file, line: 1 });
  const names = fields.map((field) => field.trim());
  if (names.every((name) => name === "")) throw problem("DATA-FILE-EMPTY", { file });
  checkNames(names, file);
  return { names, delimiter };
}

/** Throws DATA-NAME-EMPTY, DATA-NAME-TWICE or DATA-NUL where the column names of a source cannot serve. */
export function checkNames(names: readonly string[], source: string): void {
  const seen = new Map<string, number>();
  names.forEach((name, i) => {
    if (name === "") throw problem("DATA-NAME-EMPTY", { source, position: i + 1, columns: [...names] });
    if (name.includes("\0")) throw problem("DATA-NUL", { file: source, offset: null, line: 1 });
    const before = seen.get(name);
    if (before !== undefined) throw problem("DATA-NAME-TWICE", { source, column: name, positions: [before + 1, i + 1] });
    seen.set(name, i);
  });
}

function startOf(path: string): string {
  const buffer = Buffer.alloc(headerLimit);
  const handle = openSync(path, "r");
  try {
    const bytes = readSync(handle, buffer, 0, headerLimit, 0);
    return new TextDecoder("utf-8").decode(buffer.subarray(0, bytes));
  } finally {
    closeSync(handle);
  }
}

/** The separator that stands most often in the first line outside quotes; a comma where there is none. */
function likelyDelimiter(text: string): string {
  const counts = new Map<string, number>([",", ";", "\t", "|"].map((d) => [d, 0]));
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === "\n" || character === "\r")) break;
    else if (!quoted && counts.has(character)) counts.set(character, counts.get(character)! + 1);
  }
  return Array.from(counts).reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}

/** The fields of the first record (RFC 4180); null where a quote is never closed. */
function firstRecord(text: string, delimiter: string): string[] | null {
  const fields: string[] = [];
  let field = "";
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if (quoted) {
      if (character !== '"') field += character;
      else if (text[i + 1] === '"') field += text[++i];
      else quoted = false;
    } else if (character === '"' && field === "") quoted = true;
    else if (character === delimiter) {
      fields.push(field);
      field = "";
    } else if (character === "\n" || character === "\r") return [...fields, field];
    else field += character;
  }
  return quoted ? null : [...fields, field];
}

/**
 * Reads a text file twice: once to see what each column holds, later (by the caller) its typed values.
 * A column is a number where every cell that is not missing is a plain number; a code with a leading zero or an integer beyond 2^53 keeps it text;
 * TRUE and FALSE are 1 and 0. Throws DATA-CSV-RAGGED, DATA-CSV-QUOTE, DATA-FILE-UNREADABLE.
 */
export async function csvSource(
  connection: DuckDBConnection,
  path: string,
  header: Header,
  markers: readonly string[],
  file: string,
): Promise<Source & { naCells: ReadonlyMap<string, number> }> {
  const from = cleanedRows(path, header, markers);
  const tallies = header.names.flatMap((_, i) => [
    `count(t${i})`,
    `count(*) FILTER (isfinite(d${i}) AND NOT contains(t${i}, '_'))`,
    // A code such as 000001, which a number would turn into 1 (a colon follows 9 in code-point order).
    `count(*) FILTER (t${i} >= '00' AND t${i} < '0:')`,
    `coalesce(max(abs(d${i})) FILTER (isfinite(d${i})), 0)`,
    `count(*) FILTER (d${i} IS NULL AND lower(t${i}) IN ('true', 'false'))`,
    `count(*) FILTER (c${i} = 'NA')`,
  ]);
  const numbered = header.names.map((_, i) => `t${i}, c${i}, TRY_CAST(t${i} AS DOUBLE) AS d${i}`);
  const counts = await tally(connection, `SELECT count(*), ${tallies.join(", ")} FROM (SELECT ${numbered.join(", ")} FROM ${from})`, file);
  const tallied = header.names.map((_, i) => counts.slice(1 + 6 * i, 7 + 6 * i) as [number, number, number, number, number, number]);
  const rounded = await roundedColumns(
    connection,
    from,
    tallied.map(([, , , largest]) => largest),
    file,
  );
  const naCells = new Map<string, number>();
  const columns = header.names.map((name, i): SourceColumn => {
    const [there, numeric, code, , truth, na] = tallied[i]!;
    if (numeric === there && code === 0 && !rounded.has(i))
      return { name, kind: "number", sql: `nullif(TRY_CAST(t${i} AS DOUBLE), 'nan'::DOUBLE)` };
    if (truth === there) return { name, kind: "number", sql: `CASE lower(t${i}) WHEN 'true' THEN 1e0 WHEN 'false' THEN 0e0 END` };
    if (na > 0 && markers.includes("NA")) naCells.set(name, na);
    return { name, kind: "category", sql: `CASE WHEN t${i} IS NULL THEN NULL ELSE c${i} END` };
  });
  return { from, rows: counts[0]!, columns, naCells };
}

/**
 * Columns that hold an integer a number would round. Looking at every cell for this costs as much as all the rest, so only columns whose largest
 * value allows it are looked at.
 */
async function roundedColumns(connection: DuckDBConnection, from: string, largest: readonly number[], file: string): Promise<Set<number>> {
  const suspect = Array.from(largest.keys()).filter((i) => largest[i]! >= firstInexact);
  if (suspect.length === 0) return new Set();
  const tests = suspect.map(
    (i) => `count(*) FILTER (abs(TRY_CAST(t${i} AS DOUBLE)) >= ${firstInexact} AND translate(t${i}, '.eE', '') = t${i})`,
  );
  const counts = await tally(connection, `SELECT ${tests.join(", ")} FROM ${from}`, file);
  return new Set(suspect.filter((_, k) => counts[k]! > 0));
}

/**
 * The rows of a text file as SQL: each cell as written (c0, c1, ...) and without blanks around it, NULL where missing (t0, t1, ...).
 * The engine guesses nothing: names, separator and types are given.
 */
function cleanedRows(path: string, header: Header, markers: readonly string[]): string {
  const inner = header.names.map((_, i) => innerName(i));
  const text = `read_csv(${fileLiteral(path)}, auto_detect = false, header = true, delim = ${quoteText(header.delimiter)}, quote = '"', escape = '"', max_line_size = 4194304, columns = {${inner.map((c) => `'${c}': 'VARCHAR'`).join(", ")}})`;
  // Trimming every cell costs more than reading it, so only cells that have a blank at an end are trimmed.
  const tight = (c: string): string => `CASE WHEN starts_with(${c}, ' ') OR ends_with(${c}, ' ') THEN trim(${c}) ELSE ${c} END`;
  const trimmed = `(SELECT ${inner.map((c, i) => `${c}, ${tight(c)} AS u${i}`).join(", ")} FROM ${text})`;
  const missing = ["", ...markers].map(quoteText).join(", ");
  return `(SELECT ${inner.map((c, i) => `${c}, CASE WHEN u${i} IN (${missing}) THEN NULL ELSE u${i} END AS t${i}`).join(", ")} FROM ${trimmed})`;
}

async function tally(connection: DuckDBConnection, sql: string, file: string): Promise<number[]> {
  try {
    const result = await connection.runAndReadAll(sql);
    return result.getColumns().map((column) => Number(column[0]));
  } catch (error) {
    throw csvProblem(error, file);
  }
}

/** What the engine says of a text file it cannot read, as a coded error. */
function csvProblem(error: unknown, file: string): Problem {
  const text = error instanceof Error ? error.message : String(error);
  const line = Number(/CSV Error on Line: (\d+)/.exec(text)?.[1] ?? Number.NaN);
  const ragged = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(text);
  if (ragged !== null) {
    const content = /Original Line: (.*)/.exec(text)?.[1]?.slice(0, 80) ?? "";
    return problem("DATA-CSV-RAGGED", { file, line, expected: Number(ragged[1]), found: Number(ragged[2]), content });
  }
  if (/quote/.test(text.split("Possible fixes")[0]!)) return problem("DATA-CSV-QUOTE", { file, line });
  return problem("DATA-FILE-UNREADABLE", { file, reason: text.split("\n")[0]!.slice(0, 300) });
}
