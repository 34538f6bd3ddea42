import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Frame, frame } from "../../frame/main.js";
import { Problem } from "../../messages/main.js";
import { stream } from "../../numerics/main.js";
import { coefficient, type Fit, stdError } from "../fit.js";
import { inference } from "../inference.js";
import { between } from "./between.js";
import { firstDifference } from "./firstDifference.js";
import { regress } from "./ols.js";
import { correlatedRandomEffects, randomEffects } from "./randomEffects.js";

type Columns = Record<string, number[]>;

function grunfeld(): Frame {
  const text = readFileSync(new URL("../../../test/fixtures/grunfeld.csv", import.meta.url), "utf8");
  const [header, ...lines] = text
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  return frame("grunfeld", Object.fromEntries(header!.map((name, j) => [name, lines.map((line) => Number(line[j]))])));
}

/** An unbalanced panel with holes: unit effects that move with x, a time-constant column, a serially correlated error where asked. */
function panel(seed: number, { move = 0, serial = 0, holes = 0.2, units = 40, periods = 7 } = {}): Columns {
  const s = stream(4711, seed);
  const columns: Columns = { unit: [], time: [], y: [], x: [], size: [], constant: [], region: [] };
  for (let unit = 0; unit < units; unit++) {
    const level = s.normal();
    let error = s.normal();
    for (let time = 0; time < periods; time++) {
      error = serial * error + s.normal();
      if (s.uniform() < holes) continue;
      const x = s.normal() + move * level;
      const size = s.normal() + 0.2 * time;
      const y = x - 0.5 * size + level + error + 0.2 * (unit % 3);
      const row = { unit, time: 2000 + time, x, size, constant: unit % 3, region: unit % 6, y };
      for (const [name, value] of Object.entries(row)) columns[name]!.push(value);
    }
  }
  return columns;
}

const options = { unit: "unit", time: "time" };
const table = (columns: Columns): Frame => frame("panel", columns);
const codesOf = (fit: Fit): string[] => fit.findings.map((f) => f.code);
const statistic = (fit: Fit, name: string): number => fit.tests.find((t) => t.name === name)!.statistic!;

function expectRelative(actual: number, expected: number, tolerance = 1e-9): void {
  expect(Math.abs(actual / expected - 1), `${actual} against ${expected}`).toBeLessThan(tolerance);
}

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
  throw new Error("nothing was refused");
}

// plm 2.6-2 on R 4.2.2: plm(inv ~ value + capital, Grunfeld, model = ...), phtest, plmtest, pFtest, pcdtest, pwartest, pwfdtest.
describe("the ten-firm Grunfeld panel", () => {
  const data = grunfeld();
  const named = { unit: "firm", time: "year", vcov: "iid" } as const;

  test.each([
    ["swamyArora", -57.83441490503, 0.1097811522325, 0.3081129828307],
    ["wallaceHussain", -57.553863532142, 0.1097103740085, 0.3073739276462],
    ["amemiya", -57.7710540217993, 0.109763687672, 0.3079518703845],
    ["nerlove", -57.9073620768378, 0.1098023229655, 0.3082943019626],
  ] as const)("random effects by %s", (components, constant, value, capital) => {
    const fit = randomEffects(data, "inv ~ value + capital", { ...named, components });
    expectRelative(coefficient(fit, "(Intercept)"), constant, 1e-12);
    expectRelative(coefficient(fit, "value"), value, 1e-12);
    expectRelative(coefficient(fit, "capital"), capital, 1e-12);
  });

  test("errors of Swamy and Arora's, and the tests", () => {
    const fit = randomEffects(data, "inv ~ value + capital", named);
    [28.89893526029, 0.01049266354955, 0.01718046908964].forEach((error, j) => {
      expectRelative(fit.coefficients[j]!.stdError!, error, 1e-12);
    });
    expectRelative(statistic(fit, "hausman"), 2.330366893675);
    expectRelative(statistic(fit, "effectsF"), 49.17662549942);
    expectRelative(statistic(fit, "breuschPagan"), 798.1615483691);
    expectRelative(statistic(fit, "pesaranCd"), 4.661192485242);
    expectRelative(statistic(fit, "wooldridgeSerial"), 76.92856212137);
    expect(statistic(fit, "wooldridgeDifferences")).toBeCloseTo(371.89, 2);
    expect(codesOf(fit)).toEqual(["PANEL-AUTOCORRELATION", "PANEL-CROSS-SECTION"]);
  });

  test("between and first differences", () => {
    const means = between(data, "inv ~ value + capital", named);
    [-8.527113721727, 0.1346460869719, 0.03203147433141].forEach((b, j) => {
      expectRelative(means.coefficients[j]!.estimate!, b, 1e-11);
    });
    const changes = firstDifference(data, "inv ~ value + capital", named);
    expectRelative(coefficient(changes, "value"), 0.08976249499082, 1e-11);
    expectRelative(coefficient(changes, "capital"), 0.2917667196941, 1e-11);
    expect(changes.nobs).toBe(190);
  });
});

