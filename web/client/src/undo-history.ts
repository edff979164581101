import { compose, type Delta, fromEdits, lengthOf, toEdits, transform } from "./delta";
import type { ForeignEvent, ViewEvent } from "./events";
import type { ItemState } from "./items";
import { textsOf } from "./pending";
import type { Session } from "./session";
import { Text } from "./text";
import { type Deed, deedsOf, joined, type Left, note, wayBack } from "./undo-deed";
import type { ItemOp, Op } from "./wire";

export type { Left } from "./undo-deed";

/** How many steps are remembered, by default. */
const MOST = 200;

export interface UndoOptions {
  /** How many steps are remembered. */
  readonly most?: number;
}

/** What became of an undo or a redo. */
export interface Outcome {
  /** The texts and items that it changed; none when nothing of the step was left. */
  readonly paths: readonly string[];
  /** What it left as it is, because others have changed it since. */
  readonly left: readonly Left[];
  /** Items that others have worked on and that it deleted, because this user had brought them. */
  readonly gone: readonly Left[];
}

/** What is undone at once, and what of it stands. */
interface Step {
  deeds: readonly Deed[];
  /** What takes its work on texts back: for the newest step in the view, for others in what is left when the newer ones are undone. */
  readonly texts: Map<string, Delta>;
  /** Who has written inside of what the step had written into a text, by its path: that stays. */
  readonly inside: Map<string, string | undefined>;
  /** The number of its change in the session; it is not saved as long as that is in `unsaved`. */
  handle: number;
  /** Whether it brought former values back, so that what others wrote without having seen it stands. */
  readonly yields: boolean;
  readonly merge: string | undefined;
  /** The step that it took back; it is there again when the server refuses this one. */
  readonly of?: Step;
}

/**
 * One user's steps in a document, to be undone one by one. It knows of the changes that are made through it, and follows what others
 * do to the same things.
 *
 * The law: what a step did is taken back where it still decides. What somebody else has written since is theirs, and stays; what
 * would be there without the step comes back, which may be a colleague's value that came before it was saved. A redo is the undo of
 * an undo. What is deleted comes back as others have left it.
 *
 * It holds over lost connections. It ends with the page, and with the document that it is about (`aside`).
 */
export class UndoHistory {
  private done: Step[] = [];
  private undone: Step[] = [];
  private readonly unsaved = new Set<number>();
  private readonly listeners = new Set<() => void>();
  private readonly stops: (() => void)[];
  private readonly most: number;
  private joins = false;
  private changing = false;

  constructor(
    private readonly session: Session,
    { most = MOST }: UndoOptions = {},
  ) {
    this.most = most;
    this.stops = [
      session.on("foreign", (event) => this.foreign(event)),
      session.on("view", (event) => this.viewed(event)),
      session.on("saved", ({ id }) => this.unsaved.delete(id)),
      session.on("rejected", ({ id }) => this.rejected(id)),
      session.on("aside", () => this.clear()),
    ];
  }

  get canUndo(): boolean {
    return this.done.length > 0;
  }

  get canRedo(): boolean {
    return this.undone.length > 0;
  }

  /** Calls `listener` whenever `canUndo` or `canRedo` may have changed; returns what stops that. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  dispose(): void {
    for (const stop of this.stops) stop();
    this.listeners.clear();
  }

  /**
   * Makes a change (`Session.change`) that is a step of its own. With `merge` it is one step with the change before, if that had the
   * same and nothing came in between (`pause`).
   */
  change(ops: readonly Op[], merge?: string): number {
    const step = this.make(ops, false, merge);
    this.undone = [];
    const last = this.done.at(-1);
    if (merge !== undefined && this.joins && last?.merge === merge) {
      last.deeds = joined(last.deeds, step.deeds);
      for (const [path, delta] of step.texts) last.texts.set(path, compose(delta, last.texts.get(path) ?? []));
      last.handle = step.handle;
    } else {
      this.done = [...this.done, step].slice(-this.most);
    }
    this.joins = true;
    this.tell();
    return step.handle;
  }

  /** What comes next is a step of its own. */
  pause(): void {
    this.joins = false;
  }

  /** Takes the newest step back that was not yet, as far as it stands; `null` when there is none. */
  undo(): Outcome | null {
    return this.takeBack(this.done, this.undone, false);
  }

  /** Does the step again that was taken back last, as far as nobody has changed that meanwhile; `null` when there is none. */
  redo(): Outcome | null {
    return this.takeBack(this.undone, this.done, true);
  }

  private clear(): void {
    this.done = [];
    this.undone = [];
    this.tell();
  }

  private tell(): void {
    for (const listener of [...this.listeners]) listener();
  }

  private readonly item = (path: string): ItemState | undefined => this.session.item(path);

