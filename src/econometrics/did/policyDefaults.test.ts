import { describe, expect, test } from "vitest";
import { type ColumnInput, type Frame, frame, numbers } from "../../frame/main.js";
import type { Finding } from "../../messages/main.js";
import { stream } from "../../numerics/main.js";
import type { PolicyOutcome } from "../../results/main.js";
import { evaluatePolicy } from "./evaluatePolicy.js";
import type { PolicyOptions } from "./settings.js";

/** AR(1) outcomes of units with these first treated years, to the end of 2022. */
function panelOf(dates: readonly (number | null)[], periods = 11, seed = 1): Frame {
  const draws = stream(seed, 78);
  const cells = { unit: [] as string[], year: [] as number[], first: [] as (number | null)[], y: [] as number[] };
  dates.forEach((date, i) => {
    let shock = draws.normal();
    for (let t = 0; t < periods; t++) {
      shock = 0.5 * shock + 0.87 * draws.normal();
      cells.unit.push(`p${String(i + 1).padStart(3, "0")}`);
      cells.year.push(2023 - periods + t);
      cells.first.push(date);
      cells.y.push(20 + 0.2 * t + shock);
    }
  });
  return frame("provinces", cells as Record<string, ColumnInput>);
}

const pilots = [2019, 2019, ...Array(8).fill(2020), 2021, 2021, 2021, 2022, 2022, 2022, ...Array(14).fill(null)] as (number | null)[];
const said: PolicyOptions = { name: "pilot", data: "provinces", unit: "unit", time: "year", outcome: "y", adopted: "first" };
const few = { randomization: { draws: 99 } };

const evidence = (findings: readonly Finding[], code: string) => findings.filter((f) => f.code === code).map((f) => f.evidence);
const kinds = ({ leaveOut }: PolicyOutcome) => [...new Set(leaveOut!.map((l) => l.what))];

describe("a policy of which only data, outcome and date are said", () => {
  const y = evaluatePolicy(panelOf(pilots), said).result.outcomes["y"]!;
  test("has the two-way benchmark and four robust estimators in one event study with bands", () => {
    const estimators = [...new Set(y.eventStudy.map((p) => p.estimator))];
    expect(estimators).toEqual(["twoWay", "groupTime", "sunAbraham", "imputation", "twoStage"]);
    for (const estimator of estimators) expect(y.eventStudy.some((p) => p.estimator === estimator && p.bandLow !== null)).toBe(true);
  });
  test("leaves out every unit and cohort, of many units cohorts alone", () => {
    expect(kinds(y)).toEqual(["unit", "cohort"]);
    const many = Array.from({ length: 104 }, (_, i) => (i % 4 === 0 ? 2018 : i % 4 === 1 ? 2020 : null));
    const { result } = evaluatePolicy(panelOf(many), { ...said, ...few, estimators: ["groupTime"] });
    expect(kinds(result.outcomes["y"]!)).toEqual(["cohort"]);
  });
  test("a cohort without which nothing is left to compare with has no estimate, and the reason", () => {
    const { result } = evaluatePolicy(panelOf([2016, 2016, 2016, 2019, 2019, 2019]), { ...said, ...few, estimators: ["groupTime"] });
    const cohorts = result.outcomes["y"]!.leaveOut!.filter((l) => l.what === "cohort");
    expect(cohorts.map((l) => l.row.reason)).toEqual(["nothing is left to compare with", "nothing is left to compare with"]);
  });
});

describe("what a panel cannot carry", () => {
  test("is left out of the default estimators with a finding; asked for, it is an error", () => {
    const small = panelOf([2021, 2022, null], 4);
    const options = { ...said, ...few, window: { from: -2, to: 1 } };
    const { findings } = evaluatePolicy(small, options);
    expect(evidence(findings, "POLICY-ESTIMATOR-LEFT-OUT")).toEqual([{ outcome: "y", estimator: "sunAbraham", code: "MODEL-FEW-ROWS" }]);
    expect(() => evaluatePolicy(small, { ...options, estimators: ["groupTime", "sunAbraham"] })).toThrow("MODEL-FEW-ROWS");
  });
  test("covariates that tell every cohort from its controls leave no cell", () => {
    const panel = panelOf(pilots);
    const told = numbers(panel, "first").map((v, row) => (Number.isNaN(v) ? 0 : v) + (row % 7) / 100);
    const marked = frame("provinces", { ...Object.fromEntries(panel.columns), told });
    const options = {
      ...said,
      ...few,
      estimators: ["groupTime" as const],
      controls: { columns: ["told"] },
      controlGroup: "never" as const,
    };
    expect(() => evaluatePolicy(marked, options)).toThrow("POLICY-NO-CELL");
  });
});
