import { describe, expect, test } from "vitest";
import { type ColumnInput, type Frame, frame, takeRows } from "../../frame/main.js";
import { stream } from "../../numerics/main.js";
import type { PolicyOutcome } from "../../results/main.js";
import { regress } from "../panel/ols.js";
import { evaluatePolicy, policyVariant } from "./evaluatePolicy.js";
import { readGrid } from "./panel.js";
import { policyContext } from "./policyContext.js";
import { policyTiming } from "./policyTiming.js";
import type { PolicyOptions } from "./settings.js";
import { settle } from "./settings.js";
import { twoWayEffect } from "./twoWay.js";
import { twoWayAssigned } from "./twoWayAssigned.js";

/** The pilot-zones design: 30 units, 2012-2022, cohorts 2019:2, 2020:8, 2021:3, 2022:3, 14 never. */
const dates = [2019, 2019, ...Array(8).fill(2020), 2021, 2021, 2021, 2022, 2022, 2022, ...Array(14).fill(null)] as (number | null)[];

interface World {
  seed?: number;
  effect?: (event: number) => number;
  /** Trend per period of the treated before and after adoption. */
  drift?: number;
  noise?: number;
  units?: readonly (number | null)[];
  periods?: number;
}

function simulate({ seed = 1, effect = () => 0, drift = 0, noise = 1, units = dates, periods = 11 }: World = {}): Frame {
  const draws = stream(seed, 77);
  const cells: Record<string, (string | number | null)[]> = { unit: [], region: [], year: [], first: [], y: [], x: [], z: [] };
  units.forEach((date, i) => {
    const level = 3 * draws.normal();
    let shock = draws.normal();
    for (let t = 0; t < periods; t++) {
      const year = 2023 - periods + t;
      shock = 0.5 * shock + 0.87 * draws.normal();
      const event = date === null ? null : year - date;
      const change = event === null ? 0 : drift * event + (event >= 0 ? effect(event) : 0);
      cells["unit"]!.push(`p${String(i + 1).padStart(3, "0")}`);
      cells["region"]!.push(["east", "centre", "west"][i % 3]!);
      cells["year"]!.push(year);
      cells["first"]!.push(date);
      cells["x"]!.push(draws.normal() + 0.3 * shock);
      cells["z"]!.push(100 * draws.normal());
      cells["y"]!.push(20 + level + 0.2 * t + noise * shock + change);
    }
  });
  return frame("provinces", cells as Record<string, ColumnInput>);
}

const base: PolicyOptions = {
  name: "pilot",
  data: "provinces",
  unit: "unit",
  time: "year",
  outcome: "y",
  adopted: "first",
  window: { from: -5, to: 3 },
  expected: "positive",
  randomization: { draws: 199, seed: 3 },
  estimators: ["twoWay", "groupTime"],
  leaveOut: [],
};

function evaluate(data: Frame, changes: Partial<PolicyOptions> = {}): PolicyOutcome {
  return evaluatePolicy(data, { ...base, ...changes }).result.outcomes["y"]!;
}

function overall(outcome: PolicyOutcome, aggregate: string) {
  return outcome.aggregates.find((r) => r.aggregate === aggregate && r.time === undefined && r.cohort === undefined)!;
}

