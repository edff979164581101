import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { eventually } from "./eventually";

const repository = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");

function executable(): string {
  const places = [
    process.env["WEFT_BIN"] ?? "",
    ...["publish/Weft.Cli/release/weft", "bin/Weft.Cli/release/weft", "bin/Weft.Cli/debug/weft"].map((place) =>
      join(repository, "artifacts", place),
    ),
  ];
  const found = places.find((place) => place !== "" && existsSync(place));
  if (found === undefined) throw new Error("No built server: build src/Weft.Cli, or name the executable in WEFT_BIN.");
  return found;
}

const app = process.env["WEFT_WEB"] ?? join(repository, "web/app/dist");

export interface DocumentRecord {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  readonly users: number;
}

export interface BoardElement {
  readonly id: string;
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly strokeColor: string;
  /** Of a picture. */
  readonly fileId?: string;
  readonly status?: string;
}

export interface BenchItem {
  readonly item_uuid: string;
  readonly _type: string;
  readonly x_mm: number;
  readonly y_mm: number;
  readonly angle_deg: number;
  readonly name?: string;
  readonly [more: string]: unknown;
}

export interface Assembly {
  readonly version: string;
  readonly items: readonly BenchItem[];
  readonly texts: readonly { readonly text: string }[];
  readonly [more: string]: unknown;
}

/** The real server as a process, with a data folder of its own. It may be killed and started again on the same data and port. */
export class Server {
  private process: ChildProcess | null = null;
  private output = "";

  private constructor(
    readonly port: number,
    private readonly data: string,
    private readonly options: readonly string[],
  ) {}

  /** `options`: more of the command line, such as `--access accounts`. */
  static async start(...options: readonly string[]): Promise<Server> {
    if (!existsSync(join(app, "index.html"))) throw new Error("No built app: run `npm run build -w app` first.");
    const server = new Server(await freePort(), mkdtempSync(join(tmpdir(), "weft-e2e-")), options);
    await server.startAgain();
    return server;
  }

  get address(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The secret in the link that the server prints, with which the first account is made. */
  setup(): Promise<string> {
    return this.printed("setup");
  }

  /** The secret in the link that a server in token mode prints. */
  token(): Promise<string> {
    return this.printed("token");
  }

  private printed(kind: "setup" | "token"): Promise<string> {
    return eventually(() => {
      const secret = new RegExp(`#${kind}=([A-Za-z0-9_-]+)`).exec(this.output)?.[1];
      if (secret === undefined) throw new Error(`No link with a ${kind} was printed:\n${this.output}`);
      return secret;
    });
  }

  async startAgain(): Promise<void> {
    const args = ["serve", "--host", "127.0.0.1", "--port", String(this.port), "--data", this.data, "--web", app, ...this.options];
    const started = spawn(executable(), args, { stdio: ["ignore", "pipe", "pipe"] });
    this.process = started;
    for (const stream of [started.stdout, started.stderr]) stream.on("data", (chunk) => (this.output += String(chunk)));
    const until = Date.now() + 20_000;
    while (Date.now() < until) {
      if (started.exitCode !== null) break;
      const answer = await fetch(`${this.address}/healthz`).catch(() => null);
      if (answer?.ok) return;
      await new Promise((wait) => setTimeout(wait, 50));
    }
    throw new Error(`The server did not start:\n${this.output}`);
  }

  /** Ends it without any chance to tidy up, as a power cut would. */
  async kill(): Promise<void> {
    await this.end("SIGKILL");
  }

  async stop(): Promise<void> {
    await this.end("SIGKILL");
    rmSync(this.data, { recursive: true, force: true });
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const running = this.process;
    this.process = null;
    if (running === null || running.exitCode !== null || running.signalCode !== null) return;
    const exit = once(running, "exit");
    running.kill(signal);
    await exit;
  }

  async create(kind: string, title: string): Promise<string> {
    const answer = await fetch(`${this.address}/api/v1/documents`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ title, kind }),
    });
    if (answer.status !== 201) throw new Error(`Not created: ${answer.status} ${await answer.text()}`);
    return ((await answer.json()) as DocumentRecord).id;
  }

  async list(): Promise<readonly DocumentRecord[]> {
    const answer = await fetch(`${this.address}/api/v1/documents`);
    return ((await answer.json()) as { documents: DocumentRecord[] }).documents;
  }

  async delete(id: string): Promise<void> {
    await fetch(`${this.address}/api/v1/documents/${id}`, { method: "DELETE" });
  }

  async import(name: string, content: string): Promise<string> {
    const answer = await fetch(`${this.address}/api/v1/documents/import?name=${encodeURIComponent(name)}`, {
      method: "POST",
      headers: { "Content-Type": "application/octet-stream" },
      body: content,
    });
    if (answer.status !== 201) throw new Error(`Not imported: ${answer.status} ${await answer.text()}`);
    return ((await answer.json()) as DocumentRecord).id;
  }

  private async export(id: string, format: string): Promise<string> {
    const answer = await fetch(`${this.address}/api/v1/documents/${id}/export?format=${format}`);
    if (!answer.ok) throw new Error(`Not exported: ${answer.status} ${await answer.text()}`);
    return answer.text();
  }

  text(id: string): Promise<string> {
    return this.export(id, "txt");
  }

  /** A bench as an assembly file. */
  async assembly(id: string): Promise<Assembly> {
    return JSON.parse(await this.export(id, "optiverse")) as Assembly;
  }

  async elements(id: string): Promise<readonly BoardElement[]> {
    return (JSON.parse(await this.export(id, "excalidraw")) as { elements: BoardElement[] }).elements;
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("No free port.");
  return address.port;
}
