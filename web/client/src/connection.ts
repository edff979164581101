import { type Cause, EXPIRED, FINAL_CODES, isCrowded, isStrained, reasonOf } from "./closing";
import { type Credential, fitsSubprotocol } from "./credential";
import type { Status } from "./events";
import { readServerMessages } from "./reading";
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

export type WebSocketConstructor = new (url: string, protocols: string[]) => WebSocketLike;

const PROTOCOL = "weft.v1";
/** Offered beside the protocol, with the token behind it; the server never echoes it. */
const TOKEN_PROTOCOL = "weft.token.";
/** The id of `auth`: far from those of changes, whose answers come between. */
export const AUTH_ID = Number.MAX_SAFE_INTEGER;
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
/** How long a connection must have lasted for the next try after it to be a quick one again, in milliseconds. */
const LASTING = 30_000;
/** Where the pauses begin after a refusal because there are too many: at eight seconds. */
const CROWDED_STEP = 5;
/** How long a connection may take to open, in milliseconds. */
const OPENING = 20_000;

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
  /** The tries since the server last let us in. */
  private attempt = 0;
  /** How far the pauses have grown. */
  private step = 0;
  private heard = 0;
  private beaten = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private ticker: ReturnType<typeof setInterval> | undefined;
  private current: Status = { state: "disconnected", attempt: 0, reason: "Not started." };
  private final = false;
  private isOpen = false;
  /** When the server let us in. */
  private acceptedAt: number | undefined;
  /** Counts the openings, so that a token that comes late opens nothing. */
  private openings = 0;

  constructor(
    private readonly url: string,
    private readonly WebSocket: WebSocketConstructor,
    private readonly credential: Credential,
    private readonly handlers: ConnectionHandlers,
  ) {}

  get status(): Status {
    return this.current;
  }

  /** Opens now. Called by the user, also after the tries have ended. */
  reconnect(): void {
    this.final = false;
    this.attempt = this.step = 0;
    this.open();
  }

  /** The network is said to be back: no need to wait for the next try. */
  online(): void {
    if (!this.final && (this.current.state === "failed" || this.retry !== undefined)) this.reconnect();
  }

  /** The server has let us in. */
  accepted(): void {
    this.attempt = 0;
    this.acceptedAt = Date.now();
    this.set({ state: "connected", attempt: 0 });
  }

  send(message: ClientMessage): void {
    if (this.isOpen) this.socket?.send(JSON.stringify(message));
  }

  /** Proves anew who the user is, before the credential ends. Returns whether there was another token for it. */
  async renew(): Promise<boolean> {
    const opening = this.openings;
    const token = await this.credential.another();
    if (opening !== this.openings || token === undefined) return false;
    this.send({ type: "auth", id: AUTH_ID, token });
    return true;
  }

  /** Gives up until `reconnect`. */
  fail(reason: string, cause: Cause = {}): void {
    this.final = true;
    this.drop();
    this.set({ state: "failed", attempt: this.attempt, reason, ...cause });
  }

  /** Drops the connection and comes back after the usual delay. */
  restart(reason: string, cause: Cause = {}): void {
    this.drop();
    this.retryLater(reason, cause);
  }

  stop(reason: string): void {
    this.final = true;
    this.drop();
    this.set({ state: "disconnected", attempt: 0, reason });
  }

  private open(): void {
    this.drop();
    this.set({ state: "connecting", attempt: this.attempt });
    const { constant } = this.credential;
    if (constant !== null) {
      this.openWith(constant.token);
      return;
    }
    const opening = this.openings;
    this.credential.ask().then(
      (token) => opening === this.openings && this.openWith(token),
      (error: unknown) => opening === this.openings && this.restart(`The sign-in could not be renewed: ${String(error)}`),
    );
  }

  private openWith(token: string | undefined): void {
    const inHeader = token !== undefined && fitsSubprotocol(token);
    let socket: WebSocketLike;
    try {
      socket = new this.WebSocket(this.url, inHeader ? [PROTOCOL, TOKEN_PROTOCOL + token] : [PROTOCOL]);
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
      if (token !== undefined && !inHeader) this.send({ type: "auth", id: AUTH_ID, token });
      this.handlers.opened();
    };
    socket.onmessage = ({ data }) => {
      this.heard = Date.now();
      if (typeof data === "string") this.read(data);
    };
    socket.onclose = ({ code, reason }) => this.closed(code, reason);
    // What failed is told by the close event that follows.
    socket.onerror = () => undefined;
  }

  private read(frame: string): void {
    const { socket } = this;
    let messages: readonly ServerMessage[];
    try {
      messages = readServerMessages(frame);
    } catch (error) {
      this.restart(error instanceof Error ? error.message : String(error));
      return;
    }
    // What one message says may end the connection: the rest of the frame is then nobody's.
    for (const message of messages) if (this.socket === socket) this.handlers.received(message);
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

  private closed(code: number, told: string): void {
    const final = FINAL_CODES.get(code);
    const wasOpen = this.isOpen;
    if (code === EXPIRED && this.acceptedAt !== undefined && this.credential.constant === null) this.comeBackRenewed(final!);
    else if (final !== undefined) this.fail(final, { code });
    else this.restart(reasonOf(code, told) ?? (wasOpen ? "The connection was lost." : "The server cannot be reached."), { code });
  }

  /** The token has ended: comes back with another one, if there is one. One that never let us in is not followed by a next. */
  private comeBackRenewed(reason: string): void {
    this.drop();
    this.set({ state: "connecting", attempt: this.attempt });
    const opening = this.openings;
    const decide = (token?: string) => {
      if (opening !== this.openings) return;
      if (token === undefined) this.fail(reason, { code: EXPIRED });
      else this.openWith(token);
    };
    this.credential.another().then(decide, () => decide());
  }

  private retryLater(reason: string, cause: Cause): void {
    // A server that answers is not lost: it is asked until it can.
    if (isStrained(cause)) this.attempt = Math.min(this.attempt, MOST_ATTEMPTS - 1);
    if (this.attempt >= MOST_ATTEMPTS) {
      this.set({ state: "failed", attempt: this.attempt, reason: `${reason} ${MOST_ATTEMPTS} attempts to reconnect failed.` });
      return;
    }
    if (isCrowded(cause)) this.step = Math.max(this.step, CROWDED_STEP);
    const retryInMs = FIRST_DELAY * BACKOFF ** this.step;
    this.step = Math.min(this.step + 1, MOST_ATTEMPTS - 1);
    this.attempt++;
    this.retry = setTimeout(() => this.open(), retryInMs);
    this.set({ state: "disconnected", attempt: this.attempt, retryInMs, reason, ...cause });
  }

  /** Forgets the socket at once: a dead one may take minutes to report its end. */
  private drop(): void {
    clearTimeout(this.retry);
    clearInterval(this.ticker);
    this.retry = undefined;
    this.openings++;
    const { socket, isOpen, acceptedAt } = this;
    // Who is let in and put out again at once has not arrived: the pauses go on growing.
    if (acceptedAt !== undefined && Date.now() - acceptedAt >= LASTING) this.step = 0;
    this.socket = this.acceptedAt = undefined;
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
