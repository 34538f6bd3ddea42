import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { quoteText } from "../frame/main.js";

/** A locked database in memory: it reads the files it was opened for and nothing else. */
export interface Database {
  connection: DuckDBConnection;
  close(): void;
}

/** Working memory of the engine; what does not fit goes to the cache folder. Text is streamed and needs little; sorts, joins and row groups of Parquet need more. */
export type MemoryLimit = "256MB" | "1GB";

/**
 * A file as SQL names it. The engine takes `*`, `?` and `[` for patterns: `data[1].csv` would read `data1.csv` beside it, so they are put into
 * brackets of their own.
 */
export function fileLiteral(path: string): string {
  return quoteText(pattern(path));
}

function pattern(path: string): string {
  return path.replaceAll(/[*?[]/g, "[$&]");
}

/**
 * Opens DuckDB locked down: it may read exactly `files` (real paths), writes only its spill files below `cacheFolder`, loads no extension,
 * and its settings cannot be changed afterwards. One thread and UTC, so that the same input gives the same bits everywhere.
 * The engine is imported here and nowhere else, because importing it takes longer than most commands run.
 */
export async function openDatabase(files: readonly string[], cacheFolder: string, memory: MemoryLimit = "256MB"): Promise<Database> {
  // A pattern is asked for its own permission before the file it finds is.
  const allowed = Array.from(new Set(files.flatMap((file) => [file, pattern(file)])));
  const { DuckDBInstance } = await import("@duckdb/node-api");
  mkdirSync(cacheFolder, { recursive: true });
  const instance: DuckDBInstance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const close = (): void => {
    connection.closeSync();
    instance.closeSync();
  };
  try {
    for (const setting of [
      `temp_directory = ${quoteText(join(cacheFolder, "spill"))}`,
      `memory_limit = '${memory}'`,
      "threads = 1",
      "TimeZone = 'UTC'",
      "autoinstall_known_extensions = false",
      "autoload_known_extensions = false",
      "allow_community_extensions = false",
      `allowed_paths = [${allowed.map(quoteText).join(", ")}]`,
      "enable_external_access = false",
      "lock_configuration = true",
    ])
      await connection.run(`SET ${setting}`);
  } catch (error) {
    close();
    throw error;
  }
  return { connection, close };
}
