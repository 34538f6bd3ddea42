import { type Frame, numbers, withColumn, withLedger } from "../../frame/main.js";
import { panelRows } from "../panelRows.js";
import { type InterpolateOptions, panelKeys, type StepContext, unitsOf } from "./step.js";

/**
 * Fills holes inside a series by a straight line in time between the values around them; nothing is carried beyond the first or last value.
 * Cells are counted and their units named, one ledger line per column. Throws DATA-STEP-KEYS, DATA-COLUMN-*, DATA-UNIT-TIME-*.
 */
export function interpolate(source: Frame, options: InterpolateOptions, context: StepContext): Frame {
  const { time } = panelKeys(source, { ...context, unit: options.within }, "interpolate");
  const panel = panelRows(source, options.within, time);
  let filled = source;
  for (const name of options.columns) {
    const values = numbers(source, name).slice();
    const cells: number[] = [];
    for (let k = 0; k < panel.units.length; k++)
      fillSeries(values, panel.order.subarray(panel.starts[k]!, panel.starts[k + 1]!), panel.times, cells);
    filled = withLedger(withColumn(filled, name, { kind: "number", values }), {
      step: context.step,
      reason: "interpolate",
      rows: 0,
      what: { column: name, within: options.within },
      units: unitsOf(source, cells, options.within),
      cells: cells.length,
      column: name,
    });
  }
  return filled;
}

function fillSeries(values: Float64Array, rows: Int32Array, times: Float64Array, cells: number[]): void {
  let last = -1;
  rows.forEach((row, k) => {
    if (Number.isNaN(values[row]!)) return;
    for (let hole = last + 1; last >= 0 && hole < k; hole++) {
      const [from, at] = [rows[last]!, rows[hole]!];
      const share = (times[at]! - times[from]!) / (times[row]! - times[from]!);
      values[at] = values[from]! + share * (values[row]! - values[from]!);
      cells.push(at);
    }
    last = k;
  });
}
