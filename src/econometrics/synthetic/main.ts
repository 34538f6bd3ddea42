export type { SyntheticBlock } from "./options.js";
export { type SyntheticOptions, syntheticEffects } from "./syntheticEffects.js";
