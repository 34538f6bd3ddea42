import {
  accept,
  advance,
  binding,
  type Cursor,
  cursorOn,
  type Expression,
  formatExpression,
  parseAt,
  peek,
  unexpected,
} from "../frame/main.js";
import { nearest, type Place, problem } from "../messages/main.js";

/** A piece of a term: a value per row, or the levels of a variable as indicators. */
export type Part =
  | { kind: "value"; name: string; expression: Expression; text: string }
  | {
      kind: "levels";
      name: string;
      of: Expression;
      by: Expression | null;
      /** Levels of `of` without an indicator; empty where the first level is the base. */
      references: (string | number)[];
      byReferences: (string | number)[];
      text: string;
    };

/** A term is a product of parts; a plain regressor has one. */
export interface Term {
  name: string;
  parts: Part[];
}

/** A set of absorbed effects: the levels of one variable or of several combined, with an intercept, slopes, or both. */
export interface Effect {
  name: string;
  of: { name: string; expression: Expression }[];
  intercept: boolean;
  slopes: { name: string; expression: Expression }[];
  text: string;
}

/** What a formula says, sets expanded. */
export interface Formula {
  text: string;
  outcome: { name: string; expression: Expression; text: string };
  /** False after `0` or `-1`. With absorbed effects the constant is one of them. */
  intercept: boolean;
  terms: Term[];
  effects: Effect[];
  /** The part `endogenous ~ instruments`, or null. */
  instruments: { endogenous: Term[]; excluded: Term[] } | null;
}

/** Named lists of terms, as `sets: { base: [edu, fin] }`; used as `..base`. */
export type Sets = Readonly<Record<string, readonly string[]>>;

const SHIFTS = new Set(["l", "f", "d"]);

/**
 * Reads a formula: `y ~ x1 + x2 | firm + year | endogenous ~ z1 + z2`.
 * Left of the first bar: `a:b`, `a*b`, `x^2`, `i(x, ref = v)`, `i(x, z)`, `l(x, k)`, `f(x, k)`, `d(x, k)`, `..set`, `I(arithmetic)`, any function
 * of the expression language, `1`, `0`, `- term`. Right of it: `a^b` (combined effects), `firm[x]` (own slopes and intercepts), `firm[[x]]` (own slopes).
 * @throws FORMULA-* with the offset in the problem's place, and EXPR-* of the expression language
 */
export function parseFormula(text: string, sets: Sets = {}): Formula {
  const cursor = cursorOn(text);
  if (peek(cursor).kind === "end") throw problem("FORMULA-EMPTY", {});
  const left = parseAt(cursor, binding.sum);
  const outcome = { name: formatExpression(left), expression: left, text };
  if (!accept(cursor, "~")) throw problem("FORMULA-NO-OUTCOME", { formula: text }, placeAt(cursor));
  const reader: Reader = { cursor, sets, open: [] };
  const right = readTerms(reader);
  let effects: Effect[] = [];
  let instruments: Formula["instruments"] = null;
  if (accept(cursor, "|")) {
    if (!tildeAhead(cursor)) effects = readEffects(cursor);
    else instruments = readInstruments(reader);
    if (instruments === null && accept(cursor, "|")) instruments = readInstruments(reader);
  }
  if (peek(cursor).kind !== "end") throw operatorProblem(cursor);
  const terms = withoutRepeats(right.terms);
  return { text, outcome, intercept: right.intercept, terms, effects, instruments };
}

interface Reader {
  cursor: Cursor;
  sets: Sets;
  /** Sets being expanded, to refuse a set that contains itself. */
  open: string[];
}

