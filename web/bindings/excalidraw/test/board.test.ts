import type { ExcalidrawElement } from "@excalidraw/excalidraw/element/types";
import type { AppState, Collaborator } from "@excalidraw/excalidraw/types";
import { connect, type Session } from "@weft/client";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Room } from "../../../client/testing/room";
import { idForColor } from "../src/collaborators";
import { type BoardApi, BoardBinding } from "../src/index";

type Fields = Partial<Record<string, unknown>>;

const IDLE = {
  cursorButton: "up",
  selectedElementsAreBeingDragged: false,
  isResizing: false,
  isRotating: false,
  newElement: null,
  multiElement: null,
  editingTextElement: null,
  selectedElementIds: {},
  scrollX: 0,
  scrollY: 0,
  zoom: { value: 1 },
  width: 800,
  height: 600,
};

/** As much of Excalidraw as the binding sees: a scene, a state, and an onChange after each of their changes. */
class Canvas {
  elements: ExcalidrawElement[] = [];
  state = { ...IDLE } as unknown as AppState;
  collaborators = new Map<string, Collaborator>();
  readonly captures: unknown[] = [];
  /** How often elements were changed in place and drawn anew. */
  redrawn = 0;
  onChange: (elements: readonly ExcalidrawElement[], state: AppState) => void = () => undefined;

  readonly api = {
    getAppState: () => this.state,
    getSceneElementsIncludingDeleted: () => this.elements,
    updateScene: ({ elements, appState, collaborators, captureUpdate }: { elements?: ExcalidrawElement[]; appState?: Fields; collaborators?: Map<string, Collaborator>; captureUpdate?: string }) => {
      if (appState !== undefined) this.state = { ...this.state, ...appState };
      if (collaborators !== undefined) this.collaborators = collaborators;
      if (elements !== undefined) {
        this.captures.push(captureUpdate);
        this.elements = [...elements];
        this.repairOrder();
      }
      queueMicrotask(() => this.onChange(this.elements, this.state));
    },
    mutateElement: (element: ExcalidrawElement, updates: Fields, informMutation: boolean) => {
      Object.assign(element, updates, { version: element.version + 1 });
      if (!informMutation) return;
      this.redrawn += 1;
      queueMicrotask(() => this.onChange(this.elements, this.state));
    },
  } as unknown as BoardApi;

  get(id: string): Record<string, unknown> & ExcalidrawElement {
    return this.elements.find((element) => element.id === id) as Record<string, unknown> & ExcalidrawElement;
  }

  /** What the user sees. */
  get visible(): string[] {
    return this.elements.filter(({ isDeleted }) => !isDeleted).map(({ id }) => id);
  }

  /** Excalidraw changes elements in place while a hand is at work. */
  mutate(id: string, fields: Fields): void {
    const element = this.get(id);
    Object.assign(element, fields, { version: element.version + 1 });
    this.onChange(this.elements, this.state);
  }

  add(id: string, fields: Fields = {}): void {
    this.elements = [...this.elements, { id, type: "rectangle", version: 1, versionNonce: 1, updated: 1, isDeleted: false, x: 0, y: 0, strokeColor: "black", link: null, index: `a${this.elements.length}`, ...fields } as unknown as ExcalidrawElement];
    this.onChange(this.elements, this.state);
  }

  set(state: Fields): void {
    this.state = { ...this.state, ...state };
    this.onChange(this.elements, this.state);
  }

  /** As `syncInvalidIndices`: an index that is not above the one before is changed, in place. */
  private repairOrder(): void {
    for (const [i, element] of this.elements.entries()) {
      const before = this.elements[i - 1]?.index ?? "";
      if (element.index !== null && element.index !== undefined && element.index <= before) Object.assign(element, { index: `${before}V`, version: element.version + 1 });
    }
  }
}

interface Peer {
  readonly session: Session;
  readonly canvas: Canvas;
  readonly binding: BoardBinding;
}

let room: Room;
const peers: Peer[] = [];

async function open(name: string): Promise<Peer> {
  const session = connect({ url: "ws://test/ws", document: "d", name, color: "#112233", storage: null, WebSocket: room.WebSocket });
  const canvas = new Canvas();
  const binding = new BoardBinding(session, canvas.api);
  canvas.onChange = (elements, state) => binding.onChange(elements, state);
  const peer = { session, canvas, binding };
  peers.push(peer);
  await pass(300);
  return peer;
}

const pass = (milliseconds = 200) => vi.advanceTimersByTimeAsync(milliseconds);
const changes = () => room.received.filter(({ type }) => type === "change");

