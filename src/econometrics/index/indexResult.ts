import type { Frame } from "../../frame/main.js";
import { mean } from "../../numerics/sums.js";
import type { IndexResult } from "../../results/contract.js";
import { type BuiltIndex, weightAt } from "./build.js";
import type { DimensionCoupling } from "./dimensions.js";
import type { IndexPanel } from "./indexPanel.js";
import { obstacleDegrees } from "./obstacles.js";
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
  coupling: DimensionCoupling | null,
): IndexResult {
  const { ranking, rankingTime, rows } = rankingOf(panel, built, options.obstacles === true);
  return {
    data: frame.name,
    method: built.recipe.method,
    frame: built.recipe.scaleFrame,
    fit: { where: options.fit?.where ?? null, rows: built.fit.length },
    conventions: conventionsOf(built, options),
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
    ranking,
    rankingTime,
    ...(coupling === null ? {} : { coupling: couplingResult(panel, coupling, options, rows) }),
  };
}

/** Every choice that another program might make differently, in words that name it. */
function conventionsOf(built: BuiltIndex, options: IndexOptions): Record<string, string | number> {
  const { recipe } = built;
  const out: Record<string, string | number> = {
    transform: transformWords(recipe),
    scale:
      recipe.scale === "minMax"
        ? `min-max to ${recipe.range[0]}..${recipe.range[1]}, reversed where lower is better`
        : "z-score, sign turned where lower is better",
    rangeRows: { pooled: "all fit rows", byYear: "fit rows of each period", baseYear: "fit rows of the base period" }[recipe.scaleFrame],
    outsideRange: "kept, not clipped",
    fitRows: "complete in all indicators",
    missingCell: "score missing",
    aggregation: {
      arithmetic: "weighted arithmetic mean",
      geometric: "weighted geometric mean",
      topsis: "TOPSIS: closeness to the best over fit rows, Euclidean on weight x scaled value",
    }[recipe.aggregate],
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
  if (recipe.method === "standardDeviation") out.deviationOf = "scaled values, sample (n - 1); n cancels in the weights";
  if (recipe.method === "coefficientOfVariation")
    out.variationOf = recipe.variationOf === "transformed" ? "indicators before scaling, sd / |mean|" : "scaled values, sd / |mean|";
  if (recipe.method === "pca")
    out.pcaComponents =
      recipe.pcaComponents === "first"
        ? "first component of the correlation matrix, loadings divided by their sum"
        : "components with eigenvalue above 1, loadings weighted by eigenvalue, divided by their sum";
  if (options.obstacles === true) out.obstacles = "w (1 - z) / sum of w (1 - z)";
  if (options.coupling !== undefined) {
    out.coupling =
      options.coupling.definition === "classic" ? "classic: n (product)^(1/n) / sum" : "modified: Wang, Kong, Ren, Zhi and Dai (2021)";
    out.couplingWeights = options.coupling.weights === "indicators" ? "weights of the indicators of each dimension" : "equal";
  }
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

/** Ranks in the last period that has a score, each unit's contributions (and obstacles), its rank in the first such period; `rows` are the panel's. */
function rankingOf(
  panel: IndexPanel,
  built: BuiltIndex,
  obstacles: boolean,
): Pick<IndexResult, "ranking" | "rankingTime"> & { rows: number[] } {
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
  const names = built.recipe.indicators.map((indicator) => indicator.name);
  const byName = (values: number[]) => Object.fromEntries(names.map((name, j) => [name, values[j]!]));
  const ranking = lastRows.map((i) => ({
    unit: panel.units[panel.unit[i]!]!,
    score: built.scores[i]!,
    rank: lastRanks.get(panel.unit[i]!)!,
    rankFirst: firstRanks.get(panel.unit[i]!) ?? null,
    contributions:
      built.recipe.aggregate === "arithmetic" ? byName(names.map((_, j) => weightAt(built, panel, i, j) * built.scaled[j]![i]!)) : {},
    ...(obstacles
      ? {
          obstacles: byName(
            obstacleDegrees(
              names.map((_, j) => built.scaled[j]![i]!),
              names.map((_, j) => weightAt(built, panel, i, j)),
            ),
          ),
        }
      : {}),
  }));
  ranking.sort((a, b) => a.rank - b.rank || (a.unit < b.unit ? -1 : 1));
  return { ranking, rankingTime: panel.times[last] ?? null, rows: lastRows };
}

/** Coupling coordination of the ranked rows, best coordination first. */
function couplingResult(
  panel: IndexPanel,
  coupling: DimensionCoupling,
  options: IndexOptions,
  rows: readonly number[],
): IndexResult["coupling"] {
  const units = rows.map((i) => {
    const c = coupling.rows[i]!;
    return {
      unit: panel.units[panel.unit[i]!]!,
      systems: coupling.systems[i]!,
      coupling: c?.coupling ?? null,
      development: c?.development ?? null,
      coordination: c?.coordination ?? null,
      level: c?.level ?? null,
    };
  });
  units.sort((a, b) => (b.coordination ?? -1) - (a.coordination ?? -1) || (a.unit < b.unit ? -1 : 1));
  return { definition: options.coupling!.definition, dimensions: coupling.dimensions, units };
}
