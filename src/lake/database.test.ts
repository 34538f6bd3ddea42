import { existsSync, linkSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Problem } from "../messages/main.js";
import { type Database, openDatabase } from "./database.js";
import { type Lake, openLake, readTables, type TableSource } from "./read.js";

let project: string;
let outside: string;
let database: Database;
beforeAll(async () => {
  project = realpathSync(mkdtempSync(join(tmpdir(), "xinzhi-locked-")));
  outside = realpathSync(mkdtempSync(join(tmpdir(), "xinzhi-secret-")));
  writeFileSync(join(project, "allowed.csv"), "a,b\n1,2\n");
  writeFileSync(join(project, "other.csv"), "a,b\n1,2\n");
  writeFileSync(join(outside, "secret.csv"), "secret\n42\n");
  symlinkSync(join(outside, "secret.csv"), join(project, "link.csv"));
  symlinkSync(outside, join(project, "folder"));
  linkSync(join(outside, "secret.csv"), join(project, "hard.csv"));
  database = await openDatabase([join(project, "allowed.csv")], join(project, ".xinzhi", "cache"));
});
afterAll(() => {
  database.close();
  rmSync(project, { recursive: true, force: true });
  rmSync(outside, { recursive: true, force: true });
});

test("the declared file can be read", async () => {
  const result = await database.connection.runAndReadAll(`SELECT * FROM read_csv('${join(project, "allowed.csv")}')`);
  expect(result.getColumns()).toEqual([[1n], [2n]]);
});

/** Ways out of the locked database; P is the project, O the folder outside. */
const escapes = [
  "SELECT * FROM read_csv('O/secret.csv')",
  "SELECT * FROM read_csv_auto('O/secret.csv')",
  "SELECT * FROM 'O/secret.csv'",
  "SELECT * FROM read_text('O/secret.csv')",
  "SELECT * FROM read_blob('O/secret.csv')",
  "SELECT * FROM read_json('O/secret.csv')",
  "SELECT * FROM read_parquet('O/secret.csv')",
  "SELECT * FROM sniff_csv('O/secret.csv')",
  "SELECT * FROM parquet_metadata('O/secret.csv')",
  "SELECT * FROM glob('O/*')",
  "SELECT * FROM glob('/etc/*')",
  "SELECT * FROM read_text('/etc/passwd')",
  "SELECT * FROM read_csv('P/other.csv')",
  "SELECT * FROM read_csv('P/*.csv')",
  "SELECT * FROM read_csv('P/link.csv')",
  "SELECT * FROM read_csv('P/hard.csv')",
  "SELECT * FROM read_csv('P/folder/secret.csv')",
  "SELECT * FROM read_csv('P/../O/secret.csv')",
  "SELECT * FROM read_csv('P/allowed.csv/../other.csv')",
  "SELECT * FROM read_csv('file:O/secret.csv')",
  "SELECT * FROM read_csv('file://O/secret.csv')",
  "SELECT * FROM read_csv(['P/allowed.csv', 'O/secret.csv'])",
  "SELECT * FROM read_csv('https://example.org/a.csv')",
  "SELECT * FROM read_parquet('s3://bucket/a.parquet')",
  "COPY (SELECT 1) TO 'P/out.csv'",
  "COPY (SELECT 1) TO 'O/out.csv'",
  "COPY (SELECT 1) TO 'P/allowed.csv.new'",
  "CREATE TABLE c AS SELECT 1 AS a; COPY c FROM 'O/secret.csv'",
  "EXPORT DATABASE 'P/dump'",
  "IMPORT DATABASE 'O'",
  "ATTACH 'P/new.db'",
  "ATTACH 'O/new.db' AS o",
  "INSTALL httpfs",
  "LOAD httpfs",
  "INSTALL spatial FROM community",
  "LOAD 'O/secret.csv'",
  "SET enable_external_access = true",
  "SET lock_configuration = false",
  "SET allowed_paths = ['O/secret.csv']",
  "SET allowed_directories = ['O']",
  "SET temp_directory = 'O'",
  "SET threads = 8",
  "SET memory_limit = '8GB'",
  "RESET lock_configuration",
  "PRAGMA enable_external_access",
  "PRAGMA threads = 8",
  "SET autoload_known_extensions = true",
  "SELECT getenv('HOME')",
  "SET log_query_path = 'O/log'",
  "PRAGMA profiling_output = 'O/profile'; PRAGMA enable_profiling",
  "CREATE SECRET s (TYPE s3)",
  "SET secret_directory = 'O'",
];