describe("panel models", () => {
  test("correlated random effects give the within coefficients, in unbalanced panels too", () => {
    for (let seed = 1; seed <= 4; seed++) {
      const data = table(panel(seed, { move: 0.7 }));
      const within = regress(data, "y ~ x + size | unit", { ...options, keepSingletons: true });
      const correlated = correlatedRandomEffects(data, "y ~ x + size + constant", options);
      for (const term of ["x", "size"]) expectRelative(coefficient(correlated, term), coefficient(within, term));
      expect(correlated.coefficients.map((row) => row.term)).toEqual(["(Intercept)", "x", "size", "constant", "mean(x)", "mean(size)"]);
    }
  });

  test("effects that move with a regressor are found by the robust Hausman test; effects that do not are not", () => {
    const moving = randomEffects(table(panel(5, { move: 1 })), "y ~ x + size", options);
    expect(codesOf(moving)).toContain("PANEL-HAUSMAN");
    expect(moving.tests.find((t) => t.name === "hausmanRobust")!.pValue).toBeLessThan(0.001);
    const still = randomEffects(table(panel(6)), "y ~ x + size", options);
    expect(codesOf(still)).not.toContain("PANEL-HAUSMAN");
    expect(codesOf(correlatedRandomEffects(table(panel(5, { move: 1 })), "y ~ x + size", options))).not.toContain("PANEL-HAUSMAN");
  });

  test("serial correlation is a finding unless errors are clustered", () => {
    const data = table(panel(7, { serial: 0.8, holes: 0 }));
    expect(codesOf(randomEffects(data, "y ~ x", { ...options, vcov: "iid" }))).toContain("PANEL-AUTOCORRELATION");
    expect(codesOf(randomEffects(data, "y ~ x", options))).not.toContain("PANEL-AUTOCORRELATION");
  });

  test("without unit variance random effects are pooled least squares, and say so", () => {
    const columns = panel(8, { holes: 0 });
    // Every unit's mean is the same: less between variation than chance would make.
    const mean = (unit: number): number => {
      const rows = columns["y"]!.filter((_, i) => columns["unit"]![i] === unit);
      return rows.reduce((a, b) => a + b, 0) / rows.length;
    };
    const data = table({ ...columns, y: columns["y"]!.map((y, i) => y - mean(columns["unit"]![i]!)) });
    const fit = randomEffects(data, "y ~ x + size", options);
    expectRelative(coefficient(fit, "x"), coefficient(regress(data, "y ~ x + size", options), "x"), 1e-10);
    expect(codesOf(fit)).toContain("PANEL-VARIANCE-NEGATIVE");
  });

  test("no change is taken across a hole", () => {
    const columns: Columns = { unit: [1, 1, 1, 2, 2, 2], time: [1, 2, 5, 1, 2, 3], y: [1, 2, 9, 3, 5, 4], x: [0, 1, 7, 2, 3, 5] };
    const fit = firstDifference(table(columns), "y ~ x - 1", { ...options, vcov: "iid" });
    expect(fit.nobs).toBe(3);
    expect(fit.sample.dropped["notDifferenced"]).toBe(3);
    // Changes of x: 1, 1, 2; of y: 1, 2, -1.
    expectRelative(coefficient(fit, "x"), (1 + 2 - 2) / 6, 1e-12);
  });

  test.each([1, 2])("row order does not change a bit (order %d)", (seed) => {
    const columns = panel(9);
    const order = Int32Array.from({ length: columns["y"]!.length }, (_, i) => i);
    stream(6, seed).shuffle(order);
    const shuffled = table(Object.fromEntries(Object.entries(columns).map(([k, v]) => [k, Array.from(order, (i) => v[i]!)])));
    for (const run of [randomEffects, correlatedRandomEffects, between, firstDifference])
      expect(JSON.stringify(run(shuffled, "y ~ x + size", options)) === JSON.stringify(run(table(columns), "y ~ x + size", options))).toBe(
        true,
      );
  });

  test("inference restates errors without a second estimation", () => {
    const data = table(panel(10));
    const fit = randomEffects(data, "y ~ x + size", { ...options, vcov: "iid" });
    const again = inference(fit, { cluster: "region" });
    expectRelative(stdError(again, "x"), stdError(randomEffects(data, "y ~ x + size", { ...options, cluster: "region" }), "x"), 1e-14);
  });
});