describe("randomisation of the two-way estimate", () => {
  const data = simulate({ effect: () => 1 });
  for (const columns of [[], ["x", "z"]]) {
    for (const cluster of ["unit", "region"]) {
      test(`draws equal naive refits to 1e-10, controls ${columns.length}, clusters ${cluster}`, () => {
        const options = { ...base, estimators: ["twoWay" as const], controls: { columns, at: "current" as const }, cluster };
        const settings = settle(options);
        const sample = policyContext(data, settings).sampleOf("y", readValues(data));
        const assigned = twoWayAssigned(sample.panel.wide, sample.panel.schedule, {
          factor: twoWayEffect(sample).factor,
          covariates: sample.covariates,
        });
        for (let r = 0; r < 12; r++) {
          const group = r === 0 ? sample.panel.wide.group : stream(4, r).shuffle(sample.panel.wide.group.slice());
          const naive = refit(data, group, columns, cluster);
          const fast = assigned(group);
          expect(Math.abs(fast.estimate / naive.estimate! - 1)).toBeLessThan(1e-10);
          expect(Math.abs(fast.stdError / naive.stdError! - 1)).toBeLessThan(1e-10);
        }
      });
    }
  }

  test("base-period controls: the draw of the observed assignment is the fit", () => {
    const options = { ...base, estimators: ["twoWay" as const], controls: { columns: ["x"], at: "base" as const } };
    const sample = policyContext(data, settle(options)).sampleOf("y", readValues(data));
    expect(sample.covariates).toHaveLength(10);
    const { row, factor } = twoWayEffect(sample);
    const fast = twoWayAssigned(sample.panel.wide, sample.panel.schedule, { factor, covariates: sample.covariates })(
      sample.panel.wide.group,
    );
    expect(Math.abs(fast.estimate / row.estimate! - 1)).toBeLessThan(1e-10);
    expect(Math.abs(fast.stdError / row.stdError! - 1)).toBeLessThan(1e-10);
  });

  test("1,000 draws on 330 rows take at most a second", () => {
    const start = performance.now();
    const variant = policyVariant(data, { ...base, headline: { estimator: "twoWay" }, randomization: { draws: 1000, seed: 1 } });
    expect(performance.now() - start).toBeLessThan(1000);
    expect(variant.randomizationP).toBeGreaterThan(0);
  });

  function readValues(source: Frame): Float64Array {
    const column = source.columns.get("y")!;
    return column.kind === "number" ? column.values : new Float64Array();
  }

  /** regress on the frame with another adoption date for every unit. */
  function refit(source: Frame, group: Int32Array, columns: readonly string[], cluster: string) {
    const grid = readGrid(source, { unit: "unit", time: "year", adopted: "first" });
    const starts = [2019, 2020, 2021, 2022, Number.POSITIVE_INFINITY];
    const treated = new Float64Array(source.rows);
    grid.rowOf.forEach((row, place) => {
      treated[row] = grid.periods[place % 11]! >= starts[group[Math.floor(place / 11)]!]! ? 1 : 0;
    });
    const withTreated = frame("refit", new Map([...source.columns, ["treated", { kind: "number" as const, values: treated }]]));
    const fit = regress(withTreated, ["y ~ treated", ...columns].join(" + ").concat(" | unit + year"), { cluster });
    return fit.coefficients[0]!;
  }
});

