import { dot, mean } from "../../numerics/sums.js";
import type { IndexAudit, IndexResult } from "../../results/contract.js";
import { type BuiltIndex, weightAt } from "./build.js";
import type { IndexPanel } from "./indexPanel.js";
import type { AuditBlock } from "./options.js";
import { descendingRanks } from "./ranks.js";
import { addsUp } from "./recipe.js";

/** What correlations are called: above `high`, below `negative`, and within a group between `negative` and `weak`. COINr's marks (`plot_corr`). */
export const MARKS = { high: 0.9, weak: 0.3, negative: -0.4 };

/** Indicators named as strengths and as weaknesses of a unit. */
const SIDES = 5;

/** Correlations of the scaled indicators with each other and with the index over the fit rows. */
export interface Correlations {
  /** Of indicator j with every indicator k before it. */
  pairs: number[][];
  /** With the score; NaN where the score does not vary. */
  withScore: number[];
}

export function indicatorCorrelations(built: BuiltIndex): Correlations {
  const units = built.scaled.map((column) => standardised(column, built.fit));
  const score = standardised(built.scores, built.fit);
  return { pairs: units.map((a, j) => units.slice(0, j).map((b) => dot(a, b))), withScore: units.map((a) => dot(a, score)) };
}

/** The column over rows, centred and of length 1. */
function standardised(column: Float64Array, rows: Int32Array): Float64Array {
  const taken = Float64Array.from(rows, (row) => column[row]!);
  const centre = mean(taken);
  const centred = taken.map((v) => v - centre);
  const length = Math.sqrt(dot(centred, centred));
  return centred.map((v) => v / length);
}

/**
 * Share of each indicator in the variance of the score over the fit rows, cov(w z, score) / var(score); they sum to 1. Null where the
 * score is not a sum. Source: the covariance shares of Saisana and Tarantola (2002), State-of-the-art report on composite indicators, JRC.
 */
export function varianceShares(panel: IndexPanel, built: BuiltIndex): number[] | null {
  if (!addsUp(built.recipe)) return null;
  const score = centredOn(built.fit, (row) => built.scores[row]!);
  const variance = dot(score, score);
  return built.scaled.map((z, j) => {
    const part = centredOn(built.fit, (row) => weightAt(built, panel, row, j) * z[row]!);
    return dot(part, score) / variance;
  });
}

function centredOn(rows: Int32Array, value: (row: number) => number): Float64Array {
  const taken = Float64Array.from(rows, value);
  const centre = mean(taken);
  return taken.map((v) => v - centre);
}

/**
 * Cronbach's alpha of columns over rows: k / (k - 1) times (1 - sum of variances / variance of the sum). It is negative where covariances
 * are. Source: Cronbach (1951), Psychometrika 16(3), 297-334; COINr's `get_cronbach`.
 */
export function cronbachAlpha(columns: readonly Float64Array[], rows: Int32Array): number {
  const centred = columns.map((column) => centredOn(rows, (row) => column[row]!));
  const total = Float64Array.from(rows, (_, i) => centred.reduce((s, column) => s + column[i]!, 0));
  const own = centred.reduce((s, column) => s + dot(column, column), 0);
  const k = columns.length;
  return (k / (k - 1)) * (1 - own / dot(total, total));
}

/** The group (or dimension) an indicator stands in; null in the index itself. */
export function groupsOfIndicators(built: BuiltIndex): (string | null)[] {
  return built.recipe.indicators.map((indicator) => {
    const group = built.recipe.groups.find((g) => g.members.some((m) => m.kind === "indicator" && m.name === indicator.name));
    return group?.name ?? indicator.dimension;
  });
}

export type PairFlag = IndexAudit["pairs"][number];