beforeEach(() => {
  vi.useFakeTimers();
  room = new Room();
});

afterEach(() => {
  for (const { session, binding } of peers.splice(0)) {
    binding.dispose();
    session.leave();
  }
  vi.useRealTimers();
});

describe("drawing together", () => {
  test("what is drawn appears at the others, in order, outside their undo history", async () => {
    const ada = await open("Ada");
    const bob = await open("Bob");
    ada.canvas.add("r1");
    ada.canvas.add("r2", { type: "ellipse", backgroundColor: "red" });
    await pass();
    expect(bob.canvas.visible).toEqual(["r1", "r2"]);
    expect(bob.canvas.get("r2")).toMatchObject({ type: "ellipse", backgroundColor: "red", link: null, strokeWidth: 2, isDeleted: false });
    expect(new Set(bob.canvas.captures)).toEqual(new Set(["NEVER"]));
    expect(bob.session.items("elements").get("r1")).toEqual({ id: "r1", kind: "rectangle", properties: { x: 0, y: 0, strokeColor: "black", index: "a0" } });
    expect(changes()).toHaveLength(2);
  });

  test("a board that is opened later shows everything, and nothing that was on the canvas before", async () => {
    const ada = await open("Ada");
    ada.canvas.add("r1");
    await pass();
    const session = connect({ url: "ws://test/ws", document: "d", name: "Late", storage: null, WebSocket: room.WebSocket });
    const canvas = new Canvas();
    canvas.add("stale");
    const binding = new BoardBinding(session, canvas.api);
    peers.push({ session, canvas, binding });
    await pass();
    expect(canvas.visible).toEqual(["r1"]);
  });

  test("what one changes is all that is made anew on the others' canvas", async () => {
    const ada = await open("Ada");
    const bob = await open("Bob");
    for (const id of ["r1", "r2", "r3"]) ada.canvas.add(id);
    await pass();
    const [first, second, third] = bob.canvas.elements;
    ada.canvas.mutate("r2", { strokeColor: "red" });
    await pass();
    expect(bob.canvas.get("r2")["strokeColor"]).toBe("red");
    expect(bob.canvas.elements[0]).toBe(first);
    expect(bob.canvas.elements[1]).not.toBe(second);
    expect(bob.canvas.elements[2]).toBe(third);
  });

  test("what others only move stays the same element, also beside what they change otherwise", async () => {
    const ada = await open("Ada");
    const bob = await open("Bob");
    for (const id of ["r1", "r2"]) ada.canvas.add(id);
    await pass();
    const [first] = bob.canvas.elements;
    ada.canvas.mutate("r1", { x: 40, y: 7 });
    await pass();
    expect(bob.canvas.get("r1")).toMatchObject({ x: 40, y: 7 });
    ada.canvas.mutate("r1", { x: 50 });
    ada.canvas.mutate("r2", { strokeColor: "red" });
    await pass();
    expect(bob.canvas.get("r1")).toMatchObject({ x: 50, y: 7 });
    expect(bob.canvas.get("r2")["strokeColor"]).toBe("red");
    expect(bob.canvas.elements[0]).toBe(first);
    const sent = changes().length;
    bob.canvas.mutate("r1", { strokeColor: "blue" });
    await pass();
    expect(changes()).toHaveLength(sent + 1);
    expect(ada.canvas.get("r1")).toMatchObject({ x: 50, y: 7, strokeColor: "blue" });
  });

  test("what many hands do comes to the canvas together, 20 times a second", async () => {
    const ada = await open("Ada");
    const others = await Promise.all(["Bob", "Cy", "Di"].map(open));
    for (const index of [0, 1, 2]) ada.canvas.add(`r${index}`);
    await pass();
    for (const [index, { canvas }] of others.entries()) canvas.set({ cursorButton: "down", selectedElementsAreBeingDragged: true, selectedElementIds: { [`r${index}`]: true } });
    const scenes = ada.canvas.captures.length;
    for (let step = 1; step <= 100; step++) {
      for (const [index, { canvas }] of others.entries()) canvas.mutate(`r${index}`, { x: step });
      await pass(10);
    }
    expect(ada.canvas.redrawn).toBeGreaterThanOrEqual(19);
    expect(ada.canvas.redrawn).toBeLessThanOrEqual(21);
    expect(ada.canvas.captures).toHaveLength(scenes);
    await pass();
    expect([0, 1, 2].map((index) => ada.canvas.get(`r${index}`)["x"])).toEqual([100, 100, 100]);
  });

  test("who follows sees what the other sees, as far as the own window goes, and tells it on", async () => {
    const ada = await open("Ada");
    const bob = await open("Bob");
    bob.canvas.state = { ...bob.canvas.state, width: 400, height: 600 };
    ada.canvas.set({ scrollX: -100, scrollY: 50, zoom: { value: 2 } });
    await pass();
    const seen = { x: 300, y: 100, width: 400, height: 300 };
    expect(bob.session.cursors.get(ada.session.client)?.view).toEqual(seen);
    bob.binding.follow(ada.session.client);
    await pass();
    expect(bob.canvas.state).toMatchObject({ zoom: { value: 1 }, scrollX: -100, scrollY: 200 });
    expect(ada.session.cursors.get(bob.session.client)?.view).toEqual(seen);
    bob.binding.follow(null);
    ada.canvas.set({ scrollX: 0 });
    await pass();
    expect(bob.canvas.state.scrollX).toBe(-100);
    bob.canvas.set({});
    await pass();
    expect(ada.session.cursors.get(bob.session.client)?.view).toEqual({ x: 300, y: 100, width: 400, height: 600 });
  });

  test("a laser is told as long as its button is down", async () => {
    const ada = await open("Ada");
    const bob = await open("Bob");
    ada.binding.onPointerUpdate({ pointer: { x: 1, y: 2, tool: "laser" }, button: "down" });
    await pass();
    expect(bob.session.cursors.get(ada.session.client)).toMatchObject({ pointer: { x: 1, y: 2 }, laser: true });
    ada.binding.onPointerUpdate({ pointer: { x: 1, y: 2, tool: "laser" }, button: "up" });
    await pass();
    expect(bob.session.cursors.get(ada.session.client)?.laser).toBe(false);
  });

  test("one change for a drag; meanwhile the others see it move", async () => {
    const ada = await open("Ada");
    const bob = await open("Bob");
    ada.canvas.add("r1");
    await pass();
    ada.canvas.set({ cursorButton: "down", selectedElementIds: { r1: true } });
    ada.canvas.set({ selectedElementsAreBeingDragged: true });
    for (let x = 1; x <= 30; x++) {
      ada.canvas.mutate("r1", { x });
      ada.binding.onPointerUpdate({ pointer: { x, y: 0, tool: "pointer" }, button: "down" });
      await pass(10);
    }
    await pass(60);
    expect(bob.canvas.get("r1")["x"]).toBe(30);
    expect(bob.session.items("elements").get("r1")?.properties["x"]).toBe(0);
    expect(changes()).toHaveLength(1);
    ada.canvas.set({ cursorButton: "up", selectedElementsAreBeingDragged: false });
    await pass(1_000);
    expect(changes()).toHaveLength(2);
    expect(changes()[1]).toMatchObject({ ops: [{ op: "update", path: "elements/r1", properties: { x: 30 } }] });
    expect(bob.canvas.get("r1")["x"]).toBe(30);
    expect(bob.session.items("elements").get("r1")?.properties["x"]).toBe(30);
  });

  test("a drag that begins right after another's ends goes where the hand goes", async () => {
    room.latency = 10;
    const ada = await open("Ada");
    const bob = await open("Bob");
    ada.canvas.add("r1");
    await pass();
    const drag = async ({ canvas }: Peer, to: number) => {
      canvas.set({ cursorButton: "down", selectedElementIds: { r1: true }, selectedElementsAreBeingDragged: true });
      for (const x of [to - 20, to - 10, to]) {
        canvas.mutate("r1", { x });
        await pass(20);
      }
      canvas.set({ cursorButton: "up", selectedElementsAreBeingDragged: false });
    };
    await drag(ada, 50);
    await pass(60);
    expect(bob.canvas.get("r1")["x"]).toBe(50);
    await drag(bob, 90);
    for (let wait = 0; wait < 600; wait += 20) {
      await pass(20);
      expect(bob.canvas.get("r1")["x"]).toBe(90);
    }
    expect(ada.canvas.get("r1")["x"]).toBe(90);
  });

  test("O-59 a drag of what another deletes meanwhile is told with what is lost, and changes nothing", async () => {
    const ada = await open("Ada");
    const bob = await open("Bob");
    ada.canvas.add("r1");
    await pass();
    const told: unknown[] = [];
    bob.session.on("conflict", (event) => told.push(event));
    bob.canvas.set({ cursorButton: "down", selectedElementIds: { r1: true }, selectedElementsAreBeingDragged: true });
    bob.canvas.mutate("r1", { x: 10 });
    ada.canvas.mutate("r1", { isDeleted: true });
    await pass(5_000);
    bob.canvas.mutate("r1", { x: 40 });
    bob.canvas.set({ cursorButton: "up", selectedElementsAreBeingDragged: false });
    await pass(1_000);
    expect(told).toMatchObject([{ path: "elements/r1", deleted: true, winner: { name: "Ada" }, loser: { name: "Bob" }, lost: { x: 40 } }]);
    for (const { canvas } of [ada, bob]) expect(canvas.visible).toEqual([]);
    expect(changes()).toHaveLength(2);
  });

  test("a text that another deletes while it is written stays deleted, and what was written is told as lost", async () => {
    const ada = await open("Ada");
    const bob = await open("Bob");
    ada.canvas.add("note", { type: "text", text: "One" });
    await pass();
    let lost: unknown;
    bob.session.on("conflict", (event) => (lost = event.lost));
    bob.canvas.set({ editingTextElement: { id: "note" } });
    bob.canvas.mutate("note", { text: "One t" });
    ada.canvas.mutate("note", { isDeleted: true });
    for (const text of ["One tw", "One two", "One two th"]) {
      await pass(2_000);
      bob.canvas.mutate("note", { text });
    }
    bob.canvas.set(IDLE);
    await pass(1_000);
    expect(lost).toEqual({ text: "One two th" });
    for (const { canvas, session } of [ada, bob]) {
      expect(canvas.visible).toEqual([]);
      expect(session.items("elements").size).toBe(0);
    }
  });

  test("a shape that is being drawn shows at the others, is not stored before it is done, and goes if nothing comes of it", async () => {
    const ada = await open("Ada");
    const bob = await open("Bob");
    ada.canvas.set({ cursorButton: "down", newElement: { id: "n" } });
    ada.canvas.add("n", { width: 5 });
    await pass();
    expect(bob.canvas.get("n")).toMatchObject({ type: "rectangle", width: 5, locked: true });
    expect(changes()).toHaveLength(0);
    ada.canvas.mutate("n", { isDeleted: true });
    ada.canvas.set(IDLE);
    await pass(2_000);
    expect(bob.canvas.visible).toEqual([]);
    expect(changes()).toHaveLength(0);
    ada.canvas.set({ cursorButton: "down", newElement: { id: "m" } });
    ada.canvas.add("m", { width: 7 });
    await pass();
    ada.canvas.set(IDLE);
    await pass(2_000);
    expect(bob.canvas.visible).toEqual(["m"]);
    expect(bob.canvas.get("m")["locked"]).toBe(false);
    expect(bob.session.items("elements").get("m")?.properties).not.toHaveProperty("locked");
    expect(changes()).toHaveLength(1);
  });

  test.each([
    ["ends after", 400],
    ["ends before", 0],
  ])("a drag of what another has just drawn, begun before it was saved, counts: it %s that", async (_, hold) => {
    const ada = await open("Ada");
    const bob = await open("Bob");
    const take = room.take.bind(room);
    room.take = (socket, message) => void (message.type === "change" ? setTimeout(() => take(socket, message), 250) : take(socket, message));
    ada.canvas.set({ cursorButton: "down", newElement: { id: "n" } });
    ada.canvas.add("n", { width: 5 });
    await pass();
    ada.canvas.set(IDLE);
    await pass(100);
    expect(bob.session.items("elements").has("n")).toBe(false);
    expect(bob.canvas.get("n")["locked"]).toBe(false);
    bob.canvas.set({ cursorButton: "down", selectedElementsAreBeingDragged: true, selectedElementIds: { n: true } });
    bob.canvas.mutate("n", { x: 30 });
    await pass(hold);
    bob.canvas.set({ ...IDLE, selectedElementIds: { n: true } });
    await pass(2_000);
    for (const { canvas, session } of [ada, bob]) {
      expect(canvas.get("n")).toMatchObject({ x: 30, width: 5, isDeleted: false });
      expect(session.items("elements").get("n")?.properties).toMatchObject({ x: 30 });
    }
    expect(changes().map((change) => (change.type === "change" ? change.ops : []))).toMatchObject([[{ op: "add" }], [{ op: "update", properties: { x: 30 } }]]);
  });

  test("what another's hand is at before it was saved is saved by who made it", async () => {
    const ada = await open("Ada");
    const bob = await open("Bob");
    ada.canvas.set({ editingTextElement: { id: "label" } });
    ada.canvas.add("label", { type: "text", text: "label" });
    await pass(100);
    expect(bob.session.items("elements").has("label")).toBe(false);
    bob.canvas.set({ cursorButton: "down", selectedElementsAreBeingDragged: true, selectedElementIds: { label: true } });
    bob.canvas.mutate("label", { strokeColor: "#e03131" });
    await pass(100);
    ada.canvas.set(IDLE);
    await pass(100);
    expect(ada.session.items("elements").has("label")).toBe(true);
    bob.canvas.set(IDLE);
    await pass(2_000);
    for (const { session } of [ada, bob]) expect(session.items("elements").get("label")?.properties).toMatchObject({ text: "label", strokeColor: "#e03131" });
  });

  test("one moves while another recolours: both stand, and the colour shows when the hand is lifted", async () => {
    const ada = await open("Ada");
    const bob = await open("Bob");
    ada.canvas.add("r1");
    await pass();
    ada.canvas.set({ cursorButton: "down", selectedElementsAreBeingDragged: true });
    ada.canvas.mutate("r1", { x: 50 });
    bob.canvas.mutate("r1", { strokeColor: "red", x: 7 });
    await pass();
    expect(ada.canvas.get("r1")).toMatchObject({ x: 50, strokeColor: "black" });
    ada.canvas.mutate("r1", { x: 60 });
    ada.canvas.set(IDLE);
    await pass(1_000);
    for (const { canvas } of [ada, bob]) expect(canvas.get("r1")).toMatchObject({ x: 60, strokeColor: "red" });
    expect(changes().at(-1)).toMatchObject({ ops: [{ op: "update", path: "elements/r1", properties: { x: 60 } }] });
  });

  test("a resize leaves another's move alone, also when the hand had not changed anything yet", async () => {
    const ada = await open("Ada");
    const bob = await open("Bob");
    ada.canvas.add("r1", { width: 10 });
    await pass();
    bob.canvas.set({ cursorButton: "down", isResizing: true, selectedElementIds: { r1: true } });
    ada.canvas.mutate("r1", { x: 50 });
    await pass();
    // Excalidraw computes from how the element was when the pointer went down.
    bob.canvas.mutate("r1", { x: 0, width: 20 });
    ada.canvas.mutate("r1", { x: 70 });
    await pass();
    bob.canvas.set({ ...IDLE, selectedElementIds: { r1: true } });
    await pass(1_000);
    expect(changes().at(-1)).toMatchObject({ ops: [{ op: "update", path: "elements/r1", properties: { width: 20 } }] });
    for (const { canvas } of [ada, bob]) expect(canvas.get("r1")).toMatchObject({ x: 70, width: 20 });
  });

  test("what others did while the hand only held an element shows when it is lifted", async () => {
    const ada = await open("Ada");
    const bob = await open("Bob");
    ada.canvas.add("r1");
    ada.canvas.add("r2");
    await pass();
    bob.canvas.set({ cursorButton: "down", selectedElementIds: { r1: true } });
    ada.canvas.mutate("r1", { x: 50 });
    ada.canvas.mutate("r2", { x: 60 });
    await pass();
    expect([bob.canvas.get("r1")["x"], bob.canvas.get("r2")["x"]]).toEqual([0, 60]);
    bob.canvas.set({ cursorButton: "up" });
    await pass();
    expect(bob.canvas.get("r1")["x"]).toBe(50);
    expect(changes()).toHaveLength(4);
  });

  test("a shape stays as it is while its label is written, and takes the other's colour then", async () => {
    const ada = await open("Ada");
    const bob = await open("Bob");
    ada.canvas.add("r1");
    await pass();
    ada.canvas.state = { ...ada.canvas.state, editingTextElement: { id: "t", type: "text", containerId: "r1" } } as unknown as AppState;
    ada.canvas.add("t", { type: "text", text: "", containerId: "r1" });
    ada.canvas.mutate("r1", { boundElements: [{ id: "t", type: "text" }] });
    await pass();
    bob.canvas.mutate("r1", { strokeColor: "red" });
    await pass();
    expect(ada.canvas.get("r1")["strokeColor"]).toBe("black");
    ada.canvas.mutate("t", { text: "one" });
    ada.canvas.set(IDLE);
    await pass();
    for (const { canvas } of [ada, bob]) expect(canvas.get("r1")).toMatchObject({ strokeColor: "red", boundElements: [{ id: "t", type: "text" }] });
  });

  test("an element that Excalidraw holds on to is left alone until it is released", async () => {
    const ada = await open("Ada");
    const bob = await open("Bob");
    ada.canvas.add("t", { type: "text", text: "one" });
    await pass();
    const object = ada.canvas.get("t");
    ada.canvas.set({ editingTextElement: object });
    bob.canvas.mutate("t", { strokeColor: "red" });
    await pass();
    expect(ada.canvas.get("t")).toBe(object);
    ada.canvas.mutate("t", { text: "one two" });
    ada.canvas.set(IDLE);
    await pass();
    for (const { canvas } of [ada, bob]) expect(canvas.get("t")).toMatchObject({ text: "one two", strokeColor: "red" });
  });

  test("text is saved now and then while it is written, and at the end", async () => {
    const ada = await open("Ada");
    const bob = await open("Bob");
    ada.canvas.set({ editingTextElement: { id: "t" } });
    ada.canvas.add("t", { type: "text", text: "" });
    await pass();
    expect(bob.canvas.visible).toEqual([]);
    ada.canvas.mutate("t", { text: "a" });
    await pass();
    expect(bob.canvas.get("t")["text"]).toBe("a");
    expect(changes()).toHaveLength(0);
    ada.canvas.mutate("t", { text: "ab" });
    await pass(1_600);
    expect(changes()).toHaveLength(1);
    ada.canvas.mutate("t", { text: "abc" });
    ada.canvas.set(IDLE);
    await pass();
    expect(changes()).toHaveLength(2);
    expect(bob.canvas.get("t")["text"]).toBe("abc");
  });
});

