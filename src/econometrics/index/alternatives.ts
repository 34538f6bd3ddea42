import type { IndexOptions } from "./options.js";
import { namedMethod, type Recipe, usesEntropy } from "./recipe.js";

/** One other way to make the index. */
export interface Alternative {
  /** What differs from the index itself, as `critic`, `transform none`, `critic, transform none`, `without hc`. */
  name: string;
  recipe: Recipe;
}

/**
 * The declared alternatives: every method (the index's own among them) crossed with the denominators of the entropy, the aggregations, and
 * the declared and the absent transform; then the index without each indicator in turn. The index itself is not listed.
 */
export function alternativeRecipes(base: Recipe, options: IndexOptions): Alternative[] {
  const asked = options.alternatives ?? {};
  const methods = [base.method, ...(asked.method ?? []).map((m) => namedMethod(m, options))];
  const denominators = [base.entropyDenominator, ...(asked.entropyDenominator ?? [])];
  const untransformed = asked.transform === undefined ? [false] : [false, true];
  const aggregates = [base.aggregate, ...(asked.aggregate ?? [])];
  const found = new Map<string, Recipe>();
  for (const method of methods)
    for (const denominator of usesEntropy(method) ? denominators : [base.entropyDenominator])
      for (const [aggregate, plain] of aggregates.flatMap((a) => untransformed.map((p) => [a, p] as const))) {
        const words: string[] = [];
        if (method !== base.method) words.push(method);
        if (denominator !== base.entropyDenominator) words.push(`entropyDenominator ${denominator}`);
        if (aggregate !== base.aggregate) words.push(aggregate);
        if (plain) words.push("transform none");
        if (words.length === 0) continue;
        found.set(words.join(", "), {
          ...base,
          method,
          entropyDenominator: denominator,
          aggregate,
          transform: plain ? {} : base.transform,
        });
      }
  if (asked.leaveOneOut === true && base.indicators.length > 1)
    for (const left of base.indicators)
      found.set(`without ${left.name}`, { ...base, indicators: base.indicators.filter((indicator) => indicator !== left) });
  return [...found].map(([name, recipe]) => ({ name, recipe }));
}
