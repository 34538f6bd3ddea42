import type { DuckDBConnection } from "@duckdb/node-api";
import { Problem, problem } from "../messages/main.js";
import { checkNames } from "./csv.js";
import { fileLiteral } from "./database.js";
import { innerName, type Source } from "./sources.js";
import { typedSource } from "./typed.js";

/** A Parquet file as a source. Throws DATA-FILE-UNREADABLE, DATA-NAME-EMPTY, DATA-NAME-TWICE. */
export async function parquetSource(connection: DuckDBConnection, path: string, file: string): Promise<Source> {
  try {
    const names = await topNames(connection, path);
    checkNames(names, file);
    const from = `read_parquet(${fileLiteral(path)}, hive_partitioning = false) AS t(${names.map((_, i) => innerName(i)).join(", ")})`;
    const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${from}`);
    return await typedSource(connection, from, names, described.getColumns()[1]!.map(String));
  } catch (error) {
    if (error instanceof Problem || !(error instanceof Error)) throw error;
    throw problem("DATA-FILE-UNREADABLE", { file, reason: error.message.split("\n")[0]!.slice(0, 300) });
  }
}

/** The columns' own names. The engine renames columns that differ only in case, so the file's schema is asked: a tree, written depth first. */
async function topNames(connection: DuckDBConnection, path: string): Promise<string[]> {
  const schema = await connection.runAndReadAll(`SELECT name, coalesce(num_children, 0) FROM parquet_schema(${fileLiteral(path)})`);
  const [names, children] = schema.getColumns() as [string[], (number | bigint)[]];
  const top: string[] = [];
  const skip = (at: number): number => {
    let next = at + 1;
    for (let child = 0; child < Number(children[at]); child++) next = skip(next);
    return next;
  };
  for (let at = 1; at < names.length; at = skip(at)) top.push(names[at]!);
  return top;
}
