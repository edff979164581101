import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { AUTH_ID } from "../src/connection";
import { connect, type ConnectOptions, MemoryStorage, type Op, reaches, type Session, type Status } from "../src/index";
import { Room } from "../testing/room";

const insert = (at: number, text: string): Op => ({ op: "text", path: "body", changes: [{ from: at, to: at, insert: text }] });

let room: Room;
const sessions: Session[] = [];

function open(options: Partial<ConnectOptions> = {}): Session {
  const session = connect({ url: "ws://test/ws", document: "d", name: "Ada", storage: null, WebSocket: room.WebSocket, ...options });
  sessions.push(session);
  return session;
}

const pass = (milliseconds = 200) => vi.advanceTimersByTimeAsync(milliseconds);
const sent = (type: string) => room.received.filter((message) => message.type === type);

beforeEach(() => {
  vi.useFakeTimers();
  room = new Room();
});

afterEach(() => {
  for (const session of sessions.splice(0)) session.leave();
  vi.useRealTimers();
});

describe("roles", () => {
  test("ascend from viewer to admin", () => {
    expect(reaches("admin", "viewer")).toBe(true);
    expect(reaches("editor", "editor")).toBe(true);
    expect(reaches("commenter", "editor")).toBe(false);
  });

  test("[ACCESS-6] the role comes with the document, and changes live with an event", async () => {
    room.role = "viewer";
    const ada = open();
    const told = vi.fn();
    ada.on("access", told);
    await pass();
    expect([ada.role, ada.canRun]).toEqual(["viewer", false]);
    room.grant("editor");
    room.grant("editor");
    await pass();
    expect(ada.role).toBe("editor");
    room.tell({ type: "access", role: "admin", run: true, by: "Ann" });
    await pass();
    expect([ada.role, ada.canRun]).toEqual(["admin", true]);
    expect(told.mock.calls.map(([access]) => access)).toEqual([
      { role: "viewer", canRun: false },
      { role: "editor", canRun: false },
      { role: "admin", canRun: true, by: "Ann" },
    ]);
    expect(room.opened).toHaveLength(1);
  });

  test("a server that tells no role lets everybody do everything", async () => {
    const ada = open();
    await pass();
    expect([ada.role, ada.canRun]).toEqual(["admin", true]);
  });

  test("[ACCESS-5] a change that the role does not allow is taken back, with the reason", async () => {
    const ada = open();
    await pass();
    ada.change([insert(0, "kept ")]);
    await pass();
    room.role = "viewer";
    const rejected = vi.fn();
    ada.on("rejected", rejected);
    const id = ada.change([insert(5, "refused")]);
    await pass();
    expect(ada.text("body").toString()).toBe("kept ");
    expect(rejected).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ id, code: "forbidden", message: "You are viewer here; changing the document takes editor." }));
  });

  test("[ACCESS-10] the name that the server knows the user by goes before the own one", async () => {
    const join = room.authority.join.bind(room.authority);
    room.authority.join = (...args) => ({ ...join(...args), name: "Ada L." });
    const ada = open();
    expect(ada.name).toBe("Ada");
    await pass();
    expect([ada.name, ada.self.name]).toEqual(["Ada L.", "Ada L."]);
  });

  test("a stored document opens with the role of the last visit", async () => {
    const storage = new MemoryStorage();
    room.role = "commenter";
    const first = open({ storage });
    await pass();
    await first.stored();
    first.leave();
    room.closeWith = 1006;
    const second = open({ storage });
    await pass();
    expect([second.isReady, second.role]).toEqual([true, "commenter"]);
  });
});

