import { propertiesOf } from "./items";
import { jsonEqual } from "./json";
import type { ItemOp, Json, Properties } from "./wire";

/** Two writes of one property are simultaneous when they are no further apart, in milliseconds: nobody has seen and answered so soon. */
const TOGETHER = 1_000;
/** How long a write is remembered, in milliseconds; longer than one of the same second may be on its way. */
const REMEMBERED = 20_000;
/** How long it is remembered who deleted an item, in milliseconds: so long a hand may hold on to what is gone. */
const DELETION_REMEMBERED = 600_000;

/** A change of items that is in the document. */
export interface Written {
  readonly client: string;
  /** When it was made, on the server's clock. */
  readonly at: number;
  /** What it did. */
  readonly ops: readonly ItemOp[];
  /** What its author wanted, where that is known; else what it did. */
  readonly wanted: readonly ItemOp[];
}

/** Two users have written the same properties of an item at the same time, or one has deleted what the other wrote. */
export interface Conflict {
  readonly path: string;
  /** Client ids. */
  readonly winner: string;
  readonly loser: string;
  /** The winner has deleted the item: nothing of it stands. */
  readonly deleted: boolean;
  /** What stands, and what is gone; `null` for a property that is not there. */
  readonly won: Properties;
  readonly lost: Properties;
}

interface Write {
  readonly client: string;
  readonly at: number;
  readonly value: Json;
  readonly heard: number;
}

interface Deletion {
  readonly client: string;
  readonly at: number;
  readonly heard: number;
}

/**
 * Finds who has edited the same at the same time. It is told of every change in the order of the document, so that everybody finds
 * the same conflicts. Only of what lost to an earlier change does nobody but its author know: others are not sent it (CHANGE-9).
 */
export class Conflicts {
  private readonly writes = new Map<string, Map<string, Write>>();
  private readonly deletions = new Map<string, Deletion>();
  private swept = 0;

  /** Takes the next change of the document; returns what conflicts it brings. */
  take({ client, at, ops, wanted }: Written, now: number): Conflict[] {
    this.sweep(now);
    const found = new Map<string, Conflict & { readonly won: Record<string, Json>; readonly lost: Record<string, Json> }>();
    const conflict = (path: string, winner: string, loser: string, deleted: boolean) => {
      const key = JSON.stringify([path, winner, loser, deleted]);
      const known = found.get(key) ?? { path, winner, loser, deleted, won: {}, lost: {} };
      found.set(key, known);
      return known;
    };
    const note = (path: string, name: string, [winner, won]: readonly [string, Json], [loser, lost]: readonly [string, Json]) => {
      const { won: stands, lost: gone } = conflict(path, winner, loser, false);
      stands[name] = won;
      gone[name] = lost;
    };
    const isRival = (other: { readonly client: string; readonly at: number }) => other.client !== client && Math.abs(at - other.at) <= TOGETHER;
    const rival = (path: string, name: string, value: Json) => {
      const former = this.writes.get(path)?.get(name);
      return former !== undefined && isRival(former) && !jsonEqual(former.value, value) ? former : undefined;
    };
    const done = new Map<string, Properties>();
    for (const op of ops) {
      if (writes(op)) {
        done.set(op.path, { ...done.get(op.path), ...propertiesOf(op) });
        continue;
      }
      if (op.op === "delete") {
        for (const [name, write] of this.writes.get(op.path) ?? []) if (isRival(write)) conflict(op.path, client, write.client, true).lost[name] = write.value;
        this.deletions.set(op.path, { client, at, heard: now });
      } else {
        this.deletions.delete(op.path);
      }
      this.writes.delete(op.path);
      done.delete(op.path);
    }
    for (const op of wanted) {
      if (!writes(op)) continue;
      const deletion = this.deletions.get(op.path);
      for (const [name, value] of Object.entries(propertiesOf(op))) {
        const winner = name in (done.get(op.path) ?? {}) ? undefined : rival(op.path, name, value);
        if (winner !== undefined) note(op.path, name, [winner.client, winner.value], [client, value]);
        if (deletion !== undefined && isRival(deletion)) conflict(op.path, deletion.client, client, true).lost[name] = value;
      }
    }
    for (const [path, properties] of done) {
      for (const [name, value] of Object.entries(properties)) {
        const loser = rival(path, name, value);
        if (loser !== undefined) note(path, name, [client, value], [loser.client, loser.value]);
        this.remember(path, name, { client, at, value, heard: now });
      }
    }
    return [...found.values()];
  }

  /** What the hand of `client` has done to an item that is gone since; `undefined` when nobody else has deleted it. */
  tooLate(client: string, path: string, wanted: Properties): Conflict | undefined {
    const deletion = this.deletions.get(path);
    if (deletion === undefined || deletion.client === client) return undefined;
    return { path, winner: deletion.client, loser: client, deleted: true, won: {}, lost: wanted };
  }

  private remember(path: string, name: string, write: Write): void {
    const item = this.writes.get(path) ?? new Map<string, Write>();
    item.set(name, write);
    this.writes.set(path, item);
  }

  private sweep(now: number): void {
    if (now - this.swept < REMEMBERED) return;
    this.swept = now;
    for (const [path, item] of this.writes) {
      for (const [name, { heard }] of item) if (now - heard > REMEMBERED) item.delete(name);
      if (item.size === 0) this.writes.delete(path);
    }
    for (const [path, { heard }] of this.deletions) if (now - heard > DELETION_REMEMBERED) this.deletions.delete(path);
  }
}

type WritingOp = Parameters<typeof propertiesOf>[0];

const writes = (op: ItemOp): op is WritingOp => op.op === "update" || op.op === "move" || op.op === "resize" || op.op === "reorder" || op.op === "lock";
