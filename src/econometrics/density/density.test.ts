import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { quantileOfSorted } from "../../numerics/quantile.js";
import { bandwidthOf, countPeaks, criticalBandwidth, densityAt, onePeakTest, turnsOf } from "./main.js";

const folder = join(import.meta.dirname, "../../../test/fixtures/inequality");
// R 4.2.2 stats (bw.nrd0, bw.nrd, bw.SJ); script: bench/peers/regionalDifferences.R
const { density } = JSON.parse(readFileSync(join(folder, "peers.json"), "utf8"));
const income = readFileSync(join(folder, "us-states-income.csv"), "utf8")
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => Number(line.split(",")[2]));
const mean = income.reduce((s, v) => s + v, 0) / income.length;
const values = Float64Array.from(income, (v) => v / mean);
const equal = new Float64Array(values.length).fill(1);
const within = (got: number, want: number, tolerance: number) => expect(Math.abs(got / want - 1)).toBeLessThan(tolerance);

test("bandwidths are those of R", () => {
  within(bandwidthOf(values, "silverman")!, density.silverman, 1e-14);
  within(bandwidthOf(values, "scott")!, density.scott, 1e-14);
  // R bins the pairs, here into 100,000 bins; ours are exact.
  within(bandwidthOf(values, "sheatherJones")!, density.sheatherJones, 1e-5);
});

test("the density at a point is the mean of normal densities around the values", () => {
  density.at.forEach((x: number, k: number) => {
    within(densityAt(x, values, equal, density.silverman), density.value[k], 1e-13);
  });
});

test("Sheather and Jones's bandwidth solves their equation, and follows scale and shift", () => {
  const some = Float64Array.of(0.1, 0.5, 0.55, 0.7, 1.4, 1.5, 2.9, 3);
  const h = bandwidthOf(some, "sheatherJones")!;
  within(
    bandwidthOf(
      some.map((v) => 4 * v),
      "sheatherJones",
    )!,
    4 * h,
    1e-12,
  );
  within(
    bandwidthOf(
      some.map((v) => v + 8),
      "sheatherJones",
    )!,
    h,
    1e-11,
  );
  expect(bandwidthOf(Float64Array.of(2, 2, 2), "silverman")).toBeNull();
  expect(bandwidthOf(Float64Array.of(2, 2, 2), "sheatherJones")).toBeNull();
});

test("peaks and valleys alternate, and every peak is higher than its valleys", () => {
  const cloud = fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { minLength: 2, maxLength: 25 });
  fc.assert(
    fc.property(cloud, fc.double({ min: 0.2, max: 3, noNaN: true }), (list, h) => {
      const x = Float64Array.from(list);
      const one = x.map(() => 1);
      const { peaks, valleys } = turnsOf(x, one, h);
      expect(peaks.length).toBe(valleys.length + 1);
      expect(countPeaks(x, one, h)).toBe(peaks.length);
      valleys.forEach((valley, k) => {
        expect(peaks[k]!.at < valley.at && valley.at < peaks[k + 1]!.at).toBe(true);
        expect(peaks[k]!.density >= valley.density && peaks[k + 1]!.density >= valley.density).toBe(true);
      });
    }),
  );
});

test("a weight is so many units", () => {
  const twice = turnsOf(Float64Array.of(1, 1, 4), Float64Array.of(1, 1, 1), 0.5);
  expect(turnsOf(Float64Array.of(1, 4), Float64Array.of(2, 1), 0.5)).toEqual(twice);
  expect(twice.peaks).toHaveLength(2);
});

test("two far clusters have two peaks below the critical bandwidth and one above it", () => {
  const x = Float64Array.of(0, 0.1, 0.2, 5, 5.1, 5.2);
  const one = x.map(() => 1);
  const h = criticalBandwidth(x)!;
  expect([countPeaks(x, one, h * 0.999), countPeaks(x, one, h * 1.001)]).toEqual([2, 1]);
  // multimode 1.5 counts peaks on a grid; the script also follows the derivative in small steps.
  within(criticalBandwidth(values)!, density.criticalFine, 1e-8);
  within(criticalBandwidth(values)!, density.critical, 1e-4);
});

test("the test of one peak sees two clusters and passes a normal sample", () => {
  const clusters = Float64Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 0 : 8) + ((i * 7) % 20) / 20);
  expect(onePeakTest(clusters, 199, 1)!.pValue).toBe(1 / 200);
  const bell = Float64Array.from({ length: 41 }, (_, i) => 1.6 * Math.sqrt(Math.abs(i - 20)) * Math.sign(i - 20));
  expect(
    onePeakTest(
      Float64Array.from(bell, (v) => v * v * Math.sign(v)),
      199,
      1,
    )!.pValue,
  ).toBeGreaterThan(0.05);
  expect(onePeakTest(clusters, 99, 2)).toEqual(onePeakTest(clusters, 99, 2));
  expect(onePeakTest(Float64Array.of(1, 1), 99, 1)).toBeNull();
});

test("quantiles lie between order statistics", () => {
  expect([0, 0.25, 0.5, 1].map((p) => quantileOfSorted([1, 2, 3, 4], p))).toEqual([1, 1.75, 2.5, 4]);
});
