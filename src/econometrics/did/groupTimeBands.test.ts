import { describe, expect, test } from "vitest";
import { type ColumnInput, frame, takeRows } from "../../frame/main.js";
import { stream } from "../../numerics/main.js";
import { evaluatePolicy } from "./evaluatePolicy.js";
import { type GroupTimeOptions, groupTimeEffects } from "./groupTime.js";
import { multiplierBand, multiplierDraws } from "./multiplierBootstrap.js";

describe("multiplier bootstrap", () => {
  const random = stream(8, 0);
  const width = 3;
  const first = { rows: Float64Array.from({ length: 19 * width }, () => random.normal()), width };
  const second = { rows: Float64Array.from({ length: 40 * 2 }, () => random.normal()), width: 2 };
  const coefficients = [Float64Array.of(1, 0, 2, 0, 0), Float64Array.of(0, -1, 0, 3, 0.5)];
  const draws = multiplierDraws([first, second], coefficients, { draws: 300, seed: 4 });

  test("a draw is the sum with the signs of its stream, a bit per row, every set starting on a byte", () => {
    for (const r of [0, 1, 299]) {
      const words = stream(4, r);
      const bytes = Array.from({ length: 3 }, () => words.bits()).flatMap((w) => [w & 255, (w >>> 8) & 255, (w >>> 16) & 255, w >>> 24]);
      const sign = (byte: number, row: number) => ((bytes[byte + Math.floor(row / 8)]! >> (row % 8)) & 1 ? 1 : -1);
      const sum = (s: typeof first, byte: number, j: number) =>
        Array.from({ length: s.rows.length / s.width }, (_, i) => sign(byte, i) * s.rows[i * s.width + j]!).reduce((a, b) => a + b, 0);
      expect(draws[0]![r]).toBeCloseTo(sum(first, 0, 0) + 2 * sum(first, 0, 2), 10);
      expect(draws[1]![r]).toBeCloseTo(-sum(first, 0, 1) + 3 * sum(second, 3, 0) + 0.5 * sum(second, 3, 1), 10);
    }
  });
  test("draw r is the same however many are asked for", () => {
    const fewer = multiplierDraws([first, second], coefficients, { draws: 20, seed: 4 });
    expect(fewer[1]).toEqual(draws[1]!.slice(0, 20));
  });
  test("errors and the critical value are quantiles of the draws; what does not vary is left out", () => {
    const { stdErrors, critical } = multiplierBand([...draws, new Float64Array(300)], 0.95);
    const sorted = draws[0]!.slice().sort();
    expect(stdErrors[0]).toBeCloseTo((sorted[224]! - sorted[74]!) / 1.3489795003921634, 10);
    expect(stdErrors[2]).toBe(0);
    const largest = Float64Array.from({ length: 300 }, (_, r) =>
      Math.max(Math.abs(draws[0]![r]!) / stdErrors[0]!, Math.abs(draws[1]![r]!) / stdErrors[1]!),
    ).sort();
    expect(critical).toBe(largest[284]);
    expect(multiplierBand([new Float64Array(9)], 0.95).critical).toBeNull();
  });
});

/** 90 units in 30 towns, 2012-2019, cohorts 2015 (20) and 2017 (25), a constant column. */
function simulate() {
  const random = stream(9, 0);
  const cells: Record<string, (string | number | null)[]> = { unit: [], town: [], year: [], first: [], one: [], y: [] };
  for (let i = 0; i < 90; i++) {
    const date = i < 20 ? 2015 : i < 45 ? 2017 : null;
    const x = random.normal();
    for (let year = 2012; year < 2020; year++) {
      const values = { unit: `u${100 + i}`, town: `t${i % 30}`, year, first: date, one: 1, y: random.normal() + 0.1 * x * (year - 2012) };
      for (const [name, value] of Object.entries(values)) cells[name]!.push(value);
    }
  }
  return frame("panel", cells as Record<string, ColumnInput>);
}

const data = simulate();
const base: GroupTimeOptions = { outcome: "y", adopted: "first", unit: "unit", time: "year" };

