import type { IndexResult } from "../../results/contract.js";
import { labelOf, type Reader } from "../reader.js";

/** What units are compared on: an indicator, or a group (dimension) of them. Values are those of the ranking, in its order. */
export interface Yardstick {
  name: string;
  label: string;
  values: (number | null)[];
}

/**
 * The groups of an index next to its indicators, each with its score: in a hierarchy the groups that hold indicators, else the dimensions,
 * each the weighted mean of its scaled indicators. Empty where there are none.
 */
export function groupYardsticks(r: Reader, index: IndexResult): Yardstick[] {
  const named = [...new Set(index.weights.flatMap((row) => (index.groups === undefined ? row.dimension : row.group) ?? []))];
  return named.map((name) => ({
    name,
    label: labelOf(r, name),
    values: index.ranking.map((unit) => unit.groups?.[name] ?? meanOf(index, name, unit)),
  }));
}

function meanOf(index: IndexResult, dimension: string, unit: IndexResult["ranking"][number]): number | null {
  const rows = index.weights.filter((row) => row.dimension === dimension);
  const total = rows.reduce((sum, row) => sum + row.weight, 0);
  const scaled = rows.map((row) => unit.scaled?.[row.indicator] ?? null);
  if (scaled.some((value) => value === null) || total === 0) return null;
  return rows.reduce((sum, row, j) => sum + row.weight * scaled[j]!, 0) / total;
}

export function indicatorYardsticks(r: Reader, index: IndexResult): Yardstick[] {
  return index.weights.map(({ indicator }) => ({
    name: indicator,
    label: labelOf(r, indicator),
    values: index.ranking.map((unit) => unit.scaled?.[indicator] ?? null),
  }));
}

/** Place of every value among the values, 1 for the largest; equal values share the better place, missing ones have none. */
export function places(values: readonly (number | null)[]): (number | null)[] {
  return values.map((value) => (value === null ? null : 1 + values.filter((other) => other !== null && other > value).length));
}
