import type { Column } from "../frame/main.js";

/** A variable as levels: a code per row (-1 missing), labels in canonical order (numeric for numbers, code point for text). */
export interface Levels {
  codes: Int32Array;
  labels: readonly string[];
}

/** Levels of columns seen before: a column is never changed in place, and effects, clusters and units often share one. */
const known = new WeakMap<Column, Levels>();

/** The distinct values of a column in canonical order. Whole numbers in a narrow range (years, ids) are counted, not sorted. */
export function levelsOf(column: Column): Levels {
  if (column.kind === "category") return column;
  const before = known.get(column);
  if (before !== undefined) return before;
  const levels = levelsOfNumbers(column.values);
  known.set(column, levels);
  return levels;
}

function levelsOfNumbers(values: Float64Array): Levels {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let whole = true;
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!;
    if (!Number.isFinite(v)) continue;
    if (v < low) low = v;
    if (v > high) high = v;
    if (whole && v !== Math.floor(v)) whole = false;
  }
  if (low > high) return { codes: new Int32Array(values.length).fill(-1), labels: [] };
  return whole && high - low < 4 * values.length + 1024 ? countedLevels(values, low, high) : sortedLevels(values);
}

function countedLevels(values: Float64Array, low: number, high: number): Levels {
  const codeOf = new Int32Array(high - low + 1).fill(-1);
  for (let i = 0; i < values.length; i++) if (Number.isFinite(values[i]!)) codeOf[values[i]! - low] = 0;
  const labels: string[] = [];
  for (let k = 0; k < codeOf.length; k++) {
    if (codeOf[k] !== 0) continue;
    codeOf[k] = labels.length;
    labels.push(String(low + k));
  }
  const codes = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) codes[i] = Number.isFinite(values[i]!) ? codeOf[values[i]! - low]! : -1;
  return { codes, labels };
}

function sortedLevels(values: Float64Array): Levels {
  const distinct = Float64Array.from(new Set(values.filter(Number.isFinite))).sort();
  const codeOf = new Map(Array.from(distinct, (value, code) => [value, code] as const));
  return { codes: Int32Array.from(values, (v) => codeOf.get(v) ?? -1), labels: Array.from(distinct, String) };
}

/** Levels of several variables combined: one level per combination that occurs, ordered by the first variable, then the second. */
export function combineLevels(first: Levels, second: Levels): Levels {
  const rows = first.codes.length;
  const width = second.labels.length;
  const keys = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const a = first.codes[i]!;
    const b = second.codes[i]!;
    keys[i] = a < 0 || b < 0 ? Number.NaN : a * width + b;
  }
  const pairs = levelsOf({ kind: "number", values: keys });
  const labels = pairs.labels.map((key) => {
    const k = Number(key);
    return `${first.labels[Math.floor(k / width)]}^${second.labels[k % width]}`;
  });
  return { codes: pairs.codes, labels };
}

/** Levels of some rows, renumbered so that every level has a row; order kept. */
export function levelsAt(levels: Levels, rows: Int32Array): Levels {
  const seen = new Int32Array(levels.labels.length).fill(-1);
  const codes = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const code = levels.codes[rows[i]!]!;
    codes[i] = code;
    seen[code] = 0;
  }
  if (!seen.includes(-1)) return { codes, labels: levels.labels };
  const labels: string[] = [];
  for (let g = 0; g < seen.length; g++) {
    if (seen[g] !== 0) continue;
    seen[g] = labels.length;
    labels.push(levels.labels[g]!);
  }
  for (let i = 0; i < codes.length; i++) codes[i] = seen[codes[i]!]!;
  return { codes, labels };
}
