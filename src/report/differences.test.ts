import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { differences } from "../econometrics/differences/main.js";
import { frame } from "../frame/main.js";
import { type Results, settle } from "../results/main.js";
import { outline } from "./document/outline.js";
import { drawFigure } from "./figures/draw.js";
import { reader } from "./reader.js";

const sample: Results = JSON.parse(readFileSync(new URL("../../test/fixtures/results-sample.json", import.meta.url), "utf8"));

const units = Array.from({ length: 16 }, (_, i) => `U${i}`);
const rows = units.flatMap((unit, i) =>
  Array.from({ length: 8 }, (_, t) => ({ unit, year: 2010 + t, y: 3 + ((i * 5) % 16) * (1 - 0.06 * t) + 1.5 * ((i * 7 + t * 3) % 4) })),
);
const table = frame("provinces", {
  unit: rows.map((r) => r.unit),
  year: rows.map((r) => r.year),
  y: rows.map((r) => r.y),
  region: rows.map((r) => (Number(r.unit.slice(1)) < 8 ? "coast" : "inland")),
  control: rows.map((r) => Math.sqrt(r.y) + (r.year % 3)),
});
const { result } = differences(table, {
  variable: "y",
  unit: "unit",
  time: "year",
  groups: "region",
  inequality: {},
  density: { onePeak: { draws: 99 } },
  sigma: {},
  beta: { absolute: {}, panel: { sample: "panel", effects: "twoWay", controls: ["control"] }, clubs: { clubs: true } },
  markov: { classes: 3, relative: true, matrix: "ring", neighbourClasses: 2 },
  neighbours: { name: "ring", units: "unit", edges: units.map((from, i) => ({ from, to: units[(i + 1) % 16]! })) },
});
const results = settle({
  ...sample,
  differences: { gaps: result },
  figures: { ...sample.figures, own: { kind: "density", differences: "gaps", title: { en: "My title", zh: "我的标题" } } },
}) as unknown as Results;

/** The value at a path as `differences.gaps.sigma.trend.estimate`. */
const at = (path: string) => path.split(".").reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], results);

describe.each(["en", "zh"] as const)("differences in %s", (language) => {
  const document = outline(reader(results, language));
  const section = document.sections.find((s) => s.id === "differences-gaps")!;
  const tables = section.blocks.flatMap((b) => (b.kind === "table" ? [b.table] : []));
  const figures = section.blocks.flatMap((b) => (b.kind === "figure" ? [b.figure] : []));

  test("every part has its table, and three have a figure", () => {
    expect(tables.map((t) => t.id)).toEqual([
      "gini-gaps",
      "gini-pairs-gaps",
      "theil-gaps",
      "density-gaps",
      "sigma-gaps",
      "beta-gaps",
      "transitions-gaps",
      "spatial-transitions-gaps",
    ]);
    expect(figures.map((f) => f.id)).toEqual(["inequality-gaps", "density-gaps", "transitions-gaps"]);
  });

  test("every number of the tables is the one of its path in the results", () => {
    let numbers = 0;
    for (const { rows, columns } of tables)
      for (const row of rows) {
        if (row.group !== true) expect(row.cells).toHaveLength(columns.length);
        for (const cell of row.cells) {
          if (cell.path === undefined || typeof cell.value === "string") continue;
          expect(cell.value ?? null, cell.path).toBe(at(cell.path) ?? null);
          const printed = Number(
            cell.text
              .replace("−", "-")
              .replace(/[(,]/g, "")
              .replace(/^p [<=] /, ""),
          );
          if (typeof cell.value === "number" && !cell.text.includes("<")) {
            const decimals = (/\.(\d+)/.exec(cell.text)?.[1] ?? "").length;
            expect(Math.abs(printed - cell.value), `${cell.path} ${cell.text}`).toBeLessThanOrEqual(0.5001 * 10 ** -decimals);
            numbers++;
          }
        }
      }
    expect(numbers).toBeGreaterThan(200);
  });

  test("the study's title stands over its figure", () => {
    expect(figures[1]!.title).toContain(language === "en" ? "My title" : "我的标题");
    expect(document.sections.some((s) => s.id === "figures" && s.blocks.some((b) => b.kind === "figure" && b.figure.id === "own"))).toBe(
      false,
    );
  });

  test("figures are drawn without a doubt of Vega, and say in words what they show", async () => {
    for (const figure of figures) {
      const drawn = await drawFigure(figure);
      expect(drawn.svg).toContain("<title");
      expect(figure.alt.length).toBeGreaterThan(20);
    }
  });

  test("no English stands in the Chinese tables' own words", () => {
    if (language === "en") return;
    for (const { title, notes, header } of tables)
      for (const text of [title, ...notes, ...header.flat().map((cell) => cell.text)])
        expect(
          text.replace(/Dagum|Theil|Wolfson|Silverman|Shorrocks|Pitman-Morgan|Newey-West|Pearson|delta|coast|inland|ring|region/g, ""),
        ).not.toMatch(/[A-Za-z]{4,}/);
  });
});
