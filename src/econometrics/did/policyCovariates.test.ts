import { describe, expect, test } from "vitest";
import { type ColumnInput, type Frame, frame, numbers, takeRows } from "../../frame/main.js";
import { stream } from "../../numerics/main.js";
import { evaluatePolicy } from "./evaluatePolicy.js";
import { groupTimeEffects } from "./groupTime.js";
import type { PolicyOptions } from "./settings.js";

/** 40 units, 2013-2020; cohorts 2016 (10) and 2018 (10), 20 never treated; the untreated path depends on `size`, which the treated have more of. */
function simulate(): Frame {
  const draws = stream(4, 0);
  const cells: Record<string, (string | number | null)[]> = { unit: [], year: [], first: [], size: [], y: [] };
  for (let i = 0; i < 40; i++) {
    const date = i < 10 ? 2016 : i < 20 ? 2018 : null;
    const size = draws.normal() + (date === null ? 0 : 1);
    for (let year = 2013; year <= 2020; year++) {
      cells["unit"]!.push(`u${String(i + 1).padStart(2, "0")}`);
      cells["year"]!.push(year);
      cells["first"]!.push(date);
      cells["size"]!.push(size);
      cells["y"]!.push(0.4 * size * (year - 2013) + 0.3 * draws.normal() + (date !== null && year >= date ? 1 : 0));
    }
  }
  return frame("panel", cells as Record<string, ColumnInput>);
}

const data = simulate();
const base: PolicyOptions = {
  data: "panel",
  unit: "unit",
  time: "year",
  outcome: "y",
  adopted: "first",
  estimators: ["groupTime"],
  window: { from: -3, to: 2 },
  randomization: { draws: 99, seed: 2 },
};
const evaluate = (changes: Partial<PolicyOptions>, table = data) => evaluatePolicy(table, { ...base, ...changes });

describe("covariates of a policy", () => {
  const { result } = evaluate({ controls: { columns: ["size"] }, groupTime: { balance: 2 } });
  const outcome = result.outcomes["y"]!;
  test("the block and the script give the same effects", () => {
    const script = groupTimeEffects(data, { outcome: "y", adopted: "first", unit: "unit", time: "year", covariates: ["size"], balance: 2 });
    expect(outcome.groupTime).toEqual(script.cells);
    expect(outcome.aggregates).toEqual(script.aggregates);
    expect(outcome.aggregates.some((row) => row.aggregate === "balanced")).toBe(true);
  });
  test("they take out what goes with size: the planted effect of one is found, and the leads hold", () => {
    expect(outcome.headline!.confLow!).toBeLessThan(1);
    expect(outcome.headline!.confHigh!).toBeGreaterThan(1);
    expect(outcome.pretrend!.pValue!).toBeGreaterThan(0.05);
    const without = evaluate({}).result.outcomes["y"]!;
    expect(without.headline!.estimate! - 1).toBeGreaterThan(5 * Math.abs(outcome.headline!.estimate! - 1));
  });
  test("the observed statistic of the randomisation is that of the headline", () => {
    expect(outcome.randomization[0]!.statistic).toBeCloseTo(outcome.headline!.statistic!, 12);
    expect(outcome.randomization[0]!.pValue).toBe(0.01);
  });
  test("the choices stand in the conventions", () => {
    expect(result.conventions).toMatchObject({ basePeriod: "varying", controls: "size (base)" });
    expect(String(result.conventions["groupTimeCovariates"])).toContain("doublyRobust");
    expect(evaluate({ groupTime: { base: "universal" } }).result.conventions["basePeriod"]).toBe("universal");
  });
  test("covariates that tell cohorts apart are a finding with the cells", () => {
    const size = numbers(data, "size");
    const marked = frame("panel", {
      ...Object.fromEntries(data.columns),
      size: Float64Array.from(size, (v, row) => v + (row < 80 ? 50 : 0)),
    });
    const { findings } = evaluate({ controls: { columns: ["size"] } }, marked);
    const evidence = findings.find((f) => f.code === "DID-CELLS-COVARIATES")!.evidence as { cells: { cohort: number; reason: string }[] };
    expect(new Set(evidence.cells.map((c) => `${c.cohort} ${c.reason}`))).toEqual(new Set(["2016 overlap"]));
  });
});

describe("a hole at the base period", () => {
  const rows = Int32Array.from({ length: data.rows }, (_, row) => row);
  const gone = takeRows(
    data,
    rows.filter((row) => !(row === 2 || row === 82)),
  );
  test("kept: the treated unit without its base is named, the cell does without it", () => {
    const { result, findings } = evaluate({ incomplete: "keep" }, gone);
    expect(findings.find((f) => f.code === "DID-BASE-UNSEEN")!.evidence).toEqual({ outcome: "y", units: [{ unit: "u01", base: 2015 }] });
    const cell = result.outcomes["y"]!.groupTime!.find((row) => row.cohort === 2016 && row.time === 2016)!;
    expect(cell.support).toEqual({ treatedUnits: 9, treatedRows: 9, treatedClusters: 9 });
    expect(result.outcomes["y"]!.randomization[0]!.statistic).toBeCloseTo(result.outcomes["y"]!.headline!.statistic!, 12);
  });
  test("dropped: both units are named", () => {
    const { findings } = evaluate({}, gone);
    expect(findings.find((f) => f.code === "DID-UNITS-INCOMPLETE")!.evidence).toMatchObject({ units: ["u01", "u11"] });
    expect(findings.some((f) => f.code === "DID-BASE-UNSEEN")).toBe(false);
  });
  test("synthetic comparisons take the complete units", () => {
    const synthetic = { methods: ["syntheticDid" as const] };
    const kept = evaluate({ incomplete: "keep", synthetic }, gone).result.outcomes["y"]!.synthetic;
    expect(kept).toEqual(evaluate({ synthetic }, gone).result.outcomes["y"]!.synthetic);
  });
});
