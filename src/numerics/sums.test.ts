import fc from "fast-check";
import { expect, test } from "vitest";
import { dot, mean, norm, pairwiseBlocks, rowBlock, sum, variance } from "./sums.js";

const vector = fc.array(fc.integer({ min: -1000, max: 1000 }), { maxLength: 2000 }).map((values) => Float64Array.from(values));

test("sums of integers are exact for every length, also just beside the blocks", () => {
  fc.assert(
    fc.property(vector, (x) => {
      expect(sum(x) + 0).toBe(x.reduce((a, b) => a + b, 0) + 0);
      expect(dot(x, x)).toBe(x.reduce((a, b) => a + b * b, 0));
    }),
    { numRuns: 100, seed: 1 },
  );
  for (const length of [0, 1, 3, rowBlock - 1, rowBlock, rowBlock + 1, 2 * rowBlock, 5 * rowBlock + 7]) {
    const x = Float64Array.from({ length }, (_, i) => i);
    expect(sum(x)).toBe(Math.abs(length * (length - 1)) / 2);
  }
});

test("blocks are added pairwise whatever their number, and remainder rows are not lost", () => {
  for (const rows of [0, 1, 255, 256, 257, 1024, 5003]) {
    const total = new Float64Array(2);
    pairwiseBlocks(rows, total, (from, to, into) => {
      for (let i = from; i < to; i++) {
        into[0]! += i;
        into[1]! += 1;
      }
    });
    expect([...total]).toEqual([Math.abs(rows * (rows - 1)) / 2, rows]);
  }
});

test("a million tenths sum to a hundred thousand with an error of a few last bits", () => {
  const x = new Float64Array(1_000_000).fill(0.1);
  expect(Math.abs(sum(x) / 100_000 - 1)).toBeLessThan(1e-14);
  const plain = x.reduce((a, b) => a + b, 0);
  expect(Math.abs(plain / 100_000 - 1)).toBeGreaterThan(1e-12);
});

test("mean and variance survive a large mean", () => {
  const x = Float64Array.from({ length: 1001 }, (_, i) => 1e9 + (i % 3));
  expect(mean(x)).toBeCloseTo(1e9 + 1000 / 1001, 6);
  const centred = x.map((value) => value - 1e9);
  expect(Math.abs(variance(x) / variance(centred) - 1)).toBeLessThan(1e-12);
  expect(variance(Float64Array.of(1, 2, 4))).toBeCloseTo(7 / 3, 15);
  expect(variance(Float64Array.of(1))).toBeNaN();
  expect(mean(new Float64Array(0))).toBeNaN();
});

test("norms do not overflow or underflow", () => {
  expect(Math.abs(norm(Float64Array.of(3e200, 4e200)) / 5e200 - 1)).toBeLessThan(1e-15);
  expect(Math.abs(norm(Float64Array.of(3e-200, 4e-200)) / 5e-200 - 1)).toBeLessThan(1e-15);
  expect(norm(new Float64Array(5))).toBe(0);
  expect(norm(Float64Array.of(1, Number.NaN))).toBeNaN();
});
