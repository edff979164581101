import { type Item, jsonEqual, type Op, type Properties, propertyDifference } from "@weft/client";
import { pathOf } from "./items";

/** What one gesture did to one item: its properties before and after, those alone that changed. `null`: there was no such item. */
export interface Deed {
  readonly id: string;
  readonly kind: string;
  readonly before: Properties | null;
  readonly after: Properties | null;
}

export type Step = readonly Deed[];

/** How many steps are remembered. */
const MOST = 200;

const turned = ({ id, kind, before, after }: Deed): Deed => ({ id, kind, before: after, after: before });

/**
 * The steps of one user, to be undone one by one. A step is undone as far as its work still stands: what somebody else has changed
 * since is theirs.
 */
export class History {
  private done: Step[] = [];
  private undone: Step[] = [];
  private merging: string | undefined;

  get canUndo(): boolean {
    return this.done.length > 0;
  }

  get canRedo(): boolean {
    return this.undone.length > 0;
  }

  /** Remembers a step. Steps with the same `merge` one after the other are one to undo. */
  add(step: Step, merge?: string): void {
    this.undone = [];
    const last = this.done.at(-1);
    const isMore = merge !== undefined && merge === this.merging && last !== undefined;
    if (isMore) this.done[this.done.length - 1] = joined(last, step);
    else this.done = [...this.done, step].slice(-MOST);
    this.merging = merge;
  }

  /** What comes next is a step of its own. */
  pause(): void {
    this.merging = undefined;
  }

  /** The step that goes back, and the operations for it. */
  undo(items: ReadonlyMap<string, Item>): { readonly step: Step; readonly ops: Op[] } | null {
    const step = this.done.pop();
    if (step === undefined) return null;
    this.pause();
    this.undone.push(step);
    return { step, ops: opsFor(step.map(turned), items) };
  }

  redo(items: ReadonlyMap<string, Item>): { readonly step: Step; readonly ops: Op[] } | null {
    const step = this.undone.pop();
    if (step === undefined) return null;
    this.pause();
    this.done.push(step);
    return { step, ops: opsFor(step, items) };
  }
}

/** Two steps as one: as it was before the first, and as it is after the second. */
function joined(first: Step, second: Step): Step {
  const deeds = new Map(first.map((deed) => [deed.id, deed]));
  for (const deed of second) {
    const former = deeds.get(deed.id);
    const before = former?.before && deed.before ? { ...deed.before, ...former.before } : (former ?? deed).before;
    const after = former?.after && deed.after ? { ...former.after, ...deed.after } : deed.after;
    deeds.set(deed.id, { ...deed, before, after });
  }
  return [...deeds.values()];
}

function opsFor(step: Step, items: ReadonlyMap<string, Item>): Op[] {
  return step.flatMap((deed) => opsOf(deed, items.get(deed.id)));
}

/** The operations that do a deed where it still applies. */
function opsOf({ id, kind, before, after }: Deed, item: Item | undefined): Op[] {
  const path = pathOf(id);
  if (before === null) return item === undefined && after !== null ? [{ op: "restore", path, kind, properties: after }] : [];
  if (item === undefined) return [];
  if (after === null) return propertyDifference(before, item.properties) === undefined ? [{ op: "delete", path }] : [];
  const names = Object.keys({ ...before, ...after }).filter((name) => jsonEqual(item.properties[name] ?? null, before[name] ?? null));
  const changes = Object.fromEntries(names.map((name) => [name, after[name] ?? null]));
  return names.length === 0 ? [] : [{ op: "update", path, properties: changes }];
}