describe("tokens", () => {
  test("[ACCESS-1] go as a subprotocol beside the protocol's own, asked for at every connect", async () => {
    const tokens = ["first", "second"];
    const ada = open({ token: async () => tokens.shift() });
    await pass();
    expect(ada.status.state).toBe("connected");
    room.cut();
    await pass(1_500);
    expect(room.offered).toEqual([["weft.v1", "weft.token.first"], ["weft.v1", "weft.token.second"]]);
    expect(sent("auth")).toEqual([]);
  });

  test("without one only the protocol is offered", async () => {
    open();
    open({ token: () => undefined });
    await pass();
    expect(room.offered).toEqual([["weft.v1"], ["weft.v1"]]);
  });

  test.each(["a token", "ä", "x".repeat(3_001)])("[ACCESS-3] what is no subprotocol goes in the first message, before the join (%#)", async (token) => {
    const ada = open({ token });
    await pass();
    expect(room.offered).toEqual([["weft.v1"]]);
    expect(room.received.slice(0, 2)).toEqual([{ type: "auth", id: AUTH_ID, token }, expect.objectContaining({ type: "join" })]);
    expect(ada.status.state).toBe("connected");
  });

  test("[ACCESS-4] are renewed on the open connection when the server says that they end", async () => {
    let token = "first";
    const ada = open({ token: () => token });
    const expiring = vi.fn();
    ada.on("expiring", expiring);
    await pass();
    token = "second";
    room.tell({ type: "expiring", at: Date.now() + 60_000 });
    await pass();
    expect(sent("auth")).toEqual([{ type: "auth", id: AUTH_ID, token: "second" }]);
    expect(expiring).not.toHaveBeenCalled();
    expect(room.opened).toHaveLength(1);
  });

  test.each([["a constant", "same"], ["the same again", () => "same"], ["none", () => undefined], ["an error", () => Promise.reject(new Error("no"))]])(
    "that cannot be renewed are told of: %s",
    async (_, token) => {
      const isFailing = _ === "an error";
      const ada = open(isFailing ? {} : { token: token as string });
      const expiring = vi.fn();
      ada.on("expiring", expiring);
      await pass();
      const at = Date.now() + 60_000;
      room.tell({ type: "expiring", at });
      await pass();
      expect(expiring).toHaveBeenCalledExactlyOnceWith({ at });
      expect(sent("auth")).toEqual([]);
    },
  );

  test("a renewal that the server refuses is a problem to tell, and nothing else", async () => {
    let token = "first";
    room.isValid = () => false;
    const ada = open({ token: () => token });
    const problem = vi.fn();
    ada.on("problem", problem);
    await pass();
    token = "second";
    room.tell({ type: "expiring", at: Date.now() + 60_000 });
    await pass();
    expect(problem).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: "unauthorized" }));
    expect(ada.status.state).toBe("connected");
  });
});