describe("every way out is closed", () => {
  test.each(escapes)("%s", async (sql) => {
    const statement = sql.replaceAll("P/", `${project}/`).replaceAll(/O(?=[/'])/g, outside);
    await expect(database.connection.runAndReadAll(statement)).rejects.toThrow();
    expect(readdirSync(outside)).toEqual(["secret.csv"]);
    expect(["out.csv", "dump", "new.db", "allowed.csv.new"].filter((name) => existsSync(join(project, name)))).toEqual([]);
  });
});

/** Queries a study could carry: each is refused before it runs. */
const queries = [
  ...escapes.filter((sql) => sql.startsWith("SELECT")),
  "SELECT * FROM allowed; DROP VIEW allowed",
  "CREATE TABLE x AS SELECT * FROM allowed",
  "INSERT INTO allowed VALUES (1, 2)",
  "DELETE FROM allowed",
  "DROP VIEW allowed",
  "PRAGMA database_list",
  "CALL duckdb_settings()",
  "SET VARIABLE a = 1",
  "EXPLAIN SELECT 1",
  "DESCRIBE allowed",
  "SHOW TABLES",
  "BEGIN",
  "SELECT * FROM duckdb_settings()",
  "SELECT * FROM duckdb_secrets()",
  "SELECT * FROM pragma_database_list()",
  "SELECT * FROM information_schema.tables",
  "SELECT * FROM main.allowed",
  "SELECT * FROM xinzhi.allowed",
  "SELECT * FROM sqlite_master",
  "SELECT * FROM duckdb_tables",
  "SELECT * FROM query('SELECT 1')",
  "SELECT * FROM query_table('allowed')",
  "SELECT current_setting('temp_directory') AS a",
  "SELECT getvariable('a') AS a",
  "SELECT version() AS a",
  "SELECT now() AS a",
  "SELECT current_timestamp AS a",
  "SELECT current_date AS a",
  "SELECT today() AS a",
  "SELECT random() AS a FROM allowed",
  "SELECT a FROM allowed ORDER BY random()",
  "SELECT uuid() AS a",
  "SELECT current_user AS a",
  "SELECT current_database() AS a",
  "SELECT * FROM allowed USING SAMPLE 1",
  "SELECT * FROM allowed TABLESAMPLE 10%",
  "SELECT (SELECT max(content) FROM read_text('/etc/passwd')) AS a",
  "WITH t AS (SELECT * FROM read_text('/etc/passwd')) SELECT * FROM t",
  "SELECT a FROM allowed WHERE a IN (SELECT size FROM read_blob('/etc/passwd'))",
  "SELECT a FROM allowed UNION ALL SELECT 1 FROM glob('/*')",
  "SELECT nextval('s') AS a",
  "SELECT pg_sleep(1) AS a",
  "SELECT write_log('x') AS a",
];

describe("a query that reads more than the declared tables is refused", () => {
  let lake: Lake;
  beforeAll(async () => {
    const tables = new Map<string, TableSource>([["allowed", { file: "allowed.csv" }]]);
    for (const sql of queries) tables.set(sql, { query: sql.replaceAll("P/", `${project}/`).replaceAll(/O(?=[/'])/g, outside) });
    lake = await openLake(tables, { projectFolder: project, cacheFolder: join(project, ".xinzhi", "cache") });
  });
  afterAll(() => lake.close());

  test.each(queries)("%s", async (sql) => {
    const failure = await lake.read(sql).then(
      () => null,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(Problem);
    expect((failure as Problem).code).toMatch(/^DATA-QUERY-(SYNTAX|STATEMENT|TABLE|FORBIDDEN)$/);
  });
});

describe("names a study or file carries are data, never SQL", () => {
  const payloads = [
    "'; DROP TABLE t; --",
    '"; DROP VIEW allowed; --',
    "a) FROM read_text('/etc/passwd') --",
    "a\", (SELECT content FROM read_text('/etc/passwd')) AS \"b",
    "#{a}",
    "$1",
    "?",
    "a;b",
    "a--b",
    "/* a */",
    "a\nb",
    "a\tb",
    "%s%s",
    "\\",
    "\\'",
    "`a`",
    "[a]",
    "{a: 1}",
    "SELECT",
    "*",
    "rowid",
    "c0",
    "c1",
    "__proto__",
    "constructor",
    "hasOwnProperty",
    "‮evil",
    "😀",
    "a‍b",
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "x".repeat(5000),
  ];

  test("as table names, in files and in queries over them", async () => {
    const field = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    const tables = new Map<string, TableSource>();
    payloads.forEach((payload, k) => {
      writeFileSync(join(project, `p${k}.csv`), `${field(payload)},v\n${field(payload)},${k}\n`);
      tables.set(payload, { file: `p${k}.csv` });
      tables.set(`q${k}`, { query: `SELECT t.*, 1 AS one FROM ${quoted(payload)} AS t` });
    });
    const frames = await readTables(tables, { projectFolder: project, cacheFolder: join(project, ".xinzhi", "cache") });
    payloads.forEach((payload, k) => {
      const name = payload.trim();
      expect(Array.from(frames.get(payload)!.columns.keys())).toEqual([name, "v"]);
      expect(frames.get(payload)!.columns.get(name)).toMatchObject({ kind: "category", labels: [payload] });
      expect(Array.from(frames.get(`q${k}`)!.columns.keys())).toEqual([name, "v", "one"]);
      expect(frames.get(`q${k}`)!.columns.get("v")).toEqual({ kind: "number", values: Float64Array.of(k) });
    });
  });
});
