import { ask, request, RequestError } from "./request";
import type { Role } from "./roles";

/** The server as a whole. Counts are since its start; times in milliseconds since 1970. */
export interface ServerState {
  readonly started: number;
  readonly now: number;
  readonly connections: number;
  readonly rooms: number;
  readonly changes: number;
  readonly rejected: number;
  readonly bytes_received: number;
  readonly bytes_sent: number;
  /** Milliseconds of processor time. */
  readonly cpu: number;
  /** Bytes. */
  readonly memory: number;
}

/** A document that is open now. */
export interface Room {
  readonly document: string;
  readonly title: string;
  readonly kind: string;
  readonly revision: number;
  readonly users: number;
  /** Since it was opened. */
  readonly changes: number;
  readonly opened: number;
}

/** A connection that is open now; bytes since then. */
export interface Connected {
  readonly connection: number;
  readonly address: string | null;
  readonly document: string | null;
  readonly title: string | null;
  readonly name: string | null;
  readonly since: number;
  readonly received: number;
  readonly sent: number;
  /** Bytes that wait because it reads slowly. */
  readonly waiting: number;
  readonly role?: Role | null;
  readonly account?: string | null;
}

export interface AccountRecord {
  readonly account: string;
  readonly name: string;
  readonly email?: string | null;
  readonly admin: boolean;
  readonly created: number;
}

export interface Storage {
  readonly documents: number;
  readonly bytes: number | null;
  readonly free: number | null;
  readonly folder: string | null;
  readonly ready: boolean;
  readonly reason: string | null;
}

export interface Limit {
  readonly name: string;
  readonly value: number;
  readonly default: number;
  readonly unit: string;
  readonly code: string;
  readonly reason: string;
  /** How often it was hit since the server started. */
  readonly hits: number;
}

export interface AdminState {
  readonly server: ServerState;
  readonly rooms: readonly Room[];
  readonly connections: readonly Connected[];
  readonly storage: Storage;
  readonly limits: readonly Limit[];
  /** Null on a server without accounts. */
  readonly accounts: readonly AccountRecord[] | null;
}

export async function adminState(withAccounts: boolean, signal: AbortSignal | null): Promise<AdminState> {
  const at = <T>(what: string) => ask<T>(`/admin/${what}`, { signal });
  const [server, { rooms }, { sessions }, storage, { limits }, accounts] = await Promise.all([
    at<ServerState>("server"),
    at<{ rooms: Room[] }>("rooms"),
    at<{ sessions: Connected[] }>("sessions"),
    at<Storage>("storage"),
    at<{ limits: Limit[] }>("limits"),
    withAccounts ? at<{ accounts: AccountRecord[] }>("accounts").then((answer) => answer.accounts, orNone) : null,
  ]);
  return { server, rooms, connections: sessions, storage, limits, accounts };
}

function orNone(error: unknown): null {
  if (error instanceof RequestError && error.status === 404) return null;
  throw error;
}

export async function closeConnection(connection: number): Promise<void> {
  await request(`/admin/sessions/${connection}/close`, { method: "POST" });
}
