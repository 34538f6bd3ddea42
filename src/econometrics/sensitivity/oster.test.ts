import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { frame } from "../../frame/main.js";
import { stream } from "../../numerics/main.js";
import { coefficient } from "../fit.js";
import { regress } from "../panel/ols.js";
import { deltaFor, osterBounds, osterFindings } from "./oster.js";

/** y = beta x + w1 + w2, x = w1 + w2 + noise: w2 is what nobody observed, as strong as w1. */
function world(rows: number, beta: number, seed = 1) {
  const draws = stream(seed, 2);
  const cells = Array.from({ length: rows }, (_, i) => {
    const [w1, w2] = [draws.normal(), draws.normal()];
    const x = 0.5 * w1 + 0.5 * w2 + draws.normal();
    return { w1, w2, w3: 0.6 * x + 0.4 * w2 + draws.normal(), x, y: beta * x + w1 + w2, unit: i % 7 };
  });
  return frame("world", Object.fromEntries((["w1", "w2", "w3", "x", "y", "unit"] as const).map((k) => [k, cells.map((c) => c[k])])));
}

describe("selection on the unobserved", () => {
  test("under equal selection, and with the true R2, the adjusted coefficient is the true one", () => {
    const data = world(40_000, 0.8);
    const fit = regress(data, "y ~ x + w1");
    const all = regress(data, "y ~ x + w1 + w2");
    expect(all.statistics.r2).toBeCloseTo(1, 10);
    const bounds = osterBounds(fit, { term: "x", rMax: 1 / fit.statistics.r2! });
    expect(bounds.rMax).toBeCloseTo(1, 10);
    expect(Math.abs(bounds.controlled - 0.8)).toBeGreaterThan(0.3);
    expect(Math.min(...bounds.adjusted.map((b) => Math.abs(b - 0.8)))).toBeLessThan(0.03);
  });
  // With a single control one of the two solutions is a common zero of top and bottom; hence two.
  test("delta is one at every adjusted coefficient", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.double({ min: -2, max: 2, noNaN: true }), (seed, beta) => {
        const fit = regress(world(60, beta, seed), "y ~ x + w1 + w3 | unit");
        const bounds = osterBounds(fit, { term: "x" });
        expect(bounds.controlled).toBe(coefficient(fit, "x"));
        expect(bounds.r2Controlled).toBeCloseTo(fit.statistics.r2Within!, 10);
        const plain = regress(world(60, beta, seed), "y ~ x | unit");
        expect(bounds.uncontrolled).toBeCloseTo(coefficient(plain, "x"), 10);
        expect(bounds.r2Uncontrolled).toBeCloseTo(plain.statistics.r2Within!, 10);
        const treatment = regress(world(60, beta, seed), "x ~ w1 + w3 | unit");
        const y = regress(world(60, beta, seed), "y ~ w1 + w3 | unit");
        const outcome = y.moments.rss / (1 - y.statistics.r2Within!) / 60;
        const known = {
          uncontrolled: bounds.uncontrolled,
          controlled: bounds.controlled,
          outcome,
          treatment: treatment.moments.rss / (1 - treatment.statistics.r2Within!) / 60,
          rest: treatment.moments.rss / 60,
          gained: (bounds.r2Controlled - bounds.r2Uncontrolled) * outcome,
          left: (bounds.rMax - bounds.r2Controlled) * outcome,
        };
        for (const adjusted of bounds.adjusted) expect(deltaFor(known, adjusted)).toBeCloseTo(1, 6);
        expect(deltaFor(known, 0)).toBeCloseTo(bounds.delta, 8);
      }),
      { numRuns: 20 },
    );
  });
  test("weak selection is enough where most of the coefficient is confounding, and a finding says so", () => {
    const confounded = osterBounds(regress(world(5000, -0.2), "y ~ x + w1"), { term: "x", rMax: 1.5 });
    expect(osterFindings(confounded, "models.m.oster")).toMatchObject([
      { code: "MODEL-OSTER-WEAK", where: "models.m.oster", evidence: { term: "x" } },
    ]);
    const strong = osterBounds(regress(world(5000, 20), "y ~ x + w1"), { term: "x" });
    expect(Math.abs(strong.delta)).toBeGreaterThan(1);
    expect(osterFindings(strong, "models.m.oster")).toEqual([]);
  });
  test("a kept term stands in both models; a term that is not there, and no control, are errors", () => {
    const data = world(200, 1);
    const fit = regress(data, "y ~ x + w1 + w2");
    expect(osterBounds(fit, { term: "x", keep: ["w2"] }).uncontrolled).toBeCloseTo(coefficient(regress(data, "y ~ x + w2"), "x"), 10);
    expect(() => osterBounds(fit, { term: "z" })).toThrow(expect.objectContaining({ code: "MODEL-OSTER-TERM" }));
    expect(() => osterBounds(regress(data, "y ~ x"), { term: "x" })).toThrow(expect.objectContaining({ code: "MODEL-OSTER-TERM" }));
  });
  test("delta and both adjusted coefficients are robomit's, to the six decimals it gives", () => {
    const read = (name: string): string => readFileSync(new URL(`../../../test/fixtures/${name}`, import.meta.url), "utf8");
    const [names, ...rows] = read("grunfeld.csv")
      .trim()
      .split("\n")
      .map((line) => line.split(","));
    const data = frame("grunfeld", Object.fromEntries(names!.map((name, j) => [name, rows.map((cells) => Number(cells[j]))])));
    const { cases }: { cases: Robomit[] } = JSON.parse(read("sensitivity/oster.json"));
    expect(cases.length).toBe(5);
    for (const one of cases) {
      const fit = regress(data, `inv ~ ${one.term} + ${one.controls.join(" + ")}${one.effects ? " | firm" : ""}`);
      const { r2, r2Within } = fit.statistics;
      const ours = osterBounds(fit, { term: one.term, rMax: one.most / (one.effects ? r2Within! : r2!) });
      expect(Math.abs(ours.delta - one.delta)).toBeLessThanOrEqual(5.1e-7);
      ours.adjusted.forEach((value, k) => {
        expect(Math.abs(value - one.adjusted[k]!)).toBeLessThanOrEqual(5.1e-7);
      });
      expect(Math.abs(ours.uncontrolled - one.uncontrolled)).toBeLessThan(1e-10);
      expect(Math.abs(ours.controlled - one.controlled)).toBeLessThan(1e-10);
      expect(Math.abs(ours.r2Uncontrolled - one.r2Uncontrolled)).toBeLessThan(1e-10);
      expect(Math.abs(ours.r2Controlled - one.r2Controlled)).toBeLessThan(1e-10);
    }
  });
});

interface Robomit {
  term: string;
  controls: string[];
  most: number;
  effects: boolean;
  delta: number;
  uncontrolled: number;
  controlled: number;
  r2Uncontrolled: number;
  r2Controlled: number;
  adjusted: [number, number];
}
