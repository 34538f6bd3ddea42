import { describe, expect, test } from "vitest";
import { frame } from "../../frame/main.js";
import { Problem } from "../../messages/main.js";
import { stream } from "../../numerics/main.js";
import { coefficient, type Fit, rowOf, stdError } from "../fit.js";
import { clustersOf, inference } from "../inference.js";
import { levelsOf } from "../levels.js";
import { type RegressOptions, regress } from "../panel/ols.js";
import { isClustered } from "../vcov.js";
import { assignmentOf, reassigned } from "./assignment.js";
import type { RandomizationOption } from "./options.js";
import { freedOutcome, studentised } from "./randomization.js";

interface Columns extends Record<string, number[]> {}

/** Units of 24 in 4 regions over 5 years; `some` drops cells. A unit-level policy, and one that starts in a year of the unit's own. */
function panel(seed: number, some: boolean): Columns {
  const s = stream(seed, 0);
  const columns: Columns = { unit: [], region: [], year: [], y: [], x: [], z: [], w: [], policy: [], started: [] };
  for (let u = 0; u < 24; u++) {
    const level = s.normal();
    const starts = [2012, 2013, 9999][u % 3]!;
    for (let year = 2010; year < 2015; year++) {
      if (some && s.uniform() < 0.15) continue;
      const [x, z] = [s.normal() + level, s.normal()];
      const row = {
        unit: u,
        region: u % 4,
        year,
        x,
        z,
        w: 0.5 + s.uniform(),
        policy: u % 5 === 0 ? 1 : 0,
        started: year >= starts ? 1 : 0,
      };
      for (const [name, value] of Object.entries({ ...row, y: 0.3 * x + level + year / 3 + s.normal() })) columns[name]!.push(value);
    }
  }
  return columns;
}

const panelOf = { unit: "unit", time: "year" };

/** Every draw's t by estimating the model again on the table with the column so assigned, and by the short way. */
function bothWays(
  columns: Columns,
  formula: string,
  of: string,
  options: RegressOptions,
  strata?: string,
): { long: (number | null)[]; short: number[] } {
  const data = frame("data", columns);
  const fit = regress(data, formula, options);
  const { design } = fit.moments;
  const values = design.regressors.find((r) => r.name === of)!.values;
  const rowsOfStrata =
    strata === undefined ? null : levelsOf({ kind: "number", values: Float64Array.from(design.rows, (row) => columns[strata]![row]!) });
  const assignment = assignmentOf(values, design.units, rowsOfStrata, design.times);
  if ("fault" in assignment) throw new Error(assignment.fault);
  const drawn = Array.from({ length: 12 }, (_, r) => reassigned(assignment, values, 7, r));
  const long = drawn.map((column) => {
    const inTable = [...columns[of]!];
    design.rows.forEach((row, i) => {
      inTable[row] = column[i]!;
    });
    const again = regress(frame("drawn", { ...columns, [of]: inTable }), formula, options);
    // A two-way matrix that had to be repaired has no counterpart for one coefficient alone.
    return again.vcov.repaired === true ? null : coefficient(again, of) / stdError(again, of);
  });
  const clusters = isClustered(fit.vcovOption) ? clustersOf(fit.moments, fit.vcovOption.cluster) : [];
  const short = studentised(fit.moments, freedOutcome(fit.moments, of), drawn, fit.vcovOption, clusters).map(({ t }) => t);
  return { long, short };
}

describe("each draw is the model estimated again with the column so assigned", () => {
  test.each<[string, string, string, RegressOptions, boolean, string?]>([
    ["values of units, clustered", "y ~ policy + x + z | year", "policy", { ...panelOf, cluster: "unit" }, true],
    [
      "histories of units, unit and year effects, clustered",
      "y ~ started + x | unit + year",
      "started",
      { ...panelOf, cluster: "unit" },
      false,
    ],
    ["weights, robust errors", "y ~ policy + x", "policy", { ...panelOf, weights: "w", vcov: "HC1" }, true],
    [
      "weights and effects, two-way clusters",
      "y ~ policy + x | year",
      "policy",
      { ...panelOf, weights: "w", vcov: { cluster: ["unit", "year"] } },
      true,
    ],
    ["within strata, iid", "y ~ policy + z", "policy", { ...panelOf, vcov: "iid" }, true, "region"],
    ["single rows", "y ~ x + z", "x", { vcov: "HC0" }, true],
    ["Driscoll and Kraay", "y ~ policy + x | region", "policy", { ...panelOf, vcov: { method: "driscollKraay", lags: 1 } }, true],
  ])("%s", (_, formula, of, options, some, strata) => {
    const { long, short } = bothWays(panel(3, some), formula, of, options, strata);
    short.forEach((t, r) => {
      if (long[r] !== null) expect(Math.abs(t / long[r]! - 1)).toBeLessThan(1e-10);
    });
    expect(long.filter((t) => t !== null).length).toBeGreaterThan(5);
    expect(new Set(short.map((t) => t.toPrecision(8))).size).toBeGreaterThan(6);
  });
});

