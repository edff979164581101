import type { ExcalidrawElement } from "@excalidraw/excalidraw/element/types";
import type { AppState, ExcalidrawImperativeAPI } from "@excalidraw/excalidraw/types";
import { type CursorView, type Item, type ItemOp, type Op, type Outcome, Previews, type Properties, propertyDifference, reaches, type Session, UndoHistory, type UpdateOp, type ViewEvent } from "@weft/client";
import { collaborators } from "./collaborators";
import { changed, COLLECTION, elementOf, inOrder, pathOf, propertiesOf } from "./elements";
import { type Frame, nextFrame } from "./frame";
import { GestureMarks } from "./gesture-marks";
import { type HandState, isBusy, isGesture, underHand } from "./hand";
import { rounded, scrollTo, viewOf, type ViewState } from "./view";

/** The part of Excalidraw's API that the binding needs, and the function `mutateElement` of its package. */
export interface BoardApi extends Pick<ExcalidrawImperativeAPI, "updateScene" | "getSceneElementsIncludingDeleted" | "getAppState"> {
  /** Changes an element of the canvas in place; the canvas is drawn anew when `informMutation` says so. */
  mutateElement(element: ExcalidrawElement, updates: Place, informMutation: boolean): void;
}

/** What Excalidraw gives to `onPointerUpdate`. */
export interface PointerPayload {
  readonly pointer: { readonly x: number; readonly y: number; readonly tool: "pointer" | "laser" };
  readonly button: "down" | "up";
}

/** How often text is saved while it is being written, in milliseconds; in between the others see it as a preview. */
const TEXT_INTERVAL = 1_500;
/** Properties that follow from others and say nothing to the eye: what becomes of them is not told. */
const BEHIND: ReadonlySet<string> = new Set(["boundElements", "index", "seed", "startBinding", "endBinding", "lastCommittedPoint"]);
/**
 * How often what others do, and where they are, is put on the canvas, in milliseconds. Each of them tells it 20 times a second (PRES-2), and
 * each time Excalidraw renders, and draws all that is seen anew: ten others would keep it at that in every frame. While the own hand is at
 * work it has the frames for itself, and theirs come half as often.
 */
const OTHERS_INTERVAL = 50;
/** A preview above this many UTF-16 units of JSON is left out: presence is for small things. */
const MOST_PREVIEW = 30_000;

/** What the binding knows of an element on the canvas. */
interface Known {
  /** Excalidraw's version of it when canvas and session agreed; -1: they may not. */
  version: number;
  /** Its properties on the canvas at that time. */
  properties: Properties;
  /** What the session had then, previews of others included; `undefined`: no such item. */
  source: Properties | undefined;
}

/**
 * Joins an Excalidraw canvas to the collection `elements` of a session's document. Give `onChange` and `onPointerUpdate` to
 * Excalidraw. What differs on the canvas from what was last agreed becomes operations, one property at a time, when the hand is
 * lifted; while it moves the others see a preview. What comes from the session goes to the canvas outside its undo history, but for
 * what others only move, which is moved in place. That history would take back others' work: hide it, undo and redo are the binding's own.
 *
 * News of an element that the hand is at waits until the hand is lifted and Excalidraw has made its history entry. Excalidraw
 * compares with how the element was before the hand took it, for the history entry, and computes from that, when it resizes.
 * News brought in between would be part of the entry, and undo would take back another's work; or Excalidraw would write the
 * former values again, which would look like the user's.
 */
export class BoardBinding {
  private readonly known = new Map<string, Known>();
  private readonly previews = new Previews(COLLECTION);
  private readonly history: UndoHistory;
  private readonly marks = new GestureMarks();
  private readonly stops: (() => void)[] = [];
  private pointer: { readonly x: number; readonly y: number } | undefined;
  private laser = false;
  /** Whose view is shown here. */
  private followed: string | undefined;
  private began = false;
  private disposed = false;
  private sending = false;
  private pulling = false;
  /** What the hand has changed since it began; also what is committed already, as around a text that is being written. */
  private readonly touched = new Set<string>();
  /** The elements of which the canvas may not show what the session has. */
  private stale = new Set<string>();
  /** Whether news are waiting for the hand to be lifted. */
  private waiting = false;
  private pullFrame: Frame | undefined;
  private othersTimer: ReturnType<typeof setTimeout> | undefined;
  private othersShown = 0;
  private followFrame: Frame | undefined;
  private told = "";
  /** What the hand has changed and not committed. */
  private inHand: readonly LocalChange[] = [];
  /** Elements that came into being on this canvas and are not saved yet. */
  private readonly born = new Set<string>();
  /** Whether something was changed here of which the item has not come yet. */
  private awaiting = false;
  private textSaved = 0;
  private textTimer: ReturnType<typeof setTimeout> | undefined;
  private previewTimer: ReturnType<typeof setTimeout> | undefined;