describe("bands of group-time effects", () => {
  const bands = (method: "gaussian" | "bootstrap" | "multivariateT", options: Partial<GroupTimeOptions> = {}) =>
    groupTimeEffects(data, { ...base, ...options, bands: { method, draws: 4000, seed: 3 } }).bands!;
  const cells = groupTimeEffects(data, base).cells;

  test("from moments and unit by unit the bootstrap is the same but for its draws", () => {
    const moments = bands("bootstrap");
    const units = bands("bootstrap", { covariates: ["one"], method: "regression" });
    expect(Math.abs(moments["cells"]!.critical! - units["cells"]!.critical!)).toBeLessThan(0.08);
    const errors = (band: typeof moments) => band["cells"]!.intervals.map((i) => (i!.high - i!.low) / 2 / band["cells"]!.critical!);
    // The quartiles of 4,000 draws put 1.4 percent of noise on each error.
    errors(moments).forEach((error, j) => {
      expect(Math.abs(error / errors(units)[j]! - 1)).toBeLessThan(0.08);
    });
  });
  test("clusters above the unit", () => {
    const clustered = groupTimeEffects(data, { ...base, cluster: "town" }).cells;
    const band = bands("bootstrap", { cluster: "town" })["cells"]!;
    band.intervals.forEach((interval, j) => {
      expect(Math.abs((interval!.high - interval!.low) / 2 / band.critical! / clustered[j]!.stdError! - 1)).toBeLessThan(0.15);
    });
  });
  test("Gaussian and multivariate t bands are in the errors of the rows, the second wider", () => {
    const gaussian = bands("gaussian");
    for (const name of ["cells", "dynamic", "group", "calendar"]) {
      expect(gaussian[name]!.critical!).toBeGreaterThan(1.959);
      expect(bands("multivariateT")[name]!.critical!).toBeGreaterThan(gaussian[name]!.critical!);
    }
    const { low, high } = gaussian["cells"]!.intervals[0]!;
    expect((high - low) / 2).toBeCloseTo(gaussian["cells"]!.critical! * cells[0]!.stdError!, 12);
  });
  test("row order does not change a bit", () => {
    const order = stream(3, 2).shuffle(Int32Array.from({ length: data.rows }, (_, i) => i));
    const moved = groupTimeEffects(takeRows(data, order), { ...base, bands: { method: "bootstrap", draws: 999 } });
    expect(moved.bands).toEqual(groupTimeEffects(data, { ...base, bands: { method: "bootstrap", draws: 999 } }).bands);
  });
  test("a policy says in its conventions which bands it has", () => {
    const policy = {
      ...base,
      data: "panel",
      estimators: ["groupTime" as const, "imputation" as const],
      window: { from: -3, to: 2 },
      randomization: { draws: 99 },
    };
    const evaluate = (method: "bootstrap" | "gaussian") => evaluatePolicy(data, { ...policy, bands: { method, draws: 999 } }).result;
    const [bootstrap, gaussian] = [evaluate("bootstrap"), evaluate("gaussian")];
    expect(String(bootstrap.conventions["bands"])).toContain("multiplier bootstrap");
    expect(String(gaussian.conventions["bands"])).toContain("Gaussian");
    const bandOf = (result: typeof bootstrap, estimator: string) =>
      result.outcomes["y"]!.eventStudy.find((p) => p.estimator === estimator && p.time === 1)!.bandHigh!;
    expect(bandOf(bootstrap, "groupTime")).not.toBe(bandOf(gaussian, "groupTime"));
    expect(bandOf(bootstrap, "imputation")).toBeGreaterThan(bandOf(gaussian, "imputation"));
  });
  test("on a universal base the reference is a point of zero", () => {
    const policy = {
      ...base,
      data: "panel",
      estimators: ["groupTime" as const],
      window: { from: -3, to: 2 },
      randomization: { draws: 99 },
    };
    const { eventStudy } = evaluatePolicy(data, { ...policy, groupTime: { base: "universal" } }).result.outcomes["y"]!;
    expect(eventStudy.map((p) => [p.time, p.reference])).toEqual([-3, -2, -1, 0, 1, 2].map((time) => [time, time === -1]));
  });
});
