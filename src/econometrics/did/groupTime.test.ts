import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type ColumnInput, frame, numberColumn, numbers, takeRows, withColumn } from "../../frame/main.js";
import { stream } from "../../numerics/main.js";
import type { Row } from "../../results/main.js";
import { type GroupTimeEffects, type GroupTimeOptions, groupTimeEffects, groupTimeFromArrays } from "./groupTime.js";

interface Peer {
  cells: { cohort: number; time: number; estimate: number; stdError: number }[];
  /** Absent where the peer was run cell by cell. */
  aggregates?: Record<string, { estimate: number; stdError: number; points: { at: number; estimate: number; stdError: number }[] }>;
  wald?: number | null;
}

// R packages did 2.5.1 (without bootstrap) and DRDID 1.4.0 on generated panels; made by bench/peers/did.R.
const folder = new URL("../../../test/fixtures/did/", import.meta.url);
const peer = JSON.parse(readFileSync(new URL("did.json", folder), "utf8")) as Record<string, Peer>;
const lines = readFileSync(new URL("staggered.csv", folder), "utf8").trim().split("\n").slice(1);
const cellsOfCsv = lines.map((line) => line.split(","));
const staggered = frame("staggered", {
  unit: cellsOfCsv.map((c) => c[0]!),
  region: cellsOfCsv.map((c) => c[1]!),
  year: cellsOfCsv.map((c) => Number(c[2])),
  firstTreated: cellsOfCsv.map((c) => (c[3] === "" ? null : Number(c[3]))),
  y: cellsOfCsv.map((c) => Number(c[4])),
});
// The same panel with covariates; rows with `whole` 0 are those that the panel with holes lacks.
const [head, ...coveredLines] = readFileSync(new URL("holes.csv", folder), "utf8").trim().split("\n");
const coveredCells = coveredLines.map((line) => line.split(","));
const covered = frame(
  "covered",
  new Map(
    head!.split(",").map((name, j): [string, ColumnInput] => {
      if (name === "unit" || name === "region") return [name, coveredCells.map((c) => c[j]!)];
      return [name, coveredCells.map((c) => (c[j] === "" ? null : Number(c[j])))];
    }),
  ),
);
const holes = takeRows(covered, Int32Array.from(coveredCells.flatMap((c, row) => (c[7] === "1" ? [row] : []))));
const base: GroupTimeOptions = { outcome: "y", adopted: "firstTreated", unit: "unit", time: "year" };

function only(keep: (firstTreated: string) => boolean) {
  return takeRows(staggered, Int32Array.from(cellsOfCsv.flatMap((c, row) => (keep(c[3]!) ? [row] : []))));
}

function expectEqual(ours: number | null | undefined, theirs: number, what: string): void {
  expect(ours, what).not.toBeNull();
  expect(Math.abs(ours! - theirs) / Math.max(Math.abs(theirs), 1e-3), what).toBeLessThan(1e-8);
}

function find(rows: readonly Row[], match: Partial<Row>): Row | undefined {
  return rows.find((row) => Object.entries(match).every(([key, value]) => row[key as keyof Row] === value));
}

function expectPeer(ours: GroupTimeEffects, theirs: Peer): void {
  for (const cell of theirs.cells) {
    const row = find(ours.cells, { cohort: cell.cohort, time: cell.time });
    expectEqual(row?.estimate, cell.estimate, `ATT(${cell.cohort},${cell.time})`);
    expectEqual(row?.stdError, cell.stdError, `error of ATT(${cell.cohort},${cell.time})`);
  }
  expect(ours.cells.filter((row) => row.estimate !== null)).toHaveLength(theirs.cells.length);
  for (const [name, aggregate] of Object.entries(theirs.aggregates ?? {})) {
    const overall = ours.aggregates.find((row) => row.aggregate === name && row.time === undefined && row.cohort === undefined);
    expectEqual(overall?.estimate, aggregate.estimate, name);
    expectEqual(overall?.stdError, aggregate.stdError, `error of ${name}`);
    for (const point of aggregate.points) {
      const row = find(ours.aggregates, { aggregate: name, ...(name === "group" ? { cohort: point.at } : { time: point.at }) });
      expectEqual(row?.estimate, point.estimate, `${name} at ${point.at}`);
      expectEqual(row?.stdError, point.stdError, `error of ${name} at ${point.at}`);
    }
  }
  if (typeof theirs.wald === "number") expectEqual(ours.pretest.waldChi2, theirs.wald, "Wald pre-test");
}

