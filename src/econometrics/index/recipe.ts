import { problem } from "../../messages/main.js";
import { declaredGroups, type Group } from "./hierarchy.js";
import { declaredIndicators, type Indicator } from "./indicators.js";
import { judgedWeights } from "./judged.js";
import type { Denominator, ImputeBlock, IndexOptions, ScaleMethod, Transform } from "./options.js";
import { type TreatSettings, treatSettings } from "./treat.js";
import { refuseUnused } from "./unused.js";

/** Every choice that makes one index, defaults filled in. An alternative is the same recipe with some choices changed. */
export interface Recipe {
  indicators: readonly Indicator[];
  /** The hierarchy from the bottom up; the last is the index itself. */
  groups: readonly Group[];
  denominators: Readonly<Record<string, string>>;
  impute: ImputeBlock | null;
  /** Least share of observed indicators for a score; null where none was asked for. */
  coverage: number | null;
  transform: Readonly<Record<string, Transform>>;
  treat: TreatSettings | null;
  scale: ScaleMethod;
  scaleFrame: "pooled" | "byYear" | "baseYear";
  /** Where min-max, goalposts and percentile ranks put worst and best. */
  range: readonly [number, number];
  centre: number;
  spread: number;
  reference: string | null;
  cap: boolean;
  baseYear: number | null;
  weightFrame: "pooled" | "byYear" | "baseYear";
  entropyDenominator: Denominator;
  entropyShift: number;
  criticCorrelation: "signed" | "absolute";
  variationOf: "transformed" | "scaled";
  pcaComponents: "first" | "kaiser";
  penalty: -1 | 1;
  /** Least and largest share of a member in a row's own score (benefit of the doubt). */
  shares: readonly [number, number] | null;
}

/** The node that is the index itself. */
export const rootOf = (recipe: Pick<Recipe, "groups">): Group => recipe.groups[recipe.groups.length - 1]!;

/** Whether the index has groups below it. */
export const isHierarchical = (recipe: Pick<Recipe, "groups">): boolean => recipe.groups.length > 1;

/** Whether scores are sums of what the indicators give. */
export const addsUp = (recipe: Pick<Recipe, "groups">): boolean => recipe.groups.every((group) => group.aggregate === "arithmetic");

/** The recipe of the index itself. Throws INDEX-RULE-UNNAMED, INDEX-WEIGHTS-*, INDEX-GROUP-* and INDEX-OPTION-UNUSED: no option may silently do nothing. */
export function baseRecipe(options: IndexOptions): Recipe {
  const indicators = declaredIndicators(options);
  const groups = declaredGroups(options, indicators).map((group) => givenWeights(options, group));
  const recipe: Recipe = {
    indicators,
    groups,
    denominators: options.denominators ?? {},
    impute: options.impute ?? null,
    coverage: options.coverage ?? null,
    transform: options.transform ?? {},
    treat: options.treat === undefined ? null : treatSettings(options.treat),
    scale: options.scale?.method ?? "minMax",
    scaleFrame: options.scale?.frame ?? "pooled",
    range: options.scale?.range ?? [0, 1],
    centre: options.scale?.centre ?? 0,
    spread: options.scale?.spread ?? 1,
    reference: options.scale?.reference ?? null,
    cap: options.scale?.cap ?? false,
    baseYear: options.scale?.baseYear ?? null,
    weightFrame: options.weightFrame ?? "pooled",
    entropyDenominator: options.entropyDenominator ?? "rows",
    entropyShift: options.entropyShift ?? 0,
    criticCorrelation: options.criticCorrelation ?? "signed",
    variationOf: options.variationOf ?? "transformed",
    pcaComponents: options.pcaComponents ?? "first",
    penalty: options.penalty === "higher" ? 1 : -1,
    shares: options.shares ?? null,
  };
  refuseUnused(options, recipe);
  return recipe;
}

/** A group with the weights that people gave it, where they did. */
function givenWeights(options: IndexOptions, group: Group): Group {
  if (group.method === "manual") return manualGroup(options, group);
  if (group.method !== "ahp" && group.method !== "budget") return group;
  const { weights } = judgedWeights(group, options);
  return { ...group, manual: Object.fromEntries(group.members.map((m, j) => [m.name, weights[j]!])) };
}

/** A group with manual weights, checked and divided by their sum (which rounding may leave a little off 1). */
function manualGroup(options: IndexOptions, group: Group): Group {
  const index = options.name ?? "index";
  const place = { path: group.name === null ? `indices.${index}.weights` : `indices.${index}.groups.${group.name}.weights` };
  const names = group.members.map((m) => m.name);
  const missing = names.filter((name) => group.manual[name] === undefined);
  const extra = Object.keys(group.manual).filter((name) => !names.includes(name));
  if (missing.length > 0 || extra.length > 0) throw problem("INDEX-WEIGHTS-NAMES", { index, missing, extra }, place);
  const total = names.reduce((s, name) => s + group.manual[name]!, 0);
  const negative = names.filter((name) => group.manual[name]! < 0);
  if (negative.length > 0 || !(Math.abs(total - 1) <= 0.005)) throw problem("INDEX-WEIGHTS-SUM", { index, sum: total, negative }, place);
  return { ...group, manual: Object.fromEntries(names.map((name) => [name, group.manual[name]! / total])) };
}
