import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inverseGram, leastSquares, solveLeastSquares } from "./leastSquares.js";
import {
  column,
  crossProduct,
  fromColumns,
  type Matrix,
  multiply,
  multiplyVector,
  takeColumns,
  transpose,
  transposeMultiplyVector,
} from "./matrix.js";
import { dependence, pivotedQr } from "./qr.js";
import { stream } from "./streams.js";
import { norm } from "./sums.js";

function random(rows: number, cols: number, seed: number): Matrix {
  const { normal } = stream(seed, 0);
  return { rows, cols, data: Float64Array.from({ length: rows * cols }, normal) };
}

function largestDifference(a: Float64Array, b: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]! - b[i]!));
  return largest;
}

// 2,100 rows run over several blocks with a remainder; 30,000 rows are beyond what keeps Q.
const heights = fc.constantFrom(1, 2, 5, 30, 512, 513, 2100, 30_000);

describe("factorisation", () => {
  test("r'r is X'X of the kept columns, for tall, square and wide X", () => {
    fc.assert(
      fc.property(heights, fc.integer({ min: 1, max: 9 }), (rows, cols) => {
        const x = random(rows, cols, rows + cols);
        const qr = pivotedQr(x);
        expect(qr.rank).toBe(Math.min(rows, cols));
        const gram = crossProduct(takeColumns(x, qr.kept));
        expect(largestDifference(multiply(transpose(qr.r), qr.r).data, gram.data)).toBeLessThan(
          1e-13 * Math.max(...gram.data.map(Math.abs)),
        );
      }),
      { numRuns: 40, seed: 1 },
    );
  });

  test("only columns that depend on earlier ones are dropped, and what they depend on is named with its weights", () => {
    fc.assert(
      fc.property(
        heights.filter((n) => n >= 30),
        fc.integer({ min: 0, max: 99 }),
        (rows, seed) => {
          const base = random(rows, 4, seed);
          const [a, b, c, d] = [0, 1, 2, 3].map((j) => column(base, j));
          const combination = a!.map((value, i) => 3 * value - 0.5 * c![i]! + 1e6 * b![i]!);
          const x = fromColumns([a!, b!, new Float64Array(rows), c!, combination, d!, a!.map((value) => 7 * value)]);
          const qr = pivotedQr(x);
          expect([...qr.kept]).toEqual([0, 1, 3, 5]);
          expect([...qr.dropped]).toEqual([2, 4, 6]);
          expect([...qr.pivot]).toEqual([0, 1, 3, 5, 2, 4, 6]);
          expect(dependence(qr, 2)).toEqual([]);
          expect(dependence(qr, 4).map(({ column }) => column)).toEqual([0, 1, 3]);
          const weights = dependence(qr, 4).map(({ weight }) => weight);
          for (const [k, expected] of [3, 1e6, -0.5].entries()) expect(Math.abs(weights[k]! / expected - 1)).toBeLessThan(1e-8);
          expect(dependence(qr, 6)).toHaveLength(1);
          expect(dependence(qr, 6)[0]!.weight).toBeCloseTo(7, 12);
        },
      ),
      { numRuns: 30, seed: 2 },
    );
  });

  test("the decision does not depend on the scale of columns", () => {
    const base = random(100, 4, 3);
    const near = column(base, 0).map((value, i) => value + column(base, 3)[i]! * 1e-8);
    const nearer = column(base, 0).map((value, i) => value + column(base, 3)[i]! * 1e-12);
    for (const scale of [1e-150, 1e-9, 1, 1e12, 1e140]) {
      const x = fromColumns([column(base, 0), column(base, 1), near.map((value) => value * scale), nearer.map((value) => value * scale)]);
      expect([...pivotedQr(x).dropped]).toEqual([3]);
    }
  });

  test("a column is judged against the norm it had before demeaning", () => {
    const x = random(50, 2, 4);
    const absorbed = column(random(50, 1, 5), 0).map((value) => value * 1e-13);
    const with3 = fromColumns([column(x, 0), absorbed, column(x, 1)]);
    expect([...pivotedQr(with3).dropped]).toEqual([]);
    expect([...pivotedQr(with3, 1e-10, Float64Array.of(7, 7, 7)).dropped]).toEqual([1]);
  });
});

