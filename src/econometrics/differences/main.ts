export { type Differences, differences } from "./differences.js";
export type { BetaBlock, DifferencesBlock, DifferencesOptions, MarkovBlock, NeighbourList } from "./options.js";
