import { defineConfig } from "vitest/config";

// Renews the pictures of the documentation: `npm run screenshots -w e2e`.
export default defineConfig({
  test: { include: ["screenshots/{pages,access,bench,together}.ts"], fileParallelism: false, testTimeout: 120_000, hookTimeout: 60_000 },
});
