import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chi2Cdf, chi2Quantile, chi2Upper } from "./chi2.js";
import { fCdf, fQuantile, fUpper } from "./f.js";
import { betaLn, gammaLn } from "./gammaLn.js";
import { incompleteBeta } from "./incompleteBeta.js";
import { incompleteGamma, incompleteGammaUpper } from "./incompleteGamma.js";
import { normalCdf, normalDensity, normalQuantile, normalUpper } from "./normal.js";
import { tCdf, tQuantile, tTwoSided } from "./t.js";

type Name = "normal" | "normalQuantile" | "chi2" | "t" | "f" | "beta" | "gammaLn" | "betaLn";

// mpmath 1.2.1 at 80 digits: test/fixtures/distributions/make.py
const reference: Record<Name, number[][]> = JSON.parse(
  readFileSync(new URL("../../../test/fixtures/distributions/reference.json", import.meta.url), "utf8"),
);

/** Relative error at most 1e-13 at every point of a table; failures name the point. */
function agrees(name: Name, values: (row: number[]) => [number, number][]): void {
  for (const row of reference[name]) {
    for (const [ours, wanted] of values(row)) {
      const error = wanted === 0 ? Math.abs(ours) : Math.abs(ours / wanted - 1);
      expect(error, `${name} ${row.join(" ")}: ${ours}`).toBeLessThan(1e-13);
    }
  }
}

describe("the distributions hold 13 digits, also in the tails and for huge or broken degrees of freedom", () => {
  test("normal", () =>
    agrees("normal", ([x, p]) => [
      [normalCdf(x!), p!],
      [normalUpper(-x!), p!],
    ]));
  test("normal quantile", () => agrees("normalQuantile", ([p, z]) => [[normalQuantile(p!), z!]]));
  test("chi-squared", () =>
    agrees("chi2", ([x, df, lower, upper]) => [
      [chi2Cdf(x!, df!), lower!],
      [chi2Upper(x!, df!), upper!],
    ]));
  test("t", () =>
    agrees("t", ([x, df, outside, inside]) => [
      [tTwoSided(x!, df!), outside!],
      [tCdf(-x!, df!), outside! / 2],
      [tCdf(x!, df!), 0.5 + inside! / 2],
    ]));
  test("F", () =>
    agrees("f", ([x, df1, df2, lower, upper]) => [
      [fCdf(x!, df1!, df2!), lower!],
      [fUpper(x!, df1!, df2!), upper!],
    ]));
  test("incomplete beta", () => agrees("beta", ([x, a, b, lower]) => [[incompleteBeta(x!, a!, b!), lower!]]));
  test("log gamma", () => agrees("gammaLn", ([x, value]) => [[gammaLn(x!), value!]]));
  test("log beta", () => agrees("betaLn", ([a, b, value]) => [[betaLn(a!, b!), value!]]));
});

describe("quantiles invert the distribution functions at every point of the tables", () => {
  // The relative error of a probability is that of the quantile times the slope; tails up to 1e-300 magnify it by up to 1000.
  test("chi-squared", () => {
    for (const [x, df, lower] of reference.chi2)
      if (lower! < 0.9) expect(Math.abs(chi2Quantile(lower!, df!) / x! - 1), `${x} ${df}`).toBeLessThan(1e-12);
  });
  test("t", () => {
    for (const [x, df, outside] of reference.t)
      if (outside! < 0.9) expect(Math.abs(tQuantile(outside! / 2, df!) / -x! - 1), `${x} ${df}`).toBeLessThan(1e-12);
  });
  test("F", () => {
    for (const [x, df1, df2, lower] of reference.f)
      if (lower! < 0.9) expect(Math.abs(fQuantile(lower!, df1!, df2!) / x! - 1), `${x} ${df1} ${df2}`).toBeLessThan(1e-12);
  });
});

const degrees = fc.oneof(fc.double({ min: 0.2, max: 60, noNaN: true }), fc.integer({ min: 1, max: 1000000 }));
const probability = fc.double({ min: 1e-12, max: 1 - 1e-9, noNaN: true });

