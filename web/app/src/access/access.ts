import { useSyncExternalStore } from "react";
import { redeemLink, signInWithToken, signOut as endSession, whoAmI, type Session } from "../api/access";
import { serverInfo, type ServerInfo } from "../api/documents";
import { RequestError, whenUnknown, wordsOf } from "../api/request";
import { currentIdentity, setGivenName } from "../me/identity";
import { goInstead } from "../router";
import { say } from "../ui/Toasts";
import { takeSecret } from "./secrets";

/** A share link that was followed and is not redeemed yet. */
export interface Invitation {
  readonly secret: string;
  readonly state: "asking" | "redeeming" | "failed";
  /** Why it failed, or why another name is asked for. */
  readonly trouble: RequestError | null;
}

/** What the app knows about the server's door and who stands in it. */
export interface Access {
  /** `unreachable`: nothing is known, so the pages show what they can and tell of the trouble themselves. */
  readonly phase: "asking" | "known" | "unreachable";
  readonly info: ServerInfo | null;
  /** Null: nobody is signed in. */
  readonly session: Session | null;
  /** Somebody was signed in on this page, and is not any more. */
  readonly ended: boolean;
  readonly invitation: Invitation | null;
  /** The secret of a setup link that was followed. */
  readonly setup: string | null;
  /** Why the link with the server's token did not sign in. */
  readonly tokenTrouble: string | null;
}

/** How long until a server that did not answer is asked again, in milliseconds. */
const patience = 3_000;

let current: Access = { phase: "asking", info: null, session: null, ended: false, invitation: null, setup: null, tokenTrouble: null };
const listeners = new Set<() => void>();

function set(change: Partial<Access>): void {
  current = { ...current, ...change };
  // Whose sign-in has ended keeps the name: under another one an open document would be joined anew, and what is on the page be gone.
  if (!current.ended) setGivenName(current.session?.name ?? null);
  for (const listener of listeners) listener();
}

/** Begins: takes the secret out of the address, and asks the server who it is and who we are. Called once. */
export function beginAccess(): void {
  whenUnknown(() => {
    if (current.session !== null) set({ session: null, ended: true });
  });
  // A link that is pasted into the address of an open page only changes what is behind #.
  window.addEventListener("hashchange", () => void meet());
  document.addEventListener("visibilitychange", () => {
    // One may have signed in in another tab meanwhile.
    if (document.visibilityState === "visible" && current.phase === "known" && current.session === null) void meet();
  });
  void meet();
}

/** `unused`: a token that could not be tried yet, since the server did not answer. */
async function meet(unused: string | null = null): Promise<void> {
  const found = takeSecret();
  if (found?.kind === "link") set({ invitation: { secret: found.secret, state: "asking", trouble: null } });
  if (found?.kind === "setup") set({ setup: found.secret });
  const token = found?.kind === "token" ? found.secret : unused;
  try {
    const [info, session] = await Promise.all([serverInfo(), whoAmI().catch(nobody)]);
    if (token !== null && info.access === "token") await useToken(token, info, session);
    else set({ phase: "known", info, session, ended: current.ended && session === null });
    await settleInvitation();
  } catch {
    // What was known stays on the page, with whatever somebody is filling in.
    if (current.phase !== "known") set({ phase: "unreachable" });
    if (current.phase !== "known" || token !== null) setTimeout(() => void meet(token), patience);
  }
}

function nobody(error: unknown): null {
  if (error instanceof RequestError && error.status === 401) return null;
  throw error;
}

async function useToken(token: string, info: ServerInfo, before: Session | null): Promise<void> {
  try {
    set({ phase: "known", info, session: await signInWithToken(token), ended: false, tokenTrouble: null });
  } catch (error) {
    set({ phase: "known", info, session: before, tokenTrouble: wordsOf(error) });
    if (before !== null) say(wordsOf(error), "error");
  }
}

async function settleInvitation(): Promise<void> {
  const { info, session, invitation } = current;
  if (invitation === null || invitation.state !== "asking") return;
  // An open server has no guests: there the address alone says all.
  if (info?.access === "open") return set({ invitation: null });
  const me = currentIdentity();
  if (session !== null) await redeem();
  else if (me.chosen) await redeem(me.name);
}

/** Redeems the share link that was followed, as who is signed in or as a guest with a name. */
export async function redeem(name?: string): Promise<void> {
  const { invitation } = current;
  if (invitation === null) return;
  set({ invitation: { ...invitation, state: "redeeming", trouble: null } });
  try {
    const { document, session } = await redeemLink(invitation.secret, name);
    if (location.pathname !== `/d/${document}`) goInstead(`/d/${document}`);
    set({ session, ended: false, invitation: null });
  } catch (error) {
    const trouble = error instanceof RequestError ? error : new RequestError(0, "unknown", wordsOf(error));
    // Another name can be told; a link that does not work stays so.
    set({ invitation: { ...invitation, state: trouble.code === "bad_name" ? "asking" : "failed", trouble } });
  }
}

/** Puts a share link aside that does not work, or that is not wanted. */
export const forgetInvitation = (): void => set({ invitation: null });

/** Goes on to the first account with the secret of a setup link. */
export const setUp = (secret: string): void => set({ setup: secret });

/** Takes over a sign-in that a form has made. */
export async function signedIn(session: Session): Promise<void> {
  set({ session, ended: false, setup: null, tokenTrouble: null });
  await settleInvitation();
  // There is a first account now, and a stranger is not told everything about the server.
  const info = await serverInfo().catch(() => null);
  if (info !== null) set({ info });
}

export async function signOut(): Promise<void> {
  await endSession();
  set({ session: null, ended: false, tokenTrouble: null });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const currentAccess = (): Access => current;

export function useAccess(): Access {
  return useSyncExternalStore(subscribe, currentAccess);
}
