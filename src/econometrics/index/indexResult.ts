import type { Frame } from "../../frame/main.js";
import { mean } from "../../numerics/sums.js";
import type { IndexResult } from "../../results/contract.js";
import { type Correlations, effectiveWeights, indexAudit } from "./audit.js";
import { type BuiltIndex, weightAt } from "./build.js";
import type { DimensionCoupling } from "./dimensions.js";
import type { IndexPanel } from "./indexPanel.js";
import { isJudged, judgedWeights, judgementResult } from "./judged.js";
import { obstacleDegrees } from "./obstacles.js";
import type { Aggregate, IndexOptions } from "./options.js";
import { descendingRanks, spearman } from "./ranks.js";
import { addsUp, isHierarchical, type Recipe, rootOf } from "./recipe.js";
import { usesCritic, usesEntropy } from "./weightMethod.js";

/** The index as results.json holds it. */
export function indexResult(
  frame: Frame,
  panel: IndexPanel,
  options: IndexOptions,
  built: BuiltIndex,
  others: readonly { name: string; built: BuiltIndex }[],
  coupling: DimensionCoupling | null,
  correlations: Correlations,
): IndexResult {
  const { ranking, rankingTime, rows } = rankingOf(panel, built, options.obstacles === true);
  return {
    data: frame.name,
    method: rootOf(built.recipe).method,
    ...(options.catalogue === undefined ? {} : { catalogue: options.catalogue }),
    frame: built.recipe.scaleFrame,
    fit: { where: options.fit?.where ?? null, rows: built.fit.length },
    conventions: conventionsOf(built, options),
    weights: weightRows(panel, options, built, correlations),
    ...(isHierarchical(built.recipe) || built.recipe.groups.some(isJudged) ? { groups: groupResults(panel, built, options) } : {}),
    ...(built.recipe.impute === null ? {} : { filled: filledCells(panel, built) }),
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
    ...(options.audit === undefined ? {} : { audit: indexAudit(panel, built, correlations, rows, options.audit) }),
    ...(coupling === null ? {} : { coupling: couplingResult(panel, coupling, options, rows) }),
  };
}

/** Every choice that another program might make differently, in words that name it. */
function conventionsOf(built: BuiltIndex, options: IndexOptions): Record<string, string | number> {
  const { recipe } = built;
  const methods = recipe.groups.map((group) => group.method);
  const out: Record<string, string | number> = {
    transform: transformWords(recipe),
    scale: scaleWords(recipe),
    rangeRows: { pooled: "all fit rows", byYear: "fit rows of each period", baseYear: "fit rows of the base period" }[recipe.scaleFrame],
    outsideRange: recipe.scale === "goalposts" ? "cut to the goalposts" : "kept, not clipped",
    fitRows: recipe.impute === null ? "complete in all indicators" : "complete in all indicators after imputation",
    missingCell: "score missing",
    aggregation: aggregationWords[rootOf(recipe).aggregate],
    weightRows: { pooled: "all fit rows", byYear: "fit rows of each period", baseYear: "fit rows of the base period" }[recipe.weightFrame],
  };
  if (isHierarchical(recipe)) out.hierarchy = "weights within each group, whole weights their product on the way up";
  if (recipe.impute !== null) out.imputation = imputationWords(recipe.impute);
  if (recipe.treat !== null) {
    const { winsorise, skew, kurtosis, otherwise } = recipe.treat;
    out.outliers = `up to ${winsorise} points pulled in while |skewness| > ${skew} and excess kurtosis > ${kurtosis}${otherwise === "log" ? ", else ln(x - min + 0.01 (max - min))" : ""}`;
  }
  if (recipe.coverage !== null) out.coverage = recipe.coverage;
  if (recipe.scale === "zScore") out.sd = "sample (n - 1)";
  if (built.basePeriod !== null) out.basePeriod = built.basePeriod;
  if (methods.some(usesEntropy)) {
    out.entropyShares = recipe.weightFrame === "pooled" ? "pooled over all fit rows" : "within each period";
    out.entropyDenominator =
      recipe.entropyDenominator === "rows" ? "ln of the number of rows" : "ln of the number of periods (faulty: exceeds 1)";
    out.entropyShift = recipe.entropyShift;
    out.zeroShares = "0 ln 0 = 0";
  }
  if (methods.some(usesCritic)) {
    out.criticSd = "sample (n - 1); cancels in the weights";
    out.criticCorrelation = recipe.criticCorrelation === "signed" ? "Pearson, conflict 1 - r" : "Pearson, conflict 1 - |r|";
  }
  if (methods.includes("criticEntropyProduct")) out.combination = "product: w1 w2 / sum(w1 w2)";
  if (methods.includes("criticEntropyMean")) out.combination = "mean: (w1 + w2) / 2";
  if (methods.includes("criticEntropyContrast")) out.combination = "contrast: (entropy + sd) x conflict, sample (n - 1)";
  if (methods.includes("standardDeviation")) out.deviationOf = "scaled values, sample (n - 1); n cancels in the weights";
  if (methods.includes("coefficientOfVariation"))
    out.variationOf = recipe.variationOf === "transformed" ? "indicators before scaling, sd / |mean|" : "scaled values, sd / |mean|";
  if (methods.includes("pca"))
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
  if (methods.includes("ahp")) out.ahp = "principal eigenvector; experts together by geometric means of judgements";
  if (methods.includes("budget")) out.budget = "mean over experts of each expert's shares";
  if (methods.includes("benefitOfTheDoubt")) {
    out.benefitOfTheDoubt = "weights of each row, against the fit rows and itself; shown as mean shares in the scores";
    if (recipe.shares !== null) out.doubtShares = `${recipe.shares[0]} to ${recipe.shares[1]}`;
  }
  if (methods.includes("targetImportance")) out.targetImportance = "correlations with the score in the shares asked for";
  if (methods.includes("manual")) out.manualWeights = "divided by their sum";
  return out;
}

