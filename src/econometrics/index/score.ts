import { exp, log } from "../../numerics/elementary.js";
import type { Aggregate } from "./options.js";

/** Members of one node put together: columns of equal length (one per member), weights by row that sum to 1. */
export interface Aggregation {
  columns: readonly Float64Array[];
  weightsOfRow: (row: number) => readonly number[];
  /** Rows that fix the best and worst values (TOPSIS, grey relation). */
  fit: Int32Array;
  /** Under `mazziottaPareto`: -1 where imbalance lowers the score, 1 where it raises it. */
  penalty: -1 | 1;
}

/** The score of a row from its members' values z and weights w. */
type RowScore = (z: Float64Array, weights: readonly number[]) => number;

/**
 * The score of every row; NaN where a member is missing.
 *
 * - arithmetic: sum of w z;
 * - geometric: product of z^w; harmonic: 1 / sum of w / z; both for positive z only;
 * - topsis: d- / (d+ + d-), the Euclidean distances of (w z) from the worst and the best value of each member over the fit rows
 *   (Hwang and Yoon 1981, section 3.5);
 * - greyRelation: sum of w (dmin + 0.5 dmax) / (d + 0.5 dmax), d the distance from the best value of each member over the fit rows, dmin and
 *   dmax its extremes over members and fit rows (Deng 1989);
 * - mazziottaPareto: M - S^2 / M (or + under `penalty: higher`), M and S the weighted mean and standard deviation of the members of the row
 *   (Mazziotta and Pareto 2016, Social Indicators Research 127, 983-1003).
 *
 * The caller sees to it that z is positive where it must be: `nonPositive` names the columns.
 */
export function aggregated(how: Aggregate, of: Aggregation): Float64Array {
  const score = rowScore(how, of);
  const z = new Float64Array(of.columns.length);
  const scores = new Float64Array(of.columns[0]!.length);
  for (let i = 0; i < scores.length; i++) {
    for (let j = 0; j < z.length; j++) z[j] = of.columns[j]![i]!;
    scores[i] = score(z, of.weightsOfRow(i));
  }
  return scores;
}

/** Whether the aggregation exists for positive values only. */
export const needsPositive = (how: Aggregate): boolean => how === "geometric" || how === "harmonic";

function rowScore(how: Aggregate, of: Aggregation): RowScore {
  switch (how) {
    case "arithmetic":
      return arithmetic;
    case "geometric":
      return geometric;
    case "harmonic":
      return harmonic;
    case "topsis":
      return topsis(of);
    case "greyRelation":
      return greyRelation(of);
    case "mazziottaPareto":
      return mazziottaPareto(of.penalty);
  }
}

const arithmetic: RowScore = (z, weights) => {
  let total = 0;
  for (let j = 0; j < z.length; j++) total += weights[j]! * z[j]!;
  return total;
};

const geometric: RowScore = (z, weights) => {
  let total = 0;
  for (let j = 0; j < z.length; j++) total += weights[j]! * log(z[j]!);
  return exp(total);
};

const harmonic: RowScore = (z, weights) => {
  let total = 0;
  for (let j = 0; j < z.length; j++) total += weights[j]! / z[j]!;
  return 1 / total;
};

function topsis({ columns, weightsOfRow, fit }: Aggregation): RowScore {
  const best = new Float64Array(columns.length).fill(Number.NEGATIVE_INFINITY);
  const worst = new Float64Array(columns.length).fill(Number.POSITIVE_INFINITY);
  for (const row of fit) {
    const weights = weightsOfRow(row);
    for (let j = 0; j < columns.length; j++) {
      const value = weights[j]! * columns[j]![row]!;
      if (value > best[j]!) best[j] = value;
      if (value < worst[j]!) worst[j] = value;
    }
  }
  return (z, weights) => {
    let toBest = 0;
    let toWorst = 0;
    for (let j = 0; j < z.length; j++) {
      const value = weights[j]! * z[j]!;
      toBest += (value - best[j]!) ** 2;
      toWorst += (value - worst[j]!) ** 2;
    }
    return Math.sqrt(toWorst) / (Math.sqrt(toBest) + Math.sqrt(toWorst));
  };
}

function greyRelation({ columns, fit }: Aggregation): RowScore {
  const best = columns.map((column) => fit.reduce((most, row) => Math.max(most, column[row]!), Number.NEGATIVE_INFINITY));
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  for (let j = 0; j < columns.length; j++)
    for (const row of fit) {
      const distance = best[j]! - columns[j]![row]!;
      if (distance < least) least = distance;
      if (distance > most) most = distance;
    }
  return (z, weights) => {
    let total = 0;
    for (let j = 0; j < z.length; j++) total += (weights[j]! * (least + 0.5 * most)) / (Math.abs(best[j]! - z[j]!) + 0.5 * most);
    return total;
  };
}

function mazziottaPareto(penalty: -1 | 1): RowScore {
  return (z, weights) => {
    const centre = arithmetic(z, weights);
    let spread = 0;
    for (let j = 0; j < z.length; j++) spread += weights[j]! * (z[j]! - centre) ** 2;
    return centre + (penalty * spread) / centre;
  };
}