describe("the end of access", () => {
  test.each([[4007], [4008], [4009]])("[ACCESS-11] close code %i says why and is not followed by a reconnect", async (code) => {
    const ada = open();
    await pass();
    room.cut(code);
    await pass(120_000);
    expect(ada.status).toMatchObject({ state: "failed", code });
    expect(room.opened).toHaveLength(1);
  });

  test("each has words of its own", async () => {
    const reasons: string[] = [];
    for (const code of [4007, 4008, 4009]) {
      const ada = open();
      await pass();
      room.cut(code);
      reasons.push((ada.status as Extract<Status, { state: "failed" }>).reason);
    }
    expect(new Set(reasons).size).toBe(3);
  });

  test.each([[4007], [4008], [4009]])("an answer of close code %i to the first connection rejects `ready`, also with new tokens at hand", async (code) => {
    let count = 0;
    room.closeWith = code;
    const ada = open({ token: () => `token${++count}` });
    await pass(120_000);
    await expect(ada.ready).rejects.toThrow(/sign|access/);
    expect(room.opened).toHaveLength(1);
  });

  test("[ACCESS-11] 4009 is followed by one connection with another token, if there is one", async () => {
    let token = "first";
    const ada = open({ token: () => token });
    await pass();
    ada.change([insert(0, "Hello")]);
    token = "second";
    room.cut(4009);
    await pass(50);
    expect(ada.status.state).toBe("connected");
    expect(room.offered.at(-1)).toEqual(["weft.v1", "weft.token.second"]);
    room.cut(4009);
    await pass(120_000);
    expect(ada.status).toMatchObject({ state: "failed", code: 4009 });
    expect(room.opened).toHaveLength(2);
    expect(ada.unsaved).toBe(0);
  });

  test.each(["unauthorized", "forbidden"])("[ACCESS-7] a join refused as %s is final, and tells the code", async (error) => {
    room.refuseJoin = () => error;
    const ada = open();
    await pass(120_000);
    await expect(ada.ready).rejects.toThrow(`Refused: ${error}.`);
    expect(ada.status).toMatchObject({ state: "failed", error });
    expect(room.opened).toHaveLength(1);
  });

  test("what is unsaved stays in the view and in storage; without any the stored copy goes", async () => {
    const storage = new MemoryStorage();
    const ada = open({ storage });
    await pass();
    ada.change([insert(0, "saved ")]);
    await pass();
    room.latency = 50;
    ada.change([insert(6, "mine")]);
    room.cut(4008);
    await pass(1_000);
    expect(ada.text("body").toString()).toBe("saved mine");
    expect(ada.unsaved).toBe(1);
    expect((await storage.list("d")).map(({ pending }) => pending.length)).toEqual([1]);
    ada.leave();
    await pass();

    room.latency = 0;
    const again = open({ storage });
    await pass();
    expect(again.unsaved).toBe(0);
    room.cut(4008);
    await pass(1_000);
    expect(await storage.list("d")).toEqual([]);
    expect(again.text("body").toString()).toBe("saved mine");
  });
});

describe("two people at one browser", () => {
  test("[ACCESS-9] the second one goes on under a client id of their own, and the first one's unsaved work waits", async () => {
    const storage = new MemoryStorage();
    const ada = open({ storage });
    await pass();
    ada.change([insert(0, "saved")]);
    await pass();
    room.closeWith = 1006;
    room.cut();
    ada.change([insert(5, " by Ada")]);
    await ada.stored();
    ada.leave();
    await pass();
    room.closeWith = 0;
    room.refuseJoin = ({ client }) => (client === ada.client ? "client_taken" : undefined);

    const bob = open({ storage, name: "Bob" });
    await pass(1_000);
    expect(bob.status.state).toBe("connected");
    expect(bob.client).not.toBe(ada.client);
    expect(bob.text("body").toString()).toBe("saved");
    bob.change([insert(5, " by Bob")]);
    await pass();
    expect(room.authority.text("body")).toBe("saved by Bob");
    bob.leave();
    await pass();

    room.refuseJoin = () => undefined;
    const again = open({ storage });
    await pass(1_000);
    expect(again.client).toBe(ada.client);
    expect(again.text("body").toString().split(" by ").sort()).toEqual(["Ada", "Bob", "saved"]);
  });

  test("work of somebody else that nobody may deliver stays in storage, and is tried once", async () => {
    const storage = new MemoryStorage();
    const stored = { document: "d", title: "", kind: "text", generation: "g1", revision: 0, nextId: 1, moved: [], snapshot: {}, deleted: [] };
    await storage.save({ ...stored, client: "own", pending: [{ at: 1, made: 1, revision: 0, ops: [insert(0, "mine")] }], written: 2 });
    await storage.save({ ...stored, client: "other", pending: [{ at: 1, made: 1, revision: 0, ops: [insert(0, "theirs")] }], written: 1 });
    room.refuseJoin = ({ client }) => (client === "other" ? "client_taken" : undefined);
    const ada = open({ storage });
    await pass(120_000);
    expect(ada.client).toBe("own");
    expect(room.authority.text("body")).toBe("mine");
    expect(room.opened).toHaveLength(2);
    expect((await storage.list("d")).map(({ client }) => client).sort()).toEqual(["other", "own"]);
  });
});
