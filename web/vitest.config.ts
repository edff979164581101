import { defineConfig } from "vitest/config";

// The browser tests in e2e need a server and have their own config.
export default defineConfig({
  test: {
    projects: ["client", "optics", "bindings/codemirror", "bindings/excalidraw", "app"],
  },
});
