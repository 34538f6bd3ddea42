import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Problem } from "../../messages/main.js";
import { formatExpression } from "./format.js";
import { accept, binding, cursorOn, parseAt, parseExpression, peek } from "./parse.js";
import { type Expression, namesIn } from "./syntax.js";
import { limits, tokenize } from "./tokenize.js";

/** The problem a text is refused with. */
function refused(text: string): Problem {
  try {
    parseExpression(text);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error(`accepted: ${text}`);
}

function shape(e: Expression): unknown {
  return JSON.parse(JSON.stringify(e, (key, value) => (key === "from" || key === "to" ? undefined : value)));
}

describe("tokens", () => {
  test("names of every script stand bare, others in backquotes", () => {
    expect(tokenize("新质生产力 ~ 人工智能 | 省份 + 年份").map((t) => t.value)).toEqual([
      "新质生产力",
      "~",
      "人工智能",
      "|",
      "省份",
      "+",
      "年份",
      "",
    ]);
    expect(tokenize("`GDP (bn)` + `a``b`").map((t) => t.value)).toEqual(["GDP (bn)", "+", "a`b", ""]);
  });

  test("formula marks are tokens too: sets, interactions, brackets", () => {
    expect(tokenize("y ~ ..base + a:b + firm[x] | industry^year").map((t) => t.value)).toEqual([
      "y",
      "~",
      "..",
      "base",
      "+",
      "a",
      ":",
      "b",
      "+",
      "firm",
      "[",
      "x",
      "]",
      "|",
      "industry",
      "^",
      "year",
      "",
    ]);
    expect(tokenize("1..3").map((t) => t.value)).toEqual(["1", "..", "3", ""]);
  });

  test("offsets point into the text", () => {
    for (const token of tokenize("ln(`a b`) >= 1.5e3 and 省份 in ('x''y')")) expect(token.to).toBeGreaterThanOrEqual(token.from);
    const text = "year >= 2012";
    expect(tokenize(text).map((t) => text.slice(t.from, t.to))).toEqual(["year", ">=", "2012", ""]);
  });

  test("a dot inside a name belongs to it", () => {
    expect(tokenize("gdp.pc + 1").map((t) => t.value)).toEqual(["gdp.pc", "+", "1", ""]);
  });
});

describe("precedence", () => {
  test.each([
    ["a + b * c", "a + b * c"],
    ["(a + b) * c", "(a + b) * c"],
    ["a - b - c", "a - b - c"],
    ["a - (b - c)", "a - (b - c)"],
    ["-x^2", "-x ^ 2"],
    ["(-2)^2", "(-2) ^ 2"],
    ["2^3^4", "2 ^ 3 ^ 4"],
    ["(2^3)^4", "(2 ^ 3) ^ 4"],
    ["2^-x", "2 ^ -x"],
    ["not a = 1 and b = 2 or c = 3", "not a = 1 and b = 2 or c = 3"],
    ["a = 1 and (b = 2 or c = 3)", "a = 1 and (b = 2 or c = 3)"],
    ["a not in (1, -2)", "a not in (1, -2)"],
    ['p in ("x", "y""z")', 'p in ("x", \'y"z\')'],
    ["`and` + `a b`", "`and` + `a b`"],
    ["if(missing(x), missing, x)", "if(missing(x), missing, x)"],
    ["a == b", "a = b"],
    ["(a < b) = (c < d)", "(a < b) = (c < d)"],
  ])("%s", (text, printed) => {
    expect(formatExpression(parseExpression(text))).toBe(printed);
  });

  test("a power binds tighter than its sign", () => {
    expect(shape(parseExpression("-x^2"))).toEqual({
      kind: "negative",
      operand: { kind: "arithmetic", operator: "^", left: { kind: "name", name: "x" }, right: { kind: "number", value: 2 } },
    });
  });

  test("names are listed once, in order of use", () => {
    expect(namesIn(parseExpression("if(b > a, b, `c d`) + year(a)"))).toEqual(["b", "a", "c d"]);
  });
});

describe("a cursor for the formula parser", () => {
  test("an operand is read alone and the cursor stays before the operator", () => {
    const cursor = cursorOn("ln(x + 1):z | f");
    expect(formatExpression(parseAt(cursor, binding.operand))).toBe("ln(x + 1)");
    expect(accept(cursor, ":")).toBe(true);
    expect(formatExpression(parseAt(cursor, binding.operand))).toBe("z");
    expect(peek(cursor).value).toBe("|");
  });

  test("i(time, ref = -1) comes as a call with a comparison", () => {
    expect(shape(parseAt(cursorOn("i(time, ref = -1) + x"), binding.operand))).toEqual({
      kind: "call",
      name: "i",
      arguments: [
        { kind: "name", name: "time" },
        { kind: "comparison", operator: "=", left: { kind: "name", name: "ref" }, right: { kind: "number", value: -1 } },
      ],
    });
  });
});

describe("refusals", () => {
  test.each([
    ["", "EXPR-EMPTY", undefined],
    ["   ", "EXPR-EMPTY", undefined],
    ["year >= 2012 && x", "EXPR-CHARACTER", 14],
    ["year ≥ 2012", "EXPR-CHARACTER", 6],
    ["ln（x）", "EXPR-CHARACTER", 3],
    ["x; drop", "EXPR-CHARACTER", 2],
    ["x # y", "EXPR-CHARACTER", 3],
    ["a\0b", "EXPR-CHARACTER", 2],
    ["`a\0b`", "EXPR-UNCLOSED", 1],
    ["p = 'x", "EXPR-UNCLOSED", 5],
    ["ln(x + 1", "EXPR-UNCLOSED", 3],
    ["p in ('a'", "EXPR-UNCLOSED", 6],
    ["x +", "EXPR-UNEXPECTED", 4],
    ["x y", "EXPR-UNEXPECTED", 3],
    ["x AND y", "EXPR-UNEXPECTED", 3],
    ["and x", "EXPR-UNEXPECTED", 1],
    ["p in 3", "EXPR-UNEXPECTED", 6],
    ["p in (q)", "EXPR-UNEXPECTED", 7],
    ["(x))", "EXPR-UNEXPECTED", 4],
    ["x | y", "EXPR-UNEXPECTED", 3],
    ["1e999", "EXPR-UNEXPECTED", 1],
    ["1 < x < 3", "EXPR-CHAINED", 1],
    ["a = b in (1)", "EXPR-CHAINED", 1],
    ["(".repeat(200), "EXPR-TOO-LARGE", undefined],
    ["-".repeat(200), "EXPR-TOO-LARGE", undefined],
    ["1+".repeat(4000), "EXPR-TOO-LARGE", undefined],
    ["x".repeat(limits.characters + 1), "EXPR-TOO-LARGE", undefined],
  ])("%j is %s", (text, code, column) => {
    const found = refused(text);
    expect([found.code, found.place.column]).toEqual([code, column]);
  });

  test("any text is parsed or refused with a code", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (text) => {
        try {
          parseExpression(text);
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
        }
      }),
      { numRuns: 2000 },
    );
    const pieces = [
      "a",
      "1",
      "'t'",
      "(",
      ")",
      ",",
      "+",
      "-",
      "^",
      "<",
      "=",
      "and",
      "or",
      "not",
      "in",
      "missing",
      "if",
      "ln",
      "..",
      "~",
      "|",
      "[",
      "`q r`",
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 14 }), (parts) => {
        const text = parts.join(" ");
        try {
          const printed = formatExpression(parseExpression(text));
          expect(formatExpression(parseExpression(printed))).toBe(printed);
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
        }
      }),
      { numRuns: 5000 },
    );
  });
});

