import { propertiesOf } from "./items";
import { jsonEqual } from "./json";
import type { ItemOp, Json, Properties } from "./wire";

/** Two writes of one property are simultaneous when they are no further apart, in milliseconds: nobody has seen and answered so soon. */
const TOGETHER = 1_000;
/** How long a write is remembered, in milliseconds; longer than one of the same second may be on its way. */
const REMEMBERED = 20_000;

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

/** Two users have written the same properties of an item at the same time. */
export interface Conflict {
  readonly path: string;
  /** Client ids. */
  readonly winner: string;
  readonly loser: string;
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

/**
 * Finds who has edited the same at the same time. It is told of every change in the order of the document, so that everybody finds
 * the same conflicts. Only of what lost to an earlier change does nobody but its author know: others are not sent it (CHANGE-9).
 */
export class Conflicts {
  private readonly writes = new Map<string, Map<string, Write>>();
  private swept = 0;

  /** Takes the next change of the document; returns what conflicts it brings. */
  take({ client, at, ops, wanted }: Written, now: number): Conflict[] {
    this.sweep(now);
    const found = new Map<string, { won: Record<string, Json>; lost: Record<string, Json>; path: string; winner: string; loser: string }>();
    const note = (path: string, name: string, [winner, won]: readonly [string, Json], [loser, lost]: readonly [string, Json]) => {
      const key = JSON.stringify([path, winner, loser]);
      const conflict = found.get(key) ?? { path, winner, loser, won: {}, lost: {} };
      conflict.won[name] = won;
      conflict.lost[name] = lost;
      found.set(key, conflict);
    };
    const rival = (path: string, name: string, value: Json) => {
      const former = this.writes.get(path)?.get(name);
      const isOne = former !== undefined && former.client !== client && Math.abs(at - former.at) <= TOGETHER && !jsonEqual(former.value, value);
      return isOne ? former : undefined;
    };
    const done = new Map<string, Properties>();
    for (const op of ops) {
      if (!writes(op)) {
        this.writes.delete(op.path);
        continue;
      }
      done.set(op.path, { ...done.get(op.path), ...propertiesOf(op) });
    }
    for (const op of wanted) {
      if (!writes(op)) continue;
      for (const [name, value] of Object.entries(propertiesOf(op))) {
        const winner = name in (done.get(op.path) ?? {}) ? undefined : rival(op.path, name, value);
        if (winner !== undefined) note(op.path, name, [winner.client, winner.value], [client, value]);
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
  }
}

type WritingOp = Parameters<typeof propertiesOf>[0];

const writes = (op: ItemOp): op is WritingOp => op.op === "update" || op.op === "move" || op.op === "resize" || op.op === "reorder" || op.op === "lock";
