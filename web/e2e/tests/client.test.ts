// @vitest-environment jsdom
import { connect, MemoryStorage, type Op, type Session, toEdits, type WebSocketConstructor } from "@weft/client";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { Random, randomDelta } from "../../client/test/random";
import { Server } from "../stage/Server";

let server: Server;
const sessions: Session[] = [];

beforeAll(async () => {
  // Where the pages of the test's environment are from.
  server = await Server.start("--allow-origin", location.origin);
});

afterAll(() => server.stop());

async function open(document: string, name: string, storage: MemoryStorage | null = null, WebSocket?: WebSocketConstructor): Promise<Session> {
  const session = connect({ url: `${server.address.replace("http", "ws")}/ws`, document, name, storage, ...(WebSocket && { WebSocket }) });
  sessions.push(session);
  await session.ready;
  return session;
}

const until = (holds: () => boolean) => vi.waitFor(() => expect(holds()).toBe(true), { timeout: 20_000, interval: 10 });
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Waits until everything is saved everywhere, and expects one document. */
async function expectEqual(all: readonly Session[], view: (session: Session) => unknown): Promise<void> {
  await until(() => all.every(({ unsaved }) => unsaved === 0) && new Set(all.map(({ revision }) => revision)).size === 1);
  for (const session of all) expect(view(session)).toEqual(view(all[0]!));
}

afterEach(() => {
  for (const session of sessions.splice(0)) session.leave();
});

