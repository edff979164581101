import { compose, type Delta, deltaEqual, EMPTY, lengthOf, mapPosition, toEdits, transform } from "./delta";
import { draftOf } from "./draft";
import type { Notice, Origin, UnsavedRange, ViewOp } from "./events";
import { applyToItem, itemDifference, type ItemState, ItemTable, splitPath } from "./items";
import { type ItemEntry, Pending, type Purpose, type TextEntry, textsOf } from "./pending";
import { Rearrangement } from "./rearrangement";
import type { StoredDocument, StoredWork } from "./storage";
import { difference, minimise, Text } from "./text";
import type { ChangeMessage, ChangeRange, Item, ItemOp, Known, Op, RemoteChange, ResponseMessage, RevertMessage, Snapshot, SyncMessage } from "./wire";

/** The server takes 1,024 unanswered changes (CHANGE-4); some room is left. */
const MOST_UNANSWERED = 1_000;

/** The server's messages do not fit together: start again from a snapshot. */
export class DesyncError extends Error {
  override readonly name = "DesyncError";
}

/** What the server made of an own change. */
interface Effect {
  readonly texts: ReadonlyMap<string, Delta>;
  readonly items: readonly ItemOp[];
}

/** What a session adds to what is kept of its replica. */
type SessionFacts = Pick<StoredDocument, "document" | "title" | "kind" | "access" | "written">;

const NO_EFFECT: Effect = { texts: new Map(), items: [] };

/**
 * One document as this client has it: the confirmed document C at a revision, and the own changes that are not saved yet, each
 * rebased on C and those before it. The view is C and all of them. No I/O, no clock, one step at a time.
 *
 * What makes it right: C only ever becomes what the server says (its changes, and `applied` for own ones), so it is the
 * server's document at that revision. What the view shows of unsaved changes is a prediction. It may differ from the server's
 * decision only in the order of insertions at one place, and is put right when the answer comes. A change is sent only in
 * coordinates that the server shares (CHANGE-13): those of C and the sent ones, provided that no change of others came to the
 * same text while edits of it were unanswered (`moved`).
 *
 * After a snapshot (the gap was too large for changes) the rebased form of unsaved changes is not known: they are `blind`,
 * sent in the form first sent, and show when they are saved.
 */
export class Replica {
  private texts = new Map<string, Text>();
  private items = new ItemTable();
  private shownTexts = new Map<string, Text>();
  private shownItems = new ItemTable();
  private pending: Pending[] = [];
  private nextId = 1;
  private nextHandle = 1;
  /** The texts that others changed while own edits of them were unanswered. */
  private moved = new Set<string>();
  private known: Known | undefined;
  private trusted = true;
  /** The own changes that were saved since `store`; `undefined`: there are some that do not stand alone. */
  private answered: Pending[] | undefined;

  constructor(private own: string) {}

  get client(): string {
    return this.own;
  }

  /** What it holds of the server's document, for `join`; `undefined` before the first state. */
  get have(): Known | undefined {
    return this.trusted ? this.known : undefined;
  }

  /** After a DesyncError: the next `sync` must bring a snapshot. */
  distrust(): void {
    this.trusted = false;
  }

  get revision(): number {
    return this.known?.revision ?? 0;
  }

  get unsaved(): number {
    return this.pending.length;
  }

  text(path: string): Text {
    return this.shownTexts.get(path) ?? Text.EMPTY;
  }

  /** An item of the view, or what it was when it was deleted. */
  item(path: string): ItemState | undefined {
    return this.shownItems.get(path);
  }

  /** The view's items. The map is alive. */
  itemsOf(collection: string): ReadonlyMap<string, Item> {
    return this.shownItems.collection(collection);
  }

  isUnsaved(path: string): boolean {
    return this.pending.some((change) => change.touches(path));
  }

  /** The own unsaved insertions and formats in a text, ascending for each change, in the view. */
  unsavedRanges(path: string): UnsavedRange[] {
    let ranges: UnsavedRange[] = [];
    for (const change of this.pending) {
      const delta = change.textAt(path)?.delta;
      if (delta === undefined) continue;
      ranges = ranges.map(({ from, to, since }) => ({ from: mapPosition(delta, from, 1), to: mapPosition(delta, to, -1), since }));
      let position = 0;
      for (const op of delta) {
        const end = op.type === "delete" ? position : position + lengthOf(op);
        if (op.type === "insert" || (op.type === "retain" && op.attributes !== undefined)) ranges.push({ from: position, to: end, since: change.made });
        position = end;
      }
    }
    return ranges.filter(({ from, to }) => from < to);
  }

