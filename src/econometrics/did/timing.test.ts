import { describe, expect, test } from "vitest";
import { frame } from "../../frame/main.js";
import { type codes, type Problem, wordsOf } from "../../messages/main.js";
import { evaluatePolicy } from "./evaluatePolicy.js";
import { groupTimeEffects } from "./groupTime.js";
import type { PolicyOptions } from "./settings.js";

/** Seven units, 2015-2020, each with its adoption date (null = never); outcomes are fixed but irregular. */
function panel(
  dates: readonly (number | null)[],
  change: (row: { unit: string; year: number; date: number | null; y: number }) => object | null = (r) => r,
) {
  const rows = dates.flatMap((date, i) =>
    Array.from({ length: 6 }, (_, t) => ({
      unit: `u${i + 1}`,
      year: 2015 + t,
      date,
      y: ((7 * i + 3 * t * t + 5 * t * i) % 11) / 10 + t / 5,
    })),
  );
  const kept = rows.map(change).filter((r) => r !== null) as { unit: string; year: number; date: number | null; y: number }[];
  return frame("units", {
    unit: kept.map((r) => r.unit),
    year: kept.map((r) => r.year),
    date: kept.map((r) => r.date),
    y: kept.map((r) => r.y),
    half: kept.map((r) => (r.unit < "u4" ? "a" : "b")),
    moving: kept.map((r) => (r.year < 2018 ? "a" : "b")),
  });
}

const options: PolicyOptions = {
  name: "pilot",
  data: "units",
  unit: "unit",
  time: "year",
  outcome: "y",
  adopted: "date",
  window: { from: -2, to: 1 },
  randomization: { draws: 99 },
};
const staggered = [2017, 2017, 2018, 2018, 2018, null, null];

function refusal(run: () => unknown): Problem {
  try {
    run();
  } catch (error) {
    return error as Problem;
  }
  throw new Error("nothing was refused");
}

/** Both languages of a message, to see that units are named. */
function said(code: keyof typeof codes, evidence: unknown): string {
  return (["en", "zh"] as const).map((language) => wordsOf(code, evidence, language).message).join(" ");
}

describe("what is wrong with the timing is an error or a finding that names the units", () => {
  test("two dates for one unit", () => {
    const data = panel(staggered, (r) => (r.unit === "u3" && r.year === 2020 ? { ...r, date: 2019 } : r));
    const error = refusal(() => evaluatePolicy(data, options));
    expect(error.code).toBe("DID-ADOPTION-CONFLICT");
    expect(error.evidence).toMatchObject({ units: [{ unit: "u3", dates: ["2018", "2019"] }] });
    const partly = panel(staggered, (r) => (r.unit === "u3" && r.year === 2020 ? { ...r, date: null } : r));
    expect(said("DID-ADOPTION-CONFLICT", refusal(() => groupTimeEffects(partly, { ...options, outcome: "y" })).evidence)).toContain(
      "u3 (2018, none)",
    );
  });
  test("a date in a year without rows", () => {
    const data = panel([2017, 2018, null, null, null], (r) => (r.year === 2018 ? null : r));
    const error = refusal(() => evaluatePolicy(data, options));
    expect(error.code).toBe("DID-ADOPTION-GAP");
    expect(said("DID-ADOPTION-GAP", error.evidence)).toContain("u2 (2018)");
  });
  test("dates after the sample are not yet treated throughout, by name, and never merged with never-treated", () => {
    const { result, findings } = evaluatePolicy(panel([2017, 2017, 2018, 2018, 2018, 2024, null]), options);
    expect(result.notYetAtEnd).toEqual([{ adopted: 2024, unit: "u6" }]);
    expect(result.never).toEqual(["u7"]);
    const after = findings.find((f) => f.code === "DID-AFTER-SAMPLE")!;
    expect(said(after.code, after.evidence)).toContain("u6 (2024)");
    expect(after.evidence).toMatchObject({ controls: true });
    const strict = evaluatePolicy(panel([2017, 2017, 2018, 2018, 2018, 2024, null]), { ...options, controlGroup: "never" });
    expect(strict.findings.find((f) => f.code === "DID-AFTER-SAMPLE")!.evidence).toMatchObject({ controls: false });
  });
  test("dates at or before the first year: always treated, in no estimate", () => {
    const with0 = evaluatePolicy(panel([...staggered, 2015, 2010]), options);
    const without = evaluatePolicy(panel(staggered), options);
    expect(with0.result.alwaysTreated).toEqual(["u9", "u8"]);
    expect(with0.result.outcomes["y"]!.aggregates).toEqual(without.result.outcomes["y"]!.aggregates);
    const always = with0.findings.find((f) => f.code === "DID-ALWAYS-TREATED")!;
    expect(said(always.code, always.evidence)).toContain("u9 (2010), u8 (2015)");
    // One period of anticipation leaves a 2016 cohort without a clean period.
    expect(
      evaluatePolicy(panel([...staggered, 2016]), { ...options, window: { from: -4, to: 1 }, anticipation: 1 }).result.alwaysTreated,
    ).toEqual(["u8"]);
  });
  test("one treated unit", () => {
    const { result, findings } = evaluatePolicy(panel([2018, null, null, null, null, null]), options);
    const one = findings.find((f) => f.code === "DID-ONE-TREATED-UNIT")!;
    expect(said(one.code, one.evidence)).toContain("u1");
    expect(result.outcomes["y"]!.aggregates.every((row) => !row.stars)).toBe(true);
  });
  test("no treated unit in the sample", () => {
    const error = refusal(() => evaluatePolicy(panel([2024, null, 2015]), options));
    expect(error.code).toBe("DID-NO-TREATED");
    expect(said("DID-NO-TREATED", error.evidence)).toMatch(/u1 \(2024\).*u3 \(2015\)/);
  });
  test("no never-treated unit under `controlGroup: never`", () => {
    const error = refusal(() => evaluatePolicy(panel([2017, 2017, 2018, 2024]), { ...options, controlGroup: "never" }));
    expect(error.code).toBe("DID-NO-CONTROLS");
    expect(said("DID-NO-CONTROLS", error.evidence)).toMatch(/u1.*u4 \(2024\)/);
  });
  test("treatment in every unit: an error with one cohort, a finding with several", () => {
    const error = refusal(() => evaluatePolicy(panel([2018, 2018, 2018]), options));
    expect(error.code).toBe("DID-NO-CONTROLS");
    expect(said("DID-NO-CONTROLS", error.evidence)).toContain("u1, u2, u3");
    const { result, findings } = evaluatePolicy(panel([2017, 2017, 2017, 2019, 2019, 2019]), options);
    const every = findings.find((f) => f.code === "DID-EVERY-UNIT-TREATED")!;
    expect(every.evidence).toMatchObject({ from: 2019, units: ["u4", "u5", "u6"], last: 2020 });
    expect(result.outcomes["y"]!.groupTime!.filter((row) => row.cohort === 2019).every((row) => row.estimate === null)).toBe(true);
  });
  test("laterAdopters without later adopters", () => {
    const error = refusal(() => evaluatePolicy(panel([2018, 2018, null, null]), { ...options, controlGroup: "laterAdopters" }));
    expect(wordsOf("DID-NO-CONTROLS", error.evidence, "en").remedy).toContain("notYet");
  });
  test("periods that are not evenly spaced", () => {
    const data = panel([2018, 2018, 2018, null, null], (r) => (r.year === 2016 ? null : r));
    expect(evaluatePolicy(data, options).findings.map((f) => f.code)).toContain("DID-PERIODS-IRREGULAR");
  });
});

