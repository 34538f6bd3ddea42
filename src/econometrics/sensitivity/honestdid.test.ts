import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fromColumns } from "../../numerics/main.js";
import { eventStudySensitivity } from "./analyse.js";

interface Golden {
  studies: {
    name: string;
    times: number[];
    reference: number;
    estimates: number[];
    covariance: number[][];
    weights: number[];
    magnitudes: { m: number; step: number; low: number | null; high: number | null }[];
    pretest: { power: number; slope: number; bias: number; biasAfterPassing: number; bayesFactor: number; likelihoodRatio: number }[];
  }[];
}

const golden: Golden = JSON.parse(readFileSync(new URL("../../../test/fixtures/sensitivity/honestdid.json", import.meta.url), "utf8"));

describe("HonestDiD and pretrends", () => {
  for (const one of golden.studies) {
    const made = eventStudySensitivity(
      {
        times: one.times,
        reference: one.reference,
        estimates: Float64Array.from(one.estimates),
        covariance: fromColumns(one.covariance.map((c) => Float64Array.from(c))),
      },
      one.weights,
      { relativeMagnitudes: one.magnitudes.map((g) => g.m) },
    );
    const sets = (method: string) => made.sets.filter((set) => set.method === method).map((set) => set.intervals!);

    test(`${one.name}: relative magnitudes within a step of its grid and its simulated critical value`, () => {
      sets("relativeMagnitudes").forEach((intervals, i) => {
        // A grid of steps, and a critical value from 1,000 draws where ours is an integral.
        const { low, high, step } = one.magnitudes[i]!;
        const [first, last] = [intervals[0]![0], intervals.at(-1)![1]];
        const loose = step + 0.01 * (last - first);
        if (low !== null) expect(Math.abs(first - low)).toBeLessThanOrEqual(loose);
        if (high !== null) expect(Math.abs(last - high)).toBeLessThanOrEqual(loose);
      });
    });
    test(`${one.name}: power of the look at the leads and the bias it lets through`, () => {
      one.pretest.forEach((g, i) => {
        const ours = made.pretest[i]!;
        expect(ours.slope / g.slope).toBeCloseTo(1, 2);
        expect(ours.bias / g.bias).toBeCloseTo(1, 2);
        expect(ours.biasAfterPassing / g.biasAfterPassing).toBeCloseTo(1, 2);
        expect(ours.bayesFactor / g.bayesFactor).toBeCloseTo(1, 2);
        expect(ours.likelihoodRatio / g.likelihoodRatio).toBeCloseTo(1, 2);
      });
    });
  }
});
