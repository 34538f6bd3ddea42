import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Frame, frame } from "../../frame/main.js";
import { stream } from "../../numerics/main.js";
import { coefficient, type Fit, stdError } from "../fit.js";
import { type RegressOptions, regress, regressAll } from "./ols.js";

type Columns = Record<string, number[]>;

/** A random unbalanced panel with repeated rows, ties and a rarely used group. */
function randomPanel(seed: number, units: number, periods: number): Columns {
  const s = stream(seed, 5);
  const columns: Columns = { unit: [], year: [], group: [], y: [], x: [], z: [], w: [] };
  for (let i = 0; i < units; i++) {
    for (let t = 0; t < periods; t++) {
      if (s.uniform() < 0.2) continue;
      for (let copy = 0; copy < (s.uniform() < 0.1 ? 2 : 1); copy++) {
        const x = Math.round(4 * s.normal()) + i;
        const z = s.normal();
        columns["unit"]!.push(10 + 3 * i);
        columns["year"]!.push(2000 + t);
        columns["group"]!.push(s.integer(4));
        columns["x"]!.push(x);
        columns["z"]!.push(z);
        columns["y"]!.push(0.3 * x - z + i + t + s.normal());
        columns["w"]!.push(1 + s.integer(3));
      }
    }
  }
  return columns;
}

function table(columns: Columns): Frame {
  return frame("random", columns);
}

function reordered(columns: Columns, seed: number): Columns {
  const order = Int32Array.from({ length: columns["y"]!.length }, (_, i) => i);
  stream(seed, 6).shuffle(order);
  return Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, Array.from(order, (row) => values[row]!)]));
}

function mapped(columns: Columns, name: string, change: (value: number) => number): Columns {
  return { ...columns, [name]: columns[name]!.map(change) };
}

const formulas = [
  "y ~ x + z",
  "y ~ x + z | unit",
  "y ~ x + z | unit + year",
  "y ~ x + z | unit + year + group",
  "y ~ x | unit[z] + year",
  "y ~ x*z | unit + group^year",
];
const choices: RegressOptions[] = [
  { vcov: "iid" },
  { vcov: "HC1" },
  { cluster: "unit" },
  { cluster: ["unit", "year"] },
  { cluster: "unit", weights: "w" },
];
const cases = fc.record({
  seed: fc.integer({ min: 1, max: 1e6 }),
  units: fc.integer({ min: 8, max: 16 }),
  periods: fc.integer({ min: 4, max: 6 }),
  formula: fc.constantFrom(...formulas),
  options: fc.constantFrom(...choices),
});

function expectSame(a: Fit, b: Fit, tolerance: number): void {
  expect(b.coefficients.map((r) => r.term)).toEqual(a.coefficients.map((r) => r.term));
  for (const { term } of a.coefficients) {
    expect(Math.abs(coefficient(b, term) - coefficient(a, term))).toBeLessThan(tolerance * stdError(a, term));
    expect(Math.abs(stdError(b, term) / stdError(a, term) - 1)).toBeLessThan(tolerance);
  }
}