/** A signed sum of products, and whether the constant survived it. */
function readTerms(reader: Reader): { terms: Term[]; intercept: boolean } {
  const { cursor } = reader;
  let terms: Term[] = [];
  let intercept = true;
  let negative = accept(cursor, "-");
  if (!negative) accept(cursor, "+");
  for (;;) {
    const constant = constantAt(cursor);
    if (constant !== null) {
      advance(cursor);
      if (constant === 0 && !negative) intercept = false;
      if (constant === 1) intercept = !negative;
    } else {
      const start = peek(cursor);
      const product = readProduct(reader);
      if (!negative) terms.push(...product);
      else {
        for (const term of product) {
          if (!terms.some((t) => t.name === term.name))
            throw problem("FORMULA-REMOVES-NOTHING", { term: term.name, terms: terms.map((t) => t.name) }, placeOfToken(cursor, start));
          terms = terms.filter((t) => t.name !== term.name);
        }
      }
    }
    if (accept(cursor, "+")) negative = false;
    else if (accept(cursor, "-")) negative = true;
    else break;
  }
  return { terms, intercept };
}

/** `0` or `1` standing alone as a term. */
function constantAt(cursor: Cursor): number | null {
  const token = peek(cursor);
  if (token.kind !== "number" || (token.value !== "0" && token.value !== "1")) return null;
  const next = cursor.tokens[cursor.position + 1]!;
  const alone = next.kind === "end" || (next.kind === "operator" && ["+", "-", "|", "~", ")"].includes(next.value));
  return alone ? Number(token.value) : null;
}

/** `a * b` is `a + b + a:b`. */
function readProduct(reader: Reader): Term[] {
  let terms = readInteraction(reader);
  while (accept(reader.cursor, "*")) {
    const right = readInteraction(reader);
    terms = [...terms, ...right, ...interact(terms, right)];
  }
  return terms;
}

function readInteraction(reader: Reader): Term[] {
  let terms = readAtom(reader);
  while (accept(reader.cursor, ":")) terms = interact(terms, readAtom(reader));
  return terms;
}

function interact(left: readonly Term[], right: readonly Term[]): Term[] {
  return left.flatMap((a) =>
    right.map((b) => {
      const parts = [...a.parts, ...b.parts.filter((p) => p.kind === "value" || !a.parts.some((q) => q.name === p.name))];
      return { name: parts.map((p) => p.name).join(":"), parts };
    }),
  );
}

function readAtom(reader: Reader): Term[] {
  const { cursor } = reader;
  const token = peek(cursor);
  if (accept(cursor, "(")) {
    const { terms } = readTerms(reader);
    if (!accept(cursor, ")")) throw operatorProblem(cursor);
    return terms;
  }
  if (accept(cursor, "..")) return expandSet(reader);
  const next = cursor.tokens[cursor.position + 1];
  const isCall = token.kind === "name" && token.quoted !== true && next?.kind === "operator" && next.value === "(";
  if (isCall && token.value === "i") return [single(readLevels(cursor))];
  if (isCall && token.value === "I") return [single(valuePart(cursor, readWrapped(cursor)))];
  if (isCall && SHIFTS.has(token.value)) return readShift(cursor).map((e) => single(valuePart(cursor, e)));
  if (token.kind === "text" || token.kind === "end") throw unexpected(cursor, "a regressor");
  const expression = parseAt(cursor, binding.power);
  if (expression.kind === "number") throw problem("FORMULA-NUMBER", { number: expression.value }, placeOfToken(cursor, token));
  return [single(valuePart(cursor, expression))];
}

function single(part: Part): Term {
  return { name: part.name, parts: [part] };
}

function valuePart(cursor: Cursor, expression: Expression): Part {
  return { kind: "value", name: plainName(expression), expression, text: cursor.text };
}

/** Columns by their bare name, everything else as written in canonical spacing. */
function plainName(expression: Expression): string {
  return expression.kind === "name" ? expression.name : formatExpression(expression);
}

/** `I(a / b)`: arithmetic inside a formula. */
function readWrapped(cursor: Cursor): Expression {
  advance(cursor);
  advance(cursor);
  const inner = parseAt(cursor, binding.or);
  if (!accept(cursor, ")")) throw unexpected(cursor, "an operator or )");
  return inner;
}

