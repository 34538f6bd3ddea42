import { type Aggregate, addWeightOffsets, aggregateContrast, aggregatesOf, cellWeights } from "./aggregates.js";
import { cellContrast } from "./cells.js";
import { cohortStatistics, covariance, influenceContrast, memberStatistics } from "./cohortStatistics.js";
import type { CellsByUnits, EstimatedGroupTime } from "./groupTime.js";
import type { Assigned } from "./randomization.js";

/**
 * An aggregate of group-time effects and its analytic error as a function of the assignment.
 * Where every unit is its own cluster, sizes of groups do not change under permutation, so neither do the slopes of the contrast: each
 * unit's slope product is computed once per group it could be in, and a draw only re-sums group means. With clusters above the unit sizes
 * may change with the assignment, and each draw is a full estimate; so it is with covariates and holes.
 */
export function groupTimeAssigned(estimated: EstimatedGroupTime, aggregate: Aggregate): Assigned {
  if (estimated.byUnits !== null) return reestimated(estimated, estimated.byUnits, aggregate);
  return estimated.panel.wide.cluster === null ? regrouped(estimated, aggregate) : refitted(estimated, aggregate);
}

/**
 * Which cells can be estimated depends on the assignment (overlap, who has holes): every draw averages those it can, as the estimate itself
 * does. A draw without any is as extreme as can be, so that it never makes a p-value smaller.
 */
function reestimated(
  { panel, cells, rules, contrasts: observed }: EstimatedGroupTime,
  byUnits: CellsByUnits,
  aggregate: Aggregate,
): Assigned {
  const { schedule, wide } = panel;
  const isCandidate = cells.map((c, j) => byUnits.effects[j] !== null && c.period >= schedule.positions[c.cohort]!);
  return (group) => {
    const statistics = memberStatistics({ ...wide, group }, schedule.positions.length);
    const contrasts = cells.map((cell, j) => {
      if (!isCandidate[j]) return null;
      if (group === wide.group) return observed[j]!;
      const effect = byUnits.estimate(group, cell);
      return typeof effect === "string" ? null : influenceContrast(effect.estimate, effect.influence, statistics.groups);
    });
    const used = cells.flatMap((_, j) => (contrasts[j] === null ? [] : [j]));
    const plan = aggregatesOf(cells, used, schedule, rules.balance).find(({ name, at }) => name === aggregate.name && at === null);
    if (plan === undefined) return { estimate: Number.MAX_VALUE, stdError: 0 };
    const contrast = aggregateContrast(plan, contrasts, statistics.counts);
    return { estimate: contrast.estimate, stdError: Math.sqrt(covariance(statistics, contrast, contrast)) };
  };
}

function refitted({ panel, cells, statistics: observed }: EstimatedGroupTime, aggregate: Aggregate): Assigned {
  const used = new Set(cellWeights(aggregate, observed.counts).map(([j]) => j));
  return (group) => {
    const statistics = cohortStatistics({ ...panel.wide, group }, observed.groups);
    const contrasts = cells.map((cell, j) => (used.has(j) ? cellContrast(cell, statistics) : null));
    const contrast = aggregateContrast(aggregate, contrasts, statistics.counts);
    return { estimate: contrast.estimate, stdError: Math.sqrt(covariance(statistics, contrast, contrast)) };
  };
}

function regrouped({ panel, cells, contrasts, statistics }: EstimatedGroupTime, aggregate: Aggregate): Assigned {
  const { units, periods, values } = panel.wide;
  const { groups, counts } = statistics;
  const weights = cellWeights(aggregate, counts);
  const { slopes } = aggregateContrast(aggregate, contrasts, counts);
  // Only the periods that some cell compares matter, often a few of many; each unit's path there is taken from the first of them.
  const active = Array.from(new Set(weights.flatMap(([j]) => [cells[j]!.base, cells[j]!.period]))).sort((a, b) => a - b);
  const width = active.length;
  const changes = new Float64Array(units * width);
  const products = new Float64Array(groups * units);
  for (let i = 0; i < units; i++) {
    active.forEach((t, a) => {
      const change = values[i * periods + t]! - values[i * periods + active[0]!]!;
      changes[i * width + a] = change;
      for (let k = 0; k < groups; k++) products[k * units + i]! += slopes[k * periods + t]! * change;
    });
  }
  const used = weights.map(([j, weight]) => {
    const { cohort, period, base, controls } = cells[j]!;
    const size = controls.reduce((sum, k) => sum + counts[k]!, 0);
    return { cell: j, weight, cohort, period: active.indexOf(period), base: active.indexOf(base), controls, size };
  });
  const means = new Float64Array(groups * width);
  const productMeans = new Float64Array(groups);
  const offsets = new Float64Array(groups);
  const effects = new Float64Array(cells.length);

  return (group) => {
    means.fill(0);
    productMeans.fill(0);
    offsets.fill(0);
    for (let i = 0; i < units; i++) {
      const k = group[i]!;
      productMeans[k]! += products[k * units + i]!;
      for (let a = 1, from = i * width, to = k * width; a < width; a++) means[to + a]! += changes[from + a]!;
    }
    for (let k = 0; k < groups; k++) {
      productMeans[k]! /= counts[k]!;
      for (let a = 1; a < width; a++) means[k * width + a]! /= counts[k]!;
    }
    for (const { cell, weight, cohort, period, base, controls, size } of used) {
      let pooled = 0;
      for (const k of controls) pooled += counts[k]! * (means[k * width + period]! - means[k * width + base]!);
      pooled /= size;
      effects[cell] = means[cohort * width + period]! - means[cohort * width + base]! - pooled;
      for (const k of controls) offsets[k]! -= (weight * (means[k * width + period]! - means[k * width + base]! - pooled)) / size;
    }
    const estimate = addWeightOffsets(aggregate, effects, counts, offsets);
    let variance = 0;
    for (let i = 0; i < units; i++) {
      const k = group[i]!;
      const part = products[k * units + i]! - productMeans[k]! + offsets[k]!;
      variance += part * part;
    }
    return { estimate, stdError: Math.sqrt(variance) };
  };
}
