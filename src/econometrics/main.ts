export * from "./design.js";
export * from "./did/main.js";
export { coefficient, type Fit, fitOf, INTERCEPT, type Moments, rowOf, stdError } from "./fit.js";
export { type Effect, type Formula, type Part, parseFormula, type Sets, type Term } from "./formula.js";
export * from "./index/main.js";
export { inference } from "./inference.js";
export { type RegressOptions, regress } from "./panel/ols.js";
export { jointTest, waldTest } from "./tests.js";
export type { Correction, VcovOption } from "./vcov.js";
