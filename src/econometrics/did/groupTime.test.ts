import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { frame, takeRows } from "../../frame/main.js";
import { stream } from "../../numerics/main.js";
import type { Row } from "../../results/main.js";
import { type GroupTimeEffects, type GroupTimeOptions, groupTimeEffects, groupTimeFromArrays } from "./groupTime.js";

interface Peer {
  cells: { cohort: number; time: number; estimate: number; stdError: number }[];
  aggregates: Record<string, { estimate: number; stdError: number; points: { at: number; estimate: number; stdError: number }[] }>;
  wald: number | null;
}

// R package did 2.5.1 without bootstrap on a generated panel; made by bench/peers/did.R.
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
  for (const [name, aggregate] of Object.entries(theirs.aggregates)) {
    const overall = ours.aggregates.find((row) => row.aggregate === name && row.time === undefined && row.cohort === undefined);
    expectEqual(overall?.estimate, aggregate.estimate, name);
    expectEqual(overall?.stdError, aggregate.stdError, `error of ${name}`);
    for (const point of aggregate.points) {
      const row = find(ours.aggregates, { aggregate: name, ...(name === "group" ? { cohort: point.at } : { time: point.at }) });
      expectEqual(row?.estimate, point.estimate, `${name} at ${point.at}`);
      expectEqual(row?.stdError, point.stdError, `error of ${name} at ${point.at}`);
    }
  }
  if (theirs.wald !== null) expectEqual(ours.pretest.waldChi2, theirs.wald, "Wald pre-test");
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
    expectPeer(ours, { ...theirs, aggregates: { simple: theirs.aggregates["simple"]!, group: theirs.aggregates["group"]! } });
  });
  test("one period of anticipation", () => {
    expectPeer(groupTimeEffects(staggered, { ...base, anticipation: 1 }), peer["notYetAnticipation"]!);
  });
  test("clusters above the unit", () => {
    expectPeer(groupTimeEffects(staggered, { ...base, cluster: "region" }), peer["notYetClustered"]!);
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
  test("no stars on a cohort of two units, whatever its error says", () => {
    expect(find(ours.cells, { cohort: 2014, time: 2015 })).toMatchObject({
      stars: false,
      support: { treatedUnits: 2, treatedRows: 2, treatedClusters: 2 },
    });
    expect(find(ours.cells, { cohort: 2016, time: 2017 })).toMatchObject({ stars: true, support: { treatedUnits: 12 } });
  });
});
