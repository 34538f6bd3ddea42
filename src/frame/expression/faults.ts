import { type Problem, problem } from "../../messages/main.js";
import { categories, type Frame, sourceRow } from "../frame.js";
import { placeOf } from "./check.js";
import { formatExpression } from "./format.js";
import type { Expression } from "./syntax.js";

/** Columns whose values name a row in an error, as `province` and `year`. */
export interface RowNames {
  unit?: string | null;
  time?: string | null;
}

/** Rows in which one operation has no value. */
export interface Fault {
  node: Expression;
  code: "DATA-LOG-NONPOSITIVE" | "DATA-DIVIDE-ZERO" | "DATA-NOT-FINITE" | "DATA-NOT-DATE" | "EXPR-NOT-CONDITION";
  rows: number[];
  count: number;
  values: string[];
}

const shownRows = 10;

/** Notes a row without a value; the value is missing until the run stops with the error. */
export function record(fault: Fault, row: number, ...values: (number | string)[]): number {
  fault.count++;
  if (fault.rows.length < shownRows) {
    fault.rows.push(row);
    fault.values.push(values.map(String).join(", "));
  }
  return Number.NaN;
}

/** The error that names the rows of a fault, by unit and time where the caller said which columns hold them. */
export function faultProblem(fault: Fault, source: Frame, names: RowNames): Problem {
  const expression = formatExpression(fault.node);
  const rows = fault.rows.map((row) => sourceRow(source, row));
  const place = placeOf(fault.node);
  if (fault.code === "EXPR-NOT-CONDITION")
    return problem("EXPR-NOT-CONDITION", { expression, value: fault.values[0]!, row: rows[0]! }, place);
  const where = rowNames(source, fault.rows, names);
  return problem(fault.code, { table: source.name, expression, count: fault.count, rows, where, values: fault.values }, place);
}

/** `Hainan 2012` for each row. */
function rowNames(source: Frame, rows: readonly number[], names: RowNames): string[] {
  const named = [names.unit, names.time].filter((n) => typeof n === "string" && source.columns.has(n)) as string[];
  if (named.length === 0) return [];
  const columns = named.map((n) => categories(source, n));
  return rows.map((row) => columns.map((c) => c.labels[c.codes[row]!] ?? "?").join(" "));
}
