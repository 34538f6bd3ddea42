import { problem } from "../../messages/main.js";
import { log } from "../../numerics/elementary.js";
import type { IndexPanel } from "./indexPanel.js";
import type { Indicator } from "./indicators.js";
import type { Recipe } from "./recipe.js";
import { minMax, type Range, rangeOf, zScore } from "./scale.js";
import { aggregateScores } from "./score.js";
import { combineWeights } from "./weights.js";

/** One index made by one recipe. Rows are the panel's. */
export interface BuiltIndex {
  recipe: Recipe;
  /** Rows that fixed ranges and weights: allowed by `fit.where` and complete in all indicators. */
  fit: Int32Array;
  /** Indicators after their transform, before scaling. */
  values: Float64Array[];
  /** Scaled values by indicator; NaN where the cell is missing. */
  scaled: Float64Array[];
  /** The base period of `frame: baseYear`, else null. */
  basePeriod: number | null;
  /** Ranges by indicator and range group (one group, or one for each period). */
  ranges: Range[][];
  /** Weights by weight group (one group, or one for each period) and indicator. */
  weights: number[][];
  /** Entropies in the same shape where the method uses them. */
  entropies: number[][] | null;
  /** NaN where any indicator is missing. */
  scores: Float64Array;
}

/**
 * Transform, scale, weigh, aggregate. Ranges and weights come from the fit rows and are then frozen: every row is scored with them.
 * Throws INDEX-LN-NONPOSITIVE, INDEX-FIT-EMPTY, INDEX-FIT-PERIOD, INDEX-BASE-YEAR, INDEX-NO-VARIATION, INDEX-GEOMETRIC-NONPOSITIVE and those of `combineWeights`.
 */
export function buildIndex(panel: IndexPanel, recipe: Recipe, index: string, where: string | null): BuiltIndex {
  const values = recipe.indicators.map((indicator) => transformed(panel, indicator, recipe, index));
  const fit = fitRows(panel, recipe, index, where);
  const basePeriod = recipe.scaleFrame === "baseYear" ? (recipe.baseYear ?? firstPeriod(panel, fit)) : null;
  const rangeGroups =
    recipe.scaleFrame === "byYear"
      ? byPeriod(panel, fit, index, "scale.frame")
      : [basePeriod === null ? fit : baseRows(panel, basePeriod, fit, index)];
  const ranges = values.map((column, j) =>
    rangeGroups.map((rows, g) =>
      variedRange(column, rows, recipe.indicators[j]!, recipe.scaleFrame === "byYear" ? panel.times[g]! : null, index),
    ),
  );
  const scaled = values.map((column, j) =>
    column.map((value, i) => {
      const range = ranges[j]![rangeGroups.length > 1 ? panel.period[i]! : 0]!;
      const { direction } = recipe.indicators[j]!;
      return recipe.scale === "minMax" ? minMax(value, range, direction, recipe.range) : zScore(value, range, direction);
    }),
  );
  const weightGroups = recipe.weightFrame === "byYear" ? byPeriod(panel, fit, index, "weightFrame") : [fit];
  const found = weightGroups.map((rows, g) =>
    combineWeights(panel, recipe, values, scaled, rows, weightGroups.length > 1 ? panel.times[g]! : null, index),
  );
  const weights = found.map((f) => f.weights);
  const entropies = found[0]!.entropies === null ? null : found.map((f) => f.entropies!);
  const weightsOfRow = (i: number) => weights[weights.length > 1 ? panel.period[i]! : 0]!;
  const scores = aggregateScores(recipe, scaled, weightsOfRow, fit, index);
  return { recipe, fit, basePeriod, values, scaled, ranges, weights, entropies, scores };
}

/** Weight of indicator j for a row: the only set, or the one of its period. */
export function weightAt(built: BuiltIndex, panel: IndexPanel, row: number, j: number): number {
  return built.weights[built.weights.length > 1 ? panel.period[row]! : 0]![j]!;
}

/** The indicator after its transform; NaN stays NaN. */
export function transformed(panel: IndexPanel, indicator: Indicator, recipe: Recipe, index: string): Float64Array {
  const raw = panel.raw.get(indicator.name)!;
  if (recipe.transform[indicator.name] !== "ln") return raw;
  const bad = Array.from(raw.keys()).filter((i) => raw[i]! <= 0);
  if (bad.length > 0) {
    const first = bad[0]!;
    const evidence = {
      index,
      indicator: indicator.name,
      rows: bad.length,
      value: raw[first]!,
      unit: panel.units[panel.unit[first]!]!,
      time: panel.times[panel.period[first]!] ?? null,
    };
    throw problem("INDEX-LN-NONPOSITIVE", evidence, { path: `indices.${index}.transform.${indicator.name}` });
  }
  return raw.map((value) => (Number.isNaN(value) ? value : log(value)));
}

function fitRows(panel: IndexPanel, recipe: Recipe, index: string, where: string | null): Int32Array {
  const columns = recipe.indicators.map((i) => panel.raw.get(i.name)!);
  const rows = Array.from(panel.mayFit.keys()).filter((i) => panel.mayFit[i] === 1 && columns.every((c) => !Number.isNaN(c[i])));
  if (rows.length === 0) {
    const empty = recipe.indicators.filter((_, j) => columns[j]!.every((v) => Number.isNaN(v))).map((i) => i.name);
    throw problem("INDEX-FIT-EMPTY", { index, where, rows: panel.rows, empty }, { path: `indices.${index}` });
  }
  return Int32Array.from(rows);
}

function firstPeriod(panel: IndexPanel, fit: Int32Array): number {
  return panel.times[fit.reduce((first, row) => Math.min(first, panel.period[row]!), panel.times.length)]!;
}

function baseRows(panel: IndexPanel, base: number, fit: Int32Array, index: string): Int32Array {
  const rows = fit.filter((row) => panel.times[panel.period[row]!] === base);
  if (rows.length === 0)
    throw problem("INDEX-BASE-YEAR", { index, baseYear: base, periods: panel.times }, { path: `indices.${index}.scale.baseYear` });
  return rows;
}

function byPeriod(panel: IndexPanel, fit: Int32Array, index: string, option: string): Int32Array[] {
  const groups = panel.times.map((_, g) => fit.filter((row) => panel.period[row] === g));
  const without = panel.times.filter((_, g) => groups[g]!.length === 0);
  if (without.length > 0) throw problem("INDEX-FIT-PERIOD", { index, option, periods: without }, { path: `indices.${index}.${option}` });
  return groups;
}

function variedRange(column: Float64Array, rows: Int32Array, indicator: Indicator, period: number | null, index: string): Range {
  const range = rangeOf(column, rows);
  if (!(range.max > range.min)) {
    const evidence = { index, indicator: indicator.name, value: range.min, rows: rows.length, period };
    throw problem("INDEX-NO-VARIATION", evidence, { path: `indices.${index}.indicators.${indicator.name}` });
  }
  return range;
}
