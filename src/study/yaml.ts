import { type Document, isAlias, isMap, isScalar, isSeq, Lexer, type Node, type Pair, parseDocument, type YAMLError } from "yaml";
import { type Place, type Problem, Problems, problem } from "../messages/main.js";

/** Keys and list positions from the top of the file, as `["models", "fe", "formula"]`. */
export type Path = readonly (string | number)[];

/** A parsed study file that still knows where everything stands. */
export interface Source {
  /** The file as the user wrote it. */
  file: string;
  text: string;
  /** Plain values only: text, finite and other numbers, booleans, null, lists, objects. */
  value: unknown;
  /** The place of a key's value, or of the key itself; of the nearest parent that exists when the path is not in the file. */
  place: (path: Path, at?: "key" | "value", within?: { from: number; to: number }) => Place;
}

export const YAML_LIMITS = { bytes: 1_000_000, depth: 24, nodes: 50_000 } as const;

/**
 * Reads YAML 1.2 text. Size, depth and control characters are checked before the parser (it dies on deep nesting), aliases while the
 * tree becomes plain values (they are allowed, but may not blow the file up), keys for duplicates and `__proto__`.
 * Throws coded errors, all that were found in one pass.
 */
export function parseStudyText(text: string, file: string): Source {
  const lineStarts = startsOfLines(text);
  const at = (offset: number, length = 1): Place => placeAt(file, text, lineStarts, offset, length);
  refuseControlCharacters(text, at);
  const deep = firstTooDeep(text);
  if (deep !== null) throw problem("STUDY-YAML-DEPTH", { limit: YAML_LIMITS.depth }, at(deep));

  const document = parseDocument(text, { prettyErrors: false, keepSourceTokens: false, strict: true, version: "1.2" });
  // Later complaints of the parser mostly follow from the first.
  const problems = document.errors.slice(0, 1).map((error) => syntaxProblem(error, document, text, at));
  for (const warning of document.warnings) problems.push(problem("STUDY-YAML-SYNTAX", { cause: "tag" }, at(warning.pos[0])));
  if (problems.length > 0) throw new Problems(problems);
  if (document.contents === null) throw problem("STUDY-FILE-EMPTY", { file }, { file });

  const tree = new Tree(document, at);
  const value = tree.plain(document.contents, []);
  if (tree.problems.length > 0) throw new Problems(tree.problems);
  return { file, text, value, place: (path, side, within) => locate(document, text, at, path, side ?? "value", within) };
}

function startsOfLines(text: string): number[] {
  const starts = [0];
  for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) starts.push(i + 1);
  return starts;
}

function refuseControlCharacters(text: string, at: At): void {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 32 && code !== 9 && code !== 10 && code !== 13) {
      throw problem("STUDY-FILE-BYTES", { byte: `0x${code.toString(16).padStart(2, "0")}` }, { ...at(i), excerpt: undefined });
    }
  }
}

/** Offset of the first token that nests deeper than the limit allows, or null. Works on the token stream, so depth costs nothing. */
function firstTooDeep(text: string): number | null {
  const blocks: number[] = [];
  let flow = 0;
  let offset = 0;
  let lineStart = 0;
  let itemColumn = -1;
  for (const token of new Lexer().lex(text)) {
    if (token === "\x02" || token === "\x1f" || token === "\x18") continue;
    if (token === "[" || token === "{") flow++;
    else if (token === "]" || token === "}") flow = Math.max(0, flow - 1);
    else if (flow === 0 && (token === "-" || token === "?" || token === ":")) {
      // A `:` belongs to the key that opened the item; `-` and `?` open one where they stand.
      const column = token === ":" ? Math.max(itemColumn, 0) : offset - lineStart;
      while (blocks.length > 0 && blocks[blocks.length - 1]! >= column) blocks.pop();
      blocks.push(column);
      itemColumn = -1;
    } else if (flow === 0 && itemColumn < 0 && token.trim() !== "") itemColumn = offset - lineStart;
    if (flow + 2 * blocks.length > 2 * YAML_LIMITS.depth) return offset;
    const newline = token.lastIndexOf("\n");
    offset += token.length;
    if (newline >= 0) {
      lineStart = offset - (token.length - newline - 1);
      itemColumn = -1;
    }
  }
  return null;
}

type At = (offset: number, length?: number) => Place;

/** What the parser's complaint means to somebody who wrote the file. */
export type SyntaxCause =
  | "tag"
  | "tab"
  | "quote"
  | "bracket"
  | "reserved"
  | "escape"
  | "secondColon"
  | "noColon"
  | "documents"
  | "alias"
  | "keyKind"
  | "listOnKeyLine"
  | "other";

