export { type Arena, arena, limitThreads, secondThread } from "./arena.js";
export * from "./rows.js";
export type { ReducedRows, SparseRows } from "./twins.js";
