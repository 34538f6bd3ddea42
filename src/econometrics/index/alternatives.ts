import { withoutIndicators } from "./hierarchy.js";
import type { Aggregate, IndexOptions } from "./options.js";
import { type Recipe, rootOf } from "./recipe.js";
import { namedMethod, usesEntropy, type WeightMethod } from "./weightMethod.js";

/** One other way to make the index. */
export interface Alternative {
  /** What differs from the index itself, as `critic`, `transform none`, `critic, transform none`, `without hc`. */
  name: string;
  recipe: Recipe;
}

/**
 * The declared alternatives: every method (the index's own among them) crossed with the denominators of the entropy, the aggregations, and
 * the declared and the absent transform; then every other scale by itself; then the index without each indicator in turn. The index itself
 * is not listed. Groups that name a method or an aggregation of their own keep it.
 */
export function alternativeRecipes(base: Recipe, options: IndexOptions): Alternative[] {
  const asked = options.alternatives ?? {};
  const root = rootOf(base);
  const methods = [root.method, ...(asked.method ?? []).map((m) => namedMethod(m, options))];
  const denominators = [base.entropyDenominator, ...(asked.entropyDenominator ?? [])];
  const untransformed = asked.transform === undefined ? [false] : [false, true];
  const aggregates = [root.aggregate, ...(asked.aggregate ?? [])];
  const found = new Map<string, Recipe>();
  for (const method of methods)
    for (const denominator of usesEntropy(method) ? denominators : [base.entropyDenominator])
      for (const [aggregate, plain] of aggregates.flatMap((a) => untransformed.map((p) => [a, p] as const))) {
        const words: string[] = [];
        if (method !== root.method) words.push(method);
        if (denominator !== base.entropyDenominator) words.push(`entropyDenominator ${denominator}`);
        if (aggregate !== root.aggregate) words.push(aggregate);
        if (plain) words.push("transform none");
        if (words.length === 0) continue;
        found.set(words.join(", "), {
          ...withAggregate(withMethod(base, method), aggregate),
          entropyDenominator: denominator,
          transform: plain ? {} : base.transform,
        });
      }
  for (const scale of asked.scale ?? []) if (scale !== base.scale) found.set(`scale ${scale}`, { ...base, scale });
  if (asked.leaveOneOut === true && base.indicators.length > 1)
    for (const left of base.indicators) found.set(`without ${left.name}`, withoutIndicator(base, left.name));
  return [...found].map(([name, recipe]) => ({ name, recipe }));
}

/** The recipe with another way to weigh wherever a group does not name its own. */
export function withMethod(recipe: Recipe, method: WeightMethod): Recipe {
  return { ...recipe, groups: recipe.groups.map((group) => (group.own.method ? group : { ...group, method })) };
}

/** The recipe with another aggregation wherever a group does not name its own. */
export function withAggregate(recipe: Recipe, aggregate: Aggregate): Recipe {
  return { ...recipe, groups: recipe.groups.map((group) => (group.own.aggregate ? group : { ...group, aggregate })) };
}

/** The recipe without one indicator. */
export function withoutIndicator(recipe: Recipe, name: string): Recipe {
  return {
    ...recipe,
    indicators: recipe.indicators.filter((indicator) => indicator.name !== name),
    groups: withoutIndicators(recipe.groups, new Set([name])),
  };
}
