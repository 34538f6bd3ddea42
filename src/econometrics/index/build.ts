import { problem } from "../../messages/main.js";
import type { Group } from "./hierarchy.js";
import type { IndexPanel } from "./indexPanel.js";
import { baseRows, type Prepared, preparedIndicators, rowsByPeriod } from "./prepare.js";
import type { Recipe } from "./recipe.js";
import { aggregated, needsPositive } from "./score.js";
import { memberWeights, rowWeights, type Weighing } from "./weights.js";

/** What has a set of weights of its own: all rows together, each period, each row. */
export type SetsBy = "all" | "period" | "row";

/** The set of weights that a row takes. */
export const setOf = (by: SetsBy, panel: IndexPanel, row: number): number =>
  by === "all" ? 0 : by === "period" ? panel.period[row]! : row;

/** One node of the hierarchy, made. */
export interface BuiltGroup {
  group: Group;
  /** Members' columns: scaled indicators and scores of groups. */
  columns: Float64Array[];
  /** Weights of the members in sets: one, or one for each period, or one for each row. */
  weights: number[][];
  setsBy: SetsBy;
  /** Entropies in the same shape where the method uses them. */
  entropies: number[][] | null;
  /** NaN where any member is missing. */
  scores: Float64Array;
}

/** One index made by one recipe. Rows are the panel's. */
export interface BuiltIndex extends Prepared {
  recipe: Recipe;
  /** Every node, the index itself last. */
  groups: BuiltGroup[];
  /** Weights of the indicators in the whole index, the product along the way up, in the sets of the node that has most. */
  weights: number[][];
  setsBy: SetsBy;
  /** Entropies in the same shape where every indicator has one. */
  entropies: number[][] | null;
  /** NaN where any indicator is missing. */
  scores: Float64Array;
}

/**
 * Prepare, weigh, aggregate, from the bottom of the hierarchy up. Ranges and weights come from the fit rows and are then frozen: every row
 * is scored with them. Throws INDEX-GEOMETRIC-NONPOSITIVE, and what `preparedIndicators` and `memberWeights` throw.
 */
export function buildIndex(panel: IndexPanel, recipe: Recipe, index: string, where: string | null): BuiltIndex {
  const prepared = preparedIndicators(panel, recipe, index, where);
  const groups = builtGroups(panel, recipe, prepared, index);
  return {
    ...prepared,
    recipe,
    groups,
    ...wholeWeights(panel, recipe, groups),
    entropies: wholeEntropies(recipe, groups),
    scores: groups[groups.length - 1]!.scores,
  };
}

/** Every node of the hierarchy from prepared indicators. */
export function builtGroups(panel: IndexPanel, recipe: Recipe, prepared: Prepared, index: string): BuiltGroup[] {
  const { fit } = prepared;
  const rowSets =
    recipe.weightFrame === "byYear"
      ? rowsByPeriod(panel, fit, index, "weightFrame")
      : [recipe.weightFrame === "baseYear" ? baseRows(panel, prepared.basePeriod!, fit, index) : fit];
  const columns = new Map(recipe.indicators.map((indicator, j) => [indicator.name, prepared.scaled[j]!]));
  const before = new Map(recipe.indicators.map((indicator, j) => [indicator.name, prepared.values[j]!]));
  return recipe.groups.map((group): BuiltGroup => {
    const scaled = group.members.map((m) => columns.get(m.name)!);
    const values = group.members.map((m) => before.get(m.name)!);
    const weighings = rowSets.map((rows, g) => ({
      panel,
      recipe,
      group,
      values,
      scaled,
      rows,
      period: rowSets.length > 1 ? panel.times[g]! : null,
      index,
    }));
    const isByRow = group.method === "benefitOfTheDoubt";
    const setsBy: SetsBy = isByRow ? "row" : rowSets.length > 1 ? "period" : "all";
    const found = isByRow ? doubted(panel, weighings) : weighings.map(memberWeights);
    const weights = found.map((f) => f.weights);
    if (needsPositive(group.aggregate)) refuseNonPositive(recipe, group, scaled, index);
    const weightsOfRow = (i: number) => weights[setOf(setsBy, panel, i)]!;
    const scores = aggregated(group.aggregate, { columns: scaled, weightsOfRow, fit, penalty: recipe.penalty });
    if (group.name !== null) {
      columns.set(group.name, scores);
      before.set(group.name, scores);
    }
    const entropies = found[0]!.entropies === null ? null : found.map((f) => f.entropies!);
    return { group, columns: scaled, weights, setsBy, entropies, scores };
  });
}

/** Weights row by row, each row against the peers of its own set of rows. */
function doubted(panel: IndexPanel, weighings: readonly Weighing[]): { weights: number[]; entropies: null }[] {
  const sets = weighings.map(rowWeights);
  return Array.from({ length: panel.rows }, (_, row) => ({
    weights: sets[sets.length > 1 ? panel.period[row]! : 0]![row]!,
    entropies: null,
  }));
}

/** Weight of indicator j for a row. */
export function weightAt(built: BuiltIndex, panel: IndexPanel, row: number, j: number): number {
  return built.weights[setOf(built.setsBy, panel, row)]![j]!;
}

/** Weights of the indicators in the whole index: the product of the weights on the way up. */
function wholeWeights(panel: IndexPanel, recipe: Recipe, groups: readonly BuiltGroup[]): { weights: number[][]; setsBy: SetsBy } {
  const kinds = groups.map((node) => node.setsBy);
  const setsBy: SetsBy = kinds.includes("row") ? "row" : kinds.includes("period") ? "period" : "all";
  const count = { all: 1, period: panel.times.length, row: panel.rows }[setsBy];
  const upwards = [...groups].reverse();
  const weights = Array.from({ length: count }, (_, set) => {
    const whole = new Map<string | null, number>([[null, 1]]);
    for (const node of upwards) {
      const own = node.setsBy === setsBy ? set : node.setsBy === "all" ? 0 : panel.period[set]!;
      const above = whole.get(node.group.name)!;
      node.group.members.forEach((m, j) => {
        whole.set(m.name, above * node.weights[own]![j]!);
      });
    }
    return recipe.indicators.map((indicator) => whole.get(indicator.name)!);
  });
  return { weights, setsBy };
}

/** The entropy of every indicator in the node it belongs to; null where a node has none. */
function wholeEntropies(recipe: Recipe, groups: readonly BuiltGroup[]): number[][] | null {
  const holding = recipe.indicators.map((indicator) => {
    const node = groups.find((g) => g.group.members.some((m) => m.kind === "indicator" && m.name === indicator.name))!;
    return { node, at: node.group.members.findIndex((m) => m.name === indicator.name) };
  });
  if (holding.some(({ node }) => node.entropies === null)) return null;
  return holding[0]!.node.weights.map((_, set) => holding.map(({ node, at }) => node.entropies![set]![at]!));
}

function refuseNonPositive(recipe: Recipe, group: Group, scaled: readonly Float64Array[], index: string): void {
  group.members.forEach(({ name }, j) => {
    const bad = scaled[j]!.filter((z) => z <= 0);
    if (bad.length === 0) return;
    const evidence = {
      index,
      indicator: name,
      cells: bad.length,
      lowest: bad.reduce((a, b) => Math.min(a, b)),
      scale: recipe.scale,
      aggregate: group.aggregate,
    };
    throw problem("INDEX-GEOMETRIC-NONPOSITIVE", evidence, { path: `indices.${index}.aggregate` });
  });
}
