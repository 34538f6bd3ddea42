import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Frame, frame, takeRows } from "../../frame/main.js";
import { differences } from "./main.js";
import type { DifferencesOptions } from "./options.js";

const folder = join(import.meta.dirname, "../../../test/fixtures/inequality");
const lines = readFileSync(join(folder, "us-states-income.csv"), "utf8")
  .trim()
  .split("\n")
  .map((line) => line.split(","));
const years = lines[0]!.slice(2).map(Number);
const states = lines.slice(1);
const rows = states.flatMap((cells) =>
  years.map((year, t) => ({ state: cells[0]!, fips: Number(cells[1]), year, income: Number(cells[2 + t]) })),
);
const table = frame("states", {
  state: rows.map((r) => r.state),
  year: rows.map((r) => r.year),
  income: rows.map((r) => r.income),
  region: rows.map((r) => `r${r.fips % 4}`),
  people: rows.map((r) => 1 + (r.fips % 7)),
});
const edges = readFileSync(join(folder, "us-states-borders.csv"), "utf8")
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => line.split(","))
  .map(([from, to]) => ({ from: from!, to: to! }));
const all: DifferencesOptions = {
  variable: "income",
  unit: "state",
  time: "year",
  groups: "region",
  inequality: {},
  density: {},
  sigma: {},
  beta: { absolute: {}, panel: { sample: "panel", span: 10, effects: "twoWay" }, clubs: { clubs: true } },
  markov: { classes: 5, relative: true, matrix: "borders" },
  neighbours: { name: "borders", units: "state", edges },
};
const made = differences(table, all);

/** Rows of a frame in another order. */
const shuffled = (source: Frame): Frame =>
  takeRows(
    source,
    Int32Array.from({ length: source.rows }, (_, i) => (i * 2357) % source.rows),
  );

test("the chains of a study are those of giddy's documentation", () => {
  const { markov } = made.result;
  expect(markov!.cuts[0]!.values.map((c) => c.toFixed(8))).toEqual(["0.83999133", "0.94707545", "1.03242697", "1.14911154"]);
  expect(markov!.chain.counts[0]).toEqual([707, 58, 7, 1, 0]);
  expect(markov!.spatial!.independence.likelihoodRatio.toFixed(3)).toBe("170.659");
  expect(markov!.spatial!.independence.pearson.toFixed(3)).toBe("200.624");
  expect(markov!.spatial!.independence.df).toBe(60);
  expect(markov!.moves).toBe(48 * 80);
});

test("order of rows changes no bit", () => {
  const again = differences(shuffled(table), all);
  expect(JSON.stringify(again)).toBe(JSON.stringify(made));
});

test("parts of every period add up to rounding", () => {
  const { inequality } = made.result;
  expect(inequality!.largestGap).toBeLessThan(1e-15);
  for (const { dagum, gini, theilT } of inequality!.byTime) {
    expect(Math.abs(dagum!.within + dagum!.between + dagum!.transvariation - gini!)).toBeLessThan(1e-15);
    expect(Math.abs(theilT!.components[0]! + theilT!.components[1]! - theilT!.total)).toBeLessThan(1e-15);
  }
});

test("densities have an area of one and their highest peak where the curve is highest", () => {
  for (const { points, curve, peaks } of made.result.density!.byTime) {
    const area = curve.reduce((s, v) => s + v, 0) * (points[1]! - points[0]!);
    expect(Math.abs(area - 1)).toBeLessThan(0.001);
    expect(Math.max(...peaks.map((p) => p.density))).toBeGreaterThanOrEqual(Math.max(...curve) - 1e-12);
  }
});

test("beta of each club, and the test that they are one", () => {
  const { estimates, tests } = made.result.beta!;
  expect(estimates.map((e) => [e.name, e.group, e.kind])).toEqual([
    ["absolute", null, "absolute"],
    ["panel", null, "conditional"],
    ["clubs", "r0", "absolute"],
    ["clubs", "r1", "absolute"],
    ["clubs", "r2", "absolute"],
    ["clubs", "r3", "absolute"],
  ]);
  expect(tests[0]!.test.distribution).toBe("chi2(3)");
  expect(estimates[1]!.nobs).toBe(48 * 8);
  expect(made.findings.map((f) => f.code)).toContain("DIFF-NICKELL");
});

test("a factor on the variable changes shares, chains and slopes by no more than rounding", () => {
  const scaled = frame("states", { ...Object.fromEntries(table.columns), income: rows.map((r) => 2 * r.income) });
  const again = differences(scaled, all).result;
  expect(again.inequality).toEqual({
    ...made.result.inequality,
    byTime: made.result.inequality!.byTime.map((p) => ({
      ...p,
      mean: 2 * p.mean,
      dagum: { ...p.dagum, groups: p.dagum!.groups.map((g) => ({ ...g, mean: 2 * g.mean })) },
    })),
  });
  expect(again.markov!.chain).toEqual(made.result.markov!.chain);
  expect(again.beta!.estimates[0]!.initial.estimate).toBeCloseTo(made.result.beta!.estimates[0]!.initial.estimate!, 14);
});

test("weights are a population: replicating a unit is weighting it", () => {
  const one = { variable: "income", unit: "state", groups: "region", inequality: {} };
  const last = takeRows(
    table,
    Int32Array.from(rows.keys()).filter((i) => rows[i]!.year === 2009),
  );
  const weighted = differences(last, { ...one, weights: "people" }).result.inequality!.byTime[0]!;
  const copies = Int32Array.from(rows.keys()).filter((i) => rows[i]!.year === 2009);
  const replicated = takeRows(table, Int32Array.from([...copies].flatMap((i) => new Array<number>(1 + (rows[i]!.fips % 7)).fill(i))));
  const plain = differences(replicated, one).result.inequality!.byTime[0]!;
  expect(Math.abs(weighted.gini! - plain.gini!)).toBeLessThan(1e-14);
  expect(Math.abs(weighted.dagum!.transvariation - plain.dagum!.transvariation)).toBeLessThan(1e-14);
  expect(Math.abs(weighted.theilL!.total - plain.theilL!.total)).toBeLessThan(1e-14);
  expect(weighted.time).toBeNull();
});

test("a neighbour that is not observed leaves the mean of the others", () => {
  const without = takeRows(
    table,
    Int32Array.from(rows.keys()).filter((i) => rows[i]!.state !== "Maine" || rows[i]!.year > 1935),
  );
  const again = differences(without, { ...all, inequality: undefined, density: undefined, beta: undefined });
  expect(again.result.markov!.moves).toBe(48 * 80 - 7);
  // New Hampshire keeps its other neighbours; only Maine has no class before 1936.
  expect(again.result.markov!.spatial!.chains.reduce((s, c) => s + c.from.reduce((a, b) => a + b, 0), 0)).toBe(48 * 80 - 7);
  expect(again.findings.map((f) => f.code)).toContain("DIFF-UNBALANCED");
});
