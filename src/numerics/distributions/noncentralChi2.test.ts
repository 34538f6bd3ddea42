import { expect, test } from "vitest";
import { chi2Upper } from "./chi2.js";
import { noncentralChi2Cdf, noncentralChi2Quantile, noncentralChi2Upper } from "./noncentralChi2.js";

function expectRelative(actual: number, expected: number, tolerance: number): void {
  expect(Math.abs(actual / expected - 1), `${actual} against ${expected}`).toBeLessThan(tolerance);
}

// mpmath 1.3, 40 digits: 1 - sum_j Poisson(j; nc/2) P(df/2 + j, x/2)
test.each([
  [23.1, 1, 10, 0.05009137773327142],
  [5, 1, 0.5, 0.06476135678283859],
  [40, 3.25, 12.5, 0.005340405737200524],
  [200, 4, 30, 9.440344602231188e-18],
  [300, 10, 250, 0.10801672918648896],
])("upper tail at %d, df %d, noncentrality %d", (x, df, noncentrality, expected) => {
  expectRelative(noncentralChi2Upper(x, df, noncentrality), expected, 1e-13);
  expectRelative(noncentralChi2Cdf(x, df, noncentrality), 1 - expected, 1e-12);
});

test("no noncentrality is the central distribution", () => {
  for (const x of [0.1, 1, 7, 40]) expectRelative(noncentralChi2Upper(x, 3, 0), chi2Upper(x, 3), 1e-15);
});

test.each([1, 3.7, 12])("quantiles invert the distribution with %d degrees of freedom", (df) => {
  for (const p of [0.001, 0.3, 0.5, 0.95, 0.9999]) {
    for (const noncentrality of [0, 0.5, 10, 200])
      expectRelative(noncentralChi2Cdf(noncentralChi2Quantile(p, df, noncentrality), df, noncentrality), p, 1e-12);
  }
});
