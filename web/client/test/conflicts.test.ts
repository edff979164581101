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
    expect(conflicts.take(adas, 90)).toEqual([{ path: "elements/r", winner: "bob", loser: "ada", deleted: false, won: { color: "blue" }, lost: { color: "red" } }]);
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
    // What is told is the deletion alone.
    const deletion = ["Bob", "Ada", {}, { color: "red" }];
    expect([ada.seen, bob.seen]).toEqual([[deletion], [deletion]]);
  });
});

describe("O-59 a deletion at the same time as an edit", () => {
  const remove: Op[] = [{ op: "delete", path: "elements/r" }];

  test("is told to who edited, with what is lost, and to everybody who was sent the edit", async () => {
    const [ada, bob, cy] = await three();
    const deletions: ConflictEvent[] = [];
    ada.session.on("conflict", (event) => deletions.push(event));
    ada.session.change(update({ color: "red", x: 3 }));
    await pass(5);
    bob.session.change(remove);
    await pass(500);
    const conflict = ["Bob", "Ada", {}, { color: "red", x: 3 }];
    expect([ada.seen, bob.seen, cy.seen]).toEqual([[conflict], [conflict], [conflict]]);
    expect(deletions).toMatchObject([{ path: "elements/r", deleted: true, item: { id: "r", kind: "rectangle" } }]);
  });

  test("that came to the server first is told to who edited alone, once", async () => {
    const [ada, bob, cy] = await three();
    bob.session.change(remove);
    await pass(5);
    ada.session.change(update({ color: "red" }));
    await pass(500);
    expect(ada.session.items("elements").has("r")).toBe(false);
    expect([ada.seen, bob.seen, cy.seen]).toEqual([[["Bob", "Ada", {}, { color: "red" }]], [], []]);
  });

  test("is none more than a second later, of an own edit, of a deletion, or of what is there again", async () => {
    const [ada, bob, cy] = await three();
    ada.session.change(update({ color: "red" }));
    ada.session.change(remove);
    bob.session.change(remove);
    await pass(500);
    cy.session.change([{ op: "restore", path: "elements/r" }, ...update({ color: "blue" })]);
    await pass(1_500);
    bob.session.change(remove);
    await pass(2_000);
    expect([ada.seen, bob.seen, cy.seen]).toEqual([[], [], []]);
  });

  test("while a hand was at the item is told when the hand lets go, however late that is", async () => {
    const [ada, bob] = await three();
    bob.session.change(remove);
    await pass(60_000);
    ada.session.tooLate("elements/r", { x: 9 });
    expect(ada.seen).toEqual([["Bob", "Ada", {}, { x: 9 }]]);
    bob.session.tooLate("elements/r", { x: 9 });
    ada.session.tooLate("elements/other", { x: 9 });
    expect([ada.seen.length, bob.seen.length]).toEqual([1, 0]);
  });
});
