import { type Aggregate, addWeightOffsets, aggregateContrast, cellWeights } from "./aggregates.js";
import { cellContrast } from "./cells.js";
import { cohortStatistics, covariance } from "./cohortStatistics.js";
import type { EstimatedGroupTime } from "./groupTime.js";
import type { Assigned } from "./randomization.js";

/**
 * An aggregate of group-time effects and its analytic error as a function of the assignment.
 * Where every unit is its own cluster, sizes of groups do not change under permutation, so neither do the slopes of the contrast: each
 * unit's slope product is computed once per group it could be in, and a draw only re-sums group means. With clusters above the unit sizes
 * may change with the assignment, and each draw is a full estimate.
 */
export function groupTimeAssigned(estimated: EstimatedGroupTime, aggregate: Aggregate): Assigned {
  return estimated.panel.wide.cluster === null ? regrouped(estimated, aggregate) : refitted(estimated, aggregate);
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
  const changes = values.map((v, c) => v - values[c - (c % periods)]!);
  const products = new Float64Array(groups * units);
  for (let k = 0; k < groups; k++) {
    for (let i = 0; i < units; i++) {
      let product = 0;
      for (let t = 0; t < periods; t++) product += slopes[k * periods + t]! * changes[i * periods + t]!;
      products[k * units + i] = product;
    }
  }
  const used = weights.map(([j, weight]) => {
    const { cohort, period, base, controls } = cells[j]!;
    const size = controls.reduce((sum, k) => sum + counts[k]!, 0);
    return { cell: j, weight, cohort, period, base, controls, size };
  });
  const means = new Float64Array(groups * periods);
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
      for (let t = 1, from = i * periods, to = k * periods; t < periods; t++) means[to + t]! += changes[from + t]!;
    }
    for (let k = 0; k < groups; k++) {
      productMeans[k]! /= counts[k]!;
      for (let t = 1; t < periods; t++) means[k * periods + t]! /= counts[k]!;
    }
    for (const { cell, weight, cohort, period, base, controls, size } of used) {
      let pooled = 0;
      for (const k of controls) pooled += counts[k]! * (means[k * periods + period]! - means[k * periods + base]!);
      pooled /= size;
      effects[cell] = means[cohort * periods + period]! - means[cohort * periods + base]! - pooled;
      for (const k of controls) offsets[k]! -= (weight * (means[k * periods + period]! - means[k * periods + base]! - pooled)) / size;
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
