import { categories, columnNamed, type Frame, numbers, sourceRow, unitTimeOrder } from "../frame/main.js";
import { problem } from "../messages/main.js";

/** The rows of a panel, unit by unit and in time. */
export interface PanelRows {
  /** Row numbers in order of unit, then time. */
  order: Int32Array;
  /** `order[starts[k]]` to `order[starts[k + 1] - 1]` are the rows of unit k; one more entry than units. */
  starts: Int32Array;
  /** Unit names, in the order of `starts`. */
  units: readonly string[];
  /** The time of every row of the frame (by row, not by order). */
  times: Float64Array;
}

/**
 * Orders the rows of a panel and makes sure that it is one: every row has a unit and a whole-numbered time, and no unit has a time twice.
 * Throws DATA-COLUMN-UNKNOWN, DATA-COLUMN-TEXT, DATA-UNIT-TIME-MISSING, DATA-TIME-FRACTION, DATA-UNIT-TIME-TWICE.
 */
export function panelRows(source: Frame, unit: string, time: string): PanelRows {
  columnNamed(source, unit);
  const times = numbers(source, time);
  const { codes, labels } = categories(source, unit);
  refuseMissing(source, unit, codes, time, times);
  refuseFractions(source, time, times);
  const order = unitTimeOrder(source, unit, time);
  const starts: number[] = [];
  const units: string[] = [];
  order.forEach((row, k) => {
    if (k > 0 && codes[order[k - 1]!] === codes[row]) return;
    starts.push(k);
    units.push(labels[codes[row]!]!);
  });
  const panel = { order, starts: Int32Array.from([...starts, order.length]), units, times };
  refuseTwice(source, panel, unit, time, codes, labels);
  return panel;
}

function refuseMissing(source: Frame, unit: string, codes: Int32Array, time: string, times: Float64Array): void {
  for (const [column, isMissing] of [
    [unit, (row: number) => codes[row]! < 0],
    [time, (row: number) => Number.isNaN(times[row]!)],
  ] as const) {
    const rows: number[] = [];
    let count = 0;
    for (let row = 0; row < source.rows; row++) {
      if (!isMissing(row)) continue;
      count++;
      if (rows.length < 10) rows.push(sourceRow(source, row));
    }
    if (count > 0)
      throw problem("DATA-UNIT-TIME-MISSING", { table: source.name, column, role: column === unit ? "unit" : "time", count, rows });
  }
}

function refuseFractions(source: Frame, time: string, times: Float64Array): void {
  const row = times.findIndex((t) => !Number.isInteger(t));
  if (row >= 0) throw problem("DATA-TIME-FRACTION", { table: source.name, column: time, value: times[row]!, row: sourceRow(source, row) });
}

function refuseTwice(source: Frame, panel: PanelRows, unit: string, time: string, codes: Int32Array, labels: readonly string[]): void {
  const { order, times } = panel;
  const twice: { unit: string; time: number; rows: number[] }[] = [];
  let count = 0;
  for (let k = 1; k < order.length; k++) {
    const [before, row] = [order[k - 1]!, order[k]!];
    if (codes[before] !== codes[row] || times[before] !== times[row]) continue;
    count++;
    const name = labels[codes[row]!]!;
    const last = twice.at(-1);
    if (last?.unit === name && last.time === times[row]) last.rows.push(sourceRow(source, row));
    else if (twice.length < 5) twice.push({ unit: name, time: times[row]!, rows: [sourceRow(source, before), sourceRow(source, row)] });
  }
  if (count > 0) throw problem("DATA-UNIT-TIME-TWICE", { table: source.name, unit, time, count, cases: twice });
}
