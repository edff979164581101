import type { WebSocketConstructor, WebSocketLike } from "./connection";

/** A bad connection, in each direction. */
export interface LineSettings {
  /** How long a message is on its way, in milliseconds. */
  readonly delay: number;
  /** By how much that varies, up or down, in milliseconds. */
  readonly jitter: number;
  /** The share of messages, from 0 to 1, that get lost once. TCP sends them again: they, and what is behind them, come later. */
  readonly loss: number;
}

/** How long the sender waits for a sign of life before it sends again what was lost, beside the way there and back, in milliseconds. */
const RETRANSMIT = 200;

/**
 * Makes connections slow on purpose, to see what that is like: give `line.over(WebSocket)` to a session. As a stream does, the line
 * delays messages but never changes their order. It may be set while connections are open.
 */
export class SlowLine {
  private current: LineSettings | null = null;
  private readonly lanes = new Set<Lane>();

  /** `random`: 0 <= result < 1. */
  constructor(private readonly random: () => number = Math.random) {}

  /** `null`: as fast as the real line. */
  get settings(): LineSettings | null {
    return this.current;
  }

  /** What is on its way arrives at once when the line becomes a fast one. */
  set settings(settings: LineSettings | null) {
    this.current = settings;
    if (settings === null) for (const lane of this.lanes) lane.hurry();
  }

  over(WebSocket: WebSocketConstructor): WebSocketConstructor {
    const line = this;
    return class extends SlowSocket {
      constructor(url: string, protocols: string[]) {
        super(new WebSocket(url, protocols), line);
      }
    };
  }

  /** @internal */
  lane(): Lane {
    const lane = new Lane(() => this.nextDelay());
    this.lanes.add(lane);
    return lane;
  }

  /** @internal */
  remove(lane: Lane): void {
    this.lanes.delete(lane);
  }

  private nextDelay(): number {
    if (this.current === null) return 0;
    const { delay, jitter, loss } = this.current;
    const way = Math.max(0, delay + jitter * (2 * this.random() - 1));
    return this.random() < loss ? way + 2 * delay + RETRANSMIT : way;
  }
}

/** One direction of a connection. */
class Lane {
  private waiting: { readonly due: number; readonly arrive: () => void }[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly nextDelay: () => number) {}

  pass(arrive: () => void): void {
    const delay = this.nextDelay();
    const last = this.waiting.at(-1);
    if (delay === 0 && last === undefined) {
      arrive();
      return;
    }
    this.waiting.push({ due: Math.max(Date.now() + delay, last?.due ?? 0), arrive });
    if (last === undefined) this.wait();
  }

  hurry(): void {
    clearTimeout(this.timer);
    this.release(Infinity);
  }

  drop(): void {
    clearTimeout(this.timer);
    this.waiting = [];
  }

  private wait(): void {
    const next = this.waiting[0];
    if (next !== undefined) this.timer = setTimeout(() => this.release(Date.now()), Math.max(0, next.due - Date.now()));
  }

  private release(now: number): void {
    for (let next = this.waiting[0]; next !== undefined && next.due <= now; next = this.waiting[0]) {
      this.waiting.shift();
      next.arrive();
    }
    this.wait();
  }
}

class SlowSocket implements WebSocketLike {
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  private readonly out: Lane;
  private readonly back: Lane;

  constructor(
    private readonly socket: WebSocketLike,
    private readonly line: SlowLine,
  ) {
    this.out = line.lane();
    this.back = line.lane();
    socket.onopen = (event) => this.back.pass(() => this.onopen?.(event));
    socket.onmessage = (event) => this.back.pass(() => this.onmessage?.(event));
    socket.onerror = (event) => this.back.pass(() => this.onerror?.(event));
    socket.onclose = (event) => this.back.pass(() => {
      this.end();
      this.onclose?.(event);
    });
  }

  send(data: string): void {
    this.out.pass(() => this.socket.send(data));
  }

  /** What was sent before still goes out, as it would. */
  close(code?: number, reason?: string): void {
    this.back.drop();
    this.socket.onopen = this.socket.onmessage = null;
    this.out.pass(() => {
      this.socket.close(code, reason);
      this.end();
    });
  }

  private end(): void {
    this.line.remove(this.out);
    this.line.remove(this.back);
  }
}