describe("equal to the R package did, to 1e-8", () => {
  test("never-treated controls", () => {
    // did counts adopters after the sample as never treated; with `never` they are in neither group here.
    const peerSample = only((date) => date !== "2021");
    expectPeer(groupTimeEffects(peerSample, { ...base, controlGroup: "never" }), peer["never"]!);
    expectPeer(groupTimeEffects(staggered, { ...base, controlGroup: "never" }), peer["never"]!);
  });
  test("not-yet-treated controls, with the cross term of pooled controls and estimated weights", () => {
    expectPeer(groupTimeEffects(staggered, { ...base, controlGroup: "notYet" }), peer["notYet"]!);
  });
  test("later adopters only", () => {
    expectPeer(groupTimeEffects(staggered, { ...base, controlGroup: "laterAdopters" }), peer["laterAdopters"]!);
    const withoutNever = only((date) => date !== "");
    expectPeer(groupTimeEffects(withoutNever, { ...base, controlGroup: "notYet" }), peer["laterAdopters"]!);
  });
  test("every unit treated by the end: cells stop at the last adoption", () => {
    const sample = only((date) => date !== "" && date !== "2021");
    const ours = groupTimeEffects(sample, base);
    expectPeer(ours, peer["noneLater"]!);
    expect(find(ours.cells, { cohort: 2017, time: 2018 })).toMatchObject({ estimate: null, stdError: null, stars: false });
    expect(find(ours.cells, { cohort: 2013, time: 2017 })?.reason).toContain("no unit is untreated");
  });
  test("universal base", () => {
    const ours = groupTimeEffects(staggered, { ...base, controlGroup: "never", basePeriod: "universal" });
    // did prints the base period itself, zero without error; only did's cells with an error are kept, aggregates have the same zero.
    const theirs = peer["neverUniversal"]!;
    expectPeer(ours, { ...theirs, aggregates: { simple: theirs.aggregates!["simple"]!, group: theirs.aggregates!["group"]! } });
  });
  test("one period of anticipation", () => {
    expectPeer(groupTimeEffects(staggered, { ...base, anticipation: 1 }), peer["notYetAnticipation"]!);
  });
  test("clusters above the unit", () => {
    expectPeer(groupTimeEffects(staggered, { ...base, cluster: "region" }), peer["notYetClustered"]!);
  });
  test("a balanced window", () => {
    const ours = groupTimeEffects(staggered, { ...base, balance: 2 });
    expectPeer(ours, peer["balanced"]!);
    // Cohort 2017 is seen for two years only: at event time 1 the balanced study is without it.
    expect(find(ours.aggregates, { aggregate: "balanced", time: 1 })?.support).toMatchObject({ treatedUnits: 23 });
    expect(find(ours.aggregates, { aggregate: "dynamic", time: 1 })?.support).toMatchObject({ treatedUnits: 29 });
  });
});

describe("covariates, equal to did (est_method reg, ipw, dr) to 1e-8", () => {
  const both = { ...base, covariates: ["x", "size"] };
  const size = { ...base, covariates: ["size"] };
  test("outcome regression", () => expectPeer(groupTimeEffects(covered, { ...both, method: "regression" }), peer["regression"]!));
  test("weighting", () => expectPeer(groupTimeEffects(covered, { ...size, method: "weighting" }), peer["weighting"]!));
  test("doubly robust, the default", () => expectPeer(groupTimeEffects(covered, size), peer["doublyRobust"]!));
  test("doubly robust, never-treated controls", () => {
    // did counts adopters after the sample as never treated; with `never` they are in neither group here.
    expectPeer(groupTimeEffects(covered, { ...both, controlGroup: "never" }), peer["doublyRobustNever"]!);
  });
  test("doubly robust, universal base", () => {
    const theirs = peer["doublyRobustUniversal"]!;
    const ours = groupTimeEffects(covered, { ...size, basePeriod: "universal" });
    expectPeer(ours, { ...theirs, aggregates: { simple: theirs.aggregates!["simple"]!, group: theirs.aggregates!["group"]! } });
  });
  test("doubly robust, clusters above the unit", () => {
    expectPeer(groupTimeEffects(covered, { ...size, cluster: "region" }), peer["doublyRobustClustered"]!);
  });
});

describe("units with holes, compared where both periods are there: cells equal to DRDID to 1e-8", () => {
  const keep = { ...base, incomplete: "keep" } as const;
  test("no covariates", () => expectPeer(groupTimeEffects(holes, keep), peer["holes"]!));
  test("outcome regression", () => {
    expectPeer(groupTimeEffects(holes, { ...keep, covariates: ["x", "size"], method: "regression" }), peer["holesRegression"]!);
  });
  test("weighting", () => {
    const without = takeRows(
      holes,
      Int32Array.from(Array.from(numbers(holes, "firstTreated")).flatMap((date, row) => (date === 2014 ? [] : [row]))),
    );
    expectPeer(groupTimeEffects(without, { ...keep, covariates: ["size"], method: "weighting" }), peer["holesWeighting"]!);
  });
  test("support counts the units that are there; the alternative names who is left out", () => {
    const kept = groupTimeEffects(holes, keep);
    expect(kept.incomplete).toEqual([]);
    expect(find(kept.cells, { cohort: 2016, time: 2017 })!.support!["treatedUnits"]).toBeLessThan(12);
    const dropped = groupTimeEffects(holes, base);
    expect(dropped.units + dropped.incomplete.length).toBe(62);
  });
  test("a panel without holes is the same estimate unit by unit as from moments", () => {
    const ours = groupTimeEffects(staggered, { ...base, covariates: [], incomplete: "keep" });
    const constant = groupTimeEffects(withColumn(staggered, "one", numberColumn(new Float64Array(staggered.rows).fill(7))), {
      ...base,
      covariates: ["one"],
    });
    ours.aggregates.forEach((row, j) => {
      expectEqual(constant.aggregates[j]!.estimate, row.estimate!, row.term);
      expectEqual(constant.aggregates[j]!.stdError, row.stdError!, row.term);
    });
    expectEqual(constant.pretest.waldChi2, ours.pretest.waldChi2!, "pre-test");
  });
});

