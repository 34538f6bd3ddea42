import { categories, type Frame } from "../../frame/main.js";

/** The group of every row, numbered from 0 in order of first appearance; -1 where one of the columns is missing. */
export function groupRows(source: Frame, by: readonly string[]): { group: Int32Array; groups: number } {
  const columns = by.map((name) => categories(source, name));
  const group = new Int32Array(source.rows);
  const numbered = new Map<string, number>();
  for (let row = 0; row < source.rows; row++) {
    const codes = columns.map((c) => c.codes[row]!);
    if (codes.some((code) => code < 0)) {
      group[row] = -1;
      continue;
    }
    const key = codes.join(" ");
    let number = numbered.get(key);
    if (number === undefined) numbered.set(key, (number = numbered.size));
    group[row] = number;
  }
  return { group, groups: numbered.size };
}

/** The values of a column in each group that are there, ascending: sums over them do not depend on the order of rows. */
export function valuesByGroup(values: Float64Array, group: Int32Array, groups: number): Float64Array[] {
  const lists = Array.from({ length: groups }, (): number[] => []);
  group.forEach((g, row) => {
    if (g >= 0 && !Number.isNaN(values[row]!)) lists[g]!.push(values[row]!);
  });
  return lists.map((list) => Float64Array.from(list).sort());
}
