import { columnNamed, type Frame, withColumn, withLedger } from "../../frame/main.js";
import { panelRows } from "../panelRows.js";
import { moved } from "./lag.js";
import { type AtTimeOptions, panelKeys, refuseTaken, type StepContext } from "./step.js";

/**
 * Adds for each column its value at one time, carried along all rows of the unit (NAME_2017): a base-year level, a stratum fixed before
 * the policy. Units without a row at that time get a missing value and are counted. Throws DATA-STEP-KEYS, DATA-COLUMN-*, DATA-UNIT-TIME-*.
 */
export function atTime(source: Frame, options: AtTimeOptions, context: StepContext): Frame {
  const { unit, time } = panelKeys(source, context, "atTime");
  const { order, starts, times } = panelRows(source, unit, time);
  const from = new Int32Array(source.rows).fill(-1);
  let without = 0;
  for (let k = 0; k + 1 < starts.length; k++) {
    const rows = order.subarray(starts[k]!, starts[k + 1]!);
    const row = rows.find((r) => times[r] === options.time) ?? -1;
    if (row < 0) without++;
    for (const r of rows) from[r] = row;
  }
  let result = source;
  for (const name of options.columns) {
    const as = `${name}_${options.time}`;
    refuseTaken(result, as, "atTime");
    result = withLedger(withColumn(result, as, moved(columnNamed(source, name), from)), {
      step: context.step,
      reason: "atTime",
      rows: 0,
      what: { column: as, of: name, time: options.time, without },
    });
  }
  return result;
}
