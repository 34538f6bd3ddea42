export * from "./index/main.js";
