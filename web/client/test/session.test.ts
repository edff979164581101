import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { connect, IndexedDbStorage, MemoryStorage, type Op, type Session, type SetAside, type Status, type Storage } from "../src/index";
import { Room } from "../testing/room";

const insert = (at: number, text: string): Op => ({ op: "text", path: "body", changes: [{ from: at, to: at, insert: text }] });

let room: Room;
const sessions: Session[] = [];

function open(name: string, storage: Storage | null = null, at = room): Session {
  const session = connect({ url: "ws://test/ws", document: "d", name, storage, WebSocket: at.WebSocket });
  sessions.push(session);
  return session;
}

/** Lets everything happen that takes at most so many milliseconds. */
const pass = (milliseconds = 200) => vi.advanceTimersByTimeAsync(milliseconds);

beforeEach(() => {
  vi.useFakeTimers();
  room = new Room();
});

afterEach(() => {
  for (const session of sessions.splice(0)) session.leave();
  vi.useRealTimers();
});

describe("editing together", () => {
  test("what one writes the other sees; both know each other", async () => {
    const ada = open("Ada");
    const bob = open("Bob");
    await pass();
    await Promise.all([ada.ready, bob.ready]);
    expect(ada.change([insert(0, "Hello")])).toBe(1);
    expect(ada.unsaved).toBe(1);
    await pass();
    expect(ada.unsaved).toBe(0);
    expect(bob.text("body").toString()).toBe("Hello");
    expect(bob.users.map(({ name }) => name)).toEqual(["Ada"]);
    expect(ada.users.map(({ name }) => name)).toEqual(["Bob"]);
    expect([ada.count, bob.count]).toEqual([2, 2]);
    bob.leave();
    await pass();
    expect(ada.count).toBe(1);
  });

  test("O-20 who disconnects is gone for the others at once, may go on writing, and brings that along when coming back", async () => {
    const ada = open("Ada");
    const bob = open("Bob");
    await pass();
    bob.disconnect();
    expect(bob.status).toMatchObject({ state: "disconnected", attempt: 0 });
    expect(bob.isDisconnected).toBe(true);
    bob.change([insert(0, "later")]);
    // Nothing is tried by itself, however long it takes.
    await pass(120_000);
    expect([ada.count, bob.status.state, bob.unsaved]).toEqual([1, "disconnected", 1]);
    expect(ada.text("body").toString()).toBe("");
    bob.reconnect();
    await pass();
    expect([ada.count, bob.status.state, bob.isDisconnected, bob.unsaved]).toEqual([2, "connected", false, 0]);
    expect(ada.text("body").toString()).toBe("later");
  });

  test("[FRAME-8] [CHANGE-16] takes several messages in one frame, and several changes as one", async () => {
    room.gather = 50;
    room.latency = 10;
    const ada = open("Ada");
    const bob = open("Bob");
    await pass(500);
    const frames: string[] = [];
    for (const socket of room.sockets) {
      const { onmessage } = socket;
      socket.onmessage = (event) => {
        frames.push(String(event.data));
        onmessage?.(event);
      };
    }
    for (let letter = 0; letter < 20; letter++) {
      ada.change([insert(letter, "a")]);
      if (letter % 5 === 0) bob.change([insert(0, "b")]);
      await pass(15);
    }
    await pass(500);
    expect(frames.some((frame) => frame.startsWith("[") && frame.includes('"since"'))).toBe(true);
    for (const session of [ada, bob]) {
      expect(session.text("body").toString()).toBe(room.authority.text("body"));
      expect(session.text("body").length).toBe(24);
      expect([session.unsaved, session.revision]).toEqual([0, room.authority.revision]);
    }
  });

  test("[PRES-4] a new title is told to everybody who has the document open", async () => {
    const ada = open("Ada");
    await pass();
    const told: string[] = [];
    ada.on("presence", () => told.push(ada.title));
    expect(ada.title).toBe("Test");
    room.rename("Better");
    await pass();
    expect(ada.title).toBe("Better");
    expect(told).toEqual(["Better"]);
    open("Bob");
    await pass();
    expect(ada.title).toBe("Better");
  });

  test("bad coordinates are refused at once and change nothing", async () => {
    const ada = open("Ada");
    await pass();
    expect(() => ada.change([insert(0, "abc"), insert(9, "x")])).toThrow(RangeError);
    expect(() => ada.change([insert(0, "\ud83d")])).toThrow(RangeError);
    expect(() => ada.change([{ op: "update", path: "elements/none", properties: {} }, { op: "delete", path: "elements/none" }])).toThrow(RangeError);
    expect(ada.text("body").toString()).toBe("");
    expect(ada.unsaved).toBe(0);
  });

  test("[CHANGE-15] a refused change is rolled back and reported", async () => {
    room = new Room({ refuse: (change) => (JSON.stringify(change.ops).includes("bad") ? { code: "bad_property", message: "Not that." } : undefined) });
    room.latency = 20;
    const ada = open("Ada");
    await pass();
    const rejected = vi.fn();
    ada.on("rejected", rejected);
    const id = ada.change([insert(0, "bad")]);
    ada.change([insert(3, "good")]);
    expect(ada.text("body").toString()).toBe("badgood");
    await pass();
    expect(rejected).toHaveBeenCalledExactlyOnceWith({ id, code: "bad_property", message: "Not that.", ops: [insert(0, "bad")] });
    expect(ada.text("body").toString()).toBe("good");
    expect(room.authority.text("body")).toBe("good");
  });

  test("[FRAME-4] a long paste goes in several changes and ends whole", async () => {
    const ada = open("Ada");
    await pass();
    const text = "0123456789\u{1f600}".repeat(60_000);
    ada.change([insert(0, "ab")]);
    ada.change([{ op: "text", path: "body", changes: [{ from: 0, to: 1, insert: "x" }, { from: 1, to: 1, insert: text }, { from: 2, to: 2, insert: "y" }] }]);
    await pass(1_000);
    expect(ada.unsaved).toBe(0);
    expect(room.authority.text("body") === `x${text}by`).toBe(true);
    for (const message of room.received) expect(JSON.stringify(message).length).toBeLessThan(349_000);
  });

  test("a listener's mistake is not taken for the server's", async () => {
    vi.useRealTimers();
    const uncaught = new Promise((resolve) => process.once("uncaughtException", resolve));
    const former = process.listeners("uncaughtException").slice(0, -1);
    for (const listener of former) process.off("uncaughtException", listener);
    const ada = open("Ada");
    await ada.ready;
    ada.on("view", () => {
      throw new Error("mine");
    });
    ada.change([insert(0, "a")]);
    expect(await uncaught).toMatchObject({ message: "mine" });
    for (const listener of former) process.on("uncaughtException", listener);
    expect(ada.text("body").toString()).toBe("a");
  });
});

