import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Matrix } from "../matrix.js";
import { type Stream, stream } from "../streams.js";
import { rowBlock } from "../sums.js";
import { type Arena, arena, commonSpace, kernelsOf } from "./arena.js";
import { gramBlock } from "./gram.js";
import * as reflections from "./reflect.js";
import * as twins from "./twins.js";

/** The same random arrays twice: in an arena, and as ordinary ones. */
function twice(space: Arena, random: Stream) {
  const pair = <Values extends Float64Array | Int32Array>(values: Values): [Values, Values] => [space.copy(values), values];
  return {
    numbers: (length: number) => pair(Float64Array.from({ length }, random.normal)),
  };
}

const sizes = fc.record({
  rows: fc.integer({ min: 0, max: 3000 }),
  levels: fc.integer({ min: 1, max: 300 }),
  seed: fc.integer({ min: 0, max: 1_000_000 }),
});

/** Runs a kernel and its twin on equal inputs for many sizes and expects equal bits. */
function equalBits(run: (make: ReturnType<typeof twice>, size: { rows: number; levels: number }) => [Float64Array, Float64Array]): void {
  fc.assert(
    fc.property(sizes, ({ rows, levels, seed }) => {
      const make = twice(arena(2_000_000), stream(seed, 3));
      const [ours, twin] = run(make, { rows, levels });
      expect(kernelsOf(ours)).not.toBeNull();
      expect(new BigUint64Array(ours.slice().buffer)).toEqual(new BigUint64Array(twin.slice().buffer));
    }),
    { numRuns: 25, seed: 1 },
  );
}

describe("kernels give the bits of their twins", () => {
  test("reflections: sum of squares, division, and any number of columns", () =>
    equalBits((make, { rows, levels }) => {
      const cols = 1 + (levels % 11);
      const count = 1 + (rows % 520);
      const [v, vTwin] = make.numbers(count);
      const [data, dataTwin] = make.numbers(cols * (count + 2));
      const [heads, headsTwin] = make.numbers(cols);
      const size = reflections.sumOfSquares(v);
      expect(size).toBe(twins.sumOfSquares(vTwin));
      reflections.divideBy(v, size);
      twins.divideBy(vTwin, size);
      reflections.reflectColumns(v, 1.3, data, 1, count + 2, heads);
      twins.reflectColumns(vTwin, 1.3, dataTwin, 1, count + 2, headsTwin);
      expect(heads.slice()).toEqual(headsTwin);
      return [data, dataTwin];
    }));

  test("gramBlock, for any numbers of rows and columns and after wider matrices", () => {
    const random = stream(9, 9);
    const matrix = (rows: number, cols: number): Matrix => ({
      rows,
      cols,
      data: Float64Array.from({ length: rows * cols }, random.normal),
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: rowBlock }),
        fc.integer({ min: 1, max: 13 }),
        fc.integer({ min: 1, max: 9 }),
        (rows, colsA, colsB) => {
          const a = matrix(rows + 3, colsA);
          const b = matrix(rows + 3, colsB);
          const ours = new Float64Array(colsA * colsB);
          const twin = new Float64Array(colsA * colsB);
          gramBlock(a, b, 2, rows + 2, ours);
          for (let j = 0; j < colsB; j++) for (let i = 0; i < colsA; i += 4) twins.gramTile(a, i, b, j, 2, rows + 2, twin);
          expect(ours).toEqual(twin);
          const square = new Float64Array(colsA * colsA);
          const squareTwin = new Float64Array(colsA * colsA);
          gramBlock(a, a, 2, rows + 2, square);
          for (let j = 0; j < colsA; j++) for (let i = 0; i < colsA; i += 4) twins.gramTile(a, i, a, j, 2, rows + 2, squareTwin);
          for (let j = 0; j < colsA; j++) for (let i = 0; i <= j; i++) expect(square[i + j * colsA]).toBe(squareTwin[i + j * colsA]);
        },
      ),
      { numRuns: 60, seed: 2 },
    );
  });
});

describe("the arena", () => {
  test("arrays do not overlap, are aligned and empty at first, and their sum is limited", () => {
    const space = arena(10_000);
    const a = space.int32(3);
    const b = space.float64(5);
    const c = space.copy(Float64Array.of(1, 2, 3));
    expect([a.byteOffset % 16, b.byteOffset % 16, c.byteOffset % 16]).toEqual([0, 0, 0]);
    a.fill(-1);
    expect([...b]).toEqual([0, 0, 0, 0, 0]);
    expect([...c]).toEqual([1, 2, 3]);
    expect(() => space.float64(20_000)).toThrow(RangeError);
  });

  test("what a tenant of the common space put there first stays until another comes", () => {
    const tenant = {};
    const settle = (value: number) => (space: Arena) => space.float64(4).fill(value);
    const first = commonSpace(1000, tenant, settle(1));
    const later = first.space.float64(2).fill(9);
    const again = commonSpace(1000, tenant, settle(2));
    expect(again.settled).toBe(first.settled);
    expect([...again.settled]).toEqual([1, 1, 1, 1]);
    expect(again.space.float64(2).byteOffset).toBe(later.byteOffset);
    const other = commonSpace(1000, {}, settle(3));
    expect([...other.settled]).toEqual([3, 3, 3, 3]);
    expect([...commonSpace(1000, tenant, settle(4)).settled]).toEqual([4, 4, 4, 4]);
  });

  test("a tenant that needs more room than there is settles anew", () => {
    const tenant = {};
    commonSpace(1000, tenant, (space) => space.float64(1).fill(1));
    const wide = commonSpace(50_000_000, tenant, (space) => space.float64(1).fill(2));
    expect([...wide.settled]).toEqual([2]);
    expect(kernelsOf(wide.settled, wide.space.float64(5_000_000))).not.toBeNull();
  });

  test("arrays of different arenas, or of none, do not meet in a kernel", () => {
    const a = arena(100).float64(2);
    const b = arena(100).float64(2);
    expect(kernelsOf(a)).not.toBeNull();
    expect(kernelsOf(a, b)).toBeNull();
    expect(kernelsOf(new Float64Array(2))).toBeNull();
  });
});