describe("deleting", () => {
  test("goes to the others; undoing it brings the element back", async () => {
    const ada = await open("Ada");
    const bob = await open("Bob");
    ada.canvas.add("r1", { backgroundColor: "red" });
    await pass();
    ada.canvas.mutate("r1", { isDeleted: true });
    await pass();
    expect(bob.canvas.visible).toEqual([]);
    expect(bob.session.items("elements").size).toBe(0);
    ada.canvas.mutate("r1", { isDeleted: false });
    await pass();
    expect(changes().at(-1)).toMatchObject({ ops: [{ op: "restore", path: "elements/r1" }, { op: "update", path: "elements/r1" }] });
    expect(bob.canvas.visible).toEqual(["r1"]);
    expect(bob.canvas.get("r1")).toMatchObject({ backgroundColor: "red", isDeleted: false });
    ada.canvas.mutate("r1", { x: 3 });
    await pass();
    expect(bob.canvas.get("r1")["x"]).toBe(3);
  });

  test("what another deletes while it is dragged stays deleted", async () => {
    const ada = await open("Ada");
    const bob = await open("Bob");
    ada.canvas.add("r1");
    await pass();
    ada.canvas.set({ cursorButton: "down", selectedElementsAreBeingDragged: true });
    ada.canvas.mutate("r1", { x: 5 });
    bob.canvas.mutate("r1", { isDeleted: true });
    await pass();
    ada.canvas.set(IDLE);
    await pass(1_000);
    for (const { canvas, session } of [ada, bob]) {
      expect(canvas.visible).toEqual([]);
      expect(session.items("elements").size).toBe(0);
    }
  });
});

