import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Frame, frame } from "../../frame/main.js";
import { compositeIndex } from "./compositeIndex.js";
import { correlation } from "./critic.js";
import type { IndexOptions, ScaleMethod } from "./options.js";

// COINr 1.1.14 on its ASEM data (MIT); data and results in full precision by bench/peers/asem.R.
const root = new URL("../../../", import.meta.url);
const golden = JSON.parse(readFileSync(new URL("test/fixtures/index/asem.json", root), "utf8"));
const [head, ...lines] = readFileSync(new URL("studies/asem-connectivity/data/asem.csv", root), "utf8").trim().split("\n");
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
  ...golden.system,
  impute: { method: "groupMean", by: ["EurAsia_group"] },
  treat: {},
  scale: { range: [0, 100] },
};
const made = (more: Partial<IndexOptions> = {}) => compositeIndex(countries, { ...asem, ...more });
const codes = cells.map((c) => c[names.indexOf("uCode")]!);
/** Largest distance from COINr's column, unit by unit. */
const distance = (ours: Float64Array, theirs: { uCode: string[] }, column: string) =>
  Math.max(
    ...theirs.uCode.map((code, k) => Math.abs(ours[codes.indexOf(code)]! - (theirs as unknown as Record<string, number[]>)[column]![k]!)),
  );

describe("the ASEM index of COINr", () => {
  const index = made();

  it("index and ten aggregates of 51 countries within 1e-10", () => {
    expect(index.groups.size).toBe(10);
    expect(distance(index.scores, golden.aggregates, "Index")).toBeLessThan(1e-10);
    for (const [name, scores] of index.groups) expect(distance(scores, golden.aggregates, name), name).toBeLessThan(1e-10);
  });

  it("pulls in the same points of the same indicators, and reports skewness and kurtosis as COINr does", () => {
    index.result.weights.forEach((row, j) => {
      const points = golden.treated["winsorise.nwin"][j];
      expect(row.treatment!.high + row.treatment!.low, row.indicator).toBe(points === "NA" || row.treatment!.isLogged ? 0 : points);
      expect(row.treatment!.skewBefore).toBeCloseTo(golden.treated["check_SkewKurt0.Skew"][j], 10);
      expect(row.treatment!.kurtosisBefore).toBeCloseTo(golden.treated["check_SkewKurt0.Kurt"][j], 10);
    });
  });

  it("lists every filled cell, and where it stands in the ranking", () => {
    const { filled, ranking, weights } = index.result;
    const isMissing = (row: string[], name: string | undefined) => name !== undefined && row[names.indexOf(name)] === "";
    const missing = cells.flatMap((row) => weights.filter((w) => isMissing(row, w.indicator) || isMissing(row, w.denominator))).length;
    expect(filled!.length).toBe(missing);
    expect(weights.reduce((s, w) => s + w.imputedCells, 0)).toBe(missing);
    expect(ranking.reduce((s, r) => s + r.filledCells!, 0)).toBe(missing);
    expect(index.findings.map((f) => f.code)).toContain("INDEX-IMPUTED-CELLS");
  });

  it("contributions of 49 indicators add up to the score", () => {
    for (let i = 0; i < countries.rows; i++)
      expect(Array.from(index.contributions.values()).reduce((s, c) => s + c[i]!, 0)).toBeCloseTo(index.scores[i]!, 10);
  });

  for (const [scale, column] of [
    ["zScore", "zScore"],
    ["rank", "rank"],
    ["percentileRank", "percentileRank"],
    ["borda", "borda"],
    ["distanceToMax", "distanceToMax"],
  ] as [ScaleMethod, string][])
    it(`scale ${scale}`, () => {
      // One indicator alone is its own index: its score is its scaled value.
      for (const [indicator, direction] of [
        ["Flights", "higher"],
        ["Tariff", "lower"],
      ] as const) {
        const alone = made({
          indicators: { [indicator]: direction },
          groups: undefined,
          denominators: indicator === "Flights" ? { Flights: "Population" } : {},
          scale: { method: scale },
        });
        expect(distance(alone.scores, golden.normalised[column], indicator)).toBeLessThan(1e-10);
      }
    });

  for (const aggregate of ["geometric", "harmonic"] as const)
    it(`aggregate ${aggregate} at every level`, () => {
      const scores = made({ aggregate, scale: { range: [1, 100] } }).scores;
      const theirs = { uCode: golden.aggregates.uCode, x: golden.aggregated[aggregate] };
      expect(distance(scores, theirs, "x")).toBeLessThan(1e-10);
    });

  it("principal components of the sustainability group give Social a negative weight, and say so", () => {
    const index = made({
      method: "equal",
      groups: { ...golden.system.groups, Sust: { ...golden.system.groups.Sust, method: "pca" } },
    });
    const members = index.result.groups!.find((g) => g.name === "Sust")!.members;
    const ratio = (name: string) => members.find((m) => m.name === name)!.weight / members[0]!.weight;
    const [environ, social, economy] = golden.pca.Weight;
    expect(ratio("Social")).toBeCloseTo(social / environ, 8);
    expect(ratio("SusEcFin")).toBeCloseTo(economy / environ, 8);
    const negative = index.findings.find((f) => f.code === "INDEX-WEIGHT-NEGATIVE")!;
    expect(JSON.stringify(negative.evidence)).toContain("Social");
    // Loadings 0.651, -0.744 and 0.147 sum to 0.054: divided by it they are twelve times as large.
    const unstable = index.findings.find((f) => f.code === "INDEX-PCA-UNSTABLE")!;
    expect(unstable.evidence).toMatchObject({
      group: "Sust",
      members: [{ member: "Environ" }, { member: "Social" }, { member: "SusEcFin" }],
    });
  });

  it("weights for equal importance of the two sub-indices: COINr's within its own tolerance, the shares to 1e-9", () => {
    const index = made({ method: "equal", groups: golden.system.groups });
    const optimised = compositeIndex(countries, { ...asem, method: "targetImportance", groups: withOwn(golden.system.groups, "equal") });
    const [conn, sust] = optimised.result.groups!.at(-1)!.members;
    expect(Math.abs(conn!.weight - golden.optimal.Weight[0])).toBeLessThan(0.005);
    expect(Math.abs(sust!.weight - golden.optimal.Weight[1])).toBeLessThan(0.005);
    const r = ["Conn", "Sust"].map((name) => correlation(optimised.groups.get(name)!, optimised.scores));
    expect(r[0]! / (r[0]! + r[1]!)).toBeCloseTo(0.5, 9);
    expect(index.groups.get("Conn")).toEqual(optimised.groups.get("Conn"));
  });
});

/** The groups with a method of their own, so that only the index itself is optimised. */
function withOwn(groups: NonNullable<IndexOptions["groups"]>, method: "equal"): NonNullable<IndexOptions["groups"]> {
  return Object.fromEntries(Object.entries(groups).map(([name, group]) => [name, { ...group, method }]));
}
