import { problem } from "../../messages/main.js";
import type { InstrumentSet } from "../../results/main.js";
import { applied, type Stack } from "./stack.js";

/** One set of instruments of one column, resolved: which equations it serves, and its values by unit and period. */
export interface InstrumentSpec {
  /** Names the set of the options it came from; its columns are tested together. */
  group: string;
  kind: "gmm" | "standard";
  column: string;
  lags: [number, number] | null;
  collapse: boolean;
  equation: "difference" | "level" | "both";
  /** The first period in which any unit has a row: lags do not reach further back. */
  earliest: number;
  /** Value of the column for a unit in a period; NaN where there is none. */
  valueAt: (unit: number, period: number) => number;
  /** The column on the rows of the level equation (standard instruments). */
  onLevels: Float64Array | null;
}

/** Instruments of all stacked rows, sparse: row i holds columns `index[k]` with `value[k]` for k from `rowStart[i]` to `rowStart[i + 1]`. */
export interface InstrumentMatrix {
  rowStart: Int32Array;
  index: Int32Array;
  value: Float64Array;
  columns: number;
  sets: SetColumns[];
}

/** A set as it came out: its description and its columns. */
export interface SetColumns {
  group: string;
  description: InstrumentSet;
  columns: number[];
}

/**
 * Builds the instrument matrix. GMM sets of the transformed equation: the level of the column at each lag, one column per lag and period, or per
 * lag where collapsed (missing values are zeros). Of the level equation: the change of the column dated first lag - 1, per period or collapsed;
 * further changes are redundant given the transformed equation (Blundell and Bond 1998). Standard sets stand in one column: transformed in the
 * transformed equation, as they are in the level equation.
 * @throws GMM-LAGS-BEYOND where a set has no value in the panel
 */
export function buildInstruments(stack: Stack, specs: readonly InstrumentSpec[]): InstrumentMatrix {
  const rows = stack.source.length;
  const cells = new Cells(rows);
  const sets: SetColumns[] = [];
  const unitOf = new Int32Array(rows);
  for (let unit = 0; unit + 1 < stack.starts.length; unit++) unitOf.fill(unit, stack.starts[unit]!, stack.starts[unit + 1]!);

  const gmmSet = (spec: InstrumentSpec, equation: 0 | 1): void => {
    const [first, last] = equation === 1 ? [spec.lags![0] - 1, spec.lags![0] - 1] : spec.lags!;
    const periods = periodsOf(stack, equation);
    const reach = Math.max(0, Math.min(last, periods[periods.length - 1]! - spec.earliest) - first + 1);
    // A column per lag, or per period and lag, in this order; those that stay empty are none.
    const place = new Map(periods.map((period, k) => [period, spec.collapse ? 0 : k * reach]));
    const filled = new Uint8Array(reach * (spec.collapse ? 1 : periods.length));
    const from = cells.count;
    for (let row = 0; row < rows; row++) {
      if (stack.equation[row] !== equation) continue;
      const unit = unitOf[row]!;
      const period = stack.period[row]!;
      const start = place.get(period)!;
      for (let k = 0; k < reach; k++) {
        const at = period - first - k;
        if (at < spec.earliest) break;
        const value = equation === 0 ? spec.valueAt(unit, at) : spec.valueAt(unit, at) - spec.valueAt(unit, at - 1);
        if (Number.isNaN(value) || value === 0) continue;
        filled[start + k] = 1;
        cells.add(row, start + k, value);
      }
    }
    const lags = Array.from(filled.keys()).flatMap((key) => (filled[key] === 1 ? [first + (key % reach)] : []));
    const name = equation === 0 ? "difference" : "level";
    if (lags.length === 0)
      throw problem("GMM-LAGS-BEYOND", {
        column: spec.column,
        first: spec.lags![0],
        last: spec.lags![1],
        equation: name,
        periods: periods[periods.length - 1]! - spec.earliest + 1,
      });
    sets.push({
      group: `${spec.group}, ${name}`,
      description: {
        equation: name,
        kind: "gmm",
        column: spec.column,
        lags: [Math.min(...lags), Math.max(...lags)],
        collapsed: spec.collapse,
        count: lags.length,
      },
      columns: cells.number(from, filled),
    });
  };

  const standardSet = (spec: InstrumentSpec): void => {
    const from = cells.count;
    for (let row = 0; row < rows; row++) {
      const serves = spec.equation === "both" || (stack.equation[row] === 0) === (spec.equation === "difference");
      if (!serves) continue;
      const at = stack.source[row]!;
      const value = stack.equation[row] === 1 ? spec.onLevels![at]! : applied(stack.transformed[at]!, spec.onLevels!);
      if (value !== 0) cells.add(row, 0, value);
    }
    if (cells.count === from) return;
    sets.push({
      group: `${spec.group}, ${spec.equation}`,
      description: { equation: spec.equation, kind: "standard", column: spec.column, count: 1 },
      columns: cells.number(from, Uint8Array.of(1)),
    });
  };

  for (const spec of specs) {
    if (spec.kind === "standard") standardSet(spec);
    else {
      if (spec.equation !== "level") gmmSet(spec, 0);
      if (spec.equation !== "difference") gmmSet(spec, 1);
    }
  }
  return { ...cells.byRow(), sets };
}