const randomized = (fit: Fit, option: Omit<RandomizationOption, "method">) =>
  inference(fit, { method: "randomization", draws: 199, ...option });

test("the p-value is the share of draws at least as far from zero, the observed assignment counted", () => {
  const fit = regress(frame("data", panel(3, true)), "y ~ policy + x | year", { ...panelOf, cluster: "unit" });
  const made = randomized(fit, { of: "policy", seed: 5 });
  const [row] = made.rows;
  const t = rowOf(fit, "policy").statistic!;
  expect(row!.statistic).toBeCloseTo(t, 10);
  const { design } = fit.moments;
  const values = design.regressors[0]!.values;
  const assignment = assignmentOf(values, design.units, null, null);
  if ("fault" in assignment) throw new Error(assignment.fault);
  const drawn = Array.from({ length: 199 }, (_, r) => reassigned(assignment, values, 5, r));
  const ts = studentised(fit.moments, freedOutcome(fit.moments, "policy"), drawn, fit.vcovOption, clustersOf(fit.moments, "unit"));
  expect(row!.pValue).toBe((1 + ts.filter((draw) => Math.abs(draw.t) >= Math.abs(t) * (1 - 1e-10)).length) / 200);
  expect(made).toMatchObject({
    method: "randomization",
    draws: 199,
    seed: 5,
    conventions: { of: "policy", assigned: "values", over: "units", groups: 24 },
  });
  expect(row).toMatchObject({
    term: "policy",
    stdError: null,
    confLow: null,
    distribution: "randomization",
    method: "randomization/cluster/fixest",
  });
});

test("row order and the scale of columns change nothing", () => {
  const columns = panel(4, true);
  const order = stream(1, 1).shuffle(Int32Array.from(columns["y"]!.keys()));
  const shuffled = Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, Array.from(order, (row) => values[row]!)]));
  const scaled = { ...columns, y: columns["y"]!.map((v) => 1000 * v), x: columns["x"]!.map((v) => v / 7) };
  const pOf = (data: Columns) =>
    randomized(regress(frame("data", data), "y ~ policy + x | year", { ...panelOf, cluster: "unit" }), { of: "policy", strata: "region" })
      .rows[0]!.pValue;
  expect(pOf(shuffled)).toBe(pOf(columns));
  expect(pOf(scaled)).toBe(pOf(columns));
});

test("a strong effect of an assigned column is found, one of chance is not", () => {
  const columns = panel(5, false);
  const strong = { ...columns, y: columns["y"]!.map((y, i) => y + 4 * columns["policy"]![i]!) };
  const p = (data: Columns) =>
    randomized(regress(frame("data", data), "y ~ policy | year", { ...panelOf, cluster: "unit" }), { of: "policy" }).rows[0]!.pValue!;
  expect(p(strong)).toBeLessThan(0.02);
  expect(p(columns)).toBeGreaterThan(0.05);
});

describe("what cannot be randomised", () => {
  const estimated = (formula: string, options: RegressOptions = panelOf, data = panel(3, false)) =>
    regress(frame("data", data), formula, options);
  const code = (run: () => unknown): string => {
    try {
      run();
    } catch (error) {
      if (error instanceof Problem) return `${error.code} ${(error.evidence as { fault?: string }).fault ?? ""}`.trim();
      throw error;
    }
    return "";
  };
  test.each([
    ["a column that is no term", "MODEL-TERM-UNKNOWN", () => randomized(estimated("y ~ policy + x"), { of: "polcy" })],
    [
      "a column that other terms are made of",
      "MODEL-RANDOMIZATION-SHARED",
      () => randomized(estimated("y ~ policy * x"), { of: "policy" }),
    ],
    [
      "strata that cut units",
      "MODEL-RANDOMIZATION-HISTORIES strata",
      () => randomized(estimated("y ~ policy + x"), { of: "policy", strata: "year" }),
    ],
    [
      "histories without time",
      "MODEL-RANDOMIZATION-HISTORIES time",
      () => randomized(estimated("y ~ started + x", { unit: "unit" }), { of: "started" }),
    ],
    [
      "histories with a period twice",
      "MODEL-RANDOMIZATION-HISTORIES twice",
      () => randomized(estimated("y ~ started + x"), { of: "started", by: "region" }),
    ],
    [
      "strata within which all are alike",
      "MODEL-RANDOMIZATION-NOTHING",
      () => randomized(estimated("y ~ policy + x"), { of: "policy", strata: "policy" }),
    ],
  ])("%s", (_, wanted, run) => {
    expect(code(run)).toBe(wanted);
  });
});
