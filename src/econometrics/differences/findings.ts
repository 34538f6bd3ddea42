import { type Finding, finding } from "../../messages/main.js";
import type { DifferencesResult } from "../../results/contract.js";
import { gini } from "../inequality/gini.js";
import type { DifferencesOptions } from "./options.js";
import type { DifferencesPanel, Slice } from "./panel.js";
import { type BetaEstimate, fewestUnits, groupsAtFirst } from "./sigmaAndBeta.js";

/** Fewer units than this, and a density is mostly its kernel. */
const FEW_UNITS = 20;
/** Fewer moves out of a class than this, and its probabilities are guesses. */
const FEW_MOVES = 10;
/** Beyond this many spans the bias of unit effects is small beside everything else. */
const MANY_SPANS = 30;

/** What a referee would say, each finding at `differences.NAME` or a part of it. */
export function differencesFindings(
  panel: DifferencesPanel,
  parts: readonly Slice[],
  options: DifferencesOptions,
  result: DifferencesResult,
  estimates: readonly BetaEstimate[],
): Finding[] {
  const where = `differences.${panel.name}`;
  return [
    rowsLeft(panel, where),
    noNaturalZero(panel, parts, options, where),
    zerosInTheil(panel, result, where),
    singleGroups(panel, result, where),
    fewUnits(panel, result, where),
    unbalanced(panel, options, where),
    ...estimates.flatMap((estimate) => biasOfUnitEffects(panel, estimate, where)),
    ...estimates.flatMap((estimate) => estimate.made.fit.findings),
    clubsLeftOut(panel, options, where),
    galton(panel, parts, estimates, where),
    thinClasses(panel, result, where),
    driftingClasses(panel, result, where),
    changingChain(panel, result, where),
  ].filter((f) => f !== null);
}

function rowsLeft(panel: DifferencesPanel, where: string): Finding | null {
  const columns = Object.entries(panel.left).map(([column, rows]) => ({ column, rows }));
  return columns.length === 0 ? null : finding("DIFF-ROWS-LEFT", where, { name: panel.name, columns, of: panel.rowsOfTable });
}

/** Scales of an index whose zero is a value of the data or the mean. */
const ARBITRARY = ["minMax", "zScore", "rank", "percentileRank", "borda", "distanceToMax", "distanceToReference", "distanceToTarget"];

/** Gini, Theil, coefficient of variation and growth rates all change when a constant is added: they need a zero that means nothing is there. */
function noNaturalZero(panel: DifferencesPanel, parts: readonly Slice[], options: DifferencesOptions, where: string): Finding | null {
  if (options.scale === undefined || !ARBITRARY.includes(options.scale)) return null;
  if (options.inequality === undefined && options.sigma === undefined && options.beta === undefined) return null;
  const { values, weights, time } = parts.at(-1)!;
  if (values.some((v) => v < 0) || values.every((v) => v === 0)) return null;
  const all = panel.values;
  const range = all.reduce((a, b) => Math.max(a, b)) - all.reduce((a, b) => Math.min(a, b));
  const evidence = {
    name: panel.name,
    variable: panel.variable,
    scale: options.scale,
    time,
    gini: gini(values, weights),
    shifted: gini(
      values.map((v) => v + 0.1 * range),
      weights,
    ),
  };
  return finding("DIFF-NO-NATURAL-ZERO", where, evidence);
}

function zerosInTheil(panel: DifferencesPanel, { inequality }: DifferencesResult, where: string): Finding | null {
  const times = (inequality?.byTime ?? []).flatMap((p) => (p.theilL === null ? [p.time] : []));
  if (times.length === 0) return null;
  const cells = panel.values.filter((v) => v === 0).length;
  return finding("DIFF-ZERO", `${where}.inequality`, { name: panel.name, variable: panel.variable, cells, of: panel.values.length, times });
}

/** Groups of one unit have no inequality inside by construction. */
function singleGroups(panel: DifferencesPanel, { inequality }: DifferencesResult, where: string): Finding | null {
  const last = inequality?.byTime.at(-1)?.dagum;
  const groups = (last?.groups ?? []).filter((g) => g.units === 1).map((g) => g.group);
  return groups.length === 0
    ? null
    : finding("DIFF-GROUP-SINGLE", `${where}.inequality`, { name: panel.name, column: panel.groupings[0]!.column, groups });
}

function fewUnits(panel: DifferencesPanel, { density }: DifferencesResult, where: string): Finding | null {
  const least = density?.byTime.reduce((a, p) => Math.min(a, p.units), Number.POSITIVE_INFINITY);
  return least === undefined || least >= FEW_UNITS
    ? null
    : finding("DIFF-FEW-UNITS", `${where}.density`, { name: panel.name, units: least, enough: FEW_UNITS });
}

function unbalanced(panel: DifferencesPanel, options: DifferencesOptions, where: string): Finding | null {
  if (panel.times.length < 2) return null;
  const counts = new Int32Array(panel.units.length);
  for (const u of panel.unit) counts[u] = counts[u]! + 1;
  const present = Array.from(counts).filter((n) => n > 0).length;
  const complete = Array.from(counts).filter((n) => n === panel.times.length).length;
  if (complete === present) return null;
  const missing = panel.units.filter((_, u) => counts[u]! > 0 && counts[u]! < panel.times.length);
  const isDropping = options.sigma !== undefined && options.sigma.units !== "all";
  return finding("DIFF-UNBALANCED", where, { name: panel.name, complete, of: present, units: missing.slice(0, 6), isDropping });
}

