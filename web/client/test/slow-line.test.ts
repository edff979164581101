import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { connect, type LineSettings, type Session, SlowLine } from "../src/index";
import type { WebSocketConstructor, WebSocketLike } from "../src/connection";
import { Room } from "../testing/room";
import { Random } from "./random";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

/** A socket that is open and answers every message with the same, at once. */
class Echo implements WebSocketLike {
  static last: Echo;
  onopen = null;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null = null;
  onerror = null;
  readonly sent: string[] = [];
  closed = false;

  constructor() {
    Echo.last = this;
  }

  send(data: string): void {
    this.sent.push(data);
    this.onmessage?.({ data });
  }

  close(): void {
    this.closed = true;
  }
}

function open(line: SlowLine): { readonly socket: WebSocketLike; readonly heard: { readonly data: unknown; readonly at: number }[] } {
  const heard: { readonly data: unknown; readonly at: number }[] = [];
  const socket = new (line.over(Echo as unknown as WebSocketConstructor))("ws://test/ws", []);
  socket.onmessage = ({ data }) => heard.push({ data, at: Date.now() });
  return { socket, heard };
}

describe("L-38 a slow line", () => {
  test("that is off changes nothing, not even by a turn of the loop", () => {
    const { socket, heard } = open(new SlowLine());
    socket.send("a");
    expect(heard.map(({ data }) => data)).toEqual(["a"]);
  });

  test("delays both ways", async () => {
    const line = new SlowLine();
    line.settings = { delay: 200, jitter: 0, loss: 0 };
    const { socket, heard } = open(line);
    socket.send("a");
    await pass(199);
    expect(Echo.last.sent).toEqual([]);
    await pass(1);
    expect(Echo.last.sent).toEqual(["a"]);
    await pass(199);
    expect(heard).toEqual([]);
    await pass(1);
    expect(heard.map(({ data }) => data)).toEqual(["a"]);
  });

  test("keeps the order, whatever jitter and loss do", async () => {
    const seeded = new Random(7);
    const random = () => seeded.next();
    const line = new SlowLine(random);
    line.settings = { delay: 100, jitter: 100, loss: 0.2 };
    const { socket, heard } = open(line);
    const sent = Array.from({ length: 300 }, (_, index) => String(index));
    for (const data of sent) {
      socket.send(data);
      await pass(3);
    }
    await pass(10_000);
    expect(heard.map(({ data }) => data)).toEqual(sent);
    const ways = heard.map(({ at }, index) => at - heard[0]!.at - 3 * index);
    expect(new Set(ways).size).toBeGreaterThan(20);
  });

  test("holds back what got lost, and what is behind it, until it is sent again", async () => {
    // Way, then luck: the second message of the first lane is lost.
    const rolls = [0.5, 0.9, 0.5, 0.9, 0.5, 0.01, 0.5, 0.9];
    const line = new SlowLine(() => rolls.shift() ?? 0.9);
    line.settings = { delay: 50, jitter: 0, loss: 0.05 };
    const { socket } = open(line);
    socket.send("a");
    await pass(50);
    expect(Echo.last.sent).toEqual(["a"]);
    socket.send("lost");
    socket.send("behind");
    await pass(300);
    expect(Echo.last.sent).toEqual(["a"]);
    await pass(50);
    expect(Echo.last.sent).toEqual(["a", "lost", "behind"]);
  });

  test("L-45 can be set while messages are on their way; off lets them all arrive, in order", async () => {
    const line = new SlowLine(() => 0.5);
    line.settings = { delay: 5_000, jitter: 0, loss: 0 };
    const { socket } = open(line);
    socket.send("a");
    line.settings = { delay: 10, jitter: 0, loss: 0 };
    socket.send("b");
    await pass(100);
    expect(Echo.last.sent).toEqual([]);
    line.settings = null;
    socket.send("c");
    expect(Echo.last.sent).toEqual(["a", "b", "c"]);
  });

  test("sends what was said before it was closed, and hears nothing after", async () => {
    const line = new SlowLine(() => 0.5);
    line.settings = { delay: 100, jitter: 0, loss: 0 };
    const { socket, heard } = open(line);
    socket.send("last words");
    socket.close();
    expect(Echo.last.closed).toBe(false);
    await pass(1_000);
    expect(Echo.last.sent).toEqual(["last words"]);
    expect(Echo.last.closed).toBe(true);
    expect(heard).toEqual([]);
  });

  test.each<[string, LineSettings]>([
    ["200 ms", { delay: 200, jitter: 0, loss: 0 }],
    ["1 s and jitter", { delay: 1_000, jitter: 500, loss: 0 }],
    ["5 % lost", { delay: 40, jitter: 10, loss: 0.05 }],
  ])("two who write over lines of %s end equal", async (_, settings) => {
    const seeded = new Random(11);
    const random = () => seeded.next();
    const room = new Room({ random });
    const sessions: Session[] = ["Ada", "Bob"].map((name) => {
      const line = new SlowLine(random);
      line.settings = settings;
      return connect({ url: "ws://test/ws", document: "d", name, storage: null, WebSocket: line.over(room.WebSocket) });
    });
    await pass(20_000);
    for (let step = 0; step < 120; step++) {
      for (const session of sessions) {
        const at = Math.floor(random() * (session.text("body").length + 1));
        session.change([{ op: "text", path: "body", changes: [{ from: at, to: at, insert: "x" }] }]);
      }
      await pass(90);
    }
    await pass(60_000);
    for (const session of sessions) {
      expect(session.unsaved).toBe(0);
      expect(session.text("body").toString()).toBe(room.authority.text("body"));
      expect(session.text("body").length).toBe(240);
      session.leave();
    }
    await pass(5_000);
  });
});
