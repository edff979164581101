import { compose, type Delta, fromEdits } from "./delta";
import { applyToItem, type ItemState, type ItemTable, splitPath } from "./items";
import type { Entry } from "./pending";
import { hasLoneSurrogate, type Text } from "./text";
import type { ItemOp, Op, TextOp } from "./wire";

/** An own change before it is made: what it would do to the view. */
export interface Draft {
  readonly entries: Entry[];
  /** The texts that it edits, as they are after it. */
  readonly texts: ReadonlyMap<string, Text>;
  /** The items that it touches. */
  readonly paths: ReadonlySet<string>;
}

/** What is shown. */
interface View {
  text(path: string): Text;
  readonly items: ItemTable;
  /** Whether there is own work that is not shown. */
  readonly hidesOwn: boolean;
}

/** Checks operations against the view, without touching it. Throws RangeError when they do not fit. */
export function draftOf(ops: readonly Op[], view: View): Draft {
  const entries: Entry[] = [];
  const texts = new Map<string, Text>();
  const states = new Map<string, ItemState | undefined>();
  const paths = new Set<string>();
  for (const op of ops) {
    if (doesNothing(op)) continue;
    if (op.op === "text") {
      const text = texts.get(op.path) ?? view.text(op.path);
      const delta = checkedDelta(op, text);
      texts.set(op.path, text.apply(delta));
      const entry = entries.find((other) => other.type === "text" && other.path === op.path);
      if (entry?.type === "text") entry.delta = compose(entry.delta, delta);
      else entries.push({ type: "text", path: op.path, delta });
    } else {
      const touched = op.op === "clear" ? presentPaths(op.path, view.items, states) : [op.path];
      for (const path of touched) {
        const state = states.has(path) ? states.get(path) : view.items.get(path);
        checkItem(op, state);
        states.set(path, applyToItem(state, op));
        paths.add(path);
      }
      // What is not shown is not seen, but the server would take it for known to its author.
      entries.push({ type: "item", op, paths: touched, stale: op.op === "clear" && view.hidesOwn });
    }
  }
  return { entries, texts, paths };
}

function presentPaths(collection: string, items: ItemTable, states: ReadonlyMap<string, ItemState | undefined>): string[] {
  const shown = [...items.collection(collection).keys()].map((id) => `${collection}/${id}`);
  const drafted = [...states.keys()].filter((path) => splitPath(path).collection === collection);
  return [...new Set([...shown, ...drafted])].filter((path) => !states.has(path) || states.get(path)?.present);
}

/** The server refuses a change in which nothing is left. */
function doesNothing(op: Op): boolean {
  return (op.op === "text" && fromEdits(op.changes).length === 0) || (op.op === "update" && Object.keys(op.properties).length === 0);
}

function checkedDelta(op: TextOp, text: Text): Delta {
  if (op.path === "") throw new RangeError("A text has a path.");
  const delta = fromEdits(op.changes);
  for (const { from, to, insert } of op.changes) {
    if (to > text.length) throw new RangeError(`Position ${to} is beyond the text "${op.path}", which has ${text.length} units.`);
    if (text.splitsPair(from) || text.splitsPair(to)) throw new RangeError(`${from}..${to} splits a surrogate pair of "${op.path}".`);
    if (typeof insert === "string" && hasLoneSurrogate(insert)) throw new RangeError("Inserted text has half a surrogate pair.");
  }
  return delta;
}

function checkItem(op: ItemOp, state: ItemState | undefined): void {
  const present = state?.present ?? false;
  switch (op.op) {
    case "add":
      if (state !== undefined) throw new RangeError(`The item "${op.path}" is there already${present ? "" : ", deleted: restore it"}.`);
      return;
    case "restore":
      if (present) throw new RangeError(`The item "${op.path}" is not deleted.`);
      if (state === undefined && op.kind === undefined) throw new RangeError(`The item "${op.path}" is not known.`);
      return;
    case "clear":
      return;
    case "update":
    case "move":
    case "resize":
    case "reorder":
    case "lock":
    case "delete":
      if (!present) throw new RangeError(`There is no item "${op.path}".`);
      return;
  }
}
