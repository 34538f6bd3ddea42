import { describe, expect, test } from "vitest";
import { chi2Upper, fQuantile, fromColumns, fUpper, stream } from "../../numerics/main.js";
import { noncentralFUpper, noncentralityAtHalfPower, slopeAtHalfPower } from "./pretrendPower.js";

describe("power of the joint pre-trend test", () => {
  test("noncentral F as in R", () => {
    // R 4.2.2 (whose own bound is 1e-9): pf(3, 4, 29, ncp = 5, lower.tail = FALSE), pf(2.5, 4, 29, ncp = 12.3, lower.tail = FALSE)
    expect(noncentralFUpper(3, 4, 29, 5)).toBeCloseTo(0.2810286589848, 9);
    expect(noncentralFUpper(2.5, 4, 29, 12.3)).toBeCloseTo(0.77714583456269, 9);
    expect(noncentralFUpper(3, 4, 29, 0)).toBeCloseTo(fUpper(3, 4, 29), 14);
  });
  test("at the noncentrality returned the test rejects every second time", () => {
    const noncentrality = noncentralityAtHalfPower(4, 29, 0.1);
    expect(noncentralFUpper(fQuantile(0.9, 4, 29), 4, 29, noncentrality)).toBeCloseTo(0.5, 10);
  });
  test("leads along the slope returned are rejected every second time in simulation", () => {
    const variance = fromColumns([Float64Array.of(0.04, 0.01), Float64Array.of(0.01, 0.09)]);
    const distances = Float64Array.of(-2, -1);
    // With many clusters F is chi-squared over q.
    const slope = slopeAtHalfPower(variance, distances, 100_000, 0.1)!;
    const draws = stream(2, 0);
    let rejected = 0;
    for (let r = 0; r < 20_000; r++) {
      const a = draws.normal();
      const b = draws.normal();
      const first = -2 * slope + 0.2 * a;
      const second = -slope + 0.05 * a + Math.sqrt(0.09 - 0.0025) * b;
      const wald = (0.09 * first * first - 2 * 0.01 * first * second + 0.04 * second * second) / (0.04 * 0.09 - 0.0001);
      if (chi2Upper(wald, 2) < 0.1) rejected++;
    }
    expect(Math.abs(rejected / 20_000 - 0.5)).toBeLessThan(0.015);
  });
  test("a covariance that cannot be inverted has no slope", () => {
    const variance = fromColumns([Float64Array.of(1, 1), Float64Array.of(1, 1)]);
    expect(slopeAtHalfPower(variance, Float64Array.of(-2, -1), 29, 0.1)).toBeNull();
  });
});
