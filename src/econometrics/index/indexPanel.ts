import { evaluateCondition } from "../../frame/expression/evaluate.js";
import { parseExpression } from "../../frame/expression/parse.js";
import { categories, type Frame, numbers, unitTimeOrder } from "../../frame/main.js";
import { problem } from "../../messages/main.js";
import type { IndexOptions } from "./options.js";

/**
 * The rows of an index in canonical order (unit, period, then every indicator), so that shuffled input gives the same bits.
 * Row k of the panel is row `order[k]` of the frame.
 */
export interface IndexPanel {
  rows: number;
  order: Int32Array;
  units: readonly string[];
  unit: Int32Array;
  /** Values of the periods, ascending; `[]` for a cross-section. */
  times: number[];
  /** Position in `times`; 0 throughout for a cross-section. */
  period: Int32Array;
  /** Indicators and denominators by name, as the table has them. */
  raw: Map<string, Float64Array>;
  /** Codes of the columns that make groups for imputation, -1 where the cell is missing. */
  groups: Map<string, Int32Array>;
  /** 1 where the row may fix ranges and weights (`fit.where`). */
  mayFit: Int8Array;
}

/** Reads what an index needs from a frame. Rows without a unit or a period do not take part: their score is missing. */
export function indexPanel(frame: Frame, options: IndexOptions, names: readonly string[]): IndexPanel {
  const unit = categories(frame, options.unit);
  const time = options.time === undefined ? null : numbers(frame, options.time);
  const condition = options.fit === undefined ? null : evaluateCondition(parseExpression(options.fit.where), frame);
  const placed = unitTimeOrder(frame, options.unit, options.time ?? null, names).filter(
    (row) => unit.codes[row]! >= 0 && (time === null || !Number.isNaN(time[row])),
  );
  const order = Int32Array.from(placed);
  const times = time === null ? [] : [...new Set(Array.from(order, (row) => time[row]!))].sort((a, b) => a - b);
  const positions = new Map(times.map((t, k) => [t, k]));
  const panel: IndexPanel = {
    rows: order.length,
    order,
    units: unit.labels,
    unit: Int32Array.from(order, (row) => unit.codes[row]!),
    times,
    period: Int32Array.from(order, (row) => (time === null ? 0 : positions.get(time[row]!)!)),
    raw: new Map(
      names.map((name) => {
        const values = numbers(frame, name);
        return [name, Float64Array.from(order, (row) => values[row]!)];
      }),
    ),
    groups: new Map(
      (options.impute?.by ?? []).map((name) => {
        const { codes } = categories(frame, name);
        return [name, Int32Array.from(order, (row) => codes[row]!)];
      }),
    ),
    mayFit: Int8Array.from(order, (row) => (condition === null || condition[row] === 1 ? 1 : 0)),
  };
  if (!panel.mayFit.includes(1)) {
    const index = options.name ?? "index";
    throw problem(
      "INDEX-FIT-EMPTY",
      { index, where: options.fit?.where ?? null, rows: frame.rows, empty: [] },
      { path: `indices.${index}.fit` },
    );
  }
  return panel;
}
