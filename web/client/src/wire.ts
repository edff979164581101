/** The messages of `weft.v1` (docs/protocol.md) as types. */

/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Attributes of a text (bold, heading...). In a format, `null` removes the attribute. */
export type Attributes = JsonObject;

/** Properties of an item. `null` means that the property is not there (DOC-4). */
export type Properties = JsonObject;

/** One run of a text: text, or one embedded object, which counts 1 (DOC-1). */
export interface TextRun {
  readonly insert: string | JsonObject;
  readonly attributes?: Attributes;
}

/** One item of a collection. */
export interface Item {
  readonly id: string;
  readonly kind: string;
  readonly properties: Properties;
}

/** Replace `from`..`to`, in UTF-16 units of the text before the operation, by `insert`; or format it (CHANGE-5). */
export interface TextEdit {
  readonly from: number;
  readonly to: number;
  readonly insert?: string | JsonObject;
  readonly attributes?: Attributes;
}

export interface TextOp {
  readonly op: "text";
  readonly path: string;
  readonly changes: readonly TextEdit[];
}
export interface AddOp {
  readonly op: "add";
  readonly path: string;
  readonly kind: string;
  readonly properties: Properties;
}
export interface UpdateOp {
  readonly op: "update";
  readonly path: string;
  readonly properties: Properties;
}
export interface DeleteOp {
  readonly op: "delete";
  readonly path: string;
}
/** `kind` and `properties` come with what the server tells; in an own change they are a hint for the view alone. */
export interface RestoreOp {
  readonly op: "restore";
  readonly path: string;
  readonly kind?: string;
  readonly properties?: Properties;
}
export interface MoveOp {
  readonly op: "move";
  readonly path: string;
  readonly x: number;
  readonly y: number;
}
export interface ResizeOp {
  readonly op: "resize";
  readonly path: string;
  readonly width: number;
  readonly height: number;
  readonly x?: number;
  readonly y?: number;
}
export interface ReorderOp {
  readonly op: "reorder";
  readonly path: string;
  readonly order: string;
}
export interface LockOp {
  readonly op: "lock";
  readonly path: string;
  readonly locked: boolean;
}
/** Deletes every item of the collection `path` that the author saw. */
export interface ClearOp {
  readonly op: "clear";
  readonly path: string;
}

export type ItemOp = AddOp | UpdateOp | DeleteOp | RestoreOp | MoveOp | ResizeOp | ReorderOp | LockOp | ClearOp;
export type Op = TextOp | ItemOp;

/** What a snapshot holds (DOC-2). */
export interface Snapshot {
  readonly texts?: { readonly [path: string]: readonly TextRun[] };
  readonly items?: { readonly [collection: string]: readonly Item[] };
}

export interface User {
  readonly client: string;
  readonly name: string;
  /** `#rrggbb` */
  readonly color: string;
  /** Somebody without an account, where the others have one. */
  readonly guest?: boolean;
}

/** What a user may do in a document, ascending; each may do what those before it may. */
export type Role = "viewer" | "commenter" | "editor" | "admin";

/** A selection; `anchor` === `head` is a caret. */
export interface CursorRange {
  readonly anchor: number;
  readonly head: number;
}

