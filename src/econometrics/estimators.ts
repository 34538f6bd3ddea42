import type { Frame } from "../frame/main.js";
import type { Fit } from "./fit.js";
import type { Formula } from "./formula.js";
import { dynamicPanel } from "./gmm/dynamicPanel.js";
import type { GmmOptions } from "./gmm/setting.js";
import { type InterruptedOptions, interruptedTimeSeries } from "./interrupted/interruptedTimeSeries.js";
import { type IvOptions, ivRegress } from "./iv/ivRegress.js";
import { between } from "./panel/between.js";
import { firstDifference } from "./panel/firstDifference.js";
import { type RegressOptions, regress } from "./panel/ols.js";
import { correlatedRandomEffects, type RandomEffectsOptions, randomEffects } from "./panel/randomEffects.js";
import { type PpmlOptions, ppml } from "./poisson/ppml.js";

/** Options of every estimator; each reads its own. */
export type EstimatorOptions = RegressOptions &
  IvOptions &
  RandomEffectsOptions &
  PpmlOptions &
  Partial<GmmOptions> &
  Partial<InterruptedOptions>;

/** Every estimator of a model by the name the study file gives it. */
export const estimators: Readonly<Record<EstimatorName, (source: Frame, formula: string | Formula, options: EstimatorOptions) => Fit>> = {
  ols: regress,
  iv: ivRegress,
  between,
  firstDifference,
  randomEffects,
  correlatedRandomEffects,
  ppml,
  gmm: (source, formula, options) => dynamicPanel(source, formula, { ...options, instruments: options.instruments ?? [] }),
  interruptedTimeSeries: (source, formula, options) =>
    interruptedTimeSeries(source, formula, { ...options, interruption: options.interruption ?? Number.NaN }),
};

export type EstimatorName =
  | "ols"
  | "iv"
  | "between"
  | "firstDifference"
  | "randomEffects"
  | "correlatedRandomEffects"
  | "ppml"
  | "gmm"
  | "interruptedTimeSeries";
