import { basename, dirname, join, resolve } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { type Frame, frame, quoteIdentifier, withFindings, withLedger } from "../frame/main.js";
import { finding, nearest, Problem, problem } from "../messages/main.js";
import { checkNames, csvSource, type Header, missingMarkers, readHeader } from "./csv.js";
import { type Database, openDatabase } from "./database.js";
import { type Encoding, inspectText } from "./encoding.js";
import { loadFrame } from "./load.js";
import { parquetSource } from "./parquet.js";
import { type FileFormat, formatOf, pathInProject } from "./paths.js";
import { readPlainText } from "./plainText.js";
import { checkQuery } from "./query.js";
import { innerName, type Source, selectNamed } from "./sources.js";
import { utf8Twin } from "./transcode.js";
import { typedSource } from "./typed.js";

/** One table a study declares: a file of its project, or one SELECT over other declared tables (as read, before their steps). */
export interface TableSource {
  file?: string;
  query?: string;
  /** What counts as missing in a text file besides the empty cell; the default is NA, `.` and NaN. */
  missing?: readonly string[];
}

export interface LakeOptions {
  /** Every file lies in here. */
  projectFolder: string;
  /** UTF-8 twins and spill files go here: `.xinzhi/cache` beside the study. */
  cacheFolder: string;
}

/** Declared tables, opened but not loaded. */
export interface Lake {
  /** Loads one declared table. Throws DATA-*. */
  read(name: string): Promise<Frame>;
  close(): void;
}

/** A declared file, found and, where it is text, looked through. */
interface OpenFile {
  path: string;
  file: string;
  format: FileFormat;
  encoding: Encoding | null;
  header: Header | null;
  /** At least as many lines as the file has; null where it is not a text that is read as it stands. */
  lines: number | null;
}

/**
 * Opens declared tables in one locked database. Files are found, their encodings and headers read; nothing is loaded yet.
 * Throws DATA-PATH-OUTSIDE, DATA-FILE-MISSING, DATA-FORMAT-UNKNOWN, DATA-FILE-EMPTY, DATA-ENCODING, DATA-NUL, DATA-NAME-*, DATA-CSV-QUOTE.
 */
export async function openLake(tables: ReadonlyMap<string, TableSource>, options: LakeOptions): Promise<Lake> {
  const files = new Map<string, OpenFile>();
  for (const [name, table] of tables) if (table.file !== undefined) files.set(name, await openFile(table.file, options));
  const paths = Array.from(new Set(Array.from(files.values(), (f) => f.path)));
  const streamed = Array.from(files.values()).every((f) => f.format !== "parquet") && files.size === tables.size;
  return new OpenLake(tables, files, () => openDatabase(paths, options.cacheFolder, streamed ? "256MB" : "1GB"));
}

/** Reads declared tables whole, in the order they are declared. Throws as `openLake`, and DATA-CSV-*, DATA-NO-ROWS, DATA-INFINITE, DATA-QUERY-*. */
export async function readTables(tables: ReadonlyMap<string, TableSource>, options: LakeOptions): Promise<Map<string, Frame>> {
  const lake = await openLake(tables, options);
  try {
    const frames = new Map<string, Frame>();
    for (const name of tables.keys()) frames.set(name, await lake.read(name));
    return frames;
  } finally {
    lake.close();
  }
}

/**
 * Reads one data file (CSV, TSV, Parquet) into a Frame. The name of the frame is the file's name without its extension.
 * A text file that is not UTF-8 gets a twin in `cacheFolder`, by default `.xinzhi/cache` beside the file. Throws DATA-*.
 */
export async function readFrame(path: string, options: Partial<LakeOptions> & Pick<TableSource, "missing"> = {}): Promise<Frame> {
  const projectFolder = options.projectFolder ?? dirname(resolve(path));
  const file = options.projectFolder === undefined ? basename(path) : path;
  const cacheFolder = options.cacheFolder ?? join(projectFolder, ".xinzhi", "cache");
  const name = basename(path).replace(/\.[^.]+$/, "");
  const source: TableSource = options.missing === undefined ? { file } : { file, missing: options.missing };
  const frames = await readTables(new Map([[name, source]]), { projectFolder, cacheFolder });
  return frames.get(name)!;
}

/** The columns of a text or Parquet file, from its header alone where it is text. Throws as `openLake`. */
export async function columnNames(file: string, options: LakeOptions): Promise<string[]> {
  const opened = await openFile(file, options);
  if (opened.header !== null) return opened.header.names;
  const database = await openDatabase([opened.path], options.cacheFolder);
  try {
    return (await parquetSource(database.connection, opened.path, opened.file)).columns.map((c) => c.name);
  } finally {
    database.close();
  }
}

async function openFile(file: string, options: LakeOptions): Promise<OpenFile> {
  const path = pathInProject(options.projectFolder, file);
  const format = formatOf(file);
  if (format === "parquet") return { path, file, format, encoding: null, header: null, lines: null };
  const text = inspectText(path, file);
  const twin = await utf8Twin(path, text, file, options.cacheFolder);
  const lines = twin === path ? text.lines : null;
  return { path: twin, file, format, encoding: text.encoding, header: readHeader(twin, format, file), lines };
}