function syntaxProblem(error: YAMLError, document: Document, text: string, at: At): Problem {
  const [from, to] = error.pos;
  const place = at(from, Math.max(1, to - from));
  const message = error.message;
  if (error.code === "DUPLICATE_KEY")
    return problem("STUDY-KEY-TWICE", { key: keyAt(document, from) }, at(from, keyAt(document, from).length));
  if (error.code === "TAB_AS_INDENT") return problem("STUDY-YAML-SYNTAX", { cause: "tab" }, place);
  const plain = (cause: SyntaxCause): Problem => problem("STUDY-YAML-SYNTAX", { cause }, place);
  if (error.code === "BAD_INDENT" && !message.startsWith("Flow"))
    return problem("STUDY-YAML-INDENT", {}, at(startOfLastLine(text, [from, to])));
  if (error.code === "BLOCK_AS_IMPLICIT_KEY") {
    const next = document.errors.find((e) => e.code === "MULTILINE_IMPLICIT_KEY");
    return next === undefined ? plain("secondColon") : problem("STUDY-YAML-INDENT", {}, at(startOfLastLine(text, next.pos)));
  }
  if (error.code === "MULTILINE_IMPLICIT_KEY") return plain("noColon");
  if (error.code === "MISSING_CHAR" && message.includes("quote")) return plain("quote");
  if (error.code === "MISSING_CHAR" && message.startsWith("Implicit map keys")) return plain("noColon");
  if (message.startsWith("Flow")) return plain("bracket");
  if (error.code === "BAD_SCALAR_START") return plain("reserved");
  if (error.code === "BAD_DQ_ESCAPE") return plain("escape");
  if (error.code === "MULTIPLE_DOCS") return plain("documents");
  if (message.includes("block-seq-ind on same line")) return plain("listOnKeyLine");
  if (message.includes("at node end")) return problem("STUDY-YAML-INDENT", {}, at(from));
  return plain("other");
}

/** First visible character of the last line of a range: there stands the wrongly indented key. */
function startOfLastLine(text: string, [from, to]: [number, number]): number {
  let offset = Math.max(from, text.lastIndexOf("\n", to - 1) + 1);
  while (text[offset] === " ") offset++;
  return offset;
}

/** The scalar key that starts at an offset. */
function keyAt(document: Document, offset: number): string {
  const walk = (node: unknown): string | null => {
    if (isMap(node)) {
      for (const pair of node.items) {
        const key = pair.key as Node | null;
        if (isScalar(key) && key.range?.[0] === offset) return String(key.value);
        const found = walk(pair.value);
        if (found !== null) return found;
      }
    } else if (isSeq(node)) {
      for (const item of node.items) {
        const found = walk(item);
        if (found !== null) return found;
      }
    }
    return null;
  };
  return walk(document.contents) ?? "";
}

/** Names that JavaScript objects treat specially; as a key they would vanish or break what reads them. */
const RESERVED = new Set(["__proto__", "constructor", "prototype"]);

class Tree {
  readonly problems: Problem[] = [];
  private nodes = 0;
  private readonly open = new Set<Node>();

  constructor(
    private readonly document: Document,
    private readonly at: At,
  ) {}

  plain(node: unknown, path: Path): unknown {
    if (++this.nodes > YAML_LIMITS.nodes) {
      throw problem("STUDY-YAML-ALIASES", { limit: YAML_LIMITS.nodes }, this.placeOf(node));
    }
    if (isAlias(node)) {
      const target = node.resolve(this.document);
      if (target === undefined || this.open.has(target))
        return this.refuse(problem("STUDY-YAML-SYNTAX", { cause: "alias" }, this.placeOf(node)));
      return this.plain(target, path);
    }
    if (isScalar(node)) return typeof node.value === "bigint" ? Number(node.value) : node.value;
    if (isSeq(node)) {
      this.open.add(node);
      const list = node.items.map((item, i) => this.plain(item, [...path, i]));
      this.open.delete(node);
      return list;
    }
    if (!isMap(node)) return null;
    this.open.add(node);
    const object: Record<string, unknown> = {};
    const pairs = node.items as Pair<Node | null, Node | null>[];
    for (let i = 0; i < pairs.length; i++) {
      const { key: keyNode, value } = pairs[i]!;
      const key = this.key(keyNode);
      const cut = node.flow === true ? cutByComma(pairs, i) : null;
      if (key === null) continue;
      if (cut === null) object[key] = this.plain(value, [...path, key]);
      else {
        this.refuse(problem("STUDY-YAML-COMMA", { key, written: cut.written, meant: cut.meant }, this.placeOf(value)));
        object[key] = cut.meant;
        i += cut.rest;
      }
    }
    this.open.delete(node);
    return object;
  }

  private key(node: Node | null): string | null {
    if (!isScalar(node) || node.value === null || typeof node.value === "object") {
      return this.refuse(problem("STUDY-YAML-SYNTAX", { cause: "keyKind" }, this.placeOf(node)));
    }
    const key = String(node.value);
    if (RESERVED.has(key)) return this.refuse(problem("STUDY-KEY-RESERVED", { key }, this.placeOf(node)));
    return key;
  }

