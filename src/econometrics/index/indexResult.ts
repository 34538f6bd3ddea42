import type { Frame } from "../../frame/main.js";
import { mean } from "../../numerics/sums.js";
import type { IndexResult } from "../../results/contract.js";
import { type BuiltIndex, weightAt } from "./build.js";
import type { IndexPanel } from "./indexPanel.js";
import type { IndexOptions } from "./options.js";
import { descendingRanks, spearman } from "./ranks.js";
import { type Recipe, usesCritic, usesEntropy } from "./recipe.js";

/** The index as results.json holds it. */
export function indexResult(
  frame: Frame,
  panel: IndexPanel,
  options: IndexOptions,
  built: BuiltIndex,
  others: readonly { name: string; built: BuiltIndex }[],
): IndexResult {
  return {
    data: frame.name,
    method: built.recipe.method,
    frame: built.recipe.scaleFrame,
    fit: { where: options.fit?.where ?? null, rows: built.fit.length },
    conventions: conventionsOf(built),
    weights: weightRows(panel, options, built),
    alternatives: others.map((other) => ({
      name: other.name,
      spearman: spearman(built.scores, other.built.scores),
      weights: Object.fromEntries(other.built.recipe.indicators.map((indicator, j) => [indicator.name, meanWeight(other.built, j)])),
    })),
    scores: {
      unit: Array.from(panel.unit, (code) => panel.units[code]!),
      time: panel.times.length === 0 ? [] : Array.from(panel.period, (p) => panel.times[p]!),
      value: Array.from(built.scores, (s) => (Number.isNaN(s) ? null : s)),
    },
    ...rankingOf(panel, built),
  };
}

/** Every choice that another program might make differently, in words that name it. */
function conventionsOf(built: BuiltIndex): Record<string, string | number> {
  const { recipe } = built;
  const out: Record<string, string | number> = {
    transform: transformWords(recipe),
    scale: recipe.scale === "minMax" ? "min-max to 0..1, reversed where lower is better" : "z-score, sign turned where lower is better",
    rangeRows: { pooled: "all fit rows", byYear: "fit rows of each period", baseYear: "fit rows of the base period" }[recipe.scaleFrame],
    outsideRange: "kept, not clipped",
    fitRows: "complete in all indicators",
    missingCell: "score missing",
    aggregation: "weighted arithmetic mean",
    weightRows: recipe.weightFrame === "pooled" ? "all fit rows" : "fit rows of each period",
  };
  if (recipe.scale === "zScore") out.sd = "sample (n - 1)";
  if (built.basePeriod !== null) out.basePeriod = built.basePeriod;
  if (usesEntropy(recipe.method)) {
    out.entropyShares = recipe.weightFrame === "pooled" ? "pooled over all fit rows" : "within each period";
    out.entropyDenominator =
      recipe.entropyDenominator === "rows" ? "ln of the number of rows" : "ln of the number of periods (faulty: exceeds 1)";
    out.entropyShift = recipe.entropyShift;
    out.zeroShares = "0 ln 0 = 0";
  }
  if (usesCritic(recipe.method)) {
    out.criticSd = "sample (n - 1); cancels in the weights";
    out.criticCorrelation = recipe.criticCorrelation === "signed" ? "Pearson, conflict 1 - r" : "Pearson, conflict 1 - |r|";
  }
  if (recipe.method === "criticEntropyProduct") out.combination = "product: w1 w2 / sum(w1 w2)";
  if (recipe.method === "criticEntropyMean") out.combination = "mean: (w1 + w2) / 2";
  if (recipe.method === "manual") out.manualWeights = "divided by their sum";
  return out;
}

function transformWords(recipe: Recipe): string {
  const ln = recipe.indicators.filter((i) => recipe.transform[i.name] === "ln").map((i) => i.name);
  return ln.length === 0 ? "none" : `ln of ${ln.join(", ")}`;
}

function meanWeight(built: BuiltIndex, j: number): number {
  return mean(Float64Array.from(built.weights, (group) => group[j]!));
}

function weightRows(panel: IndexPanel, options: IndexOptions, built: BuiltIndex): IndexResult["weights"] {
  return built.recipe.indicators.map((indicator, j) => {
    const ranges = built.ranges[j]!;
    const row: IndexResult["weights"][number] = {
      indicator: indicator.name,
      dimension: indicator.dimension,
      direction: indicator.direction,
      transform: built.recipe.transform[indicator.name] ?? "none",
      min: Math.min(...ranges.map((r) => r.min)),
      max: Math.max(...ranges.map((r) => r.max)),
      entropy: built.entropies === null ? null : mean(Float64Array.from(built.entropies, (group) => group[j]!)),
      weight: meanWeight(built, j),
      imputedCells: options.imputedCells?.[indicator.name] ?? 0,
    };
    if (built.recipe.scale === "zScore" && ranges.length === 1) Object.assign(row, { mean: ranges[0]!.mean, sd: ranges[0]!.sd });
    if (ranges.length > 1) row.ranges = ranges.map((r, g) => ({ time: panel.times[g]!, min: r.min, max: r.max }));
    if (built.weights.length > 1) row.byTime = built.weights.map((group, g) => ({ time: panel.times[g]!, weight: group[j]! }));
    return row;
  });
}

/** Ranks in the last period that has a score, each unit's contributions, and its rank in the first such period. */
function rankingOf(panel: IndexPanel, built: BuiltIndex): Pick<IndexResult, "ranking" | "rankingTime"> {
  const scored = Array.from(built.scores.keys()).filter((i) => !Number.isNaN(built.scores[i]));
  const periods = scored.map((i) => panel.period[i]!);
  const first = periods.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const last = periods.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const inPeriod = (p: number) => scored.filter((i) => panel.period[i] === p);
  const ranks = (rows: number[]) => {
    const r = descendingRanks(rows.map((i) => built.scores[i]!));
    return new Map(rows.map((i, k) => [panel.unit[i]!, r[k]!]));
  };
  const lastRows = inPeriod(last);
  const lastRanks = ranks(lastRows);
  const firstRanks = first === last ? new Map<number, number>() : ranks(inPeriod(first));
  const ranking = lastRows.map((i) => ({
    unit: panel.units[panel.unit[i]!]!,
    score: built.scores[i]!,
    rank: lastRanks.get(panel.unit[i]!)!,
    rankFirst: firstRanks.get(panel.unit[i]!) ?? null,
    contributions: Object.fromEntries(
      built.recipe.indicators.map((indicator, j) => [indicator.name, weightAt(built, panel, i, j) * built.scaled[j]![i]!]),
    ),
  }));
  ranking.sort((a, b) => a.rank - b.rank || (a.unit < b.unit ? -1 : 1));
  return { ranking, rankingTime: panel.times[last] ?? null };
}