describe("unsaved marks", () => {
  test("ranges are those of the view, and go when saved", async () => {
    room.latency = 50;
    const ada = open("Ada");
    const bob = open("Bob");
    await pass();
    bob.change([insert(0, "base ")]);
    await pass();
    ada.change([insert(5, "mine")]);
    expect(ada.unsavedRanges("body")).toMatchObject([{ from: 5, to: 9 }]);
    expect(ada.isUnsaved("body")).toBe(true);
    bob.change([insert(0, ">>")]);
    await pass();
    expect(ada.text("body").toString()).toBe(">>base mine");
    expect(ada.unsavedRanges("body")).toEqual([]);
    expect(ada.isUnsaved("body")).toBe(false);
  });
});

describe("staying connected", () => {
  const delays = () => room.opened.slice(1).map((time, index) => time - room.opened[index]!);

  test("[BEAT-3] comes back after 1 s x 1.5^n, ten times, then waits for its user", async () => {
    const statuses: Status[] = [];
    room.closeWith = 1006;
    const ada = open("Ada");
    ada.on("status", (status) => statuses.push(status));
    await pass(600_000);
    expect(room.opened).toHaveLength(11);
    delays().forEach((delay, n) => expect(delay).toBeCloseTo(1_000 * 1.5 ** n, -1));
    expect(ada.status).toMatchObject({ state: "failed", attempt: 10 });
    expect(statuses.find(({ state }) => state === "disconnected")).toMatchObject({ retryInMs: 1_000 });
    room.closeWith = 0;
    ada.reconnect();
    await pass();
    expect(ada.status).toEqual({ state: "connected", attempt: 0 });
  });

  test("[BEAT-1] [BEAT-2] heartbeats every 15 s; 40 s of silence are a loss", async () => {
    const ada = open("Ada");
    await pass(46_000);
    expect(room.received.filter(({ type }) => type === "heartbeat")).toHaveLength(3);
    for (const socket of room.sockets) socket.silent = true;
    await pass(38_000);
    expect(ada.status.state).toBe("connected");
    await pass(1_500);
    expect(ada.status.state).toBe("disconnected");
    await pass(1_500);
    expect(ada.status.state).toBe("connected");
  });

  test("[BEAT-3] the pauses grow on until a connection has lasted; who is let in at times is never given up", async () => {
    open("Ada");
    await pass();
    for (let loss = 0; loss < 12; loss++) {
      room.cut();
      await pass(40_000);
      room.cut();
      expect([...sessions].at(-1)!.status).toMatchObject({ state: "disconnected", retryInMs: 1_000 });
      await pass(2_000);
    }
    const before = room.opened.length;
    for (let loss = 0; loss < 12; loss++) {
      room.cut();
      await pass(1_000 * 1.5 ** Math.min(loss + 1, 9) + 500);
    }
    expect(sessions.at(-1)!.status.state).toBe("connected");
    expect(room.opened.length - before).toBe(12);
    room.cut();
    expect(sessions.at(-1)!.status).toMatchObject({ state: "disconnected", attempt: 1, retryInMs: 1_000 * 1.5 ** 9 });
  });

  test("a server that lets us in but cannot save is asked ever more seldom, and never given up", async () => {
    const ada = open("Ada");
    await pass();
    const take = room.take.bind(room);
    room.take = (socket, message) => (message.type === "change" ? socket.end(4006) : take(socket, message));
    ada.change([insert(0, "kept")]);
    await pass(900_000);
    delays().slice(1, 9).forEach((delay, n) => expect(delay).toBeCloseTo(1_000 * 1.5 ** (n + 1), -1));
    expect(room.opened.length).toBeLessThan(40);
    expect(ada.status).toMatchObject({ state: "disconnected", code: 4006, reason: "The server cannot save the document at the moment." });
    expect(ada.text("body").toString()).toBe("kept");
    room.take = take;
    await pass(90_000);
    expect(room.authority.text("body")).toBe("kept");
    expect(ada.unsaved).toBe(0);
    // The connection has lasted: the next loss is followed by a quick try.
    room.cut(4006);
    expect(ada.status).toMatchObject({ state: "disconnected", retryInMs: 1_000 });
  });

  test("[BEAT-6] where there are too many connections it comes back later, with growing pauses, and is not given up", async () => {
    room.closeWith = 4010;
    const ada = open("Ada");
    await pass();
    expect(ada.status).toMatchObject({ state: "disconnected", code: 4010, reason: "The server has as many connections as it takes." });
    await pass(600_000);
    expect(delays()[0]).toBeGreaterThan(7_000);
    expect(room.opened.length).toBeLessThan(25);
    expect(ada.status.state).toBe("disconnected");
    room.closeWith = 0;
    await pass(60_000);
    expect(ada.status).toEqual({ state: "connected", attempt: 0 });
    for (const socket of room.sockets) socket.end(4010, "Too many connections come from your network.");
    expect(ada.status).toMatchObject({ state: "disconnected", reason: "Too many connections come from your network." });
  });

  test.each(["too_many_joins", "document_busy", "server_full"])("[JOIN-12] a join that is refused with %s is asked again later", async (error) => {
    room.refuseJoin = () => error;
    const ada = open("Ada");
    await pass(300_000);
    expect(room.opened.length).toBeLessThan(15);
    expect(delays()[0]).toBeGreaterThan(7_000);
    expect(ada.status).toMatchObject({ state: "disconnected", error, reason: `Refused: ${error}.` });
    room.refuseJoin = () => undefined;
    await pass(60_000);
    expect(ada.status.state).toBe("connected");
    await ada.ready;
  });

  test("[BEAT-7] what is read later because of a busy address is told, and changes nothing else", async () => {
    const ada = open("Ada");
    const problem = vi.fn();
    ada.on("problem", problem);
    await pass();
    const error = { code: "address_busy", message: "Your network sends more than is taken at once." };
    room.tell({ type: "response", status: "error", error });
    ada.change([insert(0, "on")]);
    await pass();
    expect(problem).toHaveBeenCalledExactlyOnceWith(error);
    expect(ada.status.state).toBe("connected");
    expect(ada.unsaved).toBe(0);
  });

  test.each([[1009], [4000], [4002], [4004], [4005]])("close code %i says not to come back", async (code) => {
    const ada = open("Ada");
    await pass();
    room.cut(code);
    await pass(120_000);
    expect(room.opened).toHaveLength(1);
    expect(ada.status).toMatchObject({ state: "failed", code });
    expect((ada.status as { reason: string }).reason.length).toBeGreaterThan(10);
    ada.reconnect();
    await pass();
    expect(ada.status.state).toBe("connected");
  });

  test.each([[1001], [1006], [4001], [4003], [4006]])("after close code %i it comes back, with what it has", async (code) => {
    const ada = open("Ada");
    const bob = open("Bob");
    await pass();
    ada.change([insert(0, "one")]);
    await pass();
    room.cut(code);
    ada.change([insert(3, " two")]);
    bob.change([insert(0, "zero ")]);
    await pass(2_000);
    for (const session of [ada, bob]) expect(session.text("body").toString()).toBe("zero one two");
    expect(room.authority.text("body")).toBe("zero one two");
  });

  test("[JOIN-8] an unknown document is final and rejects `ready`", async () => {
    const take = room.take.bind(room);
    room.take = (socket, message) => (message.type === "join" ? socket.deliver({ type: "response", in_reply: message.id, status: "error", error: { code: "unknown_document", message: "There is no such document." } }) : take(socket, message));
    const ada = open("Ada");
    await pass(60_000);
    await expect(ada.ready).rejects.toThrow("There is no such document.");
    expect(ada.status).toMatchObject({ state: "failed", reason: "There is no such document." });
    expect(room.opened).toHaveLength(1);
  });

  test("out of step with the server it fetches the document anew and loses nothing", async () => {
    const ada = open("Ada");
    await pass();
    const problem = vi.fn();
    ada.on("problem", problem);
    ada.change([insert(0, "abc")]);
    await pass();
    const socket = [...room.sockets][0]!;
    socket.deliver({ type: "change", revision: 7, client: "x", id: 1, at: 0, ops: [] });
    ada.change([insert(3, "def")]);
    await pass();
    expect(problem).toHaveBeenCalledOnce();
    expect(ada.text("body").toString()).toBe("abcdef");
    expect(ada.unsaved).toBe(0);
  });
});