  /** `pictureProperties`: what a new element of the picture with an id is to say of it to the others. */
  constructor(
    private readonly session: Session,
    private readonly api: BoardApi,
    private readonly pictureProperties: (fileId: string) => Properties | undefined = () => undefined,
  ) {
    this.history = new UndoHistory(session);
    this.stops.push(
      () => this.history.dispose(),
      session.on("view", (event) => this.viewChanged(event)),
      session.on("cursors", () => this.cursorsChanged()),
      session.on("presence", () => this.showCollaborators()),
    );
    session.ready.then(
      () => this.begin(),
      () => undefined,
    );
  }

  /** Give to Excalidraw's `onChange`. */
  readonly onChange = (elements: readonly ExcalidrawElement[], appState: AppState): void => {
    if (!this.began || this.disposed) return;
    this.marks.see(appState, Date.now());
    const changes = this.localChanges(elements);
    if (isBusy(appState)) for (const { element } of changes) this.touched.add(element.id);
    else this.touched.clear();
    if (isGesture(appState)) {
      this.tell(changes, appState);
      return;
    }
    const writing = appState.editingTextElement?.id;
    const ready = changes.filter(({ element }) => !this.isAwaited(element));
    this.awaiting = ready.length < changes.length;
    const done = ready.filter(({ element }) => element.id !== writing || (!element.isDeleted && this.textIsDue()));
    if (done.length > 0) this.commit(done);
    if (writing === undefined) this.stopWriting();
    this.tell(changes.filter((change) => !done.includes(change)), appState);
    if (done.length > 0 || (this.waiting && !isBusy(appState))) this.pullSoon();
  };

  /** Give to Excalidraw's `onPointerUpdate`. */
  readonly onPointerUpdate = ({ pointer, button }: PointerPayload): void => {
    this.pointer = { x: rounded(pointer.x), y: rounded(pointer.y) };
    this.laser = pointer.tool === "laser" && button === "down";
    if (!this.began || this.disposed) return;
    this.tell(this.inHand, this.api.getAppState(), true);
  };

  get canUndo(): boolean {
    return this.session.canEdit && this.history.canUndo;
  }

  get canRedo(): boolean {
    return this.session.canEdit && this.history.canRedo;
  }

  /** Calls `listener` whenever there is more or less to undo; returns what stops that. */
  onHistory(listener: () => void): () => void {
    return this.history.subscribe(listener);
  }

  /** Takes the newest own gesture back that was not yet, as far as it stands; `null` when there is none. */
  undo(): Outcome | null {
    return this.canUndo ? this.goBack(() => this.history.undo()) : null;
  }

  redo(): Outcome | null {
    return this.canRedo ? this.goBack(() => this.history.redo()) : null;
  }

  /** A step of which nothing shows, such as one that only bound an arrow, is none to the user: the next one is taken. */
  private goBack(step: () => Outcome | null): Outcome | null {
    if (isBusy(this.api.getAppState())) return null;
    for (let outcome = step(); outcome !== null; outcome = step()) {
      const left = outcome.left.filter(({ property }) => property === undefined || !BEHIND.has(property));
      if (outcome.paths.length > 0 || left.length > 0) return { ...outcome, left };
    }
    return null;
  }

  /** Shows from now on what another user sees, by client id; `null`: nobody's view any more. */
  follow(client: string | null): void {
    this.followed = client ?? undefined;
    if (this.began && !this.disposed) this.showFollowed();
  }

  dispose(): void {
    this.disposed = true;
    this.pullFrame?.cancel();
    this.followFrame?.cancel();
    clearTimeout(this.othersTimer);
    this.stopWriting();
    clearTimeout(this.previewTimer);
    for (const stop of this.stops) stop();
    this.session.setCursor(null);
  }

  private begin(): void {
    if (this.disposed) return;
    this.began = true;
    this.pull(true);
    this.showCollaborators();
  }

