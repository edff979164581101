/** A document as the server lists it. Times are ISO 8601; `users` counts who is connected now. */
export interface DocumentRecord {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  readonly revision: number;
  readonly generation: string;
  readonly created: string;
  readonly updated: string;
  readonly users: number;
}

export interface KindInfo {
  readonly name: string;
  readonly title: string;
  readonly exports: readonly string[];
  readonly imports: readonly string[];
}

export interface ServerInfo {
  readonly name: string;
  readonly version: string;
  /** Addresses under which others in the same network reach this server, such as `http://192.168.1.5:8765`. */
  readonly addresses: readonly string[];
  readonly kinds: readonly KindInfo[];
}

/** A request that failed. `status` is 0 when no answer came at all; `message` is a sentence for the person. */
export class RequestError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = "RequestError";
  }
}

const root = "/api/v1";

async function request(path: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(root + path, { ...init, headers: { Accept: "application/json", ...init.headers } });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new RequestError(0, "unreachable", "The server does not answer. Check that it is running and that you are in its network.");
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

async function problemOf(response: Response): Promise<RequestError> {
  const fallback = response.status === 404 ? "It is not here any more." : `The server answered with an error (${response.status}).`;
  const problem: unknown = await response.json().catch(() => null);
  if (typeof problem !== "object" || problem === null) return new RequestError(response.status, "unknown", fallback);
  const { code, detail, title } = problem as { code?: unknown; detail?: unknown; title?: unknown };
  const message = [detail, title].find((text): text is string => typeof text === "string" && text.length > 0);
  return new RequestError(response.status, typeof code === "string" ? code : "unknown", message ?? fallback);
}

const asJson = (method: string, body: unknown): RequestInit => ({
  method,
  body: JSON.stringify(body),
  headers: { "Content-Type": "application/json" },
});

const at = (id: string) => `/documents/${encodeURIComponent(id)}`;

export async function serverInfo(signal: AbortSignal | null = null): Promise<ServerInfo> {
  return (await request("/info", { signal })).json() as Promise<ServerInfo>;
}

export async function listDocuments(signal: AbortSignal | null = null): Promise<readonly DocumentRecord[]> {
  const { documents } = (await (await request("/documents", { signal })).json()) as { documents: DocumentRecord[] };
  return documents;
}

export async function findDocument(id: string, signal: AbortSignal | null = null): Promise<DocumentRecord> {
  return (await request(at(id), { signal })).json() as Promise<DocumentRecord>;
}

export async function createDocument(kind: string, title: string): Promise<DocumentRecord> {
  return (await request("/documents", asJson("POST", { title, kind }))).json() as Promise<DocumentRecord>;
}

export async function renameDocument(id: string, title: string): Promise<DocumentRecord> {
  return (await request(at(id), asJson("PATCH", { title }))).json() as Promise<DocumentRecord>;
}

export async function deleteDocument(id: string): Promise<void> {
  await request(at(id), { method: "DELETE" });
}

export async function importDocument(file: File): Promise<DocumentRecord> {
  const path = `/documents/import?name=${encodeURIComponent(file.name)}`;
  const headers = { "Content-Type": "application/octet-stream" };
  return (await request(path, { method: "POST", body: file, headers })).json() as Promise<DocumentRecord>;
}

export function exportAddress(id: string, format: string): string {
  return `${root}${at(id)}/export?format=${encodeURIComponent(format)}`;
}
