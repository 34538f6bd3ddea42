import { describe, expect, test } from "vitest";
import { type ColumnInput, type Frame, frame } from "../../frame/main.js";
import { stream } from "../../numerics/main.js";
import { evaluatePolicy, policyVariant } from "./evaluatePolicy.js";
import type { PolicyOptions } from "./settings.js";

/** Units with first treated years, observed 2012-2022; `drift` moves the treated per year from the start. */
function panelOf(dates: readonly (number | null)[], drift = 0, moved: (date: number) => number = (date) => date, to = 2022): Frame {
  const draws = stream(3, 5);
  const cells = { unit: [] as string[], year: [] as number[], first: [] as (number | null)[], y: [] as number[] };
  dates.forEach((date, i) => {
    for (let year = 2012; year <= 2022; year++) {
      const noise = draws.normal();
      if (year > to) continue;
      cells.unit.push(`p${String(i + 1).padStart(2, "0")}`);
      cells.year.push(year);
      cells.first.push(date === null ? null : moved(date));
      cells.y.push(10 + noise + (date === null ? 0 : drift * (year - 2012) + (year >= date ? 3 : 0)));
    }
  });
  return frame("provinces", cells as Record<string, ColumnInput>);
}

const dates = [...Array(5).fill(2019), ...Array(5).fill(2020), ...Array(5).fill(2021), ...Array(9).fill(null)] as (number | null)[];
const options: PolicyOptions = {
  name: "pilot",
  data: "provinces",
  unit: "unit",
  time: "year",
  outcome: "y",
  adopted: "first",
  estimators: ["twoWay", "groupTime"],
  leaveOut: [],
  randomization: { draws: 199, seed: 4 },
};
const evaluated = (panel: Frame, changes: Partial<PolicyOptions> = {}) => evaluatePolicy(panel, { ...options, ...changes });

describe("placebos in time", () => {
  test("by default the dates go back until the last cohort has a placebo period, on the periods before anybody adopted", () => {
    const placebos = evaluated(panelOf(dates)).result.outcomes["y"]!.placebos!;
    expect(placebos.map((p) => [p.back, p.to])).toEqual([[3, 2018]]);
    const [{ row, randomizationP }] = placebos as [(typeof placebos)[0]];
    const byHand = policyVariant(
      panelOf(dates, 0, (date) => date - 3, 2018),
      options,
    );
    expect(row).toEqual(byHand.row);
    expect(randomizationP).toBe(byHand.randomizationP);
    expect(row.support).toEqual({ treatedUnits: 15, treatedRows: 5 * (3 + 2 + 1), treatedClusters: 15 });
  });
  test("anticipation ends the placebo sample earlier", () => {
    const [placebo] = evaluated(panelOf(dates), { anticipation: 1 }).result.outcomes["y"]!.placebos!;
    expect(placebo).toMatchObject({ back: 4, to: 2017 });
  });
  test("as far as the panel allows, and none where there is one period before", () => {
    const early = dates.map((date) => (date === null ? null : date - 5));
    expect(evaluated(panelOf(early)).result.outcomes["y"]!.placebos).toMatchObject([{ back: 1, to: 2013 }]);
    const earliest = dates.map((date) => (date === null ? null : date - 6));
    const { outcomes, checklist } = evaluated(panelOf(earliest), { leaveOut: ["cohort"] }).result;
    expect(outcomes["y"]!.placebos).toBeUndefined();
    expect(checklist!.find((p) => p.id === 12)).toMatchObject({ status: "done", reason: "placebosInSpace" });
  });
  test("declared: each on its own, one that cannot be had says why", () => {
    const placebos = evaluated(panelOf(dates), { placebos: { back: [2, 9] } }).result.outcomes["y"]!.placebos!;
    expect(placebos.map((p) => [p.back, p.row.estimate === null])).toEqual([
      [2, false],
      [9, true],
    ]);
    expect(placebos[1]).toMatchObject({ randomizationP: null });
    expect(placebos[1]!.row.reason).toContain("DID-NO-TREATED");
    expect(evaluated(panelOf(dates), { placebos: { back: [] } }).result.outcomes["y"]!.placebos).toBeUndefined();
  });
  test("a drift before adoption is found, a finding says so, and the point of the checklist fails", () => {
    const { result, findings } = evaluated(panelOf(dates, 1), { leaveOut: ["cohort"] });
    const found = findings.filter((f) => f.code === "POLICY-PLACEBO-TIME");
    expect(found.map((f) => f.where)).toEqual(["policies.pilot.outcomes.y.placebos.0"]);
    expect(found[0]!.evidence).toMatchObject({ back: 3, to: 2018 });
    expect(result.checklist!.find((p) => p.id === 12)).toMatchObject({ status: "failed", reason: "placeboFinds" });
    expect(evaluated(panelOf(dates)).findings.some((f) => f.code === "POLICY-PLACEBO-TIME")).toBe(false);
  });
});
