import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { dynamicPanel, type InstrumentOption, regress } from "../dist/econometrics/main.js";
import { frame } from "../dist/frame/main.js";
import { reader } from "../dist/report/reader.js";
import { printed } from "../dist/report/table.js";
import { regressionTable } from "../dist/report/tables/regression.js";
import type { Results } from "../dist/results/main.js";
import { gmmPanel } from "./fixtures/gmm/panels.js";

const sample: Results = JSON.parse(readFileSync(new URL("./fixtures/results-sample.json", import.meta.url), "utf8"));
const columns = gmmPanel("balanced");
const panel = { unit: "firm", time: "year" };
const formula = "y ~ l(y, 1) + x + w | firm + year";
const collapsed: InstrumentOption[] = [
  { kind: "gmm", columns: ["y", "x"], lags: [2, 4], collapse: true },
  { kind: "exogenous", columns: ["w"] },
];
const short = Object.fromEntries(
  Object.entries(columns).map(([name, values]) => [name, values.filter((_, row) => columns["year"]![row]! < 2005)]),
);
const models = {
  ols: { ...regress(frame("firms", columns), "y ~ x + w | firm + year", { ...panel, cluster: "firm" }) },
  gmm: { ...dynamicPanel(frame("firms", columns), formula, { ...panel, instruments: collapsed }) },
  short: { ...dynamicPanel(frame("firms", short), formula, { ...panel, instruments: collapsed }) },
};
const results: Results = { ...sample, models };

describe.each([
  ["en", ["Arellano-Bond AR(2), p", "Hansen, p", "Instruments", "Units"], "no unit has differences 2 periods apart"],
  ["zh", ["Arellano-Bond AR(2) 检验（p 值）", "Hansen 检验（p 值）", "工具变量数", "个体数"], "没有任何个体有相隔 2 期的差分"],
] as const)("a table with a dynamic panel, %s", (language, rows, reason) => {
  const table = regressionTable(reader(results, language), "main", {
    ...sample.tables["main"]!,
    models: ["ols", "gmm", "short"],
    keep: undefined,
  });
  const lines = new Map(table.rows.map((row) => [row.cells[0]!.text, row.cells.slice(1).map(printed)]));

  test("has AR(2), Hansen and the counts as rows, and leaves them empty for other estimators", () => {
    for (const row of rows) {
      expect([...lines.keys()]).toContain(row);
      expect(lines.get(row)![0]).toBe("");
      expect(lines.get(row)![1]).toMatch(/\d/);
    }
    const count = models.gmm.instruments!.reduce((total, set) => total + set.count, 0);
    expect(lines.get(rows[2])![1]).toBe(String(count));
    expect(lines.get(rows[3])![1]).toBe("120");
  });

  test("says why a test is missing, and lists the instruments below", () => {
    expect(lines.get(rows[0])![2]).not.toMatch(/\d/);
    const notes = table.notes.join("\n");
    expect(notes).toContain(reason);
    expect(notes).toMatch(
      language === "en" ? /y lags 2 to 4 collapsed \(transformed equation, 3\)/ : /y第 2 至 4 期滞后，合并（差分方程，3 列）/,
    );
  });

  test("has no rows of time dummies, but says that they are there", () => {
    expect([...lines.keys()].filter((label) => label.includes("year::"))).toEqual([]);
    expect(models.gmm.coefficients.some((row) => row.kind === "timeEffect")).toBe(true);
    expect(models.gmm.absorbed!.map((a) => a.effect)).toEqual(["firm", "year"]);
  });
});
