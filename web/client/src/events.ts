import type { Access } from "./access";
import type { Cause } from "./closing";
import type { SetAside } from "./storage";
import type { ChangeRange, CursorRange, CursorView, Item, ItemOp, Op, Properties, UpdateOp, User } from "./wire";

export type Status =
  | { readonly state: "connecting"; readonly attempt: number }
  | { readonly state: "connected"; readonly attempt: 0 }
  /** Waiting for the next try in `retryInMs`, or not wanted any more when that is not there. */
  | ({ readonly state: "disconnected"; readonly attempt: number; readonly retryInMs?: number; readonly reason: string } & Cause)
  /** Nothing is tried any more until `reconnect()`. */
  | ({ readonly state: "failed"; readonly attempt: number; readonly reason: string } & Cause);

export type Origin = "local" | "remote" | "rollback" | "reset";

/** Only these operations occur in view events. An `update` says `null` for a property that is gone. */
export type ViewOp = Extract<Op, { op: "text" | "add" | "update" | "delete" }>;

/** What changed in the view. `ops` can be applied one after the other to the former view. */
export interface ViewEvent {
  readonly origin: Origin;
  /** Whose change it is, where it is one of somebody else. */
  readonly client?: string;
  readonly ops: readonly ViewOp[];
}

/** A change of somebody else, as it was saved: also what own unsaved changes hide in the view. */
export interface ForeignEvent {
  readonly client: string;
  /** What they are called, if they are here. */
  readonly name: string | undefined;
  readonly revision: number;
  readonly ops: readonly Op[];
  /** It brings former values back. */
  readonly undo: boolean;
  /** The changes that it takes back, perhaps own ones. */
  readonly reverts: ChangeRange | undefined;
}

export interface RejectedEvent {
  /** What `Session.change` returned. */
  readonly id: number;
  readonly code: string;
  readonly message: string;
  readonly ops: readonly Op[];
}

export interface UnsavedRange {
  readonly from: number;
  readonly to: number;
  /** When it was written, in milliseconds since 1970 on this machine's clock. */
  readonly since: number;
}

export interface RemoteCursor {
  readonly user: User;
  readonly path?: string;
  /** Positions in the present view. */
  readonly ranges: readonly CursorRange[];
  readonly pointer?: { readonly x: number; readonly y: number };
  readonly selected: readonly string[];
  readonly preview: readonly UpdateOp[];
  /** What of the document the user sees. */
  readonly view?: CursorView;
  /** Whether the way of the pointer is a trail that fades. */
  readonly laser: boolean;
}

/**
 * Two users have written the same properties of an item within a second, or one has deleted what the other wrote. Of a deletion that
 * came to the server first nobody but the loser is told.
 */
export interface ConflictEvent {
  /** The item, as `collection/id`. */
  readonly path: string;
  /** How it is now, or was when it was deleted. */
  readonly item: Item;
  /** Whose values stand, and whose are gone. */
  readonly winner: User;
  readonly loser: User;
  /** The winner has deleted the item: nothing of it stands, and `won` is empty. */
  readonly deleted: boolean;
  /** The values themselves; `null` for a property that is not there. */
  readonly won: Properties;
  readonly lost: Properties;
}

export interface SessionEvents {
  readonly view: ViewEvent;
  /** Comes before the `view` of the same change. */
  readonly foreign: ForeignEvent;
  readonly status: Status;
  /** Who came and went; also when the document was renamed (`Session.title`). */
  readonly presence: { readonly joined: readonly User[]; readonly left: readonly User[] };
  readonly cursors: ReadonlyMap<string, RemoteCursor>;
  readonly conflict: ConflictEvent;
  readonly saved: { readonly id: number; readonly revision: number };
  readonly rejected: RejectedEvent;
  readonly unsaved: { readonly count: number };
  /** What the user may do here has changed (`Session.role`, `Session.canRun`), and `by` whom, where that is known. */
  readonly access: Access & { readonly by?: string };
  /** The sign-in ends soon, at a time in milliseconds since 1970, and the session has no other token to renew it. */
  readonly expiring: { readonly at: number };
  /** The document was replaced as a whole; unsent work was kept aside (`Session.setAside`). */
  readonly aside: SetAside;
  /** Something that the user should know, such as storage that refuses to write. Nothing on the screen is lost by it. */
  readonly problem: { readonly code: string; readonly message: string };
}

/** What a replica reports of a step, in order. */
export type Notice =
  | { readonly type: "view"; readonly event: ViewEvent }
  | { readonly type: "foreign"; readonly event: Omit<ForeignEvent, "name"> }
  /** A change of items is in the document. `at`: on the server's clock, where it is known; `made`: on this machine's, of an own one. */
  | { readonly type: "written"; readonly client: string; readonly at: number | undefined; readonly made: number; readonly ops: readonly ItemOp[]; readonly wanted: readonly ItemOp[] }
  | { readonly type: "saved"; readonly handle: number; readonly revision: number }
  | { readonly type: "rejected"; readonly event: RejectedEvent }
  | { readonly type: "aside"; readonly generation: string; readonly changes: readonly (readonly Op[])[] };
