import { type Column, categoryColumn, columnNamed, type Frame, withColumn, withLedger } from "../../frame/main.js";
import { panelRows } from "../panelRows.js";
import { type LagOptions, panelKeys, refuseTaken, type StepContext } from "./step.js";

/**
 * Adds for each column its value `by` periods before (NAME_lag1; a negative number leads: NAME_lead1). Periods are counted in time, not in rows:
 * where the unit has no row at that time, the lag is missing. Throws DATA-STEP-KEYS, DATA-COLUMN-*, DATA-UNIT-TIME-*.
 */
export function lag(source: Frame, options: LagOptions, context: StepContext): Frame {
  const { unit, time } = panelKeys(source, context, "lag");
  const panel = panelRows(source, unit, time);
  const from = sourceRows(panel.order, panel.starts, panel.times, options.by);
  let lagged = source;
  for (const name of options.columns) {
    const as = `${name}${options.by >= 0 ? "_lag" : "_lead"}${Math.abs(options.by)}`;
    refuseTaken(lagged, as, "lag");
    const absent = from.filter((row) => row < 0).length;
    lagged = withLedger(withColumn(lagged, as, moved(columnNamed(source, name), from)), {
      step: context.step,
      reason: "lag",
      rows: 0,
      what: { column: name, by: options.by, absent },
    });
  }
  return lagged;
}

/** For each row the row of the same unit at its time minus `by`, or -1. */
function sourceRows(order: Int32Array, starts: Int32Array, times: Float64Array, by: number): Int32Array {
  const from = new Int32Array(order.length).fill(-1);
  for (let k = 0; k + 1 < starts.length; k++) {
    const rows = order.subarray(starts[k]!, starts[k + 1]!);
    const rowAt = new Map(Array.from(rows, (row) => [times[row]!, row] as const));
    for (const row of rows) from[row] = rowAt.get(times[row]! - by) ?? -1;
  }
  return from;
}

/** A column whose row i holds what row `from[i]` of another holds; -1 is missing. */
export function moved(column: Column, from: Int32Array): Column {
  if (column.kind === "number")
    return { kind: "number", values: Float64Array.from(from, (row) => (row < 0 ? Number.NaN : column.values[row]!)) };
  return categoryColumn(
    from.map((row) => (row < 0 ? -1 : column.codes[row]!)),
    column.labels,
  );
}
