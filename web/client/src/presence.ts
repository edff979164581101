import { followView, RemoteCursors, toConfirmed } from "./cursors";
import type { Delta } from "./delta";
import type { RemoteCursor, SessionEvents, ViewOp } from "./events";
import type { CursorFields, CursorMessage, PresenceMessage, RemoteCursorMessage, SyncMessage, User } from "./wire";

/** PRES-2, in milliseconds. */
const CURSOR_INTERVAL = 50;

/** What presence needs of its session. */
export interface PresenceHost {
  readonly client: string;
  readonly revision: number;
  /** From the confirmed text to the view's. */
  pendingDelta(path: string): Delta;
  /** Returns false when there is nobody to send it to now. */
  sendCursor(message: CursorMessage): boolean;
  tellPresence(event: SessionEvents["presence"]): void;
  tellCursors(cursors: ReadonlyMap<string, RemoteCursor>): void;
}

/** Who else is here, where they are, and where the user is. */
export class Presence {
  private readonly others = new Map<string, User>();
  private readonly remote = new RemoteCursors();
  private own: CursorFields | null = null;
  private untold = false;
  private sendTimer: ReturnType<typeof setTimeout> | undefined;
  private pointerTimer: ReturnType<typeof setTimeout> | undefined;
  private stopped = false;

  constructor(private readonly host: PresenceHost) {}

  get users(): readonly User[] {
    return [...this.others.values()];
  }

  user(client: string): User | undefined {
    return this.others.get(client);
  }

  get cursors(): ReadonlyMap<string, RemoteCursor> {
    return this.remote.list(this.others, Date.now());
  }

  /** Takes what the server says at a join for the truth. */
  synced({ users, cursors = [] }: SyncMessage): void {
    const former = this.users;
    this.others.clear();
    for (const user of users) if (user.client !== this.host.client) this.others.set(user.client, user);
    this.remote.clear();
    for (const cursor of cursors) this.place(cursor);
    this.host.tellPresence({
      joined: this.users.filter(({ client }) => former.every((user) => user.client !== client)),
      left: former.filter(({ client }) => !this.others.has(client)),
    });
    this.changed();
    if (this.own !== null) this.setOwn(this.own);
  }

  take({ joined, left }: PresenceMessage): void {
    const gone = left.flatMap((client) => this.others.get(client) ?? []);
    for (const client of left) {
      this.others.delete(client);
      this.remote.remove(client);
    }
    const come = joined.filter(({ client }) => client !== this.host.client);
    for (const user of come) this.others.set(user.client, user);
    this.host.tellPresence({ joined: come, left: gone });
    if (gone.length > 0) this.changed();
  }

  moved(cursor: RemoteCursorMessage): void {
    if (cursor.client === this.host.client) return;
    this.place(cursor);
    this.changed();
  }

  /** Without a connection nobody is seen. */
  lost(): void {
    const left = this.users;
    this.others.clear();
    this.remote.clear();
    if (left.length > 0) this.host.tellPresence({ joined: [], left });
    this.changed();
  }

  /** Brings all cursors along with the view. `author` goes along with what it inserted. */
  follow(ops: readonly ViewOp[], author: string | undefined): void {
    if (this.own !== null) this.own = followView(this.own, ops);
    if (this.remote.follow(ops, author)) queueMicrotask(() => this.changed());
  }

  /** Where the user is; told at most 20 times a second, the newest last. */
  setOwn(cursor: CursorFields | null): void {
    this.own = cursor;
    this.untold = true;
    if (this.sendTimer === undefined) this.send();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.sendTimer);
    clearTimeout(this.pointerTimer);
  }

  private place(cursor: RemoteCursorMessage): void {
    this.remote.set(cursor, (path) => this.host.pendingDelta(path), Date.now());
  }

  private send(): void {
    this.sendTimer = undefined;
    if (!this.untold) return;
    const fields = this.own === null ? {} : toConfirmed(this.own, (path) => this.host.pendingDelta(path));
    if (!this.host.sendCursor({ type: "cursor", base: this.host.revision, ...fields })) return;
    this.untold = false;
    this.sendTimer = setTimeout(() => this.send(), CURSOR_INTERVAL);
  }

  private changed(): void {
    if (this.stopped) return;
    const now = Date.now();
    clearTimeout(this.pointerTimer);
    const expiry = this.remote.nextExpiry(now);
    if (expiry !== undefined) this.pointerTimer = setTimeout(() => this.changed(), expiry);
    this.host.tellCursors(this.cursors);
  }
}
