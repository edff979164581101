import { type Access, FULL_ACCESS, isShutOut, reaches, sameAccess } from "./access";
import { isStrained } from "./closing";
import { AUTH_ID, Connection, type WebSocketConstructor } from "./connection";
import { type Conflict, Conflicts } from "./conflicts";
import { Credential } from "./credential";
import { Emitter } from "./emitter";
import type { Notice, RemoteCursor, SessionEvents, Status, UnsavedRange } from "./events";
import { claimIdentity, freshIdentity, type Identity } from "./identity";
import { IndexedDbStorage } from "./indexed-db-storage";
import type { ItemState } from "./items";
import { Keeper, type Kept } from "./keeper";
import { Presence } from "./presence";
import { Replica } from "./replica";
import type { ChangeOptions, ConnectOptions, LocalCursor, TextView } from "./options";
import { splitForFrames } from "./splitting";
import type { SetAside, Storage, StoredDocument } from "./storage";
import type { ChangeRange, Gesture, HistoryAnswer, Item, Op, Properties, ResponseMessage, Role, ServerMessage, SyncMessage, User } from "./wire";

/**
 * A page that was killed may have sent changes that its storage does not know of. The ids that such a change may have are left
 * out after a reload: no more than this many can be unanswered (CHANGE-4).
 */
