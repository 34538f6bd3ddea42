import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Row } from "../../results/main.js";
import { betaConvergence, dispersion, dispersionTrend, equalSlopes, equalVariances, type GrowthPanel, speedRows } from "./main.js";

const folder = join(import.meta.dirname, "../../../test/fixtures/inequality");
// R 4.2.2: lm with sandwich 3.0-2, fixest 0.14.2, cor.test; script: bench/peers/regionalDifferences.R
const { convergence: r } = JSON.parse(readFileSync(join(folder, "peers.json"), "utf8"));
const lines = readFileSync(join(folder, "us-states-income.csv"), "utf8")
  .trim()
  .split("\n")
  .map((line) => line.split(","));
const times = lines[0]!.slice(2).map(Number);
const states = lines.slice(1);
const column = (year: number) => Float64Array.from(states, (cells) => Number(cells[2 + times.indexOf(year)]));
const panel: GrowthPanel = {
  units: states.map((cells) => cells[0]!),
  times,
  values: times.map(column),
  controls: new Map(),
};
const within = (got: number | null, want: number, tolerance = 1e-10) => expect(Math.abs(got! / want - 1)).toBeLessThan(tolerance);

test("coefficients of variation and their trend are those of R", () => {
  const all = times.map((time) => dispersion(time, column(time), null));
  [1929, 1969, 2009].forEach((year, k) => {
    within(all[times.indexOf(year)]!.coefficientOfVariation, r.cv[k]);
  });
  within(all[0]!.sdLog, r.sdLog[0]);
  within(all.at(-1)!.sdLog, r.sdLog[1]);
  const trend = dispersionTrend(
    times,
    all.map((d) => d.coefficientOfVariation),
  );
  within(trend.estimate, r.trend);
  within(trend.stdError, r.trendError);
});

test("equal weights change nothing, and dispersion of zeros has no logarithm", () => {
  const values = Float64Array.of(1, 2, 4, 9);
  const plain = dispersion(1, values, null);
  const weighted = dispersion(1, values, Float64Array.of(3, 3, 3, 3));
  within(weighted.coefficientOfVariation, plain.coefficientOfVariation, 1e-14);
  within(weighted.sdLog, plain.sdLog!, 1e-14);
  expect(dispersion(1, Float64Array.of(0, 1), null).sdLog).toBeNull();
});

test("the test of equal variances is R's correlation of sum and difference", () => {
  const made = equalVariances(column(1929).map(Math.log), column(2009).map(Math.log));
  within(made.statistic, r.pitmanMorgan);
  within(made.pValue, r.pitmanMorganP, 1e-8);
  expect(made.distribution).toBe("t(46)");
  expect(equalVariances(Float64Array.of(1, 2), Float64Array.of(1, 3)).reason).not.toBeNull();
});

test("absolute convergence in a cross-section: coefficient, robust error, speed and half-life", () => {
  const made = betaConvergence(panel, { sample: "crossSection", vcov: "HC1", path: "beta" });
  within(made.initial.estimate, r.b);
  within(made.initial.estimate, r.reat.b);
  within(made.initial.stdError, r.error);
  within(made.speed.estimate, r.speed);
  within(made.speed.stdError, r.speedError);
  within(made.halfLife.estimate, r.halfLife);
  within(betaConvergence(panel, { sample: "crossSection", path: "beta" }).initial.stdError, r.errorHC3);
  expect(made.span).toBe(80);
  // REAT 3.0.3 divides by the span a second time.
  within(r.reat.lambda, -Math.log(1 + r.b) / 80, 1e-8);
});

test("convergence in a panel of five-year spans with state and period effects", () => {
  const made = betaConvergence(panel, { sample: "panel", span: 5, effects: "twoWay", path: "beta" });
  within(made.initial.estimate, r.panel.b);
  within(made.initial.stdError, r.panel.error);
  within(made.speed.estimate, r.panel.speed);
  expect([made.fit.nobs, made.spansPerUnit]).toEqual([48 * 16, 16]);
});

