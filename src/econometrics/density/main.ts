export { type BandwidthRule, bandwidthOf, bandwidthRules } from "./bandwidth.js";
export { countPeaks, densityAt, type Turn, turnsOf } from "./kernelDensity.js";
export { criticalBandwidth, type OnePeakTest, onePeakTest } from "./onePeak.js";
