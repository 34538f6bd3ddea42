export { type BetaFit, type BetaOptions, betaConvergence, equalSlopes, type GrowthPanel } from "./beta.js";
export { type Dispersion, dispersion, dispersionTrend, equalVariances } from "./sigma.js";
export { speedRows } from "./speed.js";