  private viewChanged({ origin, ops }: ViewEvent): void {
    if (this.sending || !this.began) return;
    const touched = ops.filter((op) => op.op !== "text" && op.path.startsWith(`${COLLECTION}/`));
    if (origin === "remote") for (const { path } of touched) this.previews.overtake(path.slice(COLLECTION.length + 1));
    for (const { path } of touched) this.stale.add(path.slice(COLLECTION.length + 1));
    if (touched.length === 0) return;
    if (origin === "remote") this.showOthersSoon();
    else this.pullInFrame();
  }

  private cursorsChanged(): void {
    if (!this.began || this.disposed) return;
    for (const id of this.previews.follow(this.session.cursors, Date.now())) this.stale.add(id);
    this.expirePreviews();
    this.showOthersSoon();
    if (this.followed !== undefined)
      this.followFrame ??= nextFrame(() => {
        this.followFrame = undefined;
        this.showFollowed();
      });
  }

  private showOthersSoon(): void {
    if (this.othersTimer !== undefined) return;
    const interval = isBusy(this.api.getAppState()) ? 2 * OTHERS_INTERVAL : OTHERS_INTERVAL;
    this.othersTimer = setTimeout(
      () => {
        this.othersTimer = undefined;
        this.othersShown = Date.now();
        // Not in a frame: what Excalidraw does with it takes longer than one, and it draws in the next.
        this.pull();
        this.commitAwaited();
        this.showCollaborators();
      },
      Math.max(0, this.othersShown + interval - Date.now()),
    );
  }

  private get followedView(): CursorView | undefined {
    return this.followed === undefined ? undefined : this.session.cursors.get(this.followed)?.view;
  }

  private showFollowed(): void {
    const view = this.followedView;
    const appState = view && scrollTo(view, this.api.getAppState());
    if (appState) this.api.updateScene({ appState });
  }

  private expirePreviews(): void {
    const now = Date.now();
    const { expired, next } = this.previews.expire(now);
    clearTimeout(this.previewTimer);
    if (next !== undefined) this.previewTimer = setTimeout(() => this.expirePreviews(), next - now);
    for (const id of expired) this.stale.add(id);
    if (expired.size > 0) this.showOthersSoon();
  }

  private showCollaborators(): void {
    if (!this.disposed && this.began) this.api.updateScene({ collaborators: collaborators(this.session) });
  }

  /** What the user has changed on the canvas since it last agreed with the session. */
  private localChanges(elements: readonly ExcalidrawElement[]): LocalChange[] {
    const changes: LocalChange[] = [];
    for (const element of elements) {
      const known = this.known.get(element.id);
      if (known?.version === element.version) continue;
      if (known === undefined && element.isDeleted) continue;
      if (known === undefined && this.previews.get(element.id) === undefined) this.born.add(element.id);
      const properties = propertiesOf(element);
      const difference = known === undefined ? properties : propertyDifference(known.properties, properties);
      const isThere = known?.source !== undefined;
      if (difference === undefined && isThere !== element.isDeleted) {
        known!.version = element.version;
        continue;
      }
      changes.push({ element, properties, difference: difference ?? {}, known });
    }
    return changes;
  }

  private commit(changes: readonly LocalChange[]): void {
    const ops: Op[] = [];
    for (const change of changes) {
      const { element, properties } = change;
      if (isUnfinished(element)) continue;
      this.stale.add(element.id);
      if (!this.isAllowed(change)) {
        // As if that had come from the session: the next pull puts it right on the canvas.
        this.known.set(element.id, { version: element.version, properties, source: element.isDeleted ? undefined : properties });
        continue;
      }
      const made = this.opsOf(change);
      if (this.isTooLate(change)) this.session.tooLate(pathOf(element.id), change.difference);
      this.born.delete(element.id);
      if (made.length > 0) this.previews.overtake(element.id);
      ops.push(...made);
      this.known.set(element.id, { version: element.version, properties, source: sourceAfter(change, made) });
    }
    if (ops.length === 0) return;
    this.sending = true;
    try {
      this.history.change(structuredClone(ops), this.marks.markOf(ops, Date.now()));
    } catch (error) {
      // Something on the canvas that no item can be: the canvas goes back to what the session has.
      if (!(error instanceof RangeError)) throw error;
      for (const { element, properties } of changes) this.known.set(element.id, { version: element.version, properties, source: {} });
    } finally {
      this.sending = false;
    }
  }

