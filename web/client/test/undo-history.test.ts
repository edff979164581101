import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Room } from "../testing/room";
import { connect, type Session } from "../src/session";
import { UndoHistory } from "../src/undo-history";
import type { Op, Properties } from "../src/wire";

interface Peer {
  readonly session: Session;
  readonly history: UndoHistory;
}

let room: Room;
const peers: Peer[] = [];
const pass = (milliseconds = 200) => vi.advanceTimersByTimeAsync(milliseconds);

async function open(name: string): Promise<Peer> {
  const session = connect({ url: "ws://test/ws", document: "d", name, storage: null, WebSocket: room.WebSocket });
  const peer = { session, history: new UndoHistory(session) };
  peers.push(peer);
  await pass();
  return peer;
}

const update = (id: string, properties: Properties): Op => ({ op: "update", path: `e/${id}`, properties });
const add = (id: string, properties: Properties = {}): Op => ({ op: "add", path: `e/${id}`, kind: "box", properties });
const remove = (id: string): Op => ({ op: "delete", path: `e/${id}` });
const write = (from: number, to: number, insert?: string): Op => ({ op: "text", path: "body", changes: [insert === undefined ? { from, to } : { from, to, insert }] });
const properties = ({ session }: Peer, id: string) => session.items("e").get(id)?.properties;
const text = ({ session }: Peer) => session.text("body").toString();

beforeEach(() => {
  vi.useFakeTimers();
  room = new Room();
});

afterEach(() => {
  for (const { session, history } of peers.splice(0)) {
    history.dispose();
    session.leave();
  }
  vi.useRealTimers();
});

describe("one's own", () => {
  test("steps are undone the last one first, and done again in order", async () => {
    const ada = await open("Ada");
    ada.history.change([add("a", { x: 0 })]);
    ada.history.change([update("a", { x: 1 })]);
    ada.history.change([update("a", { x: 2, y: 5 })]);
    expect(ada.history.undo()).toEqual({ paths: ["e/a"], left: [], gone: [] });
    expect(properties(ada, "a")).toEqual({ x: 1 });
    ada.history.undo();
    ada.history.undo();
    expect(properties(ada, "a")).toBeUndefined();
    expect(ada.history.canUndo).toBe(false);
    expect(ada.history.undo()).toBeNull();
    ada.history.redo();
    ada.history.redo();
    ada.history.redo();
    expect(properties(ada, "a")).toEqual({ x: 2, y: 5 });
    expect(ada.history.redo()).toBeNull();
    await pass();
    expect(room.authority.snapshot().items).toEqual({ e: [{ id: "a", kind: "box", properties: { x: 2, y: 5 } }] });
  });

  test("a new step forgets what was undone", async () => {
    const ada = await open("Ada");
    ada.history.change([add("a", { x: 0 })]);
    ada.history.change([update("a", { x: 1 })]);
    ada.history.undo();
    ada.history.change([update("a", { x: 2 })]);
    expect(ada.history.canRedo).toBe(false);
    ada.history.undo();
    expect(properties(ada, "a")).toEqual({ x: 0 });
  });

  test("changes with the same mark are one step until there is a pause", async () => {
    const ada = await open("Ada");
    ada.history.change([add("a", { x: 0 })]);
    ada.history.change([update("a", { x: 1 })], "nudge");
    ada.history.change([update("a", { x: 2, y: 1 })], "nudge");
    ada.history.pause();
    ada.history.change([update("a", { x: 3 })], "nudge");
    ada.history.undo();
    expect(properties(ada, "a")).toEqual({ x: 2, y: 1 });
    ada.history.undo();
    expect(properties(ada, "a")).toEqual({ x: 0 });
  });

  test("a clear is undone as a whole, and brings back what it removed and nothing else", async () => {
    const [ada, bob] = [await open("Ada"), await open("Bob")];
    ada.history.change([add("a", { x: 1 }), add("b"), add("c")]);
    ada.history.change([remove("c")]);
    await pass();
    bob.history.change([{ op: "clear", path: "e" }]);
    await pass();
    expect(ada.session.items("e").size).toBe(0);
    bob.history.undo();
    await pass();
    expect([...ada.session.items("e").keys()].sort()).toEqual(["a", "b"]);
    expect(properties(ada, "a")).toEqual({ x: 1 });
  });

  test("only so many steps are kept", async () => {
    const { session } = await open("Ada");
    const history = new UndoHistory(session, { most: 2 });
    for (const x of [0, 1, 2]) history.change(x === 0 ? [add("a", { x })] : [update("a", { x })]);
    history.undo();
    history.undo();
    expect(history.undo()).toBeNull();
    expect(session.items("e").get("a")?.properties).toEqual({ x: 0 });
  });

  test("what the server refuses is no step; a refused undo can be tried again", async () => {
    const ada = await open("Ada");
    ada.history.change([add("a", { x: 0 })]);
    await pass();
    room.role = "viewer";
    ada.history.change([update("a", { x: 1 })]);
    await pass();
    expect(properties(ada, "a")).toEqual({ x: 0 });
    ada.history.undo();
    await pass();
    expect(properties(ada, "a")).toEqual({ x: 0 });
    room.role = "editor";
    ada.history.undo();
    await pass();
    expect(properties(ada, "a")).toBeUndefined();
  });

  test("steps outlive a lost connection, and what others did meanwhile counts", async () => {
    const [ada, bob] = [await open("Ada"), await open("Bob")];
    ada.history.change([add("a", { x: 0, y: 0 })]);
    ada.history.change([update("a", { x: 1, y: 1 })]);
    await pass();
    room.cut();
    await pass(100);
    await pass(5_000);
    bob.session.change([update("a", { y: 9 })]);
    await pass();
    expect(ada.history.undo()).toMatchObject({ paths: ["e/a"], left: [{ path: "e/a", property: "y", by: "Bob" }] });
    await pass();
    expect(properties(bob, "a")).toEqual({ x: 0, y: 9 });
  });
});