describe("what a policy outcome must satisfy", () => {
  const data = simulate({ effect: (e) => 1 + 0.2 * e });
  const options: Partial<PolicyOptions> = {
    leaveOut: ["unit", "cohort"],
    smallestEffect: 0.5,
    negativeControls: ["z"],
    randomization: { draws: 199, seed: 3, strata: "region" },
  };
  const whole = evaluatePolicy(data, { ...base, ...options });
  const ours = whole.result.outcomes["y"]!;

  test("row order does not change a bit", () => {
    const order = stream(8, 0).shuffle(Int32Array.from({ length: data.rows }, (_, i) => i));
    expect(evaluatePolicy(takeRows(data, order), { ...base, ...options })).toEqual(whole);
  });

  test("names of units do not matter, a scale scales", () => {
    const columns = Object.fromEntries(data.columns);
    const y = columns["y"]!.kind === "number" ? columns["y"].values : new Float64Array();
    const unit = columns["unit"]!.kind === "category" ? columns["unit"] : null;
    const renamed = evaluate(frame("renamed", { ...columns, unit: { ...unit!, labels: unit!.labels.map((l) => `省${l}`) } }));
    const plain = evaluate(data);
    expect(renamed.aggregates).toEqual(plain.aggregates);
    expect(renamed.randomization).toEqual(plain.randomization);
    const scaled = evaluate(frame("scaled", { ...columns, y: y.map((v) => 8 * v) }));
    scaled.aggregates.forEach((row, j) => {
      expect(row.estimate! / 8).toBeCloseTo(plain.aggregates[j]!.estimate!, 10);
      expect(row.statistic!).toBeCloseTo(plain.aggregates[j]!.statistic!, 8);
      expect(row.scale!.inOutcomeSd).toBeCloseTo(plain.aggregates[j]!.scale!.inOutcomeSd!, 10);
    });
    expect(scaled.randomization[0]!.pValue).toBe(plain.randomization[0]!.pValue);
    expect(scaled.minimumDetectable! / 8).toBeCloseTo(plain.minimumDetectable!, 10);
    expect(scaled.pretrend!.waldChi2).toBeCloseTo(plain.pretrend!.waldChi2!, 8);
    expect(scaled.pretrendPower!.slopeAt50! / 8).toBeCloseTo(plain.pretrendPower!.slopeAt50!, 10);
  });

  test("the static row is the regression on the whole frame", () => {
    const grid = readGrid(data, { unit: "unit", time: "year", adopted: "first" });
    const treated = new Float64Array(data.rows);
    grid.rowOf.forEach((row, place) => {
      treated[row] = grid.periods[place % 11]! >= grid.dates[Math.floor(place / 11)]! ? 1 : 0;
    });
    const fit = regress(
      frame("f", new Map([...data.columns, ["treated", { kind: "number" as const, values: treated }]])),
      "y ~ treated | unit + year",
      { cluster: "unit" },
    );
    const row = overall(ours, "static");
    expect(row.estimate).toBeCloseTo(fit.coefficients[0]!.estimate!, 12);
    expect(row.stdError).toBeCloseTo(fit.coefficients[0]!.stdError!, 12);
    expect(row).toMatchObject({
      distribution: "t(29)",
      method: "cluster/fixest",
      stars: true,
      support: { treatedUnits: 16, treatedRows: 41, treatedClusters: 16 },
    });
  });

  test("support under every event time is that of the design; two-unit points carry no stars", () => {
    const support = (estimator: string) =>
      Object.fromEntries(ours.eventStudy.filter((p) => p.estimator === estimator).map((p) => [p.time, p.row.support!["treatedUnits"]]));
    expect(support("twoWay")).toEqual({ "-5": 16, "-4": 16, "-3": 16, "-2": 16, "-1": 16, "0": 16, "1": 13, "2": 10, "3": 2 });
    expect(support("groupTime")).toEqual(support("twoWay"));
    expect(ours.eventStudy.filter((p) => p.row.stars).every((p) => p.row.support!["treatedClusters"]! >= 5)).toBe(true);
    expect(ours.eventStudy.filter((p) => p.time === 3).every((p) => !p.row.stars)).toBe(true);
    const few = whole.findings.filter((f) => f.code === "DID-FEW-TREATED").map((f) => f.evidence);
    expect(few).toMatchObject([
      { of: "cohort", points: [{ label: "2019" }, { label: "2021" }, { label: "2022" }] },
      { of: "eventTime", points: [{ label: "+3", units: ["p001", "p002"] }] },
    ]);
    const reference = ours.eventStudy.find((p) => p.reference)!;
    expect(reference).toMatchObject({ time: -1, row: { estimate: 0, stdError: null, stars: false } });
  });

  test("the joint test has q and G - 1 degrees of freedom", () => {
    expect(ours.pretrend).toMatchObject({ name: "jointPretrend", null: "leads -5..-2 are zero", distribution: "F(4,29)" });
    expect(ours.pretrend!.statistic! * 4).toBeCloseTo(ours.pretrend!.waldChi2!, 12);
    expect(ours.pretrendGroupTime!.distribution).toBe("F(5,29)");
  });

  test("randomisation: headline in strata first, unrestricted beside it, then the other estimator", () => {
    expect(ours.randomization.map((r) => [r.estimator, r.strata])).toEqual([
      ["groupTime", "region"],
      ["groupTime", null],
      ["twoWay", "region"],
      ["twoWay", null],
    ]);
    expect(overall(ours, "simple").statistic).toBeCloseTo(ours.randomization[0]!.statistic, 10);
    expect(overall(ours, "static").statistic).toBeCloseTo(ours.randomization[2]!.statistic, 10);
    // R: qt(.975, 29) + qt(.8, 29)
    expect(ours.minimumDetectable! / ours.randomization[0]!.sd).toBeCloseTo(2.0452296421327 + 0.85419198588186, 12);
  });

  test("leaving out a unit is estimating without it", () => {
    expect(ours.leaveOut!.map((l) => l.what).filter((w) => w === "unit")).toHaveLength(30);
    const grid = readGrid(data, { unit: "unit", time: "year", adopted: "first" });
    const rows = Array.from(grid.rowOf).filter((_, place) => Math.floor(place / 11) !== 4);
    const without = evaluate(takeRows(data, Int32Array.from(rows)));
    expect(ours.leaveOut!.find((l) => l.name === "p005")!.row.estimate).toBeCloseTo(without.headline!.estimate!, 12);
    expect(ours.leaveOut!.filter((l) => l.what === "cohort").map((l) => l.name)).toEqual(["2019", "2020", "2021", "2022"]);
  });

  test("leaving out the only treated unit gives no estimate and says why", () => {
    const one = simulate({ units: [2019, ...Array(9).fill(null)] });
    const left = evaluate(one, { leaveOut: ["unit"] }).leaveOut!;
    expect(left[0]).toMatchObject({ name: "p001", row: { estimate: null, reason: "nobody treated is left" } });
  });

  test("paths are means by cohort and period", () => {
    expect(new Set(ours.paths.map((p) => p.cohort))).toEqual(new Set(["2019", "2020", "2021", "2022", "never"]));
    expect(ours.paths.filter((p) => p.cohort === "2020").every((p) => p.units === 8)).toBe(true);
    expect(ours.paths).toHaveLength(55);
  });

  test("a variant is the headline of its own specification", () => {
    const variant = policyVariant(data, { ...base, ...options });
    expect(variant.row).toEqual(ours.headline);
    expect(variant.randomizationP).toBe(ours.randomization[0]!.pValue);
  });

  test("laterAdopters leaves the never-treated out of every estimate", () => {
    const mixed = simulate({ units: [...dates.slice(0, 16), 2024, 2024, 2024, 2025, 2025, 2026, null, null] });
    const later = evaluatePolicy(mixed, { ...base, controlGroup: "laterAdopters" }).result;
    const grid = readGrid(mixed, { unit: "unit", time: "year", adopted: "first" });
    const rows = Array.from(grid.rowOf).filter((_, place) => Math.floor(place / 11) < 22);
    const without = evaluate(takeRows(mixed, Int32Array.from(rows)));
    expect(later.outcomes["y"]!.aggregates).toEqual(without.aggregates);
    expect(later.never).toEqual(["p023", "p024"]);
    expect(later.notYetAtEnd).toHaveLength(6);
    expect(later.outcomes["y"]!.paths.some((p) => p.cohort === "later" && p.units === 6)).toBe(true);
  });
});