/** What of the document somebody sees, in its own coordinates: the middle, and the size, above 0. */
export interface CursorView {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface CursorFields {
  /** The text that `ranges` are in, or the collection that `selected` is of. */
  readonly path?: string;
  readonly ranges?: readonly CursorRange[];
  readonly pointer?: { readonly x: number; readonly y: number };
  readonly selected?: readonly string[];
  /** What a hand is doing right now: for the eye only, never stored. */
  readonly preview?: readonly UpdateOp[];
  readonly view?: CursorView;
  /** The way of the pointer is a trail that fades. */
  readonly laser?: boolean;
}

export interface Known {
  readonly generation: string;
  readonly revision: number;
}

export interface JoinMessage {
  readonly type: "join";
  readonly id: number;
  readonly document: string;
  readonly client?: string;
  readonly name?: string;
  readonly color?: string;
  readonly have?: Known;
  /** Takes several messages in one frame (FRAME-8), and several changes as one (CHANGE-16). */
  readonly batch?: boolean;
}
export interface ChangeMessage {
  readonly type: "change";
  readonly id: number;
  readonly base: number;
  readonly after?: number;
  readonly at?: number;
  /** It brings former values back: what others write without having seen it stands (CHANGE-17). */
  readonly undo?: boolean;
  readonly ops: readonly Op[];
}
/** Changes of one client, by its change ids; both ends included. */
export interface ChangeRange {
  readonly client: string;
  readonly first: number;
  readonly last: number;
}
/** Takes back what changes did, as far as it still stands, as a change of the sender with this id (HIST-4). */
export interface RevertMessage extends ChangeRange {
  readonly type: "revert";
  readonly id: number;
}
/** Asks what was changed lately (HIST-1). */
export interface HistoryMessage {
  readonly type: "history";
  readonly id: number;
}
export interface CursorMessage extends CursorFields {
  readonly type: "cursor";
  readonly base: number;
}
export interface HeartbeatMessage {
  readonly type: "heartbeat";
}
export interface LeaveMessage {
  readonly type: "leave";
}
/** Tells who the user is, or renews that. */
export interface AuthMessage {
  readonly type: "auth";
  readonly id: number;
  readonly token: string;
}
export type ClientMessage = JoinMessage | ChangeMessage | RevertMessage | HistoryMessage | CursorMessage | HeartbeatMessage | LeaveMessage | AuthMessage;

export interface ProtocolError {
  readonly code: string;
  readonly message: string;
  readonly at?: string;
}
export interface ResponseMessage {
  readonly type: "response";
  readonly in_reply?: number;
  readonly status: "ok" | "saved" | "rejected" | "error";
  readonly revision?: number;
  readonly time?: number;
  readonly applied?: readonly Op[];
  /** When the credential ends that `auth` gave, in milliseconds since 1970; not there: never. */
  readonly expires?: number;
  readonly error?: ProtocolError;
}
export interface RemoteChange {
  readonly type: "change";
  readonly revision: number;
  /** The revision that `ops` are in; not there: the one before `revision`. */
  readonly since?: number;
  readonly client: string;
  readonly id: number;
  readonly at: number;
  readonly ops: readonly Op[];
  /** It brings former values back that its author had changed (CHANGE-17). */
  readonly undo?: boolean;
  /** The changes that it takes back, of its author or of somebody else (HIST-5). */
  readonly reverts?: ChangeRange;
}
/** What a gesture did to one text (HIST-2). */
export interface TextDeed {
  readonly path: string;
  /** In UTF-16 units. */
  readonly inserted: number;
  readonly deleted: number;
  readonly formatted: number;
  /** Where that is in the newest text. */
  readonly from: number;
  readonly to: number;
}
/** What a gesture did to one item (HIST-3). */
export interface ItemDeed {
  readonly path: string;
  readonly op: "add" | "update" | "delete" | "restore";
  readonly kind: string;
  /** What is written in it, or its name; cut where it is long. */
  readonly label?: string;
  /** For an update: which properties it wrote. */
  readonly properties?: readonly string[];
}
/** One gesture of somebody: one change, or several that belong together (HIST-2). */
export interface Gesture extends ChangeRange {
  /** What the author is called. */
  readonly name: string;
  /** The newest revision that it made. */
  readonly revision: number;
  /** When it came to the server, in milliseconds since 1970. */
  readonly at: number;
  readonly texts: readonly TextDeed[];
  readonly items: readonly ItemDeed[];
  /** How many items it changed; more than `items` has when they are many. */
  readonly count: number;
  readonly undo?: boolean;
  readonly reverts?: ChangeRange;
}
/** What was changed lately, the newest last (HIST-1). */
export interface HistoryAnswer {
  readonly type: "history";
  readonly in_reply?: number;
  readonly revision: number;
  readonly gestures: readonly Gesture[];
}
export interface RemoteCursorMessage extends CursorFields {
  readonly type: "cursor";
  readonly client: string;
  readonly revision: number;
}
export interface SyncMessage {
  readonly type: "sync";
  readonly in_reply?: number;
  readonly document: string;
  readonly title: string;
  readonly kind: string;
  readonly generation: string;
  readonly revision: number;
  readonly client: string;
  readonly color: string;
  readonly time: number;
  readonly users: readonly User[];
  readonly saved: readonly (readonly [first: number, last: number])[];
  readonly role?: Role;
  readonly run?: boolean;
  /** What the server calls this user. */
  readonly name?: string;
  readonly cursors?: readonly RemoteCursorMessage[];
  readonly changes?: readonly RemoteChange[];
  readonly snapshot?: Snapshot;
}
export interface PresenceMessage {
  readonly type: "presence";
  readonly joined: readonly User[];
  readonly left: readonly string[];
  readonly count: number;
  /** The new title, when the document was renamed. */
  readonly title?: string;
}
/** The role changed; it holds for whatever arrives at the server from now on. */
export interface AccessMessage {
  readonly type: "access";
  readonly role: Role;
  readonly run?: boolean;
  /** The name of who changed it, where that is known. */
  readonly by?: string;
}
/** The credential ends soon: renew it with `auth`. */
export interface ExpiringMessage {
  readonly type: "expiring";
  /** In milliseconds since 1970. */
  readonly at: number;
}
export type ServerMessage = ResponseMessage | RemoteChange | RemoteCursorMessage | SyncMessage | PresenceMessage | AccessMessage | ExpiringMessage | HistoryAnswer;