const IDS_LEFT_OUT = 1_024;
/** The id of the join message; answers to changes come only after its own. */
const JOIN_ID = 1;
/** The id of a question for the history; one is on its way at a time. No change has it: they count up from 1. */
const HISTORY_ID = Number.MAX_SAFE_INTEGER - 1;
const DEFAULT_COLOR = "#868e96";

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
  private readonly events = new Emitter<SessionEvents>();
  private readonly presence: Presence;
  private readonly conflicts = new Conflicts();
  private readonly keeper: Keeper;
  private readonly stops: (() => void)[] = [];
  private readonly couriers: Session[] = [];
  private readonly isCourier: boolean;
  private identity: Identity | undefined;
  private replica: Replica | undefined;
  /** Who waits for the history. */
  private readonly asking: { resolve(gestures: readonly Gesture[]): void; reject(error: Error): void }[] = [];
  private settleReady: { resolve(): void; reject(error: Error): void } = { resolve: () => undefined, reject: () => undefined };
  private about = { title: "", kind: "", color: "", name: "" };
  private access: Access = FULL_ACCESS;
  private readyNow = false;
  private joined = false;
  private left = false;
  private away = false;
  private reported = 0;
  /** The server's clock less this machine's, in milliseconds. */
  private timeOffset = 0;

  /** @internal `identity`: of an editor that is gone and whose unsaved work is to be delivered. */
  constructor(
    private readonly options: ConnectOptions,
    identity?: Identity,
  ) {
    this.isCourier = identity !== undefined;
    this.storage = options.storage === undefined ? (typeof indexedDB === "undefined" ? null : new IndexedDbStorage()) : options.storage;
    const constructor = options.WebSocket ?? (globalThis.WebSocket as unknown as WebSocketConstructor | undefined);
    if (constructor === undefined) throw new Error("There is no WebSocket here: give one in the options.");
    this.connection = new Connection(options.url, constructor, new Credential(options.token), {
      opened: () => this.join(),
      received: (message) => this.received(message),
      lost: () => this.lost(),
      status: (status) => this.statusChanged(status),
    });
    this.presence = this.makePresence();
    this.keeper = new Keeper(this.storage, { all: () => this.state(), work: () => this.work() }, (error) => this.storageFailed(error));
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

  /** What the server lets the user do here; a stored document opens with the role of the last visit. */
  get role(): Role {
    return this.access.role;
  }

  /** Whether the user may run code here, where the document has some. */
  get canRun(): boolean {
    return this.access.canRun;
  }

  /** Whether changes of the document are taken from this user, comments aside: by the role, and as long as the user is let in. */
  get canEdit(): boolean {
    return reaches(this.access.role, "editor") && !isShutOut(this.status);
  }

  /** What the others see: the name that the server knows the user by, or the one of the options. */
  get name(): string {
    return this.about.name || this.options.name;
  }

  /** The others. */
  get users(): readonly User[] {
    return this.presence.users;
  }

  get self(): User {
    return { client: this.client, name: this.name, color: this.options.color ?? (this.about.color || DEFAULT_COLOR) };
  }

  /** How many are here, self included. */
  get count(): number {
    return this.users.length + 1;
  }

  get isReady(): boolean {
    return this.readyNow;
  }

  /** How many own changes are not saved yet. */
  get unsaved(): number {
    return this.replica?.unsaved ?? 0;
  }

  get cursors(): ReadonlyMap<string, RemoteCursor> {
    return this.presence.cursors;
  }

  text(path: string): TextView {
    return this.known.text(path);
  }

  /** The items that are there, by id. The map is alive: it shows later changes too. */
  items(collection: string): ReadonlyMap<string, Item> {
    return this.known.itemsOf(collection);
  }

  /** @internal An item of the view, or what it was when it was deleted. */
  item(path: string): ItemState | undefined {
    return this.known.item(path);
  }

  /**
   * Applies `ops` now and sends them when possible; what is too long for one frame becomes several changes. Returns the number
   * that `saved` and `rejected` will tell. Throws RangeError when they do not fit the view; then nothing happened.
   */
  change(ops: readonly Op[], options: ChangeOptions = {}): number {
    const replica = this.known;
    let handle = 0;
    for (const part of splitForFrames(ops)) {
      const now = Date.now();
      const result = replica.change(part, now, this.joined ? undefined : now + this.timeOffset, options);
      handle = result.handle;
      this.tell(result.notices);
    }
    this.flush();
    this.keeper.soon();
    return handle;
  }

  /**
   * The user's hand held an item that is gone by now, and has done this to it, which no change can say any more. It is a `conflict`
   * if it was somebody else who deleted it.
   */
  tooLate(path: string, wanted: Properties): void {
    const conflict = this.conflicts.tooLate(this.client, path, wanted);
    if (conflict !== undefined) this.tellConflict(conflict);
  }

  /**
   * Takes back changes of anybody, as far as their work still stands, as a change of this user. It shows when it is saved. Returns the
   * number that `saved` and `rejected` will tell.
   */
  revert({ client, first, last }: ChangeRange): number {
    const handle = this.known.revert({ client, first, last }, Date.now());
    this.flush();
    this.keeper.soon();
    this.tell([]);
    return handle;
  }

  /** What was changed lately, by whom, the newest last. Rejects when there is no connection, or it is lost before the answer. */
  history(): Promise<readonly Gesture[]> {
    return new Promise((resolve, reject) => {
      if (!this.joined) reject(new Error("There is no connection to ask over."));
      else if (this.asking.push({ resolve, reject }) === 1) this.connection.send({ type: "history", id: HISTORY_ID });
    });
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
    this.presence.setOwn(cursor);
  }

  /** Unsent work of this document that belongs to a state of it that is gone (JOIN-6). */
  async setAside(): Promise<readonly SetAside[]> {
    return this.keeper.listAside(this.document);
  }

  async removeAside(work: SetAside): Promise<void> {
    await this.keeper.removeAside(work);
  }

  /** Whether the user disconnected on purpose and has not come back. */
  get isDisconnected(): boolean {
    return this.away;
  }

  /** Leaves the others, and keeps the document open: what is changed meanwhile is sent after `reconnect`, and nothing is tried before. */
  disconnect(): void {
    if (this.left || this.away) return;
    this.away = true;
    this.connection.send({ type: "leave" });
    this.connection.stop("You disconnected.");
  }

  /** Tries to connect now. */
  reconnect(): void {
    if (this.left || this.identity === undefined) return;
    this.away = false;
    this.connection.reconnect();
  }

  /** Closes the document. What is unsaved stays in storage. The session is of no use any more. */
  leave(): void {
    if (this.left) return;
    this.left = true;
    this.connection.send({ type: "leave" });
    this.connection.stop("The document was left.");
    this.presence.stop();
    for (const stop of this.stops) stop();
    for (const courier of this.couriers) courier.leave();
    void this.keeper.now().then(() => this.identity?.release());
  }

  /** Resolves when everything is in storage that was there at the call. */
  async stored(): Promise<void> {
    await this.keeper.now();
  }

  /** Calls `handler` at every `event`; returns what stops that. */
  on<K extends keyof SessionEvents>(event: K, handler: (event: SessionEvents[K]) => void): () => void {
    return this.events.on(event, handler);
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
      this.access = stored.access ?? FULL_ACCESS;
      this.becomeReady();
    }
    if (!this.away) this.connection.reconnect();
    for (const orphan of orphans) this.deliver(orphan);
  }

  private async claim(): Promise<Identity> {
    try {
      return await claimIdentity(this.document, this.storage);
    } catch (error) {
      this.storageFailed(error);
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
      void courier.keeper.now().then(() => this.storage?.remove(this.document, orphan.client));
    };
    courier.on("status", finish);
    courier.on("unsaved", finish);
    courier.on("rejected", (event) => this.events.emit("rejected", event));
    courier.on("aside", (event) => this.events.emit("aside", event));
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
      batch: true,
      name,
      ...(color !== undefined && { color }),
      ...(have !== undefined && { have }),
    });
  }

  private lost(): void {
    this.joined = false;
    for (const { reject } of this.asking.splice(0)) reject(new Error("The connection was lost."));
    this.replica?.disconnected();
    this.presence.lost();
  }

  private received(message: ServerMessage): void {
    try {
      this.take(message);
    } catch (error) {
      // The document at hand is not what the server has: begin again from its snapshot, unsaved work is kept.
      this.events.emit("problem", { code: "desync", message: `Out of step with the server, fetching the document anew: ${String(error)}` });
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
        if (!this.joined) return;
        if (message.title !== undefined) this.about = { ...this.about, title: message.title };
        this.presence.take(message);
        return;
      case "cursor":
        if (this.joined) this.presence.moved(message);
        return;
      case "access":
        this.setAccess({ role: message.role, canRun: message.run === true }, message.by);
        return;
      case "expiring":
        this.renew(message.at);
        return;
      case "history":
        this.recalled(message);
        return;
    }
  }

  private synced(sync: SyncMessage): void {
    const notices = this.replica!.synced(sync);
    this.about = { title: sync.title, kind: sync.kind, color: sync.color, name: sync.name ?? "" };
    this.timeOffset = sync.time - Date.now();
    this.joined = true;
    this.becomeReady();
    this.setAccess(sync.role === undefined ? FULL_ACCESS : { role: sync.role, canRun: sync.run === true });
    this.progress(notices, undefined);
    this.connection.accepted();
    this.presence.synced(sync);
  }

  private setAccess(access: Access, by?: string): void {
    if (sameAccess(access, this.access)) return;
    this.access = access;
    this.keeper.later();
    this.events.emit("access", { ...access, ...(by !== undefined && { by }) });
  }

  private renew(at: number): void {
    const tell = (renewed: boolean) => void (renewed || this.left || this.events.emit("expiring", { at }));
    this.connection.renew().then(tell, () => tell(false));
  }

  private answered(response: ResponseMessage): void {
    if (response.in_reply === AUTH_ID) {
      // Without a valid credential the server refuses whatever comes next, or closes; both say what to do.
      if (response.status === "error" && response.error !== undefined) this.events.emit("problem", response.error);
      return;
    }
    if (response.in_reply === HISTORY_ID) {
      const { message = "The server does not tell its history." } = response.error ?? {};
      for (const { reject } of this.asking.splice(0)) reject(new Error(message));
      return;
    }
    if (response.time !== undefined) this.timeOffset = response.time - Date.now();
    if (response.status === "error" && !this.joined) {
      if (response.in_reply === JOIN_ID) this.refused(response.error?.code ?? "internal", response.error?.message ?? "The server refused the document.");
    } else if (response.status === "error" && (response.error?.code === "not_joined" || response.error?.code === "unauthorized")) {
      this.join();
    } else if (response.status === "error" && response.error?.code === "internal") {
      this.connection.restart(response.error.message);
    } else if (this.joined && response.in_reply !== undefined) {
      this.progress(this.replica!.response(response), undefined);
    } else if (response.status === "error" && response.error !== undefined) {
      this.events.emit("problem", response.error);
    }
  }

  private recalled({ gestures }: HistoryAnswer): void {
    for (const { resolve } of this.asking.splice(0)) resolve(gestures);
  }

  private refused(code: string, message: string): void {
    if (code === "internal" || isStrained({ error: code })) {
      this.connection.restart(message, { error: code });
      return;
    }
    if (code === "client_taken" && !this.isCourier) {
      void this.changeClient();
      return;
    }
    this.connection.fail(message, { error: code });
  }

  /**
   * Somebody else worked in this browser under this client id. The session goes on under a new one; what the other one left unsaved
   * waits in storage.
   */
  private async changeClient(): Promise<void> {
    await this.keeper.now();
    const identity = await freshIdentity(this.document);
    this.identity?.release();
    this.identity = identity;
    if (this.left) {
      identity.release();
      return;
    }
    this.tell(this.replica!.changeClient(identity.client));
    this.join();
  }

  private statusChanged(status: Status): void {
    if (status.state === "failed" && (status.code ?? status.error) !== undefined && !this.readyNow) this.settleReady.reject(new Error(status.reason));
    if (isShutOut(status) && this.unsaved === 0) this.keeper.forget(this.document).catch((error: unknown) => this.storageFailed(error));
    this.events.emit("status", status);
  }

  private becomeReady(): void {
    this.readyNow = true;
    this.settleReady.resolve();
  }

  /** After a step of the replica: tell of it, send what may be sent, keep it. */
  private progress(notices: readonly Notice[], author: string | undefined): void {
    this.tell(notices, author);
    this.flush();
    // What is in storage as unsaved and is saved by now does no harm: the server knows it again by its id.
    if (this.unsaved === 0) this.keeper.later();
    else this.keeper.soon();
  }

  private flush(): void {
    if (!this.joined) return;
    const notices: Notice[] = [];
    const frames = this.replica!.takeFrames(notices);
    // What is sent is in storage, or on its way there, before it can be answered.
    if (frames.length > 0) this.keeper.soon();
    for (const frame of frames) this.connection.send(frame);
    this.tell(notices);
  }

  private tell(notices: readonly Notice[], author?: string): void {
    for (const notice of notices) {
      switch (notice.type) {
        case "view":
          this.presence.follow(notice.event.ops, author);
          this.events.emit("view", notice.event);
          break;
        case "foreign":
          this.events.emit("foreign", { ...notice.event, name: this.users.find(({ client }) => client === notice.event.client)?.name });
          break;
        case "written":
          this.tellConflicts(notice);
          break;
        case "saved":
          this.events.emit("saved", { id: notice.handle, revision: notice.revision });
          break;
        case "rejected":
          this.events.emit("rejected", notice.event);
          break;
        case "aside":
          this.keepAside({ document: this.document, client: this.client, generation: notice.generation, changes: notice.changes, written: Date.now() });
          break;
      }
    }
    if (this.unsaved !== this.reported) this.events.emit("unsaved", { count: (this.reported = this.unsaved) });
  }

  private tellConflicts({ client, at, made, ops, wanted }: Extract<Notice, { type: "written" }>): void {
    for (const conflict of this.conflicts.take({ client, at: at ?? made + this.timeOffset, ops, wanted }, Date.now())) this.tellConflict(conflict);
  }

  private tellConflict({ winner, loser, ...conflict }: Conflict): void {
    const user = (id: string): User => (id === this.client ? this.self : (this.presence.user(id) ?? { client: id, name: "Somebody", color: DEFAULT_COLOR }));
    const item = this.item(conflict.path)?.item;
    if (item !== undefined) this.events.emit("conflict", { ...conflict, item, winner: user(winner), loser: user(loser) });
  }

  private keepAside(work: SetAside): void {
    this.keeper.setAside(work);
    this.events.emit("aside", work);
  }

  private makePresence(): Presence {
    const session = this;
    return new Presence({
      get client() {
        return session.client;
      },
      get revision() {
        return session.revision;
      },
      pendingDelta: (path) => this.known.pendingDelta(path),
      sendCursor: (message) => {
        if (this.joined) this.connection.send(message);
        return this.joined;
      },
      tellPresence: (event) => this.events.emit("presence", event),
      tellCursors: (cursors) => this.events.emit("cursors", cursors),
    });
  }

  /** What is kept between visits; nothing as long as the replica is not to be trusted. */
  private state(): StoredDocument | undefined {
    const { replica, document, title, kind, access } = this;
    if (replica?.have === undefined) return undefined;
    return { document, title, kind, access, written: Date.now(), ...replica.store(this.timeOffset) };
  }

  private work(): ReturnType<Kept["work"]> {
    const { replica, document } = this;
    if (replica?.have === undefined || !replica.standsAlone) return undefined;
    return { generation: replica.have.generation, work: { document, written: Date.now(), ...replica.storeWork(this.timeOffset) } };
  }

  private storageFailed(error: unknown): void {
    this.events.emit("problem", { code: "storage", message: `Unsaved work cannot be kept in this browser: ${String(error)}` });
  }

  private listenToPage(): void {
    if (typeof addEventListener !== "function" || typeof removeEventListener !== "function") return;
    const listen = (event: string, handler: () => void) => {
      addEventListener(event, handler);
      this.stops.push(() => removeEventListener(event, handler));
    };
    listen("online", () => this.connection.online());
    listen("pagehide", () => void this.keeper.now());
  }
}
