import { connect, type Session } from "@weft/client";
import { libraryEntries } from "@weft/optics";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Room } from "../../client/testing/room";
import { assemblyOf } from "../src/bench/assembly";
import { Bench } from "../src/bench/Bench";
import { copiesOf, fromClipboard, toClipboard } from "../src/bench/clipboard";
import { moved, shifted, turned, turnOf } from "../src/bench/gestures";
import { labelOf } from "../src/bench/items";
import { readNumber } from "../src/bench/NumberField";
import { outcomeWords } from "../src/document/undoWords";
import { draftAt, freePlace, snapped } from "../src/bench/placing";
import { fitted, gridStep, panned, toBenchPoint, toCanvasPoint, usualView, zoomed } from "../src/bench/viewport";

interface Peer {
  readonly session: Session;
  readonly bench: Bench;
}

let room: Room;
const peers: Peer[] = [];

const pass = (milliseconds = 200) => vi.advanceTimersByTimeAsync(milliseconds);

async function open(name: string): Promise<Peer> {
  const session = connect({ url: "ws://test/ws", document: "d", name, color: "#112233", storage: null, WebSocket: room.WebSocket });
  await pass(300);
  const peer = { session, bench: new Bench(session) };
  peers.push(peer);
  return peer;
}

const changes = () => room.received.filter(({ type }) => type === "change");
const mirror = (x_mm: number) => ({ kind: "component", properties: { x_mm, y_mm: 0, angle_deg: 0, name: "Mirror" } });

/** Puts a mirror on the bench, and gives its id. */
async function place({ bench }: Peer, x = 0): Promise<string> {
  bench.add([mirror(x)]);
  await pass();
  return [...bench.selected][0]!;
}

beforeEach(() => {
  vi.useFakeTimers();
  room = new Room();
});

afterEach(() => {
  for (const { session, bench } of peers.splice(0)) {
    bench.dispose();
    session.leave();
  }
  vi.useRealTimers();
});

describe("working on a bench together", () => {
  test("what one puts there the others have, and it is selected here alone", async () => {
    const [ada, bob] = [await open("Ada"), await open("Bob")];
    const id = await place(ada, 30);
    expect(bob.bench.get(id)).toEqual({ id, kind: "component", properties: { x_mm: 30, y_mm: 0, angle_deg: 0, name: "Mirror" } });
    expect([...ada.bench.selected]).toEqual([id]);
    expect([...bob.bench.selected]).toEqual([]);
  });

  test("O-59 an item that is deleted in the hand is told as lost, and comes back with what the hand did, until that is undone", async () => {
    const [ada, bob] = [await open("Ada"), await open("Bob")];
    const id = await place(ada);
    const lost: unknown[] = [];
    bob.session.on("conflict", ({ winner, loser, deleted, lost: properties }) => lost.push([winner.name, loser.name, deleted, properties]));
    bob.bench.hold(new Map([[id, { x_mm: 40 }]]));
    ada.bench.remove([id]);
    await pass(3_000);
    bob.bench.release();
    expect(lost).toEqual([["Ada", "Bob", true, { x_mm: 40 }]]);
    await pass();
    expect(bob.bench.items).toEqual([]);
    bob.bench.bringBack(new Map([[id, { x_mm: 40 }]]));
    await pass();
    for (const { bench } of [ada, bob]) expect(bench.get(id)).toMatchObject({ kind: "component", properties: { x_mm: 40, name: "Mirror" } });
    bob.bench.undo();
    await pass();
    for (const { bench } of [ada, bob]) expect(bench.items).toEqual([]);
  });

  test("a drag is a preview for the others while it goes on, and one change at its end", async () => {
    const [ada, bob] = [await open("Ada"), await open("Bob")];
    const id = await place(ada);
    const before = changes().length;
    for (let x = 1; x <= 40; x++) {
      ada.bench.hold(new Map([[id, { x_mm: x }]]));
      await pass(16);
    }
    await pass(60);
    expect(bob.bench.get(id)!.properties["x_mm"]).toBe(40);
    expect(changes().length).toBe(before);
    ada.bench.release();
    await pass();
    expect(changes().length).toBe(before + 1);
    expect(bob.session.items("items").get(id)!.properties["x_mm"]).toBe(40);
  });

  test("a drag that is given up leaves everything as it was", async () => {
    const [ada, bob] = [await open("Ada"), await open("Bob")];
    const id = await place(ada);
    ada.bench.hold(new Map([[id, { x_mm: 99 }]]));
    ada.bench.cancel();
    await pass(1_000);
    expect(ada.bench.get(id)!.properties["x_mm"]).toBe(0);
    expect(bob.bench.get(id)!.properties["x_mm"]).toBe(0);
  });

  test("only what changed is sent: one moves while the other renames, and both stand", async () => {
    const [ada, bob] = [await open("Ada"), await open("Bob")];
    const id = await place(ada);
    ada.bench.write(new Map([[id, { x_mm: 50, y_mm: 0, name: "Mirror" }]]));
    bob.bench.write(new Map([[id, { name: "M1" }]]));
    await pass();
    const sent = changes().slice(-2) as unknown as { ops: { properties: object }[] }[];
    expect(sent.map(({ ops }) => ops[0]!.properties)).toEqual([{ x_mm: 50 }, { name: "M1" }]);
    for (const { bench } of [ada, bob]) expect(bench.get(id)!.properties).toMatchObject({ x_mm: 50, name: "M1" });
  });

  test("what somebody else deletes while it is in the hand stays deleted", async () => {
    const [ada, bob] = [await open("Ada"), await open("Bob")];
    const id = await place(ada);
    ada.bench.hold(new Map([[id, { x_mm: 5 }]]));
    bob.bench.remove([id]);
    await pass();
    ada.bench.release();
    await pass();
    expect(ada.bench.items).toEqual([]);
    expect(bob.bench.items).toEqual([]);
    expect([...ada.bench.selected]).toEqual([]);
  });

  test("writing what is there already sends nothing and is no step", async () => {
    const ada = await open("Ada");
    const id = await place(ada);
    const before = changes().length;
    ada.bench.write(new Map([[id, { name: "Mirror" }]]));
    await pass();
    expect(changes().length).toBe(before);
    ada.bench.undo();
    expect(ada.bench.items).toEqual([]);
  });

  test("a viewer can select and look, and change nothing", async () => {
    const ada = await open("Ada");
    const id = await place(ada);
    room.grant("viewer");
    await pass();
    const before = changes().length;
    ada.bench.select([id]);
    expect([...ada.bench.selected]).toEqual([id]);
    expect(ada.bench.write(new Map([[id, { x_mm: 1 }]]))).toMatch(/look/);
    expect(ada.bench.remove([id])).toMatch(/look/);
    expect(ada.bench.mayChange(ada.bench.get(id)!)).toBe(false);
    expect(changes().length).toBe(before);
  });

  test("what is locked stays when it is deleted with others, and that is said", async () => {
    const ada = await open("Ada");
    const [first, second] = [await place(ada), await place(ada, 10)];
    ada.bench.write(new Map([[first!, { locked: true }]]));
    expect(ada.bench.remove([first!, second!])).toMatch(/locked/);
    expect(ada.bench.items.map(({ id }) => id)).toEqual([first]);
  });
});