  /** From the confirmed text to the view's. */
  pendingDelta(path: string): Delta {
    return this.pending.reduce((all, change) => {
      const entry = change.textAt(path);
      return entry === undefined ? all : compose(all, entry.delta);
    }, EMPTY);
  }

  /**
   * Takes an own change. `made`: now, on this machine's clock. `at`: now, on the server's clock, if there is no connection.
   * Returns the number that its answers will carry. Throws RangeError when it does not fit the view; then nothing happened.
   */
  change(ops: readonly Op[], made: number, at: number | undefined, purpose: Purpose = {}): { readonly handle: number; readonly notices: Notice[] } {
    if (this.known === undefined) throw new Error("The document is not there yet: wait for `ready`.");
    const { entries, texts, paths } = draftOf(ops, { text: (path) => this.text(path), items: this.shownItems, hidesOwn: this.pending.some(({ blind }) => blind) });
    const shown: ViewOp[] = [];
    for (const [path, text] of texts) this.shownTexts.set(path, text);
    for (const entry of entries)
      if (entry.type === "text" && entry.delta.length > 0) shown.push({ op: "text", path: entry.path, changes: toEdits(entry.delta) });
    if (entries.length === 0) return { handle: this.nextHandle++, notices: [] };
    const last = this.pending.at(-1);
    const handle = !purpose.undo && last?.join(entries) ? last.handle : this.nextHandle++;
    if (last?.handle !== handle) this.pending.push(new Pending(handle, entries, made, at, this.revision, purpose));
    shown.push(...this.refresh(paths));
    return { handle, notices: view("local", shown) };
  }

  /** Takes back changes, of whomever: the server knows what that comes to. Returns the number that its answers will carry. */
  revert(reverts: ChangeRange, made: number): number {
    const handle = this.nextHandle++;
    this.pending.push(new Pending(handle, [], made, undefined, this.revision, { reverts }));
    return handle;
  }

  /** The frames that may be sent now, in order; they count as sent. `notices` gets what became void meanwhile. */
  takeFrames(notices: Notice[]): (ChangeMessage | RevertMessage)[] {
    const frames: (ChangeMessage | RevertMessage)[] = [];
    let unanswered = 0;
    let after: number | undefined;
    this.forgetAnswered();
    this.forgetEmpty(notices, this.revision);
    for (const change of [...this.pending]) {
      if (change.sent === undefined) {
        if (unanswered >= MOST_UNANSWERED || this.mustWait(change)) break;
        this.freeze(change, change.itemsOnly ? change.revision : this.revision, after);
      }
      after = change.id;
      unanswered++;
      const { reverts } = change.purpose;
      if (!change.onWire) frames.push(reverts === undefined ? { type: "change", id: change.id!, ...change.sent! } : { type: "revert", id: change.id!, ...reverts });
      change.onWire = true;
    }
    return frames;
  }

  /** What is not sent yet and of which others have left nothing is as good as saved: the server would refuse it. */
  private forgetEmpty(notices: Notice[], revision: number): void {
    for (const { handle } of this.pending.filter((change) => change.sent === undefined && change.isEmpty))
      notices.push({ type: "saved", handle, revision });
    this.pending = this.pending.filter((change) => change.sent !== undefined || !change.isEmpty);
  }

  private mustWait(change: Pending): boolean {
    // What a revert comes to is not known here, but to the server it is part of what the author of the next change had seen.
    const isAfterRevert = this.pending.some(({ purpose, sent }) => purpose.reverts !== undefined && sent !== undefined);
    return isAfterRevert || this.pending.some(({ blind }) => blind) || change.entries.some((entry) => entry.type === "text" && this.moved.has(entry.path));
  }

  /** A text is moved only as long as edits of it are unanswered. */
  private forgetAnswered(): void {
    for (const path of this.moved) if (!this.pending.some((change) => change.sent !== undefined && change.textAt(path) !== undefined)) this.moved.delete(path);
  }

