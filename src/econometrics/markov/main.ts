export { type Chain, type Counts, chainOf } from "./chain.js";
export { classOf, quantileCuts } from "./classes.js";
export { type HomogeneityTest, homogeneity } from "./homogeneity.js";
