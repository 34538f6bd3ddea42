import { type Column, columnNamed, type Frame, frame, numbers, takeRows, unitTimeOrder, withLedger } from "../../frame/main.js";
import { problem } from "../../messages/main.js";
import { sum } from "../../numerics/main.js";
import { quantileOfSorted } from "../../numerics/quantile.js";
import { groupRows, valuesByGroup } from "./groups.js";

export type Aggregate = "mean" | "sum" | "min" | "max" | "median" | "count";

/** A table made of another one's groups, as a study file writes it. */
export interface AggregateOptions {
  by: readonly string[];
  /** For each column how its values become one. `count` counts the values that are there. */
  aggregate: Readonly<Record<string, Aggregate>>;
}

/**
 * One row per group of `by`, in canonical order, with the aggregates of its values that are there (a group without any is missing; its count 0).
 * Rows whose group is missing are counted. Throws DATA-COLUMN-*, DATA-NO-ROWS.
 */
export function aggregateFrame(name: string, source: Frame, options: AggregateOptions): Frame {
  const { group, groups } = groupRows(source, options.by);
  if (groups === 0) throw problem("DATA-NO-ROWS", { table: name, after: `by: ${options.by.join(", ")}` });
  const first = new Int32Array(groups).fill(-1);
  let ungrouped = 0;
  group.forEach((g, row) => {
    if (g < 0) ungrouped++;
    else if (first[g]! < 0) first[g] = row;
  });
  const keys = takeRows(source, first);
  const columns = new Map<string, Column>(options.by.map((key) => [key, columnNamed(keys, key)] as const));
  let leftOut = 0;
  for (const [column, how] of Object.entries(options.aggregate)) {
    const values = numbers(source, column);
    leftOut += values.reduce((count, v, row) => count + (Number.isNaN(v) && group[row]! >= 0 ? 1 : 0), 0);
    const lists = valuesByGroup(values, group, groups);
    columns.set(column, { kind: "number", values: Float64Array.from(lists, (list) => aggregateOf(list, how)) });
  }
  const made = frame(name, columns);
  const ordered: Frame = takeRows(made, unitTimeOrder(made, options.by[0]!, options.by[1] ?? null, options.by.slice(2)));
  delete ordered.sourceRows;
  const what = { table: source.name, by: options.by, rows: source.rows - ungrouped, groups };
  return withLedger(ordered, { step: 0, reason: "aggregate", rows: ungrouped, what, cells: leftOut });
}

function aggregateOf(sorted: Float64Array, how: Aggregate): number {
  if (how === "count") return sorted.length;
  if (sorted.length === 0) return Number.NaN;
  switch (how) {
    case "mean":
      return sum(sorted) / sorted.length;
    case "sum":
      return sum(sorted);
    case "min":
      return sorted[0]!;
    case "max":
      return sorted.at(-1)!;
    case "median":
      return quantileOfSorted(sorted, 0.5);
  }
}
