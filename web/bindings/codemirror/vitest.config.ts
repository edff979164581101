import { defineConfig } from "vitest/config";

export default defineConfig({ test: { name: "codemirror", environment: "jsdom", include: ["test/**/*.test.ts"], testTimeout: 60_000 } });
