import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { groupTimeEffects } from "../dist/econometrics/did/main.js";
import { compositeIndex, pilotZonesIndicators, plantedIndexEffects, simulatePilotZones } from "../dist/econometrics/main.js";
import { numberColumn, withColumn } from "../dist/frame/main.js";
import { readStudy, resultsOf } from "../dist/study/main.js";
import { indexOptions, pilotZonesFiles, pilotZonesWorld } from "../studies/pilot-zones/data/simulate.js";

const folder = new URL("../studies/pilot-zones/data/", import.meta.url);

describe("studies/pilot-zones", () => {
  it("runs, says simulated, and its headline interval holds the planted effect", async () => {
    const results = await resultsOf(readStudy(fileURLToPath(new URL("../study.yaml", folder))));
    expect(results.data["provinces"]!.simulated).toBe(true);
    const outcome = results.policies["pilot"]!.outcomes["np"]!;
    const headline = outcome.aggregates.find((row) => row.estimator === "groupTime" && row.aggregate === "simple")!;
    const truth = plantedIndexEffects(simulatePilotZones(pilotZonesWorld(), { seed: 1 }), indexOptions);
    expect(headline.confLow!).toBeLessThan(truth.own);
    expect(headline.confHigh!).toBeGreaterThan(truth.own);
    expect(outcome.verdict.grade).toBe("supported");
    expect(outcome.variants).toHaveLength(19);
    // Every robust estimator stands in the event study, and each average holds the truth.
    const robust = ["groupTime", "sunAbraham", "imputation", "twoStage"];
    expect([...new Set(outcome.eventStudy.map((row) => row.estimator))].sort()).toEqual(["twoWay", ...robust].sort());
    for (const estimator of robust) {
      const average = outcome.aggregates.find((row) => row.estimator === estimator && row.aggregate === "simple")!;
      expect(average.confLow!, estimator).toBeLessThan(truth.own);
      expect(average.confHigh!, estimator).toBeGreaterThan(truth.own);
    }
    // The estimates of both models under all five recipes of the index.
    for (const model of ["plain", "controls"])
      expect(results.models[model]!.indexBand!.terms[0]).toMatchObject({ term: "treated", recipes: 4, sameSign: 4 });
    expect(results.indices["np"]!.weights.map((w) => w.indicator)).toEqual(pilotZonesIndicators.map((spec) => spec.name));
    expect(results.findings.map((f) => f.code)).toContain("DID-FEW-TREATED");
  });

  it("ships exactly what its generator writes with seed 1", () => {
    for (const [name, text] of Object.entries(pilotZonesFiles(1))) expect(readFileSync(new URL(name, folder), "utf8")).toBe(text);
  });

  it("prints the planted truth in its README", () => {
    const readme = readFileSync(new URL("../README.md", folder), "utf8");
    const truth = readFileSync(new URL("planted-truth.csv", folder), "utf8").trim().split("\n").slice(1);
    for (const line of truth) expect(readme).toContain(line.split(",")[2]);
  });

  it("treats 16 provinces, cohorts 2019:2, 2020:8, 2021:3, 2022:3", () => {
    const starts = pilotZonesWorld().provinces.map((p) => p.firstTreated);
    expect(starts).toHaveLength(30);
    expect([2019, 2020, 2021, 2022, null].map((y) => starts.filter((s) => s === y).length)).toEqual([2, 8, 3, 3, 14]);
  });

  it("group-time effects find the planted effect on average: the design is unbiased", () => {
    const world = pilotZonesWorld();
    const seeds = 40;
    const errors: number[] = [];
    for (let seed = 1; seed <= seeds; seed++) {
      const panel = simulatePilotZones(world, { seed });
      const scored = withColumn(panel.observed, "np", numberColumn(compositeIndex(panel.observed, indexOptions).scores));
      const effects = groupTimeEffects(scored, { outcome: "np", adopted: "firstTreated", unit: "province", time: "year" });
      const simple = effects.aggregates.find((row) => row.aggregate === "simple")!;
      errors.push(simple.estimate! - plantedIndexEffects(panel, indexOptions).own);
    }
    const bias = errors.reduce((s, e) => s + e, 0) / seeds;
    const spread = Math.sqrt(errors.reduce((s, e) => s + (e - bias) ** 2, 0) / (seeds - 1));
    expect(spread).toBeLessThan(0.008);
    expect(Math.abs(bias)).toBeLessThan((3 * spread) / Math.sqrt(seeds));
  });

  it("the index of the shipped panel has size variables among ratios and no faulty entropy", () => {
    const world = pilotZonesWorld();
    const { observed } = simulatePilotZones(world, { seed: 1 });
    const kinds = { software: "size", telecom: "size", college: "share" } as const;
    const codes = compositeIndex(observed, { ...indexOptions, kinds }).findings.map((f) => f.code);
    expect(codes).toContain("INDEX-SIZE-AMONG-RATIOS");
    expect(codes).not.toContain("INDEX-ENTROPY-ABOVE-ONE");
    expect(pilotZonesIndicators).toHaveLength(20);
  });
});
