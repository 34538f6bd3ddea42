import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { randomEffects, regress } from "../dist/econometrics/main.js";
import { frame } from "../dist/frame/main.js";
import { reader } from "../dist/report/reader.js";
import { printed } from "../dist/report/table.js";
import { regressionTable } from "../dist/report/tables/regression.js";
import type { Results } from "../dist/results/main.js";
import { ivPanel } from "./fixtures/iv/panels.js";

const sample: Results = JSON.parse(readFileSync(new URL("./fixtures/results-sample.json", import.meta.url), "utf8"));
const panel = { unit: "firm", time: "year" };
const modelsOf = (name: string) => {
  const data = frame("firms", ivPanel(name));
  return { ols: { ...regress(data, "y ~ x1 + size", panel) }, random: { ...randomEffects(data, "y ~ x1 + size", panel) } };
};

describe.each([
  [
    "en",
    ["SD of unit effects (σ_u)", "SD of the rest (σ_e)", "Share of unit effects in the variance (ρ)"],
    "Share of the unit mean taken out (θ",
  ],
  ["zh", ["个体效应标准差（σ_u）", "特异误差标准差（σ_e）", "个体效应占方差的比重（ρ）"], "扣除的个体均值比例（θ"],
] as const)("a table with random effects, %s", (language, components, theta) => {
  test.each(["firmEffects", "unbalanced"])("has the variance components and theta as rows, empty for other estimators (%s)", (name) => {
    const models = modelsOf(name);
    const spec = { ...sample.tables["main"]!, models: ["ols", "random"], keep: undefined };
    const table = regressionTable(reader({ ...sample, models }, language), "main", spec);
    const lines = new Map(table.rows.map((row) => [row.cells[0]!.text, row.cells.slice(1).map(printed)]));
    const { sigmaUnit, sigmaRest, rho, shareMedian, shareLeast, shareMost } = models.random.conventions as Record<string, number>;
    [sigmaUnit, sigmaRest, rho].forEach((value, k) => {
      expect(lines.get(components[k]!)).toEqual(["", value!.toFixed(spec.digits)]);
    });
    const label = [...lines.keys()].find((text) => text.startsWith(theta))!;
    expect(lines.get(label)).toEqual(["", shareMedian!.toFixed(spec.digits)]);
    expect(shareLeast === shareMost).toBe(name === "firmEffects");
    expect(/median|中位数/.test(label)).toBe(name === "unbalanced");
  });
});