/** `l(x)`, `l(x, 2)`, `l(x, 1:3)`: one call per lag, to be worked out on the panel. */
function readShift(cursor: Cursor): Expression[] {
  const start = advance(cursor);
  advance(cursor);
  const of = parseAt(cursor, binding.or);
  let first = 1;
  let last: number | null = null;
  if (accept(cursor, ",")) {
    first = readInteger(cursor, start.value);
    if (accept(cursor, ":")) last = readInteger(cursor, start.value);
  }
  if (!accept(cursor, ")")) throw unexpected(cursor, ", or )");
  const to = cursor.tokens[cursor.position - 1]!.to;
  const step = last !== null && last < first ? -1 : 1;
  const count = last === null ? 1 : Math.abs(last - first) + 1;
  return Array.from({ length: count }, (_, k) => ({
    kind: "call" as const,
    name: start.value,
    arguments: [of, { kind: "number" as const, value: first + k * step, from: of.to, to }],
    from: start.from,
    to,
  }));
}

function readInteger(cursor: Cursor, call: string): number {
  const e = parseAt(cursor, binding.sign);
  if (e.kind === "number" && Number.isInteger(e.value)) return e.value;
  throw problem("FORMULA-CALL", { call, found: formatExpression(e) }, placeOfToken(cursor, e));
}

/** `i(x)`, `i(x, ref = v)`, `i(x, z)`, `i(x, z, ref = v, ref2 = w)`. */
function readLevels(cursor: Cursor): Part {
  const start = advance(cursor);
  advance(cursor);
  const of = parseAt(cursor, binding.sum);
  let by: Expression | null = null;
  let references: (string | number)[] = [];
  let byReferences: (string | number)[] = [];
  while (accept(cursor, ",")) {
    const argument = parseAt(cursor, binding.or);
    const key = argument.kind === "comparison" && argument.operator === "=" && argument.left.kind === "name" ? argument.left.name : null;
    if (key === "ref" && argument.kind === "comparison") references = referencesIn(cursor, argument.right);
    else if (key === "ref2" && argument.kind === "comparison") byReferences = referencesIn(cursor, argument.right);
    else if (key === null && by === null) by = argument;
    else throw problem("FORMULA-CALL", { call: "i", found: formatExpression(argument) }, placeOfToken(cursor, argument));
  }
  if (!accept(cursor, ")")) throw unexpected(cursor, ", or )");
  const to = cursor.tokens[cursor.position - 1]!.to;
  const name = cursor.text.slice(start.from, to).replace(/\s+/g, " ");
  return { kind: "levels", name, of, by, references, byReferences, text: cursor.text };
}

function referencesIn(cursor: Cursor, e: Expression): (string | number)[] {
  if (e.kind === "number" || e.kind === "text") return [e.value];
  if (e.kind === "name") return [e.name];
  if (e.kind === "call" && e.name === "c") return e.arguments.flatMap((a) => referencesIn(cursor, a));
  throw problem("FORMULA-CALL", { call: "i", found: formatExpression(e) }, placeOfToken(cursor, e));
}

function expandSet(reader: Reader): Term[] {
  const { cursor, sets, open } = reader;
  const token = peek(cursor);
  if (token.kind !== "name") throw unexpected(cursor, "the name of a set");
  advance(cursor);
  const place: Place = { column: token.from - 1, length: token.to - token.from + 2, excerpt: cursor.text };
  const members = Object.hasOwn(sets, token.value) ? sets[token.value] : undefined;
  if (members === undefined) {
    const names = Object.keys(sets);
    throw problem("FORMULA-SET-UNKNOWN", { set: token.value, nearest: nearest(token.value, names), sets: names }, place);
  }
  if (open.includes(token.value)) throw problem("FORMULA-SET-CYCLE", { chain: [...open, token.value] }, place);
  return members.flatMap((member) => {
    const inner = cursorOn(member);
    const { terms } = readTerms({ cursor: inner, sets, open: [...open, token.value] });
    if (peek(inner).kind !== "end") throw operatorProblem(inner);
    return terms;
  });
}

