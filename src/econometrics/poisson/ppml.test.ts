import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Frame, frame } from "../../frame/main.js";
import { Problem } from "../../messages/main.js";
import { exp, log, stream } from "../../numerics/main.js";
import { coefficient, type Fit, rowOf, stdError } from "../fit.js";
import { inference } from "../inference.js";
import { type PpmlOptions, ppml } from "./ppml.js";

type Columns = Record<string, number[]>;

/** A panel of counts, unbalanced, with a repeated row here and there. */
function counts(seed: number, units = 25, periods = 6): Columns {
  const s = stream(91, seed);
  const columns: Columns = { unit: [], time: [], y: [], x: [], d: [], hours: [], w: [] };
  for (let unit = 0; unit < units; unit++) {
    const level = 0.7 * s.normal();
    for (let time = 0; time < periods; time++) {
      if (s.uniform() < 0.15) continue;
      const x = s.normal() + 0.4 * level;
      const hours = 0.5 + s.uniform();
      const mean = hours * exp(0.4 * x + level + 0.1 * time);
      let count = 0;
      for (let at = -log(s.uniform()); at < mean; count++) at += -log(s.uniform());
      const row: Record<string, number> = {
        unit,
        time: 2000 + time,
        y: count,
        x,
        d: s.uniform() < 0.3 ? 1 : 0,
        hours,
        w: 1 + s.integer(3),
      };
      for (const [name, value] of Object.entries(row)) columns[name]!.push(value);
    }
  }
  return columns;
}

const table = (columns: Columns): Frame => frame("counts", columns);
const mapped = (columns: Columns, name: string, change: (row: number) => number): Columns => ({
  ...columns,
  [name]: columns["y"]!.map((_, row) => change(row)),
});
const reordered = (columns: Columns, seed: number): Columns => {
  const order = Int32Array.from({ length: columns["y"]!.length }, (_, i) => i);
  stream(seed, 6).shuffle(order);
  return Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, Array.from(order, (row) => values[row]!)]));
};
const codesOf = (fit: Fit): string[] => fit.findings.map((f) => f.code);
const evidenceOf = (fit: Fit, code: string): Record<string, unknown> =>
  fit.findings.find((f) => f.code === code)!.evidence as Record<string, unknown>;

function expectSame(a: Fit, b: Fit, tolerance: number, terms = a.coefficients.map((r) => r.term)): void {
  for (const term of terms) {
    expect(Math.abs(coefficient(b, term) - coefficient(a, term))).toBeLessThan(tolerance * stdError(a, term));
    expect(Math.abs(stdError(b, term) / stdError(a, term) - 1)).toBeLessThan(tolerance);
  }
}

function refusal(run: () => unknown): Problem {
  try {
    run();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

const formulas = ["y ~ x + d", "y ~ x + d | unit", "y ~ x + d | unit + time", "y ~ x | unit[d] + time"];
const choices: PpmlOptions[] = [{ vcov: "HC1" }, { cluster: "unit" }, { cluster: ["unit", "time"] }, { cluster: "unit", weights: "w" }];
const cases = fc.record({
  seed: fc.integer({ min: 1, max: 1e6 }),
  formula: fc.constantFrom(...formulas),
  options: fc.constantFrom(...choices),
});

describe("an estimate by ppml does not depend on", () => {
  test("the order of the rows: not one bit", () => {
    fc.assert(
      fc.property(cases, ({ seed, formula, options }) => {
        const columns = counts(seed);
        const one = ppml(table(columns), formula, options);
        expect(JSON.stringify(ppml(table(reordered(columns, seed)), formula, options))).toBe(JSON.stringify(one));
      }),
      { numRuns: 15, seed: 1 },
    );
  });

  test("the names of units", () => {
    fc.assert(
      fc.property(cases, ({ seed, formula, options }) => {
        const columns = counts(seed);
        const renamed = mapped(columns, "unit", (row) => (columns["unit"]![row]! * 7919) % 1009);
        expectSame(ppml(table(columns), formula, options), ppml(table(renamed), formula, options), 1e-8);
      }),
      { numRuns: 12, seed: 2 },
    );
  });

  test("whether effects are absorbed or written as indicators", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const positive = mapped(counts(seed), "y", (row) => counts(seed)["y"]![row]! + 1);
        const options: PpmlOptions = { cluster: "unit", correction: "areg", keepSingletons: true };
        const absorbed = ppml(table(positive), "y ~ x + d | unit + time", options);
        const written = ppml(table(positive), "y ~ x + d + i(unit) + i(time)", options);
        expectSame(absorbed, written, 1e-8, ["x", "d"]);
        expect(written.statistics.deviance! / absorbed.statistics.deviance! - 1).toBeCloseTo(0, 10);
      }),
      { numRuns: 6, seed: 3 },
    );
  });
});

