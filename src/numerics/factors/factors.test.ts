import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { solveLeastSquares } from "../leastSquares.js";
import { fromColumns, type Matrix } from "../matrix.js";
import { pivotedQr } from "../qr.js";
import { stream } from "../streams.js";
import type { Factor } from "./factor.js";
import { prepareFactors, solveFactors } from "./solve.js";

/** All effects as explicit columns: indicators, and indicators times slopes. */
function dummies(factors: readonly Factor[], rows: number): Matrix {
  const columns = factors.flatMap((factor) =>
    Array.from({ length: factor.levels }, (_, g) => {
      const own = Float64Array.from({ length: rows }, (_, i) => (factor.codes[i] === g ? 1 : 0));
      const sloped = factor.slopes.map((slope) => own.map((v, i) => v * slope[i]!));
      return factor.intercept ? [own, ...sloped] : sloped;
    }).flat(),
  );
  return fromColumns(columns, rows);
}

/** The residual of a dense weighted least squares on explicit dummies: the oracle. */
function denseResidual(
  column: Float64Array,
  factors: readonly Factor[],
  weights: Float64Array | null,
): { residual: Float64Array; rank: number } {
  const d = dummies(factors, column.length);
  const root = weights === null ? column.map(() => 1) : weights.map(Math.sqrt);
  const scaled = { ...d, data: d.data.map((v, k) => v * root[k % d.rows]!) };
  const qr = pivotedQr(scaled, 1e-9);
  const b = solveLeastSquares(
    qr,
    column.map((v, i) => v * root[i]!),
  );
  const residual = column.map((v, i) => v - qr.kept.reduce((total, j, k) => total + b[k]! * d.data[i + j * d.rows]!, 0));
  return { residual, rank: qr.rank };
}

function randomFactor(seed: number, rows: number, levels: number, kind: "intercept" | "both" | "slope" = "intercept"): Factor {
  const s = stream(seed, 1);
  const codes = Int32Array.from({ length: rows }, () => s.integer(levels));
  const slopes = kind === "intercept" ? [] : [Float64Array.from({ length: rows }, () => s.normal() + 3)];
  return { codes, levels, intercept: kind !== "slope", slopes };
}

function randomColumn(seed: number, rows: number): Float64Array {
  const s = stream(seed, 2);
  return Float64Array.from({ length: rows }, () => 5 + s.normal());
}

function largestDifference(a: Float64Array, b: Float64Array): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}

const kinds = fc.constantFrom<"intercept" | "both" | "slope">("intercept", "intercept", "both", "slope");
const settings = fc.record({
  seed: fc.integer({ min: 1, max: 1e6 }),
  rows: fc.integer({ min: 5, max: 70 }),
  levels: fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), kinds), { minLength: 1, maxLength: 4 }),
  weighted: fc.boolean(),
});

describe("taking effects out of a column", () => {
  test("equals dense least squares on explicit dummies: any number of factors, slopes, weights, empty and redundant levels", () => {
    fc.assert(
      fc.property(settings, ({ seed, rows, levels, weighted }) => {
        const factors = levels.map(([count, kind], q) => randomFactor(seed + q, rows, count, kind));
        const s = stream(seed, 3);
        const weights = weighted ? Float64Array.from({ length: rows }, () => 0.1 + s.uniform()) : null;
        const column = randomColumn(seed, rows);
        const ours = solveFactors([column], factors, weights);
        const oracle = denseResidual(column, factors, weights);
        expect(largestDifference(ours.columns[0]!, oracle.residual)).toBeLessThan(1e-8);
        expect(ours.rank).toBe(oracle.rank);
        expect(ours.residual).toBeLessThan(1e-12);
      }),
      { numRuns: 400, seed: 7 },
    );
  });

  test("by conjugate gradients, on the same panels", () => {
    fc.assert(
      fc.property(settings, ({ seed, rows, levels, weighted }) => {
        const factors = levels.map(([count, kind], q) => randomFactor(seed + q, rows, count, kind));
        const s = stream(seed, 3);
        const weights = weighted ? Float64Array.from({ length: rows }, () => 0.1 + s.uniform()) : null;
        const column = randomColumn(seed, rows);
        const ours = solveFactors([column], factors, weights, { directLevels: 0 });
        const oracle = denseResidual(column, factors, weights);
        expect(ours.residual).toBeLessThan(1e-10);
        expect(largestDifference(ours.columns[0]!, oracle.residual)).toBeLessThan(1e-7);
        if (ours.rankExact) expect(ours.rank).toBe(oracle.rank);
        else expect(ours.rank).toBeGreaterThanOrEqual(oracle.rank);
      }),
      { numRuns: 400, seed: 8 },
    );
  });

  test("the rank of three and four sets of intercepts is exact without the direct solve", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 8, max: 60 }),
        fc.integer({ min: 3, max: 4 }),
        (seed, rows, count) => {
          const factors = Array.from({ length: count }, (_, q) => randomFactor(seed + q, rows, 3 + ((seed + q * 7) % 11)));
          const solver = prepareFactors(factors, null, { directLevels: 0 });
          expect(solver.rankExact).toBe(true);
          expect(solver.rank).toBe(denseResidual(randomColumn(seed, rows), factors, null).rank);
        },
      ),
      { numRuns: 300, seed: 9 },
    );
  });
});
