import { Connection, type WebSocketConstructor } from "./connection";
import { followView, RemoteCursors, toConfirmed } from "./cursors";
import type { Notice, RemoteCursor, SessionEvents, Status, UnsavedRange, ViewOp } from "./events";
import { claimIdentity, type Identity } from "./identity";
import { IndexedDbStorage } from "./indexed-db-storage";
import { Replica } from "./replica";
import { splitForFrames } from "./splitting";
import type { SetAside, Storage } from "./storage";
import type { ChangeMessage, CursorFields, Item, Op, PresenceMessage, ResponseMessage, ServerMessage, SyncMessage, TextRun, User } from "./wire";

export interface ConnectOptions {
  /** `ws://host/ws` or `wss://host/ws` */
  readonly url: string;
  /** The document's id. */
  readonly document: string;
  readonly name: string;
  /** `#rrggbb`; without it the server gives one that is rare in the room. */
  readonly color?: string;
  /** Where unsaved work is kept: IndexedDB where there is one, by default; `null` for nowhere. */
  readonly storage?: Storage | null;
  /** A WebSocket constructor, where there is no global one (Node 20). */
  readonly WebSocket?: WebSocketConstructor;
}

/** A text as the user sees it: confirmed and own unsaved changes. */
export interface TextView {
  /** In UTF-16 units; an embedded object counts 1. */
  readonly length: number;
  /** An embedded object reads U+FFFC. */
  toString(): string;
  runs(): readonly TextRun[];
}

/** Where the user is; positions are in the view. */
export type LocalCursor = CursorFields;

/** PRES-2, in milliseconds. */
const CURSOR_INTERVAL = 50;
/** Storage is written at most this often, in milliseconds, and at once when the page goes. */
const WRITE_INTERVAL = 100;
/**
 * A page that was killed may have sent changes that its storage does not know of. The ids that such a change may have are left
 * out after a reload: no more than this many can be unanswered (CHANGE-4).
 */
const IDS_LEFT_OUT = 1_024;
/** The id of the join message; answers to changes come only after its own. */
const JOIN_ID = 1;
const DEFAULT_COLOR = "#868e96";

type Handlers = { [K in keyof SessionEvents]: Set<(event: SessionEvents[K]) => void> };

/** Opens a document. The session connects by itself and stays connected until `leave`. */
export function connect(options: ConnectOptions): Session {
  return new Session(options);
}

/** One document, open for editing together. Made by {@link connect}. */
export class Session {
  /** Resolves when the first state is there, the stored one or the server's; rejects when the server refuses the document. */
  readonly ready: Promise<void>;
  private readonly connection: Connection;
  private readonly storage: Storage | null;
  private readonly handlers: Handlers = {
    view: new Set(),
    status: new Set(),
    presence: new Set(),
    cursors: new Set(),
    saved: new Set(),
    rejected: new Set(),
    unsaved: new Set(),
    aside: new Set(),
    problem: new Set(),
  };
  private readonly others = new Map<string, User>();
  private readonly remoteCursors = new RemoteCursors();
  private readonly stops: (() => void)[] = [];
  private readonly couriers: Session[] = [];
  private identity: Identity | undefined;
  private replica: Replica | undefined;
  private settleReady: { resolve(): void; reject(error: Error): void } = { resolve: () => undefined, reject: () => undefined };
  private about = { title: "", kind: "", color: "" };
  private readyNow = false;
  private joined = false;
  private left = false;
  private reported = 0;
  /** The server's clock less this machine's, in milliseconds. */
  private timeOffset = 0;
  private cursor: { fields: CursorFields | null; dirty: boolean; timer: ReturnType<typeof setTimeout> | undefined } = { fields: null, dirty: false, timer: undefined };
  private pointerTimer: ReturnType<typeof setTimeout> | undefined;
  private writing: { timer: ReturnType<typeof setTimeout> | undefined; last: Promise<void>; dirty: boolean } = { timer: undefined, last: Promise.resolve(), dirty: false };

  /** @internal `identity`: of an editor that is gone and whose unsaved work is to be delivered. */
  constructor(
    private readonly options: ConnectOptions,
    identity?: Identity,
  ) {
    this.storage = options.storage === undefined ? (typeof indexedDB === "undefined" ? null : new IndexedDbStorage()) : options.storage;
    const constructor = options.WebSocket ?? (globalThis.WebSocket as unknown as WebSocketConstructor | undefined);
    if (constructor === undefined) throw new Error("There is no WebSocket here: give one in the options.");
    this.connection = new Connection(options.url, constructor, {
      opened: () => this.join(),
      received: (message) => this.received(message),
      lost: () => this.lost(),
      status: (status) => this.emit("status", status),
    });
    this.ready = new Promise((resolve, reject) => (this.settleReady = { resolve, reject }));
    // Whoever does not wait for it hears of the failure through the status.
    this.ready.catch(() => undefined);
    this.listenToPage();
    void this.start(identity);
  }