  /** A change of somebody else. */
  remote(change: RemoteChange): Notice[] {
    if (change.revision <= this.revision) return [];
    const { since = change.revision - 1 } = change;
    if (since !== this.revision) throw new DesyncError(`Changes after revision ${since} came after ${this.revision}.`);
    const { client, revision, ops, undo = false, reverts } = change;
    const notices = view("remote", this.take(ops, client < this.client), client);
    this.advance(revision);
    // Of this editor itself, saved after it was last kept: news to nobody but the view.
    if (client === this.client) return notices;
    const items = ops.filter((op) => op.op !== "text");
    if (items.length > 0) notices.push({ type: "written", client, at: change.at, made: change.at, ops: items, wanted: items });
    return [{ type: "foreign", event: { client, revision, ops, undo, reverts } }, ...notices];
  }

  /** The answer to an own change. */
  response(response: ResponseMessage): Notice[] {
    const change = this.pending.find(({ id, onWire }) => onWire && id === response.in_reply);
    if (change === undefined) return [];
    switch (response.status) {
      case "saved":
        return this.saved(change, response.revision ?? 0, response.applied);
      case "rejected":
      case "error":
        return this.rejected(change, response.error ?? { code: "internal", message: "The server refused the change without a reason." });
      case "ok":
        return [];
    }
  }

  /** The connection is gone: whatever has no answer has to be sent again. */
  disconnected(): void {
    for (const change of this.pending) change.onWire = false;
  }

  /** The answer to `join`. */
  synced(sync: SyncMessage): Notice[] {
    this.disconnected();
    const notices: Notice[] = [];
    if (this.known !== undefined && this.known.generation !== sync.generation && this.pending.length > 0) {
      notices.push({ type: "aside", generation: this.known.generation, changes: this.pending.map((change) => change.ops()) });
      this.pending = [];
    }
    const saved = (id: number | undefined) => id !== undefined && sync.saved.some(([first, last]) => first <= id && id <= last);
    for (const [, last] of sync.saved) this.nextId = Math.max(this.nextId, last + 1);
    const same = this.known?.generation === sync.generation;
    if (same && this.trusted && (sync.changes !== undefined || sync.revision === this.revision)) {
      for (const change of sync.changes ?? []) notices.push(...this.missed(change));
      for (const change of this.pending.filter(({ id }) => saved(id))) notices.push(...this.settled(change, this.revision, NO_EFFECT));
    } else if (sync.snapshot !== undefined) {
      const later = this.pending.some(({ blind }) => blind) ? this.pending.filter(({ blind }) => !blind) : [];
      for (const { id, handle } of this.pending) if (saved(id)) notices.push({ type: "saved", handle, revision: sync.revision });
      this.pending = this.pending.filter(({ id }) => !saved(id));
      this.forgetEmpty(notices, sync.revision);
      this.answered = undefined;
      this.goBlind(later);
      notices.push(...this.adopt(sync.snapshot));
    } else {
      throw new DesyncError("The server gave neither the changes nor a snapshot.");
    }
    this.known = { generation: sync.generation, revision: sync.revision };
    this.trusted = true;
    return notices;
  }

  /** Goes on under another client id. What is unsaved belongs to the former one, and leaves the view. */
  changeClient(client: string): Notice[] {
    const shown: ViewOp[] = [];
    for (let change = this.pending[0]; change !== undefined; change = this.pending[0]) shown.push(...this.settle(change, NO_EFFECT));
    this.own = client;
    this.answered = undefined;
    this.nextId = 1;
    this.moved.clear();
    return view("reset", shown);
  }

  /** Everything that has to be kept. `serverTimeOffset`: the server's clock less this machine's, in milliseconds. */
  store(serverTimeOffset: number): Omit<StoredDocument, keyof SessionFacts> {
    this.answered = [];
    const texts = [...this.texts].map(([path, text]) => [path, text.runs()] as const);
    const items = [...this.items.names].map((name) => [name, [...this.items.collection(name).values()]] as const);
    return {
      ...this.storeWork(serverTimeOffset),
      generation: this.known?.generation ?? "",
      revision: this.revision,
      snapshot: { texts: Object.fromEntries(texts), items: Object.fromEntries(items) },
    };
  }