describe("verdicts where the truth is known (long simulated panels)", () => {
  const many = Array.from({ length: 120 }, (_, i) => (i < 60 ? 2008 + 3 * (i % 5) : null));
  const long = { units: many, periods: 30, noise: 0.4 };
  const seeds = [1, 2, 3, 4, 5, 6];
  /** Verdicts over six worlds; a level of ten percent turns one or two of them by chance, so most must have the grade, with no other reason. */
  const judge = (world: World, smallestEffect: number, grade: string, reasons: string[], changes: Partial<PolicyOptions> = {}) => {
    const verdicts = seeds.map((seed) => {
      const data = simulate({ ...long, ...world, seed });
      return evaluate(data, { smallestEffect, randomization: { draws: 199, seed: 5 }, ...changes }).verdict;
    });
    const right = verdicts.filter((v) => v.grade === grade && v.reasons.join() === reasons.join());
    expect(right.length, verdicts.map((v) => `${v.grade}(${v.reasons})`).join(" ")).toBeGreaterThanOrEqual(4);
    return verdicts.map((v) => v.grade);
  };

  test("a positive effect is supported, or contradicts a negative hypothesis", () => {
    expect(judge({ effect: () => 0.5 }, 0.2, "supported", ["SIGNIFICANT"])).not.toContain("contradicted");
    expect(judge({ effect: () => 0.5 }, 0.2, "contradicted", ["SIGNIFICANT"], { expected: "negative" })).not.toContain("supported");
    expect(judge({ effect: () => -0.5 }, 0.2, "contradicted", ["SIGNIFICANT"])).not.toContain("supported");
  });
  test("no effect, seen by a design that could have: no effect larger than", () => {
    expect(judge({}, 0.3, "noEffectLargerThan", ["INTERVAL"])).not.toContain("contradicted");
  });
  test("no effect, and a design that could not have seen it: cannot tell for want of power alone", () => {
    judge({}, 0.01, "cannotTell", ["POWER"]);
  });
  test("a drift before adoption: cannot tell because of the leads, and as much drift after it would undo the effect", () => {
    judge({ drift: 0.2 }, 0.3, "cannotTell", ["PRETREND", "BREAKDOWN"]);
  });
});