describe("what is wrong with the panel or the block", () => {
  const code = (changes: Partial<PolicyOptions>, data = panel(staggered)) =>
    refusal(() => evaluatePolicy(data, { ...options, ...changes })).code;
  test("is refused with a code", () => {
    expect(code({ cluster: "moving" })).toBe("DID-CLUSTER-NOT-NESTED");
    expect(code({ randomization: { strata: "moving" } })).toBe("DID-STRATA-VARY");
    expect(code({ estimators: ["twoWay"], headline: { estimator: "groupTime" } })).toBe("DID-HEADLINE-ABSENT");
    expect(code({ estimators: ["stacked"], headline: { estimator: "stacked", aggregate: "group" } })).toBe("DID-AGGREGATE-ABSENT");
    expect(code({ window: { from: -5, to: 3, reference: -6 } })).toBe("DID-WINDOW-REFERENCE");
    expect(code({ window: { from: -5, to: 3, reference: -1 }, anticipation: 1 })).toBe("DID-WINDOW-REFERENCE");
    expect(code({ smallestEffect: { Y: 1 } })).toBe("DID-SMALLEST-EFFECT-UNKNOWN");
    expect(code({ outcome: "z" })).toBe("DATA-COLUMN-UNKNOWN");
    expect(code({ outcome: "half" })).toBe("DATA-COLUMN-TEXT");
    const twice = panel([...staggered, null], (r) => (r.unit === "u8" ? { ...r, unit: "u7" } : r));
    expect(code({}, twice)).toBe("DID-ROW-DUPLICATE");
    const gone = panel(staggered, (r) => (r.year === 2019 ? { ...r, y: null } : r));
    expect(refusal(() => evaluatePolicy(gone, options)).evidence).toMatchObject({ empty: [2019], units: 7 });
    const flat = panel(staggered, (r) => ({ ...r, y: 3 }));
    expect(code({}, flat)).toBe("DID-OUTCOME-CONSTANT");
    const path = panel(staggered, (r) => ({ ...r, y: r.year - 2000 + Number(r.unit.slice(1)) }));
    expect(refusal(() => evaluatePolicy(path, options)).evidence).toEqual({ outcome: "y", effects: ["unit", "year"] });
    const one = refusal(() => evaluatePolicy(panel([2017, null, 2018]), { ...options, cluster: "half" }));
    expect(one.code).toBe("MODEL-CLUSTER-ONE");
    expect(one.evidence).toEqual({ cluster: "half", value: "a" });
  });
  test("units with a hole are left out by name", () => {
    const data = panel([...staggered, 2018], (r) => (r.unit === "u8" && r.year === 2016 ? { ...r, y: null } : r));
    const { result, findings } = evaluatePolicy(data, options);
    expect(findings.find((f) => f.code === "DID-UNITS-INCOMPLETE")!.evidence).toMatchObject({ units: ["u8"], periods: 6 });
    expect(result.outcomes["y"]!.aggregates).toEqual(evaluatePolicy(panel(staggered), options).result.outcomes["y"]!.aggregates);
  });
});