const aggregationWords: Record<Aggregate, string> = {
  arithmetic: "weighted arithmetic mean",
  geometric: "weighted geometric mean",
  harmonic: "weighted harmonic mean",
  topsis: "TOPSIS: closeness to the best over fit rows, Euclidean on weight x scaled value",
  greyRelation: "grey relation to the best over fit rows, distinguishing coefficient 0.5",
  mazziottaPareto: "Mazziotta-Pareto: weighted mean and penalty S^2 / M for imbalance",
};

function scaleWords(recipe: Recipe): string {
  const [low, high] = recipe.range;
  switch (recipe.scale) {
    case "minMax":
      return `min-max to ${low}..${high}, reversed where lower is better`;
    case "zScore":
      return recipe.centre === 0 && recipe.spread === 1
        ? "z-score, sign turned where lower is better"
        : `z-score with mean ${recipe.centre} and sd ${recipe.spread}, sign turned where lower is better`;
    case "rank":
      return "rank among fit rows, ties at the lower rank";
    case "borda":
      return "number of fit rows that are worse";
    case "percentileRank":
      return `share of the other fit rows that are worse, on ${low}..${high}`;
    case "distanceToMax":
      return "1 - (max - x) / (max - min)";
    case "distanceToReference":
      return `from worst to the unit ${recipe.reference}${recipe.cap ? ", capped at 1" : ""}`;
    case "distanceToTarget":
      return `from worst to the target${recipe.cap ? ", capped at 1" : ""}`;
    case "fractionOfMax":
      return "x / max; min / x where lower is better";
    case "goalposts":
      return `goalposts of each indicator, on ${low}..${high}`;
    case "none":
      return "none, sign turned where lower is better";
  }
}

function imputationWords({ method, by, ends }: NonNullable<Recipe["impute"]>): string {
  switch (method) {
    case "mean":
    case "median":
      return `${method} of the same period`;
    case "groupMean":
    case "groupMedian":
      return `${method === "groupMean" ? "mean" : "median"} of the same period within ${by!.join(", ")}`;
    case "interpolate":
      return ends === "nearest"
        ? "linear in time within the unit, ends at the nearest observation"
        : "linear in time within the unit, ends stay missing";
    case "latest":
      return "latest observation of the unit";
  }
}

/** The group directly under the index that a group stands in. */
function topGroup(recipe: Recipe, name: string): string {
  const above = recipe.groups.find((g) => g.members.some((m) => m.kind === "group" && m.name === name))!;
  return above.name === null ? name : topGroup(recipe, above.name);
}