describe("cursors", () => {
  test("[PRES-1] are sent in confirmed positions and shown in the others' views, following edits", async () => {
    room.latency = 10;
    const ada = open("Ada");
    const bob = open("Bob");
    await pass();
    ada.change([insert(0, "hello world")]);
    await pass();
    bob.change([insert(0, ">> ")]);
    ada.change([insert(5, "!!")]);
    ada.setCursor({ path: "body", ranges: [{ anchor: 7, head: 13 }] });
    await pass();
    const seen = () => [...bob.cursors.values()].map(({ user, ranges }) => [user.name, ...ranges.map(({ anchor, head }) => bob.text("body").toString().slice(anchor, head))]);
    expect(seen()).toEqual([["Ada", " world"]]);
    bob.change([insert(0, "more ")]);
    expect(seen()).toEqual([["Ada", " world"]]);
    ada.setCursor(null);
    await pass();
    expect(bob.cursors.size).toBe(0);
  });

  test("[PRES-2] at most 20 a second, the newest last", async () => {
    const ada = open("Ada");
    const bob = open("Bob");
    await pass();
    for (let x = 1; x <= 100; x++) {
      ada.setCursor({ pointer: { x, y: 0 } });
      await pass(10);
    }
    await pass(60);
    const sent = room.received.filter(({ type }) => type === "cursor");
    expect(sent.length).toBeLessThanOrEqual(22);
    expect(sent.length).toBeGreaterThan(15);
    expect([...bob.cursors.values()][0]?.pointer).toEqual({ x: 100, y: 0 });
  });

  test("[PRES-3] a pointer goes 10 s after its last message", async () => {
    const ada = open("Ada");
    const bob = open("Bob");
    await pass();
    ada.setCursor({ pointer: { x: 1, y: 2 }, selected: ["e1"] });
    await pass(9_000);
    expect([...bob.cursors.values()][0]?.pointer).toEqual({ x: 1, y: 2 });
    const told = vi.fn();
    bob.on("cursors", told);
    await pass(1_500);
    expect(told).toHaveBeenCalled();
    expect([...bob.cursors.values()][0]).toMatchObject({ selected: ["e1"] });
    expect([...bob.cursors.values()][0]?.pointer).toBeUndefined();
  });
});

