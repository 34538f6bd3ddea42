import { columnNamed, type Frame } from "./frame.js";

/**
 * Canonical row order: unit, then time, then each column of `alsoBy`; missing last. Equal rows keep their order, which no result can see.
 * Everything computed after this order is independent of the order of rows in the file.
 * Returns row numbers (0-based) in that order. Throws DATA-COLUMN-UNKNOWN.
 */
export function unitTimeOrder(source: Frame, unit: string | null, time: string | null, alsoBy: readonly string[] = []): Int32Array {
  const names = [unit, time, ...alsoBy].filter((name) => name !== null);
  return rowOrder(names.map((name) => sortKeys(source, name)));
}

/** Numbers that sort as the column does: values, or codes (labels stand in code-point order); missing becomes Infinity and sorts last. */
function sortKeys(source: Frame, name: string): Float64Array {
  const column = columnNamed(source, name);
  if (column.kind === "number") return column.values.map((v) => (Number.isNaN(v) ? Number.POSITIVE_INFINITY : v));
  return Float64Array.from(column.codes, (code) => (code < 0 ? Number.POSITIVE_INFINITY : code));
}

function rowOrder(keys: readonly Float64Array[]): Int32Array {
  const rows = keys[0]?.length ?? 0;
  const order = Int32Array.from({ length: rows }, (_, row) => row);
  const compare = (a: number, b: number): number => {
    for (const key of keys) {
      const x = key[a]!;
      const y = key[b]!;
      if (x !== y) return x < y ? -1 : 1;
    }
    return a - b;
  };
  for (let i = 1; i < rows; i++) if (compare(order[i - 1]!, order[i]!) > 0) return order.sort(compare);
  return order;
}
