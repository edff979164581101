import { defineConfig } from "vitest/config";

// Figures, and no tests: `npm run measure -w e2e` on a machine that does nothing else.
export default defineConfig({
  test: { include: ["measure/*.ts"], fileParallelism: false, testTimeout: 120_000, hookTimeout: 60_000 },
});