describe("an estimate by ppml follows", () => {
  test("the unit of the outcome only in the constant, that of a regressor only in its coefficient", () => {
    fc.assert(
      fc.property(cases, fc.double({ min: 1e-4, max: 1e4, noNaN: true }), ({ seed, formula, options }, scale) => {
        const columns = counts(seed);
        const plain = ppml(table(columns), formula, options);
        const inY = ppml(table(mapped(columns, "y", (row) => columns["y"]![row]! * scale)), formula, options);
        const inX = ppml(table(mapped(columns, "x", (row) => columns["x"]![row]! * scale)), formula, options);
        expect(Math.abs(coefficient(inY, "x") / coefficient(plain, "x") - 1)).toBeLessThan(1e-8);
        expect(Math.abs(stdError(inY, "x") / stdError(plain, "x") - 1)).toBeLessThan(1e-8);
        expect(Math.abs((coefficient(inX, "x") * scale) / coefficient(plain, "x") - 1)).toBeLessThan(1e-8);
      }),
      { numRuns: 12, seed: 4 },
    );
  });

  test("frequencies: whole weights are rows written that many times", () => {
    const columns = counts(5);
    const copies = columns["w"]!.flatMap((w, row) => Array.from({ length: w }, () => row));
    const repeated = Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, copies.map((row) => values[row]!)]));
    const options: PpmlOptions = { cluster: "unit", correction: "none", keepSingletons: true };
    expectSame(
      ppml(table(columns), "y ~ x + d | unit + time", { ...options, weights: "w" }),
      ppml(table(repeated), "y ~ x + d | unit + time", options),
      1e-8,
    );
  });

  test("sums: rows that share regressors count as one row with their exposure", () => {
    const columns = counts(6);
    const doubled = mapped(
      mapped(columns, "y", (row) => 2 * columns["y"]![row]!),
      "hours",
      (row) => 2 * columns["hours"]![row]!,
    );
    const one = ppml(table(columns), "y ~ x | unit + time", { exposure: "hours", vcov: "HC0" });
    const two = ppml(table(doubled), "y ~ x | unit + time", { exposure: "hours", vcov: "HC0" });
    expectSame(one, two, 1e-8);
    expectSame(one, ppml(table(columns), "y ~ x | unit + time", { offset: "ln(hours)", vcov: "HC0" }), 1e-12);
  });
});