/** Random expressions as the parser can make them. */
const anyExpression: fc.Arbitrary<Expression> = fc.letrec<{ e: Expression }>((tie) => {
  const span = { from: 0, to: 0 };
  const name = fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }).filter((s) => !s.includes("\0"));
  const leaf = fc.oneof(
    fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .map((value): Expression => ({ kind: "number", value: value === 0 ? 0 : value, ...span })),
    fc
      .string({ unit: "grapheme", maxLength: 8 })
      .filter((s) => !s.includes("\0"))
      .map((value): Expression => ({ kind: "text", value, ...span })),
    name.map((n): Expression => ({ kind: "name", name: n, ...span })),
    fc.constant<Expression>({ kind: "missing", ...span }),
  );
  const literal = leaf.filter((e) => e.kind === "number" || e.kind === "text");
  const e = tie("e");
  return {
    e: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      leaf,
      e.filter((o) => o.kind !== "number").map((operand): Expression => ({ kind: "negative", operand, ...span })),
      e.map((operand): Expression => ({ kind: "not", operand, ...span })),
      fc
        .tuple(fc.constantFrom("+", "-", "*", "/", "^"), e, e)
        .map(([operator, left, right]): Expression => ({ kind: "arithmetic", operator: operator as "+", left, right, ...span })),
      fc
        .tuple(fc.constantFrom("=", "!=", "<", "<=", ">", ">="), e, e)
        .map(([operator, left, right]): Expression => ({ kind: "comparison", operator: operator as "=", left, right, ...span })),
      fc
        .tuple(fc.constantFrom("and", "or"), e, e)
        .map(([operator, left, right]): Expression => ({ kind: "logic", operator: operator as "and", left, right, ...span })),
      fc
        .tuple(e, fc.array(literal, { minLength: 1, maxLength: 3 }), fc.boolean())
        .map(([operand, items, negated]): Expression => ({ kind: "in", operand, items, negated, ...span })),
      fc
        .tuple(fc.constantFrom("ln", "if", "min", "f"), fc.array(e, { maxLength: 3 }))
        .map(([n, items]): Expression => ({ kind: "call", name: n, arguments: items, ...span })),
    ),
  };
}).e;

test("what is printed parses back to the same expression", () => {
  fc.assert(
    fc.property(anyExpression, (e) => {
      expect(shape(parseExpression(formatExpression(e)))).toEqual(shape(e));
    }),
    { numRuns: 3000 },
  );
});
