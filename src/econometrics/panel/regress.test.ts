import { describe, expect, test } from "vitest";
import { type ColumnInput, type Frame, frame } from "../../frame/main.js";
import { type Code, Problem } from "../../messages/main.js";
import { stream } from "../../numerics/main.js";
import { type Fit, rowOf } from "../fit.js";
import { inference } from "../inference.js";
import { jointTest } from "../tests.js";
import { type RegressOptions, regress } from "./ols.js";

/** A made panel of `units` by `periods`, with whatever columns a test adds. */
function madePanel(
  units: number,
  periods: number,
  more: (i: number, t: number, normal: () => number) => Record<string, number> = () => ({}),
): Frame {
  const s = stream(11, units * 1000 + periods);
  const rows: Record<string, number>[] = [];
  for (let i = 1; i <= units; i++) {
    for (let t = 1; t <= periods; t++) {
      const x = s.normal() + i / units;
      const z = s.normal();
      rows.push({
        unit: i,
        year: 2000 + t,
        x,
        z,
        y: 1 + 0.5 * x - z + i / 3 + s.normal(),
        w: 0.5 + s.uniform(),
        ...more(i, t, () => s.normal()),
      });
    }
  }
  const names = Object.keys(rows[0]!);
  return frame("made", Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name]!)])));
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
  throw new Error("accepted");
}

const small = (columns: Record<string, ColumnInput>): Frame => frame("small", columns);

describe("what regress refuses", () => {
  const base = madePanel(6, 4, (i, _, normal) => ({ coast: i % 2, one: 1, id: i, noise: normal() }));
  test.each<[string, () => unknown, Code]>([
    ["instruments", () => regress(base, "y ~ z | unit | x ~ w"), "MODEL-INSTRUMENTS-UNUSED"],
    ["an outcome without variation", () => regress(base, "one ~ x"), "MODEL-OUTCOME-CONSTANT"],
    ["an outcome that the effects explain", () => regress(base, "id ~ x | unit"), "MODEL-OUTCOME-ABSORBED"],
    ["regressors that the effects absorb, all of them", () => regress(base, "y ~ coast | unit + year"), "MODEL-NOTHING-LEFT"],
    ["more coefficients than rows", () => regress(small({ y: [1, 2], x: [1, 3], z: [2, 1] }), "y ~ x + z"), "MODEL-FEW-ROWS"],
    ["more effects than rows", () => regress(base, "y ~ x | unit^year", { keepSingletons: true }), "MODEL-FEW-ROWS"],
    ["one cluster", () => regress(base, "y ~ x", { cluster: "one" }), "MODEL-CLUSTER-ONE"],
  ])("%s", (_, run, code) => {
    expect(refusal(run).code).toBe(code);
  });

  test("a cluster that is missing in the sample, when errors are chosen afterwards", () => {
    const fit = regress(small({ y: [1, 2, 4, 3], x: [1, 3, 2, 5], g: ["a", null, "b", "b"] }), "y ~ x");
    expect(refusal(() => inference(fit, { cluster: "g" }))).toMatchObject({
      code: "MODEL-CLUSTER-MISSING",
      evidence: { cluster: "g", rows: 1 },
    });
  });
});

