import fc from "fast-check";
import { expect, test } from "vitest";
import { cholesky, choleskyInverse, choleskySolve, pivotedCholesky } from "./cholesky.js";
import { generalisedInverse, symmetricEigen } from "./eigen.js";
import { column, crossProduct, type Matrix, multiply, multiplyVector, transpose, zeros } from "./matrix.js";
import { stream } from "./streams.js";

function random(rows: number, cols: number, seed: number): Matrix {
  const { normal } = stream(seed, 1);
  return { rows, cols, data: Float64Array.from({ length: rows * cols }, normal) };
}

function expectEqual(a: Matrix, b: Matrix, tolerance: number): void {
  expect([a.rows, a.cols]).toEqual([b.rows, b.cols]);
  for (let i = 0; i < a.data.length; i++) expect(Math.abs(a.data[i]! - b.data[i]!)).toBeLessThan(tolerance);
}

const size = fc.integer({ min: 1, max: 14 });
const seed = fc.integer({ min: 0, max: 10_000 });

test("Cholesky factors, solves and inverts positive definite matrices", () => {
  fc.assert(
    fc.property(size, seed, (n, s) => {
      const a = crossProduct(random(n + 10, n, s));
      const factor = cholesky(a)!;
      expectEqual(multiply(factor, transpose(factor)), a, 1e-12);
      const x = column(random(n, 1, s + 1), 0);
      const solved = choleskySolve(factor, multiplyVector(a, x));
      for (let i = 0; i < n; i++) expect(solved[i]).toBeCloseTo(x[i]!, 9);
      const product = multiply(choleskyInverse(factor), a);
      for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) expect(product.data[i + j * n]).toBeCloseTo(i === j ? 1 : 0, 9);
    }),
    { numRuns: 60, seed: 1 },
  );
});

test("what is not positive definite is refused", () => {
  expect(cholesky({ rows: 2, cols: 2, data: Float64Array.of(1, 2, 2, 1) })).toBeNull();
  expect(cholesky({ rows: 1, cols: 1, data: Float64Array.of(Number.NaN) })).toBeNull();
  expect(cholesky(zeros(2, 2))).toBeNull();
});

test("pivoted Cholesky finds the rank and reproduces a semi-definite matrix", () => {
  fc.assert(
    fc.property(size, size, seed, (n, k, s) => {
      const rank = Math.min(n, k);
      const b = random(n, rank, s);
      const a = multiply(b, transpose(b));
      const { rank: found, pivot, factor } = pivotedCholesky(a, 1e-10);
      expect(found).toBe(rank);
      const product = multiply(factor, transpose(factor));
      for (let i = 0; i < n; i++)
        for (let j = 0; j < n; j++) expect(product.data[i + j * n]).toBeCloseTo(a.data[pivot[i]! + pivot[j]! * n]!, 9);
    }),
    { numRuns: 60, seed: 2 },
  );
});

test("eigenvalues ascend, vectors are orthonormal and oriented, and together they give the matrix back", () => {
  fc.assert(
    fc.property(size, seed, (n, s) => {
      const b = random(n, n, s);
      const a: Matrix = { rows: n, cols: n, data: b.data.map((value, i) => value + transpose(b).data[i]!) };
      const { values, vectors } = symmetricEigen(a);
      for (let k = 1; k < n; k++) expect(values[k]).toBeGreaterThanOrEqual(values[k - 1]!);
      const gram = crossProduct(vectors);
      for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) expect(gram.data[i + j * n]).toBeCloseTo(i === j ? 1 : 0, 12);
      const stretched: Matrix = { rows: n, cols: n, data: vectors.data.map((value, i) => value * values[Math.floor(i / n)]!) };
      expectEqual(multiply(stretched, transpose(vectors)), a, 1e-12 * (1 + Math.max(...values.map(Math.abs))));
      for (let k = 0; k < n; k++) {
        const v = [...column(vectors, k)];
        expect(Math.max(...v)).toBe(Math.max(...v.map(Math.abs)));
      }
    }),
    { numRuns: 80, seed: 3 },
  );
});

test("eigenvalues of matrices with known ones: repeated, zero, diagonal, and the second difference", () => {
  expect([...symmetricEigen(zeros(3, 3)).values]).toEqual([0, 0, 0]);
  const n = 50;
  const second = zeros(n, n);
  for (let i = 0; i < n; i++) {
    second.data[i * (n + 1)] = 2;
    if (i + 1 < n) second.data[i * (n + 1) + 1] = -1;
    if (i + 1 < n) second.data[i + (i + 1) * n] = -1;
  }
  for (const [k, value] of symmetricEigen(second).values.entries()) {
    expect(value).toBeCloseTo(2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1)), 13);
  }
  const ones: Matrix = { rows: 4, cols: 4, data: new Float64Array(16).fill(1) };
  for (const [k, value] of symmetricEigen(ones).values.entries()) expect(value).toBeCloseTo(k === 3 ? 4 : 0, 14);
  expect(symmetricEigen(zeros(0, 0)).values).toHaveLength(0);
  expect(() => symmetricEigen({ rows: 1, cols: 1, data: Float64Array.of(Number.NaN) })).toThrow(RangeError);
});

test("the generalised inverse satisfies Moore and Penrose, and its rank is that of the matrix", () => {
  fc.assert(
    fc.property(size, size, seed, (n, k, s) => {
      const b = random(n, Math.min(n, k), s);
      const a = multiply(b, transpose(b));
      const { inverse, rank } = generalisedInverse(a, 1e-10);
      expect(rank).toBe(Math.min(n, k));
      const scale = Math.max(...inverse.data.map(Math.abs)) * Math.max(...a.data.map(Math.abs));
      expectEqual(multiply(multiply(a, inverse), a), a, 1e-11 * scale * Math.max(...a.data.map(Math.abs)));
      const aInverse = multiply(a, inverse);
      expectEqual(aInverse, transpose(aInverse), 1e-11 * scale);
    }),
    { numRuns: 60, seed: 4 },
  );
});

test("a large matrix of low rank has its zeros, however small they are beside the rest", () => {
  for (const [n, rank] of [
    [60, 5],
    [120, 29],
  ] as const) {
    const factors = random(n, rank, 3);
    const product = zeros(n, n);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++)
        for (let k = 0; k < rank; k++) product.data[i + j * n]! += factors.data[i + k * n]! * factors.data[j + k * n]!;
    const { values } = symmetricEigen(product);
    const largest = values[n - 1]!;
    expect(values.filter((v) => Math.abs(v) < 1e-12 * largest)).toHaveLength(n - rank);
    expect(generalisedInverse(product, 1e-10).rank).toBe(rank);
  }
});
