import { binding } from "./parse.js";
import type { Expression } from "./syntax.js";
import { bareName } from "./tokenize.js";

const reserved = new Set(["and", "or", "not", "in", "missing"]);

/** The expression as text with as few parentheses as its meaning needs; parsing it gives the same expression. */
export function formatExpression(e: Expression): string {
  return write(e, binding.or);
}

/** A column name as it stands in an expression: bare, or in backquotes where it has to. */
export function formatName(name: string): string {
  return bareName.test(name) && !reserved.has(name) ? name : `\`${name.replaceAll("`", "``")}\``;
}

function formatText(value: string): string {
  return value.includes('"') && !value.includes("'") ? `'${value}'` : `"${value.replaceAll('"', '""')}"`;
}

function write(e: Expression, least: number): string {
  const [text, strength] = piece(e);
  return strength < least ? `(${text})` : text;
}

/** The text of a node and how tightly it binds. */
function piece(e: Expression): [string, number] {
  switch (e.kind) {
    case "number":
      return [String(e.value), e.value < 0 || Object.is(e.value, -0) ? binding.sign : binding.operand];
    case "text":
      return [formatText(e.value), binding.operand];
    case "missing":
      return ["missing", binding.operand];
    case "name":
      return [formatName(e.name), binding.operand];
    case "negative":
      // A number right behind the sign would be read as one negative number.
      return [`-${write(e.operand, e.operand.kind === "number" ? binding.operand + 1 : binding.sign)}`, binding.sign];
    case "not":
      return [`not ${write(e.operand, binding.not)}`, binding.not];
    case "arithmetic": {
      const strength = e.operator === "^" ? binding.power : "*/".includes(e.operator) ? binding.product : binding.sum;
      const left = write(e.left, e.operator === "^" ? binding.operand : strength);
      const right = write(e.right, e.operator === "^" ? binding.sign : strength + 1);
      return [`${left} ${e.operator} ${right}`, strength];
    }
    case "comparison":
      return [`${write(e.left, binding.sum)} ${e.operator} ${write(e.right, binding.sum)}`, binding.comparison];
    case "logic":
      return [`${write(e.left, binding[e.operator])} ${e.operator} ${write(e.right, binding[e.operator] + 1)}`, binding[e.operator]];
    case "in":
      return [
        `${write(e.operand, binding.comparison + 1)} ${e.negated ? "not in" : "in"} (${e.items.map((i) => write(i, binding.or)).join(", ")})`,
        binding.comparison,
      ];
    case "call":
      return [`${e.name}(${e.arguments.map((a) => write(a, binding.or)).join(", ")})`, binding.operand];
  }
}