describe("least squares", () => {
  test("residuals are orthogonal to X and X b + r is y, with and without dropped columns", () => {
    fc.assert(
      fc.property(heights, fc.integer({ min: 1, max: 6 }), fc.boolean(), (rows, cols, repeat) => {
        const x0 = random(rows, cols, rows);
        const x = repeat ? fromColumns([...Array.from({ length: cols }, (_, j) => column(x0, j)), column(x0, 0)]) : x0;
        const y = column(random(rows, 1, rows + 1), 0);
        const qr = pivotedQr(x);
        const { coefficients, residuals } = leastSquares(qr, y);
        const size = norm(y) * Math.sqrt(rows);
        expect(largestDifference(transposeMultiplyVector(x, residuals), new Float64Array(x.cols))).toBeLessThan(1e-13 * size);
        const fitted = multiplyVector(takeColumns(x, qr.kept), coefficients);
        expect(
          largestDifference(
            fitted.map((value, i) => value + residuals[i]!),
            y,
          ),
        ).toBeLessThan(1e-12);
      }),
      { numRuns: 40, seed: 3 },
    );
  });

  test("exact coefficients come back to the last bits even from a nearly collinear large design", () => {
    const rows = 30_000;
    const base = random(rows, 3, 8);
    // The third column differs from the first by one part in 10^7: condition about 10^7, so Q is kept and the solution refined.
    const twin = column(base, 0).map((value, i) => value + 2 ** -23 * column(base, 1)[i]!);
    const x = fromColumns([column(base, 0), twin, column(base, 2)]);
    const qr = pivotedQr(x);
    expect(qr.rank).toBe(3);
    expect(qr.condition).toBeGreaterThan(1e6);
    expect(qr.reflectors).not.toBeNull();
    const r = column(base, 2).map((value) => Math.round(value * 1024) / 1024);
    const y = r.map((value) => 3 * value);
    const exact = pivotedQr(fromColumns([column(base, 0), twin, r]));
    const coefficients = solveLeastSquares(exact, y);
    expect(coefficients[2]).toBe(3);
    expect(Math.abs(coefficients[0]!)).toBeLessThan(1e-12);
  });

  test("a poor fit on a large, ill-conditioned design is refined, a good design is not", () => {
    const rows = 30_000;
    const base = random(rows, 2, 9);
    const level = column(base, 0).map((value) => 1e4 + value);
    const ill = pivotedQr(fromColumns([new Float64Array(rows).fill(1), level]));
    expect(ill.reflectors).toBeNull();
    expect(leastSquares(ill, column(base, 1)).refinements).toBeGreaterThan(0);
    const centred = pivotedQr(fromColumns([new Float64Array(rows).fill(1), column(base, 0)]));
    expect(leastSquares(centred, column(base, 1)).refinements).toBe(0);
    // Same slope both ways, as algebra has it.
    const slope = solveLeastSquares(ill, column(base, 1))[1]! / solveLeastSquares(centred, column(base, 1))[1]!;
    expect(Math.abs(slope - 1)).toBeLessThan(1e-9);
  });

  test("the inverse of X'X is one, and exactly symmetric", () => {
    for (const rows of [40, 30_000]) {
      const x = random(rows, 5, rows);
      const inverse = inverseGram(pivotedQr(x));
      const product = multiply(inverse, crossProduct(x));
      for (let i = 0; i < 5; i++) for (let j = 0; j < 5; j++) expect(product.data[i + 5 * j]).toBeCloseTo(i === j ? 1 : 0, 12);
      expect(transpose(inverse).data).toEqual(inverse.data);
    }
  });

  test("no column at all: residuals are y", () => {
    const qr = pivotedQr(fromColumns([], 3));
    expect(qr.rank).toBe(0);
    expect([...leastSquares(qr, Float64Array.of(1, 2, 3)).residuals]).toEqual([1, 2, 3]);
  });
});
