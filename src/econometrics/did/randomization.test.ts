import { describe, expect, test } from "vitest";
import { stream } from "../../numerics/main.js";
import { estimateGroupTime } from "./groupTime.js";
import { groupTimeAssigned } from "./groupTimeAssigned.js";
import { contrastOf } from "./groupTimeRows.js";
import type { EstimationPanel } from "./panel.js";
import { assignmentBlocks, distinctAssignments, randomize } from "./randomization.js";
import { twoWayAssigned } from "./twoWayAssigned.js";

/** Twelve units, six periods, cohorts at 3 (three units) and 4 (two), later adopters (two), never (five). */
function samplePanel(seed: number, cluster: Int32Array | null = null): EstimationPanel {
  const draws = stream(seed, 0);
  const values = Float64Array.from({ length: 72 }, (_, row) => 5 * Math.floor(row / 6) + draws.normal());
  const group = Int32Array.of(0, 0, 0, 1, 1, 2, 2, 3, 3, 3, 3, 3);
  const positions = [3, 4, 8, Number.POSITIVE_INFINITY];
  const groups = positions.map((position, k) => ({
    adopted: position === Number.POSITIVE_INFINITY ? null : position,
    position,
    units: Int32Array.from([...group.keys()].filter((i) => group[i] === k)),
  }));
  return {
    wide: { units: 12, periods: 6, values, group, cluster, clusters: cluster === null ? 12 : new Set(cluster).size },
    schedule: { periods: 6, cohorts: 2, positions },
    groups,
    members: Int32Array.from(group.keys()),
  };
}

const rules = { controlGroup: "notYet", anticipation: 0, basePeriod: "varying", method: "doublyRobust", balance: null } as const;

/** The estimate from scratch with another assignment. */
function refit(panel: EstimationPanel, group: Int32Array, name: string) {
  const again = estimateGroupTime({ ...panel, wide: { ...panel.wide, group } }, rules);
  return contrastOf(again, again.aggregates.find((plan) => plan.name === name && plan.at === null)!);
}

describe("group-time effects as a function of the assignment", () => {
  for (const name of ["simple", "dynamic", "group", "calendar"] as const) {
    test(`${name}: regrouping equals refitting`, () => {
      const panel = samplePanel(5);
      const clustered = samplePanel(5, Int32Array.from(panel.members));
      const estimated = estimateGroupTime(panel, rules);
      const plan = estimated.aggregates.find((a) => a.name === name && a.at === null)!;
      const fast = groupTimeAssigned(estimated, plan);
      const slow = groupTimeAssigned(estimateGroupTime(clustered, rules), plan);
      for (let r = 0; r < 20; r++) {
        const group = stream(9, r).shuffle(panel.wide.group.slice());
        const contrast = refit(panel, group, name);
        const [a, b] = [fast(group), slow(group)];
        expect(a.estimate).toBeCloseTo(contrast.estimate, 11);
        expect(b.estimate).toBeCloseTo(contrast.estimate, 11);
        // Every unit its own cluster: the two roads to the error meet.
        expect(a.stdError).toBeCloseTo(b.stdError, 11);
      }
    });
  }
});