describe("findings stand where the numbers cannot carry a claim", () => {
  const found = (world: World, changes: Partial<PolicyOptions> = {}) =>
    evaluatePolicy(simulate(world), { ...base, randomization: { draws: 199, seed: 1 }, ...changes }).findings;
  const evidence = (findings: ReturnType<typeof found>, code: string) => findings.filter((f) => f.code === code).map((f) => f.evidence);

  test("few treated clusters in all: one finding with every unit, and no star anywhere", () => {
    const units = [2019, 2019, 2020, ...Array(12).fill(null)];
    expect(evidence(found({ units }), "DID-FEW-TREATED")).toMatchObject([
      { of: "all", points: [{ units: ["p001", "p002", "p003"] }], limit: 5 },
    ]);
    const outcome = evaluate(simulate({ units, effect: () => 9 }));
    expect([...outcome.aggregates, ...outcome.eventStudy.map((p) => p.row)].some((row) => row.stars)).toBe(false);
  });
  test("few assignments", () => {
    const findings = found({ units: [2019, 2019, null, null, null, null] });
    expect(evidence(findings, "DID-FEW-PERMUTATIONS")).toEqual([{ distinct: 15, draws: 199, strata: null }]);
    expect(evidence(found({}), "DID-FEW-PERMUTATIONS")).toEqual([]);
  });
  test("low power and rejected leads", () => {
    const weak = found({ seed: 2 }, { smallestEffect: 0.001 });
    expect(evidence(weak, "DID-LOW-POWER")).toMatchObject([{ outcome: "y", smallestEffect: 0.001 }]);
    expect(evidence(found({ drift: 0.7 }), "DID-PRETREND")).toMatchObject([{ outcome: "y", leads: "-5..-2", distribution: "F(4,29)" }]);
    expect(evidence(found({ effect: () => 6 }, { smallestEffect: 5 }), "DID-LOW-POWER")).toEqual([]);
  });
  test("an effect that little undoes, and leads that let a bias as large as the estimate through", () => {
    const drifting = found({ drift: 0.7 });
    expect(evidence(drifting, "POLICY-FRAGILE")).toMatchObject([{ outcome: "y" }]);
    expect(evidence(drifting, "POLICY-FRAGILE").every((e) => (e as { breakdown: number }).breakdown < 0.5)).toBe(true);
    expect(evidence(found({}), "POLICY-PRETEST-BIAS")).toMatchObject([{ outcome: "y" }]);
    const strong = found({ effect: () => 12 });
    expect(strong.filter((f) => f.code.startsWith("POLICY-"))).toEqual([]);
  });
  test("sensitivity is about the headline where the window holds every lag, whichever estimator it is", () => {
    const outcome = evaluate(simulate({ effect: (event) => 1 + event }));
    expect(outcome.sensitivityOf!.estimate).toBeCloseTo(outcome.headline!.estimate!, 12);
    expect(outcome.sensitivityOf).toMatchObject({ leads: [-5, -4, -3, -2], reference: -1, reason: null });
    expect(outcome.sensitivityOf!.lags.map((l) => l.weight * 41)).toEqual([16, 13, 10, 2].map((n) => expect.closeTo(n, 9)));
    const dynamic = evaluate(simulate({ effect: (event) => 1 + event }), { headline: { aggregate: "dynamic" } });
    expect(dynamic.sensitivityOf!.estimate).toBeCloseTo(dynamic.headline!.estimate!, 12);
    const ahead = evaluate(simulate({ effect: (event) => 1 + event }), { anticipation: 1 });
    expect(ahead.sensitivityOf).toMatchObject({ reference: -2, leads: [-5, -4, -3] });
    expect(ahead.sensitivityOf!.estimate).toBeCloseTo(ahead.headline!.estimate!, 12);
    const twoWay = evaluate(simulate({ effect: (event) => 1 + event }), { headline: { estimator: "twoWay" } });
    // The two-way lead -5 pools all earlier ones.
    expect(twoWay.sensitivityOf).toMatchObject({ estimator: "twoWay", leads: [-4, -3, -2] });
  });
  test("no sensitivity without a lead, and the finding says so", () => {
    const early = simulate({ units: [2013, 2013, 2013, 2013, 2013, ...Array(12).fill(null)] });
    const { result, findings } = evaluatePolicy(early, { ...base, randomization: { draws: 99 } });
    expect(result.outcomes["y"]!.sensitivity).toEqual([]);
    expect(evidence(findings, "POLICY-SENSITIVITY-NONE")).toEqual([{ outcome: "y", reason: "leads" }]);
  });
  test("an analytic p that the randomisation does not bear out", () => {
    const units = [2021, 2021, ...Array(14).fill(null)];
    const gaps = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((seed) => evidence(found({ units, seed }), "DID-ANALYTIC-GAP"));
    expect(gaps.length).toBeGreaterThan(0);
    for (const gap of gaps as { analyticP: number; randomizationP: number }[]) {
      expect(gap.analyticP).toBeLessThanOrEqual(0.05);
      expect(gap.randomizationP).toBeGreaterThan(0.1);
    }
  });
  test("a negative control that moves, and one that does not", () => {
    const moved = found({ effect: () => 3 }, { negativeControls: ["y", "z"] });
    expect(evidence(moved, "DID-NEGATIVE-CONTROL")).toMatchObject([{ outcome: "y" }]);
  });
  test("controls as they stand after adoption", () => {
    const twoWay = { estimators: ["twoWay" as const] };
    expect(evidence(found({}, { ...twoWay, controls: { columns: ["x"], at: "current" } }), "DID-BAD-CONTROL")).toEqual([
      { columns: ["x"] },
    ]);
    expect(evidence(found({}, { ...twoWay, controls: { columns: ["x"], at: "base" } }), "DID-BAD-CONTROL")).toEqual([]);
  });
  test("negative weights of the two-way estimate: none on the pilot-zones design, many where most units end up treated", () => {
    expect(evidence(found({}), "DID-NEGATIVE-WEIGHTS")).toEqual([]);
    const late = found({ units: [...Array(8).fill(2014), ...Array(16).fill(2020), null, null] });
    const [weights] = evidence(late, "DID-NEGATIVE-WEIGHTS") as { share: number; cells: number; treatedCells: number }[];
    // 8 units x 9 periods from 2014, 16 units x 3 from 2020; only the early cohort's late cells can turn negative.
    expect(weights!.treatedCells).toBe(120);
    expect(weights!.cells).toBe(24);
    expect(weights!.share).toBeGreaterThan(0);
  });
  test("event times that only a straight line could tell apart", () => {
    const findings = found(
      { units: [...Array(8).fill(2015), ...Array(8).fill(2018), ...Array(8).fill(2020)] },
      { window: { from: -9, to: 8 } },
    );
    const [unidentified] = evidence(findings, "DID-EVENT-UNIDENTIFIED") as { times: string[] }[];
    expect(unidentified!.times.length).toBeGreaterThan(0);
    expect(evidence(findings, "DID-EVERY-UNIT-TREATED")).toHaveLength(1);
  });
});