describe("undo", () => {
  test("takes one gesture at a time back, and redo does it again", async () => {
    const [ada, bob] = [await open("Ada"), await open("Bob")];
    const id = await place(ada);
    ada.bench.hold(new Map([[id, { x_mm: 10 }]]));
    ada.bench.hold(new Map([[id, { x_mm: 20 }]]));
    ada.bench.release();
    ada.bench.undo();
    expect(ada.bench.get(id)!.properties["x_mm"]).toBe(0);
    ada.bench.undo();
    expect(ada.bench.items).toEqual([]);
    ada.bench.redo();
    ada.bench.redo();
    await pass();
    for (const { bench } of [ada, bob]) expect(bench.get(id)!.properties).toEqual({ x_mm: 20, y_mm: 0, angle_deg: 0, name: "Mirror" });
  });

  test("leaves what somebody else has changed since, property by property", async () => {
    const [ada, bob] = [await open("Ada"), await open("Bob")];
    const id = await place(ada);
    ada.bench.write(new Map([[id, { x_mm: 10, angle_deg: 45 }]]));
    await pass();
    bob.bench.write(new Map([[id, { x_mm: 77 }]]));
    await pass();
    ada.bench.undo();
    await pass();
    for (const { bench } of [ada, bob]) expect(bench.get(id)!.properties).toMatchObject({ x_mm: 77, angle_deg: 0 });
  });

  test("O-56 removes what one put there also when others have worked on it, and says so", async () => {
    const [ada, bob] = [await open("Ada"), await open("Bob")];
    const id = await place(ada);
    bob.bench.write(new Map([[id, { name: "Bob's mirror" }]]));
    await pass();
    expect(outcomeWords(ada.bench.undo()!)).toBe("Bob had worked on this too: it went with what you brought. Redo brings it back.");
    await pass();
    expect(bob.bench.items).toEqual([]);
    ada.bench.redo();
    await pass();
    expect(bob.bench.get(id)!.properties["name"]).toBe("Bob's mirror");
  });

  test("O-56 says whose work it left", async () => {
    const [ada, bob] = [await open("Ada"), await open("Bob")];
    const id = await place(ada);
    ada.bench.write(new Map([[id, { x_mm: 10 }]]));
    await pass();
    bob.bench.write(new Map([[id, { x_mm: 20 }]]));
    await pass();
    expect(outcomeWords(ada.bench.undo()!)).toBe("Bob has changed this since – left as it is.");
    expect(ada.bench.get(id)!.properties["x_mm"]).toBe(20);
    const left = [{ path: "items/a", by: "Bob" }, { path: "items/b" }];
    expect(outcomeWords({ paths: ["items/a"], left, gone: [] })).toBe("Bob and Somebody have changed a part of this since – that is left as it is.");
  });

  test("never undoes a colleague's work", async () => {
    const [ada, bob] = [await open("Ada"), await open("Bob")];
    await place(ada);
    await place(bob, 50);
    ada.bench.undo();
    await pass();
    expect(ada.bench.items.map(({ properties }) => properties["x_mm"])).toEqual([50]);
    expect(ada.bench.canUndo).toBe(false);
  });

  test("brings deleted things back as they were", async () => {
    const [ada, bob] = [await open("Ada"), await open("Bob")];
    const [first, second] = [await place(ada), await place(ada, 10)];
    ada.bench.remove([first!, second!]);
    await pass();
    expect(bob.bench.items).toEqual([]);
    ada.bench.undo();
    await pass();
    expect(bob.bench.items.map(({ id, properties }) => [id, properties["x_mm"]]).toSorted()).toEqual([[first, 0], [second, 10]].toSorted());
  });

  test("steps of one kind are one, until something else is done", async () => {
    const ada = await open("Ada");
    const id = await place(ada);
    for (const x_mm of [1, 2, 3]) ada.bench.write(new Map([[id, { x_mm }]]), "nudge");
    ada.bench.select([id]);
    for (const x_mm of [4, 5]) ada.bench.write(new Map([[id, { x_mm }]]), "nudge");
    ada.bench.undo();
    expect(ada.bench.get(id)!.properties["x_mm"]).toBe(3);
    ada.bench.undo();
    expect(ada.bench.get(id)!.properties["x_mm"]).toBe(0);
  });

  test("a new step forgets what was undone", async () => {
    const ada = await open("Ada");
    const id = await place(ada);
    ada.bench.write(new Map([[id, { x_mm: 1 }]]));
    ada.bench.undo();
    ada.bench.write(new Map([[id, { x_mm: 2 }]]));
    expect(ada.bench.canRedo).toBe(false);
  });
});