describe("without the right to", () => {
  test("nothing is sent, and the canvas shows again what the document has", async () => {
    const ada = await open("Ada");
    ada.canvas.add("r1");
    ada.canvas.add("r2");
    await pass();
    const before = changes().length;
    room.grant("viewer");
    await pass();
    ada.canvas.mutate("r1", { x: 80, link: "somewhere" });
    ada.canvas.mutate("r2", { isDeleted: true });
    ada.canvas.add("r3");
    await pass();
    expect(changes()).toHaveLength(before);
    expect(ada.canvas.visible).toEqual(["r1", "r2"]);
    expect(ada.canvas.get("r1")).toMatchObject({ x: 0, link: null });
    room.grant("editor");
    await pass();
    ada.canvas.mutate("r1", { x: 90 });
    ada.canvas.mutate("r2", { x: 91 });
    await pass();
    expect(room.authority.snapshot().items?.["elements"]?.map(({ properties }) => properties["x"])).toEqual([90, 91]);
  });

  test("a hand that is at work when the right goes ends with nothing", async () => {
    const ada = await open("Ada");
    ada.canvas.add("r1");
    await pass();
    ada.canvas.set({ cursorButton: "down", selectedElementsAreBeingDragged: true });
    ada.canvas.mutate("r1", { x: 50 });
    room.grant("commenter");
    await pass();
    ada.canvas.set(IDLE);
    await pass();
    expect(ada.canvas.get("r1")["x"]).toBe(0);
    expect(ada.session.unsaved).toBe(0);
  });

  test("[ACCESS-8] locked elements keep out of what an editor's work brings along; the lock itself is for the server to judge", async () => {
    const ada = await open("Ada");
    ada.canvas.add("r1", { locked: true });
    await pass();
    room.grant("editor");
    await pass();
    ada.canvas.mutate("r1", { boundElements: [{ id: "arrow", type: "arrow" }] });
    ada.canvas.add("arrow", { type: "arrow", startBinding: { elementId: "r1" } });
    await pass();
    expect(room.authority.snapshot().items?.["elements"]?.map(({ id, properties }) => [id, properties["boundElements"]])).toEqual([["r1", undefined], ["arrow", undefined]]);
    expect(ada.canvas.visible).toEqual(["r1", "arrow"]);
    ada.canvas.mutate("r1", { locked: false });
    await pass();
    expect(changes().at(-1)).toMatchObject({ ops: [{ op: "update", path: "elements/r1", properties: { locked: false } }] });
    room.grant("admin");
    await pass();
    ada.canvas.mutate("r1", { locked: true });
    ada.canvas.mutate("r1", { x: 5 });
    await pass();
    expect(room.authority.snapshot().items?.["elements"]?.[0]?.properties).toMatchObject({ x: 5, locked: true });
  });
});

