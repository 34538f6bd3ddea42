import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Frame, frame, takeRows } from "../../frame/main.js";
import { stream } from "../../numerics/main.js";
import { evaluatePolicy } from "../did/main.js";
import { fitOnSimplex } from "./simplexFit.js";
import { syntheticEffects } from "./syntheticEffects.js";

/** Per-capita cigarette sales of 39 states, 1970-2000 (R package tidysynth 0.2.1, MIT): California taxes from 1989 on. */
function smoking(): Frame {
  const lines = readFileSync(new URL("../../../test/fixtures/synthetic/smoking.csv", import.meta.url), "utf8")
    .trim()
    .split("\n")
    .slice(1);
  const rows = lines.map((line) => line.split(",") as [string, string, string]);
  return frame("smoking", {
    state: rows.map((r) => r[0]),
    year: rows.map((r) => Number(r[1])),
    sales: rows.map((r) => Number(r[2])),
    adopted: rows.map((r) => (r[0] === "California" ? 1989 : null)),
  });
}
const names = { outcome: "sales", adopted: "adopted", unit: "state", time: "year" };

/** Units with a common factor of their own loading, adoption at the dates given. */
function simulate(dates: readonly (number | null)[], effect: number, seed = 1, periods = 16): Frame {
  const draws = stream(seed, 3);
  const factor = Array.from({ length: periods }, () => draws.normal());
  const rows = dates.flatMap((date, i) => {
    const loading = draws.normal();
    const level = 5 * draws.normal();
    return Array.from({ length: periods }, (_, t) => ({
      unit: `u${String(i).padStart(2, "0")}`,
      year: 2000 + t,
      first: date,
      y: level + 0.3 * t + loading * factor[t]! + 0.3 * draws.normal() + (date !== null && 2000 + t >= date ? effect : 0),
    }));
  });
  return frame("made", {
    unit: rows.map((r) => r.unit),
    year: rows.map((r) => r.year),
    first: rows.map((r) => r.first),
    y: rows.map((r) => r.y),
  });
}
const made = { outcome: "y", adopted: "first", unit: "unit", time: "year" };

describe("Proposition 99", () => {
  const [did, control] = syntheticEffects(smoking(), names) as [
    ReturnType<typeof syntheticEffects>[0],
    ReturnType<typeof syntheticEffects>[0],
  ];
  test("synthetic difference in differences: synthdid 0.0.9 gives -15.60382787, not run to the end", () => {
    expect(Math.abs(did.row.estimate! + 15.60382787)).toBeLessThan(0.05);
    expect(did.optimalityGap).toBeLessThan(1e-9);
    // Every state takes its turn: 38 placebos.
    expect(did.placebos).toEqual({ count: 38, exhaustive: true, seed: null });
    // Arkhangelsky et al., Table 1, print 8.4 and synthdid's own random draws give 8 to 10.
    expect(did.row.stdError!).toBeGreaterThan(8);
    expect(did.row.stdError!).toBeLessThan(10);
  });
  test("synthetic control from outcome paths alone: Utah, Montana, Nevada, Connecticut; synthdid gives -19.61966347, not run to the end", () => {
    expect(Math.abs(control.row.estimate! + 19.61966347)).toBeLessThan(0.15);
    expect(
      control.cohorts[0]!.controls.slice(0, 4)
        .map((c) => c.unit)
        .sort(),
    ).toEqual(["Connecticut", "Montana", "Nevada", "Utah"]);
    expect(control.cohorts[0]!.times).toEqual([]);
    expect(control.placeboP).toBeCloseTo(3 / 39, 12);
  });
  test("two hundred placebos of two states each take at most two seconds", () => {
    const start = performance.now();
    const two = smoking();
    const adopted = two.columns.get("adopted")!;
    const state = two.columns.get("state")!;
    if (adopted.kind !== "number" || state.kind !== "category") throw new Error("not the columns expected");
    const values = adopted.values.map((v, row) => (state.labels[state.codes[row]!] === "Utah" ? 1989 : v));
    const both = frame("two", {
      state: Array.from(state.codes, (c) => state.labels[c]!),
      year: Array.from((two.columns.get("year") as { values: Float64Array }).values),
      sales: Array.from((two.columns.get("sales") as { values: Float64Array }).values),
      adopted: values,
    });
    const [result] = syntheticEffects(both, { ...names, methods: ["syntheticDid"] });
    expect(result!.placebos).toEqual({ count: 200, exhaustive: false, seed: 1 });
    expect(result!.optimalityGap).toBeLessThan(1e-9);
    expect(performance.now() - start).toBeLessThan(2000);
  });
  test("the jackknife has no error for one treated unit, and says why", () => {
    const [result] = syntheticEffects(smoking(), { ...names, methods: ["syntheticDid"], error: "jackknife" });
    expect(result!.row.stdError).toBeNull();
    expect(result!.row.reason).toContain("one unit");
  });
});

