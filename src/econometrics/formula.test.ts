import { describe, expect, test } from "vitest";
import { type Code, Problem } from "../messages/main.js";
import { parseFormula } from "./formula.js";

function termsOf(text: string, sets: Record<string, string[]> = {}): string[] {
  return parseFormula(text, sets).terms.map((term) => term.name);
}

function effectsOf(text: string): string[] {
  return parseFormula(text).effects.map((effect) => effect.name);
}

/** The problem a formula is refused with. */
function refusal(text: string, sets: Record<string, string[]> = {}): Problem {
  try {
    parseFormula(text, sets);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error(`accepted: ${text}`);
}

describe("what a formula says", () => {
  test("outcome, regressors, effects", () => {
    const formula = parseFormula("ln(y) ~ x1 + ln(x2) + x3^2 | firm + year");
    expect(formula.outcome.name).toBe("ln(y)");
    expect(formula.terms.map((t) => t.name)).toEqual(["x1", "ln(x2)", "x3 ^ 2"]);
    expect(formula.effects.map((e) => e.name)).toEqual(["firm", "year"]);
    expect(formula.intercept).toBe(true);
    expect(formula.instruments).toBeNull();
  });

  test("names of any script, and names in backquotes", () => {
    const formula = parseFormula("新质生产力 ~ 人工智能 + `R&D staff` | 省份 + 年份");
    expect(formula.terms.map((t) => t.name)).toEqual(["人工智能", "R&D staff"]);
    expect(formula.effects.map((e) => e.name)).toEqual(["省份", "年份"]);
  });

  test("interactions and crossings", () => {
    expect(termsOf("y ~ a:b")).toEqual(["a:b"]);
    expect(termsOf("y ~ a*b")).toEqual(["a", "b", "a:b"]);
    expect(termsOf("y ~ a*b*c")).toEqual(["a", "b", "a:b", "c", "a:c", "b:c", "a:b:c"]);
    expect(termsOf("y ~ (a + b):c")).toEqual(["a:c", "b:c"]);
    expect(termsOf("y ~ a + a + b:a + b:a")).toEqual(["a", "b:a"]);
  });

  test("constant, removal, arithmetic", () => {
    expect(parseFormula("y ~ 0 + x").intercept).toBe(false);
    expect(parseFormula("y ~ x - 1").intercept).toBe(false);
    expect(parseFormula("y ~ -1 + x").intercept).toBe(false);
    expect(parseFormula("y ~ 1 + x").intercept).toBe(true);
    expect(termsOf("y ~ 1")).toEqual([]);
    expect(termsOf("y ~ a*b - a")).toEqual(["b", "a:b"]);
    expect(termsOf("y ~ I(a / b) + I(a - b)")).toEqual(["a / b", "a - b"]);
  });

  test("sets, nested and inside interactions", () => {
    const sets = { base: ["edu", "ln(fin)"], all: ["..base", "ind"] };
    expect(termsOf("y ~ x + ..all", sets)).toEqual(["x", "edu", "ln(fin)", "ind"]);
    expect(termsOf("y ~ x:..base", sets)).toEqual(["x:edu", "x:ln(fin)"]);
    expect(termsOf("y ~ ..base - edu", sets)).toEqual(["ln(fin)"]);
  });

  test("lags, leads, differences, also in ranges and inside functions", () => {
    expect(termsOf("y ~ l(x) + l(x, 2) + f(x, 1) + d(x)")).toEqual(["l(x, 1)", "l(x, 2)", "f(x, 1)", "d(x, 1)"]);
    expect(termsOf("y ~ l(x, 0:2)")).toEqual(["l(x, 0)", "l(x, 1)", "l(x, 2)"]);
    expect(termsOf("y ~ l(x, 2:1)")).toEqual(["l(x, 2)", "l(x, 1)"]);
    expect(termsOf("y ~ ln(l(x, 1) + 1) + l(ln(x), 1):z")).toEqual(["ln(l(x, 1) + 1)", "l(ln(x), 1):z"]);
  });

  test("indicators with their base", () => {
    const part = (text: string) => parseFormula(`y ~ ${text}`).terms[0]!.parts[0]!;
    expect(part("i(year, ref = -1)")).toMatchObject({ kind: "levels", references: [-1], by: null });
    expect(part("i(region, treated, ref = east)")).toMatchObject({ references: ["east"], by: { kind: "name", name: "treated" } });
    expect(part('i(region, ref = c("east", "west"))')).toMatchObject({ references: ["east", "west"] });
    expect(part("i(a, b, ref = 1, ref2 = 2)")).toMatchObject({ references: [1], byReferences: [2] });
  });

  test("combined effects and varying slopes", () => {
    expect(effectsOf("y ~ x | industry^year + firm[z]")).toEqual(["industry^year", "firm[z]"]);
    expect(effectsOf("y ~ x | firm[[z, w]]")).toEqual(["firm[[z, w]]"]);
    expect(effectsOf("y ~ x | 0")).toEqual([]);
    const [effect] = parseFormula("y ~ x | firm[z, w]").effects;
    expect(effect).toMatchObject({ intercept: true, slopes: [{ name: "z" }, { name: "w" }] });
    expect(parseFormula("y ~ x | firm[[z]]").effects[0]!.intercept).toBe(false);
  });

  test("instruments, with and without effects", () => {
    const formula = parseFormula("y ~ w | firm + year | x1 + x2 ~ z1 + ln(z2)");
    expect(formula.instruments?.endogenous.map((t) => t.name)).toEqual(["x1", "x2"]);
    expect(formula.instruments?.excluded.map((t) => t.name)).toEqual(["z1", "ln(z2)"]);
    expect(parseFormula("y ~ w | x ~ z").effects).toEqual([]);
    expect(parseFormula("y ~ w | 0 | x ~ z").instruments?.excluded).toHaveLength(1);
  });
});

describe("what a formula is refused for", () => {
  test.each<[string, Code, string]>([
    ["  ", "FORMULA-EMPTY", ""],
    ["y + x | firm", "FORMULA-NO-OUTCOME", "|"],
    ["y ~ x ~ z", "FORMULA-TWO-TILDES", "~"],
    ["y ~ x | firm | year", "FORMULA-INSTRUMENTS", ""],
    ["y ~ x | firm | a ~ b | c", "FORMULA-TOO-MANY-BARS", "|"],
    ["y ~ a / b", "FORMULA-ARITHMETIC", "/"],
    ["y ~ a + 2", "FORMULA-NUMBER", "2"],
    ["y ~ l(x, 0.5)", "FORMULA-CALL", "0.5"],
    ["y ~ i(x, bin = 3)", "FORMULA-CALL", "bin = 3"],
    ["y ~ i(x, ref = f(2))", "FORMULA-CALL", "f(2)"],
    ["y ~ x + ..bas", "FORMULA-SET-UNKNOWN", "..bas"],
    ["y ~ x + size - sise", "FORMULA-REMOVES-NOTHING", "sise"],
    ["y ~ x | firm:year", "FORMULA-EFFECT", ":"],
    ["y ~ x | 3", "FORMULA-EFFECT", "3"],
    ["y ~ x + ", "EXPR-UNEXPECTED", ""],
    ["y ~ ln(x", "EXPR-UNCLOSED", "("],
    ["y ~ x $ z", "EXPR-CHARACTER", "$"],
  ])("%s is %s", (text, code, marked) => {
    const found = refusal(text, { base: ["edu"] });
    expect(found.code).toBe(code);
    if (marked !== "") expect(text.slice(found.place.column! - 1, found.place.column! - 1 + found.place.length!)).toBe(marked);
  });

  test("an unknown set names the nearest; a set that contains itself is named with its chain", () => {
    expect(refusal("y ~ ..bas", { base: ["x"] }).evidence).toMatchObject({ nearest: "base" });
    const cycle = refusal("y ~ ..a", { a: ["..b"], b: ["x", "..a"] });
    expect(cycle.code).toBe("FORMULA-SET-CYCLE");
    expect(cycle.evidence).toEqual({ chain: ["a", "b", "a"] });
  });
});