describe("the checklist of a referee", () => {
  const points = (data: Frame, changes: Partial<PolicyOptions> = {}) => {
    const { result } = evaluatePolicy(data, { ...base, ...changes });
    return new Map(result.checklist!.map((p) => [p.id, p]));
  };
  test("eighteen points, each with its reason, pointing into the results", () => {
    const list = points(simulate({ effect: () => 12 }), { leaveOut: ["cohort", "strata"], randomization: { draws: 99, strata: "region" } });
    expect([...list.keys()]).toEqual(Array.from({ length: 18 }, (_, i) => i + 1));
    expect([...list.values()].every((p) => p.why.length > 3 && !p.why.includes("undefined"))).toBe(true);
    expect(list.get(1)).toMatchObject({ status: "done", evidence: { treated: 16, cohorts: 4 } });
    expect(list.get(5)).toMatchObject({ status: "notApplicable" });
    expect(list.get(10)).toMatchObject({ status: "done", reason: "robustToTrends" });
    expect(list.get(12)).toMatchObject({ status: "done", evidence: { leaveOut: "cohort, strata" } });
    expect(list.get(13)).toMatchObject({ status: "failed", reason: "noConcurrent" });
  });
  test("a drift fails the pre-test and the sensitivity; controls as they stand fail the balance", () => {
    const list = points(simulate({ drift: 0.7 }));
    expect(list.get(9)).toMatchObject({ status: "failed", reason: "pretrendRejected", where: "policies.pilot.outcomes.y.pretrend" });
    expect(list.get(10)).toMatchObject({ status: "failed", reason: "fragile" });
    expect(list.get(12)).toMatchObject({ status: "failed", reason: "placeboFinds" });
    const alone = points(simulate(), { estimators: ["groupTime"] });
    expect(alone.get(12)).toMatchObject({ status: "failed", reason: "noLeaveOut" });
    const controlled = points(simulate(), { estimators: ["twoWay"], controls: { columns: ["x"], at: "current" } });
    expect(controlled.get(5)).toMatchObject({ status: "failed", reason: "badControls", evidence: { columns: "x" } });
    expect(controlled.get(7)).toMatchObject({ status: "failed" });
  });
});