/** Every node of the hierarchy. */
function groupResults(panel: IndexPanel, built: BuiltIndex, options: IndexOptions): NonNullable<IndexResult["groups"]> {
  return built.groups.map(({ group, columns, weights, setsBy, scores }) => ({
    name: group.name,
    method: group.method,
    aggregate: group.aggregate,
    members: group.members.map((m, j) => ({
      name: m.name,
      kind: m.kind,
      weight: setsBy === "row" ? meanShare(columns, weights, built.fit, j) : mean(Float64Array.from(weights, (set) => set[j]!)),
      ...(setsBy === "period" ? { byTime: weights.map((set, g) => ({ time: panel.times[g]!, weight: set[j]! })) } : {}),
    })),
    ...(isJudged(group) ? { judgement: judgementResult(group, judgedWeights(group, options)) } : {}),
    ...(group.name === null ? {} : { scores: Array.from(scores, (s) => (Number.isNaN(s) ? null : s)) }),
  }));
}

/** Cells the index filled in, indicator by indicator. */
function filledCells(panel: IndexPanel, built: BuiltIndex): NonNullable<IndexResult["filled"]> {
  return built.recipe.indicators.flatMap(({ name }, j) =>
    built.filled[j]!.map(({ row, value }) => ({
      indicator: name,
      unit: panel.units[panel.unit[row]!]!,
      time: panel.times[panel.period[row]!] ?? null,
      value,
    })),
  );
}

function transformWords(recipe: Recipe): string {
  const ln = recipe.indicators.filter((i) => recipe.transform[i.name] === "ln").map((i) => i.name);
  return ln.length === 0 ? "none" : `ln of ${ln.join(", ")}`;
}

/** The weight of an indicator; of weights by period their mean, of weights by row the mean share in the score over fit rows. */
function meanWeight(built: BuiltIndex, j: number): number {
  return built.setsBy === "row"
    ? meanShare(built.scaled, built.weights, built.fit, j)
    : mean(Float64Array.from(built.weights, (group) => group[j]!));
}

/** Mean over `rows` of w z / sum of w z; rows with a score of zero have no shares and do not count. */
function meanShare(columns: readonly Float64Array[], weights: readonly number[][], rows: Int32Array, j: number): number {
  const shares = Array.from(rows, (row) => {
    const parts = columns.map((column, k) => weights[row]![k]! * column[row]!);
    return parts[j]! / parts.reduce((s, v) => s + v, 0);
  }).filter((share) => !Number.isNaN(share));
  return mean(Float64Array.from(shares));
}

function weightRows(panel: IndexPanel, options: IndexOptions, built: BuiltIndex, correlations: Correlations): IndexResult["weights"] {
  const effective = effectiveWeights(panel, built, correlations);
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
      imputedCells: (options.imputedCells?.[indicator.name] ?? 0) + built.filled[j]!.length,
    };
    if (indicator.as !== null) row.as = indicator.as;
    const denominator = built.recipe.denominators[indicator.name];
    if (denominator !== undefined) row.denominator = denominator;
    const group = built.recipe.groups.find((g) => g.members.some((m) => m.kind === "indicator" && m.name === indicator.name));
    if (group?.name != null) Object.assign(row, { dimension: topGroup(built.recipe, group.name), group: group.name });
    if (indicator.best !== null) row.best = [...indicator.best];
    if (built.treatments !== null) row.treatment = built.treatments[j]!;
    if (built.recipe.scale === "zScore" && ranges.length === 1) Object.assign(row, { mean: ranges[0]!.mean, sd: ranges[0]!.sd });
    if (ranges.length > 1) row.ranges = ranges.map((r, g) => ({ time: panel.times[g]!, min: r.min, max: r.max }));
    if (built.setsBy === "period") row.byTime = built.weights.map((group, g) => ({ time: panel.times[g]!, weight: group[j]! }));
    return Object.assign(row, effective[j]);
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
    contributions: addsUp(built.recipe) ? byName(names.map((_, j) => weightAt(built, panel, i, j) * built.scaled[j]![i]!)) : {},
    scaled: byName(built.scaled.map((column) => column[i]!)),
    ...(isHierarchical(built.recipe) ? { groups: groupScores(built, i) } : {}),
    ...(built.recipe.impute === null ? {} : { filledCells: built.filled.filter((cells) => cells.some(({ row }) => row === i)).length }),
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

function groupScores(built: BuiltIndex, row: number): Record<string, number> {
  return Object.fromEntries(built.groups.flatMap(({ group, scores }) => (group.name === null ? [] : [[group.name, scores[row]!]])));
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
