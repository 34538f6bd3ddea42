import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stream } from "../streams.js";
import { arena, kernelsOf } from "./arena.js";
import { reducedProductOf, reducedRest, reducedRight, type WideRows } from "./reduced.js";

const sizes = fc.record({
  rows: fc.integer({ min: 0, max: 2000 }),
  levels: fc.integer({ min: 1, max: 300 }),
  blocks: fc.integer({ min: 0, max: 3 }),
  width: fc.constantFrom<2 | 4>(2, 4),
  weighted: fc.boolean(),
  seed: fc.integer({ min: 0, max: 1_000_000 }),
});

type Size = { rows: number; levels: number; blocks: number; width: 2 | 4; weighted: boolean; seed: number };

const UNKNOWNS = 70;

/** The same random system in an arena and on ordinary arrays. */
function systems({ rows, levels, blocks, width, weighted, seed }: Size) {
  const random = stream(seed, 4);
  const space = arena(3_000_000);
  const bounds = Int32Array.from({ length: levels - 1 }, () => random.integer(rows + 1)).sort();
  const plain = {
    width,
    starts: Int32Array.of(0, ...bounds, rows),
    codes: Int32Array.from({ length: rows * blocks }, () => random.integer(UNKNOWNS)),
    blocks,
    weights: weighted ? Float64Array.from({ length: rows }, random.uniform) : null,
    inverseWeight: Float64Array.from({ length: levels }, random.normal),
    scratch: new Float64Array(width * rows),
    middle: random.integer(levels + 1),
    second: { sums: new Float64Array(width * UNKNOWNS), squares: new Float64Array(width), scratch: new Float64Array(width * rows) },
    left: { sums: new Float64Array(width * UNKNOWNS), squares: new Float64Array(width) },
    values: Float64Array.from({ length: width * rows }, random.normal),
    unknowns: Float64Array.from({ length: width * UNKNOWNS }, random.normal),
    out: new Float64Array(width * UNKNOWNS),
  };
  const kernel = {
    ...plain,
    starts: space.copy(plain.starts),
    codes: space.copy(plain.codes),
    weights: plain.weights === null ? null : space.copy(plain.weights),
    inverseWeight: space.copy(plain.inverseWeight),
    scratch: space.copy(plain.scratch),
    second: {
      sums: space.copy(plain.second.sums),
      squares: space.copy(plain.second.squares),
      scratch: space.copy(plain.second.scratch),
    },
    left: { sums: space.copy(plain.left.sums), squares: space.copy(plain.left.squares) },
    values: space.copy(plain.values),
    unknowns: space.copy(plain.unknowns),
    out: space.copy(plain.out),
  };
  return { plain, kernel };
}

function bits(values: Float64Array): BigUint64Array {
  return new BigUint64Array(values.slice().buffer);
}

/** What is left is what the values themselves say: their weighted sums over unknowns and over levels. */
function expectLeft({ left, values, codes, blocks, weights, starts, inverseWeight, width }: ReturnType<typeof systems>["plain"]): void {
  const sums = new Float64Array(left.sums.length);
  const squares = new Float64Array(width);
  for (let g = 0; g + 1 < starts.length; g++) {
    const level = new Float64Array(width);
    for (let i = starts[g]!; i < starts[g + 1]!; i++) {
      for (let r = 0; r < width; r++) {
        const value = (weights?.[i] ?? 1) * values[width * i + r]!;
        level[r]! += value;
        for (let b = 0; b < blocks; b++) sums[width * codes[i * blocks + b]! + r]! += value;
      }
    }
    for (let r = 0; r < width; r++) squares[r]! += level[r]! ** 2 * inverseWeight[g]!;
  }
  const scale = 1 + Math.max(0, ...values.map(Math.abs)) * values.length;
  for (let j = 0; j < sums.length; j++) expect(Math.abs(left.sums[j]! - sums[j]!)).toBeLessThan(1e-12 * scale);
  for (let r = 0; r < width; r++) expect(Math.abs(left.squares[r]! - squares[r]!)).toBeLessThan(1e-12 * scale ** 2);
}

describe("kernels of the reduced system", () => {
  test("give the bits of their twins: right-hand side, product, what its effects leave, and sums over unknowns", () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const { plain, kernel } = systems(size);
        expect(kernelsOf(kernel.values, kernel.codes)).not.toBeNull();
        for (const { out, values, unknowns, left, ...rows } of [plain, kernel]) {
          reducedRight(rows, values, out);
          reducedRest(rows, values, unknowns, left);
        }
        expect(bits(kernel.values)).toEqual(bits(plain.values));
        expect(bits(kernel.out)).toEqual(bits(plain.out));
        expect(bits(kernel.left.sums)).toEqual(bits(plain.left.sums));
        expect(bits(kernel.left.squares)).toEqual(bits(plain.left.squares));
        expectLeft(plain);
        if (size.blocks > 0) for (const { out, unknowns, ...rows } of [plain, kernel]) reducedProductOf(rows, unknowns, out);
        expect(bits(kernel.out)).toEqual(bits(plain.out));
      }),
      { numRuns: 80, seed: 3 },
    );
  });

  test("treat a column alike among two and among four", () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const { kernel: wide } = systems({ ...size, width: 4 });
        const { kernel: narrow } = systems({ ...size, width: 2 });
        const narrowed = (from: Float64Array, to: Float64Array): void => {
          for (let i = 0; i < to.length; i++) to[i] = from[4 * Math.floor(i / 2) + (i % 2)]!;
        };
        narrowed(wide.values, narrow.values);
        narrowed(wide.unknowns, narrow.unknowns);
        const run = ({ out, values, unknowns, left, ...rows }: typeof wide): void => {
          reducedRight(rows satisfies WideRows, values, out);
          reducedRest(rows, values, unknowns, left);
          if (rows.blocks > 0) reducedProductOf(rows, unknowns, out);
        };
        // The middle is drawn with the system, so both have the same.
        run(wide);
        run(narrow);
        const [values, out] = [narrow.values.slice(), narrow.out.slice()];
        narrowed(wide.values, values);
        narrowed(wide.out, out);
        expect(bits(narrow.values)).toEqual(bits(values));
        expect(bits(narrow.out)).toEqual(bits(out));
      }),
      { numRuns: 40, seed: 5 },
    );
  });
});
