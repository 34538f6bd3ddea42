import { labelOf, type Reader } from "./reader.js";

/** The choices written in a variant's name, as `controlGroup=never, index=critic`, in their order. A part without `=` is a choice of its own. */
export function choicesOf(name: string): Map<string, string> {
  // An index recipe may itself hold a comma: a part that names no choice belongs to the one before it.
  const choices = new Map<string, string>();
  let last: string | null = null;
  for (const part of name.split(/,\s*/)) {
    const at = part.indexOf("=");
    if (at > 0) {
      last = part.slice(0, at).trim();
      choices.set(last, part.slice(at + 1).trim());
    } else if (last !== null) choices.set(last, `${choices.get(last)}, ${part.trim()}`);
    else choices.set(part.trim(), "");
  }
  return choices;
}

/** A kind of choice in words. */
export function choiceKind(r: Reader, kind: string): string {
  return r.words.choice[kind] ?? labelOf(r, kind);
}

/** A choice in words: control groups and recipes by their names, columns by their labels. */
export function choiceValue(r: Reader, kind: string, value: string): string {
  if (value === "") return r.words.figure.baseline;
  if (kind === "controlGroup") return r.words.controlGroupShort[value] ?? value;
  if (kind === "index") return recipeWords(r, value);
  if (kind === "estimator") return r.words.estimator[value] ?? value;
  if (kind === "aggregate") return r.words.aggregate[value] ?? value;
  return labelOf(r, value);
}

/** A whole variant in words, to stand inside a sentence. */
export function variantWords(r: Reader, name: string): string {
  return [...choicesOf(name)]
    .map(([kind, value]) => {
      const words = choiceKind(r, kind);
      const inside = words.charAt(0).toLowerCase() + words.slice(1);
      return value === "" ? inside : inside + r.words.colon + choiceValue(r, kind, value);
    })
    .join(r.words.semicolon);
}

/** A recipe of an index in words, as `critic, transform none` or `without hc`. */
export function recipeWords(r: Reader, name: string): string {
  return name
    .split(/,\s*/)
    .map((part) => {
      const known = r.words.indexMethod[part];
      if (known !== undefined) return known;
      const left = /^without (.+)$/.exec(part);
      return left === null ? part : r.words.withoutIndicator(labelOf(r, left[1]!));
    })
    .join(r.words.clause);
}
