import { defineConfig } from "vite";

// The package for programs outside this workspace: one module that Node and browsers load as it is.
export default defineConfig({
  build: {
    lib: { entry: "src/index.ts", formats: ["es"], fileName: "index" },
    target: "es2022",
    minify: false,
    sourcemap: true,
  },
});
