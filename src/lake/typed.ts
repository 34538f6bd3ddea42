import type { DuckDBConnection } from "@duckdb/node-api";
import { firstInexact, innerName, type Source, type SourceColumn } from "./sources.js";

/**
 * A source from rows that are typed already (Parquet, a query). `from` names its columns c0, c1, ...; `types` are DuckDB's.
 * Numbers and booleans become numbers; dates and times ISO text; integers beyond 2^53 text, because a number would not hold them exactly;
 * everything else its text form.
 */
export async function typedSource(
  connection: DuckDBConnection,
  from: string,
  names: readonly string[],
  types: readonly string[],
): Promise<Source> {
  const long = types.map((type) => /^(U?BIGINT|U?HUGEINT)$/.test(type));
  const counts = long.flatMap((isLong, i) =>
    isLong ? [`count(*) FILTER (${innerName(i)} NOT BETWEEN -${firstInexact - 1} AND ${firstInexact - 1}) AS n${i}`] : [],
  );
  const result = await connection.runAndReadAll(`SELECT count(*) AS n, ${counts.join(", ")} FROM ${from}`);
  const totals = new Map(result.columnNames().map((name, k) => [name, Number(result.getColumns()[k]![0])] as const));
  const columns = names.map((name, i): SourceColumn => {
    const inner = innerName(i);
    const kind = totals.get(`n${i}`) === 0 || isNumberType(types[i]!) ? "number" : "category";
    return { name, kind, sql: kind === "number" ? numberSql(inner, types[i]!) : textSql(inner, types[i]!) };
  });
  return { from, rows: totals.get("n")!, columns };
}

function isNumberType(type: string): boolean {
  return /^(U?TINYINT|U?SMALLINT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\)|BOOLEAN)$/.test(type);
}

function numberSql(column: string, type: string): string {
  const number = `CAST(${type === "BOOLEAN" ? `CAST(${column} AS INTEGER)` : column} AS DOUBLE)`;
  return type === "FLOAT" || type === "DOUBLE" ? `nullif(${number}, 'nan'::DOUBLE)` : number;
}

function textSql(column: string, type: string): string {
  if (type === "DATE") return `strftime(${column}, '%Y-%m-%d')`;
  if (!type.startsWith("TIMESTAMP")) return `CAST(${column} AS VARCHAR)`;
  // A time stamp without a time of day is a date.
  return `CASE WHEN ${column} = date_trunc('day', ${column}) THEN strftime(${column}, '%Y-%m-%d') ELSE strftime(${column}, '%Y-%m-%d %H:%M:%S') END`;
}
