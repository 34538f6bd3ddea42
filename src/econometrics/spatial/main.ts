export { type Edge, type SpatialWeights, spatialLag, spatialWeights, type WeightsOptions } from "./weights.js";
