import { fromEdits, mapPosition } from "../src/delta";
import { reaches } from "../src/access";
import type { AuthMessage, ClientMessage, CursorFields, CursorMessage, JoinMessage, PresenceMessage, RemoteCursorMessage, Role, ServerMessage } from "../src/wire";
import type { WebSocketConstructor, WebSocketLike } from "../src/connection";
import { Authority, type AuthorityOptions } from "./authority";
import { batchOf } from "./together";

/** A room with an authority and sockets that carry messages at once, or when told. For tests of sessions and editors. */
export class Room {
  readonly authority: Authority;
  readonly sockets = new Set<Socket>();
  /** Milliseconds of one way. */
  latency = 0;
  /** How long messages to those who take batches are gathered for one frame, in milliseconds; 0: they go one by one. */
  gather = 0;
  /** Answers every connection with a close of this code; 0: lets it in. */
  closeWith = 0;
  /** What everybody is told to be; `undefined`: nothing is told, as by a server that knows no roles. */
  role: Role | undefined;
  /** Refuses a join with the error code that this gives. */
  refuseJoin: (message: JoinMessage) => string | undefined = () => undefined;
  /** Which tokens of `auth` are good. */
  isValid: (token: string) => boolean = () => true;
  readonly opened: number[] = [];
  /** The subprotocols that each connection offered. */
  readonly offered: (readonly string[])[] = [];
  readonly received: ClientMessage[] = [];

  constructor(options: Partial<AuthorityOptions> = {}) {
    this.authority = new Authority({ random: () => 0.4, ...options });
  }

  /** What to give as `WebSocket` to a session. */
  get WebSocket(): WebSocketConstructor {
    const room = this;
    return class {
      constructor(_url: string, protocols: readonly string[]) {
        room.offered.push(protocols);
        return new Socket(room);
      }
    } as unknown as WebSocketConstructor;
  }

  /** Cuts every connection. */
  cut(code = 1006): void {
    for (const socket of [...this.sockets]) socket.end(code);
  }

  /** Changes the role of everybody who is here. */
  grant(role: Role): void {
    this.role = role;
    this.tell({ type: "access", role });
  }

  tell(message: ServerMessage): void {
    for (const socket of this.sockets) socket.deliver(message);
  }

  take(socket: Socket, message: ClientMessage): void {
    this.received.push(message);
    switch (message.type) {
      case "join":
        this.join(socket, message);
        return;
      case "auth":
        this.auth(socket, message);
        return;
      case "change": {
        if (this.role !== undefined && !reaches(this.role, "editor")) {
          const error = { code: "forbidden", message: `You are ${this.role} here; changing the document takes editor.` };
          socket.deliver({ type: "response", in_reply: message.id, status: "rejected", error });
          return;
        }
        const { answer, told } = this.authority.change(message, socket.client);
        socket.deliver(answer);
        if (told !== undefined) this.others(socket, told);
        return;
      }
      case "cursor": {
        this.others(socket, this.moved(message, socket.client));
        return;
      }
      case "history":
        socket.deliver({ type: "history", in_reply: message.id, revision: this.authority.revision, gestures: [] });
        return;
      case "heartbeat":
        socket.deliver({ type: "response", status: "ok", revision: this.authority.revision, time: Date.now() });
        return;
      case "leave":
        this.gone(socket);
        return;
    }
  }

  gone(socket: Socket): void {
    if (!this.sockets.delete(socket) || socket.client === "") return;
    this.authority.users.delete(socket.client);
    const presence: PresenceMessage = { type: "presence", joined: [], left: [socket.client], count: this.authority.users.size };
    this.others(socket, presence);
  }

  /** PRES-4: everybody is told. */
  rename(title: string): void {
    this.authority.title = title;
    this.tell({ type: "presence", joined: [], left: [], count: this.authority.users.size, title });
  }

  /** A cursor in positions of the newest revision (PRES-2). */
  private moved({ base, ...fields }: CursorMessage, client: string): RemoteCursorMessage {
    let cursor: CursorFields = fields;
    for (const change of this.authority.since(base)) {
      for (const op of change.ops) {
        if (op.op !== "text" || op.path !== cursor.path || cursor.ranges === undefined) continue;
        const map = (position: number) => mapPosition(fromEdits(op.changes), position, change.client === client ? 1 : -1);
        cursor = { ...cursor, ranges: cursor.ranges.map(({ anchor, head }) => ({ anchor: map(anchor), head: map(head) })) };
      }
    }
    return { ...cursor, type: "cursor", client, revision: this.authority.revision };
  }

  private auth(socket: Socket, { id, token }: AuthMessage): void {
    if (this.isValid(token)) socket.deliver({ type: "response", in_reply: id, status: "ok" });
    else socket.deliver({ type: "response", in_reply: id, status: "error", error: { code: "unauthorized", message: "That token is not valid." } });
  }

  private join(socket: Socket, message: JoinMessage): void {
    const refusal = this.refuseJoin(message);
    if (refusal !== undefined) {
      socket.deliver({ type: "response", in_reply: message.id, status: "error", error: { code: refusal, message: `Refused: ${refusal}.` } });
      return;
    }
    socket.client = message.client ?? "made";
    socket.takesBatches = message.batch === true;
    for (const other of [...this.sockets]) if (other !== socket && other.client === socket.client) other.end(4002);
    this.sockets.add(socket);
    const sync = { ...this.authority.join(message, socket.client, false), time: Date.now(), ...(this.role !== undefined && { role: this.role }) };
    socket.deliver(sync);
    const user = this.authority.users.get(socket.client)!;
    this.others(socket, { type: "presence", joined: [user], left: [], count: this.authority.users.size });
  }

  private others(socket: Socket, message: ServerMessage): void {
    for (const other of this.sockets) if (other !== socket) other.deliver(message);
  }
}

export class Socket implements WebSocketLike {
  client = "";
  silent = false;
  takesBatches = false;
  private readonly gathered: ServerMessage[] = [];
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  private closed = false;

  constructor(private readonly room: Room) {
    room.opened.push(Date.now());
    this.later(() => {
      if (room.closeWith !== 0) this.end(room.closeWith);
      else this.onopen?.(undefined as never);
    });
  }

  send(data: string): void {
    const message = JSON.parse(data) as ClientMessage;
    this.later(() => !this.silent && this.room.take(this, message));
  }

  deliver(message: ServerMessage): void {
    if (this.room.gather === 0 || !this.takesBatches) {
      this.write(message);
      return;
    }
    this.gathered.push(message);
    if (this.gathered.length === 1) setTimeout(() => this.write(batchOf(this.gathered.splice(0))), this.room.gather);
  }

  private write(content: ServerMessage | readonly ServerMessage[]): void {
    const data = JSON.stringify(content);
    this.later(() => !this.silent && this.onmessage?.({ data }));
  }

  close(): void {
    this.closed = true;
    this.room.gone(this);
  }

  end(code: number, reason = ""): void {
    if (this.closed) return;
    const { onclose } = this;
    this.close();
    onclose?.({ code, reason });
  }

  private later(act: () => void): void {
    const run = () => void (this.closed || act());
    if (this.room.latency === 0) queueMicrotask(run);
    else setTimeout(run, this.room.latency);
  }
}