/** Pairs of indicators whose correlation is worth a look, in the order of the indicators. */
export function flaggedPairs(built: BuiltIndex, { pairs }: Correlations, marks: typeof MARKS): PairFlag[] {
  const names = built.recipe.indicators.map((i) => i.name);
  const groups = groupsOfIndicators(built);
  const flagged: PairFlag[] = [];
  for (let j = 0; j < names.length; j++)
    for (let k = j + 1; k < names.length; k++) {
      const r = pairs[k]![j]!;
      const isWithin = groups[j] === groups[k];
      const flag = r > marks.high ? "high" : r < marks.negative ? "negative" : isWithin && r < marks.weak ? "weak" : null;
      if (flag === null) continue;
      flagged.push({ first: names[j]!, second: names[k]!, group: isWithin ? groups[j]! : null, isWithin, correlation: r, flag });
    }
  return flagged;
}

/** The marks a study asks for, those left out being COINr's. */
export const marksOf = (block: AuditBlock | undefined): typeof MARKS => ({ ...MARKS, ...(block === true ? {} : block) });

/** Everything the audit looks at; `rows` are those of the ranking. */
export function indexAudit(
  panel: IndexPanel,
  built: BuiltIndex,
  correlations: Correlations,
  rows: readonly number[],
  block: AuditBlock,
): IndexAudit {
  const marks = marksOf(block);
  return {
    marks,
    pairs: flaggedPairs(built, correlations, marks),
    reliability: reliabilities(built),
    units: strengthsAndWeaknesses(panel, built, rows),
  };
}

/** Alpha of the members of every group or dimension with at least two, and of the index itself last. */
export function reliabilities(built: BuiltIndex): IndexAudit["reliability"] {
  const { indicators } = built.recipe;
  const dimensions = [...new Set(indicators.flatMap((i) => (i.dimension === null ? [] : [i.dimension])))];
  const flat = dimensions.map((name) => ({ name, columns: built.scaled.filter((_, j) => indicators[j]!.dimension === name) }));
  const nodes = built.groups.map(({ group, columns }) => ({ name: group.name, columns }));
  return [...flat, ...nodes].flatMap(({ name, columns }) => {
    if (columns.length < 2) return [];
    const alpha = cronbachAlpha(columns, built.fit);
    return [{ group: name, members: columns.length, alpha: Number.isFinite(alpha) ? alpha : null }];
  });
}

/**
 * The indicators on which each ranked unit stands best and worst among the ranked units, best first; ties in the order of the indicators.
 * Standing last is no strength and standing first no weakness, whatever else the unit has. Source: COINr's `get_str_weak`, which also
 * leaves out weaknesses in which the unit stands last.
 */
function strengthsAndWeaknesses(panel: IndexPanel, built: BuiltIndex, rows: readonly number[]): IndexAudit["units"] {
  const names = built.recipe.indicators.map((i) => i.name);
  const ranks = built.scaled.map((column) => descendingRanks(rows.map((row) => column[row]!)));
  const last = ranks.map((column) => Math.max(...column));
  const most = Math.min(SIDES, Math.floor(names.length / 2));
  return rows.map((row, u) => {
    const standing = names.map((indicator, j) => ({ indicator, j, rank: ranks[j]![u]!, value: built.scaled[j]![row]! }));
    standing.sort((a, b) => a.rank - b.rank || a.j - b.j);
    const listed = (side: typeof standing) => side.map(({ indicator, rank, value }) => ({ indicator, rank, value }));
    const strengths = standing.slice(0, most).filter(({ j, rank }) => rank < last[j]!);
    const weaknesses = standing.slice(standing.length - most).filter(({ rank }) => rank > 1);
    return { unit: panel.units[panel.unit[row]!]!, strengths: listed(strengths), weaknesses: listed(weaknesses) };
  });
}

/** What each indicator has to say in the index beside its weight, as the rows of weights hold it. */
export function effectiveWeights(
  panel: IndexPanel,
  built: BuiltIndex,
  { withScore }: Correlations,
): Pick<IndexResult["weights"][number], "correlation" | "varianceShare">[] {
  const shares = varianceShares(panel, built);
  return withScore.map((r, j) => ({
    correlation: Number.isNaN(r) ? null : r,
    ...(shares === null || !Number.isFinite(shares[j]!) ? {} : { varianceShare: shares[j]! }),
  }));
}