  /**
   * Whether the server will take it. Excalidraw leaves locked elements alone but for what follows from other work, such as that an
   * arrow was bound to it; unlocking is for the server to judge.
   */
  private isAllowed({ element, difference }: LocalChange): boolean {
    if (!this.session.canEdit) return false;
    const item = this.session.items(COLLECTION).get(element.id);
    return item?.properties["locked"] !== true || "locked" in difference || reaches(this.session.role, "admin");
  }

  /** Whether it was seen as a preview only, and its author has let go of it: the item is on its way. */
  private isAwaited({ id, isDeleted }: ExcalidrawElement): boolean {
    return !isDeleted && !this.born.has(id) && !this.session.items(COLLECTION).has(id) && this.previews.get(id) !== undefined;
  }

  private opsOf({ element, properties, difference, known }: LocalChange): ItemOp[] {
    const path = pathOf(element.id);
    const item = this.session.items(COLLECTION).get(element.id);
    if (element.isDeleted) return item === undefined ? [] : [{ op: "delete", path }];
    if (item !== undefined) return Object.keys(difference).length === 0 ? [] : [{ op: "update", path, properties: difference }];
    if (known === undefined) return [{ op: "add", path, kind: element.type, properties: { ...this.pictureOf(element), ...properties } }];
    // It was deleted. If others did that while it was in the hand, it stays so; if the user has undone the deletion, it comes back.
    if (known.source !== undefined) return [];
    return [{ op: "restore", path, kind: element.type, properties }, { op: "update", path, properties }];
  }

  /** Whether others have deleted it while the hand was at it. */
  private isTooLate({ element, difference, known }: LocalChange): boolean {
    return !element.isDeleted && known?.source !== undefined && Object.keys(difference).length > 0 && !this.session.items(COLLECTION).has(element.id);
  }

  private pictureOf(element: ExcalidrawElement): Properties | undefined {
    return element.type === "image" && element.fileId !== null ? this.pictureProperties(element.fileId) : undefined;
  }

  private textIsDue(): boolean {
    const now = Date.now();
    if (this.textSaved === 0) this.textSaved = now;
    clearTimeout(this.textTimer);
    if (now - this.textSaved >= TEXT_INTERVAL) {
      this.textSaved = now;
      return true;
    }
    this.textTimer = setTimeout(() => {
      if (!this.disposed) this.onChange(this.api.getSceneElementsIncludingDeleted(), this.api.getAppState());
    }, this.textSaved + TEXT_INTERVAL - now);
    return false;
  }

  private stopWriting(): void {
    this.textSaved = 0;
    clearTimeout(this.textTimer);
  }

  /** Tells the others where the hand is, what it holds and what it does with that. */
  private tell(changes: readonly LocalChange[], state: HandState & ViewState, moved = false): void {
    this.inHand = changes;
    const selected = Object.keys(state.selectedElementIds).filter((id) => state.selectedElementIds[id]);
    const preview = previewOf(changes);
    // Who follows somebody shows their view on; two who follow each other would otherwise see ever more.
    const view = this.followedView ?? viewOf(state);
    const now = JSON.stringify([selected, preview, view]);
    if (!moved && now === this.told) return;
    this.told = now;
    this.session.setCursor({
      ...(view !== undefined && { view }),
      ...(this.laser && { laser: true }),
      ...(this.pointer !== undefined && { pointer: this.pointer }),
      ...(selected.length > 0 && { selected }),
      ...(preview.length > 0 && { preview: structuredClone(preview) }),
    });
  }

  private pullSoon(): void {
    if (this.pulling) return;
    this.pulling = true;
    queueMicrotask(() => {
      this.pulling = false;
      if (this.disposed) return;
      this.pull();
      this.commitAwaited();
    });
  }

  /** What was done to an element before its item came is taken up again: the canvas has no news of it. */
  private commitAwaited(): void {
    if (this.awaiting) this.onChange(this.api.getSceneElementsIncludingDeleted(), this.api.getAppState());
  }

  /** What comes at once is put on the canvas together. */
  private pullInFrame(): void {
    this.pullFrame ??= nextFrame(() => {
      this.pullFrame = undefined;
      this.pull();
      this.commitAwaited();
    });
  }

