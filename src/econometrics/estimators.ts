import type { Frame } from "../frame/main.js";
import type { Fit } from "./fit.js";
import type { Formula } from "./formula.js";
import { type IvOptions, ivRegress } from "./iv/ivRegress.js";
import { type RegressOptions, regress } from "./panel/ols.js";

/** Options of every estimator; each reads its own. */
export type EstimatorOptions = RegressOptions & IvOptions;

/** Every estimator of a model by the name the study file gives it. */
export const estimators: Readonly<Record<EstimatorName, (source: Frame, formula: string | Formula, options: EstimatorOptions) => Fit>> = {
  ols: regress,
  iv: ivRegress,
};

export type EstimatorName = "ols" | "iv";
