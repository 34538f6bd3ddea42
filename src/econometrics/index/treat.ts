import { log } from "../../numerics/elementary.js";
import { mean } from "../../numerics/sums.js";
import type { TreatBlock } from "./options.js";

/** What was done to one indicator. */
export interface Treatment {
  skewBefore: number;
  kurtosisBefore: number;
  skewAfter: number;
  kurtosisAfter: number;
  /** Fit rows pulled down from above and up from below. */
  high: number;
  low: number;
  isLogged: boolean;
}

export interface Treated {
  values: Float64Array;
  treatment: Treatment;
}

/** Settings with their defaults, as COINr's `qTreat` has them. */
export interface TreatSettings {
  winsorise: number;
  skew: number;
  kurtosis: number;
  otherwise: "log" | "none";
}

export const treatSettings = (block: TreatBlock): TreatSettings => ({
  winsorise: block.winsorise ?? 5,
  skew: block.skew ?? 2,
  kurtosis: block.kurtosis ?? 3.5,
  otherwise: block.otherwise ?? "log",
});

/**
 * An indicator whose fit rows fail (|skewness| and excess kurtosis both above their marks) is winsorised point by point on the side of its
 * skew until it passes, at most `winsorise` points; if it still fails, the untreated indicator is logged: ln(x - min + 0.01 (max - min)).
 * What the fit rows decide is applied to every row. A row that a logged indicator cannot hold (below min - 0.01 (max - min)) is NaN.
 * Source: the procedure of the JRC's COIN tool, as in COINr's `Treat`.
 */
export function treated(values: Float64Array, rows: Int32Array, settings: TreatSettings): Treated {
  const before = Float64Array.from(rows, (row) => values[row]!);
  const passes = (x: Float64Array) => !(Math.abs(skewness(x)) > settings.skew && kurtosis(x) > settings.kurtosis);
  const report = (after: Float64Array, high: number, low: number, isLogged: boolean): Treatment => ({
    skewBefore: skewness(before),
    kurtosisBefore: kurtosis(before),
    skewAfter: skewness(after),
    kurtosisAfter: kurtosis(after),
    high,
    low,
    isLogged,
  });
  if (passes(before)) return { values, treatment: report(before, 0, 0, false) };
  const { low, high } = limitsThatPass(before, passes, settings.winsorise);
  const pulled = (x: Float64Array) => x.map((v) => (v > high ? high : v < low ? low : v));
  const after = pulled(before);
  if (passes(after) || settings.otherwise === "none") {
    const above = before.filter((v) => v > high).length;
    const below = before.filter((v) => v < low).length;
    return { values: pulled(values), treatment: report(after, above, below, false) };
  }
  const [min, max] = extremes(before);
  const shift = 0.01 * (max - min);
  const logged = (x: Float64Array) => x.map((v) => (v - min + shift > 0 ? log(v - min + shift) : Number.NaN));
  return { values: logged(values), treatment: report(logged(before), 0, 0, true) };
}

/** Limits after pulling in one extreme after the other until `passes`, or until `most` points are pulled in. */
function limitsThatPass(values: Float64Array, passes: (x: Float64Array) => boolean, most: number): { low: number; high: number } {
  const x = values.slice();
  let points = 0;
  let highs = 0;
  let lows = 0;
  let [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  while (!passes(x) && points < most) {
    const isHigh = skewness(x) >= 0;
    const [min, max] = extremes(x);
    const edge = isHigh ? max : min;
    let next = isHigh ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    for (const v of x) if (v !== edge) next = isHigh ? Math.max(next, v) : Math.min(next, v);
    let moved = 0;
    for (let i = 0; i < x.length; i++)
      if (x[i] === edge) {
        x[i] = next;
        moved++;
      }
    if (isHigh) {
      high = next;
      highs = moved;
    } else {
      low = next;
      lows = moved;
    }
    points = highs + lows;
  }
  return { low, high };
}

function extremes(x: Float64Array): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const v of x) {
    if (v < low) low = v;
    if (v > high) high = v;
  }
  return [low, high];
}

/** Sample skewness G1 = sqrt(n (n - 1)) / (n - 2) times m3 / m2^1.5 (type 2, as SAS and SPSS); NaN below three values or without spread. */
export function skewness(x: Float64Array): number {
  const n = x.length;
  const { second, third } = moments(x);
  return n < 3 ? Number.NaN : ((Math.sqrt(n) * third) / (second * Math.sqrt(second))) * (Math.sqrt(n * (n - 1)) / (n - 2));
}

/** Sample excess kurtosis G2 (type 2); NaN below four values or without spread. */
export function kurtosis(x: Float64Array): number {
  const n = x.length;
  const { second, fourth } = moments(x);
  const r = (n * fourth) / second ** 2;
  return n < 4 ? Number.NaN : (((n + 1) * (r - 3) + 6) * (n - 1)) / ((n - 2) * (n - 3));
}

/** Sums of powers of the deviations from the mean. */
function moments(x: Float64Array): { second: number; third: number; fourth: number } {
  const centre = mean(x);
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (const v of x) {
    const square = (v - centre) ** 2;
    second += square;
    third += square * (v - centre);
    fourth += square * square;
  }
  return { second, third, fourth };
}
