export { type Arena, arena } from "./arena.js";
export * from "./rows.js";
export type { ReducedRows, SparseRows } from "./twins.js";
