import { stream } from "../../numerics/streams.js";
import type { IndexResult } from "../../results/contract.js";
import { withAggregate, withMethod, withoutIndicator } from "./alternatives.js";
import { type BuiltIndex, buildIndex, setOf } from "./build.js";
import type { IndexPanel } from "./indexPanel.js";
import type { IndexOptions } from "./options.js";
import { descendingRanks } from "./ranks.js";
import { type Recipe, rootOf } from "./recipe.js";
import { aggregated } from "./score.js";
import { type SobolIndex, sobolIndices } from "./sobol.js";
import { namedMethod } from "./weightMethod.js";

/** A choice that might have been made otherwise: its levels as words, and what level k makes of a recipe. */
interface Factor {
  name: string;
  levels: string[];
  apply: (recipe: Recipe, level: number) => Recipe;
}

/** Sets of perturbed weights that are drawn once and chosen from. */
const NOISES = 1000;

type Block = NonNullable<IndexOptions["uncertainty"]>;

/**
 * How much the ranks of the last period depend on choices: replicates draw every declared choice anew (each level equally likely, the
 * index's own among them), and weights times 1 plus or minus a share. Returns for each unit its rank and the 5, 50 and 95 percent points of
 * its ranks, and with `sobol` the share of each choice in the variance of the mean absolute change of rank.
 * What differs only in perturbed weights shares one built index, so replicates cost little more than an aggregation.
 * Source: Saisana, Saltelli and Tarantola (2005), Journal of the Royal Statistical Society A 168(2); COINr's `get_sensitivity`.
 */
export function rankUncertainty(
  panel: IndexPanel,
  base: Recipe,
  built: BuiltIndex,
  options: IndexOptions,
): NonNullable<IndexResult["uncertainty"]> {
  const block = options.uncertainty!;
  const index = options.name ?? "index";
  const factors = factorsOf(base, block, options);
  const noise = block.vary.weights ?? null;
  const seed = block.seed ?? 1;
  const names = [...factors.map((f) => f.name), ...(noise === null ? [] : ["weights"])];
  const rows = rankedRows(panel, built);
  const ranksOf = (scores: ArrayLike<number>): number[] => descendingRanks(rows.map((row) => scores[row]!));
  const nominal = ranksOf(built.scores);

  const cache = new Map<string, { made: BuiltIndex; ranks: number[] }>();
  const replicate = (point: readonly number[]): number[] => {
    const levels = factors.map((factor, k) => Math.floor(point[k]! * factor.levels.length));
    const key = levels.join(" ");
    let found = cache.get(key);
    if (found === undefined) {
      const recipe = factors.reduce((made, factor, k) => factor.apply(made, levels[k]!), base);
      const made = buildIndex(panel, recipe, index, options.fit?.where ?? null);
      found = { made, ranks: ranksOf(made.scores) };
      cache.set(key, found);
    }
    if (noise === null) return found.ranks;
    return ranksOf(perturbedScores(panel, found.made, noise, stream(seed, NOISES + Math.floor(point[factors.length]! * NOISES))));
  };

  const draws = block.draws ?? 1000;
  const ranks = rows.map(() => new Int32Array(draws));
  for (let d = 0; d < draws; d++) {
    const own = stream(seed, 2 ** 41 + d);
    replicate(names.map(() => own.uniform())).forEach((rank, u) => {
      ranks[u]![d] = rank;
    });
  }
  const units = rows.map((row, u) => {
    const sorted = ranks[u]!.sort();
    const at = (share: number) => sorted[Math.max(0, Math.ceil(share * draws) - 1)]!;
    return { unit: panel.units[panel.unit[row]!]!, rank: nominal[u]!, low: at(0.05), median: at(0.5), high: at(0.95) };
  });
  units.sort((a, b) => a.rank - b.rank || (a.unit < b.unit ? -1 : 1));
  const shift = (to: readonly number[]) => to.reduce((s, rank, u) => s + Math.abs(rank - nominal[u]!), 0) / rows.length;
  const result: NonNullable<IndexResult["uncertainty"]> = {
    draws,
    seed,
    factors: [
      ...factors.map(({ name, levels }) => ({ name, levels })),
      ...(noise === null ? [] : [{ name: "weights", levels: [`times 1 - ${noise} to 1 + ${noise}`] }]),
    ],
    units,
  };
  if (block.sobol === undefined) return result;
  const design = { base: block.sobol.base ?? 1024, bootstraps: block.sobol.bootstraps ?? 500, seed };
  const found: SobolIndex[] = sobolIndices(names.length, (point) => shift(replicate(point)), design);
  return {
    ...result,
    sobol: {
      output: "mean absolute change of rank",
      base: design.base,
      runs: design.base * (names.length + 2),
      bootstraps: design.bootstraps,
      factors: found.map((own, k) => ({ factor: names[k]!, ...own })),
    },
  };
}

