/**
 * The one writer of results: the same value gives the same bytes.
 * Keys keep the order in which the contract's objects are built; numbers are the shortest that read back to the same bits;
 * `-0` is `0`; there is no NaN and no Infinity.
 */

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Objects whose missing number must say why: rows and tests. */
const NEEDS_REASON = ["estimate", "statistic"] as const;

/** Longest line before an object or a list is broken over several lines. */
const WIDTH = 150;

/**
 * A plain JSON value of a results object: undefined members leave, typed arrays become lists, `-0` becomes `0`, and a number that is
 * not finite becomes null. A row or test that loses a number this way gets a `reason` if it has none.
 */
export function settle(value: unknown): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === "number") return Number.isFinite(value) ? value + 0 : null;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.map(settle);
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array, settle);
  if (typeof value !== "object") throw new TypeError(`a ${typeof value} cannot stand in results`);
  if (value instanceof Map || value instanceof Set) throw new TypeError("a Map or Set cannot stand in results: write an object or a list");
  const out: { [key: string]: Json } = {};
  let lost: string | null = null;
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue;
    if (typeof member === "number" && !Number.isFinite(member)) lost ??= key;
    define(out, key, settle(member));
  }
  const reported = NEEDS_REASON.some((key) => Object.hasOwn(out, key));
  if (lost !== null && reported && (out["reason"] === undefined || out["reason"] === null))
    define(out, "reason", `${lost} is not a finite number`);
  return out;
}

/** Own property also for a key called `__proto__`, which plain assignment would lose. */
function define(target: { [key: string]: Json }, key: string, value: Json): void {
  Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
}

/** Canonical JSON for people and diffs: two-space indent, a row or a short list on one line, a final newline. */
export function canonicalJson(value: unknown): string {
  return `${pretty(settle(value), "")}\n`;
}

/** Canonical JSON without white space, for hashing. */
export function compactJson(value: unknown): string {
  return compact(settle(value), "", "");
}

function compact(value: Json, afterComma: string, afterColon: string): string {
  if (Array.isArray(value)) return `[${value.map((v) => compact(v, afterComma, afterColon)).join(`,${afterComma}`)}]`;
  if (value !== null && typeof value === "object")
    return `{${Object.entries(value)
      .map(([key, v]) => `${JSON.stringify(key)}:${afterColon}${compact(v, afterComma, afterColon)}`)
      .join(`,${afterComma}`)}}`;
  return JSON.stringify(value);
}

function pretty(value: Json, indent: string): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const line = flat(value, WIDTH - indent.length);
  if (line !== null) return line;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const isPrimitive = value.every((v) => v === null || typeof v !== "object");
    const body = isPrimitive ? fill(value, inner) : value.map((v) => inner + pretty(v, inner)).join(",\n");
    return `[\n${body}\n${indent}]`;
  }
  const members = Object.entries(value).map(([key, v]) => `${inner}${JSON.stringify(key)}: ${pretty(v, inner)}`);
  return `{\n${members.join(",\n")}\n${indent}}`;
}

/** The value on one line when it fits, null when it does not. */
function flat(value: Json[] | { [key: string]: Json }, room: number): string | null {
  const line = compact(value, " ", " ");
  return line.length <= room ? line : null;
}

/** A long list of plain values, as many on a line as fit. */
function fill(values: Json[], indent: string): string {
  const lines: string[] = [];
  let line = indent;
  values.forEach((value, i) => {
    const text = JSON.stringify(value) + (i + 1 < values.length ? "," : "");
    if (line.length > indent.length && line.length + 1 + text.length > WIDTH) {
      lines.push(line);
      line = indent;
    }
    line += line.length > indent.length ? ` ${text}` : text;
  });
  lines.push(line);
  return lines.join("\n");
}
