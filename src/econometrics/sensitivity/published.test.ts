import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fromColumns } from "../../numerics/main.js";
import { eventStudySensitivity } from "./analyse.js";

interface Published {
  m: number;
  low: number;
  high: number;
}

interface Golden {
  times: number[];
  reference: number;
  estimates: number[];
  covariance: number[][];
  fixedLength: { weights: number[]; program: string; sets: Published[] }[];
  fixedLengthNineDigits: { weights: number[]; sets: Published[] };
  relativeMagnitudes: { weights: number[]; gridStep: number; gridEnds: [number, number]; sets: Published[] }[];
}

const golden: Golden = JSON.parse(
  readFileSync(new URL("../../../test/fixtures/sensitivity/benzarti-carloni.json", import.meta.url), "utf8"),
);

const study = {
  times: golden.times,
  reference: golden.reference,
  estimates: Float64Array.from(golden.estimates),
  covariance: fromColumns(golden.covariance.map((c) => Float64Array.from(c))),
};

/** First and last end of each of our sets. */
function ends(method: "smoothness" | "relativeMagnitudes", weights: number[], sets: Published[]): [number, number][] {
  return eventStudySensitivity(study, weights, { [method]: sets.map((set) => set.m) })
    .sets.filter((set) => set.method === method)
    .map(({ intervals }) => [intervals![0]![0], intervals!.at(-1)![1]]);
}

/** Half a unit of the last printed digit: R prints three significant ones, Stata three decimals. */
function lastDigit(value: number, program: string): number {
  const magnitude = program === "R" ? Math.floor(Math.log10(Math.abs(value))) : -1;
  return 0.5 * 10 ** (magnitude - 2);
}

describe("published sets for Benzarti and Carloni (2019)", () => {
  for (const { weights, program, sets } of golden.fixedLength) {
    test(`fixed-length intervals as ${program} prints them, effect ${weights.indexOf(1)}`, () => {
      ends("smoothness", weights, sets).forEach(([low, high], k) => {
        // A hair more than half of the last digit: the programs simulate a quantile that is an integral here.
        for (const [ours, theirs] of [
          [low, sets[k]!.low],
          [high, sets[k]!.high],
        ] as const)
          expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(1.1 * lastDigit(theirs, program));
      });
    });
  }

  test("fixed-length intervals to the error of their simulated quantile", () => {
    const { weights, sets } = golden.fixedLengthNineDigits;
    ends("smoothness", weights, sets).forEach(([low, high], k) => {
      const theirs = sets[k]!;
      // The centres are free of it, the lengths carry it.
      expect(Math.abs((low + high) / 2 - (theirs.low + theirs.high) / 2)).toBeLessThan(1e-6);
      expect((high - low) / (theirs.high - theirs.low)).toBeCloseTo(1, 2);
      expect(Math.abs((high - low) / (theirs.high - theirs.low) - 1)).toBeLessThan(2e-3);
    });
  });

  for (const { weights, gridStep, gridEnds, sets } of golden.relativeMagnitudes) {
    test(`relative magnitudes within one step of the grid (${gridStep.toPrecision(2)}), effect ${weights.indexOf(1)}`, () => {
      ends("relativeMagnitudes", weights, sets).forEach(([low, high], k) => {
        const printed = 0.5e-3;
        // Where the set runs off the grid, its end is all the program can print.
        expect(Math.abs(Math.max(low, gridEnds[0]) - sets[k]!.low)).toBeLessThanOrEqual(gridStep + printed);
        expect(Math.abs(Math.min(high, gridEnds[1]) - sets[k]!.high)).toBeLessThanOrEqual(gridStep + printed);
      });
    });
  }
});
