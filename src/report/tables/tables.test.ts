import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Language } from "../../messages/main.js";
import type { Results, TableSpec } from "../../results/contract.js";
import { outline } from "../document/outline.js";
import { reader } from "../reader.js";
import { printed, type Table } from "../table.js";
import { regressionTable } from "./regression.js";

const sample: Results = JSON.parse(readFileSync(new URL("../../../test/fixtures/results-sample.json", import.meta.url), "utf8"));
const spec: TableSpec = sample.tables["main"]!;

const tablesOf = (language: Language): Table[] =>
  outline(reader(sample, language)).sections.flatMap((s) => s.blocks.flatMap((b) => (b.kind === "table" ? [b.table] : [])));

/** The value a dotted path leads to. */
function at(path: string): unknown {
  return path.split(".").reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], sample);
}

const parsed = (text: string): number => Number(text.replace(/[(),[\]]/g, "").replace("−", "-"));

describe.each(["en", "zh"] as const)("the tables in %s", (language) => {
  test("show at every cell the number the results have at its path, rounded as printed", () => {
    let checked = 0;
    for (const table of tablesOf(language))
      for (const cell of table.rows.flatMap((row) => row.cells)) {
        if (cell.path === undefined) continue;
        const value = at(cell.path) ?? null;
        if (Array.isArray(value)) {
          // A set: every end of every interval.
          const ends = (cell.text.match(/[−\d.]+/g) ?? []).map(parsed);
          expect(ends, cell.path).toEqual(value.flat().map((end: number) => expect.closeTo(end, 3)));
        } else if (typeof cell.value === "string" && cell.text.startsWith("[")) {
          const [low, high] = cell.text.slice(1).split(", ").map(parsed);
          expect(low, cell.path).toBeCloseTo(value as number, 3);
          expect(high, cell.path).toBeCloseTo(at(cell.path.replace(/confLow$/, "confHigh")) as number, 3);
        } else {
          // A count of rows dropped for a reason a model does not know is zero.
          expect(cell.value, cell.path).toBe(value === null && cell.value === 0 ? 0 : value);
          if (typeof value === "number" && !cell.text.includes("<") && !/[≤≥]/.test(cell.text)) {
            const decimals = cell.text.split(".")[1]?.replace(/\D/g, "").length ?? 0;
            expect(Math.abs(parsed(cell.text) - value), `${cell.path} ${cell.text}`).toBeLessThanOrEqual(0.5000001 * 10 ** -decimals);
          }
        }
        checked++;
      }
    expect(checked).toBeGreaterThan(500);
  });

  test("have a cell for every column in every row", () => {
    for (const table of tablesOf(language)) {
      for (const cells of table.header)
        expect(
          cells.reduce((n, c) => n + (c.span ?? 1), 0),
          table.id,
        ).toBe(table.columns.length);
      for (const row of table.rows) expect(row.cells.length, table.id).toBe(row.group === true ? 1 : table.columns.length);
    }
  });
});

