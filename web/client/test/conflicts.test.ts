import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { connect, type ConflictEvent, type ItemOp, type Op, type Properties, type Session } from "../src/index";
import { Conflicts } from "../src/conflicts";
import { Room } from "../testing/room";

let room: Room;
const sessions: Session[] = [];

interface Watched {
  readonly session: Session;
  /** Who won over whom, and with what. */
  readonly seen: [winner: string, loser: string, won: Properties, lost: Properties][];
}

async function open(name: string): Promise<Watched> {
  const session = connect({ url: "ws://test/ws", document: "d", name, storage: null, WebSocket: room.WebSocket });
  const seen: Watched["seen"] = [];
  session.on("conflict", ({ winner, loser, won, lost }: ConflictEvent) => seen.push([winner.name, loser.name, won, lost]));
  sessions.push(session);
  await pass(300);
  return { session, seen };
}

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);
const update = (properties: Properties): Op[] => [{ op: "update", path: "elements/r", properties }];

async function three(): Promise<readonly [Watched, Watched, Watched]> {
  const ada = await open("Ada");
  const bob = await open("Bob");
  const cy = await open("Cy");
  ada.session.change([{ op: "add", path: "elements/r", kind: "rectangle", properties: { x: 0, color: "black" } }]);
  await pass(2_000);
  return [ada, bob, cy];
}

beforeEach(() => {
  vi.useFakeTimers();
  room = new Room({ now: () => Date.now() });
  room.latency = 40;
});

afterEach(() => {
  for (const session of sessions.splice(0)) session.leave();
  vi.useRealTimers();
});

describe("O-59 simultaneous edits", () => {
  test("of one property are told to both, and to everybody else, with both values", async () => {
    const [ada, bob, cy] = await three();
    ada.session.change(update({ color: "red" }));
    await pass(5);
    bob.session.change(update({ color: "blue" }));
    await pass(500);
    expect(ada.session.items("elements").get("r")?.properties["color"]).toBe("blue");
    const conflict = ["Bob", "Ada", { color: "blue" }, { color: "red" }];
    expect([ada.seen, bob.seen, cy.seen]).toEqual([[conflict], [conflict], [conflict]]);
  });

  test("of different properties, or the same value, or by one person are none", async () => {
    const [ada, bob, cy] = await three();
    ada.session.change(update({ color: "red" }));
    bob.session.change(update({ x: 5 }));
    await pass(500);
    ada.session.change(update({ x: 7, y: 1 }));
    ada.session.change(update({ x: 8 }));
    bob.session.change(update({ y: 1 }));
    await pass(3_000);
    const conflict = ["Ada", "Bob", { x: 7 }, { x: 5 }];
    expect([ada.seen, bob.seen, cy.seen]).toEqual([[conflict], [conflict], [conflict]]);
  });

  test("more than a second apart are none, however slow the line", async () => {
    const [ada, bob] = await three();
    ada.session.change(update({ color: "red" }));
    await pass(1_100);
    bob.session.change(update({ color: "blue" }));
    await pass(3_000);
    expect([ada.seen, bob.seen]).toEqual([[], []]);
  });

  test("are told to an author who lost to what came to the server before, made offline and found to be earlier", () => {
    const conflicts = new Conflicts();
    const op = (color: string): ItemOp => ({ op: "update", path: "elements/r", properties: { color } });
    const bobs = { client: "bob", at: 10_500, ops: [op("blue")], wanted: [op("blue")] };
    expect(conflicts.take(bobs, 0)).toEqual([]);
    const adas = { client: "ada", at: 10_000, ops: [], wanted: [op("red")] };
    expect(conflicts.take(adas, 90)).toEqual([{ path: "elements/r", winner: "bob", loser: "ada", won: { color: "blue" }, lost: { color: "red" } }]);
    expect(conflicts.take({ ...adas, at: 9_000 }, 95)).toEqual([]);
  });

  test("on an item that is new under an old name are none", async () => {
    const [ada, bob] = await three();
    ada.session.change(update({ color: "red" }));
    await pass(200);
    bob.session.change([{ op: "delete", path: "elements/r" }]);
    await pass(100);
    bob.session.change([{ op: "restore", path: "elements/r" }]);
    bob.session.change(update({ color: "blue" }));
    await pass(500);
    expect([ada.seen, bob.seen]).toEqual([[], []]);
  });
});
