import type { z } from "zod";
import { nearest, type Problem, problem } from "../messages/main.js";
import { valueAt } from "./pinpoint.js";
import type { Path, Source } from "./yaml.js";

type Issue = z.core.$ZodIssue;

/**
 * Validates a parsed study file against its schema. Returns the typed value, or every problem of it as coded errors that point into the
 * file; a misspelt key is reported once, not also as a missing one.
 */
export function validate<T extends z.ZodType>(schema: T, source: Source): { value: z.output<T> } | { problems: Problem[] } {
  const parsed = schema.safeParse(source.value, { error: allowedKeys });
  if (parsed.success) return { value: parsed.data };
  const found = parsed.error.issues.flatMap((issue) => translate(issue, [], source));
  return { problems: withoutEchoes(found) };
}

/**
 * zod says which keys are unknown, not which would be known: the message of such an issue is made to carry them. So is that of a union
 * told apart by a key, for the case that just this key is misspelt.
 */
function allowedKeys(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== "unrecognized_keys" && issue.code !== "invalid_union") return undefined;
  return JSON.stringify(keysOf(issue.inst));
}

function keysOf(schema: unknown): string[] {
  const definition = (schema as z.core.$ZodType | undefined)?._zod.def as
    | { shape?: Record<string, unknown>; options?: unknown[] }
    | undefined;
  return [...new Set([...Object.keys(definition?.shape ?? {}), ...(definition?.options ?? []).flatMap(keysOf)])];
}

/** A misspelt key also makes the right one missing; only the first is worth a message. */
function withoutEchoes(problems: Problem[]): Problem[] {
  const misspelt = new Set(
    problems.flatMap((p) => {
      if (p.code !== "STUDY-KEY-UNKNOWN") return [];
      const { where, nearest: right } = p.evidence as { where: string; nearest: string | null };
      return right === null ? [] : [`${where}/${right}`];
    }),
  );
  return problems.filter((p) => {
    if (p.code !== "STUDY-KEY-MISSING") return true;
    const { where, key } = p.evidence as { where: string; key: string };
    return !misspelt.has(`${where}/${key}`);
  });
}

function translate(issue: Issue, before: Path, source: Source): Problem[] {
  const path = [...before, ...issue.path.map((step) => (typeof step === "symbol" ? String(step) : step))];
  const value = valueAt(source.value, path);
  if (value === undefined && path.length > 0)
    return [issue.code === "invalid_union" ? missingOrMisspelt(issue, path, source) : missing(path, choicesOf(issue), source)];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey(key, path, JSON.parse(issue.message) as string[], source));
    case "invalid_type":
      return [wrongKind(path, [kindOf(issue.expected)], value, source)];
    case "invalid_value":
      return [wrongChoice(path, issue.values.map(String), value, source)];
    case "invalid_union":
      return union(issue, path, value, source);
    case "too_small":
      return [outOfRange(path, issue.origin, issue.inclusive === false ? "above" : "atLeast", Number(issue.minimum), value, source)];
    case "too_big":
      return [outOfRange(path, issue.origin, issue.inclusive === false ? "below" : "atMost", Number(issue.maximum), value, source)];
    case "invalid_key":
      return [problem("STUDY-NAME-FORM", { name: String(path.at(-1)), where: pathText(path.slice(0, -1)) }, source.place(path, "key"))];
    case "invalid_format":
      return [problem("STUDY-NAME-FORM", { name: String(value), where: pathText(path) }, source.place(path))];
    default:
      throw new Error(`the schema raises an issue nobody translates: ${issue.code} at ${pathText(path)}`);
  }
}

/** The branch of a union the user meant: the one whose kind fits the value and that complains least. */
function union(issue: Extract<Issue, { code: "invalid_union" }>, path: Path, value: unknown, source: Source): Problem[] {
  if (issue.errors.length === 0) {
    return [wrongChoice(path, choicesOf(issue), value, source)];
  }
  const fitting = issue.errors.filter((branch) => !branch.some(isAboutKind)).sort((a, b) => weight(a) - weight(b));
  const best = fitting[0];
  if (best !== undefined) return best.flatMap((inner) => translate(inner, path, source));
  const about = issue.errors.map((branch) => branch.find(isAboutKind)!);
  const choices = about.flatMap((i) => (i.code === "invalid_value" ? i.values.map(String) : []));
  if (typeof value === "string" && choices.length > 0) return [wrongChoice(path, choices, value, source)];
  const kinds = about.flatMap((i) => (i.code === "invalid_type" ? [kindOf(i.expected)] : []));
  return [wrongKind(path, [...choices.map((c) => `\`${c}\``), ...new Set(kinds)], value, source)];
}