test("[CHANGE-15] a refused change is rolled back on the canvas", async () => {
  room = new Room({ refuse: (change) => (JSON.stringify(change.ops).includes("bad") ? { code: "bad_property", message: "No." } : undefined) });
  const ada = await open("Ada");
  ada.canvas.add("r1");
  await pass();
  ada.canvas.mutate("r1", { strokeColor: "bad" });
  await pass();
  expect(ada.canvas.get("r1")["strokeColor"]).toBe("black");
  ada.canvas.add("r2", { strokeColor: "bad" });
  await pass();
  expect(ada.canvas.visible).toEqual(["r1"]);
  expect(changes()).toHaveLength(3);
});

test("an order that Excalidraw repairs after a merge is not sent as the user's", async () => {
  room.latency = 50;
  const ada = await open("Ada");
  const bob = await open("Bob");
  ada.canvas.add("ra");
  bob.canvas.add("rb");
  await pass(2_000);
  expect(changes()).toHaveLength(2);
  expect(ada.canvas.visible).toEqual(["ra", "rb"]);
  expect(bob.canvas.visible).toEqual(["ra", "rb"]);
});

test("changes made without a connection are sent when it is back", async () => {
  const ada = await open("Ada");
  const bob = await open("Bob");
  ada.canvas.add("r1");
  await pass();
  room.closeWith = 1006;
  room.cut();
  ada.canvas.mutate("r1", { x: 9 });
  ada.canvas.add("r2");
  bob.canvas.mutate("r1", { strokeColor: "red" });
  await pass();
  room.closeWith = 0;
  await pass(5_000);
  for (const { canvas } of [ada, bob]) {
    expect(canvas.visible).toEqual(["r1", "r2"]);
    expect(canvas.get("r1")).toMatchObject({ x: 9, strokeColor: "red" });
  }
});

