import type { AccessMode } from "./access";
import { ask, asJson, request, root } from "./request";
import type { Role } from "./roles";

export { RequestError } from "./request";

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
  /** What the person who asks may do in it; a server that does not say lets everybody do everything. */
  readonly role?: Role;
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
  readonly access: AccessMode;
  /** Whether anyone may make an account. */
  readonly registration: "open" | "closed";
  /** Whether the first account is still to be made. */
  readonly setup: boolean;
}

const at = (id: string) => `/documents/${encodeURIComponent(id)}`;

export function serverInfo(signal: AbortSignal | null = null): Promise<ServerInfo> {
  return ask("/info", { signal });
}

export async function listDocuments(signal: AbortSignal | null = null): Promise<readonly DocumentRecord[]> {
  const { documents } = await ask<{ documents: DocumentRecord[] }>("/documents", { signal });
  return documents;
}

export function findDocument(id: string, signal: AbortSignal | null = null): Promise<DocumentRecord> {
  return ask(at(id), { signal });
}

export function createDocument(kind: string, title: string): Promise<DocumentRecord> {
  return ask("/documents", asJson("POST", { title, kind }));
}

export function renameDocument(id: string, title: string): Promise<DocumentRecord> {
  return ask(at(id), asJson("PATCH", { title }));
}

export async function deleteDocument(id: string): Promise<void> {
  await request(at(id), { method: "DELETE" });
}

export function importDocument(file: File): Promise<DocumentRecord> {
  const path = `/documents/import?name=${encodeURIComponent(file.name)}`;
  return ask(path, { method: "POST", body: file, headers: { "Content-Type": "application/octet-stream" } });
}

/** The document as a file of a text format; null when it has more than `most` bytes, of which the rest is not fetched. */
export async function exportFile(id: string, format: string, most: number): Promise<string | null> {
  const { body } = await request(`${at(id)}/export?format=${encodeURIComponent(format)}`);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const reader = body!.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.length;
    if (length > most) {
      await reader.cancel();
      return null;
    }
    parts.push(part.value);
  }
  return new Blob(parts).text();
}

export function exportAddress(id: string, format: string): string {
  return `${root}${at(id)}/export?format=${encodeURIComponent(format)}`;
}

/** The document of a session by its name. Without a `kind` it is only looked for (`unknown_session` when there is none), with one it is made. */
export function openSession(session: string, kind?: string, signal: AbortSignal | null = null): Promise<DocumentRecord> {
  return ask("/documents/session", { ...asJson("POST", { session, ...(kind !== undefined && { kind }) }), signal });
}
