import { problem } from "../../messages/main.js";
import { type Matrix, pow, symmetricSandwich, zeros } from "../../numerics/main.js";
import type { Design } from "../design.js";
import type { Moments } from "../fit.js";
import type { Levels } from "../levels.js";
import type { Vcov } from "../vcov.js";
import { clusterSums, repairedMatrix } from "../vcov.js";
import type { SerialOption } from "./options.js";

/**
 * Errors robust to correlation over time, with Bartlett weights 1 - l/(L + 1) up to lag L (default: the whole part of T^(1/4)).
 * `neweyWest`: within each unit (Newey and West 1987). `driscollKraay`: of everything with everything, scores summed by period
 * (Driscoll and Kraay 1998). Lags are periods of the calendar: where all periods are whole numbers, a gap stays a gap.
 * `correction: fixest` multiplies by T/(T - 1) and (N - 1)/(N - parameters), every absorbed effect counted; `none` by nothing, as plm does.
 * Reference distribution t(T - 1).
 * @throws MODEL-ERRORS-PANEL where unit or time is not named; MODEL-LAGS-MANY
 */
export function seriallyRobust(moments: Moments, option: SerialOption): Vcov {
  const { meat, lags, periods } = serialMeat(moments.scores, moments.design, option);
  const correction = option.correction ?? "fixest";
  const rowFactor = (moments.rows - 1) / (moments.rows - moments.parameters);
  const factor = correction === "none" ? 1 : (periods / (periods - 1)) * rowFactor;
  const scaled = { ...meat, data: meat.data.map((value) => value * factor) };
  const { matrix, repaired } = repairedMatrix(symmetricSandwich(moments.bread, scaled));
  const df = periods - 1;
  return {
    matrix,
    df,
    method: `${option.method}/${correction}`,
    report: { type: option.method, clusters: {}, df, correction, factor, lags, ...(repaired ? { repaired: true } : {}) },
    conventions: { lags, kernel: "Bartlett", ...(correction === "fixest" ? { parametersCounted: moments.parameters } : {}) },
  };
}

/** Weighted sum of s_a s_b' over rows of a unit (Newey-West) or all rows (Driscoll-Kraay) up to the lag, without any factor. */
export function serialMeat(
  scores: Matrix,
  { units, times }: Pick<Design, "units" | "times">,
  option: SerialOption,
): { meat: Matrix; lags: number; periods: number } {
  const missing = [...(option.method === "neweyWest" && units === null ? ["unit"] : []), ...(times === null ? ["time"] : [])];
  if (times === null || missing.length > 0) throw problem("MODEL-ERRORS-PANEL", { errors: option.method, missing });
  const periods = times.count;
  const position = positions(times);
  const lags = option.lags ?? Math.floor(pow(periods, 0.25));
  if (lags >= periods) throw problem("MODEL-LAGS-MANY", { errors: option.method, lags, periods });
  const meat =
    option.method === "driscollKraay"
      ? laggedMeat(clusterSums(scores, times.codes, periods), null, position, lags)
      : laggedMeat(...byUnitAndTime(scores, units!, times, position), lags);
  return { meat, lags, periods };
}

/** Periods as positions in time: calendar distance in units of the smallest step where all labels are numbers, else their rank. */
function positions(times: Levels): Float64Array {
  const numbers = times.labels.map(Number);
  const ranks = Float64Array.from(times.labels, (_, t) => t);
  if (numbers.length < 2 || numbers.some((value) => !Number.isFinite(value))) return ranks;
  const step = numbers.slice(1).reduce((least, value, t) => Math.min(least, value - numbers[t]!), Number.POSITIVE_INFINITY);
  const steps = Float64Array.from(numbers, (value) => Math.round((value - numbers[0]!) / step));
  return steps.every((s, t) => Math.abs(s * step - (numbers[t]! - numbers[0]!)) < 1e-6 * step) ? steps : ranks;
}

/** Scores with units and periods, ordered by unit, then period; rows of the same unit and period are added up. */
function byUnitAndTime(scores: Matrix, units: Levels, times: Levels, position: Float64Array): [Matrix, Int32Array, Float64Array] {
  const periods = times.labels.length;
  const cell = Float64Array.from(units.codes, (u, i) => u * periods + times.codes[i]!);
  const distinct = Float64Array.from(new Set(cell)).sort();
  const number = new Map(Array.from(distinct, (key, at) => [key, at] as const));
  const codes = Int32Array.from(cell, (key) => number.get(key)!);
  return [
    clusterSums(scores, codes, distinct.length),
    Int32Array.from(distinct, (key) => Math.floor(key / periods)),
    Float64Array.from(distinct, (key) => position[key % periods]!),
  ];
}

/** Sum of s_a s_b' over rows a, b of the same unit (null: all of one) whose periods differ by l <= lags, weighted 1 - l/(lags + 1). Rows sorted. */
function laggedMeat(scores: Matrix, unit: Int32Array | null, position: Float64Array, lags: number): Matrix {
  const { rows, cols, data } = scores;
  const meat = zeros(cols, cols);
  for (let a = 0; a < rows; a++) {
    for (let b = a; b < rows; b++) {
      const lag = position[b]! - position[a]!;
      if (lag > lags || (unit !== null && unit[b] !== unit[a])) break;
      const weight = 1 - lag / (lags + 1);
      for (let j = 0; j < cols; j++) {
        for (let k = 0; k <= j; k++) {
          const forth = data[a + j * rows]! * data[b + k * rows]!;
          const back = data[b + j * rows]! * data[a + k * rows]!;
          meat.data[j + k * cols]! += weight * (a === b ? forth : forth + back);
        }
      }
    }
  }
  for (let j = 0; j < cols; j++) for (let k = 0; k < j; k++) meat.data[k + j * cols] = meat.data[j + k * cols]!;
  return meat;
}