describe("other policies and regions", () => {
  test("another policy held fixed is the regression with its column", () => {
    const data = simulate({ effect: () => 1 });
    const outcome = evaluate(data, { concurrent: ["x", "z"] });
    expect(outcome.concurrent!.map((c) => c.columns)).toEqual([["x"], ["z"], ["x", "z"]]);
    const controlled = evaluate(data, { estimators: ["twoWay"], controls: { columns: ["x", "z"], at: "current" } });
    expect(outcome.concurrent![2]!.row).toEqual(controlled.headline);
  });
  test("leaving out a region is estimating without it; without a column of regions it is an error", () => {
    const data = simulate({ effect: () => 1 });
    const outcome = evaluate(data, { leaveOut: ["strata"], randomization: { draws: 99, strata: "region" } });
    expect(outcome.leaveOut!.map((l) => l.name).sort()).toEqual(["centre", "east", "west"]);
    // Every third unit lies in the east.
    const rest = Int32Array.from(Array.from({ length: data.rows }, (_, row) => row).filter((row) => Math.floor(row / 11) % 3 !== 0));
    expect(outcome.leaveOut!.find((l) => l.name === "east")!.row.estimate).toBeCloseTo(
      evaluate(takeRows(data, rest)).headline!.estimate!,
      12,
    );
    expect(() => evaluate(data, { leaveOut: ["strata"] })).toThrow(expect.objectContaining({ code: "POLICY-STRATA-ABSENT" }));
  });
});

describe("adoption columns that are not dates", () => {
  const dummy = (off: boolean) => {
    const data = simulate({ units: [2019, 2020, ...Array(8).fill(null)] });
    const year = (data.columns.get("year") as { values: Float64Array }).values;
    const first = (data.columns.get("first") as { values: Float64Array }).values;
    const values = first.map((date, row) => (year[row]! >= date && !(off && row < 11 && year[row] === 2022) ? 1 : 0));
    return { ...data, columns: new Map([...data.columns, ["first", { kind: "number" as const, values }]]) };
  };
  const evidence = (data: Frame) => {
    try {
      evaluate(data);
    } catch (error) {
      return { code: (error as { code: string }).code, ...((error as { evidence: object }).evidence as object) };
    }
    return null;
  };
  test("a treatment dummy is named as one, with the units whose treatment switches off", () => {
    expect(evidence(dummy(false))).toMatchObject({ code: "POLICY-DUMMY-NOT-DATE", adopted: "first", off: [] });
    expect(evidence(dummy(true))).toMatchObject({ code: "POLICY-DUMMY-NOT-DATE", off: [{ unit: "p001", from: 2022 }] });
  });
  test("a reference before the sample names the units", () => {
    const { findings } = evaluatePolicy(simulate({ units: [2014, 2014, 2014, 2019, 2019, 2019, 2019, 2019, ...Array(8).fill(null)] }), {
      ...base,
      window: { from: -6, to: 3, reference: -4 },
    });
    expect(findings.filter((f) => f.code === "POLICY-REFERENCE-UNSEEN").map((f) => f.evidence)).toEqual([
      { outcome: "y", reference: -4, units: ["p001", "p002", "p003"] },
    ]);
  });
  test("timing alone gives its findings, before any outcome is read", () => {
    const found = policyTiming(simulate({ units: [2012, 2019, ...Array(8).fill(2020)] }), base);
    expect(found.map((f) => f.code)).toEqual(["DID-ALWAYS-TREATED", "DID-EVERY-UNIT-TREATED"]);
  });
});

