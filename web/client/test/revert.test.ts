import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Replica } from "../src/replica";
import { connect, type Session } from "../src/session";
import type { Op, SyncMessage } from "../src/wire";
import { Room } from "../testing/room";

const sync: SyncMessage = {
  type: "sync",
  document: "d",
  title: "T",
  kind: "text",
  generation: "g",
  revision: 4,
  client: "ada",
  color: "#000000",
  time: 0,
  users: [],
  saved: [],
  snapshot: { texts: { body: [{ insert: "one two" }] }, items: { e: [{ id: "a", kind: "box", properties: { x: 1 } }] } },
};
const typed = (at: number, insert: string): Op => ({ op: "text", path: "body", changes: [{ from: at, to: at, insert }] });
const bobs = { client: "bob", first: 3, last: 5 };

describe("[HIST-4] a revert", () => {
  let ada: Replica;
  beforeEach(() => {
    ada = new Replica("ada");
    ada.synced(sync);
  });

  test("goes out under an id of its own; what is written after it waits for the answer, and moves along with it", () => {
    const handle = ada.revert(bobs, 0);
    ada.change([typed(7, "!")], 0, undefined);
    expect(ada.takeFrames([])).toEqual([{ type: "revert", id: 1, ...bobs }]);
    expect(ada.takeFrames([])).toEqual([]);
    expect(ada.unsaved).toBe(2);
    const applied: Op[] = [{ op: "update", path: "e/a", properties: { x: 0 } }, { op: "text", path: "body", changes: [{ from: 0, to: 4 }] }];
    const notices = ada.response({ type: "response", in_reply: 1, status: "saved", revision: 5, applied });
    expect(notices.at(-1)).toEqual({ type: "saved", handle, revision: 5 });
    expect(ada.text("body").toString()).toBe("two!");
    expect(ada.itemsOf("e").get("a")?.properties).toEqual({ x: 0 });
    expect(ada.takeFrames([])).toEqual([{ type: "change", id: 2, base: 5, ops: [typed(3, "!")] }]);
  });

  test("whose answer was lost is asked for again, and taken when it comes among the changes", () => {
    ada.revert(bobs, 0);
    ada.takeFrames([]);
    ada.disconnected();
    expect(ada.takeFrames([])).toEqual([{ type: "revert", id: 1, ...bobs }]);
    const { snapshot: _, ...rest } = sync;
    ada.synced({ ...rest, revision: 5, saved: [[1, 1]], changes: [{ type: "change", revision: 5, client: "ada", id: 1, at: 0, ops: [typed(0, ">")], reverts: bobs }] });
    expect(ada.text("body").toString()).toBe(">one two");
    expect(ada.unsaved).toBe(0);
  });

  test("survives a reload", () => {
    ada.revert(bobs, 0);
    const again = Replica.load({ document: "d", title: "", kind: "", written: 0, ...ada.store(0) });
    expect(again.takeFrames([])).toEqual([{ type: "revert", id: 1, ...bobs }]);
  });

  test("that is refused leaves everything, and what waited for it goes out", () => {
    const handle = ada.revert(bobs, 0);
    ada.change([typed(0, ">")], 0, undefined);
    ada.takeFrames([]);
    const notices = ada.response({ type: "response", in_reply: 1, status: "rejected", error: { code: "nothing_left", message: "No." } });
    expect(notices).toEqual([{ type: "rejected", event: { id: handle, code: "nothing_left", message: "No.", ops: [] } }]);
    expect(ada.takeFrames([])).toEqual([{ type: "change", id: 2, base: 4, ops: [typed(0, ">")] }]);
  });

  test("[HIST-5] of somebody else is told with what it took back", () => {
    const change = { type: "change", revision: 5, client: "bob", id: 9, at: 0, ops: [typed(0, "x")], reverts: { client: "ada", first: 1, last: 2 } } as const;
    expect(ada.remote(change)[0]).toEqual({ type: "foreign", event: { client: "bob", revision: 5, ops: change.ops, undo: false, reverts: change.reverts } });
  });
});

describe("[HIST-1] the history", () => {
  let room: Room;
  const sessions: Session[] = [];
  const pass = (milliseconds = 200) => vi.advanceTimersByTimeAsync(milliseconds);

  beforeEach(() => {
    vi.useFakeTimers();
    room = new Room();
  });
  afterEach(() => {
    for (const session of sessions.splice(0)) session.leave();
    vi.useRealTimers();
  });

  const open = async () => {
    const session = connect({ url: "ws://test/ws", document: "d", name: "Ada", storage: null, WebSocket: room.WebSocket });
    sessions.push(session);
    await pass();
    return session;
  };

  test("is asked for once, for all who ask meanwhile", async () => {
    const session = await open();
    const asked = Promise.all([session.history(), session.history()]);
    await pass();
    expect(await asked).toEqual([[], []]);
    expect(room.received.filter(({ type }) => type === "history")).toHaveLength(1);
  });

  test("is not there without a connection, or when the answer is lost with it", async () => {
    const session = await open();
    room.latency = 50;
    const asked = session.history();
    asked.catch(() => undefined);
    await pass(10);
    room.cut();
    await expect(asked).rejects.toThrow(/lost/);
    await expect(session.history()).rejects.toThrow(/no connection/);
  });
});
