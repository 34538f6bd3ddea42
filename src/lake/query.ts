import type { DuckDBConnection } from "@duckdb/node-api";
import { quoteText } from "../frame/main.js";
import { nearest, problem } from "../messages/main.js";

/** Table functions that make rows from their arguments alone. Every other one reads something. */
const pureTableFunctions = new Set(["range", "generate_series", "unnest"]);

/** Names that say something about the session or the machine, not about the data. */
const aboutTheSession =
  /^(pg_|has_|inet_|current_|session_|local|duckdb_|pragma_|getenv|getvariable|version$|user$|catalog$|.*_description$)/;

/**
 * Checks a query before it is run: the parser must see exactly one SELECT, over declared tables only, without a function that reads files,
 * settings or the clock or that draws at random, so that no query reads what the cache does not hash and every run gives the same rows.
 * Returns the declared tables it reads. Throws DATA-QUERY-SYNTAX, DATA-QUERY-STATEMENT, DATA-QUERY-TABLE, DATA-QUERY-FORBIDDEN.
 */
export async function checkQuery(
  connection: DuckDBConnection,
  table: string,
  query: string,
  declared: readonly string[],
): Promise<string[]> {
  if (query.includes("\0")) throw problem("DATA-QUERY-FORBIDDEN", { table, what: "NUL" });
  const parsed = await connection.runAndReadAll(`SELECT json_serialize_sql(${quoteText(query)})`);
  const tree = JSON.parse(String(parsed.getColumns()[0]![0])) as ParsedQuery;
  if (tree.error === true && tree.error_type === "parser") {
    const position = Number(tree.position ?? 0);
    throw problem("DATA-QUERY-SYNTAX", {
      table,
      reason: String(tree.error_message).split("\n")[0]!,
      near: query.slice(position, position + 30),
    });
  }
  if (tree.error === true || tree.statements?.length !== 1)
    throw problem("DATA-QUERY-STATEMENT", { table, statements: tree.statements?.length ?? null });
  const found = walk(tree.statements[0]);
  for (const what of found.forbidden) throw problem("DATA-QUERY-FORBIDDEN", { table, what });
  const changing = await changingFunctions(connection);
  for (const name of found.functions)
    if (changing.has(name) || aboutTheSession.test(name)) throw problem("DATA-QUERY-FORBIDDEN", { table, what: `${name}()` });
  for (const name of found.bareColumns)
    if (changing.has(name) || aboutTheSession.test(name)) throw problem("DATA-QUERY-FORBIDDEN", { table, what: name });
  return tablesRead(table, found, declared);
}

interface ParsedQuery {
  error?: boolean;
  error_type?: string;
  error_message?: string;
  position?: string;
  statements?: unknown[];
}

interface Found {
  tables: Set<string>;
  commonTables: Set<string>;
  functions: Set<string>;
  /** Columns named without a table: `current_date` looks like one. */
  bareColumns: Set<string>;
  forbidden: string[];
}

/** Everything in a parsed statement that could reach beyond the declared tables. */
function walk(statement: unknown): Found {
  const found: Found = { tables: new Set(), commonTables: new Set(), functions: new Set(), bareColumns: new Set(), forbidden: [] };
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit);
    if (typeof node !== "object" || node === null || Array.isArray(node)) return;
    const n = node as Record<string, unknown>;
    if (n["type"] === "BASE_TABLE") {
      const qualified = [n["catalog_name"], n["schema_name"]].filter((q) => typeof q === "string" && q !== "");
      if (qualified.length > 0) found.forbidden.push([...qualified, n["table_name"]].join("."));
      found.tables.add(String(n["table_name"]));
    } else if (n["type"] === "TABLE_FUNCTION") {
      const name = String((n["function"] as Record<string, unknown> | undefined)?.["function_name"]).toLowerCase();
      if (!pureTableFunctions.has(name)) found.forbidden.push(`${name}()`);
    } else if (n["type"] === "SHOW_REF") found.forbidden.push(String(n["show_type"]));
    else if (n["class"] === "FUNCTION" || n["class"] === "WINDOW") found.functions.add(String(n["function_name"]).toLowerCase());
    else if (n["class"] === "COLUMN_REF") {
      const names = n["column_names"] as string[];
      if (names.length === 1) found.bareColumns.add(names[0]!.toLowerCase());
    }
    if (n["sample"] !== undefined && n["sample"] !== null) found.forbidden.push("SAMPLE");
    if (n["cte_map"] !== undefined) {
      const map = (n["cte_map"] as { map?: { key: string }[] }).map ?? [];
      for (const entry of map) found.commonTables.add(entry.key.toLowerCase());
    }
    if (typeof n["cte_name"] === "string") found.commonTables.add(n["cte_name"].toLowerCase());
    Object.values(n).forEach(visit);
  };
  visit(statement);
  return found;
}

function tablesRead(table: string, found: Found, declared: readonly string[]): string[] {
  const known = new Map(declared.map((name) => [name.toLowerCase(), name] as const));
  const read: string[] = [];
  for (const name of found.tables) {
    if (found.commonTables.has(name.toLowerCase())) continue;
    const match = known.get(name.toLowerCase());
    if (match === undefined || match === table)
      throw problem("DATA-QUERY-TABLE", { table, name, nearest: nearest(name, declared), tables: [...declared] });
    read.push(match);
  }
  return read;
}

/** Functions whose value is not fixed by their arguments, as the engine itself lists them. */
async function changingFunctions(connection: DuckDBConnection): Promise<Set<string>> {
  const listed = await connection.runAndReadAll("SELECT DISTINCT function_name FROM duckdb_functions() WHERE stability <> 'CONSISTENT'");
  return new Set(listed.getColumns()[0]!.map((name) => String(name).toLowerCase()));
}