function factorsOf(base: Recipe, { vary }: Block, options: IndexOptions): Factor[] {
  const root = rootOf(base);
  const factors: Factor[] = [];
  const add = <T extends string | number>(
    name: string,
    own: T,
    others: readonly T[] | undefined,
    apply: (r: Recipe, value: T) => Recipe,
  ) => {
    if (others === undefined) return;
    const levels = [...new Set([own, ...others])];
    if (levels.length > 1) factors.push({ name, levels: levels.map(String), apply: (r, k) => apply(r, levels[k]!) });
  };
  if (vary.impute !== undefined && base.impute !== null)
    add("impute", base.impute.method, vary.impute, (r, method) => ({ ...r, impute: { ...base.impute, method } }));
  if (base.treat !== null)
    add("winsorise", base.treat.winsorise, vary.winsorise, (r, winsorise) => ({ ...r, treat: { ...base.treat!, winsorise } }));
  add("scale", base.scale, vary.scale, (r, scale) => ({ ...r, scale }));
  add(
    "method",
    root.method,
    vary.method?.map((m) => namedMethod(m, options)),
    withMethod,
  );
  add("aggregate", root.aggregate, vary.aggregate, withAggregate);
  if (vary.leaveOneOut === true && base.indicators.length > 1) {
    const names = base.indicators.map((i) => i.name);
    factors.push({
      name: "leaveOneOut",
      levels: ["none", ...names],
      apply: (r, k) => (k === 0 ? r : withoutIndicator(r, names[k - 1]!)),
    });
  }
  return factors;
}

/** Rows of the last period that has scores. */
function rankedRows(panel: IndexPanel, built: BuiltIndex): number[] {
  const scored = Array.from(built.scores.keys()).filter((i) => !Number.isNaN(built.scores[i]));
  const last = scored.reduce((most, i) => Math.max(most, panel.period[i]!), 0);
  return scored.filter((i) => panel.period[i] === last);
}

/** Scores with the weights of every node multiplied by 1 plus or minus up to `share`, and brought back to their sum. */
function perturbedScores(panel: IndexPanel, built: BuiltIndex, share: number, draws: ReturnType<typeof stream>): Float64Array {
  const columns = new Map(built.recipe.indicators.map((indicator, j) => [indicator.name, built.scaled[j]!]));
  let scores = built.scores;
  for (const { group, weights, setsBy } of built.groups) {
    const factors = group.members.map(() => 1 - share + 2 * share * draws.uniform());
    const sets = weights.map((set) => {
      const raised = set.map((w, j) => w * factors[j]!);
      const scale = set.reduce((s, w) => s + w, 0) / raised.reduce((s, w) => s + w, 0);
      return raised.map((w) => w * scale);
    });
    scores = aggregated(group.aggregate, {
      columns: group.members.map((m) => columns.get(m.name)!),
      weightsOfRow: (row) => sets[setOf(setsBy, panel, row)]!,
      fit: built.fit,
      penalty: built.recipe.penalty,
    });
    if (group.name !== null) columns.set(group.name, scores);
  }
  return scores;
}
