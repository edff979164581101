import { type CursorView, type Item, newId, type Op, type Outcome, Previews, type Properties, propertyDifference, type Session, UndoHistory, type UpdateOp } from "@weft/client";
import type { Changes, Point } from "@weft/optics";
import { collection, inOrder, isLocked, pathOf } from "./items";
import { PathMeasures } from "./PathMeasures";
import { rounded } from "./viewport";

/** An item as it is shown: with what hands are doing to it at the moment. */
export type Shown = Pick<Item, "id" | "kind" | "properties">;

/** Something to be put on the bench. */
export interface Draft {
  readonly kind: string;
  readonly properties: Properties;
}

/** Why something was not done, in words; `null` when it was. */
export type Refusal = string | null;

/** A preview above this many UTF-16 units of JSON is left out: presence is for small things. */
const MOST_PREVIEW = 30_000;

/**
 * A bench as one user sees and changes it: the items of the session, what hands are doing to them right now, the own selection
 * and the own steps to undo. While a gesture goes on the others see it as a preview; at its end it is one change and one step.
 */
export class Bench {
  /** Where the measures of ways of light lie, as the rays were traced last. */
  readonly measures = new PathMeasures();
  private readonly listeners = new Set<() => void>();
  private readonly stops: (() => void)[];
  private readonly previews = new Previews(collection);
  private readonly history: UndoHistory;
  private previewTimer: ReturnType<typeof setTimeout> | undefined;
  /** What the hand has done to items and not let go. */
  private hand: ReadonlyMap<string, Changes> = new Map();
  private pointer: Point | undefined;
  private seen: CursorView | undefined;
  private laser: Point | null = null;
  private chosen: ReadonlySet<string> = new Set();
  private all: readonly Shown[] = [];
  private merged = new Map<string, Shown>();
  private told = "";
  private news = 0;

  constructor(private readonly session: Session) {
    this.history = new UndoHistory(session);
    this.stops = [
      () => this.history.dispose(),
      this.history.subscribe(() => this.changed()),
      session.on("view", ({ origin, ops }) => {
        const touched = ops.filter((op) => op.op !== "text" && op.path.startsWith(pathOf("")));
        if (touched.length === 0) return;
        if (origin === "remote") for (const { path } of touched) this.previews.overtake(path.slice(pathOf("").length));
        this.refresh();
      }),
      session.on("cursors", (cursors) => {
        if (this.previews.follow(cursors, Date.now()).size > 0) this.refresh();
        this.expirePreviews();
      }),
      session.on("access", () => this.refresh()),
    ];
    this.refresh();
  }

  /** For `useSyncExternalStore`. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Changes with everything that is shown. */
  readonly version = (): number => this.news;

  dispose(): void {
    clearTimeout(this.previewTimer);
    for (const stop of this.stops) stop();
    this.session.setCursor(null);
  }

  /** Measures have changed their places with the rays. */
  measured(): void {
    this.changed();
  }

  /** What is shown, from below to above. */
  get items(): readonly Shown[] {
    return this.all;
  }

  get(id: string): Shown | undefined {
    return this.merged.get(id);
  }

  get selected(): ReadonlySet<string> {
    return this.chosen;
  }

  get selection(): readonly Shown[] {
    return this.all.filter(({ id }) => this.chosen.has(id));
  }

  get canEdit(): boolean {
    return this.session.canEdit;
  }

  get canUndo(): boolean {
    return this.canEdit && this.history.canUndo;
  }

  get canRedo(): boolean {
    return this.canEdit && this.history.canRedo;
  }

  /** Whether a hand of this user may change the item. */
  mayChange({ properties }: Shown): boolean {
    return this.canEdit && !isLocked(properties);
  }

  select(ids: Iterable<string>): void {
    this.chosen = new Set([...ids].filter((id) => this.merged.has(id)));
    this.history.pause();
    this.tell();
    this.changed();
  }

  /** Where the user points at, in millimetres of the bench; `null`: nowhere. */
  point(at: Point | null): void {
    this.pointer = at ?? undefined;
    this.tell(true);
  }

  /** Where the own laser is; null: it is off. */
  get beam(): Point | null {
    return this.laser;
  }

  /** Points with the laser, whose trail everybody sees; `null`: not any more. */
  shine(at: Point | null): void {
    this.laser = at;
    this.pointer = at ?? this.pointer;
    this.tell(true);
    this.changed();
  }

  /** Tells the others what of the bench the user sees. */
  see(view: CursorView): void {
    this.seen = view;
    this.tell();
  }

  /** Shows changes that are not done yet, here and to the others. */
  hold(changes: ReadonlyMap<string, Changes>): void {
    this.hand = changes;
    this.refresh();
    this.tell();
  }

  /** Does what was held. */
  release(merge?: string): void {
    const held = this.hand;
    this.hand = new Map();
    for (const [id, properties] of held) if (!this.session.items(collection).has(id)) this.session.tooLate(pathOf(id), properties);
    this.write(held, merge);
  }

  /** Lets go of what was held. */
  cancel(): void {
    this.hold(new Map());
  }

