import { ask, asJson, request } from "./request";
import type { Role } from "./roles";

/** Who may use a server: whoever reaches it, whoever has its token, or who has an account or a share link. */
export type AccessMode = "open" | "token" | "accounts";

/** As short as a password may be, in characters. The server has the last word. */
export const shortestPassword = 10;

/** Who is signed in, as the server knows them. */
export interface Session {
  readonly kind: "anyone" | "token" | "account" | "guest" | "external";
  /** Null when everybody says their own name. */
  readonly name: string | null;
  readonly email?: string;
  readonly account?: string;
  /** Whether this person looks after the server. */
  readonly admin: boolean;
  /** When the sign-in ends, in milliseconds since 1970; null for never. */
  readonly expires: number | null;
  readonly can_create: boolean;
}

/** One place where the account is signed in. Times in milliseconds since 1970. */
export interface SignInRecord {
  readonly id: string;
  readonly created: number;
  readonly last_seen: number;
  readonly expires: number;
  readonly address: string | null;
  /** The browser or program, as it calls itself. */
  readonly agent: string | null;
  readonly current: boolean;
}

export interface Redeemed {
  readonly document: string;
  readonly role: Role;
  readonly session: Session;
}

export interface Registration {
  readonly name: string;
  readonly email?: string;
  readonly password: string;
  /** The secret that the server printed at its start, for the first account. */
  readonly setup?: string;
}

export const whoAmI = (): Promise<Session> => ask("/session");

export const signInWithToken = (token: string): Promise<Session> => ask("/session", asJson("POST", { token }));

export const signInWithPassword = (name: string, password: string): Promise<Session> =>
  ask("/session", asJson("POST", { name, password }));

export const register = (registration: Registration): Promise<Session> => ask("/accounts", asJson("POST", registration));

export async function signOut(): Promise<void> {
  await request("/session", { method: "DELETE" });
}

/** Redeems a share link; `name` is what a guest without a session is called. */
export const redeemLink = (secret: string, name?: string): Promise<Redeemed> =>
  ask("/session/links", asJson("POST", { secret, ...(name !== undefined && { name }) }));

export const listSignIns = (signal: AbortSignal | null = null): Promise<readonly SignInRecord[]> => ask("/account/sessions", { signal });

export async function endSignIn(id: string): Promise<void> {
  await request(`/account/sessions/${encodeURIComponent(id)}`, { method: "DELETE" });
}

export async function endOtherSignIns(): Promise<void> {
  await request("/account/sessions", { method: "DELETE" });
}

export async function changePassword(old: string, fresh: string): Promise<void> {
  await request("/account/password", asJson("PUT", { old, new: fresh }));
}