  /** Of that what was not saved when `store` was called last, and what was made since: to the server it is known by its ids. */
  storeWork(serverTimeOffset: number): Omit<StoredWork, keyof SessionFacts> {
    return {
      client: this.client,
      nextId: this.nextId,
      moved: [...this.moved],
      deleted: this.restorable(),
      pending: [...(this.answered ?? []), ...this.pending].map((change) => change.store(serverTimeOffset)),
    };
  }

  /** Whether that may be put over the confirmed document of then, which others' changes bring up to date. */
  get standsAlone(): boolean {
    return this.answered !== undefined && this.pending.every(({ itemsOnly }) => itemsOnly);
  }

  static load(stored: StoredDocument): Replica {
    const replica = new Replica(stored.client);
    replica.known = { generation: stored.generation, revision: stored.revision };
    replica.nextId = stored.nextId;
    replica.moved = new Set(stored.moved);
    replica.confirm(stored.snapshot);
    for (const { path, item } of stored.deleted) replica.items.set(path, { item, present: false });
    replica.pending = stored.pending.map((change) => Pending.restore(change, replica.nextHandle++));
    replica.showPending();
    return replica;
  }

  /** Deleted items that unsaved changes bring back. */
  private restorable(): { readonly path: string; readonly item: Item }[] {
    const restored = this.pending.flatMap((change) => change.itemEntries.filter(({ op }) => op.op === "restore").map(({ op }) => op.path));
    return [...new Set(restored)].flatMap((path) => {
      const state = this.items.get(path);
      return state === undefined || state.present ? [] : [{ path, item: state.item }];
    });
  }

  private advance(revision: number): void {
    this.known = { generation: this.known?.generation ?? "", revision };
  }

  private expect(revision: number, own: Pending): void {
    if (revision !== this.revision + 1) throw new DesyncError(`Revision ${revision} came after ${this.revision}.`);
    if (own !== this.pending[0]) throw new DesyncError(`The own change ${own.id} was saved before an older one.`);
  }

  /** Gives a change its id and the form in which it is sent, now and ever after. */
  private freeze(change: Pending, base: number, after: number | undefined): void {
    change.id = this.nextId++;
    const { at, purpose } = change;
    change.sent = { base, ...(after !== undefined && { after }), ...(at !== undefined && { at }), ...(purpose.undo && { undo: true }), ops: change.ops() };
  }

  /** Moves a change of others and the pending ones past each other. `othersFirst`: where both insert at one place. */
  private take(ops: readonly Op[], othersFirst: boolean): ViewOp[] {
    const shown: ViewOp[] = [];
    for (const [path, delta] of textsOf(ops)) {
      this.texts.set(path, (this.texts.get(path) ?? Text.EMPTY).apply(delta));
      this.show(path, this.moveOver(path, delta, othersFirst), shown);
    }
    const items = ops.filter((op) => op.op !== "text");
    this.confirmItems(items);
    for (const op of items) if (op.op === "add" || op.op === "restore") this.spareFromClear(op.path);
    shown.push(...this.refresh(new Set(items.map(({ path }) => path))));
    return shown;
  }

  /** Brings the pending edits of a text along with a change of the confirmed one. Returns what that change is in the view. */
  private moveOver(path: string, delta: Delta, othersFirst: boolean): Delta {
    let passing = delta;
    for (const change of this.pending) {
      const entry = change.textAt(path);
      if (entry === undefined) continue;
      const mine = entry.delta;
      if (change.sent !== undefined) this.moved.add(path);
      entry.delta = transform(mine, passing, { first: !othersFirst, wins: true });
      passing = transform(passing, mine, { first: othersFirst, wins: false });
    }
    return passing;
  }

  private show(path: string, delta: Delta, shown: ViewOp[]): void {
    if (delta.length > 0) shown.push({ op: "text", path, changes: toEdits(delta) });
    const confirmed = this.texts.get(path) ?? Text.EMPTY;
    const isConfirmed = this.pending.every((change) => change.textAt(path) === undefined);
    this.shownTexts.set(path, isConfirmed ? confirmed : this.text(path).apply(delta));
  }

