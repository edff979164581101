import type { Access } from "./access";
import type { ChangeRange, Item, Op, Snapshot } from "./wire";

/** One own change that is not saved yet, in the order of making. */
export interface StoredChange {
  /** The id on the wire, once it was sent. */
  readonly id?: number;
  /** When it was made, in milliseconds on the server's clock as far as the client knew it. */
  readonly at: number;
  /** When it was made, in milliseconds on this machine's clock. */
  readonly made: number;
  /** The revision that it was made in. */
  readonly revision: number;
  /** The change rebased on the confirmed document. `null`: its effect on the view is not known (see Replica). */
  readonly ops: readonly Op[] | null;
  /** Without `ops`: its edits of texts rebased on the last confirmed document of which that was known. Not there: `sent` is that. */
  readonly former?: readonly Op[];
  /** It brings former values back. */
  readonly undo?: boolean;
  /** It takes back these changes, and has no operations. */
  readonly reverts?: ChangeRange;
  /** The change as it was first sent; sent again word for word. Not there: never sent. */
  readonly sent?: { readonly base: number; readonly after?: number; readonly at?: number; readonly undo?: boolean; readonly ops: readonly Op[] };
}

/** What an editor has not saved yet, and what it takes to go on from there. */
export interface StoredWork {
  readonly document: string;
  readonly client: string;
  readonly nextId: number;
  /** The texts that others changed while own edits of them were unanswered; see Replica. */
  readonly moved: readonly string[];
  /** Deleted items that pending changes restore. */
  readonly deleted: readonly { readonly path: string; readonly item: Item }[];
  readonly pending: readonly StoredChange[];
  /** Milliseconds since 1970, for the clean-up. */
  readonly written: number;
}

/** What is kept of a document between visits: a copy of what the server confirmed, and the work. */
export interface StoredDocument extends StoredWork {
  readonly title: string;
  readonly kind: string;
  /** What the user could do at the last visit. */
  readonly access?: Access;
  readonly generation: string;
  readonly revision: number;
  readonly snapshot: Snapshot;
}

/** Unsent work of a document that was replaced as a whole (JOIN-6). */
export interface SetAside {
  readonly document: string;
  readonly client: string;
  readonly generation: string;
  readonly changes: readonly (readonly Op[])[];
  readonly written: number;
}

/** Where a session keeps its state. Keys are (document, client): every open editor has a client id of its own. */
export interface Storage {
  /** Everything kept of a document, whatever the client. */
  list(document: string): Promise<readonly StoredDocument[]>;
  /** Replaces what is kept for (document, client). Resolves when it is safe from a reload. */
  save(state: StoredDocument): Promise<void>;
  /**
   * Replaces the work alone in what was saved for (document, client), which is far less to write. Resolves when it is safe from a reload;
   * to false when nothing is kept there that it could go on from.
   */
  saveWork(work: StoredWork): Promise<boolean>;
  remove(document: string, client: string): Promise<void>;
  setAside(work: SetAside): Promise<void>;
  listAside(document: string): Promise<readonly SetAside[]>;
  removeAside(work: SetAside): Promise<void>;
}
