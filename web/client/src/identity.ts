import type { Storage, StoredDocument } from "./storage";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/** 12 letters of 64 are 72 bits: nobody will ever draw the same twice. */
const ID_LENGTH = 12;

/** A new id for a client (JOIN-2) or an item. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(ID_LENGTH));
  return Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join("");
}

/** The client id of this editor, held so that no other tab takes it, and what was kept for it. */
export interface Identity {
  readonly client: string;
  readonly stored: StoredDocument | undefined;
  /** Unsaved work of editors that are gone; their ids are held too. */
  readonly orphans: readonly Identity[];
  release(): void;
}

/**
 * Takes over what an editor of this document left that is gone, unsaved work first; otherwise begins with a new id, and with
 * another editor's copy of the confirmed document, if there is one. Two tabs never share an id: each holds a Web Lock on its
 * own. Where there are no locks (Node) one process is taken to be the only one at its storage.
 */
export async function claimIdentity(document: string, storage: Storage | null): Promise<Identity> {
  const states = storage === null ? [] : await storage.list(document);
  const newest = [...states].sort((a, b) => Number(b.pending.length > 0) - Number(a.pending.length > 0) || b.written - a.written);
  const held: Identity[] = [];
  for (const stored of newest) {
    const release = held.length > 0 && stored.pending.length === 0 ? undefined : await hold(document, stored.client);
    if (release !== undefined) held.push({ client: stored.client, stored, orphans: [], release });
    else if (held.length > 0 && stored.pending.length === 0 && (await isFree(document, stored.client))) await storage?.remove(document, stored.client);
  }
  const [own, ...orphans] = held;
  if (own !== undefined) return { ...own, orphans };
  const copy = newest[0];
  const fresh = await freshIdentity(document);
  const stored = copy && { ...copy, client: fresh.client, pending: [], deleted: [], moved: [], nextId: 1 };
  return { ...fresh, stored, orphans };
}

/** A client id that nobody had before. */
export async function freshIdentity(document: string): Promise<Identity> {
  const client = newId();
  const release = (await hold(document, client)) ?? (() => undefined);
  return { client, stored: undefined, orphans: [], release };
}

/** Holds a client id until released; `undefined` when another tab holds it. */
async function hold(document: string, client: string): Promise<(() => void) | undefined> {
  const locks = lockManager();
  if (locks === undefined) return () => undefined;
  return new Promise((resolve) => {
    void locks.request(lockName(document, client), { ifAvailable: true }, (lock) => {
      if (lock === null) {
        resolve(undefined);
        return undefined;
      }
      return new Promise<void>((release) => resolve(release));
    });
  });
}

async function isFree(document: string, client: string): Promise<boolean> {
  const release = lockManager() === undefined ? undefined : await hold(document, client);
  release?.();
  return release !== undefined;
}

function lockName(document: string, client: string): string {
  return `weft ${document} ${client}`;
}

function lockManager(): LockManager | undefined {
  return typeof navigator === "undefined" ? undefined : navigator.locks;
}
