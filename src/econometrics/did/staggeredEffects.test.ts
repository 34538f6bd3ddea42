import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type ColumnInput, type Frame, frame, numberColumn, takeRows, withColumn } from "../../frame/main.js";
import { stream } from "../../numerics/main.js";
import type { Row } from "../../results/main.js";
import { groupTimeEffects } from "./groupTime.js";
import { type StaggeredEffects, type StaggeredOptions, staggeredEffects } from "./staggeredEffects.js";

interface Peer {
  att: [number, number];
  events: { at: number; estimate: number; stdError: number }[];
}

// fixest, didimputation, did2s, etwfe on generated panels; made by bench/peers/staggered.R.
const folder = new URL("../../../test/fixtures/did/", import.meta.url);
const peers = JSON.parse(readFileSync(new URL("estimators.json", folder), "utf8"));

function read(file: string): Frame {
  const [head, ...lines] = readFileSync(new URL(file, folder), "utf8").trim().split("\n");
  const cells = lines.map((line) => line.split(","));
  const text = new Set(["unit", "region"]);
  const column = (name: string, j: number) => cells.map((c) => (text.has(name) ? c[j]! : c[j] === "" ? null : Number(c[j])));
  return frame(file, new Map(head!.split(",").map((name, j) => [name, column(name, j) as ColumnInput])));
}

const whole = read("staggered.csv");
const covered = read("holes.csv");
const isThere = covered.columns.get("whole")!;
const holes = takeRows(
  covered,
  Int32Array.from({ length: covered.rows }, (_, i) => i).filter((i) => isThere.kind === "number" && isThere.values[i] === 1),
);
const base = { outcome: "y", adopted: "firstTreated", unit: "unit", time: "year", window: { from: -4, to: 5 } } as const;
const withHoles: Partial<StaggeredOptions> = { incomplete: "keep", controls: { columns: ["x"], at: "current" } };

function effects(data: Frame, options: Partial<StaggeredOptions> & Pick<StaggeredOptions, "estimator">): StaggeredEffects {
  return staggeredEffects(data, { ...base, ...options });
}

function overall({ aggregates }: StaggeredEffects, aggregate = "simple"): Row {
  return aggregates.find((row) => row.aggregate === aggregate && row.time === undefined && row.cohort === undefined)!;
}

function atEvent({ aggregates }: StaggeredEffects, time: number): Row | undefined {
  return aggregates.find((row) => row.aggregate === "dynamic" && row.time === time);
}

function expectClose(ours: number | null | undefined, theirs: number, what: string, tolerance = 1e-8): void {
  expect(Math.abs(ours! - theirs) / Math.max(Math.abs(theirs), 1e-2), `${what}: ${ours} against ${theirs}`).toBeLessThan(tolerance);
}

function expectPeer(ours: StaggeredEffects, peer: Peer, tolerance = 1e-8): void {
  expectClose(overall(ours).estimate, peer.att[0], "att", tolerance);
  expectClose(overall(ours).stdError, peer.att[1], "error of att", tolerance);
  for (const { at, estimate, stdError } of peer.events) {
    expectClose(atEvent(ours, at)?.estimate, estimate, `event ${at}`, tolerance);
    expectClose(atEvent(ours, at)?.stdError, stdError, `error of event ${at}`, tolerance);
  }
}

describe("Sun and Abraham, equal to fixest::sunab", () => {
  test("whole panel", () => expectPeer(effects(whole, { estimator: "sunAbraham" }), peers.sunab.whole));
  test("holes and a covariate", () => expectPeer(effects(holes, { estimator: "sunAbraham", ...withHoles }), peers.sunab.holes));
  test("clusters above the unit", () => expectPeer(effects(whole, { estimator: "sunAbraham", cluster: "region" }), peers.sunab.clustered));
});

describe("imputation, equal to didimputation", () => {
  for (const [name, data, changes] of [
    ["whole", whole, {}],
    ["holes", holes, withHoles],
    ["clustered", whole, { cluster: "region" }],
  ] as const) {
    test(name, () =>
      expectPeer(effects(data, { estimator: "imputation", imputation: { leaveOut: false }, ...changes }), peers.imputation[name]),
    );
  }
});

describe("stacked, equal to fixest on the stacks written out", () => {
  for (const [name, data, changes] of [
    ["whole", whole, {}],
    ["holes", holes, { incomplete: "keep" }],
  ] as const) {
    test(name, () => {
      const ours = effects(data, { estimator: "stacked", window: { from: -3, to: 2 }, ...changes });
      for (const { at, estimate, stdError } of peers.stacked[name] as Peer["events"]) {
        expectClose(atEvent(ours, at)?.estimate, estimate, `event ${at}`);
        expectClose(atEvent(ours, at)?.stdError, stdError, `error of event ${at}`);
      }
      expect(ours.eventStudy.map((p) => p.time)).toEqual([-3, -2, -1, 0, 1, 2]);
      expect(ours.eventStudy.filter((p) => p.reference).map((p) => p.time)).toEqual([-1]);
    });
  }
  test("a window that nobody outlives untreated is refused", () => {
    const noneLater = takeRows(
      whole,
      rowsWhere(whole, (first) => first !== null && first < 2018),
    );
    expect(() => effects(noneLater, { estimator: "stacked", window: { from: -3, to: 6 } })).toThrow(
      expect.objectContaining({ code: "DID-NO-STACK" }),
    );
  });
});

function rowsWhere(data: Frame, keep: (first: number | null) => boolean): Int32Array {
  const first = data.columns.get("firstTreated")!;
  if (first.kind !== "number") throw new Error("dates are numbers");
  return Int32Array.from({ length: data.rows }, (_, i) => i).filter((i) => keep(Number.isNaN(first.values[i]!) ? null : first.values[i]!));
}

