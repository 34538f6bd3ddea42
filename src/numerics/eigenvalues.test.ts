import { describe, expect, test } from "vitest";
import { symmetricEigen } from "./eigen.js";
import { eigenvalues } from "./eigenvalues.js";
import { crossProduct, type Matrix, multiply, zeros } from "./matrix.js";
import { stream } from "./streams.js";

function randomMatrix(n: number, seed: number): Matrix {
  const draws = stream(seed, n);
  const a = zeros(n, n);
  for (let i = 0; i < a.data.length; i++) a.data[i] = draws.normal();
  return a;
}

describe("eigenvalues of a general matrix", () => {
  test("a companion matrix gives the roots of its polynomial", () => {
    // (x - 1)(x - 2)(x - 3)(x^2 + 1)
    const coefficients = [-6, 11, -12, 12, -6];
    const c = zeros(5, 5);
    for (let i = 0; i < 4; i++) c.data[i + 1 + i * 5] = 1;
    for (let i = 0; i < 5; i++) c.data[i + 4 * 5] = -coefficients[i]!;
    const { real, imaginary } = eigenvalues(c);
    const roots = Array.from(real, (re, k) => [re, imaginary[k]!]).sort((x, y) => x[0]! - y[0]! || x[1]! - y[1]!);
    const expected = [
      [0, -1],
      [0, 1],
      [1, 0],
      [2, 0],
      [3, 0],
    ];
    roots.forEach((root, k) => {
      expect(root[0]!).toBeCloseTo(expected[k]![0]!, 12);
      expect(root[1]!).toBeCloseTo(expected[k]![1]!, 12);
    });
  });

  test.each([1, 2, 3, 6, 11, 24])("a symmetric %i x %i matrix has those of the symmetric solver", (n) => {
    const a = crossProduct(randomMatrix(n, 3));
    const { real, imaginary } = eigenvalues(a);
    const sorted = Float64Array.from(real).sort();
    symmetricEigen(a).values.forEach((value, k) => {
      expect(Math.abs(sorted[k]! - value)).toBeLessThan(1e-11 * (1 + Math.abs(a.data[0]!) * n));
    });
    expect(Math.max(...imaginary.map(Math.abs))).toBe(0);
  });

  test.each([2, 5, 9, 20])("of a random %i x %i matrix add up to its trace, squares to the trace of the square", (n) => {
    for (let seed = 1; seed <= 20; seed++) {
      const a = randomMatrix(n, seed);
      const { real, imaginary } = eigenvalues(a);
      const trace = (m: Matrix): number => Array.from({ length: n }, (_, i) => m.data[i * (n + 1)]!).reduce((x, y) => x + y, 0);
      expect(real.reduce((x, y) => x + y, 0)).toBeCloseTo(trace(a), 9);
      expect(real.reduce((s, re, k) => s + re * re - imaginary[k]! ** 2, 0)).toBeCloseTo(trace(multiply(a, a)), 8);
    }
  });
});