  private spareFromClear(path: string): void {
    const { collection } = splitPath(path);
    for (const change of this.pending)
      for (const entry of change.itemsOnly ? [] : change.itemEntries) if (entry.op.op === "clear" && entry.op.path === collection) entry.stale = true;
  }

  /** What a refused change had hidden was not there to be cleared by the later ones, but the server takes it for known to their author. */
  private spareFromLater(refused: Pending): void {
    const hidden = refused.itemEntries.filter(({ op }) => op.op === "delete" || op.op === "clear").flatMap(({ paths }) => paths);
    const collections = new Set(hidden.map((path) => splitPath(path).collection));
    for (const change of this.pending) for (const entry of change.itemEntries) if (entry.op.op === "clear" && collections.has(entry.op.path)) entry.stale = true;
  }

  private confirmItems(ops: readonly ItemOp[]): void {
    for (const op of ops) {
      const state = applyToItem(this.items.get(op.path), op);
      if (state !== undefined) this.items.set(op.path, state);
    }
  }

  /** Brings the view's items at `paths` up to date with the confirmed ones and the pending changes. */
  private refresh(paths: ReadonlySet<string>): ViewOp[] {
    if (paths.size === 0) return [];
    const states = new Map<string, ItemState | undefined>();
    for (const path of paths) states.set(path, this.items.get(path));
    for (const change of this.pending)
      for (const entry of change.itemEntries)
        for (const path of entry.paths) if (states.has(path)) states.set(path, applyToItem(states.get(path), entry.op));
    const shown: ViewOp[] = [];
    for (const [path, state] of states) {
      const former = this.shownItems.get(path);
      shown.push(...itemDifference(path, former?.present ? former.item : undefined, state?.present ? state.item : undefined));
      if (state !== undefined) this.shownItems.set(path, state);
      else this.shownItems.remove(path);
    }
    return shown;
  }

  private saved(change: Pending, revision: number, applied: readonly Op[] | undefined): Notice[] {
    if (revision <= this.revision) return this.settled(change, revision, NO_EFFECT);
    this.expect(revision, change);
    if (change.purpose.reverts !== undefined) return this.reverted(change, revision, applied ?? []);
    return this.settled(change, revision, applied === undefined ? this.predicted(change) : effectOf(applied));
  }

  /** What a revert came to is news to the view, as a change of others is. */
  private reverted(change: Pending, revision: number, ops: readonly Op[]): Notice[] {
    this.answered = undefined;
    this.pending = this.pending.filter((other) => other !== change);
    const notices = view("remote", this.take(ops, true));
    this.advance(revision);
    return [...notices, { type: "saved", handle: change.handle, revision }];
  }

  private settled(change: Pending, revision: number, effect: Effect): Notice[] {
    // What came back of a deleted item is known to the server alone.
    if (change.itemsOnly && change.itemEntries.every(({ op }) => op.op !== "restore")) this.answered?.push(change);
    else this.answered = undefined;
    const wanted = change.itemEntries.map(({ op }) => op);
    const notices = view("remote", this.settle(change, effect));
    this.advance(Math.max(revision, this.revision));
    if (wanted.length > 0 && effect !== NO_EFFECT) notices.push({ type: "written", client: this.client, at: change.at, made: change.made, ops: effect.items, wanted });
    return [...notices, { type: "saved", handle: change.handle, revision }];
  }

  /** What a change does to the confirmed document if nothing of others came in between. */
  private predicted(change: Pending): Effect {
    const texts = new Map<string, Delta>();
    const items: ItemOp[] = [];
    for (const entry of change.entries) {
      if (entry.type === "text") texts.set(entry.path, entry.delta);
      else if (entry.op.op === "restore" && !this.items.get(entry.op.path)?.present) throw new DesyncError("What was written to a deleted item is known to the server alone.");
      else for (const path of change.blind ? this.blindPaths(entry) : entry.paths) items.push(entry.op.op === "clear" ? { op: "delete", path } : entry.op);
    }
    return { texts, items };
  }

  private blindPaths({ op, paths }: ItemEntry): readonly string[] {
    return op.op === "clear" ? [...this.items.collection(op.path).keys()].map((id) => `${op.path}/${id}`) : paths;
  }

