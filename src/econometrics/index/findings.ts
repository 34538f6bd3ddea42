import type { Frame } from "../../frame/main.js";
import { type Finding, finding } from "../../messages/main.js";
import type { Correlations } from "./audit.js";
import { auditFindings } from "./auditFindings.js";
import { type BuiltIndex, buildIndex } from "./build.js";
import { correlation } from "./critic.js";
import type { IndexPanel } from "./indexPanel.js";
import { normalisedSeries } from "./normalised.js";
import type { IndexOptions } from "./options.js";
import { spearman } from "./ranks.js";
import { rootOf } from "./recipe.js";

/** What a referee would say about the index, each finding at `indices.NAME`. */
export function indexFindings(
  frame: Frame,
  panel: IndexPanel,
  options: IndexOptions,
  built: BuiltIndex,
  others: readonly { name: string; built: BuiltIndex }[],
  correlations: Correlations,
): Finding[] {
  const index = options.name ?? "index";
  const where = `indices.${index}`;
  const all = [
    ...entropyAboveOne(panel, index, built, options),
    ...others.filter((o) => o.name === "entropyDenominator periods").flatMap((o) => entropyAboveOne(panel, index, o.built, options)),
    negativeWeights(index, built),
    ...unstableComponents(index, built),
    dominantWeight(index, built),
    sizeAmongRatios(index, built),
    ...built.recipe.indicators.map(({ name }) => {
      const found = normalisedSeries(panel, name);
      return found === null ? null : finding("INDEX-NORMALISED-SERIES", where, { index, ...found });
    }),
    againstTheScore(index, built, correlations),
    ...auditFindings(panel, options, index, built, correlations),
    outsideRange(panel, index, built),
    missingCells(frame, panel, index, built),
    ...missedImportance(index, built),
    lowCoverage(panel, index, built),
    treatedOutliers(index, built),
    remainingOutliers(index, built),
    imputedCells(panel, options, index, built),
    sensitiveToChoice(index, built, others),
  ];
  return all.filter((f) => f !== null);
}

/** An entropy above 1 cannot be: the weights found with it are shown beside those of the right denominator. */
function entropyAboveOne(panel: IndexPanel, index: string, built: BuiltIndex, options: IndexOptions): Finding[] {
  const entropies = built.entropies?.[0];
  if (entropies === undefined || built.recipe.entropyDenominator === "rows" || !entropies.some((e) => e > 1)) return [];
  const right = buildIndex(panel, { ...built.recipe, entropyDenominator: "rows" }, index, options.fit?.where ?? null);
  const weights = built.weights[0]!;
  const rightWeights = right.weights[0]!;
  const evidence = {
    index,
    method: rootOf(built.recipe).method,
    rows: built.fit.length,
    periods: new Set(Array.from(built.fit, (row) => panel.period[row]!)).size,
    weightSpearman: spearman(Float64Array.from(weights), Float64Array.from(rightWeights)),
    scoreSpearman: spearman(built.scores, right.scores),
    indicators: built.recipe.indicators.map((indicator, j) => ({
      indicator: indicator.name,
      entropy: entropies[j]!,
      weight: weights[j]!,
      rightEntropy: right.entropies![0]![j]!,
      rightWeight: rightWeights[j]!,
    })),
  };
  return [finding("INDEX-ENTROPY-ABOVE-ONE", `indices.${index}`, evidence)];
}

/** Principal components may give negative weights: more of a good thing then lowers the index. Members of every node are looked at. */
function negativeWeights(index: string, built: BuiltIndex): Finding | null {
  const indicators = built.groups.flatMap(({ group, weights }) =>
    group.members.flatMap(({ name }, j) => {
      const weight = Math.min(...weights.map((set) => set[j]!));
      return weight < 0 ? [{ indicator: name, weight }] : [];
    }),
  );
  return indicators.length === 0 ? null : finding("INDEX-WEIGHT-NEGATIVE", `indices.${index}`, { index, indicators });
}

/** Loadings nearly cancel where the sizes of the weights, which sum to 1, sum to more than this. */
const BLOWN_UP = 10;

