export type { AggregateName } from "./aggregates.js";
export { evaluatePolicy, policyVariant } from "./evaluatePolicy.js";
export { type GroupTimeEffects, type GroupTimeOptions, groupTimeEffects, groupTimeFromArrays } from "./groupTime.js";
export type { LongRows } from "./panel.js";
export { policyTiming } from "./policyTiming.js";
export { type Assigned, distinctAssignments, type Randomization, type RandomizationPlan, randomize } from "./randomization.js";
export { availableEstimators, type Estimator, type PolicyOptions, type PolicySettings, settle } from "./settings.js";
export type { ControlGroup } from "./timing.js";
export { assembleVerdict, type Expected, type VerdictParts } from "./verdict.js";
