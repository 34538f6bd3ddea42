import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stream } from "../streams.js";
import { arena, kernelsOf } from "./arena.js";
import { blockSums4, blockSums4Twin, reducedRest4, reducedRest4Twin, reducedRight4, reducedRight4Twin } from "./reduced.js";

const sizes = fc.record({
  rows: fc.integer({ min: 0, max: 2000 }),
  levels: fc.integer({ min: 1, max: 300 }),
  blocks: fc.integer({ min: 0, max: 3 }),
  weighted: fc.boolean(),
  seed: fc.integer({ min: 0, max: 1_000_000 }),
});

/** The same random system in an arena and on ordinary arrays. */
function systems({
  rows,
  levels,
  blocks,
  weighted,
  seed,
}: {
  rows: number;
  levels: number;
  blocks: number;
  weighted: boolean;
  seed: number;
}) {
  const random = stream(seed, 4);
  const space = arena(3_000_000);
  const unknowns = 70;
  const bounds = Int32Array.from({ length: levels - 1 }, () => random.integer(rows + 1)).sort();
  const plain = {
    starts: Int32Array.of(0, ...bounds, rows),
    codes: Int32Array.from({ length: rows * blocks }, () => random.integer(unknowns)),
    blocks,
    weights: weighted ? Float64Array.from({ length: rows }, random.uniform) : null,
    inverseWeight: Float64Array.from({ length: levels }, random.normal),
    values: Float64Array.from({ length: 4 * rows }, random.normal),
    unknowns: Float64Array.from({ length: 4 * unknowns }, random.normal),
  };
  const kernel = {
    ...plain,
    starts: space.copy(plain.starts),
    codes: space.copy(plain.codes),
    weights: plain.weights === null ? null : space.copy(plain.weights),
    inverseWeight: space.copy(plain.inverseWeight),
    values: space.copy(plain.values),
    unknowns: space.copy(plain.unknowns),
  };
  return { plain, kernel, levels };
}

function bits(values: Float64Array): BigUint64Array {
  return new BigUint64Array(values.slice().buffer);
}

describe("kernels of the reduced system give the bits of their twins", () => {
  test("its right-hand side, what its effects leave, and sums over unknowns", () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const { plain, kernel, levels } = systems(size);
        expect(kernelsOf(kernel.values, kernel.codes)).not.toBeNull();
        // In two stretches, as two workers would.
        const middle = Math.floor(levels / 2);
        reducedRight4(kernel, kernel.values, kernel.unknowns, 0, middle);
        reducedRight4(kernel, kernel.values, kernel.unknowns, middle, levels);
        reducedRight4Twin(plain, plain.values, plain.unknowns, 0, levels);
        expect(bits(kernel.values)).toEqual(bits(plain.values));
        expect(bits(kernel.unknowns)).toEqual(bits(plain.unknowns));
        reducedRest4(kernel, kernel.values, kernel.unknowns);
        reducedRest4Twin(plain, plain.values, plain.unknowns, 0, levels);
        expect(bits(kernel.values)).toEqual(bits(plain.values));
        blockSums4(kernel, kernel.values, kernel.unknowns);
        blockSums4Twin(plain.codes, plain.blocks, plain.weights, plain.values, plain.unknowns);
        expect(bits(kernel.unknowns)).toEqual(bits(plain.unknowns));
      }),
      { numRuns: 60, seed: 3 },
    );
  });
});