  /** Changes properties, as one step; `merge`: one with the step before when that had the same. Only what is really different is sent. */
  write(changes: ReadonlyMap<string, Changes>, merge?: string): Refusal {
    return this.send([...changes].flatMap(([id, properties]) => this.updateOf(id, properties)), merge);
  }

  /** Brings back what was deleted, with properties of its own, as one step. */
  bringBack(lost: ReadonlyMap<string, Changes>): Refusal {
    const gone = [...lost].filter(([id]) => !this.session.items(collection).has(id));
    return this.send(
      gone.flatMap(([id, properties]): Op[] => [
        { op: "restore", path: pathOf(id) },
        { op: "update", path: pathOf(id), properties },
      ]),
    );
  }

  add(drafts: readonly Draft[]): Refusal {
    const items = drafts.map(({ kind, properties }): Item => ({ id: newId(), kind, properties }));
    const refusal = this.send(items.map(({ id, kind, properties }): Op => ({ op: "add", path: pathOf(id), kind, properties })));
    if (refusal === null) this.select(items.map(({ id }) => id));
    return refusal;
  }

  remove(ids: Iterable<string>): Refusal {
    const found = [...ids].flatMap((id) => this.session.items(collection).get(id) ?? []);
    const free = found.filter(({ properties }) => !isLocked(properties));
    const refusal = this.send(free.map(({ id }): Op => ({ op: "delete", path: pathOf(id) })));
    return refusal ?? (free.length < found.length ? "What is locked stays. Unlock it first to delete it." : null);
  }

  /** Takes the newest own step back that was not yet; `null` when there is none. */
  undo(): Outcome | null {
    return this.canUndo ? this.selectChanged(this.history.undo()) : null;
  }

  redo(): Outcome | null {
    return this.canRedo ? this.selectChanged(this.history.redo()) : null;
  }

  private selectChanged(outcome: Outcome | null): Outcome | null {
    this.refresh();
    if (outcome !== null && outcome.paths.length > 0) this.select(outcome.paths.map((path) => path.slice(pathOf("").length)));
    return outcome;
  }

  /** What a change of an item does; nothing when it is as wanted already, or is not there any more. */
  private updateOf(id: string, wanted: Changes): Op[] {
    const item = this.session.items(collection).get(id);
    if (item === undefined) return [];
    const properties = propertyDifference(item.properties, { ...item.properties, ...wanted });
    return properties === undefined ? [] : [{ op: "update", path: pathOf(id), properties }];
  }

  private send(ops: readonly Op[], merge?: string): Refusal {
    let refusal: Refusal = null;
    if (!this.canEdit) {
      refusal = "You can look at this bench, but not change it.";
    } else if (ops.length > 0) {
      try {
        this.history.change(ops, merge);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        refusal = error.message;
      }
    }
    this.refresh();
    this.tell();
    return refusal;
  }

  private refresh(): void {
    const former = this.merged;
    const shown = [...this.session.items(collection).values()].map((item): Shown => {
      const before = former.get(item.id);
      const overlay = this.overlayOf(item.id);
      if (overlay === undefined) return before?.properties === item.properties ? before : item;
      const properties = { ...item.properties, ...overlay };
      // The same picture need not be drawn again.
      return before !== undefined && propertyDifference(before.properties, properties) === undefined ? before : { id: item.id, kind: item.kind, properties };
    });
    this.merged = new Map(shown.map((item) => [item.id, item]));
    this.all = inOrder(shown);
    if ([...this.chosen].some((id) => !this.merged.has(id))) this.chosen = new Set([...this.chosen].filter((id) => this.merged.has(id)));
    this.changed();
  }

  /** What hands are doing to an item: the own one, or somebody else's. */
  private overlayOf(id: string): Changes | undefined {
    const preview = this.previews.get(id);
    const own = this.hand.get(id);
    return preview === undefined || own === undefined ? (own ?? preview) : { ...preview, ...own };
  }

  private expirePreviews(): void {
    const now = Date.now();
    const { expired, next } = this.previews.expire(now);
    clearTimeout(this.previewTimer);
    if (next !== undefined) this.previewTimer = setTimeout(() => this.expirePreviews(), next - now);
    if (expired.size > 0) this.refresh();
  }

  private tell(moved = false): void {
    const preview = [...this.hand].filter(([id]) => this.merged.has(id)).map(([id, properties]): UpdateOp => ({ op: "update", path: pathOf(id), properties }));
    const selected = [...this.chosen];
    const now = JSON.stringify([selected, preview, this.seen]);
    if (!moved && now === this.told) return;
    this.told = now;
    this.session.setCursor({
      ...(this.pointer !== undefined && { pointer: { x: rounded(this.pointer.x), y: rounded(this.pointer.y) } }),
      ...(this.seen !== undefined && { view: this.seen }),
      ...(this.laser !== null && { laser: true }),
      ...(selected.length > 0 && { selected }),
      ...(preview.length > 0 && now.length <= MOST_PREVIEW && { preview }),
    });
  }

  private changed(): void {
    this.news++;
    for (const listener of this.listeners) listener();
  }
}
