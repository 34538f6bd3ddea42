import { problem } from "../../messages/main.js";
import { log } from "../../numerics/elementary.js";
import { imputed } from "./impute.js";
import type { IndexPanel } from "./indexPanel.js";
import type { Indicator } from "./indicators.js";
import { isHigherBetter } from "./indicators.js";
import type { Recipe } from "./recipe.js";
import { type Range, rangeOf, scaler } from "./scale.js";
import { type Treatment, treated } from "./treat.js";

/** The indicators of a recipe before they are weighed. Rows are the panel's. */
export interface Prepared {
  /** Rows that fix ranges and weights: allowed by `fit.where` and complete in all indicators after imputation. */
  fit: Int32Array;
  /** The base period of `baseYear` frames, else null. */
  basePeriod: number | null;
  /** Share of indicators observed (before imputation) by row. */
  coverage: Float64Array;
  /** Cells filled in, by indicator: row of the panel and value. */
  filled: { row: number; value: number }[][];
  /** What was done to outliers, by indicator; null without `treat`. */
  treatments: Treatment[] | null;
  /** Indicators after denominators, imputation, transform and treatment; a middle-best or interval one is its distance from the best. */
  values: Float64Array[];
  /** Ranges by indicator and range group (one group, or one for each period). */
  ranges: Range[][];
  /** Scaled values by indicator, higher being better; NaN where the cell is missing. */
  scaled: Float64Array[];
}

/**
 * Divide, fill, transform, treat, scale. Whatever rows decide (means, limits, ranges) the fit rows decide, and it is then frozen.
 * Throws INDEX-DENOMINATOR, INDEX-LN-NONPOSITIVE, INDEX-FIT-EMPTY, INDEX-FIT-PERIOD, INDEX-BASE-YEAR, INDEX-NO-VARIATION, INDEX-REFERENCE.
 */
export function preparedIndicators(panel: IndexPanel, recipe: Recipe, index: string, where: string | null): Prepared {
  const observed = recipe.indicators.map((indicator) => divided(panel, indicator, recipe, index));
  const coverage = Float64Array.from(
    { length: panel.rows },
    (_, i) => observed.filter((column) => !Number.isNaN(column[i]!)).length / observed.length,
  );
  const isCovered = (row: number) => recipe.coverage === null || coverage[row]! >= recipe.coverage - 1e-12;
  const { impute } = recipe;
  const whole = impute === null ? observed : observed.map((column) => imputed(panel, column, impute));
  const filled = whole.map((column, j) =>
    column === observed[j]
      ? []
      : Array.from(column.keys())
          .filter((row) => Number.isNaN(observed[j]![row]) && !Number.isNaN(column[row]) && isCovered(row))
          .map((row) => ({ row, value: column[row]! })),
  );
  const transformed = whole.map((column, j) => shaped(panel, column, recipe.indicators[j]!, recipe, index));
  // A row that does not cover enough has no values at all: it neither fixes anything nor gets a score.
  const kept = recipe.coverage === null ? transformed : transformed.map((c) => c.map((v, i) => (isCovered(i) ? v : Number.NaN)));
  const fit = fitRows(panel, recipe, kept, index, where);
  const { treat } = recipe;
  const after = treat === null ? null : kept.map((column) => treated(column, fit, treat));
  const values = after === null ? kept : after.map((t) => t.values);
  const usesBase = recipe.scaleFrame === "baseYear" || recipe.weightFrame === "baseYear";
  const basePeriod = usesBase ? (recipe.baseYear ?? firstPeriod(panel, fit)) : null;
  const groups =
    recipe.scaleFrame === "byYear"
      ? rowsByPeriod(panel, fit, index, "scale.frame")
      : [recipe.scaleFrame === "baseYear" ? baseRows(panel, basePeriod!, fit, index) : fit];
  const ranges = values.map((column, j) =>
    groups.map((rows, g) =>
      fullRange(panel, column, rows, recipe, recipe.indicators[j]!, recipe.scaleFrame === "byYear" ? panel.times[g]! : null, index),
    ),
  );
  const scaled = values.map((column, j) => {
    const scales = ranges[j]!.map((range) => scaler(recipe, recipe.indicators[j]!, range));
    return scales.length === 1 ? column.map(scales[0]!) : column.map((value, i) => scales[panel.period[i]!]!(value));
  });
  return { fit, basePeriod, coverage, filled, treatments: after?.map((t) => t.treatment) ?? null, values, ranges, scaled };
}

