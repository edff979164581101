import { jsonEqual, withoutNulls } from "./json";
import type { Item, ItemOp, Properties } from "./wire";

/** Which property `reorder` sets: the order property of every kind that has one. */
const ORDER_PROPERTY = "index";

/** An item, or what a deleted one was, for the case that it is restored. */
export interface ItemState {
  readonly item: Item;
  readonly present: boolean;
}

/** `collection/id` in its two parts. Throws RangeError for anything else. */
export function splitPath(path: string): { readonly collection: string; readonly id: string } {
  const slash = path.indexOf("/");
  if (slash <= 0 || slash === path.length - 1) throw new RangeError(`"${path}" does not name an item; that is "collection/id".`);
  return { collection: path.slice(0, slash), id: path.slice(slash + 1) };
}

/** The items of a document by collection and id. */
export class ItemTable {
  private readonly collections = new Map<string, Map<string, Item>>();
  private readonly deleted = new Map<string, Item>();

  /** The collection's items that are there. The map is alive. */
  collection(name: string): ReadonlyMap<string, Item> {
    return this.mutable(name);
  }

  get names(): Iterable<string> {
    return this.collections.keys();
  }

  get(path: string): ItemState | undefined {
    const { collection, id } = splitPath(path);
    const item = this.collections.get(collection)?.get(id);
    if (item !== undefined) return { item, present: true };
    const former = this.deleted.get(path);
    return former === undefined ? undefined : { item: former, present: false };
  }

  set(path: string, state: ItemState): void {
    const { collection, id } = splitPath(path);
    if (state.present) {
      this.mutable(collection).set(id, state.item);
      this.deleted.delete(path);
    } else {
      this.mutable(collection).delete(id);
      this.deleted.set(path, state.item);
    }
  }

  /** Forgets an item, also that it was deleted. */
  remove(path: string): void {
    const { collection, id } = splitPath(path);
    this.mutable(collection).delete(id);
    this.deleted.delete(path);
  }

  private mutable(name: string): Map<string, Item> {
    let items = this.collections.get(name);
    if (items === undefined) this.collections.set(name, (items = new Map()));
    return items;
  }
}

/** What an operation makes of the item that it names. `clear` is a deletion for each of its items. */
export function applyToItem(state: ItemState | undefined, op: ItemOp): ItemState | undefined {
  switch (op.op) {
    case "add":
      return { item: makeItem(op.path, op.kind, op.properties), present: true };
    case "restore":
      if (op.kind !== undefined) return { item: makeItem(op.path, op.kind, op.properties ?? state?.item.properties ?? {}), present: true };
      return state && { item: state.item, present: true };
    case "delete":
    case "clear":
      return state && { item: state.item, present: false };
    case "update":
    case "move":
    case "resize":
    case "reorder":
    case "lock": {
      if (!state?.present) return state;
      const { id, kind, properties } = state.item;
      return { item: { id, kind, properties: withoutNulls({ ...properties, ...propertiesOf(op) }) ?? {} }, present: true };
    }
  }
}

function makeItem(path: string, kind: string, properties: Properties): Item {
  return { id: splitPath(path).id, kind, properties: withoutNulls(properties) ?? {} };
}

export type WritingOp = Extract<ItemOp, { op: "update" | "move" | "resize" | "reorder" | "lock" }>;

/** The properties that an operation writes. */
export function propertiesOf(op: WritingOp): Properties {
  switch (op.op) {
    case "update":
      return op.properties;
    case "move":
      return { x: op.x, y: op.y };
    case "resize":
      return {
        width: op.width,
        height: op.height,
        ...(op.x !== undefined && { x: op.x }),
        ...(op.y !== undefined && { y: op.y }),
      };
    case "reorder":
      return { [ORDER_PROPERTY]: op.order };
    case "lock":
      return { locked: op.locked };
  }
}

/** The operations that make `after` of `before`. */
export function itemDifference(path: string, before: Item | undefined, after: Item | undefined): ViewItemOp[] {
  if (before === undefined) return after === undefined ? [] : [{ op: "add", path, kind: after.kind, properties: after.properties }];
  if (after === undefined) return [{ op: "delete", path }];
  if (before.kind !== after.kind) return [{ op: "delete", path }, { op: "add", path, kind: after.kind, properties: after.properties }];
  const changed = propertyDifference(before.properties, after.properties);
  return changed === undefined ? [] : [{ op: "update", path, properties: changed }];
}

type ViewItemOp = Extract<ItemOp, { op: "add" | "update" | "delete" }>;

/** What an update must write to make `after` of `before`, `null` for what is gone; `undefined` when they are equal. */
export function propertyDifference(before: Properties, after: Properties): Properties | undefined {
  if (before === after) return undefined;
  const changed = Object.entries(after).filter(([key, value]) => !jsonEqual(before[key], value));
  const gone = Object.keys(before).filter((key) => !(key in after));
  if (changed.length + gone.length === 0) return undefined;
  return Object.fromEntries([...changed, ...gone.map((key) => [key, null] as const)]);
}
