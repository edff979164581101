import { type Delta, fromEdits, mapBack, mapPosition } from "./delta";
import type { RemoteCursor, ViewOp } from "./events";
import type { CursorFields, RemoteCursorMessage, User } from "./wire";

/** PRES-3, in milliseconds. */
export const POINTER_LIFE = 10_000;

interface Entry {
  fields: CursorFields;
  readonly heard: number;
}

/** The others' cursors, kept in positions of the present view. */
export class RemoteCursors {
  private readonly entries = new Map<string, Entry>();

  /** `pending`: from the confirmed text to the view's. */
  set(message: RemoteCursorMessage, pending: (path: string) => Delta, now: number): void {
    const { path, ranges, pointer, selected, preview, view, laser } = message;
    const fields: CursorFields = {
      ...(path !== undefined && { path }),
      ...(ranges !== undefined && { ranges }),
      ...(pointer !== undefined && { pointer }),
      ...(selected !== undefined && { selected }),
      ...(preview !== undefined && { preview }),
      ...(view !== undefined && { view }),
      ...(laser !== undefined && { laser }),
    };
    if (Object.keys(fields).length === 0) this.entries.delete(message.client);
    else this.entries.set(message.client, { fields: path === undefined ? fields : mapRanges(fields, (position) => mapPosition(pending(path), position, -1)), heard: now });
  }

  remove(client: string): boolean {
    return this.entries.delete(client);
  }

  clear(): void {
    this.entries.clear();
  }

  /** Brings the cursors along with the view. Returns whether any moved. `author` goes along with what it inserts itself. */
  follow(ops: readonly ViewOp[], author: string | undefined): boolean {
    let moved = false;
    for (const op of ops) {
      if (op.op !== "text") continue;
      const delta = fromEdits(op.changes);
      for (const [client, entry] of this.entries) {
        if (entry.fields.path !== op.path || entry.fields.ranges === undefined) continue;
        entry.fields = mapRanges(entry.fields, (position) => mapPosition(delta, position, client === author ? 1 : -1));
        moved = true;
      }
    }
    return moved;
  }

  /** How long until the next pointer gets too old, in milliseconds; `undefined` when there is none. */
  nextExpiry(now: number): number | undefined {
    const ends = [...this.entries.values()].filter(({ fields, heard }) => fields.pointer !== undefined && now - heard < POINTER_LIFE).map(({ heard }) => heard + POINTER_LIFE - now);
    return ends.length === 0 ? undefined : Math.min(...ends);
  }

  /** The cursors to show. */
  list(users: ReadonlyMap<string, User>, now: number): Map<string, RemoteCursor> {
    const cursors = new Map<string, RemoteCursor>();
    for (const [client, { fields, heard }] of this.entries) {
      const user = users.get(client);
      if (user === undefined) continue;
      const { path, ranges = [], pointer, selected = [], preview = [], view, laser = false } = fields;
      const shown = pointer !== undefined && now - heard < POINTER_LIFE;
      cursors.set(client, { user, ...(path !== undefined && { path }), ranges, ...(shown && { pointer }), selected, preview, ...(view && { view }), laser: laser && shown });
    }
    return cursors;
  }
}

function mapRanges(fields: CursorFields, map: (position: number) => number): CursorFields {
  if (fields.ranges === undefined) return fields;
  return { ...fields, ranges: fields.ranges.map(({ anchor, head }) => ({ anchor: map(anchor), head: map(head) })) };
}

/** A cursor in the view's positions after `ops`. */
export function followView(cursor: CursorFields, ops: readonly ViewOp[]): CursorFields {
  return ops.reduce((now, op) => {
    if (op.op !== "text" || op.path !== now.path) return now;
    const delta = fromEdits(op.changes);
    return mapRanges(now, (position) => mapPosition(delta, position, -1));
  }, cursor);
}

/** A cursor of the view in confirmed positions (PRES-1). */
export function toConfirmed(cursor: CursorFields, pending: (path: string) => Delta): CursorFields {
  const { path } = cursor;
  if (path === undefined || cursor.ranges === undefined) return cursor;
  const delta = pending(path);
  return mapRanges(cursor, (position) => mapBack(delta, position));
}
