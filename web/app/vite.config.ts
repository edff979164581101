import { createRequire } from "node:module";
import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const excalidraw = dirname(createRequire(import.meta.url).resolve("@excalidraw/excalidraw"));

/**
 * What the worker is made of that cuts fonts down for an exported image. None of it may be in a chunk with anything else: a
 * worker that loads the editor along fails, and whole fonts are embedded.
 */
const fontWorker = (function importsOf(file: string, known: readonly string[] = []): readonly string[] {
  const imports = [...readFileSync(file, "utf8").matchAll(/(?:\bfrom|\bimport)\s*"(\.\/[^"]+)"/g)].map(([, name]) => join(dirname(file), name!));
  return imports.reduce((all, path) => (all.includes(path) ? all : importsOf(path, [...all, path])), known);
})(join(excalidraw, "subset-worker.chunk.js"));

/**
 * Keeps the drawing editor on this server: its fonts are copied into the build, and the public host that it would ask for a
 * font it cannot find is replaced by the same folder, so that a missing font is a 404 here and never a request elsewhere.
 */
function selfHostedExcalidraw(): Plugin {
  let outDir = "dist";
  return {
    name: "self-hosted-excalidraw",
    enforce: "pre",
    configResolved(config) {
      outDir = join(config.root, config.build.outDir);
    },
    transform(code, id) {
      if (!id.includes("@excalidraw/excalidraw") || !code.includes("https://esm.sh/")) return null;
      return { code: code.replaceAll(/`https:\/\/esm\.sh\/[^;]*?\/dist\/prod\/`/g, "`${location.origin}/assets/excalidraw/`"), map: null };
    },
    writeBundle() {
      cpSync(join(excalidraw, "fonts"), join(outDir, "assets/excalidraw/fonts"), { recursive: true });
    },
  };
}

/** Puts a compressed file beside each that gets smaller by it, which the server sends to those who take it. */
function compressed(): Plugin {
  let outDir = "dist";
  return {
    name: "compressed",
    configResolved(config) {
      outDir = join(config.root, config.build.outDir);
    },
    writeBundle: {
      order: "post",
      sequential: true,
      handler() {
        for (const name of readdirSync(outDir, { recursive: true, encoding: "utf8" })) {
          if (!/\.(js|css|html|svg|json|txt)$/.test(name)) continue;
          const content = readFileSync(join(outDir, name));
          const small = gzipSync(content, { level: 9 });
          if (small.length < 0.9 * content.length) writeFileSync(join(outDir, `${name}.gz`), small);
        }
      },
    },
  };
}

export default defineConfig({
  plugins: [selfHostedExcalidraw(), react(), compressed()],
  // The drawing editor's own dependencies bring an older React along; there is one React on a page.
  resolve: { dedupe: ["react", "react-dom"] },
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2500,
    reportCompressedSize: true,
    // Each in a chunk of its own, what is imported before what imports it: the editor shares a few lines of it, not the megabytes.
    rolldownOptions: { output: { codeSplitting: { groups: fontWorker.map((file, place) => ({ name: basename(file, ".js"), test: (id) => id === file, priority: place })) } } },
  },
  server: {
    // As objects: the short form changes the host, which the server compares with the origin of the page.
    proxy: {
      "/api": { target: "http://127.0.0.1:8765" },
      "/ws": { target: "ws://127.0.0.1:8765", ws: true },
    },
  },
});
