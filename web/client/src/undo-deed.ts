import { applyToItem, type ItemState, propertiesOf } from "./items";
import { jsonEqual } from "./json";
import type { Item, ItemOp, Properties } from "./wire";

/** What one step did to one item, and what has become of that since. */
export interface Deed {
  readonly path: string;
  readonly kind: string;
  /** Whether the item was there before, and is after. */
  readonly was: boolean;
  readonly is: boolean;
  /** The properties that it wrote, as they would be without it; of what it deleted all. `null`: not there. */
  before: Properties;
  readonly after: Properties;
  /** Who has written which of these properties since. */
  readonly taken: Map<string, string | undefined>;
  /** Who wrote one of them at the same time; the server says whose stands. */
  rival?: { readonly by: string | undefined } | undefined;
  /** Who has decided since whether the item is there. */
  decided?: { readonly by: string | undefined } | undefined;
  /** Who has worked on the item since it was there. */
  touched?: { readonly by: string | undefined } | undefined;
}

/** Something that a step did and that stays, because somebody else has worked on it since. */
export interface Left {
  readonly path: string;
  /** The property in question; not there when it is the item as a whole. */
  readonly property?: string;
  /** What they are called; not there when it is not known. */
  readonly by?: string;
}

type Items = (path: string) => ItemState | undefined;

/** The items of a view with what some operations have made of them, without touching the view. */
class Overlay {
  private readonly states = new Map<string, ItemState | undefined>();

  constructor(private readonly items: Items) {}

  get(path: string): Item | undefined {
    const state = this.states.has(path) ? this.states.get(path) : this.items(path);
    return state?.present ? state.item : undefined;
  }

  apply(path: string, op: ItemOp): void {
    const state = this.states.has(path) ? this.states.get(path) : this.items(path);
    this.states.set(path, applyToItem(state, op));
  }
}

/** What operations will do to the items of a view. `within`: the paths of a collection's items. */
export function deedsOf(ops: readonly ItemOp[], items: Items, within: (collection: string) => readonly string[]): Deed[] {
  const overlay = new Overlay(items);
  const deeds: Deed[] = [];
  for (const op of ops) {
    const paths = op.op === "clear" ? within(op.path).filter((path) => overlay.get(path) !== undefined) : [op.path];
    for (const path of paths) {
      const deed = deedOf(op, path, overlay.get(path));
      overlay.apply(path, op);
      if (deed !== undefined) deeds.push(deed);
    }
  }
  return deeds;
}

function deedOf(op: ItemOp, path: string, item: Item | undefined): Deed | undefined {
  const taken = new Map<string, string | undefined>();
  switch (op.op) {
    case "add":
      return { path, kind: op.kind, was: false, is: true, before: {}, after: {}, taken };
    case "restore":
      return { path, kind: op.kind ?? "", was: false, is: true, before: {}, after: {}, taken };
    case "delete":
    case "clear":
      return item && { path, kind: item.kind, was: true, is: false, before: item.properties, after: {}, taken };
    default: {
      if (item === undefined) return undefined;
      const written = Object.entries(propertiesOf(op)).filter(([name, value]) => !jsonEqual(item.properties[name] ?? null, value));
      if (written.length === 0) return undefined;
      const before = Object.fromEntries(written.map(([name]) => [name, item.properties[name] ?? null]));
      return { path, kind: item.kind, was: true, is: true, before, after: Object.fromEntries(written), taken };
    }
  }
}

/** Two steps, one right after the other, as one. */
export function joined(first: readonly Deed[], second: readonly Deed[]): Deed[] {
  const all = [...first];
  for (const deed of second) {
    const index = all.findLastIndex(({ path }) => path === deed.path);
    const former = all[index];
    if (former === undefined || !former.is || !deed.was || !deed.is) all.push(deed);
    else if (former.was) all[index] = continued(former, deed);
  }
  return all;
}

