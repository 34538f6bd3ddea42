import { type Problem, problem } from "../../messages/main.js";
import type { Arithmetic, Comparison, Expression } from "./syntax.js";
import { limits, type Token, tokenize } from "./tokenize.js";

/** A place in a list of tokens; parsing moves it on. The formula parser walks the same tokens with the same cursor. */
export interface Cursor {
  text: string;
  tokens: readonly Token[];
  position: number;
  depth: number;
}

/** How tightly each construct binds. `parseAt(cursor, binding.operand)` reads one number, name, call or parenthesis and stops before any operator. */
export const binding = { or: 1, and: 2, not: 3, comparison: 4, sum: 5, product: 6, sign: 7, power: 8, operand: 9 } as const;

const comparisons: Record<string, Comparison> = { "=": "=", "==": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">=" };
const keywords = new Set(["and", "or", "not", "in", "missing"]);

/** Parses one whole expression. Throws EXPR-* with the offset in the problem's place (`column` is offset + 1, `excerpt` the text). */
export function parseExpression(text: string): Expression {
  const cursor = cursorOn(text);
  if (peek(cursor).kind === "end") throw problem("EXPR-EMPTY", {});
  const expression = parseAt(cursor, binding.or);
  if (peek(cursor).kind !== "end") throw unexpected(cursor, "an operator or the end");
  return expression;
}

/** A cursor at the start of a text. Throws as `tokenize`. */
export function cursorOn(text: string): Cursor {
  return { text, tokens: tokenize(text), position: 0, depth: 0 };
}

/** The token under the cursor. */
export function peek(cursor: Cursor): Token {
  return cursor.tokens[cursor.position]!;
}

/** The token under the cursor, and one step on. */
export function advance(cursor: Cursor): Token {
  const token = peek(cursor);
  if (token.kind !== "end") cursor.position++;
  return token;
}

/** True, and one step on, where the token under the cursor is this operator. */
export function accept(cursor: Cursor, operator: string): boolean {
  const token = peek(cursor);
  if (token.kind !== "operator" || token.value !== operator) return false;
  cursor.position++;
  return true;
}

/** EXPR-UNEXPECTED at the token under the cursor. */
export function unexpected(cursor: Cursor, expected: string): Problem {
  const token = peek(cursor);
  const found = token.kind === "end" ? "" : cursor.text.slice(token.from, token.to);
  return problem(
    "EXPR-UNEXPECTED",
    { expression: cursor.text, found, expected },
    { column: token.from + 1, length: Math.max(1, token.to - token.from), excerpt: cursor.text },
  );
}

/**
 * Reads the longest expression from the cursor on whose operators bind at least as tightly as `least`, and leaves the cursor behind it.
 * From loose to tight: or, and, not, comparison (not chained), sum, product, sign, power (to the right).
 */
export function parseAt(cursor: Cursor, least: number): Expression {
  if (++cursor.depth > limits.depth) throw problem("EXPR-TOO-LARGE", { what: "depth", limit: limits.depth });
  let left = parsePrefix(cursor, least);
  let compared = false;
  for (;;) {
    const next = parseInfix(cursor, left, least, compared);
    if (next === null) break;
    compared = next.kind === "comparison" || next.kind === "in";
    left = next;
  }
  cursor.depth--;
  return left;
}

function parsePrefix(cursor: Cursor, least: number): Expression {
  const token = peek(cursor);
  if (isKeyword(token, "not") && least <= binding.not) {
    advance(cursor);
    const operand = parseAt(cursor, binding.not);
    return { kind: "not", operand, from: token.from, to: operand.to };
  }
  if (token.kind === "operator" && (token.value === "-" || token.value === "+") && least <= binding.power) {
    advance(cursor);
    // -x^2 is -(x^2); a sign may also stand right of ^, * and /.
    const operand = parseAt(cursor, binding.sign);
    if (token.value === "+") return operand;
    if (operand.kind === "number") return { kind: "number", value: -operand.value, from: token.from, to: operand.to };
    return { kind: "negative", operand, from: token.from, to: operand.to };
  }
  return parseOperand(cursor);
}

function parseInfix(cursor: Cursor, left: Expression, least: number, compared: boolean): Expression | null {
  const token = peek(cursor);
  if (token.kind === "name") return parseWordInfix(cursor, token, left, least, compared);
  if (token.kind !== "operator") return null;
  const comparison = comparisons[token.value];
  if (comparison !== undefined) {
    if (least > binding.comparison) return null;
    if (compared) throw chained(cursor, left);
    advance(cursor);
    const right = parseAt(cursor, binding.sum);
    return { kind: "comparison", operator: comparison, left, right, from: left.from, to: right.to };
  }
  const strength =
    token.value === "^" ? binding.power : "*/".includes(token.value) ? binding.product : "+-".includes(token.value) ? binding.sum : 0;
  if (strength === 0 || strength < least) return null;
  advance(cursor);
  // ^ groups to the right, the others to the left.
  const right = parseAt(cursor, strength === binding.power ? binding.power : strength + 1);
  return { kind: "arithmetic", operator: token.value as Arithmetic, left, right, from: left.from, to: right.to };
}

