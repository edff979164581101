import { createServer, type Server } from "node:http";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const app = createRequire(new URL("../../../app/package.json", import.meta.url)).resolve;
const types: { readonly [extension: string]: string } = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2" };

/** The pages of this folder, built and served on a port of their own. */
export class Pages {
  private constructor(
    private readonly server: Server,
    private readonly folder: string,
    readonly address: string,
  ) {}

  static async start(): Promise<Pages> {
    const root = dirname(fileURLToPath(import.meta.url));
    const folder = mkdtempSync(join(tmpdir(), "weft-measure-"));
    await build({
      root,
      configFile: false,
      logLevel: "error",
      // The React of the app, not the older one that the drawing editor's dependencies bring along.
      resolve: { alias: { react: dirname(app("react/package.json")), "react-dom": dirname(app("react-dom/package.json")) } },
      build: { outDir: folder, emptyOutDir: true, target: "es2022", chunkSizeWarningLimit: 10_000, rolldownOptions: { input: [join(root, "index.html"), join(root, "crowd.html")] } },
    });
    const server = createServer((request, response) => {
      const asked = normalize(new URL(request.url ?? "/", "http://host").pathname);
      const path = asked === "/" ? "/index.html" : asked;
      try {
        const content = readFileSync(join(folder, path));
        response.writeHead(200, { "Content-Type": types[extname(path)] ?? "application/octet-stream" }).end(content);
      } catch {
        response.writeHead(404).end();
      }
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("No port.");
    return new Pages(server, folder, `http://127.0.0.1:${address.port}`);
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