describe("properties", () => {
  test("quantiles are inverted by the distribution functions", () => {
    fc.assert(
      fc.property(probability, degrees, degrees, (p, a, b) => {
        expect(Math.abs(normalCdf(normalQuantile(p)) / p - 1)).toBeLessThan(1e-13);
        expect(Math.abs(tCdf(tQuantile(p, a), a) / p - 1)).toBeLessThan(2e-13);
        // The quantile is rounded to a number, and the slope in it grows with the root of the degrees of freedom.
        expect(Math.abs(chi2Cdf(chi2Quantile(p, a), a) / p - 1)).toBeLessThan(3e-12);
        expect(Math.abs(fCdf(fQuantile(p, a, b), a, b) / p - 1)).toBeLessThan(3e-12);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  test("tails are complements, the t is symmetric, F(1, d) is t squared, F(2, infinity) is exponential", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 60, noNaN: true }), degrees, degrees, (x, a, b) => {
        expect(tCdf(x, a) + tCdf(-x, a)).toBeCloseTo(1, 14);
        expect(fCdf(x, a, b) + fUpper(x, a, b)).toBeCloseTo(1, 14);
        expect(incompleteGamma(a, x) + incompleteGammaUpper(a, x)).toBeCloseTo(1, 14);
        const outside = tTwoSided(x, a);
        if (outside > 1e-290) expect(Math.abs(fUpper(x * x, 1, a) / outside - 1)).toBeLessThan(1e-12);
        const mirrored = fCdf(x, b, a);
        // The reciprocal is rounded, which many degrees of freedom magnify; below 1e-290 numbers lose digits.
        if (mirrored > 1e-290) expect(Math.abs(fUpper(1 / x, a, b) / mirrored - 1)).toBeLessThan(1e-10);
        expect(Math.abs(chi2Upper(2 * x, 2) / Math.exp(-x) - 1)).toBeLessThan(1e-14);
      }),
      { numRuns: 300, seed: 2 },
    );
  });

  test("distribution functions never fall", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 50, noNaN: true }), fc.double({ min: 1e-9, max: 5, noNaN: true }), degrees, (x, step, df) => {
        expect(chi2Cdf(x + step, df)).toBeGreaterThanOrEqual(chi2Cdf(x, df));
        expect(tCdf(x + step - 25, df)).toBeGreaterThanOrEqual(tCdf(x - 25, df));
      }),
      { numRuns: 200, seed: 3 },
    );
  });
});

test("ends and infinite degrees of freedom", () => {
  expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
  expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
  expect(normalQuantile(1.1)).toBeNaN();
  expect(normalDensity(0)).toBeCloseTo(0.3989422804014327, 16);
  expect(tTwoSided(1.5, Number.POSITIVE_INFINITY)).toBe(2 * normalUpper(1.5));
  expect(tTwoSided(Number.POSITIVE_INFINITY, 3)).toBe(0);
  expect(Math.abs(tTwoSided(1e200, 1) / (2e-200 / Math.PI) - 1)).toBeLessThan(1e-14);
  expect(fUpper(2, 3, Number.POSITIVE_INFINITY)).toBe(chi2Upper(6, 3));
  expect(fQuantile(0.95, 4, Number.POSITIVE_INFINITY)).toBe(chi2Quantile(0.95, 4) / 4);
  expect(chi2Upper(-1, 3)).toBe(1);
  expect(chi2Upper(Number.POSITIVE_INFINITY, 3)).toBe(0);
  expect(chi2Upper(3, -1)).toBeNaN();
  expect(fUpper(Number.NaN, 3, 4)).toBeNaN();
  expect(tTwoSided(Number.NaN, 4)).toBeNaN();
  expect(incompleteBeta(0, 2, 3)).toBe(0);
  expect(incompleteBeta(1, 2, 3)).toBe(1);
  expect(gammaLn(0)).toBe(Number.POSITIVE_INFINITY);
  expect(gammaLn(-1)).toBeNaN();
});
