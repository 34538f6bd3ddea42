import type { Frame } from "../../frame/main.js";
import { problem } from "../../messages/main.js";
import { log } from "../../numerics/elementary.js";
import type { DifferencesResult } from "../../results/contract.js";
import { type BetaFit, betaConvergence, equalSlopes, type GrowthPanel } from "../convergence/beta.js";
import { dispersion, dispersionTrend, equalVariances } from "../convergence/sigma.js";
import { requireNonNegative } from "./inequalityByTime.js";
import type { BetaBlock, DifferencesOptions } from "./options.js";
import { cellOf, columnGrid, type DifferencesPanel, grid, type Slice } from "./panel.js";

type Sigma = NonNullable<DifferencesResult["sigma"]>;
type Beta = NonNullable<DifferencesResult["beta"]>;

/** Sigma convergence of the block. Throws DIFF-PERIODS-FEW, DIFF-NEGATIVE. */
export function sigmaConvergence(panel: DifferencesPanel, parts: readonly Slice[], options: DifferencesOptions): Sigma {
  requirePeriods(panel, "sigma", 3);
  requireNonNegative(panel, parts, "sigma");
  const which = options.sigma?.units ?? "complete";
  const complete = completeUnits(panel);
  const byTime = parts.flatMap((slice) => {
    const keep = Int32Array.from(slice.units.keys()).filter((i) => which === "all" || complete[slice.units[i]!] === 1);
    if (keep.length < 2) return [];
    const taken = (x: Float64Array) => Float64Array.from(keep, (i) => x[i]!);
    return [dispersion(slice.time!, taken(slice.values), panel.weights === null ? null : taken(slice.weights))];
  });
  if (byTime.length < 3)
    throw problem(
      "DIFF-PERIODS-FEW",
      { name: panel.name, part: "sigma", periods: byTime.length, needed: 3 },
      { path: `differences.${panel.name}.sigma` },
    );
  const values = grid(panel);
  const [first, last] = [values[0]!, values.at(-1)!];
  const both = Int32Array.from(panel.units.keys()).filter((u) => !Number.isNaN(first[u]) && !Number.isNaN(last[u]));
  const isPositive = both.every((u) => first[u]! > 0 && last[u]! > 0);
  const scaled = (x: Float64Array) => {
    const taken = Float64Array.from(both, (u) => x[u]!);
    const mean = taken.reduce((s, v) => s + v, 0) / taken.length;
    return taken.map((v) => (isPositive ? log(v) : v / mean));
  };
  return {
    units: which,
    byTime,
    trend: dispersionTrend(
      byTime.map((d) => d.time),
      byTime.map((d) => d.coefficientOfVariation),
    ),
    equalVariances: equalVariances(scaled(first), scaled(last)),
    comparedAs: isPositive ? "logarithms" : "values over their mean",
  };
}

/** 1 for a unit observed in every period. */
function completeUnits(panel: DifferencesPanel): Int8Array {
  const counts = new Int32Array(panel.units.length);
  for (const u of panel.unit) counts[u] = counts[u]! + 1;
  return Int8Array.from(counts, (n) => (n === panel.times.length ? 1 : 0));
}

export function requirePeriods(panel: DifferencesPanel, part: "sigma" | "beta" | "markov", needed: number): void {
  if (panel.times.length < needed)
    throw problem(
      "DIFF-PERIODS-FEW",
      { name: panel.name, part, periods: panel.times.length, needed },
      { path: `differences.${panel.name}.${part}` },
    );
}

/** A regression of the block with what its findings need. */
export interface BetaEstimate {
  name: string;
  group: string | null;
  block: BetaBlock;
  made: BetaFit;
}

