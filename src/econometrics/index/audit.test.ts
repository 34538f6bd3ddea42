import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Frame, frame, numberColumn, numbers, takeRows, withColumn } from "../../frame/main.js";
import type { IndexAudit } from "../../results/contract.js";
import { compositeIndex } from "./compositeIndex.js";
import type { IndexOptions } from "./options.js";

// COINr 1.1.14 on its ASEM data (MIT): bench/peers/audit.R; the system and the data are those of bench/peers/asem.R.
const root = new URL("../../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");
const golden = JSON.parse(read("test/fixtures/index/audit.json"));
const { system } = JSON.parse(read("test/fixtures/index/asem.json"));
const [head, ...lines] = read("studies/asem-connectivity/data/asem.csv").trim().split("\n");
const names = head!.split(",");
const cells = lines.map((line) => line.split(","));
const isText = (name: string) => name.startsWith("u") || name.endsWith("_group");
const countries: Frame = frame(
  "countries",
  Object.fromEntries(
    names.map((name, j) => [name, isText(name) ? cells.map((c) => c[j]!) : cells.map((c) => (c[j] === "" ? Number.NaN : Number(c[j])))]),
  ),
);
const asem: IndexOptions = {
  name: "connectivity",
  unit: "uCode",
  method: "equal",
  ...system,
  // In COINr's own order, which breaks ties of ranks.
  indicators: Object.fromEntries(golden.effective.indicator.map((name: string) => [name, system.indicators[name]])),
  impute: { method: "groupMean", by: ["EurAsia_group"] },
  treat: {},
  scale: { range: [0, 100] },
};
const index = compositeIndex(countries, { ...asem, audit: { high: 0.75 } });
const audit = index.result.audit!;

/** Pairs of COINr as `A B` with their correlation; it gives each pair once, in either order. */
const theirs = (flags: { Ind1: string[]; Ind2: string[]; Corr: number[] }) =>
  new Map(flags.Ind1.map((a, i) => [[a, flags.Ind2[i]!].sort().join(" "), flags.Corr[i]!]));
const ours = (keep: (pair: IndexAudit["pairs"][number]) => boolean) =>
  new Map(audit.pairs.filter(keep).map((p) => [[p.first, p.second].sort().join(" "), p.correlation]));

describe("the audit of the ASEM index", () => {
  for (const [what, flags, keep] of [
    ["within pillars above 0.75", "high", (p) => p.isWithin && p.flag === "high"],
    ["within pillars below 0.3", "weak", (p) => p.isWithin && p.flag !== "high"],
    ["within pillars below -0.4", "negative", (p) => p.isWithin && p.flag === "negative"],
    ["anywhere above 0.75", "allHigh", (p) => p.flag === "high"],
    ["anywhere below -0.4", "allNegative", (p) => p.flag === "negative"],
  ] as [string, string, (pair: IndexAudit["pairs"][number]) => boolean][])
    it(`pairs ${what} are those of get_corr_flags, within 1e-10`, () => {
      const expected = theirs(golden[flags]);
      const found = ours(keep);
      expect([...found.keys()].sort()).toEqual([...expected.keys()].sort());
      for (const [pair, r] of expected) expect(Math.abs(found.get(pair)! - r), pair).toBeLessThan(1e-10);
    });

  it("alpha of eight pillars, two sub-indices and the index equals get_cronbach within 1e-10", () => {
    expect(audit.reliability).toHaveLength(11);
    for (const { group, alpha } of audit.reliability) expect(Math.abs(alpha! - golden.alpha[group ?? "Index"])).toBeLessThan(1e-10);
  });

  it("weights in the whole index equal get_eff_weights; correlations and shares of the variance those of base R, within 1e-10", () => {
    golden.effective.indicator.forEach((name: string, k: number) => {
      const row = index.result.weights.find((w) => w.indicator === name)!;
      expect(Math.abs(row.weight - golden.effective.weight[k]), name).toBeLessThan(1e-10);
      expect(Math.abs(row.correlation! - golden.effective.correlation[k]), name).toBeLessThan(1e-10);
      expect(Math.abs(row.varianceShare! - golden.effective.varianceShare[k]), name).toBeLessThan(1e-10);
    });
  });

  it("strengths and weaknesses of 51 countries equal get_str_weak", () => {
    expect(audit.units).toHaveLength(51);
    for (const { unit, strengths, weaknesses } of golden.sides) {
      const own = audit.units.find((u) => u.unit === unit)!;
      for (const [side, expected] of [
        [own.strengths, strengths],
        [own.weaknesses, weaknesses],
      ] as const) {
        expect(
          side.map((s) => s.indicator),
          unit,
        ).toEqual(expected.indicator);
        expect(side.map((s) => s.rank)).toEqual(expected.rank);
        side.forEach((s, k) => {
          expect(Math.abs(s.value - expected.value[k])).toBeLessThan(1e-8);
        });
      }
    }
  });

  it("says which groups hang together badly, which pairs repeat or cancel each other, and which weights are silent", () => {
    const found = (code: string) => index.findings.find((f) => f.code === code)?.evidence as unknown as Record<string, unknown>;
    expect((found("INDEX-ALPHA-LOW")["groups"] as { group: string }[]).map((g) => g.group)).toEqual([
      "Instit",
      "Environ",
      "SusEcFin",
      "Sust",
    ]);
    expect(found("INDEX-PAIR-HIGH")).toMatchObject({ mark: 0.75, count: 11 });
    expect(found("INDEX-PAIR-NEGATIVE")).toMatchObject({ mark: -0.4, count: 7 });
    const silent = found("INDEX-WEIGHT-SILENT")["indicators"] as { indicator: string; correlation: number }[];
    expect(silent.length).toBeGreaterThan(0);
    for (const { correlation } of silent) expect(correlation >= 0 && correlation < 0.3).toBe(true);
  });
});

