import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { frame, takeRows } from "../../frame/main.js";
import { sin } from "../../numerics/elementary.js";
import { compositeIndex } from "./compositeIndex.js";
import type { IndexOptions } from "./options.js";
import { sobolIndices } from "./sobol.js";

const root = new URL("../../../", import.meta.url);
const golden = JSON.parse(readFileSync(new URL("test/fixtures/index/asem.json", root), "utf8"));
const [head, ...lines] = readFileSync(new URL("studies/asem-connectivity/data/asem.csv", root), "utf8").trim().split("\n");
const names = head!.split(",");
const cells = lines.map((line) => line.split(","));
const countries = frame(
  "countries",
  Object.fromEntries(
    names.map((name, j) => [
      name,
      name.startsWith("u") || name.endsWith("_group")
        ? cells.map((c) => c[j]!)
        : cells.map((c) => (c[j] === "" ? Number.NaN : Number(c[j]))),
    ]),
  ),
);
const asem: IndexOptions = {
  name: "connectivity",
  unit: "uCode",
  method: "equal",
  ...golden.system,
  impute: { method: "groupMean", by: ["EurAsia_group"] },
  treat: {},
  scale: { range: [1, 100] },
};
const vary = { winsorise: [1, 2, 3, 4], scale: ["zScore" as const], weights: 0.25 };

describe("Sobol indices", () => {
  it("of the Ishigami function: 0.3139, 0.4424, 0 and 0.5576, 0.4424, 0.2437 (Saltelli and others 2000)", () => {
    const pi = Math.PI;
    const found = sobolIndices(
      3,
      (u) => {
        const [x, y, z] = u.map((v) => pi * (2 * v - 1)) as [number, number, number];
        return sin(x) + 7 * sin(y) ** 2 + 0.1 * z ** 2 * z ** 2 * sin(x);
      },
      { base: 20_000, bootstraps: 200, seed: 3 },
    );
    for (const [k, [first, total]] of [
      [0.3139, 0.5576],
      [0.4424, 0.4424],
      [0, 0.2437],
    ].entries()) {
      expect(found[k]!.first).toBeCloseTo(first!, 1);
      expect(Math.abs(found[k]!.first - first!)).toBeLessThan(0.03);
      expect(Math.abs(found[k]!.total - total!)).toBeLessThan(0.03);
      expect(found[k]!.totalLow).toBeLessThanOrEqual(found[k]!.total);
      expect(found[k]!.totalHigh).toBeGreaterThanOrEqual(found[k]!.total);
    }
  });

  it("a factor that does nothing has none, and one that does everything all", () => {
    const [all, none] = sobolIndices(2, (u) => u[0]!, { base: 2000, bootstraps: 0, seed: 1 });
    expect(all!.first).toBeCloseTo(1, 1);
    expect(none!.total).toBe(0);
    expect(sobolIndices(1, () => 2, { base: 20, bootstraps: 10, seed: 1 })[0]!.total).toBe(0);
  });
});

describe("uncertainty of the ASEM ranks", () => {
  const made = compositeIndex(countries, { ...asem, uncertainty: { draws: 500, seed: 7, vary } });

  it("intervals hold the middle, and the nominal rank is that of the index", () => {
    const { units, factors } = made.result.uncertainty!;
    expect(units).toHaveLength(51);
    expect(factors.map((f) => [f.name, f.levels.length])).toEqual([
      ["winsorise", 5],
      ["scale", 2],
      ["weights", 1],
    ]);
    for (const unit of units) {
      expect(unit.low).toBeLessThanOrEqual(unit.median);
      expect(unit.median).toBeLessThanOrEqual(unit.high);
      expect(unit.rank).toBe(made.result.ranking.find((r) => r.unit === unit.unit)!.rank);
    }
    expect(units.some((u) => u.high > u.low)).toBe(true);
  });

  it("the same seed gives the same ranks for shuffled rows", () => {
    const shuffled = takeRows(
      countries,
      Int32Array.from({ length: 51 }, (_, i) => (i * 20) % 51),
    );
    expect(compositeIndex(shuffled, { ...asem, uncertainty: { draws: 500, seed: 7, vary } }).result.uncertainty).toEqual(
      made.result.uncertainty,
    );
  });

  it("without anything to vary but one other way, ranks are those of the two ways", () => {
    const two = compositeIndex(countries, {
      ...asem,
      alternatives: { scale: ["zScore"] },
      uncertainty: { draws: 200, vary: { scale: ["zScore"] } },
    });
    const other = compositeIndex(countries, { ...asem, scale: { ...asem.scale, method: "zScore", range: undefined } });
    for (const unit of two.result.uncertainty!.units) {
      const there = other.result.ranking.find((r) => r.unit === unit.unit)!.rank;
      expect([unit.low, unit.high].sort((a, b) => a - b)).toEqual([unit.rank, there].sort((a, b) => a - b));
    }
  });

  it("6,144 runs and 500 bootstraps name the choice that matters", () => {
    const { sobol } = compositeIndex(countries, {
      ...asem,
      uncertainty: { draws: 100, vary: { ...vary, aggregate: ["geometric"], scale: ["percentileRank"] }, sobol: {} },
    }).result.uncertainty!;
    expect(sobol!.runs).toBe(6144);
    const total = new Map(sobol!.factors.map((f) => [f.factor, f.total]));
    expect(total.get("aggregate")!).toBeGreaterThan(total.get("winsorise")!);
  });
});
