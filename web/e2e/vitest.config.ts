import { defineConfig } from "vitest/config";

// Two files at a time: every file has a server and a browser of its own, and what is tested has to do with time.
export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    maxWorkers: 2,
    // A busy machine can be late for a mouse that is not a person's: once more then, and the report names the test as retried.
    retry: 1,
    testTimeout: 40_000,
    hookTimeout: 40_000,
  },
});
