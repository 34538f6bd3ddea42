import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type ColumnInput, type Frame, frame, numbers, takeRows } from "../../frame/main.js";
import { comparisonEstimates, comparisonsOf } from "./comparisons.js";
import { policyContext } from "./policyContext.js";
import { type PolicyOptions, settle } from "./settings.js";
import { twoWayEffect } from "./twoWay.js";
import { heterogeneityNeeded, twoWayWeights } from "./weights.js";

// bacondecomp and TwoWayFEWeights on generated panels; made by bench/peers/staggered.R.
const folder = new URL("../../../test/fixtures/did/", import.meta.url);
const peers = JSON.parse(readFileSync(new URL("estimators.json", folder), "utf8"));

function read(file: string): Frame {
  const [head, ...lines] = readFileSync(new URL(file, folder), "utf8").trim().split("\n");
  const cells = lines.map((line) => line.split(","));
  const column = (name: string, j: number): ColumnInput =>
    name === "unit" || name === "region" ? cells.map((c) => c[j]!) : cells.map((c) => (c[j] === "" ? null : Number(c[j])));
  return frame(file, new Map(head!.split(",").map((name, j) => [name, column(name, j)])));
}

function where(data: Frame, column: string, keep: (value: number) => boolean): Frame {
  const values = numbers(data, column);
  return takeRows(
    data,
    Int32Array.from({ length: data.rows }, (_, i) => i).filter((i) => keep(values[i]!)),
  );
}

const whole = read("staggered.csv");
const covered = read("holes.csv");
const samples = {
  whole,
  most: where(whole, "firstTreated", (date) => !Number.isNaN(date)),
  holes: where(covered, "whole", (w) => w === 1),
  covariate: where(covered, "whole", (w) => w === 1),
};

function sampleOf(name: keyof typeof samples) {
  const options: PolicyOptions = {
    data: "panel",
    outcome: "y",
    adopted: "firstTreated",
    unit: "unit",
    time: "year",
    estimators: ["twoWay"],
    incomplete: "keep",
    ...(name === "covariate" ? { controls: { columns: ["x"], at: "current" } } : {}),
  };
  const context = policyContext(samples[name], settle(options));
  return context.sampleOf("y", numbers(samples[name], "y"));
}

function expectClose(ours: number | null, theirs: number, what: string): void {
  expect(Math.abs(ours! - theirs) / Math.max(1e-2, Math.abs(theirs)), `${what}: ${ours} against ${theirs}`).toBeLessThan(1e-8);
}

describe("comparisons behind the two-way estimate, equal to bacondecomp", () => {
  const types = {
    "Treated vs Untreated": "treatedVsUntreated",
    "Earlier vs Later Treated": "earlierVsLater",
    "Later vs Earlier Treated": "laterVsEarlier",
  };
  test.each(["whole", "most"] as const)("%s: every weight and estimate, and their sum", (name) => {
    const sample = sampleOf(name);
    const ours = comparisonsOf(sample.panel);
    const estimates = comparisonEstimates(sample.panel, ours);
    const theirs = peers.bacon[name] as {
      treated: number;
      untreated: number;
      estimate: number;
      weight: number;
      type: keyof typeof types;
    }[];
    expect(ours).toHaveLength(theirs.length);
    const adopted = (k: number | null) => (k === null ? 99999 : sample.timing.cohorts[k]!.adopted!);
    for (const peer of theirs) {
      const j = ours.findIndex(
        (c) => types[peer.type] === c.type && adopted(c.treated) === peer.treated && adopted(c.control) === peer.untreated,
      );
      expectClose(ours[j]!.weight, peer.weight, `weight of ${peer.type} ${peer.treated} ${peer.untreated}`);
      expectClose(estimates[j]!, peer.estimate, `estimate of ${peer.type} ${peer.treated} ${peer.untreated}`);
    }
    const sum = ours.reduce((total, { weight }, j) => total + weight * estimates[j]!, 0);
    expectClose(sum, twoWayEffect(sample).row.estimate!, "weighted sum");
  });
});

describe("weights of treated rows in the two-way estimate, equal to TwoWayFEWeights", () => {
  test.each(["whole", "most", "holes", "covariate"] as const)("%s", (name) => {
    const sample = sampleOf(name);
    const ours = twoWayWeights(sample);
    const peer = peers.weights[name];
    const estimate = twoWayEffect(sample).row.estimate!;
    expectClose(estimate, peer.beta, "two-way estimate");
    expect([ours.treatedCells - ours.negativeCells, ours.negativeCells]).toEqual([peer.nr_plus, peer.nr_minus]);
    expectClose(ours.negativeShare, -peer.sum_minus, "sum of negative weights");
    expectClose(
      ours.cells.reduce((sum, c) => sum + c.weight, 0),
      1,
      "all weights",
    );
    const needed = heterogeneityNeeded(estimate, ours);
    // The paper divides by the number of treated rows, the package by one less.
    const n = ours.treatedCells;
    expectClose(needed.toZero! * Math.sqrt((n - 1) / n), peer.sensibility, "spread that allows a zero average");
    if (peer.sensibility2 === undefined) expect(needed.toOtherSign).toBeNull();
    else expectClose(needed.toOtherSign, peer.sensibility2, "spread that allows the other sign");
  });
});
