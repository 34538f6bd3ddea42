import { defineConfig } from "vitest/config";

// Tests run on the compiled files: what is tested is what ships. `test/` crosses folders and imports from dist.
export default defineConfig({
  test: {
    include: ["dist/**/*.test.js", "test/**/*.test.ts"],
    pool: "threads",
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