describe("covariates that cannot be used", () => {
  const dates = numbers(covered, "firstTreated");
  const settings = { ...base, covariates: ["z"] };
  test("no overlap: the cell says so, the averages do without it", () => {
    const z = Float64Array.from(dates, (date, row) => (date === 2013 ? 10 : 0) + (row % 8) / 10);
    const ours = groupTimeEffects(withColumn(covered, "z", numberColumn(z)), settings);
    expect(find(ours.cells, { cohort: 2013, time: 2015 })).toMatchObject({ estimate: null, stars: false });
    expect(find(ours.cells, { cohort: 2013, time: 2015 })?.reason).toContain("no overlap");
    expect(find(ours.cells, { cohort: 2016, time: 2017 })?.estimate).not.toBeNull();
    expect(find(ours.aggregates, { aggregate: "group", cohort: 2013 })).toBeUndefined();
  });
  test("collinear among the controls", () => {
    const z = Float64Array.from(dates, (date, row) => (date === 2013 ? Math.floor(row / 8) % 3 : 1));
    const ours = groupTimeEffects(withColumn(covered, "z", numberColumn(z)), { ...settings, method: "regression" });
    expect(find(ours.cells, { cohort: 2013, time: 2015 })?.reason).toContain("collinear");
  });
});

describe("group-time effects", () => {
  const ours = groupTimeEffects(staggered, base);
  test("row order does not change a bit", () => {
    const order = stream(3, 0).shuffle(Int32Array.from({ length: staggered.rows }, (_, i) => i));
    expect(groupTimeEffects(takeRows(staggered, order), base)).toEqual(ours);
  });
  test("arrays give the same bits as a frame", () => {
    const names = Array.from(new Set(cellsOfCsv.map((c) => c[0]!))).sort();
    const arrays = groupTimeFromArrays({
      outcome: Float64Array.from(cellsOfCsv, (c) => Number(c[4])),
      unit: Int32Array.from(cellsOfCsv, (c) => names.indexOf(c[0]!)),
      unitNames: names,
      time: Int32Array.from(cellsOfCsv, (c) => Number(c[2])),
      adopted: Float64Array.from(cellsOfCsv, (c) => (c[3] === "" ? Number.NaN : Number(c[3]))),
    });
    expect(arrays.cells).toEqual(ours.cells);
    expect(arrays.aggregates).toEqual(ours.aggregates);
  });
  test("a constant added to a unit changes nothing, a factor scales everything", () => {
    const moved = cellsOfCsv.map((c) => 1000 * c[0]!.charCodeAt(2) + 8 * Number(c[4]));
    const scaled = groupTimeEffects(frame("moved", { ...Object.fromEntries(staggered.columns), y: moved }), base);
    ours.cells.forEach((row, j) => {
      expectEqual(scaled.cells[j]!.estimate! / 8, row.estimate!, row.term);
      expectEqual(scaled.cells[j]!.stdError! / 8, row.stdError!, row.term);
    });
  });
  test("with covariates: neither row order, nor their unit, nor a constant of a unit changes anything; a factor scales", () => {
    const settings = { ...base, covariates: ["x", "size"], cluster: "region" };
    const first = groupTimeEffects(covered, settings);
    const order = stream(3, 1).shuffle(Int32Array.from({ length: covered.rows }, (_, i) => i));
    expect(groupTimeEffects(takeRows(covered, order), settings)).toEqual(first);
    const y = numbers(covered, "y").map((v, row) => 8 * v + 1000 * coveredCells[row]![0]!.charCodeAt(2));
    const x = numbers(covered, "x").map((v) => 1e6 + 100 * v);
    const moved = withColumn(withColumn(covered, "y", numberColumn(y)), "x", numberColumn(x));
    const scaled = groupTimeEffects(moved, settings);
    first.aggregates.forEach((row, j) => {
      expectEqual(scaled.aggregates[j]!.estimate! / 8, row.estimate!, row.term);
      expectEqual(scaled.aggregates[j]!.stdError! / 8, row.stdError!, row.term);
    });
  });
  test("no stars on a cohort of two units, whatever its error says", () => {
    expect(find(ours.cells, { cohort: 2014, time: 2015 })).toMatchObject({
      stars: false,
      support: { treatedUnits: 2, treatedRows: 2, treatedClusters: 2 },
    });
    expect(find(ours.cells, { cohort: 2016, time: 2017 })).toMatchObject({ stars: true, support: { treatedUnits: 12 } });
  });
});
