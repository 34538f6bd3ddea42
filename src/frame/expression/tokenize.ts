import { problem } from "../../messages/main.js";

/** One piece of an expression or a formula. `from` and `to` are offsets into the text (UTF-16 units). */
export interface Token {
  kind: "name" | "number" | "text" | "operator" | "end";
  /** The name without backquotes, the text without quotes, the operator or number as written. */
  value: string;
  from: number;
  to: number;
  /** True for a name in backquotes: never a keyword, never a function. */
  quoted?: boolean;
}

/** The longest text and the deepest nesting that are read; a study's own expressions stay far below. */
export const limits = { characters: 20_000, depth: 100, parts: 5_000 } as const;

/** Operators of expressions and formulas together, longest first. */
const operators = ["..", "==", "!=", "<=", ">=", "+", "-", "*", "/", "^", "=", "<", ">", "~", "|", ":", ",", "(", ")", "[", "]"];

/** What people write who come from another program, and what it is here. */
const foreign: Record<string, string> = {
  "&&": "and",
  "||": "or",
  "&": "and",
  "!": "not",
  "<>": "!=",
  "**": "^",
  "≥": ">=",
  "≤": "<=",
  "≠": "!=",
  "×": "*",
  "÷": "/",
  "−": "-",
  "–": "-",
  "（": "(",
  "）": ")",
  "，": ",",
  "、": ",",
  "：": ":",
  "＋": "+",
  "－": "-",
  "＊": "*",
  "／": "/",
  "＝": "=",
  "＞": ">",
  "＜": "<",
  "｜": "|",
  "～": "~",
  "【": "[",
  "】": "]",
  "“": '"',
  "”": '"',
  "‘": "'",
  "’": "'",
};

const space = /\s/u;
/** A bare name: a word of any script; one dot inside belongs to it, as in data frames of R, two dots are the mark of a set. */
const namePattern = "[\\p{ID_Start}_][\\p{ID_Continue}\\u200c\\u200d]*(?:\\.[\\p{ID_Continue}\\u200c\\u200d]+)*";
const nameAt = new RegExp(namePattern, "uy");
export const bareName = new RegExp(`^(?:${namePattern})$`, "u");
const numberAt = /(\d+(\.(?!\.)\d*)?|\.\d+)([eE][+-]?\d+)?/y;

/**
 * Cuts an expression or a formula into tokens; the last one is `end`. Names of any script stand bare and may hold inner dots (`gdp.pc`);
 * other names stand in backquotes, texts in single or double quotes; a doubled quote inside stands for itself.
 * Throws EXPR-CHARACTER, EXPR-UNCLOSED, EXPR-TOO-LARGE.
 */
export function tokenize(text: string): Token[] {
  if (text.length > limits.characters) throw problem("EXPR-TOO-LARGE", { what: "characters", limit: limits.characters });
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const character = String.fromCodePoint(text.codePointAt(at)!);
    if (space.test(character)) {
      at += character.length;
      continue;
    }
    const token = readToken(text, at, character);
    tokens.push(token);
    at = token.to;
    if (tokens.length > limits.parts) throw problem("EXPR-TOO-LARGE", { what: "parts", limit: limits.parts });
  }
  tokens.push({ kind: "end", value: "", from: text.length, to: text.length });
  return tokens;
}

function readToken(text: string, at: number, character: string): Token {
  if (character === "`") return { ...readQuoted(text, at, character), kind: "name", quoted: true };
  if (character === "'" || character === '"') return { ...readQuoted(text, at, character), kind: "text" };
  nameAt.lastIndex = at;
  const name = nameAt.exec(text)?.[0];
  if (name !== undefined) return { kind: "name", value: name, from: at, to: at + name.length };
  if (!text.startsWith("..", at)) {
    numberAt.lastIndex = at;
    const number = numberAt.exec(text)?.[0];
    if (number !== undefined) return { kind: "number", value: number, from: at, to: at + number.length };
  }
  const two = text.slice(at, at + 2);
  const operator = foreign[two] === undefined ? operators.find((o) => text.startsWith(o, at)) : undefined;
  if (operator !== undefined) return { kind: "operator", value: operator, from: at, to: at + operator.length };
  const wrong = foreign[two] === undefined ? character : two;
  throw problem(
    "EXPR-CHARACTER",
    { expression: text, character: wrong, instead: foreign[wrong] ?? null },
    { column: at + 1, length: wrong.length, excerpt: text },
  );
}

function readQuoted(text: string, from: number, quote: string): { value: string; from: number; to: number } {
  let value = "";
  for (let at = from + 1; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === "\0") break;
    if (character !== quote) value += character;
    else if (text.charAt(at + 1) === quote) {
      value += quote;
      at++;
    } else return { value, from, to: at + 1 };
  }
  throw problem(
    "EXPR-UNCLOSED",
    { expression: text, opened: quote, closes: quote },
    { column: from + 1, length: text.length - from, excerpt: text },
  );
}
