import { type Frame, numbers, withColumn, withLedger } from "../../frame/main.js";
import { problem } from "../../messages/main.js";
import { sum } from "../../numerics/main.js";
import { groupRows, valuesByGroup } from "./groups.js";
import { type GroupMeanOptions, refuseTaken, type StepContext } from "./step.js";

/**
 * Adds the mean of a column over the rows of the same group; with `leaveOut: unit` over the rows of other units only (the leave-one-out mean
 * of peers). Missing values do not count; where nothing is left to average, the mean is missing, and such rows are counted.
 * Throws DATA-COLUMN-*, DATA-STEP-KEYS.
 */
export function groupMean(source: Frame, options: GroupMeanOptions, context: StepContext): Frame {
  const { group, groups } = groupRows(source, options.by);
  const own = options.leaveOut === "unit" ? ownRows(source, options, context) : null;
  let result = source;
  for (const name of options.columns) {
    const as = options.columns.length === 1 ? options.as : `${options.as}_${name}`;
    refuseTaken(result, as, "groupMean");
    const values = numbers(source, name);
    const all = totals(values, group, groups);
    const left = own === null ? null : totals(values, own.group, own.groups);
    const means = new Float64Array(source.rows);
    let absent = 0;
    for (let row = 0; row < source.rows; row++) {
      const [g, o] = [group[row]!, own === null ? -1 : own.group[row]!];
      const count = g < 0 || (own !== null && o < 0) ? 0 : all.counts[g]! - (left === null ? 0 : left.counts[o]!);
      means[row] = count === 0 ? Number.NaN : (all.sums[g]! - (left === null ? 0 : left.sums[o]!)) / count;
      if (count === 0) absent++;
    }
    result = withLedger(withColumn(result, as, { kind: "number", values: means }), {
      step: context.step,
      reason: "groupMean",
      rows: 0,
      what: { column: as, of: name, by: options.by, leaveOut: own !== null, absent },
    });
  }
  return result;
}

/** Rows of the same group and unit. */
function ownRows(source: Frame, options: GroupMeanOptions, context: StepContext) {
  if (context.unit === null) throw problem("DATA-STEP-KEYS", { table: source.name, step: "groupMean", missing: ["unit"] });
  return groupRows(source, [...options.by, context.unit]);
}

function totals(values: Float64Array, group: Int32Array, groups: number): { sums: Float64Array; counts: Int32Array } {
  const lists = valuesByGroup(values, group, groups);
  return { sums: Float64Array.from(lists, (list) => sum(list)), counts: Int32Array.from(lists, (list) => list.length) };
}