describe("weights on a simplex", () => {
  test("no other weights do better", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 2, max: 25 }),
        fc.integer({ min: 2, max: 12 }),
        (seed, size, rows) => {
          const draws = stream(seed, 1);
          const path = () => Float64Array.from({ length: rows }, () => draws.normal());
          const columns = Array.from({ length: size }, path);
          const target = path();
          const penalty = 1e-6;
          const objective = (w: Float64Array) => {
            let sum = 0;
            for (let t = 0; t < rows; t++) {
              const away = columns.reduce((s, x, j) => s + w[j]! * x[t]!, -target[t]!);
              sum += (away * away) / rows;
            }
            return sum + penalty * w.reduce((s, v) => s + v * v, 0);
          };
          const { weights, gap } = fitOnSimplex({ columns, target, penalty });
          expect(gap).toBeLessThan(1e-12);
          expect(weights.every((w) => w >= 0)).toBe(true);
          expect(weights.reduce((s, w) => s + w, 0)).toBeCloseTo(1, 12);
          const best = objective(weights);
          for (let r = 0; r < 30; r++) {
            const raw = Float64Array.from({ length: size }, (_, j) => weights[j]! + (r < 15 ? 0.01 : 1) * Math.abs(draws.normal()));
            const total = raw.reduce((s, v) => s + v, 0);
            expect(objective(raw.map((v) => v / total))).toBeGreaterThanOrEqual(best - 1e-12);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("staggered adoption", () => {
  const dates = [2008, 2008, 2010, 2010, 2010, ...Array(20).fill(null)] as (number | null)[];
  test("finds the planted effect, cohorts by treated cells", () => {
    const [did] = syntheticEffects(simulate(dates, 3), made);
    expect(Math.abs(did!.row.estimate! - 3)).toBeLessThan(4 * did!.row.stdError!);
    expect(did!.cohorts.map((c) => c.share)).toEqual([16 / 34, 18 / 34]);
    expect(did!.row.estimate).toBeCloseTo((16 * did!.cohorts[0]!.effect + 18 * did!.cohorts[1]!.effect) / 34, 12);
    expect(did!.row.support).toEqual({ treatedUnits: 5, treatedRows: 34, treatedClusters: 5 });
  });
  test("placebo and jackknife errors have the size of the real spread", () => {
    const estimates: number[] = [];
    const errors: Record<string, number[]> = { placebo: [], jackknife: [] };
    for (let seed = 1; seed <= 40; seed++) {
      const data = simulate(dates, 0, seed);
      for (const error of ["placebo", "jackknife"] as const) {
        const [did] = syntheticEffects(data, { ...made, methods: ["syntheticDid"], error, draws: 40 });
        errors[error]!.push(did!.row.stdError!);
        if (error === "placebo") estimates.push(did!.row.estimate!);
      }
    }
    const spread = Math.sqrt(estimates.reduce((s, e) => s + e * e, 0) / estimates.length);
    for (const list of Object.values(errors)) {
      const mean = list.reduce((s, e) => s + e, 0) / list.length;
      expect(mean / spread).toBeGreaterThan(0.6);
      expect(mean / spread).toBeLessThan(1.8);
    }
  });
  test("row order does not change a bit, another unit scales, levels of units cancel", () => {
    const data = simulate(dates, 1);
    const plain = syntheticEffects(data, { ...made, draws: 20 });
    const draws = stream(8, 8);
    const order = Int32Array.from({ length: data.rows }, (_, i) => i);
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(draws.uniform() * (i + 1));
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    expect(syntheticEffects(takeRows(data, order), { ...made, draws: 20 })).toEqual(plain);
    const y = (data.columns.get("y") as { values: Float64Array }).values;
    const changed = (of: (v: number, row: number) => number) =>
      syntheticEffects(
        { ...data, columns: new Map([...data.columns, ["y", { kind: "number" as const, values: y.map(of) }]]) },
        { ...made, draws: 20 },
      );
    const scaled = changed((v) => 1000 * v);
    expect(scaled[0]!.row.estimate! / 1000).toBeCloseTo(plain[0]!.row.estimate!, 9);
    expect(scaled[0]!.row.stdError! / 1000).toBeCloseTo(plain[0]!.row.stdError!, 9);
    const moved = changed((v, row) => v + 3 * Math.floor(row / 16));
    expect(moved[0]!.row.estimate!).toBeCloseTo(plain[0]!.row.estimate!, 9);
  });
});

describe("samples that cannot carry it", () => {
  test("no two untreated units, or no two periods before adoption", () => {
    const few = simulate([2008, 2008, null], 1);
    expect(() => syntheticEffects(few, made)).toThrow(expect.objectContaining({ code: "POLICY-SYNTHETIC-SAMPLE" }));
    const early = simulate([2001, 2001, ...Array(6).fill(null)], 1);
    expect(() => syntheticEffects(early, made)).toThrow(expect.objectContaining({ code: "POLICY-SYNTHETIC-SAMPLE" }));
  });
  test("a cohort with one period before it is left out and listed; too few controls leave no placebos", () => {
    const mixed = simulate([2001, 2008, 2008, null, null, null], 1);
    const [did] = syntheticEffects(mixed, { ...made, methods: ["syntheticDid"] });
    expect(did!.excluded).toEqual([2001]);
    expect(did).toMatchObject({ placebos: null, placeboP: null, row: { stdError: null } });
  });
  test("a synthetic path that does not follow before adoption is a finding", () => {
    const outside = simulate([2008, ...Array(10).fill(null)], 0);
    const y = (outside.columns.get("y") as { values: Float64Array }).values;
    const far = {
      ...outside,
      columns: new Map([...outside.columns, ["y", { kind: "number" as const, values: y.map((v, row) => (row < 16 ? v + 40 : v)) }]]),
    };
    const { result, findings } = evaluatePolicy(far, { ...made, data: "made", outcome: "y", synthetic: {}, randomization: { draws: 99 } });
    expect(result.outcomes["y"]!.synthetic!.map((s) => s.method)).toEqual(["syntheticDid", "syntheticControl"]);
    expect(findings.filter((f) => f.code === "POLICY-SYNTHETIC-FIT").map((f) => f.evidence)).toMatchObject([
      { method: "syntheticControl" },
    ]);
  });
});