it("shuffled rows and other units of measurement change no bit of it", () => {
  const shuffled = takeRows(
    countries,
    Int32Array.from({ length: 51 }, (_, i) => (i * 20) % 51),
  );
  expect(compositeIndex(shuffled, { ...asem, audit: { high: 0.75 } }).result.audit).toEqual(audit);
  const doubled = withColumn(countries, "LPI", numberColumn(numbers(countries, "LPI").map((v) => 2 * v)));
  expect(compositeIndex(doubled, { ...asem, audit: { high: 0.75 } }).result.audit).toEqual(audit);
});

describe("the audit of any index", () => {
  const rows = frame("t", {
    unit: ["A", "B", "C", "D", "E", "F"],
    x: [1, 2, 3, 4, 5, 6],
    twin: [2, 4, 6, 8, 10, 12],
    other: [6, 5, 4, 3, 2, 1],
    loose: [1, 3, 2, 2, 1, 3],
  });
  const options: IndexOptions = {
    name: "np",
    unit: "unit",
    method: "equal",
    indicators: {
      x: { direction: "higher", dimension: "a" },
      twin: { direction: "higher", dimension: "a" },
      other: "higher",
      loose: "higher",
    },
    audit: true,
  };

  it("finds a twin, and alpha 1 of a dimension of twins", () => {
    const { result, findings } = compositeIndex(rows, options);
    expect(result.audit!.pairs[0]).toMatchObject({ first: "x", second: "twin", group: "a", isWithin: true, flag: "high" });
    expect(result.audit!.reliability[0]).toMatchObject({ group: "a", members: 2 });
    expect(result.audit!.reliability[0]!.alpha).toBeCloseTo(1, 12);
    expect(findings.map((f) => f.code)).toContain("INDEX-PAIR-HIGH");
  });

  it("turning an indicator around turns its correlations", () => {
    const turned = compositeIndex(rows, { ...options, indicators: { x: "higher", twin: "higher", other: "lower", loose: "higher" } });
    expect(turned.result.audit!.pairs.filter((p) => p.second === "other").map((p) => p.flag)).toEqual(["high", "high"]);
  });

  it("standing last is no strength and standing first no weakness", () => {
    const first = compositeIndex(rows, options).result.audit!.units.find((u) => u.unit === "F")!;
    expect(first.weaknesses.map((w) => w.indicator)).not.toContain("x");
    const last = compositeIndex(rows, { ...options, indicators: { x: "higher", twin: "higher" } }).result.audit!.units.find(
      (u) => u.unit === "A",
    )!;
    expect(last.strengths).toEqual([]);
    expect(last.weaknesses).toHaveLength(1);
  });

  it("shares of the variance sum to 1, also with weights by year, and are absent where the score is no sum", () => {
    const years = frame("t", {
      unit: ["A", "B", "C", "A", "B", "C"],
      year: [1, 1, 1, 2, 2, 2],
      x: [1, 2, 5, 2, 2.5, 7],
      y: [3, 1, 2, 2, 1.5, 4],
    });
    const indicators = { x: "higher", y: "higher" } as const;
    const byYear = compositeIndex(years, { unit: "unit", time: "year", method: "entropy", weightFrame: "byYear", indicators });
    expect(byYear.result.weights.reduce((s, w) => s + w.varianceShare!, 0)).toBeCloseTo(1, 12);
    const geometric = compositeIndex(years, {
      unit: "unit",
      time: "year",
      method: "equal",
      aggregate: "geometric",
      scale: { range: [1, 2] },
      indicators,
    });
    expect(geometric.result.weights[0]).not.toHaveProperty("varianceShare");
    expect(geometric.result.weights[0]!.correlation).toBeGreaterThan(0);
  });
});
