import { categories, type Frame, takeRows, withColumn, withFindings, withLedger } from "../../frame/main.js";
import { type Finding, finding, nearest, problem } from "../../messages/main.js";
import { nearPairs } from "../names.js";
import { moved } from "./lag.js";
import { type JoinOptions, type StepContext, unitsLost, unitsOf } from "./step.js";

/**
 * Brings the columns of another table to the rows with equal keys. A key stands at most once in the other table, so that no row is multiplied.
 * Rows without a partner are kept with missing values (`left`) or leave (`inner`), counted and named. Keys are compared as text: 11 meets "11".
 * Throws DATA-TABLE-UNKNOWN, DATA-COLUMN-UNKNOWN, DATA-JOIN-KEY-TWICE, DATA-JOIN-COLUMN-TWICE, DATA-JOIN-NO-MATCH.
 */
export function join(source: Frame, options: JoinOptions, context: StepContext): Frame {
  const other = context.tables.get(options.with);
  if (other === undefined) {
    const tables = Array.from(context.tables.keys());
    throw problem("DATA-TABLE-UNKNOWN", { table: options.with, nearest: nearest(options.with, tables), tables });
  }
  const brought = Array.from(other.columns.keys()).filter((name) => !options.on.includes(name));
  const twice = brought.filter((name) => source.columns.has(name));
  if (twice.length > 0) throw problem("DATA-JOIN-COLUMN-TWICE", { table: source.name, with: options.with, columns: twice });
  const left = keysOf(source, options.on);
  const rowOf = partners(other, options);
  const from = Int32Array.from(left, (key) => (key === null ? -1 : (rowOf.get(key) ?? -1)));
  if (from.every((row) => row < 0)) {
    const examples = (keys: (string | null)[]) =>
      Array.from(new Set(keys.filter((k) => k !== null)))
        .slice(0, 3)
        .map(readable);
    throw problem("DATA-JOIN-NO-MATCH", {
      table: source.name,
      with: options.with,
      on: [...options.on],
      left: examples(left),
      right: examples([...rowOf.keys()]),
    });
  }
  let joined = source;
  for (const name of brought) joined = withColumn(joined, name, moved(other.columns.get(name)!, from));
  return withFindings(count(source, joined, from, options, context), joinFindings(source, other, options));
}

const separator = "\u001f";

/** One text per row for its key, null where a part of it is missing. */
function keysOf(source: Frame, on: readonly string[]): (string | null)[] {
  const columns = on.map((name) => categories(source, name));
  return Array.from({ length: source.rows }, (_, row) => {
    const parts = columns.map((c) => c.labels[c.codes[row]!]);
    return parts.some((part) => part === undefined) ? null : parts.join(separator);
  });
}

function readable(key: string): string {
  return key.split(separator).join(" ");
}

/** The row of the other table for every key. */
function partners(other: Frame, options: JoinOptions): Map<string, number> {
  const rowOf = new Map<string, number>();
  const twice: string[] = [];
  keysOf(other, options.on).forEach((key, row) => {
    if (key === null) return;
    if (rowOf.has(key)) twice.push(readable(key));
    else rowOf.set(key, row);
  });
  if (twice.length > 0) {
    const keys = Array.from(new Set(twice));
    throw problem("DATA-JOIN-KEY-TWICE", { with: options.with, on: [...options.on], count: keys.length, keys: keys.slice(0, 6) });
  }
  return rowOf;
}

function count(source: Frame, joined: Frame, from: Int32Array, options: JoinOptions, context: StepContext): Frame {
  const without: number[] = [];
  from.forEach((row, i) => {
    if (row < 0) without.push(i);
  });
  const what = { how: options.how, table: options.with, on: options.on, without: without.length };
  const base = { step: context.step, reason: "join", what } as const;
  if (options.how === "inner") {
    const kept = takeRows(
      joined,
      Int32Array.from(from.keys()).filter((row) => from[row]! >= 0),
    );
    return withLedger(kept, { ...base, rows: without.length, units: unitsLost(source, kept, context.unit) });
  }
  const named = context.unit ?? options.on[0]!;
  return withLedger(joined, {
    ...base,
    rows: 0,
    units: unitsOf(source, without, named),
  });
}

/** Key values that stand in one table only and are near to one of the other; and those of the other table that no row asks for. */
function joinFindings(source: Frame, other: Frame, options: JoinOptions): Finding[] {
  const where = `data.${source.name}`;
  const findings: Finding[] = [];
  for (const column of options.on) {
    const [left, right] = [categories(source, column).labels, categories(other, column).labels];
    const [leftSet, rightSet] = [new Set(left), new Set(right)];
    const onlyRight = right.filter((label) => !leftSet.has(label));
    const onlyLeft = left.filter((label) => !rightSet.has(label));
    const near = other.columns.get(column)!.kind === "category" ? nearPairs(onlyLeft, onlyRight) : [];
    if (near.length > 0) findings.push(finding("DATA-JOIN-NEAR", where, { table: source.name, with: options.with, column, pairs: near }));
    const unused = onlyRight.filter((label) => !near.some((pair) => pair.right === label));
    if (unused.length > 0)
      findings.push(finding("DATA-JOIN-UNUSED", where, { table: source.name, with: options.with, column, values: unused }));
  }
  return findings;
}