describe("randomize", () => {
  const group = Int32Array.of(0, 0, 1, 1, 1, 1);
  /** The mean of x over group 0, with a constant error. */
  const meanOf = (x: readonly number[]) => (g: Int32Array) => {
    const chosen = x.filter((_, i) => g[i] === 0);
    return { estimate: chosen.reduce((a, b) => a + b, 0) / chosen.length, stdError: 1 };
  };

  test("p counts the draws at least as extreme, and the observed assignment once", () => {
    // 1 of the 15 assignments reaches the observed mean of 9.5.
    const drawn = randomize(meanOf([10, 9, 1, -1, 2, -2]), { group, strata: null, blocks: null }, { draws: 5000, seed: 1 });
    const hits = drawn.pValue * 5001 - 1;
    expect(Math.abs(hits / 5000 - 1 / 15)).toBeLessThan(0.015);
    expect(drawn.statistic).toBe(9.5);
    expect(drawn.histogram.counts.reduce((a, b) => a + b)).toBe(5000);
  });
  test("two-sided: a draw as large with the other sign counts", () => {
    const drawn = randomize(meanOf([10, 10, -10, -10, 0, 0]), { group, strata: null, blocks: null }, { draws: 5000, seed: 1 });
    expect(Math.abs((drawn.pValue * 5001 - 1) / 5000 - 2 / 15)).toBeLessThan(0.02);
  });
  test("within strata only members of a stratum change places", () => {
    const strata = Int32Array.of(0, 1, 0, 0, 1, 1);
    const seen = new Set<string>();
    randomize(
      (g) => {
        seen.add(g.join(""));
        return { estimate: 0, stdError: 1 };
      },
      { group, strata, blocks: null },
      { draws: 2000, seed: 4 },
    );
    expect(seen.size).toBe(9);
    for (const assignment of seen) {
      const inFirst = [...assignment].filter((g, i) => g === "0" && strata[i] === 0).length;
      expect(inFirst).toBe(1);
    }
    expect(distinctAssignments({ group, strata, blocks: null })).toBe(9);
    expect(distinctAssignments({ group, strata: null, blocks: null })).toBe(15);
  });
  test("units that adopt by cluster change places by cluster", () => {
    const cluster = Int32Array.of(0, 0, 1, 1, 2, 2);
    const panel = { ...samplePanel(1).wide, units: 6, group, cluster, clusters: 3 };
    const blocks = assignmentBlocks(panel);
    expect(blocks).toBe(cluster);
    expect(assignmentBlocks({ ...panel, cluster: Int32Array.of(0, 1, 1, 2, 2, 2) })).toBeNull();
    const seen = new Set<string>();
    const collect = (g: Int32Array) => {
      seen.add(g.join(""));
      return { estimate: 0, stdError: 1 };
    };
    randomize(collect, { group, strata: null, blocks }, { draws: 200, seed: 4 });
    expect([...seen].sort()).toEqual(["001111", "110011", "111100"]);
    expect(distinctAssignments({ group, strata: null, blocks })).toBe(3);
  });
  test("a draw depends on seed and number only", () => {
    const first: string[] = [];
    const second: string[] = [];
    const record = (into: string[]) => (g: Int32Array) => {
      into.push(g.join(""));
      return { estimate: 0, stdError: 1 };
    };
    randomize(record(first), { group, strata: null, blocks: null }, { draws: 100, seed: 2 });
    randomize(record(second), { group, strata: null, blocks: null }, { draws: 150, seed: 2 });
    expect(second.slice(0, 101)).toEqual(first);
  });
  test("rejects a true null at its level, whatever the serial correlation", () => {
    // 1,000 panels, 19 draws: p <= 0.05 exactly when the observed |t| is the largest of twenty. Simulation error 0.7 points.
    const { wide, schedule } = samplePanel(1);
    const random = stream(7, 0);
    let rejected = 0;
    for (let number = 0; number < 1000; number++) {
      const values = new Float64Array(72);
      for (let c = 0; c < 72; c++) values[c] = c % 6 === 0 ? random.normal() : 0.8 * values[c - 1]! + 0.6 * random.normal();
      const assigned = twoWayAssigned({ ...wide, values }, schedule, { factor: 1 });
      if (randomize(assigned, { group: wide.group, strata: null, blocks: null }, { draws: 19, seed: number }).pValue <= 0.05) rejected++;
    }
    expect(Math.abs(rejected / 1000 - 0.05)).toBeLessThan(0.02);
  });
  test("an estimate without error is beyond all others", () => {
    const certain = (g: Int32Array) => ({ estimate: g[0] === 0 ? 1 : 0.5, stdError: g[0] === 0 ? 0 : 1 });
    const drawn = randomize(certain, { group, strata: null, blocks: null }, { draws: 999, seed: 1 });
    expect(drawn.pValue).toBeGreaterThan(0.25);
    expect(drawn.pValue).toBeLessThan(0.42);
  });
});
