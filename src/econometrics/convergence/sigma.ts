import { frame, numberColumn } from "../../frame/main.js";
import { tTwoSided } from "../../numerics/distributions/t.js";
import { log } from "../../numerics/elementary.js";
import { mean, variance } from "../../numerics/sums.js";
import type { Row, Test } from "../../results/main.js";
import { regress } from "../panel/ols.js";

/** How far units lie apart in one period. */
export interface Dispersion {
  time: number;
  units: number;
  mean: number;
  /** Sample standard deviation (denominator n - 1) over the mean. Weighted, the denominator is n - 1 over n of the sum of weights. */
  coefficientOfVariation: number;
  /** Sample standard deviation of the logarithms; null where a value is not positive. */
  sdLog: number | null;
}

/** Dispersion of values with a positive mean, at least two of them. */
export function dispersion(time: number, values: Float64Array, weights: Float64Array | null): Dispersion {
  const centre = weightedMean(values, weights);
  const logs = values.some((v) => !(v > 0)) ? null : values.map(log);
  return {
    time,
    units: values.length,
    mean: centre,
    coefficientOfVariation: standardDeviation(values, weights) / centre,
    sdLog: logs === null ? null : standardDeviation(logs, weights),
  };
}

function weightedMean(values: Float64Array, weights: Float64Array | null): number {
  if (weights === null) return mean(values);
  return values.reduce((s, v, i) => s + v * weights[i]!, 0) / weights.reduce((s, w) => s + w, 0);
}

function standardDeviation(values: Float64Array, weights: Float64Array | null): number {
  const centre = weightedMean(values, weights);
  const centred = values.map((v) => v - centre);
  if (weights === null) return Math.sqrt(variance(centred));
  const n = values.length;
  const total = weights.reduce((s, w) => s + w, 0);
  const squares = centred.reduce((s, v, i) => s + weights[i]! * v * v, 0);
  return Math.sqrt((squares / total) * (n / (n - 1)));
}

/**
 * Slope of a dispersion over time by least squares, with Newey-West errors (Bartlett weights, whole part of T^(1/4) lags): dispersions of
 * neighbouring years rest on the same units, so their errors are not independent. Needs three periods.
 */
export function dispersionTrend(times: readonly number[], dispersions: readonly number[]): Row {
  const table = frame("dispersion", {
    series: times.map(() => "all"),
    time: numberColumn(times),
    dispersion: numberColumn(dispersions),
  });
  const fit = regress(table, "dispersion ~ time", { unit: "series", time: "time", vcov: { method: "neweyWest" }, path: "trend" });
  const row = fit.coefficients.find((r) => r.term === "time")!;
  const { scale: _scale, ...kept } = row;
  return { ...kept, term: "trend", kind: "trend" };
}

/**
 * The test of Pitman (1939) and Morgan (1939) that two paired series have the same variance: the correlation of their sum with their
 * difference, exact under normality. A positive statistic: the second varies more. Null with fewer than three pairs or no variation.
 * Sources: Biometrika 31(1/2), 9-12 and 13-19.
 */
export function equalVariances(first: Float64Array, second: Float64Array): Test {
  const n = first.length;
  const sums = first.map((v, i) => second[i]! + v);
  const differences = first.map((v, i) => second[i]! - v);
  const [ms, md] = [mean(sums), mean(differences)];
  let [ss, dd, sd] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const a = sums[i]! - ms;
    const b = differences[i]! - md;
    ss += a * a;
    dd += b * b;
    sd += a * b;
  }
  const name = "pitmanMorgan";
  const hypothesis = "the variance of the first period equals that of the last";
  const missing = (reason: string): Test => ({
    name,
    null: hypothesis,
    statistic: null,
    distribution: null,
    pValue: null,
    reason,
  });
  if (n < 3) return missing(`${n} units in both periods`);
  const r2 = (sd * sd) / (ss * dd);
  if (!(r2 < 1)) return missing("no variation in sum or difference");
  const statistic = (Math.sign(sd) * Math.sqrt(r2 * (n - 2))) / Math.sqrt(1 - r2);
  return { name, null: hypothesis, statistic, distribution: `t(${n - 2})`, pValue: tTwoSided(statistic, n - 2), reason: null };
}
