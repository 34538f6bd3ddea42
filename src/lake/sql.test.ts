import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  checkExpression,
  type Expression,
  evaluate,
  formatExpression,
  frame,
  parseExpression,
  quoteIdentifier,
  quoteText,
  toSql,
} from "../frame/main.js";
import { Problem } from "../messages/main.js";
import { type Database, openDatabase } from "./database.js";

const nan = Number.NaN;
const rows = 12;
const content = {
  x: [0, 1, -2, 3.5, nan, 100, 0.25, -7, 2, nan, 1e-3, 5],
  y: [1, 1, 2, nan, 3, -4, 0.5, 10, 2, 7, 6, nan],
  k: [1, 0, 1, 0, nan, 1, 1, 0, 0, 1, nan, 0],
  p: ["北京", "a", null, "b", "A", "𠮷", "！", "a'b", 'c"d', "zz", null, "a"],
  d: ["2017", "2017-09", "2018-03-05", null, "1999-12-31", "2020-1", "2021-11-02 10:00:00", "2017", null, "2016-06", "2015", "2014-02-28"],
};
const source = frame("t", content);

let folder: string;
let database: Database;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "xinzhi-sql-"));
  database = await openDatabase([], folder);
  const types = { x: "DOUBLE", y: "DOUBLE", k: "DOUBLE", p: "VARCHAR", d: "VARCHAR" };
  await database.connection.run(
    `CREATE TABLE t (i INTEGER, ${Object.entries(types)
      .map(([n, type]) => `${quoteIdentifier(n)} ${type}`)
      .join(", ")})`,
  );
  for (let row = 0; row < rows; row++) {
    const cells = Object.values(content).map((values) => {
      const value = values[row];
      return value === null || Number.isNaN(value) ? "NULL" : typeof value === "string" ? quoteText(value) : String(value);
    });
    await database.connection.run(`INSERT INTO t VALUES (${row}, ${cells.join(", ")})`);
  }
});
afterAll(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What the expression is in every row by SQL: numbers (a truth value as 1 or 0) and texts, null where missing. */
async function bySql(expressions: readonly Expression[]): Promise<(number | string | null)[][]> {
  const result = await database.connection.runAndReadAll(`SELECT ${expressions.map((e) => toSql(e)).join(", ")} FROM t ORDER BY i`);
  return result.getColumns().map((column) => column.map((v) => (typeof v === "boolean" ? Number(v) : (v as number | string | null))));
}

function byColumns(e: Expression): (number | string | null)[] {
  const column = evaluate(e, source);
  if (column.kind === "number") return Array.from(column.values, (v) => (Number.isNaN(v) ? null : v));
  return Array.from(column.codes, (code) => column.labels[code] ?? null);
}

/** Expressions of the right kinds, so that most of them can be evaluated. */
const kinds = fc.letrec<{ number: string; text: string; condition: string }>((tie) => ({
  number: fc.oneof(
    { maxDepth: 4, depthSize: "medium" },
    fc.constantFrom("x", "y", "k", "2", "0.5", "-3", "missing"),
    fc.tuple(tie("number"), fc.constantFrom("+", "-", "*", "/"), tie("number")).map(([a, o, b]) => `(${a} ${o} ${b})`),
    tie("number").map((a) => `-(${a})`),
    tie("number").map((a) => `(${a})^2`),
    fc.tuple(fc.constantFrom("abs", "round", "floor", "exp", "sqrt", "ln", "log10"), tie("number")).map(([f, a]) => `${f}(${a})`),
    fc.tuple(fc.constantFrom("min", "max", "coalesce"), tie("number"), tie("number")).map(([f, a, b]) => `${f}(${a}, ${b})`),
    fc.tuple(tie("condition"), tie("number"), tie("number")).map(([c, a, b]) => `if(${c}, ${a}, ${b})`),
    fc.constantFrom("year(d)", "month(d)", "year(y + 2000)"),
    tie("condition").map((c) => `((${c}) + 0)`),
  ),
  text: fc.oneof(
    { maxDepth: 2 },
    fc.constantFrom("p", "d", "'a'", '"北京"', "'a''b'", "missing"),
    fc.tuple(tie("text"), tie("text")).map(([a, b]) => `coalesce(${a}, ${b})`),
    fc.tuple(tie("condition"), tie("text"), tie("text")).map(([c, a, b]) => `if(${c}, ${a}, ${b})`),
  ),
  condition: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom("k = 1", "missing(x)", "missing(p)", "p in ('a', \"b\")", "x not in (1, 2, -7)", "year(d) >= 2017"),
    fc.tuple(tie("number"), fc.constantFrom("=", "!=", "<", "<=", ">", ">="), tie("number")).map(([a, o, b]) => `(${a} ${o} ${b})`),
    fc.tuple(tie("text"), fc.constantFrom("=", "!=", "<", ">="), tie("text")).map(([a, o, b]) => `(${a} ${o} ${b})`),
    fc.tuple(tie("condition"), fc.constantFrom("and", "or"), tie("condition")).map(([a, o, b]) => `(${a} ${o} ${b})`),
    tie("condition").map((c) => `not (${c})`),
    fc.constant("k"),
  ),
}));

