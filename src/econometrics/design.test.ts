import { describe, expect, test } from "vitest";
import { type ColumnInput, type Frame, frame } from "../frame/main.js";
import { type Code, Problem } from "../messages/main.js";
import { buildDesign, type DesignOptions } from "./design.js";
import { parseFormula } from "./formula.js";

const NA = Number.NaN;

function table(columns: Record<string, ColumnInput>): Frame {
  return frame("t", columns);
}

function designOf(source: Frame, formula: string, options: DesignOptions = {}) {
  return buildDesign(source, parseFormula(formula), options);
}

/** Regressors of a design by name. */
function columnsOf(source: Frame, formula: string, options: DesignOptions = {}): Record<string, number[]> {
  return Object.fromEntries(designOf(source, formula, options).regressors.map((r) => [r.name, Array.from(r.values)]));
}

function refusal(run: () => unknown): Problem {
  try {
    run();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error("accepted");
}

const panel = table({
  unit: ["a", "a", "a", "b", "b", "b", "c"],
  year: [2001, 2002, 2004, 2001, 2002, 2003, 2001],
  y: [1, 2, 4, 8, 16, 32, 64],
  x: [10, 20, 40, 11, 21, 31, 12],
  region: ["east", "east", "east", "west", "west", "west", "north"],
});
const named = { unit: "unit", time: "year", keepSingletons: true };

describe("lags", () => {
  test("follow the calendar, not the rows: a hole in time is a missing lag", () => {
    // Complete rows: a 2002, b 2002, b 2003; a 2004 has no 2003.
    expect(columnsOf(panel, "y ~ l(x)", named)).toEqual({ "l(x, 1)": [10, 11, 21] });
    expect(columnsOf(panel, "y ~ l(x, 2)", named)).toEqual({ "l(x, 2)": [20, 11] });
    expect(columnsOf(panel, "y ~ f(x)", named)).toEqual({ "f(x, 1)": [20, 21, 31] });
    expect(columnsOf(panel, "y ~ d(x)", named)).toEqual({ "d(x, 1)": [10, 10, 10] });
    expect(columnsOf(panel, "y ~ I(l(x) + 2 * l(l(x)))", named)).toEqual({ "l(x) + 2 * l(l(x))": [21 + 22] });
  });

  test("count months, quarters and days through the year", () => {
    const months = table({ unit: ["a", "a", "a"], time: ["2019-11", "2019-12", "2020-01"], y: [1, 2, 4], x: [5, 6, 7] });
    expect(columnsOf(months, "y ~ l(x)", { unit: "unit", time: "time" })).toEqual({ "l(x, 1)": [5, 6] });
    const quarters = table({ unit: ["a", "a", "a"], time: ["2019Q3", "2019Q4", "2020Q1"], y: [1, 2, 4], x: [5, 6, 7] });
    expect(columnsOf(quarters, "y ~ l(x)", { unit: "unit", time: "time" })).toEqual({ "l(x, 1)": [5, 6] });
    const days = table({ unit: ["a", "a", "a"], time: ["2020-02-28", "2020-02-29", "2020-03-01"], y: [1, 2, 4], x: [5, 6, 7] });
    expect(columnsOf(days, "y ~ l(x)", { unit: "unit", time: "time" })).toEqual({ "l(x, 1)": [5, 6] });
  });

  test("need a panel, one row per unit and period, and countable time", () => {
    expect(refusal(() => designOf(panel, "y ~ l(x)")).code).toBe("FORMULA-LAG-NO-PANEL");
    const twice = table({ unit: ["a", "a"], year: [1, 1], y: [1, 2], x: [1, 2] });
    expect(refusal(() => designOf(twice, "y ~ l(x)", named)).evidence).toEqual({ call: "l(x, 1)", unit: "a", time: "1" });
    const half = table({ unit: ["a", "a"], year: [1, 1.5], y: [1, 2], x: [1, 2] });
    expect(refusal(() => designOf(half, "y ~ l(x)", named))).toMatchObject({ code: "FORMULA-LAG-TIME", evidence: { value: "1.5" } });
    const words = table({ unit: ["a", "a"], year: ["first", "second"], y: [1, 2], x: [1, 2] });
    expect(refusal(() => designOf(words, "y ~ l(x)", named)).code).toBe("FORMULA-LAG-TIME");
  });
});

describe("variables with levels", () => {
  test("become indicators, the first level of the sample is the base and is stated", () => {
    const design = designOf(panel, "y ~ region + x", named);
    expect(design.regressors.map((r) => r.name)).toEqual(["region::north", "region::west", "x"]);
    expect(design.bases).toEqual([{ variable: "region", base: "east" }]);
  });

  test("have no base where nothing else carries their sum", () => {
    expect(Object.keys(columnsOf(panel, "y ~ 0 + region", named))).toEqual(["region::east", "region::north", "region::west"]);
    expect(Object.keys(columnsOf(panel, "y ~ 0 + region + unit", named))).toEqual([
      "region::east",
      "region::north",
      "region::west",
      "unit::b",
      "unit::c",
    ]);
    expect(Object.keys(columnsOf(panel, "y ~ region:x", named))).toEqual(["region::east:x", "region::north:x", "region::west:x"]);
    expect(Object.keys(columnsOf(panel, "y ~ region*x", named))).toEqual([
      "region::north",
      "region::west",
      "x",
      "region::north:x",
      "region::west:x",
    ]);
  });

  test("take the reference they are given", () => {
    expect(Object.keys(columnsOf(panel, "y ~ i(year, ref = 2002)", named))).toEqual(["year::2001", "year::2003", "year::2004"]);
    expect(columnsOf(panel, "y ~ i(region, x, ref = west)", named)).toEqual({
      "region::east:x": [10, 20, 40, 0, 0, 0, 0],
      "region::north:x": [0, 0, 0, 0, 0, 0, 12],
    });
    const found = refusal(() => designOf(panel, "y ~ i(region, ref = eest)", named));
    expect(found).toMatchObject({ code: "FORMULA-REF-UNKNOWN", evidence: { variable: "region", reference: "eest", nearest: "east" } });
  });
});

describe("the sample", () => {
  test("is in canonical order whatever the order of the file", () => {
    const design = designOf(panel, "y ~ x", named);
    const reversed = table(
      Object.fromEntries(
        Array.from(panel.columns, ([name, c]) => [
          name,
          c.kind === "number" ? c.values.toReversed() : Array.from(c.codes, (code) => c.labels[code]!).toReversed(),
        ]),
      ),
    );
    const again = designOf(reversed, "y ~ x", named);
    expect(Array.from(again.outcome)).toEqual(Array.from(design.outcome));
    expect(again.hash).toBe(design.hash);
  });

  test("counts what left, by column and by reason", () => {
    const holes = table({ unit: ["a", "a", "b", "b", "c"], y: [1, NA, 3, 4, 5], x: [1, NA, NA, 4, 5], w: [1, 1, 1, 0, 1] });
    const design = designOf(holes, "y ~ x", { weights: "w", keepSingletons: true });
    expect(design.dropped).toEqual({ missing: 2, singleton: 0, "missing.y": 1, "missing.x": 2, zeroWeight: 1 });
    expect(Array.from(design.rows, (row) => row + 1).sort()).toEqual([1, 5]);
    expect(design.findings.map((f) => f.code)).toContain("MODEL-ROWS-MISSING");
  });

  test("loses singletons recursively", () => {
    // c is alone in its unit; without it b is alone in year 9, and leaves too.
    const chain = table({ unit: ["a", "a", "b", "b", "b", "c"], year: [1, 2, 1, 2, 9, 9], y: [1, 2, 3, 4, 5, 6], x: [2, 1, 2, 1, 2, 1] });
    const design = designOf(chain, "y ~ x | unit + year");
    expect(design.dropped["singleton"]).toBe(2);
    expect(design.findings).toMatchObject([{ code: "MODEL-SINGLETONS", evidence: { rows: 2, of: 6, effects: ["unit", "year"] } }]);
    expect(designOf(chain, "y ~ x | unit + year", { keepSingletons: true }).rows).toHaveLength(6);
  });

  test("takes a condition, and columns of other models, into account", () => {
    expect(designOf(panel, "y ~ x", { where: "year <= 2002", keepSingletons: true })).toMatchObject({ dropped: { where: 2 } });
    const common = designOf(panel, "y ~ x", { ...named, commonWith: [parseFormula("y ~ l(x)")] });
    expect(common.rows).toHaveLength(3);
    expect(common.dropped["missing"]).toBe(4);
  });

  test("hashes its rows, not its columns, where unit and time name them", () => {
    const hash = designOf(panel, "y ~ x", named).hash;
    expect(hash).toMatch(/^[0-9a-f]{32}$/);
    expect(designOf(panel, "x ~ y", named).hash).toBe(hash);
    expect(designOf(panel, "y ~ x", { ...named, where: "year < 2004" }).hash).not.toBe(hash);
    expect(designOf(panel, "y ~ x").hash).not.toBe(designOf(panel, "x ~ y").hash);
  });
});

describe("what a design is refused for", () => {
  test.each<[string, () => unknown, Code]>([
    ["every row incomplete", () => designOf(table({ y: [1, NA], x: [NA, 2] }), "y ~ x"), "MODEL-NO-ROWS"],
    ["a filter that leaves nothing", () => designOf(panel, "y ~ x", { where: "year > 3000" }), "MODEL-NO-ROWS"],
    ["only singletons", () => designOf(table({ u: ["a", "b"], y: [1, 2], x: [2, 1] }), "y ~ x | u"), "MODEL-NO-ROWS"],
    ["an empty table", () => designOf(table({ y: [], x: [] }), "y ~ x"), "MODEL-NO-ROWS"],
    ["negative weights", () => designOf(table({ y: [1, 2], x: [2, 1], w: [1, -1] }), "y ~ x", { weights: "w" }), "MODEL-WEIGHT-NEGATIVE"],
    ["the outcome on both sides", () => designOf(panel, "y ~ x + y"), "FORMULA-OUTCOME-REGRESSOR"],
    ["an unknown column", () => designOf(panel, "y ~ xx"), "DATA-COLUMN-UNKNOWN"],
    ["an unknown effect", () => designOf(panel, "y ~ x | uni"), "DATA-COLUMN-UNKNOWN"],
    ["an unknown cluster", () => designOf(panel, "y ~ x", { clusters: ["regoin"] }), "DATA-COLUMN-UNKNOWN"],
    ["an unknown function", () => designOf(panel, "y ~ lnn(x)"), "EXPR-FUNCTION-UNKNOWN"],
    ["a text outcome", () => designOf(panel, "region ~ x"), "DATA-COLUMN-TEXT"],
    ["a text slope", () => designOf(panel, "y ~ x | unit[region]"), "DATA-COLUMN-TEXT"],
    ["a logarithm of zero", () => designOf(table({ y: [1, 2], x: [0, 1] }), "y ~ ln(x)"), "DATA-LOG-NONPOSITIVE"],
  ])("%s", (_, run, code) => {
    expect(refusal(run).code).toBe(code);
  });

  test("a mistyped column is shown where it stands in the formula", () => {
    const { place } = refusal(() => designOf(panel, "y ~ x + regin | unit"));
    expect(place).toMatchObject({ excerpt: "y ~ x + regin | unit", column: 9, length: 5 });
  });
});
