import { categories, type Frame, numbers, withColumn, withLedger } from "../../frame/main.js";
import { problem } from "../../messages/main.js";
import { type CutOptions, refuseTaken, type StepContext } from "./step.js";

/**
 * Adds groups of equal size, numbered from 1 (lowest) to `groups`: terciles, quintiles. Where the table has a unit, units are ranked, each by
 * its one value; otherwise rows are. Group g holds ranks above (g - 1)/groups and up to g/groups of their number; equal values share the
 * lower group. A missing value stays missing. Throws DATA-COLUMN-*, DATA-CUT-VARIES, DATA-CUT-FEW.
 */
export function cut(source: Frame, options: CutOptions, context: StepContext): Frame {
  refuseTaken(source, options.as, "cut");
  const values = numbers(source, options.column);
  const ranked =
    context.unit === null ? values.filter((v) => !Number.isNaN(v)) : valueOfUnits(source, values, options.column, context.unit);
  const sorted = ranked.sort();
  const distinct = sorted.filter((v, i) => i === 0 || v !== sorted[i - 1]).length;
  if (distinct < options.groups)
    throw problem("DATA-CUT-FEW", { table: source.name, column: options.column, groups: options.groups, distinct });
  const group = values.map((v) => (Number.isNaN(v) ? v : groupOf(sorted, v, options.groups)));
  const sizes = Array.from({ length: options.groups }, (_, g) => sorted.filter((v) => groupOf(sorted, v, options.groups) === g + 1).length);
  return withLedger(withColumn(source, options.as, { kind: "number", values: group }), {
    step: context.step,
    reason: "cut",
    rows: 0,
    what: { column: options.as, of: options.column, groups: options.groups, sizes, isUnits: context.unit !== null },
  });
}

function groupOf(sorted: Float64Array, value: number, groups: number): number {
  return Math.floor((lowerRank(sorted, value) * groups) / sorted.length) + 1;
}

/** How many sorted values lie below this one. */
function lowerRank(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The one value of every unit that has one. Throws DATA-CUT-VARIES where a unit has several. */
function valueOfUnits(source: Frame, values: Float64Array, column: string, unit: string): Float64Array {
  const { codes, labels } = categories(source, unit);
  const ofUnit = new Map<number, number>();
  values.forEach((value, row) => {
    if (Number.isNaN(value)) return;
    const before = ofUnit.get(codes[row]!);
    if (before !== undefined && before !== value)
      throw problem("DATA-CUT-VARIES", { table: source.name, column, unit: labels[codes[row]!] ?? "", values: [before, value] });
    ofUnit.set(codes[row]!, value);
  });
  return Float64Array.from(ofUnit.values());
}
