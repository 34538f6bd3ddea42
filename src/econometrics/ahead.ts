import type { Frame } from "../frame/main.js";
import type { Formula } from "./formula.js";
import { gather, isComplete } from "./sample.js";

/**
 * Columns that models to come on the same table will have freed of the same effects, on the rows of this sample: the regressors first, in the
 * order of the formulas, then the outcomes. Only what stands in the table by its own name, and what no row of the sample misses.
 */
export function columnsAhead(source: Frame, formula: Formula, following: readonly Formula[], rows: Int32Array): Float64Array[] {
  const effectsOf = (of: Formula): string => of.effects.map((effect) => effect.name).join(" + ");
  const same = following.filter((other) => other.effects.length > 0 && effectsOf(other) === effectsOf(formula));
  const names = [
    ...same.flatMap((other) => other.terms.flatMap((term) => (term.parts.length === 1 ? [term.name] : []))),
    ...same.map((other) => other.outcome.name),
  ];
  return [...new Set(names)].flatMap((name) => {
    const column = source.columns.get(name);
    if (column?.kind !== "number") return [];
    const values = gather(column.values, rows);
    return isComplete({ name, values }) ? [values] : [];
  });
}