describe("a regression table", () => {
  const make = (changes: Partial<TableSpec>, results: Results = sample) =>
    regressionTable(reader(results, "en"), "t", { ...spec, ...changes });
  const column = (table: Table, i: number) => table.rows.map((row) => printed(row.cells[i]!));

  test("lists in the legend only the levels used in this table", () => {
    // p of `treated`: 0.080 (tfp), 0.367 (index)
    expect(make({ models: ["tfp"] }).notes.join(" ")).toContain("* p < 0.1.");
    expect(make({ models: ["tfp"] }).notes.join(" ")).not.toContain("**");
    expect(make({ models: ["index"] }).notes.join(" ")).not.toContain("p < ");
  });

  test("gives no star where the row may carry none, and says why", () => {
    const results = structuredClone(sample);
    results.models["tfp"]!.coefficients[0]!.stars = false;
    const table = make({ models: ["tfp"] }, results);
    expect(column(table, 1)[0]).toBe("0.0131†");
    expect(table.notes.join(" ")).toContain("No stars");
    expect(table.notes.join(" ")).not.toContain("p < 0.1");
  });

  test("names what stands in parentheses", () => {
    expect(column(make({ models: ["tfp"] }), 1)[1]).toBe("(0.0075)");
    expect(make({ models: ["tfp"] }).notes[0]).toBe(
      "Standard errors in parentheses, clustered by country, small-sample correction `fixest`, p-values from t(35).",
    );
    const t = make({ models: ["tfp"], parentheses: "tStatistic" });
    expect(column(t, 1)[1]).toBe("(1.75)");
    expect(t.notes[0]).toContain("t statistics in parentheses");
    const p = make({ models: ["tfp"], parentheses: "pValue" });
    expect(p.notes[0]).toContain("p-values in parentheses");
  });

  test("tells models with different errors apart", () => {
    const results = structuredClone(sample);
    results.models["index"]!.vcov = { type: "HC1", clusters: {}, df: 500, correction: null, factor: 1 };
    const note = make({ models: ["tfp", "output", "index"] }, results).notes[0]!;
    expect(note).toContain("(1), (2): clustered by country");
    expect(note).toContain("(3): robust to heteroskedasticity (HC1)");
  });

  test("keeps, drops and orders terms as asked", () => {
    const terms = (changes: Partial<TableSpec>) =>
      make({ models: ["tfpControls"], ...changes })
        .rows.filter((row) => row.cells[1]!.path?.endsWith(".estimate"))
        .map((row) => row.cells[0]!.text);
    expect(terms({})).toEqual(["Strategy in force", "ln human capital", "Trade openness"]);
    expect(terms({ keep: ["lnHc", "treated"] })).toEqual(["ln human capital", "Strategy in force"]);
    expect(terms({ drop: ["ln*"] })).toEqual(["Strategy in force", "Trade openness"]);
  });

  test("names the estimators where not all are least squares, and shows the tests a reader looks for", () => {
    const results = structuredClone(sample);
    const model = results.models["tfp"]!;
    model.estimator = "iv";
    model.conventions = { ...model.conventions, method: "liml" };
    const named = (name: string, statistic: number | null, pValue: number | null, reason: string | null) =>
      ({ name, null: "all instruments are valid", statistic, distribution: null, pValue, reason }) as const;
    model.tests = [
      named("kleibergenPaapF", 12.345, null, "read it against the critical values"),
      named("craggDonaldF", 3.2, null, "it has no critical values unless errors are iid"),
      named("hansenJ", null, null, "exactly identified: as many instruments as endogenous variables leave nothing to test"),
    ];
    const table = make({ models: ["output", "tfp"] }, results);
    const line = (label: string) => table.rows.find((row) => row.cells[0]!.text === label)?.cells.map(printed);
    expect(line("Estimator")).toEqual(["Estimator", "OLS", "LIML"]);
    expect(line("Kleibergen-Paap rk F")).toEqual(["Kleibergen-Paap rk F", "", "12.35"]);
    expect(line("Hansen J, p")).toEqual(["Hansen J, p", "", "–"]);
    expect(line("Cragg-Donald F")).toBeUndefined();
    expect(table.notes).toContain("(2) Hansen J: exactly identified: as many instruments as endogenous variables leave nothing to test.");
    expect(make({ models: ["output"] }, results).rows.some((row) => row.cells[0]!.text === "Estimator")).toBe(false);
  });

  test("shows first stages and the Anderson-Rubin set of models with instruments", () => {
    const results = structuredClone(sample);
    const model = results.models["tfp"]!;
    const [row] = model.coefficients;
    const stage = { ...row!, term: "l(treated, 1)", estimate: 0.9041, stdError: 0.0032, pValue: 0, stars: true };
    model.firstStages = [{ endogenous: "treated", coefficients: [stage], tests: [], partialR2: 0.8, sheaPartialR2: 0.8 }];
    const set = { name: "andersonRubin", term: "treated", level: 0.95, unbounded: true, shape: "disjoint" as const, reason: null };
    model.confidenceSets = [
      {
        ...set,
        intervals: [
          [null, -0.25],
          [1.5, null],
        ],
      },
    ];
    const rows = make({ models: ["output", "tfp"] }, results).rows.map((line) => line.cells.map(printed));
    const at = rows.findIndex(([label]) => label === "First stage of Strategy in force: Strategy in force (lag 1)");
    expect(rows[at]!.slice(1)).toEqual(["", "0.9041***"]);
    expect(rows[at + 1]!.slice(1)).toEqual(["", "(0.0032)"]);
    expect(rows[at + 2]).toEqual(["Anderson-Rubin set, 95%", "", "(−∞, −0.250] ∪ [1.500, ∞)"]);
  });

  test("shows fixed effects, sample, fit, clusters and the outcome's mean", () => {
    const table = make({});
    const line = (label: string) =>
      table.rows
        .find((row) => row.cells[0]!.text === label)
        ?.cells.slice(1)
        .map(printed);
    expect(line("Fixed effects: country")).toEqual(["Yes", "Yes", "Yes", "Yes"]);
    expect(line("Observations")).toEqual(["540", "531", "540", "540"]);
    expect(line("Within R²")).toEqual(["0.0124", "0.0124", "0.0124", "0.0124"]);
    expect(line("Clusters (country)")).toEqual(["36", "36", "36", "36"]);
    expect(line("Outcome mean")).toEqual(["0.2251", "0.2251", "0.2251", "0.2251"]);
    expect(table.header[0]!.map((c) => [c.text, c.span])).toEqual([
      ["", undefined],
      ["ln TFP", 2],
      ["ln output per worker", 1],
      ["NQP index", 1],
    ]);
  });
});