test("a pointer gets the hue of its user's colour", () => {
  // What Excalidraw 0.18 does with an id.
  const hue = (id: string) => Math.abs([...id].reduce((value, letter) => (value << 5) - value + letter.charCodeAt(0), 0)) % 37 * 10;
  const colors = ["#ff0000", "#ffff00", "#00ff00", "#2563c9", "#ff00ff"];
  expect(colors.map((color) => hue(idForColor("7ofiLu4-ZhZN", color)))).toEqual([0, 60, 120, 220, 300]);
});

test("the others' pointers have name, colour and selection", async () => {
  const ada = await open("Ada");
  const bob = await open("Bob");
  ada.canvas.set({ selectedElementIds: { r1: true, r2: false } });
  ada.binding.onPointerUpdate({ pointer: { x: 3, y: 4, tool: "pointer" }, button: "up" });
  await pass();
  const shown = bob.canvas.collaborators.get(ada.session.client);
  expect(shown).toMatchObject({ username: "Ada", pointer: { x: 3, y: 4 }, color: { background: "#112233" }, selectedElementIds: { r1: true } });
  await pass(11_000);
  expect(bob.canvas.collaborators.get(ada.session.client)?.pointer).toBeUndefined();
  ada.session.leave();
  await pass();
  expect(bob.canvas.collaborators.size).toBe(0);
});