const isAboutKind = (issue: Issue): boolean => issue.path.length === 0 && (issue.code === "invalid_type" || issue.code === "invalid_value");

/** Unknown keys weigh most: they say that another branch was meant. */
const weight = (branch: Issue[]): number => branch.reduce((n, i) => n + (i.code === "unrecognized_keys" ? 10 * i.keys.length : 1), 0);

function unknownKey(key: string, path: Path, keys: string[], source: Source): Problem {
  return problem(
    "STUDY-KEY-UNKNOWN",
    { key, where: pathText(path), nearest: nearest(key, keys), keys },
    source.place([...path, key], "key"),
  );
}

function missing(path: Path, choices: string[], source: Source): Problem {
  const parent = path.slice(0, -1);
  return problem("STUDY-KEY-MISSING", { key: String(path.at(-1)), where: pathText(parent), choices }, source.place(parent, "key"));
}

/** The values an issue would have accepted, where they are few enough to name. */
function choicesOf(issue: Issue): string[] {
  if (issue.code === "invalid_value") return issue.values.map(String);
  return "options" in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
}

/** The key that tells kinds of blocks apart is not there; perhaps it is, under a slip. */
function missingOrMisspelt(issue: Extract<Issue, { code: "invalid_union" }>, path: Path, source: Source): Problem {
  const parent = path.slice(0, -1);
  const keys = JSON.parse(issue.message) as string[];
  const written = Object.keys(valueAt(source.value, parent) as object).filter((key) => !keys.includes(key));
  const slip = written.find((key) => nearest(key, keys) === path.at(-1));
  return slip === undefined ? missing(path, choicesOf(issue), source) : unknownKey(slip, parent, keys, source);
}

function wrongKind(path: Path, expected: string[], value: unknown, source: Source): Problem {
  const shown = value === null || typeof value === "object" ? "" : String(value);
  return problem("STUDY-VALUE-KIND", { where: pathText(path), expected, found: kindOfValue(value), value: shown }, source.place(path));
}

function wrongChoice(path: Path, choices: string[], value: unknown, source: Source): Problem {
  if (value === null || typeof value === "object")
    return wrongKind(
      path,
      choices.map((c) => `\`${c}\``),
      value,
      source,
    );
  const written = String(value);
  return problem(
    "STUDY-VALUE-CHOICE",
    { where: pathText(path), value: written, nearest: nearest(written, choices), choices },
    source.place(path),
  );
}

function outOfRange(path: Path, origin: string, bound: string, limit: number, value: unknown, source: Source): Problem {
  if (origin === "string") return problem("STUDY-VALUE-EMPTY", { where: pathText(path) }, source.place(path, "key"));
  const isCount = origin === "array" || origin === "set" || origin === "object" || origin === "record";
  if (isCount && limit === 1) return problem("STUDY-VALUE-EMPTY", { where: pathText(path) }, source.place(path, "key"));
  const shown = Array.isArray(value) ? `[${value.join(", ")}]` : String(value);
  return problem(
    "STUDY-VALUE-RANGE",
    { where: pathText(path), value: shown, bound: isCount ? "entries" : bound, limit },
    source.place(path),
  );
}

/** zod's word for a kind, as the messages know it. */
function kindOf(expected: string): string {
  if (expected === "string") return "text";
  if (expected === "int") return "integer";
  if (expected === "array" || expected === "tuple") return "list";
  if (expected === "object" || expected === "record") return "block";
  if (expected === "null" || expected === "undefined") return "nothing";
  return expected;
}

function kindOfValue(value: unknown): string {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return "list";
  if (typeof value === "object") return "block";
  return typeof value === "string" ? "text" : typeof value;
}

/** `data.provinces.steps[2].filter` */
export function pathText(path: Path): string {
  return path.reduce<string>(
    (text, step) => (typeof step === "number" ? `${text}[${step + 1}]` : text === "" ? step : `${text}.${step}`),
    "",
  );
}
