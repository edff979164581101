import { compose, type Delta, EMPTY, fromEdits, lengthOf, toEdits } from "./delta";
import type { StoredChange } from "./storage";
import type { ChangeRange, ItemOp, Op } from "./wire";

/** What an own change does to one text; all its operations on that text in one. */
export interface TextEntry {
  readonly type: "text";
  readonly path: string;
  /** Rebased on the confirmed document and the pending changes before this one; of a blind change, as it was sent. */
  delta: Delta;
  /** Of a blind change that had gone out: what it was last, so rebased, when that was known. */
  former?: Delta;
}

export interface ItemEntry {
  readonly type: "item";
  readonly op: ItemOp;
  /** The items that it touches; more than one for `clear`. */
  readonly paths: readonly string[];
  /** For `clear`: its items must be named one by one, because the server would take more of them for known to the author. */
  stale: boolean;
}

export type Entry = TextEntry | ItemEntry;

/** How a change was first sent; it is sent again only like this. */
export interface SentForm {
  readonly base: number;
  readonly after?: number;
  readonly at?: number;
  readonly undo?: boolean;
  readonly ops: readonly Op[];
}

/** What a change is besides its operations. */
export interface Purpose {
  /** It brings former values back. */
  readonly undo?: boolean;
  /** It takes back changes of which the server alone knows what is left; it has no operations then. */
  readonly reverts?: ChangeRange;
}

/** Own changes longer than this, in inserted units, are not joined by further ones: a frame is at most 1 MiB (FRAME-4). */
const JOIN_LIMIT = 32_768;

/** One own change that is not saved yet. */
export class Pending {
  /** The id on the wire, given when it is first sent, so that ids count up in the order of sending (CHANGE-2). */
  id: number | undefined;
  sent: SentForm | undefined;
  /** Whether it went out over the present connection. */
  onWire = false;
  /** Its effect on the view is not known: it was made for a document older than the snapshot that the view shows. */
  blind = false;

  constructor(
    readonly handle: number,
    public entries: readonly Entry[],
    /** The time of the edit on this machine's clock. */
    readonly made: number,
    /** The time of the edit on the server's clock, told when it was made offline (CHANGE-12). */
    readonly at: number | undefined,
    /** The revision that it was made in: what its author had seen of the items. */
    readonly revision: number,
    readonly purpose: Purpose = {},
  ) {}

  /** Whether it has no coordinates that a change of others could move. */
  get itemsOnly(): boolean {
    return this.entries.every(({ type }) => type === "item");
  }

  get isEmpty(): boolean {
    return this.purpose.reverts === undefined && this.entries.every((entry) => entry.type === "text" && entry.delta.length === 0);
  }

  /** From now on it is only what was sent, in the coordinates of its base. `isNew`: those are the present ones. */
  makeBlind(isNew: boolean): void {
    const former = isNew ? [] : this.entries;
    this.entries = withFormer((this.sent?.ops ?? []).map(entryOf), former);
    this.blind = true;
  }

  textAt(path: string): TextEntry | undefined {
    if (this.blind) return undefined;
    for (const entry of this.entries) if (entry.type === "text" && entry.path === path) return entry;
    return undefined;
  }

  /** The item operations that the view shows. */
  get itemEntries(): readonly ItemEntry[] {
    return this.blind ? [] : this.entries.filter((entry) => entry.type === "item");
  }

  touches(path: string): boolean {
    return this.entries.some((entry) => (entry.type === "text" ? entry.path === path : entry.paths.includes(path)));
  }

  /** Takes in a change made right after this one, if both only edit the same texts and this one was never sent. */
  join(next: readonly Entry[]): boolean {
    if (this.sent !== undefined || this.purpose.undo || this.insertedLength > JOIN_LIMIT) return false;
    const pairs: [TextEntry, TextEntry][] = [];
    for (const entry of next) {
      const mine = entry.type === "text" ? this.textAt(entry.path) : undefined;
      if (entry.type !== "text" || mine === undefined) return false;
      pairs.push([mine, entry]);
    }
    if (!this.entries.every(({ type }) => type === "text")) return false;
    for (const [mine, entry] of pairs) mine.delta = compose(mine.delta, entry.delta);
    return true;
  }

  /** Its operations in present coordinates. */
  ops(): Op[] {
    return this.entries.flatMap((entry): Op[] => {
      if (entry.type === "text") return entry.delta.length === 0 ? [] : [{ op: "text", path: entry.path, changes: toEdits(entry.delta) }];
      if (entry.stale) return entry.paths.map((path) => ({ op: "delete", path }));
      return [wireForm(entry.op)];
    });
  }

  store(serverTimeOffset: number): StoredChange {
    const ops = this.blind ? null : this.entries.flatMap((entry): Op[] => {
      if (entry.type === "text") return [{ op: "text", path: entry.path, changes: toEdits(entry.delta) }];
      return entry.op.op === "clear" ? entry.paths.map((path) => ({ op: "delete", path })) : [entry.op];
    });
    const former = !this.blind ? [] : this.entries.flatMap((entry) =>
      entry.type === "text" && entry.former !== undefined ? [{ op: "text", path: entry.path, changes: toEdits(entry.former) } as const] : []);
    const at = this.at ?? this.made + serverTimeOffset;
    return { at, made: this.made, revision: this.revision, ops, ...this.purpose, ...(this.id !== undefined && { id: this.id }), ...(this.sent && { sent: this.sent }), ...(former.length > 0 && { former }) };
  }

  static restore(stored: StoredChange, handle: number): Pending {
    const entries = withFormer((stored.ops ?? stored.sent?.ops ?? []).map(entryOf), (stored.former ?? []).map(entryOf));
    const { undo, reverts } = stored;
    const pending = new Pending(handle, entries, stored.made, stored.at, stored.revision, { ...(undo && { undo }), ...(reverts && { reverts }) });
    pending.id = stored.id;
    pending.sent = stored.sent;
    pending.blind = stored.ops === null;
    return pending;
  }

  private get insertedLength(): number {
    let sum = 0;
    for (const entry of this.entries) if (entry.type === "text") for (const op of entry.delta) if (op.type === "insert") sum += lengthOf(op);
    return sum;
  }
}

function withFormer(entries: readonly Entry[], former: readonly Entry[]): Entry[] {
  const deltas = new Map(former.flatMap((entry) => (entry.type === "text" ? [[entry.path, entry.delta]] : [])));
  return entries.map((entry) => {
    const delta = entry.type === "text" ? deltas.get(entry.path) : undefined;
    return entry.type === "text" && delta !== undefined ? { ...entry, former: delta } : entry;
  });
}

function entryOf(op: Op): Entry {
  if (op.op === "text") return { type: "text", path: op.path, delta: fromEdits(op.changes) };
  return { type: "item", op, paths: op.op === "clear" ? [] : [op.path], stale: false };
}

/** The view's hints of a restore stay here: to the server it only names the item. */
function wireForm(op: ItemOp): Op {
  return op.op === "restore" ? { op: "restore", path: op.path } : op;
}

/** All text operations among `ops`, composed by path. */
export function textsOf(ops: readonly Op[]): Map<string, Delta> {
  const texts = new Map<string, Delta>();
  for (const op of ops) if (op.op === "text") texts.set(op.path, compose(texts.get(op.path) ?? EMPTY, fromEdits(op.changes)));
  return texts;
}