test("SQL gives what the evaluation on columns gives", async () => {
  const drawn = fc.sample(fc.oneof(kinds.number, kinds.text, kinds.condition), { numRuns: 4000, seed: 7 });
  const expressions: { text: string; e: Expression; expected: (number | string | null)[] }[] = [];
  for (const text of drawn) {
    try {
      const e = parseExpression(text);
      // A text that is missing everywhere has no kind of its own, and SQL gives it none either.
      checkExpression(e, source);
      expressions.push({ text, e, expected: byColumns(e) });
    } catch (error) {
      // Values that do not exist and kinds that do not fit are refused; what is refused is not pushed down.
      if (!(error instanceof Problem)) throw error;
    }
  }
  expect(expressions.length).toBeGreaterThan(1500);
  for (let from = 0; from < expressions.length; from += 250) {
    const part = expressions.slice(from, from + 250);
    const found = await bySql(part.map((p) => p.e));
    part.forEach((p, i) => {
      const agree = p.expected.every((value, row) => {
        const other = found[i]![row]!;
        if (typeof value !== "number" || typeof other !== "number") return value === other;
        return value === other || Math.abs(value - other) <= 1e-12 * Math.max(Math.abs(value), Math.abs(other), 1e-300);
      });
      if (!agree)
        expect({ text: p.text, sql: toSql(p.e), values: found[i] }).toEqual({ text: p.text, sql: toSql(p.e), values: p.expected });
    });
  }
}, 120_000);

test("a printed expression means the same", () => {
  for (const text of fc.sample(kinds.number, { numRuns: 300, seed: 3 })) {
    let expected: (number | string | null)[];
    try {
      expected = byColumns(parseExpression(text));
    } catch (error) {
      if (error instanceof Problem) continue;
      throw error;
    }
    expect(byColumns(parseExpression(formatExpression(parseExpression(text))))).toEqual(expected);
  }
});

test("names and texts cannot leave their quotes", async () => {
  const nasty = [
    '"',
    "''",
    '"; DROP TABLE t; --',
    "'; DROP TABLE t; --",
    "*/ DROP TABLE t; /*",
    "\\'",
    "\\",
    "$1",
    "?",
    "{0}",
    "a\nb",
    "--",
    ";",
    "`",
    "‮",
    "😀",
    " ",
  ];
  for (const name of nasty) {
    const result = await database.connection.runAndReadAll(`SELECT ${quoteText(name)} AS ${quoteIdentifier(name)}`);
    expect(result.columnNames()).toEqual([name]);
    expect(result.getColumns()).toEqual([[name]]);
  }
  expect(() => quoteIdentifier("a\0b")).toThrow("NUL");
  expect(() => quoteText("a\0b")).toThrow("NUL");
  expect(Number((await database.connection.runAndReadAll("SELECT count(*) FROM t")).getColumns()[0]![0])).toBe(rows);
});
