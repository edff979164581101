import { sha256 } from "./sha256";

/** A picture of a document, as the server has it. */
export interface FileInfo {
  /** SHA-256 of its bytes: its name in the document. */
  readonly hash: string;
  /** Its media type, by what its bytes say. */
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
}

/** A picture could not be sent or fetched. `message` is a sentence for the person. */
export class FileError extends Error {
  constructor(
    /** The server's code; `unreachable`: no answer came, or it broke off; `damaged`: what came is not what was asked for. */
    readonly code: string,
    message: string,
    /** The HTTP status; 0 when there was none. */
    readonly status = 0,
  ) {
    super(message);
    this.name = "FileError";
  }

  /** Whether the same may succeed later. */
  get isPassing(): boolean {
    return this.code === "unreachable" || this.status === 429 || this.status >= 500;
  }
}

export interface FilesOptions {
  /** The address of the document's files, such as `/api/v1/documents/abc/files`. */
  readonly url: string;
  /** Sent with each request, such as `Authorization`; a browser's cookie goes along by itself. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly fetch?: typeof fetch;
}

/** The pictures of a document: sent once by the hash of their bytes, fetched piece by piece. */
export class Files {
  private readonly fetch: typeof fetch;

  constructor(private readonly options: FilesOptions) {
    this.fetch = options.fetch ?? fetch.bind(globalThis);
  }

  /** Whether the document has it already, so that it need not be sent. */
  async has(hash: string, signal?: AbortSignal): Promise<boolean> {
    const answer = await this.ask(`/${hash}`, { method: "HEAD", signal: signal ?? null });
    if (answer.ok) return true;
    if (answer.status === 404) return false;
    throw new FileError("unknown", `The server answered with an error (${answer.status}).`, answer.status);
  }

  /** Gives the document a picture. One that it has already is not sent again. */
  async upload(bytes: Blob, hash: string, { name, signal }: { readonly name?: string; readonly signal?: AbortSignal } = {}): Promise<void> {
    if (await this.has(hash, signal)) return;
    const query = name === undefined ? "" : `?name=${encodeURIComponent(name)}`;
    const answer = await this.ask(query, { method: "POST", body: bytes, signal: signal ?? null });
    if (!answer.ok) throw await errorOf(answer);
    const { hash: stored } = (await answer.json()) as FileInfo;
    if (stored !== hash) throw new FileError("damaged", "The picture changed on its way to the server: try again.");
  }

  /** Begins to fetch a picture; `run` fetches. */
  download(hash: string): Download {
    return new Download(hash, (range, signal) => this.ask(`/${hash}`, { headers: range === 0 ? {} : { Range: `bytes=${range}-` }, signal }));
  }

  private async ask(path: string, init: RequestInit): Promise<Response> {
    try {
      return await this.fetch(this.options.url + path, { ...init, headers: { ...this.options.headers, ...init.headers } });
    } catch (error) {
      if (init.signal?.aborted) throw error;
      throw unreachable();
    }
  }
}

export interface Progress {
  /** Bytes that are here. */
  readonly received: number;
  /** Bytes of the whole; `undefined` before the server has said. */
  readonly size: number | undefined;
}

/** One picture on its way. What has come is kept when it breaks off or is stopped, and the next `run` goes on from there. */
export class Download {
  private parts: Uint8Array<ArrayBuffer>[] = [];
  private received = 0;
  private size: number | undefined;
  private type = "";

  constructor(
    private readonly hash: string,
    private readonly ask: (from: number, signal: AbortSignal) => Promise<Response>,
  ) {}

  get progress(): Progress {
    return { received: this.received, size: this.size };
  }

  /** Fetches what is missing. Fails with a `FileError`, or as `signal` says when that stops it. */
  async run(signal: AbortSignal, onProgress: (progress: Progress) => void = () => undefined): Promise<Blob> {
    if (this.size === undefined || this.received < this.size) await this.fetchRest(signal, onProgress);
    const whole = new Blob(this.parts, { type: this.type });
    if ((await sha256(new Uint8Array(await whole.arrayBuffer()))) === this.hash) return whole;
    this.forget();
    throw new FileError("damaged", "The picture did not arrive as it was sent: try again.");
  }

  private async fetchRest(signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<void> {
    const answer = await this.ask(this.received, signal);
    if (answer.status === 416) this.forget();
    if (!answer.ok || answer.body === null) throw await errorOf(answer);
    // A server or a proxy that knows no ranges sends all of it again.
    if (answer.status !== 206) this.forget();
    this.type = answer.headers.get("Content-Type") ?? "";
    const length = Number.parseInt(answer.headers.get("Content-Length") ?? "", 10);
    if (!Number.isNaN(length)) this.size = this.received + length;
    onProgress(this.progress);
    await this.readAll(answer.body.getReader(), signal, onProgress);
    if (this.size !== undefined && this.received < this.size) throw unreachable();
    this.size = this.received;
  }

  private async readAll(reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>, signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<void> {
    try {
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        this.parts.push(part.value);
        this.received += part.value.length;
        onProgress(this.progress);
      }
    } catch (error) {
      if (signal.aborted) throw error;
      throw unreachable();
    }
  }

  private forget(): void {
    this.parts = [];
    this.received = 0;
    this.size = undefined;
  }
}

function unreachable(): FileError {
  return new FileError("unreachable", "The connection to the server broke off.");
}

async function errorOf(answer: Response): Promise<FileError> {
  const problem = (await answer.json().catch(() => null)) as { readonly code?: unknown; readonly detail?: unknown } | null;
  const { code, detail } = problem ?? {};
  return new FileError(
    typeof code === "string" ? code : "unknown",
    typeof detail === "string" ? detail : `The server answered with an error (${answer.status}).`,
    answer.status,
  );
}
