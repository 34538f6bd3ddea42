import { chi2Upper, dot, mean } from "../../numerics/main.js";
import type { Test } from "../../results/main.js";
import { noTest } from "../tests.js";

const NULL = "errors are not serially correlated";

/**
 * What is left of autocorrelation in residuals in order of time: Durbin and Watson's ratio, and Ljung and Box's sum over the first
 * min(10, n/5) lags (two at least), chi-squared with as many degrees of freedom less the autocorrelations estimated.
 * @param estimated autocorrelations the model has fitted already
 */
export function residualTests(e: Float64Array, estimated: number): Test[] {
  const rows = e.length;
  const centre = mean(e);
  const u = e.map((value) => value - centre);
  const square = dot(u, u);
  if (!(square > 0)) return ["durbinWatson", "ljungBox"].map((name) => noTest(name, NULL, "the residuals do not vary"));
  const steps = e.subarray(1).map((value, t) => value - e[t]!);
  const lags = Math.max(2, Math.min(10, Math.floor(rows / 5)));
  let sum = 0;
  for (let k = 1; k <= lags; k++) sum += (dot(u.subarray(k), u.subarray(0, rows - k)) / square) ** 2 / (rows - k);
  const statistic = rows * (rows + 2) * sum;
  const df = lags - estimated;
  return [
    {
      name: "durbinWatson",
      null: NULL,
      statistic: dot(steps, steps) / dot(e, e),
      distribution: null,
      pValue: null,
      reason: "its distribution depends on the regressors; 2 is no autocorrelation",
    },
    { name: "ljungBox", null: NULL, statistic, distribution: `chi2(${df})`, pValue: chi2Upper(statistic, df), reason: null },
  ];
}