/** Periods of an equation's rows, ascending. */
function periodsOf(stack: Stack, equation: 0 | 1): number[] {
  const periods = new Set<number>();
  for (let row = 0; row < stack.period.length; row++) if (stack.equation[row] === equation) periods.add(stack.period[row]!);
  return [...periods].sort((a, b) => a - b);
}

/** Cells of a sparse matrix as they come. */
class Cells {
  count = 0;
  columns = 0;
  private row = new Int32Array(1024);
  private column = new Int32Array(1024);
  private value = new Float64Array(1024);

  constructor(private readonly rows: number) {}

  add(row: number, column: number, value: number): void {
    if (this.count === this.row.length) {
      const grown = <A extends Int32Array | Float64Array>(old: A, fresh: A): A => {
        fresh.set(old);
        return fresh;
      };
      this.row = grown(this.row, new Int32Array(2 * this.count));
      this.column = grown(this.column, new Int32Array(2 * this.count));
      this.value = grown(this.value, new Float64Array(2 * this.count));
    }
    this.row[this.count] = row;
    this.column[this.count] = column;
    this.value[this.count++] = value;
  }

  /** Gives the filled columns of the cells from `from` on their final numbers, and returns those. */
  number(from: number, filled: Uint8Array): number[] {
    const numbers: number[] = [];
    const final = Int32Array.from(filled, (is) => {
      if (is === 0) return -1;
      numbers.push(this.columns);
      return this.columns++;
    });
    for (let k = from; k < this.count; k++) this.column[k] = final[this.column[k]!]!;
    return numbers;
  }

  byRow(): Omit<InstrumentMatrix, "sets"> {
    const rowStart = new Int32Array(this.rows + 1);
    for (let k = 0; k < this.count; k++) rowStart[this.row[k]! + 1]!++;
    for (let row = 0; row < this.rows; row++) rowStart[row + 1]! += rowStart[row]!;
    const next = rowStart.slice();
    const index = new Int32Array(this.count);
    const value = new Float64Array(this.count);
    for (let k = 0; k < this.count; k++) {
      const at = next[this.row[k]!]!++;
      index[at] = this.column[k]!;
      value[at] = this.value[k]!;
    }
    return { rowStart, index, value, columns: this.columns };
  }
}

/** The instruments with only the chosen columns, renumbered in the order given; sets keep what is left of them. */
export function keepColumns(z: InstrumentMatrix, chosen: readonly number[]): InstrumentMatrix {
  if (chosen.length === z.columns) return z;
  const place = new Int32Array(z.columns).fill(-1);
  chosen.forEach((column, k) => {
    place[column] = k;
  });
  const rows = z.rowStart.length - 1;
  const rowStart = new Int32Array(rows + 1);
  const index = new Int32Array(z.index.length);
  const value = new Float64Array(z.value.length);
  let count = 0;
  for (let row = 0; row < rows; row++) {
    for (let k = z.rowStart[row]!; k < z.rowStart[row + 1]!; k++) {
      const at = place[z.index[k]!]!;
      if (at === -1) continue;
      index[count] = at;
      value[count++] = z.value[k]!;
    }
    rowStart[row + 1] = count;
  }
  const sets = z.sets.flatMap((set) => {
    const columns = set.columns.map((c) => place[c]!).filter((c) => c !== -1);
    return columns.length === 0 ? [] : [{ ...set, columns, description: { ...set.description, count: columns.length } }];
  });
  return { rowStart, index: index.subarray(0, count), value: value.subarray(0, count), columns: chosen.length, sets };
}
