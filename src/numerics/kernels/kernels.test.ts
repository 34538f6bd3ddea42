import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Matrix } from "../matrix.js";
import { type Stream, stream } from "../streams.js";
import { rowBlock } from "../sums.js";
import { type Arena, arena, kernelsOf } from "./arena.js";
import { gramBlock } from "./gram.js";
import * as reflections from "./reflect.js";
import * as kernels from "./rows.js";
import * as twins from "./twins.js";

/** The same random arrays twice: in an arena, and as ordinary ones. */
function twice(space: Arena, random: Stream) {
  const pair = <Values extends Float64Array | Int32Array>(values: Values): [Values, Values] => [space.copy(values), values];
  return {
    numbers: (length: number) => pair(Float64Array.from({ length }, random.normal)),
    codes: (length: number, levels: number) => pair(Int32Array.from({ length }, () => random.integer(levels))),
    codesOf: (values: Int32Array) => pair(values),
    zeros: (length: number) => pair(new Float64Array(length)),
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
  for (const width of [1, 4]) {
    test(`scatterAdd, ${width} right-hand sides`, () =>
      equalBits((make, { rows, levels }) => {
        const [values, valuesTwin] = make.numbers(rows * width);
        const [codes, codesTwin] = make.codes(rows, levels);
        const [sums, sumsTwin] = make.numbers(levels * width);
        (width === 1 ? kernels.scatterAdd : kernels.scatterAdd4)(values, codes, sums);
        (width === 1 ? twins.scatterAdd : twins.scatterAdd4)(valuesTwin, codesTwin, sumsTwin);
        return [sums, sumsTwin];
      }));

    test(`subtractByGroup, ${width} right-hand sides`, () =>
      equalBits((make, { rows, levels }) => {
        const [target, targetTwin] = make.numbers(rows * width);
        const [codes, codesTwin] = make.codes(rows, levels);
        const [effects, effectsTwin] = make.numbers(levels * width);
        (width === 1 ? kernels.subtractByGroup : kernels.subtractByGroup4)(target, codes, effects);
        (width === 1 ? twins.subtractByGroup : twins.subtractByGroup4)(targetTwin, codesTwin, effectsTwin);
        return [target, targetTwin];
      }));

    test(`csrProduct, ${width} right-hand sides, with empty rows`, () =>
      equalBits((make, { rows, levels }) => {
        const [starts, startsTwin] = make.codesOf(startsOf(rows, levels));
        const [columns, columnsTwin] = make.codes(rows, 50);
        const [values, valuesTwin] = make.numbers(rows);
        const [x, xTwin] = make.numbers(50 * width);
        const [out, outTwin] = make.zeros(levels * width);
        (width === 1 ? kernels.csrProduct : kernels.csrProduct4)({ starts, columns, values }, x, out);
        (width === 1 ? twins.csrProduct : twins.csrProduct4)(
          { starts: startsTwin, columns: columnsTwin, values: valuesTwin },
          xTwin,
          outTwin,
        );
        return [out, outTwin];
      }));

    for (const weighted of [false, true]) {
      test(`reducedProduct, ${width} right-hand sides, ${weighted ? "weighted" : "unweighted"}, one to three blocks`, () =>
        equalBits((make, { rows, levels }) => {
          const blocks = 1 + (rows % 3);
          const unknowns = 70;
          const [starts, startsTwin] = make.codesOf(startsOf(rows, levels));
          const [codes, codesTwin] = make.codes(rows * blocks, unknowns);
          const [weights, weightsTwin] = make.numbers(rows);
          const [inverseWeight, inverseWeightTwin] = make.numbers(levels);
          const [p, pTwin] = make.numbers(unknowns * width);
          const [out, outTwin] = make.numbers(unknowns * width);
          const [scratch, scratchTwin] = make.zeros(rows * width);
          const ours = { starts, codes, blocks, weights: weighted ? weights : null, inverseWeight, scratch };
          const twin = {
            starts: startsTwin,
            codes: codesTwin,
            blocks,
            weights: weighted ? weightsTwin : null,
            inverseWeight: inverseWeightTwin,
            scratch: scratchTwin,
          };
          // In two stretches, as two workers would.
          const middle = Math.floor(levels / 2);
          const [kernel, reference] =
            width === 1 ? [kernels.reducedProduct, twins.reducedProduct] : [kernels.reducedProduct4, twins.reducedProduct4];
          kernel(ours, p, out, 0, middle);
          kernel(ours, p, out, middle, levels);
          reference(twin, pTwin, outTwin, 0, levels);
          return [out, outTwin];
        }));
    }
  }

  test("csrTransposed4", () =>
    equalBits((make, { rows, levels }) => {
      const [starts, startsTwin] = make.codesOf(startsOf(rows, levels));
      const [columns, columnsTwin] = make.codes(rows, 50);
      const [values, valuesTwin] = make.numbers(rows);
      const [x, xTwin] = make.numbers(levels * 4);
      const [out, outTwin] = make.numbers(200);
      kernels.csrTransposed4({ starts, columns, values }, x, out);
      twins.csrTransposed4({ starts: startsTwin, columns: columnsTwin, values: valuesTwin }, xTwin, outTwin);
      return [out, outTwin];
    }));

  test("twoWayResidual", () =>
    equalBits((make, { rows, levels }) => {
      const [y, yTwin] = make.numbers(rows);
      const [codesA, codesATwin] = make.codes(rows, levels);
      const [codesB, codesBTwin] = make.codes(rows, 7);
      const [effectsA, effectsATwin] = make.numbers(levels);
      const [effectsB, effectsBTwin] = make.numbers(7);
      const [out, outTwin] = make.zeros(rows);
      kernels.twoWayResidual(y, codesA, effectsA, codesB, effectsB, out);
      twins.twoWayResidual(yTwin, codesATwin, effectsATwin, codesBTwin, effectsBTwin, outTwin);
      return [out, outTwin];
    }));

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

/** Row starts of so many entries spread over the levels, the first level and some others empty. */
function startsOf(entries: number, levels: number): Int32Array {
  return Int32Array.from({ length: levels + 1 }, (_, g) =>
    g === 0 ? 0 : g === levels ? entries : Math.floor((entries * (g - 1)) / levels),
  );
}

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

  test("arrays of different arenas, or of none, do not meet in a kernel", () => {
    const a = arena(100).float64(2);
    const b = arena(100).float64(2);
    expect(kernelsOf(a)).not.toBeNull();
    expect(kernelsOf(a, b)).toBeNull();
    expect(kernelsOf(new Float64Array(2))).toBeNull();
    kernels.subtractByGroup(a, Int32Array.of(0, 1), b.fill(2));
    expect([...a]).toEqual([-2, -2]);
  });
});
