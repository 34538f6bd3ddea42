import { cohortUnitsOf, covarianceOfParts, type EffectCell, type EffectSet, supportsOf, type Target, targetsOf } from "./effects.js";
import { firstStage, rowWeights } from "./imputation.js";
import type { EstimationPanel } from "./panel.js";

/**
 * The two-stage estimator (Gardner 2022): the outcome is freed of the effects fitted on untreated rows, then regressed on indicators of event
 * time (or cohort, or period, or treatment as such), whose coefficients are means of what is left. Errors are those of both stages as one
 * set of moment conditions, clustered, without small-sample factor (as the R package did2s). Leads are means of first-stage residuals: their
 * fit has already been taken out, so they are small by construction.
 */
export function twoStageEffects(panel: EstimationPanel, covariates: readonly Float64Array[], anticipation: number): EffectSet {
  const stage = firstStage(panel, covariates, anticipation);
  const { rows, cells, cellOf, left } = stage;
  const reached = cells.map((_, j) => j).filter((j) => cells[j]!.rows > 0);
  const targets = targetsOf(cells, reached, cohortUnitsOf(rows, panel.schedule.cohorts));
  const sums = new Float64Array(cells.length);
  for (let r = 0; r < left.length; r++) if (cellOf[r]! >= 0) sums[cellOf[r]!]! += left[r]! / cells[cellOf[r]!]!.rows;
  const estimates = Float64Array.from(targets, ({ weights }) => weights.reduce((sum, [cell, w]) => sum + w * sums[cell]!, 0));
  const parts = targets.map((target) => {
    const { own, fit } = rowWeights(stage, target);
    const second = coefficients(cells, target, sums);
    const part = new Float64Array(rows.clusters);
    for (let r = 0; r < left.length; r++) {
      const residual = own[r] === 0 ? 0 : left[r]! - second(cells[cellOf[r]!]!);
      part[rows.cluster[r]!]! += own[r]! * residual - fit[r]! * left[r]!;
    }
    return part;
  });
  return {
    estimator: "twoStage",
    targets,
    estimates,
    covariance: covarianceOfParts(parts),
    supports: supportsOf(rows, cellOf, targets),
    df: rows.clusters - 1,
    method: "twoStage",
    reference: null,
    binned: [],
    unidentified: stage.unidentified,
  };
}

/** The coefficients of the second regression behind a target: one per event time, cohort or period, or a single one. */
function coefficients(cells: readonly EffectCell[], { aggregate, weights }: Target, means: Float64Array): (cell: EffectCell) => number {
  const key = ({ event, cohort, period }: EffectCell) =>
    aggregate === "dynamic" ? event : aggregate === "group" ? cohort : aggregate === "calendar" ? period : 0;
  const total = new Map<number, { weight: number; sum: number }>();
  for (const [j, weight] of weights) {
    const entry = total.get(key(cells[j]!)) ?? { weight: 0, sum: 0 };
    total.set(key(cells[j]!), { weight: entry.weight + weight, sum: entry.sum + weight * means[j]! });
  }
  return (cell) => {
    const entry = total.get(key(cell))!;
    return entry.sum / entry.weight;
  };
}