  get document(): string {
    return this.options.document;
  }

  /** This editor's client id; `""` until it is known. */
  get client(): string {
    return this.identity?.client ?? "";
  }

  get status(): Status {
    return this.connection.status;
  }

  get title(): string {
    return this.about.title;
  }

  get kind(): string {
    return this.about.kind;
  }

  get revision(): number {
    return this.replica?.revision ?? 0;
  }

  /** The others. */
  get users(): readonly User[] {
    return [...this.others.values()];
  }

  get self(): User {
    return { client: this.client, name: this.options.name, color: this.options.color ?? (this.about.color || DEFAULT_COLOR) };
  }

  /** How many are here, self included. */
  get count(): number {
    return this.others.size + 1;
  }

  get isReady(): boolean {
    return this.readyNow;
  }

  /** How many own changes are not saved yet. */
  get unsaved(): number {
    return this.replica?.unsaved ?? 0;
  }

  get cursors(): ReadonlyMap<string, RemoteCursor> {
    return this.remoteCursors.list(this.others, Date.now());
  }

  text(path: string): TextView {
    return this.known.text(path);
  }

  /** The items that are there, by id. The map is alive: it shows later changes too. */
  items(collection: string): ReadonlyMap<string, Item> {
    return this.known.itemsOf(collection);
  }

  /**
   * Applies `ops` now and sends them when possible; what is too long for one frame becomes several changes. Returns the number
   * that `saved` and `rejected` will tell. Throws RangeError when they do not fit the view; then nothing happened.
   */
  change(ops: readonly Op[]): number {
    const replica = this.known;
    let handle = 0;
    for (const part of splitForFrames(ops)) {
      const now = Date.now();
      const result = replica.change(part, now, this.joined ? undefined : now + this.timeOffset);
      handle = result.handle;
      this.tell(result.notices);
    }
    this.flush();
    this.store();
    return handle;
  }

  /** Whether a text or an item has unsaved changes. */
  isUnsaved(path: string): boolean {
    return this.replica?.isUnsaved(path) ?? false;
  }

  /** The own unsaved insertions in a text. */
  unsavedRanges(path: string): readonly UnsavedRange[] {
    return this.replica?.unsavedRanges(path) ?? [];
  }

  /** Tells the others where the user is; `null`: nowhere. At most 20 times a second, the newest last. */
  setCursor(cursor: LocalCursor | null): void {
    this.cursor.fields = cursor;
    this.cursor.dirty = true;
    if (this.cursor.timer === undefined) this.sendCursor();
  }

  /** Unsent work of this document that belongs to a state of it that is gone (JOIN-6). */
  async setAside(): Promise<readonly SetAside[]> {
    return (await this.storage?.listAside(this.document)) ?? [];
  }

  async removeAside(work: SetAside): Promise<void> {
    await this.storage?.removeAside(work);
  }

  /** Tries to connect now. */
  reconnect(): void {
    if (!this.left && this.identity !== undefined) this.connection.reconnect();
  }

  /** Closes the document. What is unsaved stays in storage. The session is of no use any more. */
  leave(): void {
    if (this.left) return;
    this.left = true;
    this.connection.send({ type: "leave" });
    this.connection.stop("The document was left.");
    clearTimeout(this.cursor.timer);
    clearTimeout(this.pointerTimer);
    for (const stop of this.stops) stop();
    for (const courier of this.couriers) courier.leave();
    void this.write().then(() => this.identity?.release());
  }

  /** Resolves when everything is in storage that was there at the call. */
  async stored(): Promise<void> {
    await this.write();
  }

  /** Calls `handler` at every `event`; returns what stops that. */
  on<K extends keyof SessionEvents>(event: K, handler: (event: SessionEvents[K]) => void): () => void {
    this.handlers[event].add(handler);
    return () => void this.handlers[event].delete(handler);
  }

  private get known(): Replica {
    if (this.replica === undefined || !this.readyNow) throw new Error("The document is not there yet: wait for `ready`.");
    return this.replica;
  }

  private async start(given: Identity | undefined): Promise<void> {
    const identity = given ?? (await this.claim());
    this.identity = identity;
    if (this.left) {
      identity.release();
      return;
    }
    const { stored, client, orphans } = identity;
    if (stored === undefined) {
      this.replica = new Replica(client);
    } else {
      this.replica = Replica.load({ ...stored, nextId: stored.nextId + IDS_LEFT_OUT });
      this.about = { ...this.about, title: stored.title, kind: stored.kind };
      this.becomeReady();
    }
    this.connection.reconnect();
    for (const orphan of orphans) this.deliver(orphan);
  }

