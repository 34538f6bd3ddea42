import { type Column, type Expression, evaluate, type Frame, formatExpression, withColumn } from "../frame/main.js";
import { problem } from "../messages/main.js";
import { type Levels, levelsOf } from "./levels.js";

/** Unit and time columns of a panel, where they are known. */
export interface PanelNames {
  unit?: string | null | undefined;
  time?: string | null | undefined;
}

/** Where the rows of a panel stand in time, so that values can be fetched from other periods of the same unit. */
export interface PanelIndex {
  units: Levels;
  /** Whole-numbered time of each row, NaN missing. */
  times: Float64Array;
  rowAt: (unit: number, time: number) => number;
}

/**
 * An expression with its lags worked out: every `l(x, k)`, `f(x, k)`, `d(x, k)` becomes a column of the returned frame.
 * A lag is the value of the same unit k periods earlier, not k rows up: where that period is missing, so is the lag.
 * @throws FORMULA-LAG-NO-PANEL without unit and time, FORMULA-LAG-DUPLICATE, FORMULA-LAG-TIME
 */
export function resolveShifts(e: Expression, source: Frame, panel: PanelNames): { expression: Expression; frame: Frame } {
  let current = source;
  const visit = (node: Expression): Expression => {
    switch (node.kind) {
      case "call": {
        if (node.name !== "l" && node.name !== "f" && node.name !== "d") return { ...node, arguments: node.arguments.map(visit) };
        const name = formatExpression(node);
        if (!current.columns.has(name)) {
          const column = evaluate(visit(node.arguments[0]!), current, rowNames(panel));
          current = withColumn(current, name, shiftColumn(column, node.name, lagOf(node), name, source, panel));
        }
        return { kind: "name", name, from: node.from, to: node.to };
      }
      case "negative":
      case "not":
        return { ...node, operand: visit(node.operand) };
      case "arithmetic":
      case "comparison":
      case "logic":
        return { ...node, left: visit(node.left), right: visit(node.right) };
      case "in":
        return { ...node, operand: visit(node.operand) };
      default:
        return node;
    }
  };
  const expression = visit(e);
  return { expression, frame: current };
}

/** Unit and time as the expression language takes them, to name rows in its errors. */
export function rowNames(panel: PanelNames): { unit: string | null; time: string | null } {
  return { unit: panel.unit ?? null, time: panel.time ?? null };
}

function lagOf(node: Expression & { kind: "call" }): number {
  const [, by, ...more] = node.arguments;
  if (by === undefined) return 1;
  if (by.kind === "number" && Number.isInteger(by.value) && more.length === 0) return by.value;
  throw problem("FORMULA-CALL", { call: node.name, found: formatExpression(by) }, { column: by.from + 1, length: by.to - by.from });
}

function shiftColumn(column: Column, kind: "l" | "f" | "d", by: number, name: string, source: Frame, panel: PanelNames): Column {
  const index = panelIndex(source, panel, name);
  const back = kind === "f" ? -by : by;
  const rows = source.rows;
  const at = new Int32Array(rows);
  for (let i = 0; i < rows; i++) at[i] = index.rowAt(index.units.codes[i]!, index.times[i]! - back);
  if (column.kind === "category") return { ...column, codes: at.map((row) => (row < 0 ? -1 : column.codes[row]!)) };
  const { values } = column;
  const shifted = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const other = at[i]! < 0 ? Number.NaN : values[at[i]!]!;
    shifted[i] = kind === "d" ? values[i]! - other : other;
  }
  return { kind: "number", values: shifted };
}

const indices = new WeakMap<Frame["columns"], Map<string, PanelIndex>>();

/** Where the rows of a panel stand in time; made once per table. Throws FORMULA-LAG-*. */
export function panelIndex(source: Frame, panel: PanelNames, call: string): PanelIndex {
  const { unit, time } = panel;
  if (unit === undefined || unit === null || time === undefined || time === null) throw problem("FORMULA-LAG-NO-PANEL", { call });
  const known = indices.get(source.columns) ?? new Map<string, PanelIndex>();
  indices.set(source.columns, known);
  const key = `${unit}\0${time}`;
  const found = known.get(key) ?? buildIndex(source, unit, time, call);
  known.set(key, found);
  return found;
}

function buildIndex(source: Frame, unit: string, time: string, call: string): PanelIndex {
  const unitColumn = evaluate({ kind: "name", name: unit, from: 0, to: 0 }, source);
  const timeColumn = evaluate({ kind: "name", name: time, from: 0, to: 0 }, source);
  const units = levelsOf(unitColumn);
  const times = wholeTimes(timeColumn, time, call);
  const present = times.filter((t) => !Number.isNaN(t));
  const first = present.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const span = present.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY) - first + 1;
  const rowOf = new Map<number, number>();
  for (let i = 0; i < source.rows; i++) {
    const code = units.codes[i]!;
    if (code < 0 || Number.isNaN(times[i]!)) continue;
    const key = code * span + times[i]! - first;
    if (rowOf.has(key)) {
      const label = timeColumn.kind === "number" ? String(timeColumn.values[i]) : timeColumn.labels[timeColumn.codes[i]!]!;
      throw problem("FORMULA-LAG-DUPLICATE", { call, unit: units.labels[code]!, time: label });
    }
    rowOf.set(key, i);
  }
  const rowAt = (code: number, t: number): number =>
    code < 0 || !(t >= first) || t >= first + span ? -1 : (rowOf.get(code * span + t - first) ?? -1);
  return { units, times, rowAt };
}

/** Time as whole numbers: years as they are, months and quarters counted through the years, days from a fixed day on. */
function wholeTimes(column: Column, name: string, call: string): Float64Array {
  if (column.kind === "number") {
    const odd = column.values.find((v) => !Number.isNaN(v) && !Number.isInteger(v));
    if (odd !== undefined) throw problem("FORMULA-LAG-TIME", { call, time: name, value: String(odd) });
    return column.values;
  }
  const values = column.labels.map((label) => {
    const value = periodNumber(label);
    if (value === null) throw problem("FORMULA-LAG-TIME", { call, time: name, value: label });
    return value;
  });
  return Float64Array.from(column.codes, (code) => (code < 0 ? Number.NaN : values[code]!));
}

/** A period as a whole number: years, quarters and months counted through the years, days; null where a text is none of them. */
export function periodNumber(label: string): number | null {
  const match = /^(\d{4})(?:-?[Qq]([1-4])|-(\d{2})(?:-(\d{2}))?)?$/.exec(label.trim());
  if (match === null) return null;
  const year = Number(match[1]);
  if (match[2] !== undefined) return year * 4 + Number(match[2]);
  if (match[3] === undefined) return year;
  const month = Number(match[3]);
  if (match[4] === undefined) return year * 12 + month;
  return dayNumber(year, month, Number(match[4]));
}

/** Days since 1 March of year 0 in the Gregorian calendar. */
function dayNumber(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1;
  const m = (month + 9) % 12;
  return 365 * y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + Math.floor((153 * m + 2) / 5) + day;
}
