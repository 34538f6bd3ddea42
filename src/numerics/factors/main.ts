export { type Components, connectedComponents } from "./components.js";
export { type Factor, interceptFactor, isNested, withoutEmptyLevels } from "./factor.js";
export { recursiveSingletons } from "./singletons.js";
export { type FactorSolver, type Freeing, type PartialledOut, partialledOut, prepareFactors, solveFactors } from "./solve.js";
export type { FactorMethod, SolverOptions } from "./solvers.js";