describe("gestures", () => {
  const at = (x_mm: number, y_mm: number, angle_deg = 0) => ({ id: `${x_mm}`, kind: "component", properties: { x_mm, y_mm, angle_deg } });
  const snap = { on: true, grid: 5, angle: 15 };
  const free = { ...snap, on: false };

  test("what the hand is at snaps to the grid, the others keep their distance", () => {
    const result = moved([at(3, 0), at(10, 1)], "3", { x: 0, y: 0 }, { x: 6, y: 4 }, snap);
    expect(result.get("3")).toEqual({ x_mm: 10, y_mm: 5 });
    expect(result.get("10")).toEqual({ x_mm: 17, y_mm: 6 });
    expect(moved([at(3, 0)], "3", { x: 0, y: 0 }, { x: 6.123, y: 4 }, free).get("3")).toEqual({ x_mm: 9.12, y_mm: 4 });
  });

  test("turning snaps the angle, not the turn", () => {
    const middle = { x: 0, y: 0 };
    expect(turnOf(at(0, 0, 10), middle, { x: 0, y: 10 }, { x: 10, y: 10 }, snap)).toBe(50);
    expect(turned([at(0, 0, 10)], middle, 50).get("0")).toEqual({ angle_deg: 60 });
  });

  test("several turn around their middle, clockwise on the screen", () => {
    const result = turned([at(-10, 0), at(10, 0)], { x: 0, y: 0 }, 90);
    expect(result.get("10")).toEqual({ x_mm: 0, y_mm: -10, angle_deg: 90 });
    expect(result.get("-10")).toEqual({ x_mm: 0, y_mm: 10, angle_deg: 90 });
  });

  test("shifting leaves alone what lies nowhere", () => {
    expect([...shifted([{ id: "g", kind: "group", properties: {} }], 1, 1)]).toEqual([]);
  });
});

