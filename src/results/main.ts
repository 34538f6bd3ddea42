export { canonicalJson, compactJson, settle } from "./canonical.js";
export type * from "./contract.js";
