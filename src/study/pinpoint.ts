import type { Place } from "../messages/main.js";
import type { Path, Source } from "./yaml.js";

/** Fields of evidence that quote a name from the study, the most telling first. */
const QUOTED = ["column", "cluster", "strata", "name", "indicator", "adopted", "outcome", "weights", "set", "term", "errors"] as const;

/**
 * The place in a block of the study where a problem's evidence was written: the value, key or word in a text that is the quoted name.
 * Null where the name does not stand there (it came from a set, or from a default).
 */
export function pinpoint(source: Source, block: Path, evidence: unknown): Place | null {
  const quoted = evidence as Record<string, unknown>;
  const start = valueAt(source.value, block);
  for (const field of QUOTED) {
    const name = quoted[field];
    if (typeof name !== "string" || name === "") continue;
    const found = exact(start, block, name) ?? inText(start, block, name);
    if (found !== null) return source.place(found.path, found.side, found.within);
  }
  return null;
}

interface Found {
  path: Path;
  side: "key" | "value";
  within?: { from: number; to: number };
}

/** A value that is the name, or a key that is. */
function exact(value: unknown, path: Path, name: string): Found | null {
  if (value === name) return { path, side: "value" };
  for (const [key, member] of members(value)) {
    const here = [...path, key];
    const found = exact(member, here, name);
    if (found !== null) return found;
    if (key === name) return { path: here, side: "key" };
  }
  return null;
}

/** A text that holds the name as a whole word. */
function inText(value: unknown, path: Path, name: string): Found | null {
  if (typeof value === "string") {
    const from = wordAt(value, name);
    return from < 0 ? null : { path, side: "value", within: { from, to: from + name.length } };
  }
  for (const [key, member] of members(value)) {
    const found = inText(member, [...path, key], name);
    if (found !== null) return found;
  }
  return null;
}

function members(value: unknown): [string | number, unknown][] {
  if (Array.isArray(value)) return value.map((member, i) => [i, member]);
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

/** Where a name stands in a text as a whole word, or -1. */
export function wordAt(text: string, name: string): number {
  const isWord = (character: string | undefined): boolean => character !== undefined && /[\p{L}\p{N}_]/u.test(character);
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1))
    if (!isWord(text[at - 1]) && !isWord(text[at + name.length])) return at;
  return -1;
}

/** The value at a path, or undefined. */
export function valueAt(value: unknown, path: Path): unknown {
  let here = value;
  for (const step of path) {
    if (here === null || typeof here !== "object" || !Object.hasOwn(here, step)) return undefined;
    here = (here as Record<string | number, unknown>)[step];
  }
  return here;
}
