import { problem } from "../../messages/main.js";
import { marksOf } from "./audit.js";
import type { IndexOptions } from "./options.js";
import { isHierarchical, type Recipe } from "./recipe.js";
import { namedMethod, usesCritic, usesEntropy, type WeightMethod } from "./weightMethod.js";

/** Refuses options that would do nothing under the rest of the recipe. Throws INDEX-OPTION-UNUSED and INDEX-SCALE-NEEDS. */
export function refuseUnused(options: IndexOptions, recipe: Recipe): void {
  const index = options.name ?? "index";
  const refuse = (option: string, needs: string): never => {
    throw problem("INDEX-OPTION-UNUSED", { index, option, needs }, { path: `indices.${index}.${option.split(":")[0]}` });
  };
  const methods: WeightMethod[] = [
    ...recipe.groups.map((group) => group.method),
    ...[...(options.alternatives?.method ?? []), ...(options.uncertainty?.vary.method ?? [])].map((m) => namedMethod(m, options)),
  ];
  const aggregates = [
    ...recipe.groups.map((group) => group.aggregate),
    ...(options.alternatives?.aggregate ?? []),
    ...(options.uncertainty?.vary.aggregate ?? []),
  ];
  refuseWeightOptions(options, recipe, methods, refuse);
  refuseScaleOptions(options, recipe, methods, refuse);
  const { vary } = options.uncertainty ?? {};
  if (vary?.impute !== undefined && recipe.impute === null) refuse("uncertainty", "impute: { method: mean }");
  if (vary?.winsorise !== undefined && recipe.treat === null) refuse("uncertainty", "treat: { winsorise: 5 }");
  if (vary !== undefined && Object.keys(vary).length === 0) refuse("uncertainty", "vary: { method: [equal] }");
  for (const method of ["manual", "ahp", "budget"] as const) if (vary?.method?.includes(method)) refuse("uncertainty", `method: ${method}`);
  if (options.penalty !== undefined && !aggregates.includes("mazziottaPareto")) refuse("penalty", "aggregate: mazziottaPareto");
  const isUnit = recipe.scale === "minMax" && recipe.range[0] === 0 && recipe.range[1] === 1;
  if (options.obstacles === true && !isUnit) refuse("obstacles", "scale: { method: minMax, range: [0, 1] }");
  if (options.coupling !== undefined && !isUnit) refuse("coupling", "scale: { method: minMax, range: [0, 1] }");
  if (options.audit !== undefined && recipe.indicators.length < 2) refuse("audit", "indicators: { rd: higher, patents: higher }");
  const marks = marksOf(options.audit);
  if (!(marks.negative < marks.weak && marks.weak < marks.high)) refuse("audit", "audit: { negative: -0.4, weak: 0.3, high: 0.9 }");
  if (options.impute !== undefined) refuseImputeOptions(options.impute, options, refuse);
  const taken = recipe.indicators.find((i) => i.as !== null);
  if (taken !== undefined && options.catalogue === undefined) refuse(`indicators: ${taken.name}`, "catalogue: nqp-province");
  const dimensioned = recipe.indicators.find((i) => i.dimension !== null);
  if (isHierarchical(recipe) && dimensioned !== undefined) refuse(`indicators: ${dimensioned.name}`, "dimension: null");
  const names = recipe.indicators.map((i) => i.name);
  for (const block of ["transform", "denominators"] as const)
    for (const name of Object.keys(options[block] ?? {}))
      if (!names.includes(name)) refuse(`${block}: ${name}`, `indicators: { ${name}: higher }`);
  for (const { name, best } of recipe.indicators)
    if (best !== null && recipe.transform[name] === "ln") refuse(`transform: ${name}`, `indicators: { ${name}: higher }`);
}

type Refuse = (option: string, needs: string) => never;