describe("identities between the estimators", () => {
  const imputed = effects(whole, { estimator: "imputation" });
  const expectSame = (a: StaggeredEffects, b: StaggeredEffects, keep: (row: Row) => boolean) => {
    const rows = a.aggregates.filter(keep);
    expect(rows.length).toBeGreaterThan(3);
    for (const row of rows) {
      const other = b.aggregates.find((r) => r.aggregate === row.aggregate && r.time === row.time && r.cohort === row.cohort);
      expectClose(row.estimate, other!.estimate!, row.term, 1e-10);
    }
  };
  const isEffect = (row: Row) => !(row.aggregate === "dynamic" && row.time !== undefined && row.time < 0);
  test("imputation, two-stage and saturated give the same effects on a balanced panel", () => {
    expectSame(effects(whole, { estimator: "twoStage" }), imputed, isEffect);
    expectSame(effects(whole, { estimator: "saturated" }), imputed, isEffect);
  });
  test("imputation and two-stage agree with holes and covariates too", () => {
    expectSame(
      effects(holes, { estimator: "twoStage", ...withHoles }),
      effects(holes, { estimator: "imputation", ...withHoles }),
      isEffect,
    );
  });
  test("Sun-Abraham against the never treated is group-time with a universal base", () => {
    const never = takeRows(
      whole,
      rowsWhere(whole, (first) => first !== 2021),
    );
    const byCell = groupTimeEffects(never, {
      outcome: "y",
      adopted: "firstTreated",
      unit: "unit",
      time: "year",
      controlGroup: "never",
      basePeriod: "universal",
    });
    expectSame(
      effects(never, { estimator: "sunAbraham", controlGroup: "never" }),
      { ...imputed, aggregates: byCell.aggregates },
      (row) => row.aggregate === "dynamic",
    );
  });
  test("saturated against the never treated is Sun-Abraham", () => {
    const a = effects(whole, { estimator: "saturated", controlGroup: "never" });
    expectSame(a, effects(whole, { estimator: "sunAbraham", controlGroup: "never" }), () => true);
  });
});

describe("leave-one-out errors of the imputation", () => {
  test("are the plain ones with each row compared to the others of its cell", () => {
    const { cohort, estimate, stdError } = loneCohort(true);
    const plain = loneCohort(false);
    expect(estimate).toBe(plain.estimate);
    // Nine units of one cohort, each with the same weight: a residual without itself is 9/8 of the plain one, so treated parts grow by that much.
    expect(cohort).toBe(2013);
    expect(stdError! / plain.stdError!).toBeGreaterThan(1);
    expect(stdError! / plain.stdError!).toBeLessThan(9 / 8);
  });
  function loneCohort(leaveOut: boolean): Row {
    const rows = effects(whole, { estimator: "imputation", imputation: { leaveOut } }).aggregates;
    return rows.find((row) => row.aggregate === "group" && row.cohort === 2013)!;
  }
});

describe("what must not matter", () => {
  const estimators = ["imputation", "twoStage", "sunAbraham", "saturated", "stacked"] as const;
  const order = stream(5, 0).shuffle(Int32Array.from({ length: holes.rows }, (_, i) => i));
  test.each(estimators)("%s: row order does not change a bit", (estimator) => {
    expect(effects(takeRows(holes, order), { estimator, ...withHoles })).toEqual(effects(holes, { estimator, ...withHoles }));
  });
  test.each(estimators)("%s: a level per unit changes nothing, a factor scales estimates and errors", (estimator) => {
    const unit = whole.columns.get("unit")!;
    const y = whole.columns.get("y")!;
    if (unit.kind !== "category" || y.kind !== "number") throw new Error("unit is text, y a number");
    const moved = withColumn(whole, "y", numberColumn(y.values.map((v, i) => 8 * v + 500 * unit.codes[i]!)));
    const before = effects(whole, { estimator }).aggregates;
    effects(moved, { estimator }).aggregates.forEach((row, j) => {
      expectClose(row.estimate! / 8, before[j]!.estimate!, row.term, 1e-8);
      expectClose(row.stdError! / 8, before[j]!.stdError!, row.term, 1e-8);
    });
  });
  test.each(estimators)("%s: units under other names give the same numbers", (estimator) => {
    const unit = whole.columns.get("unit")!;
    if (unit.kind !== "category") throw new Error("unit is text");
    const names = Array.from({ length: whole.rows }, (_, i) => `z${(unit.codes[i]! * 37) % 101}`);
    const renamed = frame("renamed", new Map<string, ColumnInput>([...whole.columns, ["unit", names]]));
    const before = effects(whole, { estimator }).aggregates;
    effects(renamed, { estimator }).aggregates.forEach((row, j) => {
      expectClose(row.estimate, before[j]!.estimate!, row.term, 1e-9);
      expectClose(row.stdError, before[j]!.stdError!, row.term, 1e-9);
    });
  });
});

describe("two-stage, equal to did2s", () => {
  for (const [name, data, changes] of [
    ["whole", whole, {}],
    ["holes", holes, withHoles],
    ["clustered", whole, { cluster: "region" }],
  ] as const) {
    test(name, () => expectPeer(effects(data, { estimator: "twoStage", ...changes }), peers.twoStage[name]));
  }
});

describe("saturated, equal to etwfe", () => {
  // Its errors go through numerical derivatives.
  test("whole panel", () => expectPeer(effects(whole, { estimator: "saturated" }), peers.saturated.whole, 1e-6));
  test("a covariate with slopes by cohort, period and cell", () => {
    expectPeer(
      effects(covered, { estimator: "saturated", controls: { columns: ["size"], at: "current" } }),
      peers.saturated.covariate,
      1e-6,
    );
  });
});