  private make(ops: readonly Op[], yields: boolean, merge?: string): Step {
    const within = (collection: string) => [...this.session.items(collection).keys()].map((id) => `${collection}/${id}`);
    const deeds = deedsOf(ops.filter((op): op is ItemOp => op.op !== "text"), this.item, within);
    const texts = new Map([...textsOf(ops)].map(([path, delta]) => [path, Text.of(this.session.text(path).runs()).invert(delta)]));
    this.changing = true;
    try {
      const handle = this.session.change(ops, yields ? { undo: true } : {});
      this.unsaved.add(handle);
      return { deeds, texts, inside: new Map(), handle, yields, merge };
    } finally {
      this.changing = false;
    }
  }

  private takeBack(from: Step[], to: Step[], again: boolean): Outcome | null {
    const step = from.pop();
    if (step === undefined) return null;
    this.pause();
    const { ops, left, gone } = wayBack(step.deeds, this.item, again);
    const texts = [...step.texts].filter(([, delta]) => delta.length > 0).map(([path, delta]): Op => ({ op: "text", path, changes: toEdits(delta) }));
    const all = [...ops, ...texts];
    const kept = [...step.inside].filter(([path]) => hasHole(step.texts.get(path) ?? [])).map(([path, by]): Left => ({ path, ...(by !== undefined && { by }) }));
    const { of: _, ...former } = step;
    if (all.length > 0) to.push({ ...this.make(all, true), of: former });
    this.tell();
    return { paths: [...new Set(all.map(({ path }) => path))], left: [...left, ...kept], gone };
  }

  /** Nothing has come of a change: its step goes, and one that it took back is there again. */
  private rejected(handle: number): void {
    this.unsaved.delete(handle);
    for (const [steps, others] of [[this.done, this.undone], [this.undone, this.done]] as const) {
      const index = steps.findIndex((step) => step.handle === handle);
      if (index < 0) continue;
      const [refused] = steps.splice(index, 1);
      if (refused?.of !== undefined) others.push(refused.of);
    }
    this.tell();
  }

  private foreign({ ops, name, undo }: ForeignEvent): void {
    for (const op of ops) if (op.op !== "text") this.follow(op, name, undo);
  }

  private follow(op: ItemOp, by: string | undefined, undo: boolean): void {
    const covered = new Set<string>();
    for (const step of [...this.done, ...this.undone]) {
      const isUnder = !step.yields && this.unsaved.has(step.handle);
      for (const deed of step.deeds) {
        if (deed.path !== op.path) continue;
        if (!isUnder || op.op !== "update" || !deed.was || !deed.is) {
          note(deed, op, by, false, undo);
          continue;
        }
        // Of several own writes that are not saved yet, the oldest one is what it lies under.
        note(deed, { ...op, properties: without(op.properties, covered) }, by, true, undo);
        for (const property of Object.keys(deed.before)) covered.add(property);
      }
    }
  }

  private viewed({ origin, client, ops }: ViewEvent): void {
    if (this.changing) return;
    const author = client === undefined ? undefined : { by: this.session.users.find((user) => user.client === client)?.name };
    for (const op of ops) {
      if (op.op === "text") this.move(op.path, fromEdits(op.changes), author);
      // What a snapshot tells that was not known before was done by others; it does not say by whom.
      else if (origin === "reset") this.follow(op, undefined, false);
    }
  }

  /** Brings the texts' ways back along with a change of the view. `author`: whose change it is, if it is one of somebody else. */
  private move(path: string, delta: Delta, author: { readonly by: string | undefined } | undefined): void {
    for (const steps of [this.done, this.undone]) {
      let passing = delta;
      for (const { texts, inside } of steps.toReversed()) {
        const mine = texts.get(path);
        if (mine === undefined) continue;
        if (author !== undefined && insertsInside(passing, mine)) inside.set(path, author.by);
        texts.set(path, transform(mine, passing, { first: true, wins: false }));
        passing = transform(passing, mine, { first: false, wins: true });
      }
    }
  }
}

/** Whether `change` inserts something between characters that `way` deletes. Both are of the same text. */
function insertsInside(change: Delta, way: Delta): boolean {
  const deleted: [from: number, to: number][] = [];
  let at = 0;
  for (const op of way) {
    if (op.type === "delete") deleted.push([at, at + op.length]);
    if (op.type !== "insert") at += lengthOf(op);
  }
  at = 0;
  for (const op of change) {
    const place = at;
    if (op.type === "insert" && deleted.some(([from, to]) => from < place && place < to)) return true;
    if (op.type !== "insert") at += lengthOf(op);
  }
  return false;
}

/** Whether it leaves something between what it deletes. */
function hasHole(way: Delta): boolean {
  const kinds = way.filter(({ type }) => type !== "insert").map(({ type }) => type);
  return kinds.indexOf("delete") < kinds.lastIndexOf("retain") && kinds.lastIndexOf("retain") < kinds.lastIndexOf("delete");
}

function without<T>(record: { readonly [name: string]: T }, names: ReadonlySet<string>): { readonly [name: string]: T } {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.has(name)));
}