describe("the view", () => {
  const size = { width: 800, height: 600 };

  test("Y points up, and both ways lead back", () => {
    expect(toCanvasPoint(usualView, size, { x: 10, y: 10 })).toEqual({ x: 420, y: 280 });
    const view = { x: 17, y: -4, zoom: 0.7 };
    const back = toBenchPoint(view, size, toCanvasPoint(view, size, { x: 3, y: 9 }));
    expect(back.x).toBeCloseTo(3);
    expect(back.y).toBeCloseTo(9);
  });

  test("zooming keeps the point under the hand, within bounds", () => {
    const at = { x: 100, y: 500 };
    const before = toBenchPoint(usualView, size, at);
    const after = toBenchPoint(zoomed(usualView, size, 3, at), size, at);
    expect(after.x).toBeCloseTo(before.x);
    expect(after.y).toBeCloseTo(before.y);
    expect(zoomed(usualView, size, 1e9, at).zoom).toBe(60);
    expect(panned(usualView, 20, 10)).toEqual({ x: -10, y: 5, zoom: 2 });
  });

  test("a fitted view shows all of a box; the grid is round and never too fine", () => {
    const view = fitted({ left: -500, right: 1_500, bottom: 0, top: 10 }, size);
    expect(view.x).toBe(500);
    expect(toCanvasPoint(view, size, { x: 1_500, y: 0 }).x).toBeLessThan(800);
    expect(fitted(null, size)).toBe(usualView);
    for (const zoom of [0.05, 0.3, 1, 2, 7, 40]) expect(gridStep(zoom) * zoom).toBeGreaterThanOrEqual(9 - 1e-9);
    expect(gridStep(2)).toBe(5);
  });
});

test("library entries are put where they are dropped, and beside what lies there already", () => {
  for (const entry of libraryEntries) {
    const { kind, properties } = draftAt(entry, { x: 15, y: -20 });
    expect(properties["x_mm"] ?? properties["x"] ?? ((properties["points"] as number[][] | undefined)?.[0]![0]! ?? (properties["vertex"] as number[])[0]! - 25) + 50).toBe(15);
    expect(labelOf({ kind, properties })).not.toBe("");
  }
  expect(freePlace([{ id: "a", kind: "component", properties: { x_mm: 0, y_mm: 0 } }], { x: 0, y: 0 })).toEqual({ x: 20, y: -20 });
  expect(snapped({ x: 12.4, y: -13 }, { on: true, grid: 5, angle: 5 })).toEqual({ x: 10, y: -15 });
});

test("copies go through the clipboard as text, lie aside and are not locked", () => {
  const items = [{ id: "a", kind: "component", properties: { x_mm: 1, y_mm: 2, locked: true, future: { a: 1 } } }];
  const drafts = fromClipboard(toClipboard(items))!;
  expect(copiesOf(drafts)).toEqual([{ kind: "component", properties: { x_mm: 21, y_mm: -18, future: { a: 1 } } }]);
  for (const text of ["", "hello", "{}", "[]", '{"type":"weft/bench-items"}']) expect(fromClipboard(text)).toBeNull();
});

test.each([
  ["12.5", 12.5],
  ["−3 mm", -3],
  ["1,5", 1.5],
  ["1e3", 1000],
  [".5°", 0.5],
])("%s is read as %d", (text, value) => expect(readNumber(text)).toBe(value));

test.each(["", "abc", "1..2", "--1", "1 2"])("%s is no number", (text) => expect(readNumber(text)).toBeNaN());

test("O-29 what a page holds of a bench can be kept as an assembly file", async () => {
  const { session, bench } = await open("Ada");
  bench.add([mirror(1), { kind: "text", properties: { text: "Hi", x: 0, y: 0 } }, { kind: "group", properties: { name: "G" } }]);
  const file = JSON.parse(assemblyOf(session)) as Record<string, unknown>;
  const ids = ["component", "text", "group"].map((kind) => bench.items.find((item) => item.kind === kind)!.id);
  expect(file).toEqual({
    version: "2.0",
    items: [{ x_mm: 1, y_mm: 0, angle_deg: 0, name: "Mirror", item_uuid: ids[0], _type: "component" }],
    rulers: [],
    texts: [{ text: "Hi", x: 0, y: 0, item_uuid: ids[1], type: "text" }],
    rectangles: [],
    path_measures: [],
    groups: [{ name: "G", group_uuid: ids[2] }],
  });
});

test("what nobody here understood of an assembly file stays in it, and numbers beyond JSON stand bare", async () => {
  const { session } = await open("Ada");
  session.change([
    { op: "add", path: "file/assembly", kind: "assembly", properties: { version: "2.0", notebook: { page: 7 }, rulers: ["odd"] } },
    { op: "add", path: "items/m", kind: "component", properties: { name: "Infinity", interfaces: [{ radius_of_curvature_mm: "-Infinity" }] } },
  ]);
  const file = assemblyOf(session);
  expect(file).toContain('"radius_of_curvature_mm": -Infinity');
  expect(file).toContain('"name": "Infinity"');
  expect(JSON.parse(file.replace(": -Infinity", ": null"))).toMatchObject({ version: "2.0", notebook: { page: 7 }, rulers: ["odd"] });
});
