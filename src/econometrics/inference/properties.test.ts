import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Frame, frame } from "../../frame/main.js";
import { Problem } from "../../messages/main.js";
import { stream } from "../../numerics/main.js";
import { inference } from "../inference.js";
import { type RegressOptions, regress } from "../panel/ols.js";
import type { VcovOption } from "../vcov.js";
import type { ResamplingOption } from "./options.js";

type Columns = Record<string, number[]>;

/** A random unbalanced panel with places, whole weights and a policy of units; five clusters, so that all signs can be gone through. */
function randomPanel(seed: number): Columns {
  const s = stream(seed, 9);
  const columns: Columns = { unit: [], year: [], cluster: [], y: [], x: [], z: [], w: [], lat: [], lon: [], policy: [] };
  for (let unit = 0; unit < 15; unit++) {
    const level = s.normal();
    for (let year = 0; year < 5; year++) {
      if (s.uniform() < 0.15) continue;
      const [x, z] = [s.normal() + level, s.normal()];
      const place = { lat: 30 + (unit % 7), lon: 110 + ((unit * 5) % 11) };
      const row = { unit, year: 2000 + year, cluster: unit % 5, x, z, w: 1 + s.integer(3), policy: unit % 4 === 0 ? 1 : 0, ...place };
      for (const [name, value] of Object.entries({ ...row, y: 0.3 * x - z + level + year + s.normal() })) columns[name]!.push(value);
    }
  }
  return columns;
}

const table = (columns: Columns): Frame => frame("random", columns);
const rowsOf = (columns: Columns, rows: readonly number[]): Columns =>
  Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, rows.map((row) => values[row]!)]));
const changed = (columns: Columns, name: string, change: (value: number) => number): Columns => ({
  ...columns,
  [name]: columns[name]!.map(change),
});

const places = { method: "conley", lat: "lat", lon: "lon", cutoff: 300, correction: "none" } as const;
/** Errors that sum scores before they square them: whole weights are then rows written that many times. */
const summed: VcovOption[] = [
  { cluster: "cluster", correction: "CR1" },
  { cluster: "cluster", correction: "CR2" },
  { cluster: "cluster", correction: "CR3" },
  { cluster: "cluster", correction: "plm" },
  { cluster: ["unit", "year"], correction: "none" },
  { method: "neweyWest", lags: 1, correction: "none" },
  { method: "driscollKraay", lags: 1, correction: "none" },
  places,
  { ...places, kernel: "bartlett" },
];
const errors: VcovOption[] = [
  ...summed,
  "HC0",
  "HC2",
  "HC3",
  { cluster: "cluster", correction: "plmSss" },
  { cluster: ["unit", "year"], twoWay: "own" },
  { method: "neweyWest", lags: 1 },
];
const wild: ResamplingOption[] = (["rademacher", "webb", "mammen"] as const).flatMap((weights) =>
  [true, false].map((restricted) => ({
    method: "wildBootstrap" as const,
    cluster: "cluster",
    term: "x",
    weights,
    restricted,
    draws: 199,
    seed: 2,
  })),
);
const formulas = ["y ~ x + z", "y ~ x + z | unit", "y ~ x + z | unit + year"];
const cases = <Option>(options: readonly Option[]) =>
  fc.record({
    seed: fc.integer({ min: 1, max: 1e6 }),
    formula: fc.constantFrom(...formulas),
    weights: fc.constantFrom("none", "w"),
    option: fc.constantFrom(...options),
  });

interface Said {
  error: number | null;
  p: number | null;
  low: number | null;
  high: number | null;
}

