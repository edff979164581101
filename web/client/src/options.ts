import type { WebSocketConstructor } from "./connection";
import type { TokenSource } from "./credential";
import type { Storage } from "./storage";
import type { CursorFields, TextRun } from "./wire";

export interface ConnectOptions {
  /** `ws://host/ws` or `wss://host/ws` */
  readonly url: string;
  /** The document's id. */
  readonly document: string;
  /** What the others see, unless the server knows the user by another name. */
  readonly name: string;
  /**
   * Tells the server who the user is, where a cookie does not. A function is asked at every connect, and again shortly before the
   * credential ends.
   */
  readonly token?: TokenSource;
  /** `#rrggbb`; without it the server gives one that is rare in the room. */
  readonly color?: string;
  /** Where unsaved work is kept: IndexedDB where there is one, by default; `null` for nowhere. */
  readonly storage?: Storage | null;
  /** A WebSocket constructor, where there is no global one (Node 20). */
  readonly WebSocket?: WebSocketConstructor;
}

/** What a change is besides its operations. */
export interface ChangeOptions {
  /** It brings former values back: what others write without having seen it stands (CHANGE-17). */
  readonly undo?: boolean;
}

/** A text as the user sees it: confirmed and own unsaved changes. */
export interface TextView {
  /** In UTF-16 units; an embedded object counts 1. */
  readonly length: number;
  /** An embedded object reads U+FFFC. */
  toString(): string;
  runs(): readonly TextRun[];
}

/** Where the user is; positions are in the view. */
export type LocalCursor = CursorFields;
