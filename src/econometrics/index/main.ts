export { type CompositeIndex, compositeIndex } from "./compositeIndex.js";
export { type Coupling, couplingCoordination } from "./coupling.js";
export { correlation, criticWeights } from "./critic.js";
export { entropy, entropyWeights } from "./entropy.js";
export { type OutcomeIdentity, outcomeIdentity } from "./identity.js";
export { obstacleDegrees } from "./obstacles.js";
export type { Direction, IndexBlock, IndexOptions, IndicatorKind, MethodName, Transform } from "./options.js";
export { indexOverlap, overlapFinding } from "./overlap.js";
export { spearman } from "./ranks.js";