describe("undo", () => {
  const drag = async ({ canvas }: Peer, id: string, fields: Fields) => {
    canvas.set({ cursorButton: "down", selectedElementIds: { [id]: true }, selectedElementsAreBeingDragged: true });
    canvas.mutate(id, fields);
    await pass(100);
    canvas.set(IDLE);
    await pass(200);
  };

  test("O-56 takes back one gesture at a time, and redo does it again, outside the canvas's own history", async () => {
    const [ada, bob] = [await open("Ada"), await open("Bob")];
    ada.canvas.add("r1");
    await pass();
    await drag(ada, "r1", { x: 5 });
    await drag(ada, "r1", { x: 9 });
    ada.canvas.captures.length = 0;
    ada.binding.undo();
    await pass();
    for (const { canvas } of [ada, bob]) expect(canvas.get("r1")["x"]).toBe(5);
    ada.binding.undo();
    ada.binding.undo();
    await pass();
    expect(bob.canvas.visible).toEqual([]);
    expect([ada.binding.canUndo, ada.binding.canRedo]).toEqual([false, true]);
    for (let i = 0; i < 3; i++) ada.binding.redo();
    await pass();
    for (const { canvas } of [ada, bob]) expect(canvas.get("r1")["x"]).toBe(9);
    expect(ada.canvas.visible).toEqual(["r1"]);
    expect(new Set(ada.canvas.captures)).toEqual(new Set(["NEVER"]));
  });

  test("O-56 leaves what somebody else has changed since, and says who", async () => {
    const [ada, bob] = [await open("Ada"), await open("Bob")];
    ada.canvas.add("r1");
    await pass();
    await drag(ada, "r1", { x: 5, strokeColor: "red", index: "a5" });
    bob.canvas.mutate("r1", { strokeColor: "blue", index: "a7" });
    await pass();
    expect(ada.binding.undo()).toEqual({ paths: ["elements/r1"], left: [{ path: "elements/r1", property: "strokeColor", by: "Bob" }], gone: [] });
    await pass();
    expect(bob.canvas.get("r1")).toMatchObject({ x: 0, strokeColor: "blue", index: "a7" });
  });

  test("brings back all that was deleted at once", async () => {
    const [ada, bob] = [await open("Ada"), await open("Bob")];
    ada.canvas.add("r1");
    ada.canvas.add("r2", { x: 3 });
    await pass();
    bob.canvas.mutate("r1", { isDeleted: true });
    bob.canvas.mutate("r2", { isDeleted: true });
    await pass();
    expect(ada.canvas.visible).toEqual([]);
    bob.binding.undo();
    await pass();
    expect(ada.canvas.visible.toSorted()).toEqual(["r1", "r2"]);
    expect(bob.canvas.get("r2")).toMatchObject({ x: 3, isDeleted: false });
  });

  test("what is written in one go is one step, however often it was saved", async () => {
    const ada = await open("Ada");
    ada.canvas.add("r1");
    await pass();
    ada.canvas.set({ editingTextElement: { id: "t", type: "text", containerId: null } });
    ada.canvas.add("t", { type: "text", text: "" });
    for (const text of ["o", "on", "one", "one t", "one two"]) {
      ada.canvas.mutate("t", { text });
      await pass(900);
    }
    ada.canvas.set(IDLE);
    await pass(2_000);
    expect(changes().length).toBeGreaterThan(2);
    ada.binding.undo();
    await pass();
    expect(ada.canvas.visible).toEqual(["r1"]);
    ada.binding.redo();
    await pass();
    expect(ada.canvas.get("t")).toMatchObject({ text: "one two", isDeleted: false });
  });

  test("a slider that is drawn is one step; what Excalidraw changes right after a gesture belongs to it", async () => {
    const ada = await open("Ada");
    ada.canvas.add("r1");
    await pass();
    for (const opacity of [90, 80, 70]) {
      ada.canvas.mutate("r1", { opacity });
      await pass(200);
    }
    await drag(ada, "r1", { x: 5 });
    ada.canvas.set({ cursorButton: "down", selectedElementsAreBeingDragged: true });
    ada.canvas.mutate("r1", { x: 8 });
    ada.canvas.set(IDLE);
    await pass(30);
    ada.canvas.mutate("r1", { boundElements: [] });
    await pass(2_000);
    ada.binding.undo();
    expect(ada.session.items("elements").get("r1")?.properties).toMatchObject({ x: 5, opacity: 70 });
    expect(ada.session.items("elements").get("r1")?.properties).not.toHaveProperty("boundElements");
    ada.binding.undo();
    ada.binding.undo();
    expect(ada.session.items("elements").get("r1")?.properties["opacity"]).toBeUndefined();
    expect(ada.session.items("elements").has("r1")).toBe(true);
  });

  test("waits while the hand is at work", async () => {
    const ada = await open("Ada");
    ada.canvas.add("r1");
    await pass();
    ada.canvas.set({ cursorButton: "down", selectedElementsAreBeingDragged: true });
    expect(ada.binding.undo()).toBeNull();
    ada.canvas.set(IDLE);
    ada.binding.undo();
    expect(ada.session.items("elements").size).toBe(0);
  });
});