test("titles say that data were simulated, and only then", () => {
  expect(tablesOf("en").some((t) => t.title.includes("simulated"))).toBe(false);
  const simulated = structuredClone(sample);
  simulated.data["countries"]!.simulated = true;
  for (const [language, word] of [
    ["en", "simulated"],
    ["zh", "模拟数据"],
  ] as const) {
    const document = outline(reader(simulated, language));
    expect(document.title).toContain(word);
    for (const block of document.sections.flatMap((s) => s.blocks)) {
      if (block.kind === "figure") expect(block.figure.title).toContain(word);
      // Definitions, the ledger and conventions hold no measured number of their own.
      if (block.kind === "table" && !["variables", "conventions", "ledger", "samples", "data"].includes(block.table.id))
        expect(block.table.title).toContain(word);
    }
  }
});

test("comparisons by kind: their weights and averages make up the two-way estimate", () => {
  const table = tablesOf("en").find((t) => t.id === "comparisons-strategy-lnTfp")!;
  const values = table.rows.map((row) => row.cells.slice(1).map((cell) => cell.value as number));
  const kinds = values.slice(0, -1);
  const [pairs, weight, sum] = values.at(-1)!;
  expect(kinds.map(([count]) => count)).toEqual([2, 2, 1]);
  expect(pairs).toBe(5);
  expect(weight).toBe(1);
  expect(kinds.reduce((total, [, w]) => total + w!, 0)).toBeCloseTo(1, 12);
  const { estimates } = sample.policies["strategy"]!.outcomes["lnTfp"]!.decomposition!;
  const weighted = sample.policies["strategy"]!.comparisons!.reduce((total, c, i) => total + c.weight * estimates[i]!, 0);
  expect(kinds.reduce((total, [, w, average]) => total + w! * average!, 0)).toBeCloseTo(weighted, 12);
  expect(sum).toBe(sample.policies["strategy"]!.outcomes["lnTfp"]!.decomposition!.sum);
});