describe("O-56 a colleague's", () => {
  test("later value stays, and the rest of the step is undone", async () => {
    const [ada, bob] = [await open("Ada"), await open("Bob")];
    ada.history.change([add("a", { x: 0, color: "black" })]);
    ada.history.change([update("a", { x: 1, color: "red" })]);
    await pass();
    bob.history.change([update("a", { color: "blue" })]);
    await pass();
    expect(ada.history.undo()).toEqual({ paths: ["e/a"], left: [{ path: "e/a", property: "color", by: "Bob" }], gone: [] });
    await pass();
    expect(properties(bob, "a")).toEqual({ x: 0, color: "blue" });
    ada.history.redo();
    expect(properties(ada, "a")).toEqual({ x: 1, color: "blue" });
  });

  test("later value stays also when it is the same as one's own", async () => {
    const [ada, bob] = [await open("Ada"), await open("Bob")];
    ada.history.change([add("a", { color: "black" })]);
    ada.history.change([update("a", { color: "red" })]);
    await pass();
    bob.session.change([update("a", { color: "red" })]);
    await pass();
    expect(ada.history.undo()).toMatchObject({ paths: [], left: [{ by: "Bob" }] });
    expect(properties(ada, "a")).toEqual({ color: "red" });
  });

  test("value that they took back themselves leaves one's own to be undone", async () => {
    const [ada, bob] = [await open("Ada"), await open("Bob")];
    ada.history.change([add("a", { x: 0 })]);
    ada.history.change([update("a", { x: 1 })]);
    await pass();
    bob.history.change([update("a", { x: 2 })]);
    await pass();
    bob.history.undo();
    await pass();
    expect(ada.history.undo()).toMatchObject({ left: [] });
    expect(properties(ada, "a")).toEqual({ x: 0 });
  });

  test("value that came first, under one's own, is what an undo brings back", async () => {
    room.latency = 50;
    room = new Room({ random: () => 0.1 });
    room.latency = 50;
    const [ada, bob] = [await open("Ada"), await open("Bob")];
    ada.history.change([add("a", { x: 0 })]);
    await pass();
    bob.session.change([update("a", { x: 7 })]);
    await pass(10);
    ada.history.change([update("a", { x: 1 })]);
    await pass();
    expect(properties(bob, "a")).toEqual({ x: 1 });
    ada.history.undo();
    await pass();
    expect(properties(bob, "a")).toEqual({ x: 7 });
  });

  test("value that is written while an undo is on its way stands: CHANGE-17", async () => {
    room.latency = 50;
    const [ada, bob] = [await open("Ada"), await open("Bob")];
    ada.history.change([add("a", { x: 0 })]);
    ada.history.change([update("a", { x: 1 })]);
    await pass();
    ada.history.undo();
    bob.session.change([update("a", { x: 7 })]);
    await pass();
    expect(properties(ada, "a")).toEqual({ x: 7 });
    expect(properties(bob, "a")).toEqual({ x: 7 });
    expect(ada.history.redo()).toMatchObject({ paths: [] });
  });

  test("work on what one had brought goes with it, and is told; a redo brings it back", async () => {
    const [ada, bob] = [await open("Ada"), await open("Bob")];
    ada.history.change([add("a", { x: 0 })]);
    await pass();
    bob.session.change([update("a", { x: 7 })]);
    await pass();
    expect(ada.history.undo()).toEqual({ paths: ["e/a"], left: [], gone: [{ path: "e/a", by: "Bob" }] });
    await pass();
    expect(bob.session.items("e").size).toBe(0);
    ada.history.redo();
    await pass();
    expect(properties(bob, "a")).toEqual({ x: 7 });
  });

  test("deletion stays, and what one deleted oneself comes back as they left it", async () => {
    const [ada, bob] = [await open("Ada"), await open("Bob")];
    ada.history.change([add("a", { x: 0 }), add("b", { x: 0 })]);
    ada.history.change([update("a", { x: 1 })]);
    await pass();
    bob.history.change([remove("a")]);
    await pass();
    expect(ada.history.undo()).toEqual({ paths: [], left: [{ path: "e/a", by: "Bob" }], gone: [] });
    room.latency = 50;
    ada.history.change([remove("b")]);
    bob.session.change([update("b", { x: 3 })]);
    await pass();
    expect(ada.session.items("e").size).toBe(0);
    ada.history.undo();
    await pass();
    expect(properties(ada, "b")).toEqual({ x: 3 });
    expect(properties(bob, "b")).toEqual({ x: 3 });
  });

  test("item that came back is not deleted again by a redo once they have worked on it", async () => {
    const [ada, bob] = [await open("Ada"), await open("Bob")];
    ada.history.change([add("a", { x: 0 })]);
    ada.history.change([remove("a")]);
    ada.history.undo();
    await pass();
    bob.session.change([update("a", { x: 3 })]);
    await pass();
    expect(ada.history.redo()).toEqual({ paths: [], left: [{ path: "e/a", by: "Bob" }], gone: [] });
    expect(properties(ada, "a")).toEqual({ x: 3 });
  });
});

