export { type Arena, arena, limitThreads, secondThread } from "./arena.js";
