import { problem } from "../../messages/main.js";
import { declaredIndicators, type Indicator } from "./indicators.js";
import type { Aggregate, Denominator, IndexOptions, MethodName, Transform } from "./options.js";

export type WeightMethod = Exclude<MethodName, "criticEntropy">;

/** Every choice that makes one index, defaults filled in. An alternative is the same recipe with some choices changed. */
export interface Recipe {
  indicators: readonly Indicator[];
  transform: Readonly<Record<string, Transform>>;
  scale: "minMax" | "zScore";
  scaleFrame: "pooled" | "byYear" | "baseYear";
  /** Where min-max puts the smallest and the largest value. */
  range: readonly [number, number];
  baseYear: number | null;
  method: WeightMethod;
  manual: Readonly<Record<string, number>>;
  weightFrame: "pooled" | "byYear";
  entropyDenominator: Denominator;
  entropyShift: number;
  criticCorrelation: "signed" | "absolute";
  variationOf: "transformed" | "scaled";
  pcaComponents: "first" | "kaiser";
  aggregate: Aggregate;
}

export const usesEntropy = (method: WeightMethod): boolean =>
  method === "entropy" || method === "criticEntropyProduct" || method === "criticEntropyMean";

export const usesCritic = (method: WeightMethod): boolean =>
  method === "critic" || method === "criticEntropyProduct" || method === "criticEntropyMean";

/** The recipe of the index itself. Throws INDEX-RULE-UNNAMED, INDEX-WEIGHTS-* and INDEX-OPTION-UNUSED: no option may silently do nothing. */
export function baseRecipe(options: IndexOptions): Recipe {
  const indicators = declaredIndicators(options);
  const recipe: Recipe = {
    indicators,
    transform: options.transform ?? {},
    scale: options.scale?.method ?? "minMax",
    scaleFrame: options.scale?.frame ?? "pooled",
    range: options.scale?.range ?? [0, 1],
    baseYear: options.scale?.baseYear ?? null,
    method: namedMethod(options.method, options),
    manual: options.method === "manual" ? manualWeights(options, indicators) : {},
    weightFrame: options.weightFrame ?? "pooled",
    entropyDenominator: options.entropyDenominator ?? "rows",
    entropyShift: options.entropyShift ?? 0,
    criticCorrelation: options.criticCorrelation ?? "signed",
    variationOf: options.variationOf ?? "transformed",
    pcaComponents: options.pcaComponents ?? "first",
    aggregate: options.aggregate ?? "arithmetic",
  };
  refuseUnused(options, recipe);
  return recipe;
}

/** A method name that says everything: bare `criticEntropy` does not. */
export function namedMethod(method: MethodName, options: IndexOptions): WeightMethod {
  const index = options.name ?? "index";
  if (method === "criticEntropy") throw problem("INDEX-RULE-UNNAMED", { index }, { path: `indices.${index}` });
  return method;
}

/** Manual weights, checked and divided by their sum (which rounding may leave a little off 1). */
function manualWeights(options: IndexOptions, indicators: readonly Indicator[]): Record<string, number> {
  const index = options.name ?? "index";
  const place = { path: `indices.${index}.weights` };
  const given = options.weights ?? {};
  const names = indicators.map((i) => i.name);
  const missing = names.filter((name) => given[name] === undefined);
  const extra = Object.keys(given).filter((name) => !names.includes(name));
  if (missing.length > 0 || extra.length > 0) throw problem("INDEX-WEIGHTS-NAMES", { index, missing, extra }, place);
  const total = names.reduce((s, name) => s + given[name]!, 0);
  const negative = names.filter((name) => given[name]! < 0);
  if (negative.length > 0 || !(Math.abs(total - 1) <= 0.005)) throw problem("INDEX-WEIGHTS-SUM", { index, sum: total, negative }, place);
  return Object.fromEntries(names.map((name) => [name, given[name]! / total]));
}

function refuseUnused(options: IndexOptions, recipe: Recipe): void {
  const index = options.name ?? "index";
  const methods = [recipe.method, ...(options.alternatives?.method ?? []).map((m) => namedMethod(m, options))];
  const names = recipe.indicators.map((i) => i.name);
  const refuse = (option: string, needs: string) => {
    throw problem("INDEX-OPTION-UNUSED", { index, option, needs }, { path: `indices.${index}.${option.split(":")[0]}` });
  };
  if (options.weights !== undefined && recipe.method !== "manual") refuse("weights", "method: manual");
  if (recipe.baseYear !== null && recipe.scaleFrame !== "baseYear") refuse("scale.baseYear", "scale: { frame: baseYear }");
  if (options.time === undefined && (recipe.scaleFrame !== "pooled" || recipe.weightFrame !== "pooled"))
    refuse(recipe.scaleFrame !== "pooled" ? "scale.frame" : "weightFrame", "time");
  const divided = options.entropyDenominator !== undefined || options.alternatives?.entropyDenominator !== undefined;
  if (divided && !methods.some(usesEntropy)) refuse("entropyDenominator", "method: entropy");
  if (recipe.entropyDenominator === "periods" && options.time === undefined) refuse("entropyDenominator: periods", "time");
  if (recipe.entropyDenominator === "periods" && recipe.weightFrame === "byYear")
    refuse("entropyDenominator: periods", "weightFrame: pooled");
  if (options.entropyShift !== undefined && !methods.some(usesEntropy)) refuse("entropyShift", "method: entropy");
  if (options.criticCorrelation !== undefined && !methods.some(usesCritic)) refuse("criticCorrelation", "method: critic");
  if (options.variationOf !== undefined && !methods.includes("coefficientOfVariation"))
    refuse("variationOf", "method: coefficientOfVariation");
  if (options.pcaComponents !== undefined && !methods.includes("pca")) refuse("pcaComponents", "method: pca");
  // Every z-score has the same deviation: the weights would be equal under another name.
  if (recipe.scale === "zScore" && methods.includes("standardDeviation")) refuse("method: standardDeviation", "scale: { method: minMax }");
  if (options.scale?.range !== undefined && (recipe.scale !== "minMax" || !(recipe.range[0] < recipe.range[1])))
    refuse("scale.range", recipe.scale === "minMax" ? "range: [0.01, 1]" : "scale: { method: minMax }");
  const unit = recipe.scale === "minMax" && recipe.range[0] === 0 && recipe.range[1] === 1;
  if (options.obstacles === true && !unit) refuse("obstacles", "scale: { method: minMax, range: [0, 1] }");
  if (options.coupling !== undefined && !unit) refuse("coupling", "scale: { method: minMax, range: [0, 1] }");
  for (const name of Object.keys(options.transform ?? {}))
    if (!names.includes(name)) refuse(`transform: ${name}`, `indicators: { ${name}: higher }`);
}