describe("offline", () => {
  const kinds: [string, () => Storage][] = [
    ["memory", () => new MemoryStorage()],
    ["IndexedDB", () => new IndexedDbStorage("test", new IDBFactory())],
  ];

  beforeEach(() => {
    vi.useRealTimers();
  });

  /** Waits until something holds. */
  const until = (holds: () => boolean) => vi.waitFor(() => expect(holds()).toBe(true), { timeout: 5_000, interval: 5 });

  test.each(kinds)("what was typed without a connection is there after a reload and is sent (%s)", async (_, make) => {
    const storage = make();
    const first = open("Ada", storage);
    await first.ready;
    await until(() => first.status.state === "connected");
    first.change([insert(0, "saved ")]);
    await until(() => first.unsaved === 0);
    room.closeWith = 1006;
    room.cut();
    first.change([insert(6, "typed offline")]);
    first.change([{ op: "add", path: "elements/e", kind: "box", properties: { x: 1 } }]);
    await first.stored();
    first.leave();

    const second = open("Ada", storage);
    await second.ready;
    expect(second.client).toBe(first.client);
    expect(second.text("body").toString()).toBe("saved typed offline");
    expect(second.items("elements").get("e")).toEqual({ id: "e", kind: "box", properties: { x: 1 } });
    expect(second.unsaved).toBe(2);
    second.change([insert(0, "again ")]);
    room.closeWith = 0;
    second.reconnect();
    await until(() => second.unsaved === 0);
    expect(room.authority.text("body")).toBe("again saved typed offline");
  });

  test.each(kinds)("what was done to items on a page that was killed goes on from an older copy of the document (%s)", async (_, make) => {
    const storage = make();
    const copies = vi.spyOn(storage, "save");
    const first = open("Ada", storage);
    await first.ready;
    await until(() => first.status.state === "connected");
    const move = (x: number): Op => ({ op: "update", path: "elements/e", properties: { x } });
    first.change([{ op: "add", path: "elements/e", kind: "box", properties: { x: 0 } }]);
    await until(() => copies.mock.calls.length === 1);
    const bob = open("Bob");
    await bob.ready;
    await until(() => bob.items("elements").has("e"));
    bob.change([{ op: "update", path: "elements/e", properties: { y: 5 } }]);
    first.change([move(1), { op: "add", path: "elements/f", kind: "box", properties: {} }]);
    await until(() => first.unsaved === 0 && first.items("elements").get("e")?.properties["y"] === 5);
    room.closeWith = 1006;
    room.cut();
    first.disconnect();
    first.change([move(2)]);
    await vi.waitFor(async () => expect((await storage.list("d"))[0]?.pending.at(-1)?.ops).toEqual([move(2)]), { timeout: 5_000 });
    expect(copies).toHaveBeenCalledTimes(1);

    // It is not left: no copy is made.
    const second = open("Ada", storage);
    await second.ready;
    expect(second.client).toBe(first.client);
    expect(second.items("elements").get("e")?.properties["x"]).toBe(2);
    expect([...second.items("elements").keys()]).toEqual(["e", "f"]);
    const told = vi.fn();
    second.on("foreign", told);
    room.closeWith = 0;
    second.reconnect();
    await until(() => second.status.state === "connected" && second.unsaved === 0);
    expect(second.items("elements").get("e")?.properties).toEqual({ x: 2, y: 5 });
    await until(() => bob.items("elements").get("e")?.properties["x"] === 2);
    expect(told.mock.calls.map(([{ client }]) => client as string)).toEqual([bob.client]);
    expect(bob.items("elements").get("e")?.properties).toEqual({ x: 2, y: 5 });
  });

  test.each(kinds)("[JOIN-6] work for a document that was replaced is kept aside and reported (%s)", async (_, make) => {
    const storage = make();
    const ada = open("Ada", storage);
    await ada.ready;
    await until(() => ada.status.state === "connected");
    room.closeWith = 1006;
    room.cut();
    ada.change([insert(0, "lost?")]);
    const told: SetAside[] = [];
    ada.on("aside", (work) => told.push(work));
    room.authority.replace("g2");
    room.closeWith = 0;
    ada.reconnect();
    await until(() => ada.status.state === "connected");
    expect(told.map(({ changes, generation }) => [generation, changes])).toEqual([["g1", [[insert(0, "lost?")]]]]);
    await until(() => ada.unsaved === 0);
    expect(ada.text("body").toString()).toBe("");
    const kept = await ada.setAside();
    expect(kept).toEqual(told);
    await ada.removeAside(kept[0]!);
    expect(await ada.setAside()).toEqual([]);
  });

  test("what an editor left unsaved that is gone for good is delivered in its name", async () => {
    const storage = new MemoryStorage();
    room.closeWith = 1006;
    for (const client of ["one", "two"]) {
      const pending = [{ at: 1, made: 1, revision: 0, ops: [insert(0, `${client} `)] }];
      await storage.save({ document: "d", client, title: "", kind: "text", generation: "g1", revision: 0, nextId: 1, moved: [], snapshot: {}, deleted: [], pending, written: 1 });
    }
    room.closeWith = 0;
    const ada = open("Ada", storage);
    await ada.ready;
    await until(() => room.authority.text("body").length === 8);
    expect(["one", "two"]).toContain(ada.client);
    await until(() => ada.count === 1);
    expect(ada.text("body").toString().split(" ").sort().join("")).toBe("onetwo");
  });

  test("old states without unsaved work are removed", async () => {
    const factory = new IDBFactory();
    const state = { title: "", kind: "", generation: "g", revision: 1, nextId: 1, moved: [], snapshot: {}, deleted: [] };
    const pending = [{ at: 1, made: 1, revision: 0, ops: [] }];
    const storage = new IndexedDbStorage("old", factory);
    await storage.save({ ...state, document: "a", client: "c", pending: [], written: 1 });
    await storage.save({ ...state, document: "b", client: "c", pending, written: 1 });
    await storage.save({ ...state, document: "c", client: "c", pending: [], written: Date.now() });
    await storage.save({ ...state, document: "d", client: "c", pending: [], written: 1 });
    await storage.saveWork({ document: "d", client: "c", nextId: 2, moved: [], deleted: [], pending, written: 2 });
    expect(await storage.saveWork({ document: "d", client: "another", nextId: 2, moved: [], deleted: [], pending, written: 2 })).toBe(false);
    const later = new IndexedDbStorage("old", factory);
    await later.list("a");
    const left = await Promise.all(["a", "b", "c", "d"].map(async (document) => (await later.list(document)).map((kept) => kept.pending.length)));
    expect(left).toEqual([[], [1], [0], [1]]);
  });

  test("storage that does not work is reported and nothing else", async () => {
    const broken = new MemoryStorage();
    broken.save = () => Promise.reject(new Error("full"));
    const problem = vi.fn();
    const ada = open("Ada", broken);
    ada.on("problem", problem);
    await ada.ready;
    ada.change([insert(0, "x")]);
    await until(() => ada.unsaved === 0);
    await ada.stored();
    expect(problem).toHaveBeenCalledWith(expect.objectContaining({ code: "storage" }));
    expect(room.authority.text("body")).toBe("x");
  });
});