function refuseWeightOptions(options: IndexOptions, recipe: Recipe, methods: readonly WeightMethod[], refuse: Refuse): void {
  if (options.weights !== undefined && options.method !== "manual") refuse("weights", "method: manual");
  const judging = recipe.groups.some((group) => (group.method === "ahp" && group.comparisons === null) || group.method === "budget");
  if (options.expertForm !== undefined && !judging) refuse("experts", "method: ahp");
  for (const { name, method, comparisons, importance } of recipe.groups) {
    const at = name === null ? "" : `groups.${name}.`;
    if (comparisons !== null && method !== "ahp") refuse(`${at}comparisons`, "method: ahp");
    if (importance !== null && method !== "targetImportance") refuse(`${at}importance`, "method: targetImportance");
  }
  if (options.shares !== undefined && !methods.includes("benefitOfTheDoubt")) refuse("shares", "method: benefitOfTheDoubt");
  if (recipe.shares !== null && !(recipe.shares[0] < recipe.shares[1])) refuse("shares", "shares: [0.05, 0.5]");
  for (const method of ["manual", "ahp", "budget"] as const)
    if (options.alternatives?.method?.includes(method)) refuse("alternatives", `method: ${method}`);
  if (recipe.groups.some((group) => group.method === "benefitOfTheDoubt" && group.aggregate !== "arithmetic"))
    refuse("aggregate", "aggregate: arithmetic");
  if (options.time === undefined && recipe.weightFrame !== "pooled") refuse("weightFrame", "time");
  const divided = options.entropyDenominator !== undefined || options.alternatives?.entropyDenominator !== undefined;
  if (divided && !methods.some(usesEntropy)) refuse("entropyDenominator", "method: entropy");
  if (recipe.entropyDenominator === "periods" && options.time === undefined) refuse("entropyDenominator: periods", "time");
  if (recipe.entropyDenominator === "periods" && recipe.weightFrame !== "pooled")
    refuse("entropyDenominator: periods", "weightFrame: pooled");
  if (options.entropyShift !== undefined && !methods.some(usesEntropy)) refuse("entropyShift", "method: entropy");
  if (options.criticCorrelation !== undefined && !methods.some(usesCritic)) refuse("criticCorrelation", "method: critic");
  if (options.variationOf !== undefined && !methods.includes("coefficientOfVariation"))
    refuse("variationOf", "method: coefficientOfVariation");
  if (options.pcaComponents !== undefined && !methods.includes("pca")) refuse("pcaComponents", "method: pca");
}

function refuseScaleOptions(options: IndexOptions, recipe: Recipe, methods: readonly WeightMethod[], refuse: Refuse): void {
  const index = options.name ?? "index";
  const { scale } = options;
  const scales = [recipe.scale, ...(options.alternatives?.scale ?? []), ...(options.uncertainty?.vary.scale ?? [])];
  const ranged = scales.some((s) => s === "minMax" || s === "goalposts" || s === "percentileRank");
  const distances = scales.some((s) => s === "distanceToReference" || s === "distanceToTarget");
  if (scale?.baseYear !== undefined && recipe.scaleFrame !== "baseYear" && recipe.weightFrame !== "baseYear")
    refuse("scale.baseYear", "scale: { frame: baseYear }");
  if (options.time === undefined && recipe.scaleFrame !== "pooled") refuse("scale.frame", "time");
  // Every z-score has the same deviation: the weights would be equal under another name.
  if (recipe.scale === "zScore" && methods.includes("standardDeviation")) refuse("method: standardDeviation", "scale: { method: minMax }");
  if (scale?.range !== undefined && (!ranged || !(recipe.range[0] < recipe.range[1])))
    refuse("scale.range", ranged ? "range: [0.01, 1]" : "scale: { method: minMax }");
  for (const key of ["centre", "spread"] as const)
    if (scale?.[key] !== undefined && !scales.includes("zScore")) refuse(`scale.${key}`, "scale: { method: zScore }");
  if (scale?.reference !== undefined && !scales.includes("distanceToReference"))
    refuse("scale.reference", "scale: { method: distanceToReference }");
  if (scale?.cap !== undefined && !distances) refuse("scale.cap", "scale: { method: distanceToTarget }");
  const needs = (method: Recipe["scale"], what: "goalposts" | "target" | "reference", without: string[]) => {
    if (scales.includes(method) && without.length > 0)
      throw problem("INDEX-SCALE-NEEDS", { index, method, what, indicators: without }, { path: `indices.${index}.scale` });
  };
  needs(
    "goalposts",
    "goalposts",
    recipe.indicators.filter((i) => i.goalposts === null || i.goalposts[0] === i.goalposts[1]).map((i) => i.name),
  );
  needs(
    "distanceToTarget",
    "target",
    recipe.indicators.filter((i) => i.target === null).map((i) => i.name),
  );
  needs("distanceToReference", "reference", recipe.reference === null ? recipe.indicators.map((i) => i.name) : []);
  for (const { name, goalposts, target } of recipe.indicators) {
    if (goalposts !== null && !scales.includes("goalposts")) refuse(`indicators: ${name}`, "scale: { method: goalposts }");
    if (target !== null && !scales.includes("distanceToTarget")) refuse(`indicators: ${name}`, "scale: { method: distanceToTarget }");
  }
}

function refuseImputeOptions(block: NonNullable<IndexOptions["impute"]>, options: IndexOptions, refuse: Refuse): void {
  const isGrouped = block.method === "groupMean" || block.method === "groupMedian";
  if (isGrouped && block.by === undefined) refuse("impute", "by: [region]");
  if (!isGrouped && block.by !== undefined) refuse("impute", "impute: { method: groupMean }");
  if (block.ends !== undefined && block.method !== "interpolate") refuse("impute", "impute: { method: interpolate }");
  if ((block.method === "interpolate" || block.method === "latest") && options.time === undefined) refuse("impute", "time");
}