/** Nickell (1981): with S spans a unit, the within estimator of a lag is off by about -(1 + rho) / (S - 1). */
function biasOfUnitEffects(panel: DifferencesPanel, { name, group, block, made }: BetaEstimate, where: string): Finding[] {
  const hasUnits = block.sample === "panel" && (block.effects === "unit" || block.effects === "twoWay");
  const spans = made.spansPerUnit;
  if (!hasUnits || spans >= MANY_SPANS || spans <= 2) return [];
  const rho = 1 + made.initial.estimate! * made.span;
  const corrected = (rho * (spans - 1) + 1) / (spans - 2);
  return [
    finding("DIFF-NICKELL", `${where}.beta`, {
      name: panel.name,
      beta: group === null ? name : `${name} (${group})`,
      spans,
      rho,
      corrected,
    }),
  ];
}

/** Groups too small to be estimated by themselves. */
function clubsLeftOut(panel: DifferencesPanel, options: DifferencesOptions, where: string): Finding | null {
  const grouping = panel.groupings[0];
  const blocks = Object.entries(options.beta ?? {}).filter(([, block]) => block.clubs === true);
  if (grouping === undefined || blocks.length === 0) return null;
  const first = groupsAtFirst(panel, grouping.codes);
  const left = blocks.flatMap(([beta, block]) =>
    grouping.labels.flatMap((group, code) => {
      const units = first.filter((c) => c === code).length;
      return units > 0 && units < fewestUnits(block) ? [{ beta, group, units }] : [];
    }),
  );
  return left.length === 0 ? null : finding("DIFF-CLUB-SMALL", `${where}.beta`, { name: panel.name, left });
}

/** Galton's fallacy (Friedman 1992, Quah 1993): growth falls with the starting level while the units come no closer. */
function galton(panel: DifferencesPanel, parts: readonly Slice[], estimates: readonly BetaEstimate[], where: string): Finding | null {
  const absolute = estimates.find(
    ({ block, group }) => group === null && (block.sample ?? "crossSection") === "crossSection" && (block.controls ?? []).length === 0,
  );
  if (absolute === undefined) return null;
  const { initial } = absolute.made;
  if (!(initial.estimate! < 0 && initial.pValue !== null && initial.pValue < 0.05)) return null;
  const [first, last] = [parts[0]!, parts.at(-1)!].map(({ values }) => {
    const mean = values.reduce((s, v) => s + v, 0) / values.length;
    return Math.sqrt(values.reduce((s, v) => s + (v - mean) ** 2, 0) / (values.length - 1)) / mean;
  }) as [number, number];
  return last < first
    ? null
    : finding("DIFF-GALTON", `${where}.beta`, { name: panel.name, beta: absolute.name, estimate: initial.estimate!, first, last });
}

function thinClasses(panel: DifferencesPanel, { markov }: DifferencesResult, where: string): Finding | null {
  if (markov === undefined) return null;
  const tables = [
    { neighbours: null as number | null, from: markov.chain.from },
    ...(markov.spatial?.chains ?? []).map((chain, k) => ({ neighbours: k + 1, from: chain.from })),
  ];
  const classes = tables.flatMap(({ neighbours, from }) =>
    from.flatMap((moves, k) => (moves < FEW_MOVES ? [{ class: k + 1, neighbours, moves }] : [])),
  );
  return classes.length === 0
    ? null
    : finding("DIFF-CLASS-THIN", `${where}.markov`, {
        name: panel.name,
        classes: classes.slice(0, 8),
        count: classes.length,
        of: tables.length * markov.classes,
        enough: FEW_MOVES,
        empty: classes.filter((c) => c.moves === 0).length,
      });
}

/** Fixed classes of a variable that grows: the chain tells of growth, not of who overtakes whom. */
function driftingClasses(panel: DifferencesPanel, { markov }: DifferencesResult, where: string): Finding | null {
  if (markov === undefined || markov.frame !== "pooled" || markov.relative) return null;
  const [first, last] = markov.spread;
  const moved = first!.shares.reduce((s, share, k) => s + Math.abs(share - last!.shares[k]!), 0) / 2;
  return moved < 0.5
    ? null
    : finding("DIFF-CLASS-DRIFT", `${where}.markov`, {
        name: panel.name,
        moved,
        from: first!.time,
        to: last!.time,
        lowFirst: first!.shares[0]!,
        lowLast: last!.shares[0]!,
        highFirst: first!.shares.at(-1)!,
        highLast: last!.shares.at(-1)!,
      });
}

function changingChain(panel: DifferencesPanel, { markov }: DifferencesResult, where: string): Finding | null {
  if (markov?.halves === undefined) return null;
  const { secondFrom, test } = markov.halves;
  if (test.likelihoodRatioP === null || test.likelihoodRatioP >= 0.05) return null;
  return finding("DIFF-CHAIN-CHANGES", `${where}.markov`, {
    name: panel.name,
    secondFrom,
    statistic: test.likelihoodRatio,
    df: test.df,
    pValue: test.likelihoodRatioP,
  });
}