/** What inference says of x; the code where it refuses. */
function of(columns: Columns, formula: string, option: VcovOption | ResamplingOption, more: RegressOptions = {}): Said | string {
  try {
    const fit = regress(table(columns), formula, { unit: "unit", time: "year", vcov: "iid", ...more });
    const made = inference(fit, option as VcovOption) as unknown as { rows?: Row[]; coefficients?: Row[] };
    const row = (made.rows ?? made.coefficients)!.find(({ term }) => term === "x" || term === "policy")!;
    return { error: row.stdError, p: row.pValue, low: row.confLow, high: row.confHigh };
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}
interface Row {
  term: string;
  stdError: number | null;
  pValue: number | null;
  confLow: number | null;
  confHigh: number | null;
}

/** The same to a relative tolerance; `scale` is by how much errors and intervals are larger in `b`. */
function expectSame(a: Said | string, b: Said | string, tolerance: number, scale = 1): void {
  if (typeof a === "string" || typeof b === "string") {
    expect(b).toEqual(a);
    return;
  }
  const close = (x: number | null, y: number | null, by: number): void => {
    if (x === null || y === null) expect(y).toBe(x);
    else expect(Math.abs(y - x * by)).toBeLessThanOrEqual(tolerance * Math.abs(by) * Math.max(Math.abs(x), a.error ?? 1));
  };
  close(a.error, b.error, scale);
  close(a.p, b.p, 1);
  close(a.low, b.low, scale);
  close(a.high, b.high, scale);
}

describe("errors of every kind, with effects and weights", () => {
  test("do not depend on the order of the rows: not one bit", () => {
    fc.assert(
      fc.property(cases([...errors, ...wild]), ({ seed, formula, weights, option }) => {
        const columns = randomPanel(seed);
        const order = stream(seed, 10).shuffle(Int32Array.from(columns["y"]!.keys()));
        expect(of(rowsOf(columns, Array.from(order)), formula, option, { weights })).toEqual(of(columns, formula, option, { weights }));
      }),
      { numRuns: 80, seed: 31 },
    );
  });

  test("nor on the names of units and clusters, even where they change the order of summation", () => {
    fc.assert(
      fc.property(cases(errors), ({ seed, formula, weights, option }) => {
        const columns = randomPanel(seed);
        const renamed = changed(
          changed(columns, "unit", (unit) => (unit * 7919) % 1009),
          "cluster",
          (g) => (g * 31) % 17,
        );
        expectSame(of(columns, formula, option, { weights }), of(renamed, formula, option, { weights }), 1e-9);
      }),
      { numRuns: 60, seed: 32 },
    );
  });

  test("nor, where all signs are gone through, the wild bootstrap on the names of clusters", () => {
    fc.assert(
      fc.property(cases(wild.filter((option) => option.method === "wildBootstrap" && option.weights === "rademacher")), (drawn) => {
        const { seed, formula, weights, option } = drawn;
        const columns = randomPanel(seed);
        const renamed = changed(columns, "cluster", (g) => (g * 31) % 17);
        expectSame(of(columns, formula, option, { weights }), of(renamed, formula, option, { weights }), 1e-8);
      }),
      { numRuns: 20, seed: 33 },
    );
  });

  test("nor on an effect that is constant, or that another one contains", () => {
    fc.assert(
      fc.property(cases([...errors, ...wild]), ({ seed, weights, option }) => {
        const panel = randomPanel(seed);
        const columns = { ...panel, one: panel["y"]!.map(() => 1), region: panel["unit"]!.map((unit) => unit % 3) };
        const plain = of(columns, "y ~ x + z | unit + year", option, { weights });
        expectSame(plain, of(columns, "y ~ x + z | unit + year + one + region", option, { weights }), 1e-8);
      }),
      { numRuns: 50, seed: 34 },
    );
  });

  test("follow the units of measurement", () => {
    fc.assert(
      fc.property(cases([...errors, ...wild]), fc.constantFrom(1e-5, 0.01, 1e4), ({ seed, formula, weights, option }, scale) => {
        const columns = randomPanel(seed);
        const plain = of(columns, formula, option, { weights });
        expectSame(
          plain,
          of(
            changed(columns, "y", (y) => y * scale),
            formula,
            option,
            { weights },
          ),
          1e-8,
          scale,
        );
        expectSame(
          plain,
          of(
            changed(columns, "x", (x) => x / scale),
            formula,
            option,
            { weights },
          ),
          1e-8,
          scale,
        );
      }),
      { numRuns: 60, seed: 35 },
    );
  });

  test("take whole weights for rows written that many times", () => {
    fc.assert(
      fc.property(cases([...summed, ...wild]), ({ seed, formula, option }) => {
        const columns = randomPanel(seed);
        const copies = columns["w"]!.flatMap((w, row) => Array.from({ length: w }, () => row));
        const more = { keepSingletons: true };
        const weighted = of(columns, formula, option, { ...more, weights: "w" });
        const written = of(rowsOf(columns, copies), formula, option, more);
        // The factor of a bootstrap's errors counts rows, its p-value and limits do not; Conley's t counts rows in its degrees of freedom.
        const counts =
          "weights" in (option as object) ? { error: null } : "lat" in (option as object) ? { p: null, low: null, high: null } : {};
        const plain = (said: Said | string) => (typeof said === "string" ? said : { ...said, ...counts });
        expectSame(plain(weighted), plain(written), 1e-7);
      }),
      { numRuns: 60, seed: 36 },
    );
  });
});