describe("what is refused", () => {
  const columns = panel(11);
  const data = table(columns);

  test("no unit, no time, effects written, instruments", () => {
    expect(refusal(() => randomEffects(data, "y ~ x", {}))).toBe("PANEL-UNIT-NEEDED");
    expect(refusal(() => firstDifference(data, "y ~ x", { unit: "unit" }))).toBe("PANEL-UNIT-NEEDED");
    expect(refusal(() => between(data, "y ~ x | unit", options))).toBe("PANEL-EFFECTS-WRITTEN");
    expect(refusal(() => randomEffects(data, "y ~ 1 | x ~ size", options))).toBe("MODEL-INSTRUMENTS-UNUSED");
  });

  test("nothing to compare within or over time", () => {
    expect(refusal(() => correlatedRandomEffects(data, "y ~ constant", options))).toBe("PANEL-NO-WITHIN");
    const once = table(
      Object.fromEntries(Object.entries(columns).map(([k, v]) => [k, v.filter((_, i) => columns["time"]![i]! % 2 === 0)])),
    );
    expect(refusal(() => firstDifference(once, "y ~ x", options))).toBe("PANEL-NO-DIFFERENCES");
  });

  test("rows without a unit, unless a condition keeps them out", () => {
    const holes = table({ ...columns, unit: columns["unit"]!.map((unit, i) => (i === 4 ? Number.NaN : unit)) });
    const without = table(Object.fromEntries(Object.entries(columns).map(([k, v]) => [k, v.filter((_, i) => i !== 4)])));
    for (const run of [randomEffects, correlatedRandomEffects, between, firstDifference]) {
      expect(refusal(() => run(holes, "y ~ x", options))).toBe("DATA-UNIT-TIME-MISSING");
      expect(run(holes, "y ~ x", { ...options, where: "not missing(unit)" }).nobs).toBe(run(without, "y ~ x", options).nobs);
    }
  });

  test("with two periods the tests of serial correlation say why they are not there, and a finding says it once", () => {
    const two = table(Object.fromEntries(Object.entries(columns).map(([k, v]) => [k, v.filter((_, i) => columns["time"]![i]! < 2002)])));
    const fit = randomEffects(two, "y ~ x", options);
    for (const name of ["wooldridgeSerial", "pesaranCd"]) expect(fit.tests.find((t) => t.name === name)!.reason).not.toBeNull();
    for (const run of [randomEffects, correlatedRandomEffects, firstDifference])
      expect(codesOf(run(two, "y ~ x", options)).filter((code) => code === "PANEL-TWO-PERIODS")).toHaveLength(1);
    expect(codesOf(randomEffects(data, "y ~ x", options))).not.toContain("PANEL-TWO-PERIODS");
  });

  test("units too few for the between regression, clusters that units leave, a unit-period twice", () => {
    const few = table(panel(12, { units: 3 }));
    expect(refusal(() => randomEffects(few, "y ~ x + size", options))).toBe("PANEL-FEW-UNITS");
    expect(refusal(() => between(data, "y ~ x", { ...options, cluster: "time" }))).toBe("PANEL-CLUSTER-WITHIN");
    const twice = table(Object.fromEntries(Object.entries(columns).map(([k, v]) => [k, [...v, v[0]!]])));
    expect(refusal(() => randomEffects(twice, "y ~ x", options))).toBe("FORMULA-LAG-DUPLICATE");
  });
});
