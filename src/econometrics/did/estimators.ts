import type { AggregateName } from "./aggregates.js";
import type { EffectSet } from "./effects.js";
import { imputationEffects } from "./imputation.js";
import { interactionEffects } from "./interactions.js";
import type { Assigned } from "./randomization.js";
import type { Estimator, PolicySettings } from "./settings.js";
import { stackedEffects } from "./stacked.js";
import { twoStageEffects } from "./twoStage.js";
import type { TwoWaySample } from "./twoWay.js";

/** Estimators that come as a set of effects with their joint covariance. */
export type SetEstimator = Exclude<Estimator, "twoWay" | "groupTime">;

/** What these estimators need to know of a policy. */
export type EstimatorSettings = Pick<PolicySettings, "anticipation" | "window" | "controlGroup" | "imputation">;

/** One of the estimators on a sample. */
export function effectSetOf({ panel, covariates }: TwoWaySample, settings: EstimatorSettings, estimator: SetEstimator): EffectSet {
  const { anticipation, window, controlGroup } = settings;
  switch (estimator) {
    case "imputation": {
      const leads = Array.from({ length: -anticipation - window.from }, (_, i) => window.from + i);
      return imputationEffects(panel, covariates, { anticipation, leads, leaveOut: settings.imputation.leaveOut });
    }
    case "twoStage":
      return twoStageEffects(panel, covariates, anticipation);
    case "sunAbraham":
      return interactionEffects(panel, covariates, { estimator, anticipation, leads: true });
    case "saturated":
      return interactionEffects(panel, covariates, { estimator, anticipation, leads: controlGroup === "never" });
    case "stacked":
      return stackedEffects(panel, covariates, window, anticipation);
  }
}

/** Position of an overall average in a set; -1 where the set has none. */
export function overallAt(set: EffectSet, aggregate: AggregateName): number {
  return set.targets.findIndex((target) => target.at === null && target.aggregate === aggregate);
}

/** An average of one of these estimators as a function of the assignment: a full estimate per draw. */
export function effectSetAssigned(
  sample: TwoWaySample,
  settings: EstimatorSettings,
  estimator: SetEstimator,
  aggregate: AggregateName,
): Assigned {
  return (group) => {
    const panel = { ...sample.panel, wide: { ...sample.panel.wide, group } };
    const set = effectSetOf({ ...sample, panel }, settings, estimator);
    const j = overallAt(set, aggregate);
    return { estimate: set.estimates[j]!, stdError: Math.sqrt(set.covariance.data[j * (set.covariance.rows + 1)]!) };
  };
}