describe("what regress finds", () => {
  const panel = madePanel(60, 6, (i, t, normal) => ({
    coast: i % 2,
    one: 3,
    slow: i + 0.01 * normal(),
    sum: 0,
    group: i % 8,
    heavy: i <= 36 ? 1 : i,
    t,
    spike: i === 7 ? 10 * normal() : 0.01 * normal(),
  }));
  const values = (name: string) => Array.from((panel.columns.get(name) as { values: Float64Array }).values);
  const x = values("x");
  const z = values("z");
  const rich = frame("rich", {
    ...Object.fromEntries(panel.columns),
    sum: x.map((v, i) => v - 2 * z[i]!),
    near: x.map((v, i) => v + 0.01 * z[i]!),
    identity: x.map((v, i) => 2 * v + 3 * z[i]!),
  });
  const run = (formula: string, options: RegressOptions = {}) => regress(rich, formula, { cluster: "unit", ...options });

  test("a constant regressor is left out and named", () => {
    const fit = run("y ~ x + one");
    expect(fit.coefficients.map((r) => r.term)).toEqual(["(Intercept)", "x"]);
    expect(fit.findings).toMatchObject([{ code: "MODEL-REGRESSOR-CONSTANT", evidence: { term: "one", value: 3 } }]);
  });

  test("an absorbed regressor is named with the effect that absorbs it", () => {
    const fit = run("y ~ x + coast | unit + year");
    expect(fit.collinear).toEqual([{ term: "coast", with: ["unit"] }]);
    expect(fit.findings.find((f) => f.code === "MODEL-REGRESSOR-ABSORBED")?.evidence).toEqual({ term: "coast", effects: ["unit"] });
    // A unit trend is absorbed by the two sets of effects together, by none alone.
    const both = regress(
      frame("both", { ...Object.fromEntries(rich.columns), mix: values("unit").map((u, i) => u + values("t")[i]! ** 2) }),
      "y ~ x + mix | unit + year",
    );
    expect(both.collinear).toEqual([{ term: "mix", with: ["unit", "year"] }]);
  });

  test("a collinear regressor is named with its weights", () => {
    const fit = run("y ~ x + z + sum");
    expect(fit.collinear).toEqual([{ term: "sum", with: ["x", "z"] }]);
    const { evidence } = fit.findings.find((f) => f.code === "MODEL-COLLINEAR")! as unknown as { evidence: { with: { weight: number }[] } };
    expect(evidence.with.map((w) => Number(w.weight.toFixed(9)))).toEqual([1, -2]);
  });

  test("near collinearity names the closest regressor", () => {
    const fit = run("y ~ x + near + t");
    expect(fit.findings.filter((f) => f.code === "MODEL-NEAR-COLLINEAR")).toMatchObject([
      { evidence: { term: "x", with: "near" } },
      { evidence: { term: "near", with: "x" } },
    ]);
    expect(codesOf(run("y ~ x + z + t"))).not.toContain("MODEL-NEAR-COLLINEAR");
  });

  test("little variation within the effects", () => {
    const { evidence } = run("y ~ slow | unit").findings.find((f) => f.code === "MODEL-WITHIN-SHARE")!;
    expect(evidence).toMatchObject({ term: "slow", effects: ["unit"] });
    expect((evidence as { share: number }).share).toBeLessThan(1e-6);
    expect(codesOf(run("y ~ x | unit"))).not.toContain("MODEL-WITHIN-SHARE");
  });

  test("few clusters, and a cluster that dominates by rows or by variation", () => {
    expect(run("y ~ x", { cluster: "group" }).findings).toMatchObject([
      { code: "MODEL-FEW-CLUSTERS", evidence: { cluster: "group", count: 8 } },
    ]);
    expect(codesOf(run("y ~ x", { cluster: "unit" }))).toEqual([]);
    expect(run("y ~ x", { cluster: "heavy" }).findings.find((f) => f.code === "MODEL-DOMINANT-CLUSTER")?.evidence).toMatchObject({
      value: "1",
      rowShare: 0.6,
    });
    expect(run("y ~ spike").findings.find((f) => f.code === "MODEL-DOMINANT-CLUSTER")?.evidence).toMatchObject({
      value: "7",
      term: "spike",
    });
  });

  test("a two-way matrix that is not positive semi-definite is repaired and reported", () => {
    const fit = run("y ~ x + z + i(year) + i(group)", { cluster: ["unit", "year"] });
    expect(fit.vcov.repaired).toBe(true);
    expect(codesOf(fit)).toContain("MODEL-VCOV-REPAIRED");
    expect(fit.coefficients.every((r) => r.stdError === null || r.stdError > 0)).toBe(true);
  });

  test("an identity instead of a relation", () => {
    expect(codesOf(run("identity ~ x + z"))).toContain("MODEL-PERFECT-FIT");
    expect(codesOf(run("identity ~ x + z | unit + year"))).toContain("MODEL-PERFECT-FIT");
  });

  test("a solve that is not certified shows no stars", () => {
    const fit = run("y ~ x | unit + year");
    const doubtful = { ...fit.estimated, model: { ...fit.estimated.model, certificate: { method: "conjugateGradients", residual: 2e-6 } } };
    const again = inference({ ...fit, estimated: doubtful } as unknown as Fit, "iid");
    expect(codesOf(again)).toContain("MODEL-UNCERTIFIED");
    expect(rowOf(again, "x").stars).toBe(false);
    expect(rowOf(fit, "x").stars).toBe(true);
  });
});

describe("joint tests", () => {
  const panel = madePanel(40, 5, (_, t) => ({ t }));
  test("one coefficient: F is the square of t, with the same p", () => {
    const fit = regress(panel, "y ~ x + z | unit", { cluster: "unit" });
    const test1 = jointTest(fit, ["x"]);
    const row = rowOf(fit, "x");
    expect(test1.statistic).toBeCloseTo(row.statistic! ** 2, 10);
    expect(test1.pValue).toBeCloseTo(row.pValue!, 12);
    expect(test1.distribution).toBe("F(1,39)");
    expect(test1.waldChi2).toBeCloseTo(test1.statistic!, 12);
  });

  test("more restrictions than clusters carry: no test, with the reason", () => {
    const clusters = frame("few", {
      ...Object.fromEntries(panel.columns),
      g: Array.from((panel.columns.get("unit") as { values: Float64Array }).values, (u) => u % 3),
    });
    const fit = regress(clusters, "y ~ x + z + i(t)", { cluster: "g" });
    const found = jointTest(fit, ["x", "z", "t::2", "t::3"]);
    expect(found.statistic).toBeNull();
    expect(found.reason).toMatch(/rank 2, the test has 4/);
  });
});

describe("a fit as an object", () => {
  const fit = regress(madePanel(12, 4), "y ~ x + z | unit", { unit: "unit", time: "year" });
  test("clusters by the unit where one is named, and says so", () => {
    expect(fit.vcov).toMatchObject({ type: "cluster", clusters: { unit: 12 }, df: 11 });
    expect(fit.sample).toMatchObject({ rows: 48, units: 12, periods: 4 });
  });

  test("is the contract's object in JSON, with the rest beside it", () => {
    const json = JSON.parse(JSON.stringify(fit)) as Record<string, unknown>;
    expect(Object.keys(json).sort()).toEqual(
      [
        "absorbed",
        "certificate",
        "coefficients",
        "conventions",
        "estimator",
        "formula",
        "nobs",
        "sample",
        "statistics",
        "tests",
        "vcov",
      ].sort(),
    );
    expect(fit.moments.terms).toEqual(["x", "z"]);
  });

  test("prints itself as a table", () => {
    const text = String(fit);
    expect(text).toMatch(/^y ~ x \+ z \| unit\n-+\n\s+estimate\s+std\. error/);
    expect(text).toContain("errors: clustered by unit (12), correction fixest, t(11)");
    expect(text).toContain("absorbed: unit (12)");
  });
});