  private refuse(p: Problem): null {
    this.problems.push(p);
    return null;
  }

  private placeOf(node: unknown): Place {
    const range = (node as Node | null)?.range;
    return range ? this.at(range[0], range[1] - range[0]) : this.at(0);
  }
}

/**
 * An expression inside braces that its own comma cut in two: `{ late: if(year > 2019, 1, 0) }` is read as three keys. Told by a
 * parenthesis that stays open and closes in the keys without value behind it; null where nothing was cut.
 */
function cutByComma(pairs: readonly Pair<Node | null, Node | null>[], at: number): { written: string; meant: string; rest: number } | null {
  const value = pairs[at]!.value;
  if (!isScalar(value) || value.type !== "PLAIN" || typeof value.value !== "string" || openParentheses(value.value) <= 0) return null;
  let meant = value.value;
  for (let next = at + 1; next < pairs.length; next++) {
    const { key, value: none } = pairs[next]!;
    if (!isScalar(key) || (none !== null && !(isScalar(none) && none.value === null))) return null;
    meant += `, ${key.source ?? String(key.value)}`;
    if (openParentheses(meant) === 0) return { written: value.value, meant, rest: next - at };
  }
  return null;
}

const openParentheses = (text: string): number => text.split("(").length - text.split(")").length;

function placeAt(file: string, text: string, lineStarts: number[], offset: number, length: number): Place {
  // The end of the file has no line of its own to show: point behind the last character instead.
  const inside = Math.min(offset, text.trimEnd().length);
  let line = lineStarts.length;
  while (line > 1 && lineStarts[line - 1]! > inside) line--;
  const start = lineStarts[line - 1]!;
  const end = text.indexOf("\n", start);
  const excerpt = text.slice(start, end < 0 ? text.length : end).replace(/\r$/, "");
  const column = inside - start + 1;
  return { file, line, column, length: Math.max(1, Math.min(length, excerpt.length - (column - 1))), excerpt };
}

/** The place of a path. With `within`, the place of a part of a text value, mapped back through quotes and line folds. */
function locate(
  document: Document,
  text: string,
  at: At,
  path: Path,
  side: "key" | "value",
  within: { from: number; to: number } | undefined,
): Place {
  let node: unknown = document.contents;
  let key: Node | null = null;
  let reached = 0;
  for (const step of path) {
    const here = isAlias(node) ? node.resolve(document) : node;
    if (isMap(here)) {
      const pair = (here.items as Pair<Node, Node | null>[]).find((p) => isScalar(p.key) && String(p.key.value) === String(step));
      if (pair === undefined) break;
      key = pair.key;
      node = pair.value;
    } else if (isSeq(here) && here.items[Number(step)] !== undefined) {
      key = here.items[Number(step)] as Node;
      node = here.items[Number(step)];
    } else break;
    reached++;
  }
  const pathText = path.join(".");
  const isWhole = reached === path.length;
  const hasOwnPlace = isScalar(node) && node.range && node.range[1] > node.range[0];
  // A block value would underline whole lines: its key is the better place.
  const target = side === "value" && isWhole && (hasOwnPlace || key === null) ? (node as Node | null) : (key ?? (node as Node | null));
  const range = target?.range;
  if (!range) return { ...at(0), path: pathText };
  if (isWhole && side === "value" && within && isScalar(node) && typeof node.value === "string" && node.range) {
    const inner = innerOffsets(text, node.range[0], node.range[1], node.value, within);
    if (inner !== null) return { ...at(inner.from, inner.to - inner.from), path: pathText };
  }
  return { ...at(range[0], range[1] - range[0]), path: pathText };
}

/** Source offsets of a piece of a scalar's value: both texts are walked together, any run of white space matching any other. */
function innerOffsets(
  text: string,
  start: number,
  end: number,
  value: string,
  within: { from: number; to: number },
): { from: number; to: number } | null {
  let j = start;
  if (text[j] === '"' || text[j] === "'") j++;
  else if (text[j] === "|" || text[j] === ">") j = text.indexOf("\n", j) + 1;
  const offsets: number[] = [];
  for (let i = 0; i < value.length; i++) {
    const isBlank = value[i] === " " || value[i] === "\n";
    if (isBlank && (i === 0 || !(value[i - 1] === " " || value[i - 1] === "\n"))) {
      offsets.push(j);
      while (j < end && /\s/.test(text[j]!)) j++;
    } else if (isBlank) offsets.push(j - 1);
    else {
      if (i === 0) while (j < end && /\s/.test(text[j]!)) j++;
      if (text[j] !== value[i]) return null;
      offsets.push(j++);
    }
  }
  offsets.push(j);
  const from = offsets[within.from];
  const to = offsets[within.to];
  return from === undefined || to === undefined ? null : { from, to: Math.max(to, from + 1) };
}