describe("an estimate does not depend on", () => {
  test("the order of the rows: not one bit", () => {
    fc.assert(
      fc.property(cases, ({ seed, units, periods, formula, options }) => {
        const columns = randomPanel(seed, units, periods);
        const one = regress(table(columns), formula, options);
        const other = regress(table(reordered(columns, seed)), formula, options);
        expect(JSON.stringify(other)).toBe(JSON.stringify(one));
        const named = { ...options, unit: "unit", time: "year" };
        expect(JSON.stringify(regress(table(reordered(columns, seed)), formula, named))).toBe(
          JSON.stringify(regress(table(columns), formula, named)),
        );
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  test("the names of units, even where they change the order of summation", () => {
    fc.assert(
      fc.property(cases, ({ seed, units, periods, formula, options }) => {
        const columns = randomPanel(seed, units, periods);
        const renamed = mapped(columns, "unit", (unit) => (unit * 7919) % 1009);
        expectSame(regress(table(columns), formula, options), regress(table(renamed), formula, options), 1e-10);
      }),
      { numRuns: 40, seed: 2 },
    );
  });

  test("an effect that is constant, or that another one already contains", () => {
    fc.assert(
      fc.property(cases, ({ seed, units, periods, options }) => {
        const panel = randomPanel(seed, units, periods);
        const columns: Columns = { ...panel, one: panel["y"]!.map(() => 1), region: panel["unit"]!.map((unit) => unit % 2) };
        const plain = regress(table(columns), "y ~ x + z | unit + year", options);
        expectSame(plain, regress(table(columns), "y ~ x + z | unit + year + one + region", options), 1e-10);
      }),
      { numRuns: 30, seed: 3 },
    );
  });

  test("whether effects are absorbed or written as indicators", () => {
    fc.assert(
      fc.property(cases, ({ seed, units, periods, options }) => {
        const columns = randomPanel(seed, units, periods);
        const correction = options.cluster === undefined ? {} : { correction: "areg" as const };
        const absorbed = regress(table(columns), "y ~ x + z | unit + year", { ...options, ...correction, keepSingletons: true });
        const written = regress(table(columns), "y ~ x + z + i(unit) + i(year)", { ...options, ...correction });
        for (const term of ["x", "z"]) {
          expect(Math.abs(coefficient(written, term) - coefficient(absorbed, term))).toBeLessThan(1e-10);
          // With the indicators in it, a two-way matrix has more columns than clusters and is repaired; absorbed, it is not.
          if (written.vcov.repaired !== true) expect(Math.abs(stdError(written, term) / stdError(absorbed, term) - 1)).toBeLessThan(1e-8);
        }
      }),
      { numRuns: 30, seed: 4 },
    );
  });

  test("whether several formulas are fitted in one call or one by one: not one bit", () => {
    fc.assert(
      fc.property(cases, fc.array(fc.constantFrom(...formulas), { minLength: 1, maxLength: 4 }), fc.boolean(), (drawn, list, holes) => {
        const { seed, units, periods, options } = drawn;
        const panel = randomPanel(seed, units, periods);
        const columns = holes ? { ...panel, z: panel["z"]!.map((z, i) => (i % 7 === 3 ? Number.NaN : z)) } : panel;
        const together = regressAll(table(columns), list, options);
        const apart = list.map((formula) => regress(table(columns), formula, options));
        expect(JSON.stringify(together)).toBe(JSON.stringify(apart));
      }),
      { numRuns: 80, seed: 27 },
    );
  });

  test("what was fitted before on the same table: not one bit", () => {
    fc.assert(
      fc.property(cases, fc.array(fc.constantFrom(...formulas), { maxLength: 3 }), ({ seed, units, periods, formula, options }, before) => {
        const columns = randomPanel(seed, units, periods);
        const alone = regress(table(columns), formula, options);
        const shared = table(columns);
        // Held, so that what they worked out is there for the last one.
        const earlier = before.map((other) => regress(shared, other, options));
        const after = regress(shared, formula, options);
        expect(JSON.stringify(after)).toBe(JSON.stringify(alone));
        expect(after.covariance).toEqual(alone.covariance);
        expect(earlier).toHaveLength(before.length);
      }),
      { numRuns: 150, seed: 26 },
    );
  });
});

describe("an estimate follows", () => {
  test("the units of measurement of outcome and regressors", () => {
    fc.assert(
      fc.property(cases, fc.double({ min: 1e-6, max: 1e6, noNaN: true }), ({ seed, units, periods, formula, options }, scale) => {
        const columns = randomPanel(seed, units, periods);
        const plain = regress(table(columns), formula, options);
        const inX = regress(table(mapped(columns, "x", (x) => x * scale)), formula, options);
        const inY = regress(table(mapped(columns, "y", (y) => y * scale)), formula, options);
        expect(Math.abs((coefficient(inX, "x") * scale) / coefficient(plain, "x") - 1)).toBeLessThan(1e-9);
        expect(Math.abs(stdError(inY, "x") / scale / stdError(plain, "x") - 1)).toBeLessThan(1e-9);
        expect(Math.abs(inY.statistics.r2! - plain.statistics.r2!)).toBeLessThan(1e-12);
      }),
      { numRuns: 40, seed: 5 },
    );
  });

  test("frequencies: whole weights are rows written that many times", () => {
    fc.assert(
      fc.property(cases, ({ seed, units, periods, formula }) => {
        const columns = randomPanel(seed, units, periods);
        const copies = columns["w"]!.flatMap((w, row) => Array.from({ length: w }, () => row));
        const repeated = Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, copies.map((row) => values[row]!)]));
        const options: RegressOptions = { cluster: "unit", correction: "none", keepSingletons: true };
        expectSame(regress(table(columns), formula, { ...options, weights: "w" }), regress(table(repeated), formula, options), 1e-9);
      }),
      { numRuns: 40, seed: 6 },
    );
  });

  test("a shift of the outcome only in the constant", () => {
    fc.assert(
      fc.property(cases, ({ seed, units, periods, options }) => {
        const columns = randomPanel(seed, units, periods);
        const plain = regress(table(columns), "y ~ x + z", options);
        const moved = regress(table(mapped(columns, "y", (y) => y + 1e4)), "y ~ x + z", options);
        expect(coefficient(moved, "(Intercept)") - coefficient(plain, "(Intercept)")).toBeCloseTo(1e4, 7);
        expect(coefficient(moved, "x")).toBeCloseTo(coefficient(plain, "x"), 8);
      }),
      { numRuns: 20, seed: 7 },
    );
  });
});
