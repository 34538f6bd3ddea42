import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { add, type DoubleDouble, exactly, expPair, logPair, negate, quotient, scaled, times, twoProduct, twoSum } from "./doubleDouble.js";

/** The exact value times 2^1100, as a whole number: every number of moderate size is one. */
function whole(x: number): bigint {
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(x) || 1)) - 60, -1000);
  return BigInt(x / 2 ** exponent) * 2n ** BigInt(exponent + 1100);
}

const number = fc.double({ min: 1e-40, max: 1e40, noNaN: true }).chain((size) => fc.constantFrom(size, -size));
const pair = fc
  .tuple(number, fc.double({ min: -1, max: 1, noNaN: true }))
  .map(([hi, share]): DoubleDouble => twoSum(hi, hi * share * 1e-17));

/** Size of a - b relative to b. */
function error(a: DoubleDouble, b: DoubleDouble): number {
  return Math.abs(add(a, negate(b)).hi / b.hi);
}

describe("double-double arithmetic", () => {
  test("sums and products of two numbers are exact", () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        const sum = twoSum(a, b);
        expect(whole(sum.hi) + whole(sum.lo)).toBe(whole(a) + whole(b));
        const product = twoProduct(a, b);
        expect((whole(product.hi) + whole(product.lo)) * 2n ** 1100n).toBe(whole(a) * whole(b));
      }),
      { seed: 1 },
    );
  });

  test("division undoes multiplication, subtraction addition, to 31 digits", () => {
    fc.assert(
      fc.property(pair, pair, number, (a, b, c) => {
        expect(error(quotient(times(a, b), b), a)).toBeLessThan(1e-30);
        expect(error(quotient(scaled(a, c), exactly(c)), a)).toBeLessThan(1e-30);
        const size = Math.max(Math.abs(a.hi), Math.abs(b.hi));
        expect(Math.abs(add(add(add(a, b), negate(b)), negate(a)).hi)).toBeLessThan(1e-31 * size);
      }),
      { seed: 2 },
    );
  });

  test("exponential and logarithm: known digits, and inverses of each other", () => {
    // mpmath 1.2.1: e = 2.718281828459045 + 1.4456468917292502e-16, log(10) = 2.302585092994046 - 2.1707562233822494e-16.
    expect(error(expPair(1), { hi: Math.E, lo: 1.4456468917292502e-16 })).toBeLessThan(1e-30);
    expect(error(logPair(exactly(10)), { hi: Math.LN10, lo: -2.1707562233822494e-16 })).toBeLessThan(1e-30);
    fc.assert(
      fc.property(fc.double({ min: -300, max: 300, noNaN: true }), (x) => {
        const difference = add(logPair(expPair(x)), exactly(-x));
        expect(Math.abs(difference.hi)).toBeLessThan(1e-29 * Math.max(1, Math.abs(x)));
      }),
      { seed: 3 },
    );
  });
});