/** Principal components whose positive and negative loadings nearly cancel: dividing by their sum blows the weights up. */
function unstableComponents(index: string, built: BuiltIndex): Finding[] {
  return built.groups.flatMap(({ group, weights }) => {
    if (group.method !== "pca") return [];
    const worst = weights.find((set) => set.reduce((s, w) => s + Math.abs(w), 0) > BLOWN_UP);
    if (worst === undefined) return [];
    const members = group.members.map((m, j) => ({ member: m.name, weight: worst[j]! }));
    return [finding("INDEX-PCA-UNSTABLE", `indices.${index}`, { index, group: group.name ?? index, members })];
  });
}

/** One indicator with more than a quarter of the say and more than twice its equal share. */
function dominantWeight(index: string, built: BuiltIndex): Finding | null {
  const names = built.recipe.indicators.map((i) => i.name);
  const bar = Math.max(0.25, 2 / names.length);
  // Weights of single rows are meant to be lopsided.
  if (built.setsBy === "row") return null;
  let worst: { indicator: string; weight: number } | null = null;
  for (const group of built.weights)
    group.forEach((weight, j) => {
      if (weight > bar && (worst === null || weight > worst.weight)) worst = { indicator: names[j]!, weight };
    });
  if (worst === null) return null;
  const { indicator, weight } = worst as { indicator: string; weight: number };
  return finding("INDEX-WEIGHT-DOMINANT", `indices.${index}`, { index, indicator, weight, bar, equal: 1 / names.length });
}

/** Sizes (which grow with the unit) next to shares and ratios (which do not). */
function sizeAmongRatios(index: string, built: BuiltIndex): Finding | null {
  const sizes = built.recipe.indicators
    .filter((i) => i.kind === "size" && built.recipe.denominators[i.name] === undefined)
    .map((i) => i.name);
  const ratios = built.recipe.indicators.filter((i) => i.kind === "share" || i.kind === "ratio").map((i) => i.name);
  return sizes.length > 0 && ratios.length > 0 ? finding("INDEX-SIZE-AMONG-RATIOS", `indices.${index}`, { index, sizes, ratios }) : null;
}

/** Indicators whose scaled values fall when the index rises: the direction is wrong, or they measure something else. */
function againstTheScore(index: string, built: BuiltIndex, { withScore }: Correlations): Finding | null {
  if (built.recipe.indicators.length < 2) return null;
  const against = built.recipe.indicators.flatMap((indicator, j) => {
    const r = withScore[j]!;
    return r < 0 ? [{ indicator: indicator.name, direction: indicator.direction, correlation: r }] : [];
  });
  return against.length === 0 ? null : finding("INDEX-INDICATOR-AGAINST", `indices.${index}`, { index, indicators: against });
}

/** Cells outside the frozen range: kept, so their scaled values leave 0..1. */
function outsideRange(panel: IndexPanel, index: string, built: BuiltIndex): Finding | null {
  if (built.recipe.scale !== "minMax") return null;
  const [low, high] = built.recipe.range;
  const indicators = built.recipe.indicators.flatMap((indicator, j) => {
    const outside = built.scaled[j]!.filter((z) => z < low || z > high);
    if (outside.length === 0) return [];
    return [
      {
        indicator: indicator.name,
        cells: outside.length,
        lowest: Math.min(
          low,
          outside.reduce((a, b) => Math.min(a, b)),
        ),
        highest: Math.max(
          high,
          outside.reduce((a, b) => Math.max(a, b)),
        ),
      },
    ];
  });
  if (indicators.length === 0) return null;
  const rows = Array.from({ length: panel.rows }, (_, i) => i).filter((i) => built.scaled.some((z) => z[i]! < low || z[i]! > high)).length;
  return finding("INDEX-OUTSIDE-RANGE", `indices.${index}`, { index, rows, of: panel.rows, indicators });
}

/** Rows without a score because an indicator is missing there. */
function missingCells(frame: Frame, panel: IndexPanel, index: string, built: BuiltIndex): Finding | null {
  const rows = frame.rows - panel.rows + built.scores.filter((s) => Number.isNaN(s)).length;
  if (rows === 0) return null;
  const indicators = built.recipe.indicators.flatMap((indicator) => {
    const cells = panel.raw.get(indicator.name)!.filter((v) => Number.isNaN(v)).length;
    return cells > 0 ? [{ indicator: indicator.name, cells }] : [];
  });
  return finding("INDEX-MISSING-CELLS", `indices.${index}`, { index, rows, of: frame.rows, indicators });
}

