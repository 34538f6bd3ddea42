import { problem } from "../../messages/main.js";
import { exp, log } from "../../numerics/elementary.js";
import type { Recipe } from "./recipe.js";

/**
 * The score of every row from its scaled indicators z and weights w; NaN where an indicator is missing.
 *
 * - arithmetic: sum of w z;
 * - geometric: product of z^w, for positive z only;
 * - topsis: d- / (d+ + d-), the Euclidean distances of (w z) from the worst and the best value of each indicator over the fit rows
 *   (Hwang and Yoon 1981, section 3.5).
 *
 * Throws INDEX-GEOMETRIC-NONPOSITIVE.
 */
export function aggregateScores(
  recipe: Recipe,
  scaled: readonly Float64Array[],
  weightsOfRow: (row: number) => readonly number[],
  fit: Int32Array,
  index: string,
): Float64Array {
  const rows = scaled[0]!.length;
  if (recipe.aggregate === "geometric") refuseNonPositive(recipe, scaled, index);
  const score = { arithmetic, geometric, topsis: topsis(scaled, weightsOfRow, fit) }[recipe.aggregate];
  const z = new Float64Array(scaled.length);
  return Float64Array.from({ length: rows }, (_, i) => {
    for (let j = 0; j < z.length; j++) z[j] = scaled[j]![i]!;
    return score(z, weightsOfRow(i));
  });
}

function arithmetic(z: Float64Array, weights: readonly number[]): number {
  let total = 0;
  for (let j = 0; j < z.length; j++) total += weights[j]! * z[j]!;
  return total;
}

function geometric(z: Float64Array, weights: readonly number[]): number {
  let total = 0;
  for (let j = 0; j < z.length; j++) total += weights[j]! * log(z[j]!);
  return exp(total);
}

function topsis(scaled: readonly Float64Array[], weightsOfRow: (row: number) => readonly number[], fit: Int32Array) {
  const best = new Float64Array(scaled.length).fill(Number.NEGATIVE_INFINITY);
  const worst = new Float64Array(scaled.length).fill(Number.POSITIVE_INFINITY);
  for (const row of fit) {
    const weights = weightsOfRow(row);
    for (let j = 0; j < scaled.length; j++) {
      const value = weights[j]! * scaled[j]![row]!;
      if (value > best[j]!) best[j] = value;
      if (value < worst[j]!) worst[j] = value;
    }
  }
  return (z: Float64Array, weights: readonly number[]): number => {
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

function refuseNonPositive(recipe: Recipe, scaled: readonly Float64Array[], index: string): void {
  recipe.indicators.forEach(({ name }, j) => {
    const bad = scaled[j]!.filter((z) => z <= 0);
    if (bad.length === 0) return;
    const evidence = { index, indicator: name, cells: bad.length, lowest: bad.reduce((a, b) => Math.min(a, b)), scale: recipe.scale };
    throw problem("INDEX-GEOMETRIC-NONPOSITIVE", evidence, { path: `indices.${index}.aggregate` });
  });
}