function parseWordInfix(cursor: Cursor, token: Token, left: Expression, least: number, compared: boolean): Expression | null {
  if (isKeyword(token, "and") || isKeyword(token, "or")) {
    const operator = token.value as "and" | "or";
    if (binding[operator] < least) return null;
    advance(cursor);
    const right = parseAt(cursor, binding[operator] + 1);
    return { kind: "logic", operator, left, right, from: left.from, to: right.to };
  }
  const negated = isKeyword(token, "not") && isKeyword(cursor.tokens[cursor.position + 1]!, "in");
  if ((!negated && !isKeyword(token, "in")) || least > binding.comparison) return null;
  if (compared) throw chained(cursor, left);
  cursor.position += negated ? 2 : 1;
  if (!accept(cursor, "(")) throw unexpected(cursor, "(");
  const items = parseList(cursor, parseLiteral);
  return { kind: "in", operand: left, items, negated, from: left.from, to: cursor.tokens[cursor.position - 1]!.to };
}

/** A number (with sign) or a text: what may stand in the list of `in`. */
function parseLiteral(cursor: Cursor): Expression {
  const start = peek(cursor);
  const item = parseAt(cursor, binding.sign);
  if (item.kind === "number" || item.kind === "text") return item;
  cursor.position = cursor.tokens.indexOf(start);
  throw unexpected(cursor, "a number or a text in quotes");
}

function parseOperand(cursor: Cursor): Expression {
  const token = peek(cursor);
  const { from, to } = token;
  if (token.kind === "number") {
    if (!Number.isFinite(Number(token.value))) throw unexpected(cursor, "a number below 1.8e308");
    advance(cursor);
    return { kind: "number", value: Number(token.value), from, to };
  }
  if (token.kind === "text") {
    advance(cursor);
    return { kind: "text", value: token.value, from, to };
  }
  if (token.kind === "name") return parseName(cursor, token);
  if (!accept(cursor, "(")) throw unexpected(cursor, "a name, a number, a text in quotes or (");
  const inner = parseAt(cursor, binding.or);
  if (!accept(cursor, ")")) throw unclosed(cursor, from);
  return { ...inner, from, to: cursor.tokens[cursor.position - 1]!.to };
}

function parseName(cursor: Cursor, token: Token): Expression {
  const { from, to } = token;
  const next = cursor.tokens[cursor.position + 1]!;
  if (
    token.quoted !== true &&
    next.kind === "operator" &&
    next.value === "(" &&
    (token.value === "missing" || !keywords.has(token.value))
  ) {
    cursor.position += 2;
    const items = parseList(cursor, (c) => parseAt(c, binding.or));
    return { kind: "call", name: token.value, arguments: items, from, to: cursor.tokens[cursor.position - 1]!.to };
  }
  if (isKeyword(token, "missing")) {
    advance(cursor);
    return { kind: "missing", from, to };
  }
  if (token.quoted !== true && keywords.has(token.value)) throw unexpected(cursor, "a name, a number, a text in quotes or (");
  advance(cursor);
  return { kind: "name", name: token.value, from, to };
}

/** Items between an opening parenthesis (already read) and its closing one, separated by commas. */
function parseList(cursor: Cursor, item: (cursor: Cursor) => Expression): Expression[] {
  const opened = cursor.tokens[cursor.position - 1]!;
  const items: Expression[] = [];
  if (accept(cursor, ")")) return items;
  do items.push(item(cursor));
  while (accept(cursor, ","));
  if (!accept(cursor, ")")) throw unclosed(cursor, opened.from);
  return items;
}

function isKeyword(token: Token, word: string): boolean {
  return token.kind === "name" && token.quoted !== true && token.value === word;
}

function unclosed(cursor: Cursor, opened: number): Problem {
  if (peek(cursor).kind !== "end") return unexpected(cursor, "an operator, a comma or )");
  return problem(
    "EXPR-UNCLOSED",
    { expression: cursor.text, opened: "(", closes: ")" },
    { column: opened + 1, length: 1, excerpt: cursor.text },
  );
}

function chained(cursor: Cursor, left: Expression): Problem {
  const token = peek(cursor);
  return problem(
    "EXPR-CHAINED",
    { expression: cursor.text },
    { column: left.from + 1, length: token.to - left.from, excerpt: cursor.text },
  );
}
