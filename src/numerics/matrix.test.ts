import fc from "fast-check";
import { expect, test } from "vitest";
import {
  column,
  crossProduct,
  fromColumns,
  identity,
  type Matrix,
  multiply,
  multiplyVector,
  quadraticForm,
  symmetricSandwich,
  takeColumns,
  transpose,
  transposeMultiply,
  transposeMultiplyVector,
  zeros,
} from "./matrix.js";
import { stream } from "./streams.js";

function random(rows: number, cols: number, seed: number): Matrix {
  const { normal } = stream(seed, 0);
  return { rows, cols, data: Float64Array.from({ length: rows * cols }, normal) };
}

function naive(a: Matrix, b: Matrix): Matrix {
  const out = zeros(a.rows, b.cols);
  for (let i = 0; i < a.rows; i++)
    for (let j = 0; j < b.cols; j++)
      for (let k = 0; k < a.cols; k++) out.data[i + j * a.rows]! += a.data[i + k * a.rows]! * b.data[k + j * b.rows]!;
  return out;
}

function expectClose(a: Matrix, b: Matrix): void {
  expect([a.rows, a.cols]).toEqual([b.rows, b.cols]);
  const size = Math.max(1, ...b.data.map(Math.abs));
  for (let i = 0; i < a.data.length; i++) expect(Math.abs(a.data[i]! - b.data[i]!) / size).toBeLessThan(1e-13);
}

const shape = fc.record({ rows: fc.integer({ min: 1, max: 700 }), a: fc.integer({ min: 1, max: 11 }), b: fc.integer({ min: 1, max: 7 }) });

test("products equal the definition for every shape, with no remainder row or column lost", () => {
  fc.assert(
    fc.property(shape, fc.integer({ min: 0, max: 1000 }), ({ rows, a, b }, seed) => {
      const x = random(rows, a, seed);
      const y = random(rows, b, seed + 1);
      const w = random(a, b, seed + 2);
      expectClose(multiply(x, w), naive(x, w));
      expectClose(transposeMultiply(x, y), naive(transpose(x), y));
      expectClose(crossProduct(x), naive(transpose(x), x));
      expectClose({ rows, cols: 1, data: multiplyVector(x, column(w, 0)) }, naive(x, takeColumns(w, [0])));
    }),
    { numRuns: 60, seed: 1 },
  );
});

test("an entry of X'X does not depend on the other columns: equal to the bit", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 900 }), fc.uniqueArray(fc.integer({ min: 0, max: 10 }), { minLength: 1 }), (rows, chosen) => {
      const x = random(rows, 11, rows);
      const whole = crossProduct(x);
      const part = crossProduct(takeColumns(x, chosen));
      for (const [i, a] of chosen.entries())
        for (const [j, b] of chosen.entries()) expect(part.data[i + j * chosen.length]).toBe(whole.data[a + b * 11]);
      expect(transposeMultiplyVector(x, column(x, 3))).toEqual(column(whole, 3).slice());
    }),
    { numRuns: 40, seed: 2 },
  );
});

test("sandwich and quadratic form", () => {
  const x = random(30, 4, 5);
  const bread = crossProduct(random(30, 4, 6));
  const meat = crossProduct(x);
  const sandwich = symmetricSandwich(bread, meat);
  expectClose(sandwich, naive(naive(bread, meat), bread));
  expect(transpose(sandwich).data).toEqual(sandwich.data);
  const v = Float64Array.of(1, -2, 0.5, 3);
  const form = multiply(multiply(transpose(fromColumns([v])), meat), fromColumns([v])).data[0]!;
  expect(quadraticForm(v, meat) / form).toBeCloseTo(1, 13);
});

test("columns are views, and a matrix without columns keeps its height", () => {
  const m = fromColumns([Float64Array.of(1, 2), Float64Array.of(3, 4)]);
  column(m, 1)[0] = 9;
  expect([...m.data]).toEqual([1, 2, 9, 4]);
  expect(fromColumns([], 5)).toEqual(zeros(5, 0));
  expect(multiplyVector(zeros(3, 0), new Float64Array(0))).toEqual(new Float64Array(3));
  expect([...identity(2).data]).toEqual([1, 0, 0, 1]);
});
