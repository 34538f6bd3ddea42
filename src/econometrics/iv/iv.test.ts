import { describe, expect, test } from "vitest";
import { type Frame, frame } from "../../frame/main.js";
import { Problem } from "../../messages/main.js";
import { stream } from "../../numerics/main.js";
import type { Test } from "../../results/main.js";
import { coefficient, type Fit, stdError } from "../fit.js";
import { inference } from "../inference.js";
import { regress } from "../panel/ols.js";
import { jointTest } from "../tests.js";
import type { VcovOption } from "../vcov.js";
import { quadraticSet } from "./andersonRubin.js";
import { type IvOptions, ivRegress } from "./ivRegress.js";

type Columns = Record<string, number[]>;

/** A panel with one endogenous variable x (strength of its instruments given), a second one x2, and four instruments. */
function panel(seed: number, strength = 0.5, units = 30, periods = 5): Columns {
  const s = stream(77, seed);
  const columns: Columns = { unit: [], time: [], y: [], x: [], x2: [], c: [], z1: [], z2: [], z3: [], z4: [], w: [] };
  for (let unit = 0; unit < units; unit++) {
    const level = s.normal();
    const shared = s.normal();
    for (let time = 0; time < periods; time++) {
      const z = Array.from({ length: 4 }, () => s.normal() + 0.5 * shared);
      const u = s.normal() + shared;
      const c = s.normal() + 0.3 * level;
      const row = {
        unit,
        time: 2000 + time,
        x: strength * (z[0]! + 0.5 * z[1]!) + 0.3 * c + 0.7 * u + level + s.normal(),
        x2: strength * (z[2]! + 0.4 * z[0]!) - 0.5 * u + s.normal(),
        c,
        z1: z[0]!,
        z2: z[1]!,
        z3: z[2]!,
        z4: z[3]!,
        w: 0.5 + s.uniform(),
        y: 0,
      };
      row.y = row.x - 0.5 * row.x2 + 0.4 * c + level + u * (1 + 0.5 * Math.abs(z[0]!));
      for (const [name, value] of Object.entries(row)) columns[name]!.push(value);
    }
  }
  return columns;
}

function table(columns: Columns): Frame {
  return frame("panel", columns);
}

function mapped(columns: Columns, name: string, change: (row: number) => number): Columns {
  return { ...columns, [name]: columns["y"]!.map((_, row) => change(row)) };
}

function named(fit: Fit, name: string): Test {
  const found = fit.tests.find((t) => t.name === name);
  if (found === undefined) throw new Error(`no test ${name}: ${fit.tests.map((t) => t.name).join(", ")}`);
  return found;
}

