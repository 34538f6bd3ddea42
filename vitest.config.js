import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// Tests run on the compiled files: what is tested is what ships. `test/` crosses folders and imports from dist.
export default defineConfig({
  // Blocks of the documentation import the package by its own name.
  resolve: { alias: [{ find: /^xinzhi\/(\w+)$/, replacement: fileURLToPath(new URL("./dist/$1/main.js", import.meta.url)) }] },
  test: {
    include: ["dist/**/*.test.js", "test/**/*.test.ts"],
    pool: "threads",
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