test("groups by themselves, and whether they share a slope", () => {
  const region = states.map((cells) => (Number(cells[1]) % 4) + 1);
  const rows = [1, 2, 3, 4].map((k) => {
    const keep = region.flatMap((own, i) => (own === k ? [i] : []));
    const part = {
      ...panel,
      units: keep.map((i) => panel.units[i]!),
      values: panel.values.map((v) => Float64Array.from(keep, (i) => v[i]!)),
    };
    return betaConvergence(part, { sample: "crossSection", vcov: "HC1", path: "beta" }).initial;
  });
  rows.forEach((row, k) => {
    within(row.estimate, r.clubs.b[k]);
    within(row.stdError, r.clubs.error[k]);
  });
  const test = equalSlopes(rows);
  within(test.statistic, r.clubs.chi2);
  expect(test.distribution).toBe("chi2(3)");
});

test("a control may be called as a column made here; its value is that at the start of the span", () => {
  const initial = times.map((_, t) => Float64Array.from(states, (_, i) => Math.sin(i) + t));
  const made = betaConvergence(
    { ...panel, controls: new Map([["initial", initial]]) },
    { sample: "panel", span: 10, effects: "time", path: "beta" },
  );
  expect(made.controls.map((row) => row.term)).toEqual(["initial"]);
  const gaps = panel.values.map((v, t) => (t === 10 ? v.map((x, i) => (i === 0 ? Number.NaN : x)) : v));
  const less = betaConvergence({ ...panel, values: gaps }, { sample: "panel", span: 10, effects: "time", path: "beta" });
  // A gap costs the span that ends there and the one that starts there.
  expect(made.fit.nobs - less.fit.nobs).toBe(2);
});

test("order of units and a common factor change nothing but rounding", () => {
  const turned = { ...panel, units: [...panel.units].reverse(), values: panel.values.map((v) => Float64Array.from(v).reverse()) };
  const made = betaConvergence(panel, { sample: "panel", span: 5, effects: "unit", path: "beta" });
  const again = betaConvergence(turned, { sample: "panel", span: 5, effects: "unit", path: "beta" });
  expect(again.initial).toEqual(made.initial);
  const scaled = betaConvergence(
    { ...panel, values: panel.values.map((v) => v.map((x) => 1000 * x)) },
    { sample: "panel", span: 5, effects: "unit", path: "beta" },
  );
  within(scaled.initial.estimate, made.initial.estimate!, 1e-9);
});

test("speeds and half-lives at the edges of what is defined", () => {
  const row = (estimate: number, stdError: number): Row => ({
    term: "initial",
    equation: "main",
    kind: "coefficient",
    estimate,
    stdError,
    statistic: estimate / stdError,
    distribution: "normal",
    pValue: 0.1,
    confLow: estimate - 2 * stdError,
    confHigh: estimate + 2 * stdError,
    level: 0.95,
    method: "HC1",
    stars: true,
  });
  const half = speedRows(row(-0.05, 0.01), 10);
  within(half.speed.estimate, Math.LN2 / 10, 1e-14);
  within(half.halfLife.estimate, 10, 1e-14);
  within(half.speed.confLow, -Math.log(1 - 0.3) / 10, 1e-14);
  within(half.halfLife.confHigh, Math.LN2 / half.speed.confLow!, 1e-14);
  const diverging = speedRows(row(0.02, 0.01), 10);
  expect(diverging.speed.estimate).toBeLessThan(0);
  expect([diverging.halfLife.estimate, diverging.halfLife.confHigh]).toEqual([null, null]);
  const beyond = speedRows(row(-0.2, 0.06), 10);
  expect([beyond.speed.estimate, beyond.halfLife.estimate]).toEqual([null, null]);
  expect(beyond.speed.reason).toContain("whole distance");
});
