import { mean } from "../../numerics/sums.js";
import type { IndexPanel } from "./indexPanel.js";
import type { ImputeBlock } from "./options.js";

/**
 * The column with its missing cells filled: by the mean or median of the period (within groups of `by`), or from the unit's own series.
 * A cell that cannot be filled (a group without any observation, an end of a series) stays missing.
 */
export function imputed(panel: IndexPanel, values: Float64Array, block: ImputeBlock): Float64Array {
  if (!values.some((v) => Number.isNaN(v))) return values;
  switch (block.method) {
    case "mean":
    case "median":
    case "groupMean":
    case "groupMedian":
      return byGroup(panel, values, block);
    case "interpolate":
      return alongSeries(panel, values, block.ends === "nearest" ? linearToEnds : linear);
    case "latest":
      return alongSeries(panel, values, (before) => (before === null ? Number.NaN : before.value));
  }
}

function byGroup(panel: IndexPanel, values: Float64Array, block: ImputeBlock): Float64Array {
  const isMedian = block.method === "median" || block.method === "groupMedian";
  const codes = (block.by ?? []).map((name) => panel.groups.get(name)!);
  const keyOf = (row: number) => [panel.period[row]!, ...codes.map((c) => c[row]!)].join(" ");
  const members = new Map<string, number[]>();
  values.forEach((value, row) => {
    if (Number.isNaN(value)) return;
    const key = keyOf(row);
    const list = members.get(key);
    if (list === undefined) members.set(key, [value]);
    else list.push(value);
  });
  const centres = new Map(Array.from(members, ([key, list]) => [key, isMedian ? medianOf(list) : mean(Float64Array.from(list))]));
  // A row whose group is unknown belongs to none.
  const isPlaced = (row: number) => codes.every((c) => c[row]! >= 0);
  return values.map((value, row) => (Number.isNaN(value) && isPlaced(row) ? (centres.get(keyOf(row)) ?? Number.NaN) : value));
}

function medianOf(list: number[]): number {
  const sorted = Float64Array.from(list).sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

interface Point {
  time: number;
  value: number;
}

type Fill = (before: Point | null, after: Point | null, time: number) => number;

const linear: Fill = (before, after, time) =>
  before === null || after === null
    ? Number.NaN
    : before.value + ((time - before.time) / (after.time - before.time)) * (after.value - before.value);

const linearToEnds: Fill = (before, after, time) =>
  before !== null && after !== null ? linear(before, after, time) : ((before ?? after)?.value ?? Number.NaN);

/** Rows stand by unit and period, so a unit's series is a run of rows. */
function alongSeries(panel: IndexPanel, values: Float64Array, fill: Fill): Float64Array {
  const out = values.slice();
  const at = (row: number | null): Point | null => (row === null ? null : { time: panel.times[panel.period[row]!]!, value: values[row]! });
  let before: number | null = null;
  for (let row = 0; row < values.length; row++) {
    if (row > 0 && panel.unit[row] !== panel.unit[row - 1]) before = null;
    if (!Number.isNaN(values[row])) {
      before = row;
      continue;
    }
    let after: number | null = row + 1;
    while (after < values.length && panel.unit[after] === panel.unit[row] && Number.isNaN(values[after])) after++;
    if (after >= values.length || panel.unit[after] !== panel.unit[row]) after = null;
    out[row] = fill(at(before), at(after), panel.times[panel.period[row]!]!);
  }
  return out;
}
