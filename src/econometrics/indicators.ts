import type { PartColumn, TermColumns } from "./columns.js";
import { type Levels, levelsAt } from "./levels.js";
import { gather } from "./sample.js";

/** A column of the design. */
interface Made {
  name: string;
  values: Float64Array;
  /** What rounding took from the values, where that is known. */
  low?: Float64Array;
}

/**
 * Terms as columns on the rows of the sample. A variable with levels becomes indicators; one level, the base, has none:
 * the stated reference, or else the first level wherever the term without this variable stands in the model too (the constant for a
 * variable that stands alone), because the indicators would add up to it.
 * @param bases the bases used are added here
 */
export function indicatorsOf(
  terms: readonly TermColumns[],
  rows: Int32Array,
  constant: boolean,
  bases: { variable: string; base: string }[],
): Made[] {
  const names = new Set(terms.map((term) => nameSet(term.parts)));
  let constantThere = constant;
  const made: Made[] = [];
  for (const term of terms) {
    let columns: Made[] = [{ name: "", values: new Float64Array(0) }];
    for (const part of term.parts) {
      const rest = term.parts.filter((p) => p !== part);
      const spanned = rest.length === 0 ? constantThere : names.has(nameSet(rest));
      columns = columns.flatMap((left) => partColumns(part, rows, spanned, bases).map((right) => product(left, right)));
      // Without a constant the first set of indicators takes its place, and later ones need a base again.
      if (part.kind === "levels" && rest.length === 0 && part.by === null) constantThere = true;
    }
    made.push(...columns);
  }
  return made;
}

function nameSet(parts: readonly PartColumn[]): string {
  return parts
    .map((part) => part.name)
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    .join("\0");
}

function product(left: Made, right: Made): Made {
  if (left.values.length === 0) return right;
  const values = new Float64Array(right.values.length);
  for (let i = 0; i < values.length; i++) values[i] = left.values[i]! * right.values[i]!;
  return { name: `${left.name}:${right.name}`, values };
}

function partColumns(part: PartColumn, rows: Int32Array, spanned: boolean, bases: { variable: string; base: string }[]): Made[] {
  if (part.kind === "number") {
    const values = gather(part.values, rows);
    return [part.low === undefined ? { name: part.name, values } : { name: part.name, values, low: gather(part.low, rows) }];
  }
  const own = indicators(part.name, part.levels, rows, part.references, spanned && part.by === null, bases);
  if (part.by === null) return own;
  if (part.by.kind === "number") {
    const by: Made = { name: part.by.name, values: gather(part.by.values, rows) };
    return own.map((column) => product(column, by));
  }
  const by = indicators(part.by.name, part.by.levels, rows, part.byReferences, false, bases);
  return own.flatMap((column) => by.map((other) => product(column, other)));
}

/** One indicator per level of the sample, less the references, or less the first level where `spanned` asks for a base. */
function indicators(
  name: string,
  levels: Levels,
  rows: Int32Array,
  references: readonly string[],
  spanned: boolean,
  bases: { variable: string; base: string }[],
): Made[] {
  const { codes, labels } = levelsAt(levels, rows);
  const left = references.length > 0 ? references : spanned ? labels.slice(0, 1) : [];
  for (const base of left) if (!bases.some((b) => b.variable === name && b.base === base)) bases.push({ variable: name, base });
  return labels.flatMap((label, level) => {
    if (left.includes(label)) return [];
    const values = new Float64Array(codes.length);
    for (let i = 0; i < codes.length; i++) values[i] = codes[i] === level ? 1 : 0;
    return [{ name: `${name}::${label}`, values }];
  });
}
