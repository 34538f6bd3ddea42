import { quoteIdentifier } from "../frame/main.js";

/** One column of a source and how it comes out of SQL: a number as DOUBLE, a category as VARCHAR, NULL where missing. */
export interface SourceColumn {
  /** The name as the file or the query has it. */
  name: string;
  kind: "number" | "category";
  sql: string;
}

/** Something rows can be selected from: a file or a query whose columns are named c0, c1, ... inside, so that no name of a file ever stands in SQL. */
export interface Source {
  /** What stands after FROM. */
  from: string;
  rows: number;
  columns: readonly SourceColumn[];
}

/** The first integer that a number cannot tell from its neighbour. */
export const firstInexact = 2 ** 53;

/** `c0`, `c1`, ...: the inner name of a column. */
export function innerName(position: number): string {
  return `c${position}`;
}

/** Names that differ in more than case, as SQL needs them: a name that only differs in case from an earlier one gets `_2`, `_3`, ... */
export function distinctNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let distinct = name;
    for (let k = 2; taken.has(distinct.toLowerCase()); k++) distinct = `${name}_${k}`;
    taken.add(distinct.toLowerCase());
    return distinct;
  });
}

/** The SELECT that gives a source's columns under their own names, for a view that queries can read. */
export function selectNamed(source: Source): string {
  const names = distinctNames(source.columns.map((c) => c.name));
  return `SELECT ${source.columns.map((c, i) => `${c.sql} AS ${quoteIdentifier(names[i]!)}`).join(", ")} FROM ${source.from}`;
}