function readEffects(cursor: Cursor): Effect[] {
  const effects: Effect[] = [];
  do {
    const token = peek(cursor);
    if (token.kind === "number" && (token.value === "0" || token.value === "1")) advance(cursor);
    else effects.push(readEffect(cursor));
  } while (accept(cursor, "+"));
  const seen = new Set<string>();
  return effects.filter((effect) => !seen.has(effect.name) && seen.add(effect.name));
}

function readEffect(cursor: Cursor): Effect {
  const of: Effect["of"] = [];
  do {
    const token = peek(cursor);
    const expression = parseAt(cursor, binding.operand);
    if (expression.kind === "number" || expression.kind === "text")
      throw problem("FORMULA-EFFECT", { found: formatExpression(expression) }, placeOfToken(cursor, token));
    of.push({ name: plainName(expression), expression });
  } while (accept(cursor, "^"));
  const slopes: Effect["slopes"] = [];
  let intercept = true;
  if (accept(cursor, "[")) {
    intercept = !accept(cursor, "[");
    do {
      const expression = parseAt(cursor, binding.power);
      slopes.push({ name: plainName(expression), expression });
    } while (accept(cursor, ","));
    if (!accept(cursor, "]") || (!intercept && !accept(cursor, "]"))) throw unexpected(cursor, ", or ]");
  }
  const next = peek(cursor);
  if (next.kind === "operator" && ["*", ":", "/"].includes(next.value)) {
    throw problem("FORMULA-EFFECT", { found: next.value }, placeOfToken(cursor, next));
  }
  const base = of.map((o) => o.name).join("^");
  const listed = slopes.map((s) => s.name).join(", ");
  const name = slopes.length === 0 ? base : intercept ? `${base}[${listed}]` : `${base}[[${listed}]]`;
  return { name, of, intercept, slopes, text: cursor.text };
}

function readInstruments(reader: Reader): Formula["instruments"] {
  const endogenous = readTerms(reader).terms;
  if (!accept(reader.cursor, "~")) throw problem("FORMULA-INSTRUMENTS", { formula: reader.cursor.text }, placeAt(reader.cursor));
  const excluded = readTerms(reader).terms;
  return { endogenous: withoutRepeats(endogenous), excluded: withoutRepeats(excluded) };
}

/** True when a `~` stands before the next bar. */
function tildeAhead(cursor: Cursor): boolean {
  for (let at = cursor.position; at < cursor.tokens.length; at++) {
    const token = cursor.tokens[at]!;
    if (token.kind !== "operator") continue;
    if (token.value === "|") return false;
    if (token.value === "~") return true;
  }
  return false;
}

function withoutRepeats(terms: readonly Term[]): Term[] {
  const seen = new Set<string>();
  return terms.filter((term) => !seen.has(term.name) && seen.add(term.name));
}

function placeAt(cursor: Cursor): Place {
  return placeOfToken(cursor, peek(cursor));
}

function placeOfToken(cursor: Cursor, token: { from: number; to: number }): Place {
  return { column: token.from + 1, length: Math.max(1, token.to - token.from), excerpt: cursor.text };
}

/** What stands where a formula cannot go on: arithmetic has to be wrapped, the rest is a slip. */
function operatorProblem(cursor: Cursor): Error {
  const token = peek(cursor);
  if (token.kind === "operator" && ["/", "^", "<", ">", "=", "<=", ">=", "!=", "=="].includes(token.value))
    return problem("FORMULA-ARITHMETIC", { operator: token.value }, placeAt(cursor));
  if (token.kind === "operator" && token.value === "~") return problem("FORMULA-TWO-TILDES", { formula: cursor.text }, placeAt(cursor));
  if (token.kind === "operator" && token.value === "|") return problem("FORMULA-TOO-MANY-BARS", { formula: cursor.text }, placeAt(cursor));
  return unexpected(cursor, "+, -, *, :, | or the end");
}