describe("two tabs of one browser", () => {
  /** A lock manager as browsers have it, as far as it is used. */
  class Locks {
    readonly held = new Set<string>();

    async request(name: string, _: unknown, act: (lock: unknown) => Promise<void> | undefined): Promise<void> {
      const free = !this.held.has(name);
      if (free) this.held.add(name);
      await act(free ? {} : null);
      if (free) this.held.delete(name);
    }
  }

  beforeEach(() => {
    vi.useRealTimers();
    vi.stubGlobal("navigator", { locks: new Locks() });
  });

  afterEach(() => {
    vi.unstubAllGlobals();
  });

  test("never share a client id, and the second one begins with the first one's document", async () => {
    const storage = new MemoryStorage();
    const first = open("Ada", storage);
    await first.ready;
    first.change([insert(0, "text")]);
    await vi.waitFor(() => expect(first.unsaved).toBe(0), { timeout: 5_000 });
    await first.stored();
    room.closeWith = 1006;
    const second = open("Ada", storage);
    await second.ready;
    expect(second.client).not.toBe(first.client);
    expect(second.text("body").toString()).toBe("text");
    first.leave();
    await vi.waitFor(async () => {
      const third = open("Ada", storage);
      await third.ready;
      const { client } = third;
      third.leave();
      expect(client).toBe(first.client);
    }, { timeout: 5_000 });
  });
});
