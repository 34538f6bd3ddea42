import { problem } from "../../messages/main.js";
import { meanOfWeights, productOfWeights } from "./combine.js";
import { criticWeights } from "./critic.js";
import { entropy, entropyWeights } from "./entropy.js";
import type { IndexPanel } from "./indexPanel.js";
import { pcaWeights } from "./pca.js";
import { type Recipe, usesCritic, usesEntropy } from "./recipe.js";
import { rangeOf } from "./scale.js";
import { deviationWeights, variationWeights } from "./variation.js";

/**
 * Weights of the recipe's method over some rows, and the entropies behind them where it has any. `period` names the group in errors.
 * Throws INDEX-NO-VARIATION, INDEX-ENTROPY-NEGATIVE, INDEX-NO-CONFLICT, INDEX-MEAN-ZERO.
 */
export function combineWeights(
  panel: IndexPanel,
  recipe: Recipe,
  values: readonly Float64Array[],
  scaled: readonly Float64Array[],
  rows: Int32Array,
  period: number | null,
  index: string,
): { weights: number[]; entropies: number[] | null } {
  const names = recipe.indicators.map((i) => i.name);
  if (recipe.method === "equal") return { weights: names.map(() => 1 / names.length), entropies: null };
  if (recipe.method === "manual") {
    // Leave-one-out drops a name: what remains is divided by its sum.
    const total = names.reduce((s, name) => s + recipe.manual[name]!, 0);
    return { weights: names.map((name) => recipe.manual[name]! / total), entropies: null };
  }
  if (period !== null) refuseConstant(recipe, scaled, rows, period, index);
  if (recipe.method === "standardDeviation") return { weights: deviationWeights(scaled, rows), entropies: null };
  if (recipe.method === "coefficientOfVariation") return { weights: variationOf(recipe, values, scaled, rows, index), entropies: null };
  if (recipe.method === "pca") return { weights: pcaWeights(scaled, rows, recipe.pcaComponents), entropies: null };
  const entropies = usesEntropy(recipe.method) ? entropiesOf(panel, recipe, scaled, rows, index) : null;
  const critic = usesCritic(recipe.method) ? criticOf(recipe, scaled, rows, index) : [];
  const byEntropy = entropies === null ? [] : entropyWeights(entropies);
  switch (recipe.method) {
    case "entropy":
      return { weights: byEntropy, entropies };
    case "critic":
      return { weights: critic, entropies };
    case "criticEntropyProduct":
      return { weights: productOfWeights(byEntropy, critic), entropies };
    case "criticEntropyMean":
      return { weights: meanOfWeights(byEntropy, critic), entropies };
  }
}

function refuseConstant(recipe: Recipe, scaled: readonly Float64Array[], rows: Int32Array, period: number, index: string): void {
  scaled.forEach((column, j) => {
    const range = rangeOf(column, rows);
    if (range.max > range.min) return;
    const indicator = recipe.indicators[j]!.name;
    throw problem(
      "INDEX-NO-VARIATION",
      { index, indicator, value: range.min, rows: rows.length, period },
      { path: `indices.${index}.weightFrame` },
    );
  });
}

function entropiesOf(panel: IndexPanel, recipe: Recipe, scaled: readonly Float64Array[], rows: Int32Array, index: string): number[] {
  const periods = new Set(Array.from(rows, (row) => panel.period[row]!)).size;
  const denominator = recipe.entropyDenominator === "periods" ? periods : rows.length;
  if (denominator < 2) {
    const evidence = { index, option: "entropyDenominator: periods", needs: "periods" };
    throw problem("INDEX-OPTION-UNUSED", evidence, { path: `indices.${index}.entropyDenominator` });
  }
  return scaled.map((column, j) => {
    const { min } = rangeOf(column, rows);
    if (min + recipe.entropyShift < 0) {
      const evidence = { index, indicator: recipe.indicators[j]!.name, value: min, scale: recipe.scale, frame: recipe.scaleFrame };
      throw problem("INDEX-ENTROPY-NEGATIVE", evidence, { path: `indices.${index}.scale` });
    }
    return entropy(column, rows, denominator, recipe.entropyShift);
  });
}

function variationOf(
  recipe: Recipe,
  values: readonly Float64Array[],
  scaled: readonly Float64Array[],
  rows: Int32Array,
  index: string,
): number[] {
  const weights = variationWeights(recipe.variationOf === "scaled" ? scaled : values, rows);
  if (weights === null) throw problem("INDEX-MEAN-ZERO", { index, scale: recipe.scale }, { path: `indices.${index}.method` });
  return weights;
}

function criticOf(recipe: Recipe, scaled: readonly Float64Array[], rows: Int32Array, index: string): number[] {
  const weights = criticWeights(scaled, rows, recipe.criticCorrelation);
  if (weights === null)
    throw problem("INDEX-NO-CONFLICT", { index, indicators: recipe.indicators.map((i) => i.name) }, { path: `indices.${index}.method` });
  return weights;
}