describe("L-06 a text", () => {
  test("loses one's own letters only, wherever they are by now", async () => {
    const [ada, bob] = [await open("Ada"), await open("Bob")];
    ada.history.change([write(0, 0, "hello")]);
    await pass();
    bob.history.change([write(2, 2, "XY"), write(0, 0, ">")]);
    await pass();
    expect(text(ada)).toBe(">heXYllo");
    expect(ada.history.undo()).toEqual({ paths: ["body"], left: [{ path: "body", by: "Bob" }], gone: [] });
    await pass();
    expect(text(bob)).toBe(">XY");
    ada.history.redo();
    await pass();
    expect(text(bob)).toContain("XY");
    expect(text(bob).replace(/[XY>]/g, "")).toBe("hello");
    bob.history.undo();
    await pass();
    expect(text(ada)).toBe("hello");
  });

  test("says nothing of what others have written beside it, or taken away again", async () => {
    const [ada, bob] = [await open("Ada"), await open("Bob")];
    ada.history.change([write(0, 0, "hello")]);
    await pass();
    bob.history.change([write(5, 5, "!"), write(0, 0, ">")]);
    bob.history.change([write(3, 3, "XY")]);
    bob.history.undo();
    await pass();
    expect(ada.history.undo()).toEqual({ paths: ["body"], left: [], gone: [] });
    expect(text(ada)).toBe(">!");
  });

  test("gets back what one deleted, where it was", async () => {
    const [ada, bob] = [await open("Ada"), await open("Bob")];
    ada.history.change([write(0, 0, "one two three")]);
    ada.history.change([write(4, 8)]);
    await pass();
    bob.history.change([write(0, 0, "> ")]);
    await pass();
    ada.history.undo();
    await pass();
    expect(text(bob)).toBe("> one two three");
  });

  test("keeps one typing burst as one step", async () => {
    const ada = await open("Ada");
    for (const [at, letter] of [..."word"].entries()) ada.history.change([write(at, at, letter)], "typing");
    ada.history.undo();
    expect(text(ada)).toBe("");
    ada.history.redo();
    expect(text(ada)).toBe("word");
  });
});