/** Every regression of `beta`. Throws DIFF-NOT-POSITIVE, DIFF-PERIODS-FEW, DIFF-CLUBS-GROUPS and the MODEL- errors of `regress`. */
export function betaEstimates(frame: Frame, panel: DifferencesPanel, options: DifferencesOptions): BetaEstimate[] {
  const blocks = Object.entries(options.beta!);
  requirePeriods(panel, "beta", 2);
  const row = panel.values.findIndex((v) => !(v > 0));
  if (row >= 0) {
    const cells = panel.values.filter((v) => !(v > 0)).length;
    const evidence = { name: panel.name, variable: panel.variable, cells, of: panel.values.length, value: panel.values[row]! };
    throw problem("DIFF-NOT-POSITIVE", { ...evidence, ...cellOf(panel, row) }, { path: `differences.${panel.name}.beta` });
  }
  return blocks.flatMap(([name, block]) => {
    const path = `differences.${panel.name}.beta.${name}`;
    const growth: GrowthPanel = {
      units: panel.units,
      times: panel.times,
      values: grid(panel),
      controls: new Map((block.controls ?? []).map((column) => [column, columnGrid(frame, panel, options, column)])),
    };
    const sample = block.sample ?? "crossSection";
    const settings = { sample, span: block.span, effects: block.effects, vcov: block.vcov, path };
    if (block.clubs !== true) return [{ name, group: null, block, made: betaConvergence(growth, settings) }];
    const grouping = panel.groupings[0];
    if (grouping === undefined) throw problem("DIFF-CLUBS-GROUPS", { name: panel.name, beta: name }, { path: `${path}.clubs` });
    const first = groupsAtFirst(panel, grouping.codes);
    return grouping.labels.flatMap((group, code): BetaEstimate[] => {
      const keep = Int32Array.from(panel.units.keys()).filter((u) => first[u] === code);
      const taken = (columns: readonly Float64Array[]) => columns.map((c) => Float64Array.from(keep, (u) => c[u]!));
      const own: GrowthPanel = {
        units: Array.from(keep, (u) => panel.units[u]!),
        times: growth.times,
        values: taken(growth.values),
        controls: new Map([...growth.controls].map(([column, values]) => [column, taken(values)])),
      };
      // A group must leave degrees of freedom; `findings` names those that do not.
      return keep.length < fewestUnits(block) ? [] : [{ name, group, block, made: betaConvergence(own, settings) }];
    });
  });
}

/** Fewest units a club is estimated with: two more than there are coefficients. */
export const fewestUnits = (block: BetaBlock): number => 4 + (block.controls ?? []).length;

/** The group of each unit in the first period it is observed; -1 for a unit that never is. */
export function groupsAtFirst(panel: DifferencesPanel, codes: Int32Array): Int32Array {
  const first = new Int32Array(panel.units.length).fill(-1);
  // Rows stand by unit, then period.
  codes.forEach((code, i) => {
    if (first[panel.unit[i]!] === -1) first[panel.unit[i]!] = code;
  });
  return first;
}

export function betaResults(estimates: readonly BetaEstimate[]): Beta {
  const clubs = [...new Set(estimates.flatMap(({ name, group }) => (group === null ? [] : [name])))];
  return {
    estimates: estimates.map(({ name, group, block, made }) => ({
      name,
      group,
      kind: (block.controls ?? []).length > 0 || block.effects === "unit" || block.effects === "twoWay" ? "conditional" : "absolute",
      sample: block.sample ?? "crossSection",
      effects: block.effects ?? "none",
      span: made.span,
      spansPerUnit: made.spansPerUnit,
      nobs: made.fit.nobs,
      units: Math.round(made.fit.nobs / made.spansPerUnit),
      r2: made.fit.statistics.r2,
      r2Within: made.fit.statistics.r2Within,
      initial: made.initial,
      controls: made.controls,
      speed: made.speed,
      halfLife: made.halfLife,
      vcov: made.fit.vcov,
      certificate: made.fit.certificate,
    })),
    tests: clubs.map((name) => ({ name, test: equalSlopes(estimates.filter((e) => e.name === name).map((e) => e.made.initial)) })),
  };
}