  /** Brings the canvas up to date with the session. `first`: what the session does not know does not belong here. */
  private pull(first = false): void {
    const before = this.api.getSceneElementsIncludingDeleted();
    if (first) this.stale = new Set([...before.map(({ id }) => id), ...this.session.items(COLLECTION).keys(), ...this.previews.ids]);
    if (this.stale.size === 0) return;
    const held = this.heldBack(before, this.api.getAppState());
    const { stale } = this;
    this.stale = new Set([...stale].filter((id) => held.has(id)));
    this.waiting = this.stale.size > 0;
    const shown: ExcalidrawElement[] = [];
    const missing = new Set(stale);
    const replaced = new Set<string>();
    const moves: Move[] = [];
    let reordered = false;
    for (const element of before) {
      const isDue = stale.has(element.id) && !held.has(element.id);
      missing.delete(element.id);
      const move = isDue ? this.moveOf(element) : undefined;
      if (move !== undefined) moves.push(move);
      const now = isDue && move === undefined ? this.pulled(element, first) : element;
      if (now !== element) replaced.add(element.id);
      reordered ||= now !== undefined && now.index !== element.index;
      if (now !== undefined) shown.push(now);
    }
    for (const id of missing) {
      const item = this.newcomer(id);
      if (item === undefined) continue;
      shown.push(elementOf(item));
      replaced.add(id);
      reordered = true;
    }
    // What replaces elements draws the canvas anew by itself.
    const redraws = replaced.size === 0;
    this.move(moves, redraws);
    if (redraws) return;
    const former = this.formerOf(before, replaced);
    this.api.updateScene({ elements: reordered ? inOrder(shown) : shown, captureUpdate: "NEVER" });
    for (const element of this.api.getSceneElementsIncludingDeleted()) {
      const was = former.get(element.id);
      if (was !== undefined || this.known.get(element.id)?.version !== element.version) this.noteShown(element, was, held.has(element.id));
    }
  }

  /**
   * Where others have moved an element to, if that is all that is new of it, and nothing of it was changed here. It stays the same element,
   * and keeps the picture that Excalidraw has of it, and the whole scene stays: that is what others do in most frames.
   */
  private moveOf(element: ExcalidrawElement): Move | undefined {
    const known = this.known.get(element.id);
    const source = this.sourceOf(element.id);
    if (known?.version !== element.version || known.source === undefined || source === undefined || element.isDeleted) return undefined;
    const news = Object.entries(propertyDifference(known.source, source) ?? {});
    const isMove = news.length > 0 && news.every(([key, value]) => (key === "x" || key === "y") && typeof value === "number");
    return isMove ? { element, to: Object.fromEntries(news), source } : undefined;
  }

  /** `redraws`: the canvas is to be drawn anew when they are done. */
  private move(moves: readonly Move[], redraws: boolean): void {
    for (const [index, { element, to, source }] of moves.entries()) {
      this.api.mutateElement(element, to, redraws && index === moves.length - 1);
      this.known.set(element.id, { version: element.version, properties: { ...this.known.get(element.id)!.properties, ...to }, source });
    }
  }

  /** How the elements are before the canvas is brought up to date, of which that cannot be told afterwards. */
  private formerOf(elements: readonly ExcalidrawElement[], replaced: ReadonlySet<string>): ReadonlyMap<string, Former> {
    const former = new Map<string, Former>();
    for (const element of elements) {
      const isAgreed = this.known.get(element.id)?.version === element.version;
      if (!isAgreed || replaced.has(element.id)) former.set(element.id, { element, version: element.version, index: element.index });
    }
    return former;
  }

  /** The elements that must stay as they are on the canvas while the hand is at work. */
  private heldBack(elements: readonly ExcalidrawElement[], state: HandState): ReadonlySet<string> {
    if (!isBusy(state)) return new Set();
    const held = underHand(state, elements);
    for (const { id, version } of elements) {
      const known = this.known.get(id);
      if (this.touched.has(id) || (known !== undefined && known.version !== version)) held.add(id);
    }
    return held;
  }

  /** What is not on the canvas yet, but should be: an item, or what others are drawing at the moment. */
  private newcomer(id: string): Item | undefined {
    const item = this.session.items(COLLECTION).get(id);
    const preview = this.previews.get(id);
    if (item !== undefined) return preview === undefined ? item : { ...item, properties: { ...item.properties, ...preview } };
    const { type, ...properties } = preview ?? {};
    return typeof type === "string" ? { id, kind: type, properties: { ...properties, locked: this.previews.isHeld(id) } } : undefined;
  }

