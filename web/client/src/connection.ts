import type { Status } from "./events";
import type { ClientMessage, ServerMessage } from "./wire";

/** The part of the browser's WebSocket that a connection needs. */
export interface WebSocketLike {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null;
  onerror: ((event: never) => void) | null;
  send(data: string): void;
  close(code?: number, reason?: string): void;
}

export type WebSocketConstructor = new (url: string, protocol: string) => WebSocketLike;

const PROTOCOL = "weft.v1";
/** BEAT-1, in milliseconds. */
const HEARTBEAT = 15_000;
/** BEAT-2, in milliseconds. */
const SILENCE = 40_000;
/** How often silence and heartbeats are looked after: divides both. */
const TICK = 5_000;
/** BEAT-3, in milliseconds. */
const FIRST_DELAY = 1_000;
const BACKOFF = 1.5;
const MOST_ATTEMPTS = 10;
/** How long a connection may take to open, in milliseconds. */
const OPENING = 20_000;

/** Why not to come back after a close code (the table in docs/protocol.md). Any other code means: try again. */
const FINAL_CODES: ReadonlyMap<number, string> = new Map([
  [1009, "The server refused a message that was too large."],
  [4000, "The server refused too many messages of this page. Reload it to go on."],
  [4002, "This document was opened elsewhere with the same identity. Reconnect to continue here."],
  [4004, "The document was deleted."],
  [4005, "This page sent too many messages. Reconnect to go on."],
]);

const REASONS: ReadonlyMap<number, string> = new Map([
  [1001, "The server is restarting."],
  [4001, "The server did not hear from this page for a while."],
  [4003, "The connection was too slow to keep up."],
  [4006, "The server could not save the document."],
]);

export interface ConnectionHandlers {
  /** The socket is open: join. */
  opened(): void;
  received(message: ServerMessage): void;
  /** What had no answer will get none. */
  lost(): void;
  status(status: Status): void;
}

/** Keeps one WebSocket alive: opens it, hears its heart, opens it again after a loss. */
export class Connection {
  private socket: WebSocketLike | undefined;
  private attempt = 0;
  private heard = 0;
  private beaten = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private ticker: ReturnType<typeof setInterval> | undefined;
  private current: Status = { state: "disconnected", attempt: 0, reason: "Not started." };
  private final = false;
  private isOpen = false;

  constructor(
    private readonly url: string,
    private readonly WebSocket: WebSocketConstructor,
    private readonly handlers: ConnectionHandlers,
  ) {}

  get status(): Status {
    return this.current;
  }

  /** Opens now. Called by the user, also after the tries have ended. */
  reconnect(): void {
    this.final = false;
    this.attempt = 0;
    this.open();
  }

  /** The network is said to be back: no need to wait for the next try. */
  online(): void {
    if (!this.final && (this.current.state === "failed" || this.retry !== undefined)) this.reconnect();
  }

  /** The server has let us in. */
  accepted(): void {
    this.attempt = 0;
    this.set({ state: "connected", attempt: 0 });
  }

  send(message: ClientMessage): void {
    if (this.isOpen) this.socket?.send(JSON.stringify(message));
  }

  /** Gives up until `reconnect`. */
  fail(reason: string, code?: number): void {
    this.final = true;
    this.drop();
    this.set({ state: "failed", attempt: this.attempt, reason, ...(code !== undefined && { code }) });
  }

  /** Drops the connection and comes back after the usual delay. */
  restart(reason: string): void {
    this.drop();
    this.retryLater(reason);
  }

  stop(reason: string): void {
    this.final = true;
    this.drop();
    this.set({ state: "disconnected", attempt: 0, reason });
  }

  private open(): void {
    this.drop();
    this.set({ state: "connecting", attempt: this.attempt });
    let socket: WebSocketLike;
    try {
      socket = new this.WebSocket(this.url, PROTOCOL);
    } catch (error) {
      this.fail(`The address ${this.url} cannot be opened: ${String(error)}`);
      return;
    }
    this.socket = socket;
    this.heard = this.beaten = Date.now();
    this.ticker = setInterval(() => this.tick(), TICK);
    socket.onopen = () => {
      this.heard = Date.now();
      this.isOpen = true;
      this.handlers.opened();
    };
    socket.onmessage = ({ data }) => {
      this.heard = Date.now();
      if (typeof data === "string") this.handlers.received(JSON.parse(data) as ServerMessage);
    };
    socket.onclose = ({ code }) => this.closed(code);
    // What failed is told by the close event that follows.
    socket.onerror = () => undefined;
  }

  private tick(): void {
    const now = Date.now();
    if (now - this.heard >= (this.isOpen ? SILENCE : OPENING)) {
      this.restart(this.isOpen ? "The server has been silent for too long." : "The server cannot be reached.");
    } else if (now - this.beaten >= HEARTBEAT) {
      this.beaten = now;
      this.send({ type: "heartbeat" });
    }
  }

  private closed(code: number): void {
    const final = FINAL_CODES.get(code);
    const wasOpen = this.isOpen;
    if (final !== undefined) this.fail(final, code);
    else this.restart(REASONS.get(code) ?? (wasOpen ? "The connection was lost." : "The server cannot be reached."));
  }

  private retryLater(reason: string): void {
    if (this.attempt >= MOST_ATTEMPTS) {
      this.set({ state: "failed", attempt: this.attempt, reason: `${reason} ${MOST_ATTEMPTS} attempts to reconnect failed.` });
      return;
    }
    const retryInMs = FIRST_DELAY * BACKOFF ** this.attempt;
    this.attempt++;
    this.retry = setTimeout(() => this.open(), retryInMs);
    this.set({ state: "disconnected", attempt: this.attempt, retryInMs, reason });
  }

  /** Forgets the socket at once: a dead one may take minutes to report its end. */
  private drop(): void {
    clearTimeout(this.retry);
    clearInterval(this.ticker);
    this.retry = undefined;
    const { socket, isOpen } = this;
    this.socket = undefined;
    this.isOpen = false;
    if (socket === undefined) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
    if (isOpen) this.handlers.lost();
  }

  private set(status: Status): void {
    this.current = status;
    this.handlers.status(status);
  }
}
