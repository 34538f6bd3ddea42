import { categories, type Frame, numbers, unitTimeOrder } from "../../frame/main.js";
import { problem } from "../../messages/main.js";
import type { DifferencesOptions } from "./options.js";

/** What the analysis needs of a table, in canonical order: one entry a row, and where rows of a unit and period stand. */
export interface DifferencesPanel {
  name: string;
  variable: string;
  units: readonly string[];
  /** Periods, ascending; `[]` for a cross-section. */
  times: readonly number[];
  unit: Int32Array;
  /** Position in `times`; 0 throughout in a cross-section. */
  period: Int32Array;
  values: Float64Array;
  /** Null where no weights are asked for. */
  weights: Float64Array | null;
  /** Groupings from the outermost in. */
  groupings: readonly { column: string; labels: readonly string[]; codes: Int32Array }[];
  /** Rows that were left out, by the column that is missing. */
  left: Record<string, number>;
  rowsOfTable: number;
}

/** The rows of one period, or of all of them in a cross-section. */
export interface Slice {
  time: number | null;
  rows: Int32Array;
  units: Int32Array;
  values: Float64Array;
  weights: Float64Array;
  groups: readonly Int32Array[];
}

/**
 * Reads a table. Rows without value, unit, period, weight or group do not take part and are counted.
 * Throws DATA-COLUMN-UNKNOWN, DATA-COLUMN-TEXT, DIFF-NO-ROWS, DIFF-WEIGHT, DIFF-NOT-NESTED.
 */
export function differencesPanel(frame: Frame, options: DifferencesOptions): DifferencesPanel {
  const { variable } = options;
  const name = options.name ?? variable;
  const values = numbers(frame, variable);
  const unit = categories(frame, options.unit);
  const time = options.time === undefined ? null : numbers(frame, options.time);
  const weights = options.weights === undefined ? null : numbers(frame, options.weights);
  const columns = options.groups === undefined ? [] : [options.groups].flat();
  const groupings = columns.map((column) => ({ column, ...categories(frame, column) }));
  const left: Record<string, number> = {};
  const leave = (column: string): false => {
    left[column] = (left[column] ?? 0) + 1;
    return false;
  };
  const order = unitTimeOrder(frame, options.unit, options.time ?? null, [variable, ...columns]).filter((row) => {
    if (Number.isNaN(values[row])) return leave(variable);
    if (unit.codes[row]! < 0) return leave(options.unit);
    if (time !== null && Number.isNaN(time[row])) return leave(options.time!);
    if (weights !== null && Number.isNaN(weights[row])) return leave(options.weights!);
    const missing = groupings.find(({ codes }) => codes[row]! < 0);
    return missing === undefined ? true : leave(missing.column);
  });
  if (order.length === 0) throw problem("DIFF-NO-ROWS", { name, variable, rows: frame.rows });
  const times = time === null ? [] : [...new Set(Array.from(order, (row) => time[row]!))].sort((a, b) => a - b);
  const at = new Map(times.map((t, k) => [t, k]));
  const panel: DifferencesPanel = {
    name,
    variable,
    units: unit.labels,
    times,
    unit: Int32Array.from(order, (row) => unit.codes[row]!),
    period: Int32Array.from(order, (row) => (time === null ? 0 : at.get(time[row]!)!)),
    values: Float64Array.from(order, (row) => values[row]!),
    weights: weights === null ? null : Float64Array.from(order, (row) => weights[row]!),
    groupings: groupings.map(({ column, labels, codes }) => ({ column, labels, codes: Int32Array.from(order, (row) => codes[row]!) })),
    left,
    rowsOfTable: frame.rows,
  };
  panel.weights?.forEach((weight, i) => {
    if (!(weight > 0))
      throw problem(
        "DIFF-WEIGHT",
        { name, weights: options.weights!, value: weight, ...cellOf(panel, i) },
        { path: `differences.${name}.weights` },
      );
  });
  requireNested(panel);
  return panel;
}

/** Unit and period of a row, for messages. */
export function cellOf(panel: DifferencesPanel, row: number): { unit: string; time: number | null } {
  return { unit: panel.units[panel.unit[row]!]!, time: panel.times[panel.period[row]!] ?? null };
}

/** An inner group lies in one outer group of each period. */
function requireNested(panel: DifferencesPanel): void {
  for (let depth = 1; depth < panel.groupings.length; depth++) {
    const outer = panel.groupings[depth - 1]!;
    const inner = panel.groupings[depth]!;
    const seen = new Map<string, number>();
    inner.codes.forEach((code, i) => {
      const key = `${panel.period[i]} ${code}`;
      const first = seen.get(key);
      if (first === undefined) seen.set(key, outer.codes[i]!);
      else if (first !== outer.codes[i])
        throw problem(
          "DIFF-NOT-NESTED",
          {
            name: panel.name,
            inner: inner.column,
            outer: outer.column,
            group: inner.labels[code]!,
            others: [outer.labels[first]!, outer.labels[outer.codes[i]!]!],
            time: panel.times[panel.period[i]!] ?? null,
          },
          { path: `differences.${panel.name}.groups` },
        );
    });
  }
}

/** The rows by period. */
export function slices(panel: DifferencesPanel): Slice[] {
  const periods = panel.times.length === 0 ? [null] : panel.times;
  return periods.map((time, t) => {
    const rows = Int32Array.from(panel.period.keys()).filter((i) => panel.period[i] === t);
    return {
      time,
      rows,
      units: Int32Array.from(rows, (i) => panel.unit[i]!),
      values: Float64Array.from(rows, (i) => panel.values[i]!),
      weights: Float64Array.from(rows, (i) => panel.weights?.[i] ?? 1),
      groups: panel.groupings.map(({ codes }) => Int32Array.from(rows, (i) => codes[i]!)),
    };
  });
}

/** Values by period and unit, NaN where a unit is not observed. */
export function grid(panel: DifferencesPanel, values: Float64Array = panel.values): Float64Array[] {
  const made = panel.times.map(() => new Float64Array(panel.units.length).fill(Number.NaN));
  values.forEach((value, i) => {
    made[panel.period[i]!]![panel.unit[i]!] = value;
  });
  return made;
}

/** A column of the table laid out as `grid` does. */
export function columnGrid(frame: Frame, panel: DifferencesPanel, options: DifferencesOptions, column: string): Float64Array[] {
  const unit = categories(frame, options.unit);
  const time = numbers(frame, options.time!);
  const values = numbers(frame, column);
  const at = new Map(panel.times.map((t, k) => [t, k]));
  const made = panel.times.map(() => new Float64Array(panel.units.length).fill(Number.NaN));
  for (let row = 0; row < frame.rows; row++) {
    const t = at.get(time[row]!);
    if (t !== undefined && unit.codes[row]! >= 0) made[t]![unit.codes[row]!] = values[row]!;
  }
  return made;
}
