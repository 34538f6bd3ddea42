import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compositeIndex, type IndexOptions } from "../../econometrics/index/main.js";
import { frame } from "../../frame/main.js";
import type { FigureSpec, Results } from "../../results/contract.js";
import { outline } from "../document/outline.js";
import { reader } from "../reader.js";
import { drawFigure } from "./draw.js";
import { heatMapFigure } from "./heatMap.js";
import { radarFigure } from "./radar.js";
import { groupYardsticks, places } from "./standing.js";

const sample: Results = JSON.parse(readFileSync(new URL("../../../test/fixtures/results-sample.json", import.meta.url), "utf8"));
const table = frame("t", {
  unit: ["A", "B", "C", "D", "E"],
  rd: [1, 2, 3, 4, 5],
  staff: [5, 1, 4, 2, 3],
  patents: [2, 2, 8, 4, 6],
  energy: [9, 7, 5, 3, 1],
});
const made = (more: Partial<IndexOptions> = {}) =>
  compositeIndex(table, {
    name: "np",
    unit: "unit",
    method: "equal",
    indicators: {
      rd: { direction: "higher", dimension: "inputs" },
      staff: { direction: "higher", dimension: "inputs" },
      patents: { direction: "higher", dimension: "outputs" },
      energy: { direction: "lower", dimension: "outputs" },
    },
    ...more,
  }).result;
const index = made();
const results = (figures: Record<string, FigureSpec>): Results => ({ ...sample, indices: { np: index }, figures });
const en = reader(results({}), "en");

describe("what units are compared on", () => {
  it("places share the better one, and missing values have none", () => {
    expect(places([3, 5, null, 5, 1])).toEqual([3, 1, null, 1, 4]);
  });

  it("dimensions are weighted means of scaled indicators: with the weights they add up to the score", () => {
    const [inputs, outputs] = groupYardsticks(en, index);
    index.ranking.forEach((row, i) => {
      expect(0.5 * inputs!.values[i]! + 0.5 * outputs!.values[i]!).toBeCloseTo(row.score, 12);
    });
  });

  it("groups of a hierarchy are those that hold indicators", () => {
    const indicators = { rd: "higher", staff: "higher", patents: "higher", energy: "lower" } as const;
    const groups = { inputs: { of: ["rd", "staff"] }, outputs: { of: ["patents", "energy"] }, all: { of: ["inputs", "outputs"] } };
    const nested = made({ indicators, groups });
    expect(groupYardsticks(en, nested).map((y) => y.name)).toEqual(["inputs", "outputs"]);
    expect(groupYardsticks(en, nested)[0]!.values).toEqual(nested.ranking.map((row) => row.groups!["inputs"]));
  });
});

describe("the heat map", () => {
  const cells = (spec: FigureSpec) =>
    (heatMapFigure(en, "np", index, spec)!.spec["data"] as { values: { unit: string; column: string; share: number; text: string }[] })
      .values;

  it("colours a cell by the unit's place on the indicator, higher being better", () => {
    const all = cells({ kind: "heatMap" });
    expect(all).toHaveLength(20);
    const cell = (unit: string, column: string) => all.find((c) => c.unit === unit && c.column === column)!;
    expect(cell("E", "rd")).toMatchObject({ share: 1, text: "1" });
    expect(cell("E", "energy")).toMatchObject({ share: 1, text: "1" });
    expect(cell("A", "patents")).toMatchObject({ share: 0.25, text: "4" });
    expect(cell("A", "energy")).toMatchObject({ share: 0, text: "5" });
  });

  it("has a column for every dimension where it is asked to", () => {
    expect([...new Set(cells({ kind: "heatMap", of: "groups" }).map((c) => c.column))]).toEqual(["inputs", "outputs"]);
  });
});

describe("the radar", () => {
  it("needs three spokes", () => {
    expect(radarFigure(en, "np", index, { kind: "radar" })).toBeNull();
    expect(radarFigure(en, "np", index, { kind: "radar", of: "indicators" })).not.toBeNull();
  });

  it("puts the best unit of a spoke on the rim and the worst in the centre, and draws the units asked for", () => {
    const figure = radarFigure(en, "np", index, { kind: "radar", of: "indicators", units: ["E", "A"] })!;
    expect(figure.alt).toContain("E, rd: 1.00");
    expect(figure.alt).toContain("A, rd: 0.00");
    expect(figure.alt).not.toContain("B, ");
  });
});

describe.each(["en", "zh"] as const)("in a report in %s", (language) => {
  it("stand where the study asks for them, as many as it asks for, drawn without a warning", async () => {
    const asked: Record<string, FigureSpec> = {
      all: { kind: "heatMap", index: "np" },
      grouped: { kind: "heatMap", index: "np", of: "groups" },
      profiles: { kind: "radar", index: "np", of: "indicators" },
    };
    const drawn = (specs: Record<string, FigureSpec>) =>
      outline(reader(results(specs), language)).sections.flatMap((s) => s.blocks.flatMap((b) => (b.kind === "figure" ? [b.figure] : [])));
    const found = drawn(asked).filter((f) => /heat-map|radar/.test(f.id));
    expect(found.map((f) => f.id)).toEqual(["heat-map-np-indicators", "heat-map-np-groups", "radar-np"]);
    for (const figure of found) expect((await drawFigure(figure)).svg).not.toMatch(/NaN|undefined/);
    expect(drawn({}).some((f) => /heat-map|radar/.test(f.id))).toBe(false);
  });
});