  private sourceOf(id: string): Properties | undefined {
    const item = this.session.items(COLLECTION).get(id);
    const preview = this.previews.get(id);
    // What is being drawn is nobody else's; once it is done one may take it, also before the item itself has come.
    if (item === undefined) return preview?.["type"] === undefined ? undefined : { ...preview, locked: this.previews.isHeld(id) };
    return preview === undefined ? item.properties : { ...item.properties, ...preview };
  }

  /** An element of the canvas as it should be; `undefined`: not at all. */
  private pulled(element: ExcalidrawElement, first: boolean): ExcalidrawElement | undefined {
    const known = this.known.get(element.id);
    const source = this.sourceOf(element.id);
    if (known === undefined) {
      if (source !== undefined) return elementOf({ id: element.id, kind: element.type, properties: source });
      return first ? undefined : element;
    }
    if (source === undefined) {
      const isBroughtBack = known.source === undefined && known.version !== element.version;
      return element.isDeleted || isBroughtBack ? element : changed(element, {}, true);
    }
    if (source === known.source) return element;
    const news = propertyDifference(known.source ?? {}, source) ?? {};
    const mine = known.version === element.version ? {} : (propertyDifference(known.properties, propertiesOf(element)) ?? {});
    const wanted = Object.fromEntries(Object.entries(news).filter(([key]) => key !== "type" && !(key in mine)));
    if (Object.keys(wanted).length === 0 && !element.isDeleted) {
      known.source = source;
      return element;
    }
    return changed(element, wanted, element.isDeleted && known.source !== undefined);
  }

  /** Remembers what was put on the canvas, and the order that Excalidraw gave it there, so that it is not taken for the user's. */
  private noteShown(element: ExcalidrawElement, former: Former | undefined, held: boolean): void {
    if (former?.element === element && former.version === element.version) return;
    const known = this.known.get(element.id);
    // Drawn here and not committed yet: all of it is the user's.
    if (known === undefined && former?.element === element) return;
    const source = held ? known?.source : this.sourceOf(element.id);
    const properties = propertiesOf(element);
    if (known === undefined || former === undefined || known.version === former.version || element.isDeleted) {
      this.known.set(element.id, { version: element.version, properties, source });
      return;
    }
    // The hand has changed it too: only what was brought is agreed on.
    const brought = propertyDifference(propertiesBefore(former, element), properties) ?? {};
    this.known.set(element.id, { version: -1, properties: { ...known.properties, ...brought }, source });
  }
}

interface Place {
  readonly x?: number;
  readonly y?: number;
}

interface Move {
  readonly element: ExcalidrawElement;
  readonly to: Properties & Place;
  /** What the session has of the element. */
  readonly source: Properties;
}

/** An element before the canvas was brought up to date; Excalidraw may change it in place. */
interface Former {
  readonly element: ExcalidrawElement;
  readonly version: number;
  readonly index: ExcalidrawElement["index"];
}

/** What an element had before. In place nothing but its place in the order is changed. */
function propertiesBefore({ element, index }: Former, now: ExcalidrawElement): Properties {
  return element === now ? propertiesOf({ ...now, index }) : propertiesOf(element);
}

interface LocalChange {
  readonly element: ExcalidrawElement;
  readonly properties: Properties;
  readonly difference: Properties;
  readonly known: Known | undefined;
}

/** What the session has of an element when the operations made of its change are done, as far as the canvas knows. */
function sourceAfter({ element, properties, difference, known }: LocalChange, made: readonly ItemOp[]): Properties | undefined {
  if (element.isDeleted) return undefined;
  if (known?.source === undefined) return properties;
  // Others have deleted it. As long as the hand goes on with it, it is still what was there.
  if (made.length === 0) return known.source;
  return Object.fromEntries(Object.entries({ ...known.source, ...difference }).filter(([, value]) => value !== null));
}

/** A text of which nothing is written yet, and a picture that is not there or has no place yet, are nothing to the others. */
function isUnfinished(element: ExcalidrawElement): boolean {
  if (element.isDeleted) return false;
  if (element.type === "image") return element.fileId === null || element.width === 0 || element.height === 0;
  return element.type === "text" && element.text === "";
}

function previewOf(changes: readonly LocalChange[]): UpdateOp[] {
  const ops = changes
    .filter(({ element }) => !element.isDeleted && !isUnfinished(element))
    .map(({ element, difference, known }): UpdateOp => ({
      op: "update",
      path: pathOf(element.id),
      properties: known === undefined ? { ...difference, type: element.type } : difference,
    }));
  return JSON.stringify(ops).length > MOST_PREVIEW ? [] : ops;
}