describe("the client against a real server", () => {
  test("three editors that type at once end with one text", { timeout: 60_000 }, async () => {
    const document = await server.create("text", "SDK");
    const all = await Promise.all(["Ada", "Bob", "Cyd"].map((name) => open(document, name)));
    const problems: unknown[] = [];
    for (const session of all) {
      session.on("problem", (problem) => problems.push(problem));
      session.on("rejected", (event) => problems.push(event));
    }
    const random = new Random(7);
    for (let step = 0; step < 400; step++) {
      const session = random.pick(all);
      const text = session.text("body");
      const changes = toEdits(randomDelta(random, text.length)).filter(
        ({ from, to, insert, attributes }) => typeof insert !== "object" && attributes === undefined && !splits(text.toString(), from) && !splits(text.toString(), to) && to - from < 6,
      );
      if (changes.length > 0) session.change([{ op: "text", path: "body", changes }]);
      if (random.chance(0.4)) await wait(random.below(12));
    }
    await expectEqual(all, (session) => session.text("body").runs());
    expect(problems).toEqual([]);
    expect(all[0]!.text("body").length).toBeGreaterThan(0);
    const late = await open(document, "Dan");
    expect(late.text("body").runs()).toEqual(all[0]!.text("body").runs());
  });

  test("connections that break in the middle lose nothing and repeat nothing", { timeout: 60_000 }, async () => {
    const document = await server.create("text", "SDK");
    const sockets = new Set<WebSocket>();
    class Breaking extends WebSocket {
      constructor(url: string, protocol: string) {
        super(url, protocol);
        sockets.add(this);
        this.addEventListener("close", () => sockets.delete(this));
      }
    }
    const all = await Promise.all(["Ada", "Bob", "Cyd"].map((name) => open(document, name, null, Breaking as unknown as WebSocketConstructor)));
    const rejected: unknown[] = [];
    for (const session of all) session.on("rejected", (event) => rejected.push(event));
    const random = new Random(11);
    let typed = 0;
    for (let step = 0; step < 500; step++) {
      const session = random.pick(all);
      const { length } = session.text("body");
      const at = random.below(length + 1);
      session.change([{ op: "text", path: "body", changes: [{ from: at, to: at, insert: `${typed++ % 10}` }] }]);
      if (random.chance(0.5)) await wait(random.below(8));
      if (random.chance(0.03)) for (const socket of sockets) if (random.chance(0.6)) socket.close();
      if (random.chance(0.05)) random.pick(all).reconnect();
    }
    await expectEqual(all, (session) => session.text("body").toString());
    expect(rejected).toEqual([]);
    const digits = [...all[0]!.text("body").toString()].sort().join("");
    expect(digits).toBe(Array.from({ length: typed }, (_, n) => n % 10).sort().join(""));
  });

  test("boards: properties merge, deletions stay, undo brings back", { timeout: 60_000 }, async () => {
    const document = await server.create("board", "SDK");
    const all = await Promise.all(["Ada", "Bob"].map((name) => open(document, name)));
    const [ada, bob] = all as [Session, Session];
    const add: Op = { op: "add", path: "elements/r1", kind: "rectangle", properties: { x: 0, y: 0, width: 10, height: 10, strokeColor: "#000000", index: "a0" } };
    ada.change([add]);
    await until(() => bob.items("elements").size === 1);
    ada.change([{ op: "move", path: "elements/r1", x: 5, y: 6 }]);
    bob.change([{ op: "update", path: "elements/r1", properties: { strokeColor: "#ff0000" } }]);
    await expectEqual(all, (session) => [...session.items("elements")]);
    expect(ada.items("elements").get("r1")?.properties).toMatchObject({ x: 5, y: 6, strokeColor: "#ff0000" });
    ada.change([{ op: "delete", path: "elements/r1" }]);
    bob.change([{ op: "update", path: "elements/r1", properties: { x: 99 } }]);
    await expectEqual(all, (session) => [...session.items("elements")]);
    expect(ada.items("elements").size).toBe(0);
    ada.change([{ op: "restore", path: "elements/r1" }]);
    await expectEqual(all, (session) => [...session.items("elements")]);
    expect(bob.items("elements").get("r1")?.properties).toMatchObject({ strokeColor: "#ff0000" });
    ada.change([{ op: "clear", path: "elements" }]);
    await expectEqual(all, (session) => [...session.items("elements")]);
    expect(bob.items("elements").size).toBe(0);
  });

  test("what was typed before a reload is sent after it", { timeout: 60_000 }, async () => {
    const document = await server.create("text", "SDK");
    const storage = new MemoryStorage();
    const ada = await open(document, "Ada", storage);
    const bob = await open(document, "Bob");
    ada.change([{ op: "text", path: "body", changes: [{ from: 0, to: 0, insert: "saved" }] }]);
    await until(() => ada.unsaved === 0 && bob.text("body").toString() === "saved");
    ada.leave();
    bob.change([{ op: "text", path: "body", changes: [{ from: 0, to: 0, insert: "Bob " }] }]);
    const again = await open(document, "Ada", storage);
    expect(again.client).toBe(ada.client);
    again.change([{ op: "text", path: "body", changes: [{ from: again.text("body").length, to: again.text("body").length, insert: " twice" }] }]);
    await expectEqual([again, bob], (session) => session.text("body").toString());
    expect(bob.text("body").toString()).toBe("Bob saved twice");
  });

  test("cursors and presence reach the others", { timeout: 60_000 }, async () => {
    const document = await server.create("board", "SDK");
    const ada = await open(document, "Ada");
    const bob = await open(document, "Bob");
    await until(() => ada.count === 2);
    ada.setCursor({ pointer: { x: 1.5, y: 2 }, selected: ["a"], preview: [{ op: "update", path: "elements/a", properties: { x: 4, type: "rectangle" } }] });
    await until(() => bob.cursors.size === 1);
    expect([...bob.cursors.values()][0]).toMatchObject({ user: { name: "Ada" }, pointer: { x: 1.5, y: 2 }, selected: ["a"], preview: [{ properties: { x: 4 } }] });
    ada.leave();
    await until(() => bob.count === 1 && bob.cursors.size === 0);
  });
});

function splits(text: string, position: number): boolean {
  return position > 0 && position < text.length && /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(position - 1, position + 1));
}