/** A table as read, and cells written NA by text column. */
interface Read {
  frame: Frame;
  naCells: ReadonlyMap<string, number>;
}

class OpenLake implements Lake {
  private readonly sources = new Map<string, Source>();
  /** Tables whose query is being resolved, to find circles. */
  private readonly open: string[] = [];
  private opened: Database | null = null;

  constructor(
    private readonly tables: ReadonlyMap<string, TableSource>,
    private readonly files: ReadonlyMap<string, OpenFile>,
    private readonly openEngine: () => Promise<Database>,
  ) {}

  close(): void {
    this.opened?.close();
  }

  /** The engine, started when something first needs it: plain text files do not. */
  private async connection(): Promise<DuckDBConnection> {
    this.opened ??= await this.openEngine();
    return this.opened.connection;
  }

  async read(name: string): Promise<Frame> {
    const file = this.files.get(name);
    const { frame: read, naCells } = this.plain(name) ?? (await this.throughEngine(name));
    let loaded = read;
    const from = file === undefined ? "query" : file.encoding === null ? file.format : `${file.format}, ${file.encoding.toUpperCase()}`;
    loaded = withLedger(loaded, {
      step: 0,
      reason: "read",
      rows: 0,
      what: { from, rows: loaded.rows, columns: loaded.columns.size },
    });
    const found = Array.from(naCells, ([column, count]) => finding("DATA-NA-IN-TEXT", `data.${name}`, { table: name, column, count }));
    return withFindings(loaded, found);
  }

  /** A text file of plain cells, read without the engine; null where it takes more. */
  private plain(name: string): Read | null {
    const { path, header, lines } = this.files.get(name) ?? { header: null, lines: null, path: "" };
    if (header === null || lines === null) return null;
    const plain = readPlainText(path, header, this.tables.get(name)!.missing ?? missingMarkers, lines);
    return plain === null ? null : { frame: frame(name, plain.columns), naCells: plain.naCells };
  }

  private async throughEngine(name: string): Promise<Read> {
    const source: Source & { naCells?: ReadonlyMap<string, number> } = await this.source(name);
    try {
      return { frame: await loadFrame(await this.connection(), name, source), naCells: source.naCells ?? new Map() };
    } catch (error) {
      if (error instanceof Problem) throw error;
      throw this.engineProblem(name, error);
    }
  }

  private async source(name: string): Promise<Source> {
    const made = this.sources.get(name);
    if (made !== undefined) return made;
    const table = this.tables.get(name);
    if (table === undefined)
      throw problem("DATA-TABLE-UNKNOWN", {
        table: name,
        nearest: nearest(name, [...this.tables.keys()]),
        tables: [...this.tables.keys()],
      });
    const source = table.query === undefined ? await this.fileSource(name, table) : await this.querySource(name, table.query);
    this.sources.set(name, source);
    return source;
  }

  private async fileSource(name: string, table: TableSource): Promise<Source> {
    const { path, file, header } = this.files.get(name)!;
    const connection = await this.connection();
    if (header === null) return parquetSource(connection, path, file);
    return csvSource(connection, path, header, table.missing ?? missingMarkers, file);
  }

  private async querySource(name: string, query: string): Promise<Source> {
    if (this.open.includes(name)) throw problem("DATA-QUERY-CYCLE", { tables: [...this.open.slice(this.open.indexOf(name)), name] });
    this.open.push(name);
    const connection = await this.connection();
    try {
      for (const read of await checkQuery(connection, name, query, [...this.tables.keys()])) {
        const source = await this.source(read);
        await connection.run(`CREATE OR REPLACE VIEW ${quoteIdentifier(read)} AS ${selectNamed(source)}`);
      }
      const prepared = await connection.prepare(query);
      const columns = Array.from({ length: prepared.columnCount }, (_, i) => i);
      const names = columns.map((i) => prepared.columnName(i));
      const types = columns.map((i) => String(prepared.columnType(i)));
      prepared.destroySync();
      checkNames(names, name);
      // The view gives the columns inner names; the parser has seen that the query is one SELECT, so it can end in a comment or semicolon.
      const view = `${quoteIdentifier("xinzhi")}.${quoteIdentifier(name)}`;
      await connection.run("CREATE SCHEMA IF NOT EXISTS xinzhi");
      await connection.run(`CREATE VIEW ${view} (${names.map((_, i) => innerName(i)).join(", ")}) AS ${query}`);
      return await typedSource(connection, view, names, types);
    } catch (error) {
      if (error instanceof Problem) throw error;
      throw this.engineProblem(name, error);
    } finally {
      this.open.pop();
    }
  }

  private engineProblem(name: string, error: unknown): Problem {
    const reason = (error instanceof Error ? error.message : String(error)).split("\n")[0]!.slice(0, 300);
    const file = this.files.get(name)?.file;
    return file === undefined ? problem("DATA-QUERY-FAILED", { table: name, reason }) : problem("DATA-FILE-UNREADABLE", { file, reason });
  }
}