describe("rows that no finite estimate could keep", () => {
  test("a treatment under which nothing ever happens is separated, named, and gone", () => {
    const columns = counts(7);
    const stopped = mapped(columns, "y", (row) => (columns["d"]![row] === 1 ? 0 : columns["y"]![row]!));
    const fit = ppml(table(stopped), "y ~ x + d | unit + time", { cluster: "unit" });
    const zeros = stopped["d"]!.filter((d) => d === 1).length;
    const { rows, terms, named } = evidenceOf(fit, "PPML-SEPARATED") as { rows: number; terms: string[]; named: number[] };
    expect(rows + (fit.sample.dropped["allZero"] ?? 0) + (fit.sample.dropped["singleton"] ?? 0)).toBeGreaterThanOrEqual(zeros);
    expect(terms).toEqual(["d"]);
    for (const row of named) expect(stopped["d"]![row - 1]).toBe(1);
    expect(codesOf(fit)).toContain("MODEL-REGRESSOR-CONSTANT");
    // The same as never having had those rows.
    const without = Object.fromEntries(
      Object.entries(stopped).map(([name, values]) => [name, values.filter((_, row) => stopped["d"]![row] === 0)]),
    );
    expectSame(fit, ppml(table(without), "y ~ x | unit + time", { cluster: "unit" }), 1e-8);
  });

  test("a combination of two regressors separates: neither alone does", () => {
    const columns = counts(8);
    const a = columns["x"]!.map((x, row) => (columns["y"]![row] === 0 && row % 3 === 0 ? x + 1 : x));
    const both = { ...columns, a };
    const rows = a.filter((value, row) => value !== columns["x"]![row]).length;
    const fit = ppml(table(both), "y ~ x + a", { vcov: "HC1" });
    expect(fit.sample.dropped["separated"]).toBe(rows);
    expect(evidenceOf(fit, "PPML-SEPARATED")["terms"]).toEqual(["x", "a"]);
    expect(fit.collinear?.map((c) => c.term)).toEqual(["a"]);
  });

  test("effects alone can separate: a unit whose second period is compared with positive outcomes of others only", () => {
    // a_0 + t_0 = 0 and a_1 + t_1 = 0 on positive rows leave a_0 + t_1 free to fall, for unit 1 is not seen in period 0.
    const u = [0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3];
    const t = [0, 0, 1, 1, 1, 1, 1, 2, 3, 2, 3, 2, 3, 2, 3];
    const y = [3, 2, 0, 0, 4, 1, 2, 1, 2, 0, 5, 3, 1, 2, 4];
    const x = [0.3, 1.1, -0.7, 0.2, 0.9, -0.4, 0.5, -0.1, 0.6, 1.4, 0.8, -0.3, 0.7, 0.1, -0.9];
    const fit = ppml(frame("links", { u, t, y, x }), "y ~ x | u + t", { vcov: "HC1" });
    expect(evidenceOf(fit, "PPML-SEPARATED")).toMatchObject({ rows: 2, named: [3, 4], terms: [] });
    expect(fit.certificate.residual).toBeLessThan(1e-10);
  });

  test("small expectations are no separation", () => {
    const columns = counts(9, 60, 8);
    const kept = columns["d"]!.indexOf(1);
    const rare = mapped(columns, "y", (row) => (columns["d"]![row] === 1 && row !== kept ? 0 : columns["y"]![row]! + 1));
    const fit = ppml(table(rare), "y ~ d + x", { vcov: "HC1" });
    expect(fit.sample.dropped["separated"]).toBe(0);
    expect(coefficient(fit, "d")).toBeLessThan(-2);
  });

  test("units without any event leave by name", () => {
    const columns = counts(10);
    const fit = ppml(table(mapped(columns, "y", (row) => (columns["unit"]![row]! < 2 ? 0 : columns["y"]![row]! + 1))), "y ~ x | unit", {});
    expect(evidenceOf(fit, "PPML-ALL-ZERO")).toMatchObject({ effect: "unit", count: 2, levels: ["0", "1"] });
    expect(fit.sample.dropped["allZero"]).toBe(columns["unit"]!.filter((unit) => unit < 2).length);
  });
});

describe("what a fit by ppml carries", () => {
  const columns = counts(11);
  const fit = ppml(table(columns), "y ~ x + d | unit + time", { unit: "unit", time: "time" });

  test("robust errors unless others are asked for", () => {
    expect(fit.vcov.type).toBe("cluster");
    expect(ppml(table(columns), "y ~ x").vcov.type).toBe("HC1");
    expect(rowOf(fit, "x").distribution).toBe("normal");
    expect(fit.tests[0]!.distribution).toBe("chi2(2)");
    expect(rowOf(inference(fit, { cluster: "unit", correction: "CR2" }), "x").distribution).toMatch(/^t\(/);
  });

  test("semi-elasticities by the delta method, none for logarithms", () => {
    const row = fit.effects!.find((r) => r.term === "x")!;
    expect(row.estimate).toBeCloseTo(exp(coefficient(fit, "x")) - 1, 12);
    expect(row.stdError).toBeCloseTo(exp(coefficient(fit, "x")) * stdError(fit, "x"), 12);
    expect(ppml(table(columns), "y ~ ln(hours) + x").effects!.map((r) => r.term)).toEqual(["x"]);
  });

  test("the first-order conditions hold, and the prediction reproduces every unit's total", () => {
    expect(fit.certificate.residual).toBeLessThan(1e-12);
    const { design, pull } = fit.moments;
    const totals = new Float64Array(design.effects[0]!.factor.levels);
    for (let i = 0; i < pull!.length; i++) totals[design.effects[0]!.factor.codes[i]!]! += pull![i]!;
    for (const total of totals) expect(Math.abs(total)).toBeLessThan(1e-9);
  });

  test("wrong outcomes and exposures are refused", () => {
    const bad = table(mapped(columns, "y", (row) => (row === 3 ? -2 : columns["y"]![row]!)));
    expect(refusal(() => ppml(bad, "y ~ x")).evidence).toMatchObject({ rows: 1, value: -2, row: 4 });
    expect(refusal(() => ppml(table(columns), "y ~ x | unit | d ~ hours")).code).toBe("MODEL-INSTRUMENTS-UNUSED");
    expect(refusal(() => ppml(table(columns), "y ~ x", { exposure: "d" })).code).toBe("PPML-EXPOSURE");
    expect(refusal(() => ppml(table(mapped(columns, "y", () => 0)), "y ~ x")).code).toBe("MODEL-OUTCOME-CONSTANT");
  });
});
