import type { Expression } from "./syntax.js";

/** An identifier in double quotes. A NUL would end the SQL text early; no column that was read holds one. */
export function quoteIdentifier(name: string): string {
  if (name.includes("\0")) throw new Error("a name with a NUL cannot stand in SQL");
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text literal in single quotes. */
export function quoteText(text: string): string {
  if (text.includes("\0")) throw new Error("a text with a NUL cannot stand in SQL");
  return `'${text.replaceAll("'", "''")}'`;
}

/**
 * A checked expression as SQL of DuckDB, for sums that are pushed down; NULL is missing. A condition on its own comes as BOOLEAN.
 * Where `evaluate` gives a value, SQL gives the same to a few units in the last place (its elementary functions are the engine's);
 * where `evaluate` stops with an error, what SQL gives is not defined.
 * `column` writes a column name; the default quotes it.
 */
export function toSql(e: Expression, column: (name: string) => string = quoteIdentifier): string {
  const value = (node: Expression): string => (isCondition(node) ? `CAST(${write(node)} AS DOUBLE)` : write(node));
  const condition = (node: Expression): string => (isCondition(node) ? write(node) : `(${write(node)} <> 0)`);
  // Bare least() and greatest() pass over NULL. Every part is written once: twice would double the text at each level of nesting.
  const extreme = (which: "least" | "greatest", nodes: readonly Expression[]): string =>
    `list_reduce([${nodes.map(value).join(", ")}], lambda a, b: CASE WHEN a IS NULL OR b IS NULL THEN NULL ELSE ${which}(a, b) END)`;

  function write(node: Expression): string {
    switch (node.kind) {
      case "number":
        return /e/i.test(String(node.value)) ? `(${node.value})` : `(${node.value}e0)`;
      case "text":
        return quoteText(node.value);
      case "missing":
        return "NULL";
      case "name":
        return column(node.name);
      case "negative":
        return `(- ${value(node.operand)})`;
      case "not":
        return `(NOT ${condition(node.operand)})`;
      case "arithmetic":
        return node.operator === "^"
          ? `pow(${value(node.left)}, ${value(node.right)})`
          : `(${value(node.left)} ${node.operator} ${value(node.right)})`;
      case "comparison":
        return `(${value(node.left)} ${node.operator === "!=" ? "<>" : node.operator} ${value(node.right)})`;
      case "logic":
        return `(${condition(node.left)} ${node.operator.toUpperCase()} ${condition(node.right)})`;
      case "in":
        return `(${value(node.operand)} ${node.negated ? "NOT IN" : "IN"} (${node.items.map(value).join(", ")}))`;
      case "call":
        return writeCall(node.name, node.arguments);
    }
  }

  function writeCall(name: string, given: readonly Expression[]): string {
    switch (name) {
      case "if":
        // A missing condition gives missing, not the second branch as in bare SQL.
        return `(CASE ${condition(given[0]!)} WHEN TRUE THEN ${value(given[1]!)} WHEN FALSE THEN ${value(given[2]!)} END)`;
      case "missing":
        return `(${value(given[0]!)} IS NULL)`;
      case "coalesce":
        return `coalesce(${given.map(value).join(", ")})`;
      case "min":
        return extreme("least", given);
      case "max":
        return extreme("greatest", given);
      case "year":
      case "month": {
        const part = name === "year" ? 1 : 2;
        const text = `CAST(${value(given[0]!)} AS VARCHAR)`;
        return `TRY_CAST(regexp_extract(${text}, '^\\s*(\\d{4})(?:\\.0)?(?:-(\\d{1,2})(?:-\\d{1,2}.*)?)?\\s*$', ${part}) AS DOUBLE)`;
      }
      // The engine computes a branch also for rows that do not take it, and stops at ln(0): NULL instead, where evaluate() stops itself if it has to.
      case "log":
      case "ln":
        return `ln(nullif(greatest(${value(given[0]!)}, 0), 0))`;
      case "log10":
        return `log10(nullif(greatest(${value(given[0]!)}, 0), 0))`;
      case "sqrt":
        return `sqrt(nullif(greatest(${value(given[0]!)}, -1e-300), -1e-300))`;
      default:
        return `${name}(${value(given[0]!)})`;
    }
  }

  return write(e);
}

function isCondition(e: Expression): boolean {
  return (
    e.kind === "comparison" || e.kind === "in" || e.kind === "logic" || e.kind === "not" || (e.kind === "call" && e.name === "missing")
  );
}