  /**
   * Replaces the oldest pending change by what it really does to the confirmed document, and brings the later ones along.
   * Returns what that changes in the view: nothing when the prediction was right.
   */
  private settle(change: Pending, effect: Effect): ViewOp[] {
    const rest = (this.pending = this.pending.filter((other) => other !== change));
    const shown: ViewOp[] = [];
    const predictions = new Map<string, Delta>();
    if (!change.blind) for (const entry of change.entries) if (entry.type === "text") predictions.set(entry.path, entry.delta);
    for (const path of new Set([...predictions.keys(), ...effect.texts.keys()])) {
      const delta = this.realign(path, predictions.get(path) ?? EMPTY, effect.texts.get(path) ?? EMPTY);
      if (delta.length > 0 && rest.some((other) => other.sent !== undefined && other.textAt(path) !== undefined)) this.moved.add(path);
      this.show(path, delta, shown);
    }
    this.confirmItems(effect.items);
    const paths = [...effect.items.map(({ path }) => path), ...change.itemEntries.flatMap((entry) => entry.paths)];
    shown.push(...this.refresh(new Set(paths)));
    return shown;
  }

  /** The confirmed text takes `actual` where the view had `predicted`. Returns the view's change. */
  private realign(path: string, predicted: Delta, actual: Delta): Delta {
    const base = this.texts.get(path) ?? Text.EMPTY;
    this.texts.set(path, base.apply(actual));
    if (deltaEqual(predicted, actual)) return EMPTY;
    let map = Rearrangement.between(predicted, actual, base.length);
    let before = predicted;
    let after = actual;
    for (const change of this.pending) {
      const entry = change.textAt(path);
      if (entry === undefined) continue;
      const { delta, next } = map.rebase(entry.delta, change.sent !== undefined);
      before = compose(before, entry.delta);
      after = compose(after, delta);
      entry.delta = delta;
      map = next;
    }
    return minimise(compose(base.invert(before), after), this.text(path));
  }

  private rejected(change: Pending, error: { readonly code: string; readonly message: string }): Notice[] {
    const later = this.pending.slice(this.pending.indexOf(change) + 1).filter(({ sent }) => sent !== undefined);
    if (error.code === "after_unsaved") {
      this.sendAnew([change, ...later], undefined);
      return [];
    }
    const ops = change.ops();
    const shown = this.settle(change, NO_EFFECT);
    this.spareFromLater(change);
    this.sendAnew(later, change);
    return [
      ...view("rollback", shown),
      { type: "rejected", event: { id: change.handle, code: error.code, message: error.message, ops } },
    ];
  }

  /**
   * Changes that the server refuses because one before them was not saved become new ones. `refused` is that one, if it is
   * gone: the blind among them are in coordinates that contain it.
   */
  private sendAnew(changes: readonly Pending[], refused: Pending | undefined): void {
    if (refused?.blind) withdraw(refused, changes.filter(({ blind }) => blind));
    let after: number | undefined;
    for (const change of changes) {
      const { sent, blind } = change;
      change.sent = change.id = undefined;
      change.onWire = false;
      if (!blind || sent === undefined) continue;
      this.freeze(change, sent.base, after);
      after = change.id;
    }
  }

  /** A change that came while there was no connection: of others, or an own one whose answer was lost. */
  private missed(change: RemoteChange): Notice[] {
    const own = change.client === this.client ? this.pending.find(({ id }) => id === change.id) : undefined;
    if (own === undefined) return this.remote(change);
    this.expect(change.revision, own);
    return own.purpose.reverts === undefined ? this.settled(own, change.revision, effectOf(change.ops)) : this.reverted(own, change.revision, change.ops);
  }

  /**
   * Before a snapshot is adopted: what is unsaved can only be sent in the coordinates it was made in. But for `later`, made while
   * others were blind: their coordinates lack those, which the server never does.
   */
  private goBlind(later: readonly Pending[]): void {
    let after: number | undefined;
    for (const change of this.pending) {
      if (later.includes(change)) continue;
      const isNew = change.sent === undefined;
      if (isNew) this.freeze(change, change.itemsOnly ? change.revision : this.revision, after);
      if (!change.blind) change.makeBlind(isNew);
      after = change.id;
    }
    this.moved.clear();
  }