function codesOf(fit: Fit): string[] {
  return fit.findings.map((f) => f.code);
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

function expectClose(actual: number, expected: number, tolerance = 1e-9): void {
  expect(Math.abs(actual - expected), `${actual} against ${expected}`).toBeLessThan(tolerance * Math.max(1, Math.abs(expected)));
}

const one = "y ~ c | unit + time | x ~ z1 + z2 + z3";
const two = "y ~ c | unit + time | x + x2 ~ z1 + z2 + z3 + z4";
const errors: VcovOption[] = ["iid", "HC1", { cluster: "unit" }, { cluster: ["unit", "time"] }];

describe("estimates with instruments", () => {
  const columns = panel(1);
  const data = table(columns);

  test("with as many instruments as endogenous variables all methods are one", () => {
    for (const vcov of errors.slice(0, 3)) {
      const fits = (["2sls", "liml", "gmm"] as const).map((method) => ivRegress(data, "y ~ c | unit | x ~ z1", { vcov, method }));
      for (const fit of fits.slice(1)) {
        expectClose(coefficient(fit, "x"), coefficient(fits[0]!, "x"));
        expectClose(stdError(fit, "x"), stdError(fits[0]!, "x"));
      }
      expect(named(fits[0]!, vcov === "iid" ? "sargan" : "hansenJ").reason).toContain("exactly identified");
    }
  });

  test("an endogenous variable that is its own best instrument gives least squares", () => {
    const copy = table(mapped(columns, "copy", (row) => 3 * columns["x"]![row]! - columns["c"]![row]!));
    const fit = ivRegress(copy, "y ~ c | unit + time | x ~ copy", { cluster: "unit" });
    const ols = regress(copy, "y ~ c + x | unit + time", { cluster: "unit" });
    for (const term of ["c", "x"]) {
      expectClose(coefficient(fit, term), coefficient(ols, term), 1e-10);
      expectClose(stdError(fit, term), stdError(ols, term), 1e-10);
    }
    expect(codesOf(fit)).toContain("IV-FIRST-STAGE-IDENTITY");
  });

  test("absorbed effects are what dummies would be", () => {
    for (const method of ["2sls", "liml", "gmm"] as const) {
      const absorbed = ivRegress(data, one, { method, cluster: "unit", correction: "areg" });
      const dummies = ivRegress(data, "y ~ c + i(unit) + i(time) | x ~ z1 + z2 + z3", {
        method: method === "gmm" ? "2sls" : method,
        cluster: "unit",
        correction: "areg",
      });
      if (method === "gmm") continue;
      expectClose(coefficient(absorbed, "x"), coefficient(dummies, "x"));
      expectClose(stdError(absorbed, "x"), stdError(dummies, "x"));
      for (const name of ["kleibergenPaapF", "kleibergenPaapLm", "effectiveF", "andersonRubin", "hansenJ", "wuHausmanRobust"])
        expectClose(named(absorbed, name).statistic!, named(dummies, name).statistic!, 1e-8);
    }
  });

  test.each([1, 2, 3])("row order does not change a bit (order %d)", (seed) => {
    const order = Int32Array.from({ length: columns["y"]!.length }, (_, i) => i);
    stream(5, seed).shuffle(order);
    const shuffled = table(Object.fromEntries(Object.entries(columns).map(([k, v]) => [k, Array.from(order, (i) => v[i]!)])));
    for (const method of ["2sls", "liml", "gmm"] as const) {
      const options: IvOptions = { method, cluster: "unit", unit: "unit", time: "time" };
      expect(JSON.stringify(ivRegress(shuffled, two, options)) === JSON.stringify(ivRegress(data, two, options))).toBe(true);
    }
  });

  test.each(errors.map((vcov) => [JSON.stringify(vcov), vcov] as const))("only the space of the instruments matters, %s", (_, vcov) => {
    const rotated = table(
      mapped(
        mapped(columns, "z1", (row) => 2 * columns["z1"]![row]! - 30 * columns["z2"]![row]! + 7 * columns["c"]![row]!),
        "z4",
        (row) => 1e4 * (columns["z4"]![row]! + columns["z3"]![row]!),
      ),
    );
    for (const method of ["2sls", "liml", "gmm"] as const) {
      // Five years cannot carry the covariance of five moments.
      if (method === "gmm" && vcov === errors[3]) continue;
      const [a, b] = [data, rotated].map((d) => ivRegress(d, two, { method, vcov }));
      expectClose(coefficient(a!, "x"), coefficient(b!, "x"), 1e-8);
      expectClose(stdError(a!, "x2"), stdError(b!, "x2"), 1e-8);
      for (const [i, t] of a!.tests.entries()) {
        if (t.name.startsWith("orthogonality") || t.statistic === null) continue;
        expectClose(b!.tests[i]!.statistic!, t.statistic, 1e-6);
      }
    }
  });

  test("inference under other errors is estimation under them", () => {
    for (const vcov of errors) {
      const panelOf = { unit: "unit", time: "time" };
      const again = inference(ivRegress(data, two, { ...panelOf, vcov: "iid" }), vcov);
      expect(JSON.stringify(again) === JSON.stringify(ivRegress(data, two, { ...panelOf, vcov }))).toBe(true);
    }
  });

  test("errors over time and space restate every test as well, and those of leverage are refused", () => {
    const panelOf = { unit: "unit", time: "time" };
    const located = table(
      mapped(
        mapped(columns, "lat", (row) => 30 + columns["unit"]![row]! / 4),
        "lon",
        () => 110,
      ),
    );
    for (const vcov of [
      { method: "neweyWest", lags: 1 },
      { method: "driscollKraay", lags: 1 },
      { method: "conley", lat: "lat", lon: "lon", cutoff: 60 },
    ] as const) {
      const fit = ivRegress(located, one, { ...panelOf, vcov });
      expect(JSON.stringify(inference(ivRegress(located, one, { ...panelOf, vcov: "iid" }), vcov)) === JSON.stringify(fit)).toBe(true);
      expect(named(fit, "hansenJ").statistic).not.toBe(named(inference(fit, "HC1"), "hansenJ").statistic);
      expect(fit.firstStages![0]!.coefficients[0]!.method).toContain(vcov.method);
    }
    // Without lags Newey and West's are heteroskedastic errors.
    const fit = ivRegress(located, one, { ...panelOf, vcov: { method: "neweyWest", lags: 0, correction: "none" } });
    const plain = inference(fit, "HC0");
    for (const name of ["kleibergenPaapLm", "hansenJ", "stockWrightS", "exogeneity(x)"])
      expectClose(named(fit, name).statistic!, named(plain, name).statistic!);
    for (const vcov of ["HC2", "HC3"] as const)
      expect(refusal(() => ivRegress(located, one, { ...panelOf, vcov })).code).toBe("MODEL-ERRORS-OLS-ONLY");
  });

  test("errors by large clusters are those of scores added up row by row", () => {
    const fit = ivRegress(table(panel(9, 0.5, 12, 40)), two, { cluster: "unit", correction: "none", weights: "w" });
    const { scores, bread, design } = fit.moments;
    const sums = new Map<number, Float64Array>();
    design.clusters[0]!.codes.forEach((code, i) => {
      const own = sums.get(code) ?? new Float64Array(scores.cols);
      for (let j = 0; j < scores.cols; j++) own[j]! += scores.data[i + j * scores.rows]!;
      sums.set(code, own);
    });
    fit.coefficients.forEach((row, j) => {
      let variance = 0;
      for (const own of sums.values()) variance += own.reduce((sum, value, k) => sum + value * bread.data[j + k * bread.rows]!, 0) ** 2;
      expectClose(row.stdError!, Math.sqrt(variance), 1e-10);
    });
  });

  test("weights are row repetitions for the coefficients", () => {
    const doubled = mapped(columns, "twice", (row) => (row % 3 === 0 ? 2 : 1));
    const repeated = Object.fromEntries(
      Object.entries(columns).map(([k, v]) => [k, v.flatMap((value, row) => (row % 3 === 0 ? [value, value] : [value]))]),
    );
    for (const method of ["2sls", "liml"] as const)
      expectClose(
        coefficient(ivRegress(table(doubled), one, { method, weights: "twice" }), "x"),
        coefficient(ivRegress(table(repeated), one, { method }), "x"),
        1e-10,
      );
  });
});

describe("tests of instruments", () => {
  const data = table(panel(2));

  test("with one instrument the effective F, the Kleibergen-Paap F and the robust first-stage F are one, with the published critical values", () => {
    for (const vcov of errors) {
      const fit = ivRegress(data, "y ~ c | unit | x ~ z1", { vcov });
      const f = fit.firstStages![0]!.tests[0]!.statistic!;
      expectClose(named(fit, "effectiveF").statistic!, f);
      if (vcov !== "iid") expectClose(named(fit, "kleibergenPaapF").statistic!, f);
      // Montiel Olea and Pflueger 2013, Table 1, K = 1.
      [37.42, 23.11, 15.06, 12.05].forEach((value, k) => {
        expect(named(fit, "effectiveF").criticalValues![k]!.value).toBeCloseTo(value, 2);
        expect(named(fit, "effectiveF").criticalValues![k + 4]!.value).toBeCloseTo(value, 2);
      });
    }
  });

  test("under iid errors: effective F, Cragg-Donald and the first-stage F are one; Stock and Yogo's values stand beside", () => {
    const fit = ivRegress(data, one, { vcov: "iid" });
    const f = fit.firstStages![0]!.tests[0]!.statistic!;
    expectClose(named(fit, "craggDonaldF").statistic!, f);
    expectClose(named(fit, "effectiveF").statistic!, f);
    expect(named(fit, "craggDonaldF").criticalValues!.map((c) => c.value)).toEqual([13.91, 9.08, 6.46, 5.39, 22.3, 12.83, 9.54, 7.8]);
    expect(named(inference(fit, "HC1"), "craggDonaldF").criticalValues).toBeUndefined();
  });

  test("the Anderson-Rubin test is the joint test in the reduced form", () => {
    for (const vcov of errors) {
      const reduced = regress(data, "y ~ c + z1 + z2 + z3 | unit + time", { vcov });
      const fit = ivRegress(data, one, { vcov });
      const wald = jointTest(reduced, ["z1", "z2", "z3"]).statistic!;
      expectClose(named(fit, "andersonRubin").statistic!, wald);
    }
  });

  test("the first stage is the regression on the instruments", () => {
    // (A two-way matrix that had to be repaired is repaired in other coordinates.)
    for (const vcov of errors.slice(0, 3)) {
      const stage = ivRegress(data, one, { vcov }).firstStages![0]!;
      const plain = regress(data, "x ~ c + z1 + z2 + z3 | unit + time", { vcov });
      for (const row of stage.coefficients) {
        expectClose(row.estimate!, coefficient(plain, row.term));
        expectClose(row.stdError!, stdError(plain, row.term));
      }
      expectClose(stage.tests[0]!.statistic!, jointTest(plain, ["z1", "z2", "z3"]).statistic!);
    }
  });

  test("Wu and Hausman's test is that on first-stage residuals in the equation", () => {
    const stage = regress(data, "x ~ c + z1 + z2 + z3 | unit + time", { vcov: "iid" });
    const rows = Array.from(stage.moments.design.rows);
    const residual = new Array<number>(rows.length).fill(0);
    rows.forEach((row, i) => {
      residual[row] = stage.moments.residuals[i]!;
    });
    const augmented = table({ ...panel(2), residual });
    for (const vcov of errors) {
      const plain = regress(augmented, "y ~ c + x + residual | unit + time", { vcov });
      const t = plain.coefficients.find((row) => row.term === "residual")!.statistic!;
      const fit = ivRegress(data, one, { vcov });
      expectClose(named(fit, vcov === "iid" ? "wuHausman" : "wuHausmanRobust").statistic!, t * t, 1e-8);
    }
  });

  test("one degree over: dropping either instrument gives the whole of J", () => {
    const fit = ivRegress(data, "y ~ c | unit | x ~ z1 + z2", { cluster: "unit" });
    const j = named(fit, "hansenJ").statistic!;
    expectClose(named(fit, "orthogonality(z1)").statistic!, j, 1e-8);
    expectClose(named(fit, "orthogonality(z2)").statistic!, j, 1e-8);
  });

  test("several endogenous variables: no effective F, a conditional F each", () => {
    const fit = ivRegress(data, two, { cluster: "unit" });
    expect(named(fit, "effectiveF").reason).toContain("one endogenous variable");
    expect(fit.firstStages!.map((s) => s.tests.map((t) => t.name))).toEqual([
      ["firstStageF", "sandersonWindmeijerF"],
      ["firstStageF", "sandersonWindmeijerF"],
    ]);
    expect(fit.firstStages![0]!.tests[1]!.distribution).toBe("F(3,29)");
    expect(fit.confidenceSets![0]!.reason).toContain("one endogenous variable");
  });

  test("more instruments than clusters: tests that need their covariance say why they are not there", () => {
    const few = table(mapped(panel(3), "region", (row) => row % 2));
    const fit = ivRegress(few, "y ~ c | x ~ z1 + z2 + z3", { cluster: "region" });
    for (const name of ["kleibergenPaapLm", "hansenJ", "stockWrightS"])
      expect(named(fit, name).reason).toContain("more instruments than clusters");
    expect(fit.confidenceSets![0]!.reason).toContain("more instruments than clusters");
    expect(refusal(() => ivRegress(few, "y ~ c | x ~ z1 + z2 + z3", { cluster: "region", method: "gmm" })).code).toBe("IV-GMM-MOMENTS");
  });
});

describe("the Anderson-Rubin set", () => {
  const within = (fit: Fit, b: number): boolean =>
    fit.confidenceSets![0]!.intervals.some(([low, high]) => (low === null || b >= low) && (high === null || b <= high));

  test.each([0.02, 0.1, 0.25, 0.6])("holds exactly the coefficients the test does not reject (strength %d)", (strength) => {
    for (let seed = 1; seed <= 2; seed++) {
      const columns = panel(100 + seed, strength, 20, 4);
      for (const vcov of errors.slice(0, 3)) {
        const fit = ivRegress(table(columns), "y ~ c | unit | x ~ z1 + z2", { vcov });
        const centre = coefficient(fit, "x");
        const grid = [-1e6, -5, -1, 0, 0.3, 5, 1e6].map((step) => centre + step);
        const ends = fit.confidenceSets![0]!.intervals.flat().filter((end) => end !== null);
        for (const b of [...grid, ...ends.flatMap((e) => [e * (1 - 1e-6) - 1e-9, e * (1 + 1e-6) + 1e-9])]) {
          const shifted = table(mapped(columns, "y", (row) => columns["y"]![row]! - b * columns["x"]![row]!));
          const p = jointTest(regress(shifted, "y ~ c + z1 + z2 | unit", { vcov }), ["z1", "z2"]).pValue!;
          if (Math.abs(p - 0.05) > 1e-9)
            expect(within(fit, b), `b ${b}, p ${p}, set ${JSON.stringify(fit.confidenceSets)}`).toBe(p >= 0.05);
        }
      }
    }
  });

  test("every shape occurs, and is named", () => {
    const shapes = new Set<string>();
    for (let seed = 1; seed <= 12; seed++) {
      for (const [strength, formula] of [
        [0.03, "y ~ c | x ~ z1 + z2"],
        [0.12, "y ~ c | x ~ z1 + z2"],
        [0.6, "y ~ c | x ~ z1 + z2"],
      ] as const) {
        const fit = ivRegress(table(panel(200 + seed, strength, 12, 4)), formula, { vcov: "HC1" });
        shapes.add(fit.confidenceSets![0]!.shape!);
      }
      const columns = panel(300 + seed, 0.6, 30, 4);
      const invalid = mapped(columns, "y", (row) => columns["y"]![row]! + 3 * columns["z2"]![row]!);
      shapes.add(ivRegress(table(invalid), "y ~ c | x ~ z1 + z2", { vcov: "HC1" }).confidenceSets![0]!.shape!);
    }
    expect([...shapes].sort()).toEqual(["bounded", "disjoint", "empty", "wholeLine"]);
  });

  test("quadratic inequalities", () => {
    expect(quadraticSet(1, 0, -4)).toEqual({ intervals: [[-2, 2]], unbounded: false, shape: "bounded" });
    expect(quadraticSet(-1, 0, 4).intervals).toEqual([
      [null, -2],
      [2, null],
    ]);
    expect(quadraticSet(1, 0, 4).shape).toBe("empty");
    expect(quadraticSet(-1, 0, -4).shape).toBe("wholeLine");
    expect(quadraticSet(0, 1, -4).intervals).toEqual([[null, 2]]);
  });
});

describe("findings about instruments", () => {
  const columns = panel(4);
  const data = table(columns);
  const options = { unit: "unit", time: "time" };

  test("weak instruments, and a set without bound", () => {
    const fit = ivRegress(table(panel(5, 0.02)), one, options);
    expect(codesOf(fit)).toContain("IV-WEAK");
    expect(codesOf(fit)).toContain("IV-SET-UNBOUNDED");
    expect(codesOf(ivRegress(table(panel(5, 0.02)), two, options)).filter((c) => c === "IV-WEAK").length).toBeGreaterThan(0);
    expect(codesOf(ivRegress(table(panel(5, 3)), one, options))).not.toContain("IV-WEAK");
  });

  test("Cragg-Donald is a finding under robust errors only", () => {
    expect(codesOf(ivRegress(data, one, { vcov: "iid" }))).not.toContain("IV-CRAGG-DONALD-ROBUST");
    for (const vcov of errors.slice(1)) expect(codesOf(ivRegress(data, one, { vcov }))).toContain("IV-CRAGG-DONALD-ROBUST");
  });

  test("a lag of the treatment as its instrument", () => {
    const found = ivRegress(data, "y ~ c | unit | x ~ l(x, 2) + z1", options).findings.find((f) => f.code === "IV-INSTRUMENT-LAG");
    expect(found!.evidence).toEqual({ instrument: "l(x, 2)", endogenous: "x", periods: 2 });
    expect(codesOf(ivRegress(data, "y ~ c | unit | x ~ l(z1, 2) + z1", options))).not.toContain("IV-INSTRUMENT-LAG");
    const step = table({ ...columns, x_lag1: columns["z1"]! });
    expect(codesOf(ivRegress(step, "y ~ c | unit | x ~ x_lag1", options))).toContain("IV-INSTRUMENT-LAG");
  });

  test("a group mean that contains the unit itself; one that leaves it out is none", () => {
    const group = (row: number): number => Math.floor(columns["unit"]![row]! / 3) * 10 + columns["time"]![row]!;
    const mean = (row: number, out: boolean): number => {
      const rows = columns["y"]!.flatMap((_, other) => (group(other) === group(row) && !(out && other === row) ? [other] : []));
      return rows.reduce((sum, other) => sum + columns["x"]![other]!, 0) / rows.length;
    };
    const made = table(
      mapped(
        mapped(columns, "own", (row) => mean(row, false)),
        "peers",
        (row) => mean(row, true),
      ),
    );
    const found = ivRegress(made, "y ~ c | time | x ~ own", options).findings.find((f) => f.code === "IV-INSTRUMENT-OWN-UNIT");
    expect(found!.evidence).toEqual({ instrument: "own", endogenous: "x", groups: 50 });
    expect(codesOf(ivRegress(made, "y ~ c | time | x ~ peers", options))).not.toContain("IV-INSTRUMENT-OWN-UNIT");
    const rounded = table(mapped(columns, "own", (row) => Math.round(1e4 * mean(row, false)) / 1e4));
    expect(codesOf(ivRegress(rounded, "y ~ c | time | x ~ own", options))).toContain("IV-INSTRUMENT-OWN-UNIT");
  });

  test("instruments that add nothing are left out and named", () => {
    const made = table(
      mapped(
        mapped(columns, "z5", (row) => columns["z1"]![row]! + 2 * columns["z2"]![row]!),
        "flat",
        () => 1,
      ),
    );
    const fit = ivRegress(made, "y ~ c | unit | x ~ z1 + z2 + z5 + flat", options);
    expect(fit.findings.filter((f) => f.code === "IV-INSTRUMENT-LEFT").map((f) => f.evidence)).toEqual([
      { instrument: "flat", reason: "constant", with: [] },
      { instrument: "z5", reason: "collinear", with: ["z1", "z2"] },
    ]);
    expect(fit.instruments!.map((i) => i.column)).toEqual(["z1", "z2"]);
    expectClose(coefficient(fit, "x"), coefficient(ivRegress(made, "y ~ c | unit | x ~ z1 + z2", options), "x"));
  });

  test("instruments that disagree", () => {
    const invalid = table(mapped(columns, "y", (row) => columns["y"]![row]! + 4 * columns["z2"]![row]!));
    expect(codesOf(ivRegress(invalid, "y ~ c | unit | x ~ z1 + z2", options))).toContain("IV-OVERIDENTIFICATION");
    expect(codesOf(ivRegress(invalid, "y ~ c | x ~ z1 + z2", { vcov: "iid" }))).toContain("IV-SET-EMPTY");
  });
});

describe("what is refused", () => {
  const columns = panel(6);
  const data = table({
    ...columns,
    level: columns["unit"]!.map((u) => u * u),
    noise: columns["y"]!.map((_, row) => (row % 2 === 0 ? 1 : -1)),
  });
  test.each<[string, string, string]>([
    ["no instruments", "y ~ c + x | unit", "IV-NO-INSTRUMENTS"],
    ["an instrument that is a regressor", "y ~ c | unit | x ~ c + z1", "IV-INSTRUMENT-IS-REGRESSOR"],
    ["an instrument that is the endogenous variable", "y ~ c | unit | x ~ x + z1", "IV-INSTRUMENT-IS-REGRESSOR"],
    ["an instrument that is the outcome", "y ~ c | unit | x ~ y", "IV-INSTRUMENT-IS-REGRESSOR"],
    ["an endogenous variable among the regressors", "y ~ c + x | unit | x ~ z1", "IV-ENDOGENOUS-TWICE"],
    ["fewer instruments than endogenous variables", "y ~ c | unit | x + x2 ~ z1", "IV-FEW-INSTRUMENTS"],
    ["an instrument that the effects absorb", "y ~ c | unit | x ~ level", "IV-FEW-INSTRUMENTS"],
    ["an endogenous variable that the effects absorb", "y ~ c | unit | level ~ z1", "IV-ENDOGENOUS-LEFT"],
  ])("%s", (_, formula, code) => {
    expect(refusal(() => ivRegress(data, formula)).code).toBe(code);
  });

  test("an instrument unrelated by construction", () => {
    // Two instruments, of which a pair of endogenous variables is moved by one combination alone.
    const s = stream(1, 1);
    const z1 = Array.from({ length: 40 }, () => s.normal());
    const made = table({
      y: z1.map(() => s.normal()),
      z1,
      z2: z1.map((_, i) => (i % 2 === 0 ? 1 : -1)),
      a: [...z1],
      b: z1.map((v) => 2 * v + 1),
    });
    expect(refusal(() => ivRegress(made, "y ~ 1 | a + b ~ z1 + z2", { vcov: "iid" })).code).toBe("IV-ENDOGENOUS-LEFT");
    const paired = z1.map((_, i) => z1[i - (i % 2)]!);
    const alternating = z1.map((_, i) => (i % 2 === 0 ? 1 : -1));
    const unmoved = table({ y: z1, z: paired, x: alternating });
    expect(refusal(() => ivRegress(unmoved, "y ~ 1 | x ~ z", { vcov: "iid" })).code).toBe("IV-NOT-IDENTIFIED");
  });

  test("more instruments than rows can carry", () => {
    const s = stream(2, 2);
    const n = 12;
    const made: Columns = { y: [], x: [] };
    for (let i = 0; i < n; i++) {
      made["y"]!.push(s.normal());
      made["x"]!.push(s.normal());
    }
    for (let j = 0; j < 14; j++) made[`z${j}`] = Array.from({ length: n }, () => s.normal());
    const formula = `y ~ 1 | x ~ ${Array.from({ length: 14 }, (_, j) => `z${j}`).join(" + ")}`;
    expect(refusal(() => ivRegress(table(made), formula, { vcov: "iid" })).code).toBe("IV-MANY-INSTRUMENTS");
  });
});
