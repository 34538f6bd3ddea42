import { nearest, type Place, problem } from "../../messages/main.js";
import { type CategoryColumn, columnNamed, type Table, textWhereNumber } from "../frame.js";
import { looksLikeNumber } from "../text.js";
import { formatExpression } from "./format.js";
import { type FunctionRule, functionRules, type ValueKind } from "./functions.js";
import type { Expression } from "./syntax.js";

/** `missing` fits every kind. */
type Kind = ValueKind | "missing";

/**
 * Checks names, functions and kinds of an expression against a table and says what it gives per row.
 * Throws DATA-COLUMN-UNKNOWN, DATA-COLUMN-TEXT, EXPR-FUNCTION-UNKNOWN, EXPR-ARGUMENTS, EXPR-TYPES, EXPR-COMPARE-MISSING, each with its place.
 */
export function checkExpression(e: Expression, table: Table): ValueKind {
  const kind = kindOf(e, table);
  return kind === "missing" ? "number" : kind;
}

/** Where a node stands in its own text; the caller that knows the file and the text adds them. */
export function placeOf(e: Expression): Place {
  return { column: e.from + 1, length: Math.max(1, e.to - e.from) };
}

function kindOf(e: Expression, table: Table): Kind {
  switch (e.kind) {
    case "number":
    case "text":
    case "missing":
      return e.kind;
    case "name":
      return columnAt(e, table).kind === "number" ? "number" : "text";
    case "negative":
      wantNumber(e.operand, table, "-");
      return "number";
    case "arithmetic":
      wantNumber(e.left, table, e.operator);
      wantNumber(e.right, table, e.operator);
      return "number";
    case "not":
      wantCondition(e.operand, table, "not");
      return "condition";
    case "logic":
      wantCondition(e.left, table, e.operator);
      wantCondition(e.right, table, e.operator);
      return "condition";
    case "comparison":
      return checkComparison(e.left, [e.right], table, e.operator);
    case "in":
      return checkComparison(e.operand, e.items, table, "in");
    case "call":
      return checkCall(e, table);
  }
}

function columnAt(e: Expression & { kind: "name" }, table: Table) {
  try {
    return columnNamed(table, e.name);
  } catch {
    const columns = Array.from(table.columns.keys());
    throw problem("DATA-COLUMN-UNKNOWN", { table: table.name, column: e.name, nearest: nearest(e.name, columns), columns }, placeOf(e));
  }
}

function wantNumber(e: Expression, table: Table, operation: string): void {
  if (kindOf(e, table) !== "text") return;
  if (e.kind === "name") throw textProblem(e, table);
  throw typesProblem(e, operation, "number", "text");
}

function wantCondition(e: Expression, table: Table, operation: string): void {
  if (kindOf(e, table) === "text") throw typesProblem(e, operation, "condition", "text", examplesOf(e, table));
}

/** Both sides must be numbers or both texts; a comparison with `missing` would be missing everywhere. */
function checkComparison(left: Expression, others: readonly Expression[], table: Table, operation: string): "condition" {
  const leftKind = kindOf(left, table);
  for (const right of others) {
    const rightKind = kindOf(right, table);
    const void_ = leftKind === "missing" ? left : rightKind === "missing" ? right : null;
    if (void_ !== null) {
      const other = void_ === left ? right : left;
      throw problem("EXPR-COMPARE-MISSING", { expression: formatExpression(other) }, placeOf(void_));
    }
    if ((leftKind === "text") === (rightKind === "text")) continue;
    const [text, number] = leftKind === "text" ? [left, right] : [right, left];
    // A column of numbers with a few words in it is the data's fault, not the expression's.
    if (text.kind === "name" && (table.columns.get(text.name) as CategoryColumn).labels.some(looksLikeNumber) && number.kind !== "number")
      throw textProblem(text, table);
    throw typesProblem(number, operation, "text", "number", examplesOf(text, table), formatExpression(text));
  }
  return "condition";
}

function checkCall(e: Expression & { kind: "call" }, table: Table): Kind {
  const rule = functionRules.get(e.name);
  if (rule === undefined) {
    const functions = Array.from(functionRules.keys());
    throw problem("EXPR-FUNCTION-UNKNOWN", { name: e.name, nearest: nearest(e.name, functions), functions }, placeOf(e));
  }
  const given = e.arguments.length;
  if (given < rule.takes.length || (given > rule.takes.length && rule.more !== true))
    throw problem("EXPR-ARGUMENTS", { name: e.name, expected: rule.takes.length, orMore: rule.more === true, found: given }, placeOf(e));
  const same: Kind[] = [];
  e.arguments.forEach((argument, i) => {
    const takes = rule.takes[Math.min(i, rule.takes.length - 1)]!;
    if (takes === "number") wantNumber(argument, table, e.name);
    else if (takes === "condition") wantCondition(argument, table, e.name);
    else {
      const kind = kindOf(argument, table);
      if (takes === "same") same.push(checkSame(same, kind, argument, table, e.name));
    }
  });
  return givenKind(rule, same);
}

function checkSame(before: readonly Kind[], kind: Kind, argument: Expression, table: Table, operation: string): Kind {
  const first = before.find((k) => k !== "missing");
  if (first !== undefined && kind !== "missing" && (first === "text") !== (kind === "text"))
    throw typesProblem(
      argument,
      operation,
      first === "text" ? "text" : "number",
      kind === "text" ? "text" : "number",
      examplesOf(argument, table),
    );
  return kind;
}

function givenKind(rule: FunctionRule, same: readonly Kind[]): Kind {
  if (rule.gives !== "same") return rule.gives;
  const known = same.filter((k) => k !== "missing");
  if (known.length === 0) return "missing";
  if (known.every((k) => k === "condition")) return "condition";
  return known[0] === "text" ? "text" : "number";
}

function textProblem(e: Expression & { kind: "name" }, table: Table) {
  const found = textWhereNumber(table, e.name, table.columns.get(e.name) as CategoryColumn);
  return problem(found.code, found.evidence, placeOf(e));
}

function typesProblem(
  e: Expression,
  operation: string,
  expected: "number" | "text" | "condition",
  found: "number" | "text",
  examples: readonly string[] = [],
  against: string | null = null,
) {
  return problem("EXPR-TYPES", { expression: formatExpression(e), operation, expected, found, examples, against }, placeOf(e));
}

/** A few labels of a text column, to show what it holds. */
function examplesOf(e: Expression, table: Table): string[] {
  const column = e.kind === "name" ? table.columns.get(e.name) : undefined;
  return column?.kind === "category" ? column.labels.slice(0, 3) : [];
}