  private adopt(snapshot: Snapshot): Notice[] {
    const formerTexts = this.shownTexts;
    const formerItems = this.shownItems;
    const before = this.texts;
    this.confirm(snapshot);
    // How the unsaved edits that are not blind come to their new places is found by comparing.
    const edited = this.pending.flatMap((change) => (change.blind ? [] : change.entries.flatMap((entry) => (entry.type === "text" ? [entry.path] : []))));
    for (const path of new Set(edited)) this.moveOver(path, difference(before.get(path) ?? Text.EMPTY, this.texts.get(path) ?? Text.EMPTY), true);
    this.showPending();
    const shown: ViewOp[] = [];
    for (const path of new Set([...formerTexts.keys(), ...this.shownTexts.keys()])) {
      const delta = difference(formerTexts.get(path) ?? Text.EMPTY, this.text(path));
      if (delta.length > 0) shown.push({ op: "text", path, changes: toEdits(delta) });
    }
    for (const name of new Set([...formerItems.names, ...this.shownItems.names])) {
      const before = formerItems.collection(name);
      const after = this.itemsOf(name);
      for (const id of new Set([...before.keys(), ...after.keys()])) shown.push(...itemDifference(`${name}/${id}`, before.get(id), after.get(id)));
    }
    return [{ type: "view", event: { origin: "reset", ops: shown } }];
  }

  /** Puts the pending changes over the confirmed document, which is all that is shown. */
  private showPending(): void {
    const paths = new Set<string>();
    for (const change of this.pending) {
      for (const entry of change.blind ? [] : change.entries) {
        if (entry.type === "text") this.shownTexts.set(entry.path, this.text(entry.path).apply(entry.delta));
        else for (const path of entry.paths) paths.add(path);
      }
    }
    this.refresh(paths);
  }

  private confirm(snapshot: Snapshot): void {
    this.texts = new Map(Object.entries(snapshot.texts ?? {}).map(([path, runs]) => [path, Text.of(runs)]));
    this.shownTexts = new Map(this.texts);
    this.items = new ItemTable();
    this.shownItems = new ItemTable();
    for (const [collection, items] of Object.entries(snapshot.items ?? {})) {
      for (const item of items) {
        this.items.set(`${collection}/${item.id}`, { item, present: true });
        this.shownItems.set(`${collection}/${item.id}`, { item, present: true });
      }
    }
  }
}

function view(origin: Origin, ops: readonly ViewOp[], client?: string): Notice[] {
  return ops.length === 0 ? [] : [{ type: "view", event: { origin, ...(client !== undefined && { client }), ops } }];
}

function effectOf(ops: readonly Op[]): Effect {
  return { texts: textsOf(ops), items: ops.filter((op) => op.op !== "text") };
}

/**
 * Takes the refused blind change out of the coordinates of the blind ones after it: of those that had gone out like it, out of the ones in which
 * they went, and of the others out of the ones in which all were known last.
 */
function withdraw(refused: Pending, later: readonly Pending[]): void {
  for (const entry of refused.entries) {
    if (entry.type !== "text") continue;
    const rest = later.flatMap(({ entries }) => entries).filter((mine): mine is TextEntry => mine.type === "text" && mine.path === entry.path);
    const known = without(entry.former ?? entry.delta, rest.map(({ former, delta }) => former ?? delta));
    const gone = entry.former === undefined ? [] : rest.filter(({ former }) => former !== undefined);
    const sent = without(entry.delta, gone.map(({ delta }) => delta));
    for (const [at, mine] of rest.entries()) {
      if (mine.former === undefined) mine.delta = known[at]!;
      else mine.former = known[at]!;
    }
    for (const [at, mine] of gone.entries()) mine.delta = sent[at]!;
  }
}

/** What deltas, each over the one before, are without the one before them all. */
function without(first: Delta, later: readonly Delta[]): Delta[] {
  let map = Rearrangement.between(first, EMPTY, Number.MAX_SAFE_INTEGER / 2);
  return later.map((former) => {
    const { delta, next } = map.rebase(former, false);
    map = next;
    return delta;
  });
}
