import {
  type Column,
  columnNamed,
  type Expression,
  evaluate,
  type Frame,
  formatExpression,
  namesIn,
  parseExpression,
  partsOf,
  withColumn,
  withFindings,
  withLedger,
} from "../../frame/main.js";
import { finding, Problem, placed } from "../../messages/main.js";
import { type StepContext, unitsOf } from "./step.js";

/**
 * Adds columns computed from expressions, in the order written, so that a later one may use an earlier one. A name that exists is replaced.
 * A value that comes out missing although everything it names is there gets a finding: such a row would later leave the sample unasked.
 * Throws EXPR-*, DATA-*.
 */
export function derive(source: Frame, columns: Readonly<Record<string, string | number>>, context: StepContext): Frame {
  let derived = source;
  for (const [name, text] of Object.entries(columns)) {
    try {
      derived = deriveOne(derived, name, String(text), context);
    } catch (error) {
      throw error instanceof Problem ? placed(error, { path: name }) : error;
    }
  }
  return derived;
}

function deriveOne(source: Frame, name: string, text: string, context: StepContext): Frame {
  const expression = parseExpression(text);
  const column = evaluate(expression, source, context);
  const what = { column: name, expression: formatExpression(expression), replaces: source.columns.has(name) };
  const derived = withLedger(withColumn(source, name, column), { step: context.step, reason: "derive", rows: 0, what });
  if (saysMissing(expression)) return derived;
  const rows = missingUnasked(source, expression, column);
  if (rows.length === 0) return derived;
  const units = unitsOf(source, rows, context.unit);
  return withFindings(derived, [
    finding("DATA-DERIVED-MISSING", `data.${source.name}`, {
      table: source.name,
      column: name,
      expression: formatExpression(expression),
      count: rows.length,
      units,
    }),
  ]);
}

/** True where the expression asks for missing values itself. */
function saysMissing(e: Expression): boolean {
  return e.kind === "missing" || partsOf(e).some(saysMissing);
}

function missingUnasked(source: Frame, expression: Expression, result: Column): number[] {
  const inputs = namesIn(expression).map((name) => columnNamed(source, name));
  const rows: number[] = [];
  for (let row = 0; row < source.rows; row++) if (isMissing(result, row) && inputs.every((input) => !isMissing(input, row))) rows.push(row);
  return rows;
}

function isMissing(column: Column, row: number): boolean {
  return column.kind === "number" ? Number.isNaN(column.values[row]!) : column.codes[row]! < 0;
}
