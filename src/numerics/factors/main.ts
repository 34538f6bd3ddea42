export { type Components, connectedComponents } from "./components.js";
export { type Factor, interceptFactor, isNested } from "./factor.js";
export { recursiveSingletons } from "./singletons.js";
export { type FactorMethod, type FactorSolver, type PartialledOut, prepareFactors, solveFactors } from "./solve.js";