/** One update after the other; what somebody wrote in between is what would be there without the second. */
function continued(first: Deed, second: Deed): Deed {
  const stands = Object.entries(first.before).filter(([name]) => !(first.taken.has(name) && name in second.after));
  const taken = new Map([...first.taken].filter(([name]) => !(name in second.after)));
  return { ...first, before: { ...second.before, ...Object.fromEntries(stands) }, after: { ...first.after, ...second.after }, taken };
}

/** What it takes to take deeds back, the last one first, as far as their work stands. */
export interface Way {
  readonly ops: readonly ItemOp[];
  readonly left: readonly Left[];
  /** What others had worked on goes with what the step had brought. */
  readonly gone: readonly Left[];
}

/** `again`: the deeds are those of an undo, so this is a redo: it takes nothing away that somebody has worked on. */
export function wayBack(deeds: readonly Deed[], items: Items, again: boolean): Way {
  const overlay = new Overlay(items);
  const ops: ItemOp[] = [];
  const left: Left[] = [];
  const gone: Left[] = [];
  for (const deed of deeds.toReversed()) {
    const { path } = deed;
    const item = overlay.get(path);
    const add = (op: ItemOp) => {
      ops.push(op);
      overlay.apply(path, op);
    };
    if (deed.was === deed.is) {
      if (item === undefined) left.push(leftBy(path, deed.decided));
      else writeBack(deed, item, add, left);
    } else if (deed.is) {
      if (item === undefined) left.push(leftBy(path, deed.decided));
      else if (deed.touched !== undefined && again) left.push(leftBy(path, deed.touched));
      else {
        if (deed.touched !== undefined) gone.push(leftBy(path, deed.touched));
        add({ op: "delete", path });
      }
    } else if (item === undefined && deed.decided === undefined) {
      add({ op: "restore", path, kind: deed.kind, properties: deed.before });
    } else {
      left.push(leftBy(path, deed.decided));
    }
  }
  return { ops, left, gone };
}

function writeBack({ path, before, after, taken, rival }: Deed, item: Item, add: (op: ItemOp) => void, left: Left[]): void {
  const back: [string, Properties[string]][] = [];
  for (const [name, value] of Object.entries(before)) {
    const stands = !taken.has(name) && jsonEqual(item.properties[name] ?? null, after[name] ?? null);
    if (stands) back.push([name, value ?? null]);
    else left.push({ ...leftBy(path, { by: taken.get(name) ?? rival?.by }), property: name });
  }
  if (back.length > 0) add({ op: "update", path, properties: Object.fromEntries(back) });
}

function leftBy(path: string, who: { readonly by: string | undefined } | undefined): Left {
  return { path, ...(who?.by !== undefined && { by: who.by }) };
}

/**
 * Notes in a deed what somebody else did. `under`: it came before the deed, which was not saved yet, so that it is what would be there
 * without it. `undo`: it brings former values back, and then what the deed had written may stand again.
 */
export function note(deed: Deed, op: ItemOp, by: string | undefined, under: boolean, undo: boolean): void {
  switch (op.op) {
    case "add":
    case "restore":
    case "delete":
      // Whoever takes back a deletion, or what they had brought, has decided nothing in the end.
      deed.decided = undo && deed.is === (op.op !== "delete") ? undefined : { by };
      return;
    case "update":
      if (deed.is && !deed.was) deed.touched = { by };
      else if (!deed.is) deed.before = { ...deed.before, ...op.properties };
      else if (under) noteUnder(deed, op.properties, by);
      else for (const [name, value] of Object.entries(op.properties)) if (name in deed.before) noteWrite(deed, name, value, by, undo);
      return;
    default:
      throw new RangeError(`A change of others has no "${op.op}".`);
  }
}

function noteWrite({ after, taken }: Deed, name: string, value: Properties[string], by: string | undefined, undo: boolean): void {
  if (undo && jsonEqual(value ?? null, after[name] ?? null)) taken.delete(name);
  else taken.set(name, by);
}

function noteUnder(deed: Deed, properties: Properties, by: string | undefined): void {
  const written = Object.entries(properties).filter(([name]) => name in deed.before);
  if (written.length === 0) return;
  deed.before = { ...deed.before, ...Object.fromEntries(written) };
  deed.rival = { by };
}