/** Shares of importance that the weights could not reach within half a percent. */
function missedImportance(index: string, built: BuiltIndex): Finding[] {
  return built.groups.flatMap(({ group, columns, scores }) => {
    if (group.method !== "targetImportance") return [];
    const taken = (column: Float64Array) => Float64Array.from(built.fit, (row) => column[row]!);
    const r = columns.map((column) => correlation(taken(column), taken(scores)));
    const total = r.reduce((s, v) => s + v, 0);
    const asked = group.members.map((m) => group.importance?.[m.name] ?? 1);
    const all = asked.reduce((s, v) => s + v, 0);
    const members = group.members.map((m, j) => ({ member: m.name, share: r[j]! / total, target: asked[j]! / all }));
    return members.every((m) => Math.abs(m.share - m.target) <= 0.005)
      ? []
      : [finding("INDEX-IMPORTANCE-MISSED", `indices.${index}`, { index, group: group.name ?? index, members })];
  });
}

/** The JRC's rule of thumb for the least share of observed indicators. */
const COVERAGE = 0.65;

/** Rows with too few observed indicators. */
function lowCoverage(panel: IndexPanel, index: string, built: BuiltIndex): Finding | null {
  const isDropped = built.recipe.coverage !== null;
  const least = built.recipe.coverage ?? COVERAGE;
  const rows = Array.from(built.coverage.keys()).filter((i) => built.coverage[i]! < least - 1e-12);
  if (rows.length === 0) return null;
  const lowest = [...rows]
    .sort((a, b) => built.coverage[a]! - built.coverage[b]! || a - b)
    .slice(0, 5)
    .map((i) => ({ unit: panel.units[panel.unit[i]!]!, time: panel.times[panel.period[i]!] ?? null, share: built.coverage[i]! }));
  return finding("INDEX-COVERAGE-LOW", `indices.${index}`, { index, least, isDropped, rows: rows.length, of: panel.rows, lowest });
}

/** Indicators whose outliers were pulled in or logged. */
function treatedOutliers(index: string, built: BuiltIndex): Finding | null {
  const indicators = (built.treatments ?? []).flatMap(({ high, low, isLogged }, j) =>
    high + low > 0 || isLogged ? [{ indicator: built.recipe.indicators[j]!.name, high, low, isLogged }] : [],
  );
  return indicators.length === 0 ? null : finding("INDEX-TREATED", `indices.${index}`, { index, indicators });
}

/** Indicators that fail after treatment. */
function remainingOutliers(index: string, built: BuiltIndex): Finding | null {
  const { treat } = built.recipe;
  const indicators = (built.treatments ?? []).flatMap(({ skewAfter, kurtosisAfter }, j) =>
    Math.abs(skewAfter) > treat!.skew && kurtosisAfter > treat!.kurtosis
      ? [{ indicator: built.recipe.indicators[j]!.name, skew: skewAfter, kurtosis: kurtosisAfter }]
      : [],
  );
  return indicators.length === 0 ? null : finding("INDEX-OUTLIERS-REMAIN", `indices.${index}`, { index, indicators });
}

/** Cells that were filled in, by a step or by the index. */
function imputedCells(panel: IndexPanel, options: IndexOptions, index: string, built: BuiltIndex): Finding | null {
  const indicators = built.recipe.indicators.flatMap(({ name }, j) => {
    const cells = (options.imputedCells?.[name] ?? 0) + built.filled[j]!.length;
    return cells > 0 ? [{ indicator: name, cells }] : [];
  });
  const cells = indicators.reduce((s, i) => s + i.cells, 0);
  const of = panel.rows * built.recipe.indicators.length;
  return cells === 0 ? null : finding("INDEX-IMPUTED-CELLS", `indices.${index}`, { index, cells, of, indicators });
}

/** Alternatives that order the rows differently: Spearman below 0.9. */
function sensitiveToChoice(index: string, built: BuiltIndex, others: readonly { name: string; built: BuiltIndex }[]): Finding | null {
  const low = others.map((o) => ({ name: o.name, spearman: spearman(built.scores, o.built.scores) })).filter((o) => o.spearman < 0.9);
  return low.length === 0 ? null : finding("INDEX-CHOICE-SENSITIVE", `indices.${index}`, { index, alternatives: low });
}
