import { describe, expect, test } from "vitest";
import { frame } from "../frame/main.js";
import { stream } from "../numerics/main.js";
import { examine } from "./examine.js";
import { coefficient } from "./fit.js";
import { gelbach } from "./gelbach.js";
import { clusterReport } from "./inference/clusterReport.js";
import { regress } from "./panel/ols.js";

/** Forty units in ten provinces over six years; units with more ability have more x, and province 7 goes its own way. */
function made(odd: number) {
  const s = stream(31, 0);
  const columns: Record<string, number[]> = { unit: [], province: [], year: [], x: [], z: [], y: [], w: [] };
  for (let unit = 0; unit < 40; unit++) {
    const ability = s.normal();
    for (let year = 0; year < 6; year++) {
      if (s.uniform() < 0.1) continue;
      const province = unit % 10;
      const x = s.normal() + 2 * ability;
      const row = {
        unit,
        province,
        year,
        x,
        z: s.normal() + 0.3 * x,
        y: 0.02 * x + 1.5 * ability + (province === 7 ? odd * x : 0) + 0.3 * s.normal(),
        w: 0.5 + s.uniform(),
      };
      for (const [name, value] of Object.entries(row)) columns[name]!.push(value);
    }
  }
  return columns;
}

const formula = "y ~ x + z | unit + year";
const panel = { unit: "unit", time: "year" };

describe("what a second look finds", () => {
  const even = regress(frame("even", made(0)), formula, { ...panel, cluster: "province" });
  const odd = regress(frame("odd", made(2)), formula, { ...panel, cluster: "province" });

  test("a coefficient that collapses when unit effects enter", () => {
    const found = examine(even).filter((f) => f.code === "MODEL-COLLAPSE");
    expect(found.map((f) => (f.evidence as { term: string }).term)).toEqual(["x"]);
    expect(
      examine(regress(frame("even", made(0)), "y ~ x + z | year", { ...panel, cluster: "province" })).map((f) => f.code),
    ).not.toContain("MODEL-COLLAPSE");
  });

  test("one influential cluster, by name, and none where there is none", () => {
    expect(examine(even).map((f) => f.code)).not.toContain("MODEL-CLUSTER-INFLUENTIAL");
    const found = examine(odd).filter((f) => f.code === "MODEL-CLUSTER-INFLUENTIAL");
    expect(found.find((f) => (f.evidence as { term: string }).term === "x")?.evidence).toMatchObject({ cluster: "province", value: "7" });
  });
});

describe("against refits", () => {
  test.each([undefined, "w"])("leaving a cluster out is leaving its rows out, effects and weights (%s) and all", (weights) => {
    const columns = made(1);
    const fit = regress(frame("all", columns), formula, { ...panel, weights, cluster: "province" });
    const report = clusterReport(fit, "province");
    expect(report.count).toBe(10);
    expect(report.clusters.reduce((total, c) => total + c.leverage["x"]!, 0)).toBeCloseTo(1, 12);
    expect(report.effective["x"]).toBeLessThanOrEqual(10);
    for (const [g, { rows, without }] of report.clusters.entries()) {
      const stays = columns["province"]!.flatMap((p, i) => (p === g ? [] : [i]));
      const rest = frame("rest", Object.fromEntries(Object.entries(columns).map(([name, v]) => [name, stays.map((i) => v[i]!)])));
      const again = regress(rest, formula, { ...panel, weights, cluster: "province" });
      expect(rows).toBe(fit.nobs - again.nobs);
      for (const term of ["x", "z"]) expect(Math.abs(without[term]! - coefficient(again, term))).toBeLessThan(1e-11);
    }
  });

  test("contributions add up to the difference of the two models, for effects and controls together", () => {
    const data = frame("all", made(0));
    const options = { ...panel, weights: "w", cluster: "province" };
    const full = regress(data, formula, options);
    const base = regress(data, "y ~ x | year", options);
    const [only] = gelbach(full, { effects: ["unit"], terms: ["z"] });
    expect(only!.base).toBeCloseTo(coefficient(base, "x"), 11);
    expect(only!.parts.map((p) => p.part)).toEqual(["z", "unit"]);
    expect(only!.parts.reduce((total, p) => total + p.contribution, 0)).toBeCloseTo(only!.base - only!.full, 11);
    // The contribution of z is its coefficient times that of x in a regression of z on x.
    const auxiliary = regress(data, "z ~ x | year", options);
    expect(only!.parts[0]!.contribution).toBeCloseTo(coefficient(full, "z") * coefficient(auxiliary, "x"), 11);
  });
});
