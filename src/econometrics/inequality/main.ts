export { type DagumDecomposition, type DagumGroup, type DagumPair, dagumGini } from "./dagum.js";
export { gini, wolfson } from "./gini.js";
export { type TheilDecomposition, type TheilGroup, type TheilIndex, theil } from "./theil.js";
