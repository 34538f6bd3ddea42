import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { inverseGram, leastSquares, powerColumn } from "./leastSquares.js";
import { fromColumns } from "./matrix.js";
import { pivotedQr } from "./qr.js";
import { dot } from "./sums.js";

interface NistSet {
  y: number[];
  columns: number[][];
  powers: number[] | null;
  coefficients: number[];
  stdErrors: number[];
  residualSd: number;
}

// NIST StRD, checked to the last certified digit in exact rational arithmetic: test/fixtures/nist/make.py.
const sets: Record<string, NistSet> = JSON.parse(readFileSync(new URL("../../test/fixtures/nist/nist.json", import.meta.url), "utf8"));

/** McCullough's log relative error: the number of correct digits, 15 at most. Where the certified value is zero, -log10 of the value itself. */
function digits(value: number, certified: number): number {
  const error = certified === 0 ? Math.abs(value) : Math.abs(value / certified - 1);
  return error === 0 ? 15 : Math.min(15, -Math.log10(error));
}

function worst(values: ArrayLike<number>, certified: number[]): number {
  return Math.min(...certified.map((wanted, k) => digits(values[k]!, wanted)));
}

function estimate(set: NistSet, lowOrderParts: boolean) {
  const y = Float64Array.from(set.y);
  const columns = set.columns.map((values) => Float64Array.from(values));
  const exact = (high: Float64Array) => ({ high, low: new Float64Array(y.length) });
  const parts = set.powers?.map((power) => powerColumn(columns[0]!, power)) ?? [new Float64Array(y.length).fill(1), ...columns].map(exact);
  const low = lowOrderParts ? fromColumns(parts.map((part) => part.low)) : undefined;
  const qr = pivotedQr(fromColumns(parts.map((part) => part.high)));
  const { coefficients, residuals } = leastSquares(qr, y, low);
  const residualSd = Math.sqrt(dot(residuals, residuals) / (y.length - qr.rank));
  const gram = inverseGram(qr, low);
  const stdErrors = set.stdErrors.map((_, k) => residualSd * Math.sqrt(gram.data[k * (qr.rank + 1)]!));
  return { qr, coefficients, stdErrors, residualSd };
}

// Digits of the worst coefficient and the worst standard error.
const floors: Record<string, [number, number]> = {
  Norris: [13.5, 13.5],
  Pontius: [13, 13.5],
  NoInt1: [14, 14],
  NoInt2: [14, 14],
  Filip: [13.5, 14],
  Longley: [14, 14],
  Wampler1: [14.5, 10],
  Wampler2: [13, 14],
  Wampler3: [14.5, 13.5],
  Wampler4: [14.5, 13.5],
  Wampler5: [14.5, 13.5],
};

describe("NIST's linear regressions, powers of the regressor carried with their low-order parts", () => {
  test.each(Object.entries(sets))("%s", (name, set) => {
    const { qr, coefficients, stdErrors, residualSd } = estimate(set, true);
    expect(qr.rank).toBe(set.coefficients.length);
    expect(worst(coefficients, set.coefficients)).toBeGreaterThanOrEqual(floors[name]![0]);
    expect(worst(stdErrors, set.stdErrors)).toBeGreaterThanOrEqual(floors[name]![1]);
    expect(digits(residualSd, set.residualSd)).toBeGreaterThanOrEqual(floors[name]![1]);
  });
});

test("on rounded powers all sets but Filip lose nothing; Filip's own rounding leaves seven digits, which no algebra can mend", () => {
  for (const [name, set] of Object.entries(sets)) {
    expect(worst(estimate(set, false).coefficients, set.coefficients), name).toBeGreaterThanOrEqual(name === "Filip" ? 7 : 13);
  }
});

test("Filip keeps its eleven columns, and a twelfth that repeats one is dropped", () => {
  const set = sets["Filip"]!;
  const x = Float64Array.from(set.columns[0]!);
  const columns = set.powers!.map((power) => powerColumn(x, power).high);
  expect(pivotedQr(fromColumns(columns)).dropped).toHaveLength(0);
  expect([...pivotedQr(fromColumns([...columns, columns[7]!.map((value) => -3 * value)])).dropped]).toEqual([11]);
});