describe("what the two-way estimate compares", () => {
  const options = { ...base, randomization: { draws: 99, seed: 1 } };
  test("the comparisons give back the estimate; on the pilot-zones design they are mostly with the untreated", () => {
    const { result } = evaluatePolicy(simulate(), options);
    const weightOf = (type: string) => result.comparisons!.filter((c) => c.type === type).reduce((sum, c) => sum + c.weight, 0);
    // The real timetable of the zones: shares recorded in Python beside the published dates.
    expect(weightOf("treatedVsUntreated")).toBeCloseTo(0.7984, 4);
    expect(weightOf("earlierVsLater")).toBeCloseTo(0.1682, 4);
    expect(weightOf("laterVsEarlier")).toBeCloseTo(0.0335, 4);
    expect(result.outcomes["y"]!.decomposition!.gap).toBeLessThan(1e-10);
    const ofCohort = (date: number) => result.twoWayWeights!.filter((w) => w.cohort === date).reduce((sum, w) => sum + w.weight, 0);
    expect([2019, 2020, 2021, 2022].map((date) => Math.round(1000 * ofCohort(date)))).toEqual([190, 569, 156, 85]);
  });
  test("with holes kept there are weights but no comparisons, the units are named, and a draw is a refit", () => {
    const gaps = takeRows(
      simulate(),
      Int32Array.from({ length: 330 }, (_, i) => i).filter((i) => i % 37 !== 5),
    );
    const { result, findings } = evaluatePolicy(gaps, { ...options, estimators: ["twoWay"], incomplete: "keep" });
    expect(result.comparisons).toBeUndefined();
    expect(result.twoWayWeights!.reduce((sum, w) => sum + w.weight, 0)).toBeCloseTo(1, 10);
    const named = findings.find((f) => f.code === "DID-DECOMPOSITION-HOLES")!.evidence as { units: string[] };
    expect(named.units).toEqual(["p001", "p004", "p008", "p011", "p014", "p018", "p021", "p025", "p028"]);
    const { statistic, estimator } = result.outcomes["y"]!.randomization[0]!;
    const row = result.outcomes["y"]!.aggregates[0]!;
    expect(estimator).toBe("twoWay");
    expect(statistic).toBeCloseTo(row.statistic!, 10);
  });
  test("comparisons with units treated before are said once they weigh", () => {
    const codes = (units: readonly (number | null)[]) => evaluatePolicy(simulate({ units }), options).findings.map((f) => f.code);
    expect(codes([...Array(8).fill(2014), ...Array(8).fill(2018), ...Array(4).fill(null)])).toContain("DID-FORBIDDEN-COMPARISONS");
    expect(codes(dates)).not.toContain("DID-FORBIDDEN-COMPARISONS");
  });
});

describe("several estimators in one evaluation", () => {
  const all = ["twoWay", "groupTime", "sunAbraham", "imputation", "twoStage", "saturated", "stacked"] as const;
  const data = simulate({ effect: () => 1 });
  const outcome = evaluate(data, { estimators: [...all] });
  test("each has its overall effect and its event study with a band that holds the pointwise interval", () => {
    for (const estimator of all) {
      const row = outcome.aggregates.find(
        (r) => r.estimator === estimator && (r.aggregate === "simple" || r.aggregate === "static") && r.time === undefined,
      );
      expect(row?.estimate, estimator).not.toBeNull();
      const points = outcome.eventStudy.filter((p) => p.estimator === estimator && !p.reference && p.row.stdError !== null);
      expect(points.length, estimator).toBeGreaterThanOrEqual(4);
      for (const { row: r, bandLow, bandHigh } of points) {
        expect(bandLow!).toBeLessThanOrEqual(r.confLow!);
        expect(bandHigh!).toBeGreaterThanOrEqual(r.confHigh!);
      }
    }
  });
  test("any of them can be the headline, with its own randomisation p and minimum detectable effect", () => {
    for (const estimator of ["imputation", "stacked"] as const) {
      const alone = evaluate(data, { estimators: [estimator], headline: { estimator }, randomization: { draws: 99, seed: 1 } });
      expect(alone.headline?.estimator).toBe(estimator);
      expect(alone.randomization.map((d) => d.estimator)).toEqual([estimator]);
      expect(alone.minimumDetectable!).toBeGreaterThan(0);
    }
  });
  test("a cohort without controls to the end of its window has no stack, and is named", () => {
    const noneNever = simulate({ units: [...Array(6).fill(2016), ...Array(6).fill(2019), ...Array(6).fill(2021)], effect: () => 1 });
    const { findings } = evaluatePolicy(noneNever, { ...base, estimators: ["groupTime", "stacked"], window: { from: -3, to: 2 } });
    const found = findings.filter((f) => f.code === "DID-CELLS-UNIDENTIFIED");
    expect(found.map((f) => f.evidence)).toEqual([
      expect.objectContaining({
        estimator: "stacked",
        cells: expect.arrayContaining([
          { cohort: 2021, time: 2021 },
          { cohort: 2021, time: 2022 },
        ]),
      }),
    ]);
  });
});
