import { problem } from "../../messages/main.js";
import { doubtWeights, undominated } from "./benefitOfTheDoubt.js";
import { contrastWeights, meanOfWeights, productOfWeights } from "./combine.js";
import { criticWeights } from "./critic.js";
import { entropy, entropyWeights } from "./entropy.js";
import type { Group } from "./hierarchy.js";
import type { IndexPanel } from "./indexPanel.js";
import { pcaWeights } from "./pca.js";
import type { Recipe } from "./recipe.js";
import { rangeOf } from "./scale.js";
import { targetWeights } from "./targetImportance.js";
import { deviationWeights, variationWeights } from "./variation.js";
import { usesEntropy } from "./weightMethod.js";

/** What weights are found from: one node of the hierarchy, its members' columns, and the rows that count. */
export interface Weighing {
  panel: IndexPanel;
  recipe: Recipe;
  group: Group;
  /** Members before scaling (indicators), or as they are (groups). */
  values: readonly Float64Array[];
  /** Members scaled. */
  scaled: readonly Float64Array[];
  rows: Int32Array;
  /** Names the rows in errors where each period has weights of its own. */
  period: number | null;
  index: string;
}

/**
 * Weights of a node's members by its method, and the entropies behind them where it has any.
 * Throws INDEX-NO-VARIATION, INDEX-ENTROPY-NEGATIVE, INDEX-NO-CONFLICT, INDEX-MEAN-ZERO, INDEX-PCA-CANCELLED.
 */
export function memberWeights(of: Weighing): { weights: number[]; entropies: number[] | null } {
  const { recipe, group, scaled, rows } = of;
  const names = group.members.map((m) => m.name);
  if (group.method === "equal") return { weights: names.map(() => 1 / names.length), entropies: null };
  if (group.method === "manual" || group.method === "ahp" || group.method === "budget") {
    // Leave-one-out drops a name: what remains is divided by its sum.
    const total = names.reduce((s, name) => s + group.manual[name]!, 0);
    return { weights: names.map((name) => group.manual[name]! / total), entropies: null };
  }
  if (of.period !== null || group.members.some((m) => m.kind === "group")) refuseConstant(of);
  if (group.method === "targetImportance") return { weights: weightsForImportance(of), entropies: null };
  if (group.method === "standardDeviation") return { weights: deviationWeights(scaled, rows), entropies: null };
  if (group.method === "coefficientOfVariation") return { weights: variationOf(of), entropies: null };
  if (group.method === "pca") return { weights: names.length === 1 ? [1] : componentsOf(of), entropies: null };
  const entropies = usesEntropy(group.method) ? entropiesOf(of) : null;
  if (names.length === 1) return { weights: [1], entropies };
  const byEntropy = entropies === null ? [] : entropyWeights(entropies);
  switch (group.method) {
    case "entropy":
      return { weights: byEntropy, entropies };
    case "critic":
      return { weights: criticOf(of), entropies };
    case "criticEntropyProduct":
      return { weights: productOfWeights(byEntropy, criticOf(of)), entropies };
    case "criticEntropyMean":
      return { weights: meanOfWeights(byEntropy, criticOf(of)), entropies };
    case "criticEntropyContrast":
      return { weights: contrastWeights(entropies!, scaled, rows, recipe.criticCorrelation), entropies };
    case "benefitOfTheDoubt":
      throw new Error("benefit of the doubt weighs row by row");
  }
}

/**
 * Benefit of the doubt: weights of every row, each against the fit rows and itself. They do not sum to 1: they give the row's score at once.
 * Rows with a missing member get NaN. Throws INDEX-DOUBT-NEGATIVE.
 */
export function rowWeights({ recipe, group, scaled, rows, index }: Weighing): number[][] {
  const at = (row: number) => scaled.map((column) => column[row]!);
  scaled.forEach((column, j) => {
    const bad = column.filter((z) => z < 0);
    if (bad.length === 0) return;
    const evidence = { index, indicator: group.members[j]!.name, cells: bad.length, lowest: bad.reduce((a, b) => Math.min(a, b)) };
    throw problem("INDEX-DOUBT-NEGATIVE", evidence, { path: `indices.${index}.method` });
  });
  const peers = undominated(Array.from(rows, at));
  return Array.from(scaled[0]!, (_, row) => {
    const own = at(row);
    return own.some((z) => Number.isNaN(z)) ? own.map(() => Number.NaN) : doubtWeights(own, peers, recipe.shares);
  });
}

function componentsOf({ recipe, group, scaled, rows, index }: Weighing): number[] {
  const { weights, loadings } = pcaWeights(scaled, rows, recipe.pcaComponents);
  if (weights !== null) return weights;
  const members = group.members.map((m, j) => ({ member: m.name, loading: loadings[j]! }));
  throw problem("INDEX-PCA-CANCELLED", { index, group: group.name ?? index, members }, { path: `indices.${index}.method` });
}

function weightsForImportance({ group, scaled, rows }: Weighing): number[] {
  const asked = group.members.map((m) => group.importance?.[m.name] ?? 1);
  const total = asked.reduce((s, v) => s + v, 0);
  const columns = scaled.map((column) => Float64Array.from(rows, (row) => column[row]!));
  return targetWeights(
    columns,
    asked.map((v) => v / total),
  ).weights;
}

function refuseConstant({ group, scaled, rows, period, index }: Weighing): void {
  scaled.forEach((column, j) => {
    const range = rangeOf(column, rows);
    if (range.max > range.min) return;
    const indicator = group.members[j]!.name;
    throw problem(
      "INDEX-NO-VARIATION",
      { index, indicator, value: range.min, rows: rows.length, period },
      { path: `indices.${index}.weightFrame` },
    );
  });
}

function entropiesOf({ panel, recipe, group, scaled, rows, index }: Weighing): number[] {
  const periods = new Set(Array.from(rows, (row) => panel.period[row]!)).size;
  const denominator = recipe.entropyDenominator === "periods" ? periods : rows.length;
  if (denominator < 2) {
    const evidence = { index, option: "entropyDenominator: periods", needs: "periods" };
    throw problem("INDEX-OPTION-UNUSED", evidence, { path: `indices.${index}.entropyDenominator` });
  }
  return scaled.map((column, j) => {
    const { min } = rangeOf(column, rows);
    if (min + recipe.entropyShift < 0) {
      const evidence = { index, indicator: group.members[j]!.name, value: min, scale: recipe.scale, frame: recipe.scaleFrame };
      throw problem("INDEX-ENTROPY-NEGATIVE", evidence, { path: `indices.${index}.scale` });
    }
    return entropy(column, rows, denominator, recipe.entropyShift);
  });
}

function variationOf({ recipe, values, scaled, rows, index }: Weighing): number[] {
  const weights = variationWeights(recipe.variationOf === "scaled" ? scaled : values, rows);
  if (weights === null) throw problem("INDEX-MEAN-ZERO", { index, scale: recipe.scale }, { path: `indices.${index}.method` });
  return weights;
}

function criticOf({ recipe, group, scaled, rows, index }: Weighing): number[] {
  const weights = criticWeights(scaled, rows, recipe.criticCorrelation);
  if (weights === null)
    throw problem("INDEX-NO-CONFLICT", { index, indicators: group.members.map((m) => m.name) }, { path: `indices.${index}.method` });
  return weights;
}
