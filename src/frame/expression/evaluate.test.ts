import { describe, expect, test } from "vitest";
import { Problem } from "../../messages/main.js";
import { type Column, frame } from "../frame.js";
import { checkExpression } from "./check.js";
import { evaluate, evaluateCondition } from "./evaluate.js";
import { parseExpression } from "./parse.js";

const nan = Number.NaN;
const table = frame("t", {
  x: [1, 2, nan, -4],
  y: [10, 0, 5, 2],
  p: ["北京", "上海", null, "广东"],
  d: ["2017", "2017-09", "2018-03-05", null],
  one: [1, 0, nan, 1],
  sales: ["1,234", "5", "n/a", "5"],
});

function values(text: string): (number | string | null)[] {
  const column: Column = evaluate(parseExpression(text), table);
  if (column.kind === "number") return Array.from(column.values);
  return Array.from(column.codes, (code) => column.labels[code] ?? null);
}

function refused(text: string, names = {}): Problem {
  try {
    evaluate(parseExpression(text), table, names);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error(`accepted: ${text}`);
}

describe("values", () => {
  test.each<[string, (number | string | null)[]]>([
    ["x + 1", [2, 3, nan, -3]],
    ["x * 2 - y", [-8, 4, nan, -10]],
    ["x ^ 2", [1, 4, nan, 16]],
    ["x ^ 0", [1, 1, nan, 1]],
    ["-x", [-1, -2, nan, 4]],
    ["abs(x)", [1, 2, nan, 4]],
    ["min(x, y, 3)", [1, 0, nan, -4]],
    ["max(x, y)", [10, 2, nan, 2]],
    ["round(x / 8)", [0, 0, nan, -1]],
    ["floor(x / 8)", [0, 0, nan, -1]],
    ["sqrt(y * y)", [10, 0, 5, 2]],
    ["x > 1", [0, 1, nan, 0]],
    ["x = 2 or y = 5", [0, 1, 1, 0]],
    ["x = 2 and y = 5", [0, 0, nan, 0]],
    ["x = 2 and y = 6", [0, 0, 0, 0]],
    ["not x > 1", [1, 0, nan, 1]],
    ["x in (1, -4)", [1, 0, nan, 1]],
    ["x not in (1)", [0, 1, nan, 1]],
    ['p = "北京"', [1, 0, nan, 0]],
    ['p != "北京"', [0, 1, nan, 1]],
    ['p in ("上海", "北京")', [1, 1, nan, 0]],
    ['p < "北京"', [0, 1, nan, 0]],
    ["p = d", [0, 0, nan, nan]],
    ["if(x > 1, y, 0 - y)", [-10, 0, nan, -2]],
    ['if(x > 1, "a", p)', ["北京", "a", null, "广东"]],
    ["if(x > 0, ln(x), missing)", [0, Math.LN2, nan, nan]],
    ["missing(x)", [0, 0, 1, 0]],
    ["missing(p)", [0, 0, 1, 0]],
    ["coalesce(x, 0)", [1, 2, 0, -4]],
    ['coalesce(p, "?")', ["北京", "上海", "?", "广东"]],
    ["year(d)", [2017, 2017, 2018, nan]],
    ["month(d)", [nan, 9, 3, nan]],
    ["year(y + 2000)", [2010, 2000, 2005, 2002]],
    ["if(coalesce(month(d), 1) >= 9, year(d) + 1, year(d))", [2017, 2018, 2018, nan]],
    ["(x > 0) * 2", [2, 2, nan, 0]],
    ["one and x > 0", [1, 0, nan, 0]],
    ["p", ["北京", "上海", null, "广东"]],
    ["exp(0) + log10(100) + log(1)", [3, 3, 3, 3]],
    ["missing", [nan, nan, nan, nan]],
    ["if(missing(x), missing, missing)", [nan, nan, nan, nan]],
  ])("%s", (text, expected) => {
    expect(values(text)).toEqual(expected);
  });

  test("halves round away from zero", () => {
    const half = frame("h", { v: [0.5, -0.5, 1.5, 2.5, -2.5, 0.49999999999999994] });
    expect(Array.from((evaluate(parseExpression("round(v)"), half) as { values: Float64Array }).values)).toEqual([1, -1, 2, 3, -3, 0]);
  });

  test("a condition is 1, 0 or -1", () => {
    expect(Array.from(evaluateCondition(parseExpression("x > 1"), table))).toEqual([0, 1, -1, 0]);
    expect(Array.from(evaluateCondition(parseExpression("one"), table))).toEqual([1, 0, -1, 1]);
    expect(Array.from(evaluateCondition(parseExpression("if(x > 1, 1, 0)"), table))).toEqual([0, 1, -1, 0]);
  });
});

describe("values that do not exist stop the run and name their rows", () => {
  const panel = { unit: "p", time: "y" };
  test("logarithm of a negative value", () => {
    const found = refused("ln(x) + 1", panel);
    expect(found.code).toBe("DATA-LOG-NONPOSITIVE");
    expect(found.evidence).toMatchObject({ expression: "ln(x)", count: 1, rows: [4], where: ["广东 2"], values: ["-4"] });
    expect(found.place).toEqual({ column: 1, length: 5 });
  });
  test("division by zero", () => {
    expect(refused("x / y").evidence).toMatchObject({ expression: "x / y", count: 1, rows: [2], where: [], values: ["2"] });
    expect(refused("x / y").code).toBe("DATA-DIVIDE-ZERO");
  });
  test.each([["sqrt(x)"], ["exp(y * 100)"], ["x ^ 0.5"], ["0 ^ x"], ["1e300 * 1e10"]])("%s is not finite", (text) => {
    expect(refused(text).code).toBe("DATA-NOT-FINITE");
  });
  test("a text that is no date", () => {
    expect(refused("year(p)").code).toBe("DATA-NOT-DATE");
    expect(refused("month(x)").code).toBe("DATA-NOT-DATE");
  });
  test("a number that is no condition", () => {
    expect(refused("not y").evidence).toEqual({ expression: "y", value: "10", row: 1 });
    expect(() => evaluateCondition(parseExpression("x + y"), table)).toThrow("EXPR-NOT-CONDITION");
    expect(() => evaluateCondition(parseExpression("p"), table)).toThrow("EXPR-NOT-CONDITION");
  });
});

describe("checks before any row is touched", () => {
  test.each([
    ["edcation > 1", "DATA-COLUMN-UNKNOWN", 1],
    ["x + sales", "DATA-COLUMN-TEXT", 5],
    ["sales > y", "DATA-COLUMN-TEXT", 1],
    ["ln(p)", "DATA-COLUMN-TEXT", 4],
    ["ln('a')", "EXPR-TYPES", 4],
    ["p = 11", "EXPR-TYPES", 5],
    ['x = "a"', "EXPR-TYPES", 1],
    ["p in (1, 2)", "EXPR-TYPES", 7],
    ["p and x > 1", "EXPR-TYPES", 1],
    ["if(p, 1, 2)", "EXPR-TYPES", 4],
    ['if(x > 1, "a", 2)', "EXPR-TYPES", 16],
    ["x = missing", "EXPR-COMPARE-MISSING", 5],
    ["sqr(x)", "EXPR-FUNCTION-UNKNOWN", 1],
    ["if(x > 1, 2)", "EXPR-ARGUMENTS", 1],
    ["ln(x, y)", "EXPR-ARGUMENTS", 1],
    ["ln()", "EXPR-ARGUMENTS", 1],
  ])("%s is %s", (text, code, column) => {
    const found = refused(text);
    expect([found.code, found.place.column]).toEqual([code, column]);
  });

  test("a text column where numbers are wanted shows the cells in the way", () => {
    expect(refused("x + sales").evidence).toMatchObject({
      column: "sales",
      count: 2,
      values: [
        { value: "1,234", row: 1 },
        { value: "n/a", row: 3 },
      ],
    });
  });

  test("the kind of an expression", () => {
    const kinds = ["x", "p", "x > 1", "if(x > 1, p, missing)", "coalesce(x > 1, y > 1)", "missing"].map((t) =>
      checkExpression(parseExpression(t), table),
    );
    expect(kinds).toEqual(["number", "text", "condition", "text", "condition", "number"]);
  });
});
