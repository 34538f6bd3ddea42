import { type Frame, numbers } from "../../frame/main.js";
import type { EventPoint, Row } from "../../results/main.js";
import { eventPoints, rowsOfEffects } from "./effects.js";
import { effectSetOf, type SetEstimator } from "./estimators.js";
import { policyContext } from "./policyContext.js";
import { outcomeScale } from "./rows.js";
import { type PolicyOptions, settle } from "./settings.js";

/** One estimator of a staggered design, with the words of the study file. */
export interface StaggeredOptions
  extends Pick<
    PolicyOptions,
    "adopted" | "unit" | "time" | "controlGroup" | "controls" | "anticipation" | "window" | "cluster" | "incomplete" | "imputation"
  > {
  outcome: string;
  estimator: SetEstimator;
}

/** Averages of the effects and the event study, as rows of the results contract. */
export interface StaggeredEffects {
  /** Overall rows, then those per event time (`time`), cohort or period. */
  aggregates: Row[];
  eventStudy: EventPoint[];
  /** Units left out because the outcome is not there in every period. */
  incomplete: string[];
  units: number;
}

/**
 * One estimator of a staggered design: `imputation`, `twoStage`, `sunAbraham`, `saturated` or `stacked`; for group-time effects see `groupTimeEffects`.
 * Throws what `settle` and `policyContext` throw, and the errors of the sample left (DID-NO-COMPLETE-UNIT, DID-NO-TREATED, DID-NO-CONTROLS).
 */
export function staggeredEffects(frame: Frame, options: StaggeredOptions): StaggeredEffects {
  const { estimator, ...rest } = options;
  const settings = settle({ ...rest, data: "data", estimators: [estimator] });
  const sample = policyContext(frame, settings).sampleOf(options.outcome, numbers(frame, options.outcome));
  const set = effectSetOf(sample, settings, estimator);
  const aggregates = rowsOfEffects(set, sample.timing, outcomeScale(sample.panel.wide.values));
  return {
    aggregates,
    eventStudy: eventPoints(set, aggregates, settings.window),
    incomplete: sample.incomplete,
    units: sample.panel.wide.units,
  };
}