/** The indicator over its denominator. */
function divided(panel: IndexPanel, indicator: Indicator, recipe: Recipe, index: string): Float64Array {
  const raw = panel.raw.get(indicator.name)!;
  const denominator = recipe.denominators[indicator.name];
  if (denominator === undefined) return raw;
  const below = panel.raw.get(denominator)!;
  const bad = Array.from(below.keys()).filter((i) => below[i]! <= 0);
  if (bad.length > 0)
    throw problem(
      "INDEX-DENOMINATOR",
      { index, indicator: indicator.name, denominator, rows: bad.length, ...cellOf(panel, below, bad[0]!) },
      { path: `indices.${index}.denominators.${indicator.name}` },
    );
  return raw.map((value, i) => value / below[i]!);
}

/** The indicator after `ln`, or its distance from the best values; NaN stays NaN. */
function shaped(panel: IndexPanel, values: Float64Array, indicator: Indicator, recipe: Recipe, index: string): Float64Array {
  if (indicator.best !== null) {
    const [from, to] = indicator.best;
    return values.map((v) => (v < from ? from - v : v > to ? v - to : v - v));
  }
  if (recipe.transform[indicator.name] !== "ln") return values;
  const bad = Array.from(values.keys()).filter((i) => values[i]! <= 0);
  if (bad.length > 0)
    throw problem(
      "INDEX-LN-NONPOSITIVE",
      { index, indicator: indicator.name, rows: bad.length, ...cellOf(panel, values, bad[0]!) },
      { path: `indices.${index}.transform.${indicator.name}` },
    );
  return values.map((value) => (Number.isNaN(value) ? value : log(value)));
}

function cellOf(panel: IndexPanel, values: Float64Array, row: number): { value: number; unit: string; time: number | null } {
  return { value: values[row]!, unit: panel.units[panel.unit[row]!]!, time: panel.times[panel.period[row]!] ?? null };
}

function fitRows(panel: IndexPanel, recipe: Recipe, columns: readonly Float64Array[], index: string, where: string | null): Int32Array {
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

/** The fit rows of the base period. Throws INDEX-BASE-YEAR. */
export function baseRows(panel: IndexPanel, base: number, fit: Int32Array, index: string): Int32Array {
  const rows = fit.filter((row) => panel.times[panel.period[row]!] === base);
  if (rows.length === 0)
    throw problem("INDEX-BASE-YEAR", { index, baseYear: base, periods: panel.times }, { path: `indices.${index}.scale.baseYear` });
  return rows;
}

/** The fit rows of every period. Throws INDEX-FIT-PERIOD where a period has none. */
export function rowsByPeriod(panel: IndexPanel, fit: Int32Array, index: string, option: string): Int32Array[] {
  const groups = panel.times.map((_, g) => fit.filter((row) => panel.period[row] === g));
  const without = panel.times.filter((_, g) => groups[g]!.length === 0);
  if (without.length > 0) throw problem("INDEX-FIT-PERIOD", { index, option, periods: without }, { path: `indices.${index}.${option}` });
  return groups;
}

function fullRange(
  panel: IndexPanel,
  column: Float64Array,
  rows: Int32Array,
  recipe: Recipe,
  indicator: Indicator,
  period: number | null,
  index: string,
): Range {
  const range = rangeOf(column, rows);
  if (!(range.max > range.min)) {
    const evidence = { index, indicator: indicator.name, value: range.min, rows: rows.length, period };
    throw problem("INDEX-NO-VARIATION", evidence, { path: `indices.${index}.indicators.${indicator.name}` });
  }
  if (recipe.scale === "rank" || recipe.scale === "borda" || recipe.scale === "percentileRank") {
    const isHigher = isHigherBetter(indicator);
    range.sorted = Float64Array.from(rows, (row) => (isHigher ? column[row]! : -column[row]!)).sort();
  }
  if (recipe.scale === "distanceToReference") range.reference = referenceValue(panel, column, rows, recipe.reference!, index, period);
  const worst = isHigherBetter(indicator) ? range.min : range.max;
  const mark = { distanceToReference: range.reference, distanceToTarget: indicator.target ?? Number.NaN, fractionOfMax: range.max }[
    recipe.scale as string
  ];
  if (
    mark !== undefined &&
    (mark === (recipe.scale === "fractionOfMax" ? 0 : worst) || (recipe.scale === "fractionOfMax" && range.min <= 0))
  )
    throw problem(
      "INDEX-SCALE-UNDEFINED",
      { index, indicator: indicator.name, method: recipe.scale, value: mark, min: range.min, max: range.max },
      { path: `indices.${index}.scale` },
    );
  return range;
}

/** The value of the reference unit in the rows that fix the range; of several periods their mean. */
function referenceValue(
  panel: IndexPanel,
  column: Float64Array,
  rows: Int32Array,
  reference: string,
  index: string,
  period: number | null,
): number {
  const own = rows.filter((row) => panel.units[panel.unit[row]!] === reference);
  if (own.length === 0)
    throw problem("INDEX-REFERENCE", { index, reference, period, units: [...panel.units] }, { path: `indices.${index}.scale.reference` });
  return own.reduce((sum, row) => sum + column[row]!, 0) / own.length;
}