  private async claim(): Promise<Identity> {
    try {
      return await claimIdentity(this.document, this.storage);
    } catch (error) {
      this.emit("problem", { code: "storage", message: `Unsaved work cannot be kept in this browser: ${String(error)}` });
      return claimIdentity(this.document, null);
    }
  }

  /** Sends what an editor left unsaved that is gone, in its name, and forgets it. */
  private deliver(orphan: Identity): void {
    const courier = new Session(this.options, orphan);
    this.couriers.push(courier);
    const finish = () => {
      if (courier.unsaved > 0 || !courier.joined) return;
      courier.leave();
      void courier.writing.last.then(() => this.storage?.remove(this.document, orphan.client));
    };
    courier.on("status", finish);
    courier.on("unsaved", finish);
    courier.on("rejected", (event) => this.emit("rejected", event));
    courier.on("aside", (event) => this.emit("aside", event));
  }

  private join(): void {
    const have = this.replica?.have;
    const { name, color } = this.options;
    this.joined = false;
    this.connection.send({
      type: "join",
      id: JOIN_ID,
      document: this.document,
      client: this.client,
      name,
      ...(color !== undefined && { color }),
      ...(have !== undefined && { have }),
    });
  }

  private lost(): void {
    this.joined = false;
    this.replica?.disconnected();
    const left = this.users;
    this.others.clear();
    this.remoteCursors.clear();
    if (left.length > 0) this.emit("presence", { joined: [], left });
    this.cursorsChanged();
  }

  private received(message: ServerMessage): void {
    try {
      this.take(message);
    } catch (error) {
      // The document at hand is not what the server has: begin again from its snapshot, unsaved work is kept.
      this.emit("problem", { code: "desync", message: `Out of step with the server, fetching the document anew: ${String(error)}` });
      this.replica?.distrust();
      this.join();
    }
  }

  private take(message: ServerMessage): void {
    switch (message.type) {
      case "sync":
        this.synced(message);
        return;
      case "change":
        if (this.joined) this.progress(this.replica!.remote(message), message.client);
        return;
      case "response":
        this.answered(message);
        return;
      case "presence":
        if (this.joined) this.presence(message);
        return;
      case "cursor":
        if (!this.joined || message.client === this.client) return;
        this.remoteCursors.set(message, (path) => this.replica!.pendingDelta(path), Date.now());
        this.cursorsChanged();
        return;
    }
  }

  private synced(sync: SyncMessage): void {
    const notices = this.replica!.synced(sync);
    this.about = { title: sync.title, kind: sync.kind, color: sync.color };
    this.timeOffset = sync.time - Date.now();
    const former = this.users;
    this.others.clear();
    for (const user of sync.users) if (user.client !== this.client) this.others.set(user.client, user);
    this.remoteCursors.clear();
    for (const cursor of sync.cursors ?? []) this.remoteCursors.set(cursor, (path) => this.replica!.pendingDelta(path), Date.now());
    this.joined = true;
    this.becomeReady();
    this.progress(notices, undefined);
    this.connection.accepted();
    this.emit("presence", { joined: this.users.filter(({ client }) => former.every((user) => user.client !== client)), left: former.filter(({ client }) => !this.others.has(client)) });
    this.cursorsChanged();
    if (this.cursor.fields !== null) this.setCursor(this.cursor.fields);
  }

  private answered(response: ResponseMessage): void {
    if (response.time !== undefined) this.timeOffset = response.time - Date.now();
    if (response.status === "error" && !this.joined) {
      if (response.in_reply === JOIN_ID) this.refused(response.error?.code ?? "internal", response.error?.message ?? "The server refused the document.");
    } else if (response.status === "error" && response.error?.code === "not_joined") {
      this.join();
    } else if (response.status === "error" && response.error?.code === "internal") {
      this.connection.restart(response.error.message);
    } else if (this.joined && response.in_reply !== undefined) {
      this.progress(this.replica!.response(response), undefined);
    } else if (response.status === "error" && response.error !== undefined) {
      this.emit("problem", response.error);
    }
  }

  private refused(code: string, message: string): void {
    if (code === "internal") {
      this.connection.restart(message);
      return;
    }
    this.connection.fail(message);
    if (!this.readyNow) this.settleReady.reject(new Error(message));
  }

  private becomeReady(): void {
    this.readyNow = true;
    this.settleReady.resolve();
  }

  private presence({ joined, left, title }: PresenceMessage): void {
    if (title !== undefined) this.about = { ...this.about, title };
    const gone = left.flatMap((client) => this.others.get(client) ?? []);
    for (const client of left) {
      this.others.delete(client);
      this.remoteCursors.remove(client);
    }
    const come = joined.filter(({ client }) => client !== this.client);
    for (const user of come) this.others.set(user.client, user);
    this.emit("presence", { joined: come, left: gone });
    if (gone.length > 0) this.cursorsChanged();
  }

  /** After a step of the replica: tell of it, send what may be sent, keep it. */
  private progress(notices: readonly Notice[], author: string | undefined): void {
    this.tell(notices, author);
    this.flush();
    this.store();
  }

  private flush(): void {
    if (!this.joined) return;
    const notices: Notice[] = [];
    const frames: readonly ChangeMessage[] = this.replica!.takeFrames(notices);
    // What is sent is in storage, or on its way there, before it can be answered.
    if (frames.length > 0) this.store();
    for (const frame of frames) this.connection.send(frame);
    this.tell(notices);
  }

  private tell(notices: readonly Notice[], author?: string): void {
    for (const notice of notices) {
      switch (notice.type) {
        case "view":
          this.follow(notice.event.ops, author);
          this.emit("view", notice.event);
          break;
        case "saved":
          this.emit("saved", { id: notice.handle, revision: notice.revision });
          break;
        case "rejected":
          this.emit("rejected", notice.event);
          break;
        case "aside":
          this.keepAside({ document: this.document, client: this.client, generation: notice.generation, changes: notice.changes, written: Date.now() });
          break;
      }
    }
    if (this.unsaved !== this.reported) this.emit("unsaved", { count: (this.reported = this.unsaved) });
  }

  private follow(ops: readonly ViewOp[], author: string | undefined): void {
    if (this.cursor.fields !== null) this.cursor.fields = followView(this.cursor.fields, ops);
    if (this.remoteCursors.follow(ops, author)) queueMicrotask(() => this.cursorsChanged());
  }

  private keepAside(work: SetAside): void {
    this.storage?.setAside(work).catch((error: unknown) => this.emit("problem", { code: "storage", message: String(error) }));
    this.emit("aside", work);
  }

  private cursorsChanged(): void {
    if (this.left) return;
    const now = Date.now();
    clearTimeout(this.pointerTimer);
    const expiry = this.remoteCursors.nextExpiry(now);
    if (expiry !== undefined) this.pointerTimer = setTimeout(() => this.cursorsChanged(), expiry);
    this.emit("cursors", this.cursors);
  }

  private sendCursor(): void {
    if (!this.cursor.dirty || !this.joined || this.replica === undefined) {
      this.cursor.timer = undefined;
      return;
    }
    this.cursor.dirty = false;
    const replica = this.replica;
    const fields = this.cursor.fields === null ? {} : toConfirmed(this.cursor.fields, (path) => replica.pendingDelta(path));
    this.connection.send({ type: "cursor", base: replica.revision, ...fields });
    this.cursor.timer = setTimeout(() => this.sendCursor(), CURSOR_INTERVAL);
  }

  /** Has the state written soon. */
  private store(): void {
    this.writing.dirty = true;
    this.writing.timer ??= setTimeout(() => void this.write(), WRITE_INTERVAL);
  }

  /** Writes the state now if it has changed; one write at a time, so that they arrive in order. */
  private write(): Promise<void> {
    clearTimeout(this.writing.timer);
    this.writing.timer = undefined;
    if (this.storage === null || !this.writing.dirty || this.replica?.have === undefined) return this.writing.last;
    this.writing.dirty = false;
    const { storage, replica, document } = this;
    const state = { document, title: this.title, kind: this.kind, written: Date.now(), ...replica.store(this.timeOffset) };
    const report = (error: unknown) => this.emit("problem", { code: "storage", message: `Unsaved work cannot be kept in this browser: ${String(error)}` });
    return (this.writing.last = storage.save(state).catch(report));
  }

  private listenToPage(): void {
    if (typeof addEventListener !== "function" || typeof removeEventListener !== "function") return;
    const listen = (event: string, handler: () => void) => {
      addEventListener(event, handler);
      this.stops.push(() => removeEventListener(event, handler));
    };
    listen("online", () => this.connection.online());
    listen("pagehide", () => void this.write());
  }

  private emit<K extends keyof SessionEvents>(event: K, value: SessionEvents[K]): void {
    for (const handler of [...this.handlers[event]]) {
      try {
        handler(value);
      } catch (error) {
        // A listener's mistake is reported as uncaught; it must not be taken for one of the server.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
