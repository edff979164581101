import { history, redo, undo } from "@codemirror/commands";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { connect, type Session } from "@weft/client";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Random } from "../../../client/test/random";
import { Room } from "../../../client/testing/room";
import { weftCollab } from "../src/index";

// jsdom does no layout; the editor measures its text all the same.
Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
Range.prototype.getBoundingClientRect = () => new DOMRect();

let room: Room;
const opened: { session: Session; view: EditorView }[] = [];

function open(name: string, doc = "", onLeft?: (by: readonly (string | undefined)[]) => void): { session: Session; view: EditorView } {
  const session = connect({ url: "ws://test/ws", document: "d", name, color: name === "Ada" ? "#ffcc00" : "#3344cc", storage: null, WebSocket: room.WebSocket });
  const view = new EditorView({ state: EditorState.create({ doc, extensions: [history(), weftCollab(session, "body", onLeft && { onLeft })] }), parent: document.body });
  opened.push({ session, view });
  return { session, view };
}

const type = (view: EditorView, at: number, insert: string, to = at) => view.dispatch({ changes: { from: at, to, insert }, selection: { anchor: at + insert.length }, userEvent: "input.type" });
const pass = (milliseconds = 100) => vi.advanceTimersByTimeAsync(milliseconds);
const text = (view: EditorView) => view.state.doc.toString();

beforeEach(() => {
  vi.useFakeTimers();
  room = new Room();
});

afterEach(() => {
  for (const { session, view } of opened.splice(0)) {
    view.destroy();
    session.leave();
  }
  vi.useRealTimers();
});

describe("editing together", () => {
  test("an editor is read-only until the text is there, and then shows it", async () => {
    const ada = open("Ada", "not this");
    expect(ada.view.state.readOnly).toBe(true);
    await pass();
    expect(ada.view.state.readOnly).toBe(false);
    expect(text(ada.view)).toBe("");
  });

  test("who may not edit can select, and gets the right and loses it at once", async () => {
    room.role = "viewer";
    const ada = open("Ada");
    await pass();
    expect(ada.view.state.readOnly).toBe(true);
    expect(ada.view.contentDOM.getAttribute("aria-readonly")).toBe("true");
    expect(ada.view.contentDOM.getAttribute("contenteditable")).toBe("true");
    room.grant("editor");
    await pass();
    expect(ada.view.state.readOnly).toBe(false);
    expect(ada.view.contentDOM.getAttribute("aria-readonly")).toBe(null);
    type(ada.view, 0, "hello");
    await pass();
    expect(room.authority.text("body")).toBe("hello");
    room.grant("commenter");
    await pass();
    expect(ada.view.state.readOnly).toBe(true);
    undo(ada.view);
    await pass();
    expect(text(ada.view)).toBe("hello");
  });

  test("whose access is withdrawn keeps what is on the screen, and cannot write on", async () => {
    const ada = open("Ada");
    await pass();
    room.latency = 50;
    type(ada.view, 0, "unsaved");
    room.cut(4008);
    await pass();
    expect(ada.view.state.readOnly).toBe(true);
    expect(text(ada.view)).toBe("unsaved");
  });

  test("two editors that type at once end equal", async () => {
    room.latency = 30;
    const ada = open("Ada");
    const bob = open("Bob");
    await pass(300);
    type(ada.view, 0, "hello world\n");
    await pass(300);
    for (let i = 0; i < 20; i++) {
      type(ada.view, i % 5, "A");
      type(bob.view, text(bob.view).length, "b\n");
      if (i % 7 === 0) type(bob.view, 3, "", 5);
      await pass(7);
    }
    await pass(1_000);
    expect(text(bob.view)).toBe(text(ada.view));
    expect(text(ada.view)).toBe(room.authority.text("body"));
    expect(text(ada.view)).toBe(ada.session.text("body").toString());
  });

  test("line ends of another kind do not shift positions", async () => {
    const ada = open("Ada");
    const bob = open("Bob");
    await pass();
    ada.session.change([{ op: "text", path: "body", changes: [{ from: 0, to: 0, insert: "one\r\ntwo\rthree" }] }]);
    await pass();
    expect(text(bob.view)).toBe("one\r\ntwo\rthree");
    type(bob.view, 5, "X");
    await pass();
    expect(ada.session.text("body").toString()).toBe("one\r\nXtwo\rthree");
    expect(text(ada.view)).toBe("one\r\nXtwo\rthree");
  });

  test("what is pasted has plain line ends", async () => {
    const ada = open("Ada");
    await pass();
    const filters = ada.view.state.facet(EditorView.clipboardInputFilter);
    expect(filters.reduce((pasted, filter) => filter(pasted, ada.view.state), "a\r\nb\rc\n")).toBe("a\nb\nc\n");
  });

  test("a refused change is taken back in the editor too", async () => {
    room = new Room({ refuse: () => ({ code: "document_full", message: "Full." }) });
    room.latency = 20;
    const ada = open("Ada");
    await pass();
    type(ada.view, 0, "too much");
    expect(text(ada.view)).toBe("too much");
    await pass(200);
    expect(text(ada.view)).toBe("");
  });

  test("what the text cannot take is taken back", async () => {
    const ada = open("Ada");
    await pass();
    type(ada.view, 0, "a\u{1f600}b");
    ada.view.dispatch({ changes: { from: 2, to: 3 } });
    await pass();
    expect(text(ada.view)).toBe("a\u{1f600}b");
    expect(room.authority.text("body")).toBe("a\u{1f600}b");
  });
});

describe("undo", () => {
  test("takes back own edits only, wherever they are now", async () => {
    const ada = open("Ada");
    const bob = open("Bob");
    await pass();
    type(ada.view, 0, "mine");
    await pass(1_000);
    type(bob.view, 0, "yours ");
    await pass(1_000);
    expect(undo(ada.view)).toBe(true);
    await pass();
    expect([text(ada.view), text(bob.view)]).toEqual(["yours ", "yours "]);
    expect(undo(ada.view)).toBe(false);
    expect(redo(ada.view)).toBe(true);
    await pass();
    expect([text(ada.view), text(bob.view)]).toEqual(["yours mine", "yours mine"]);
  });

  test("tells the others that it is one", async () => {
    const ada = open("Ada");
    await pass();
    type(ada.view, 0, "mine");
    undo(ada.view);
    redo(ada.view);
    await pass();
    expect(room.received.filter((message) => message.type === "change" && message.undo === true)).toHaveLength(2);
  });

  test("L-06 tells whose work it has left inside of what it took away, and of nothing else", async () => {
    const told: (string | undefined)[][] = [];
    const ada = open("Ada", "", (by) => told.push([...by]));
    const bob = open("Bob");
    await pass();
    for (const [at, letter] of [..."hello"].entries()) type(ada.view, at, letter);
    await pass();
    type(bob.view, 2, "XY");
    type(bob.view, 7, "!");
    await pass();
    undo(ada.view);
    await pass();
    expect(text(bob.view)).toBe("XY!");
    expect(told).toEqual([["Bob"]]);
    ada.view.dispatch({ changes: [{ from: 0, insert: "(" }, { from: 3, insert: ")" }], userEvent: "input" });
    await pass();
    expect(text(ada.view)).toBe("(XY!)");
    undo(ada.view);
    await pass();
    expect(text(bob.view)).toBe("XY!");
    expect(told).toEqual([["Bob"]]);
  });

  test.each(Array.from({ length: 20 }, (_, seed) => seed))("L-06 nobody loses a letter to another's undo, and all undone leaves nothing: seed %i", async (seed) => {
    const random = new Random(seed + 1);
    const people = ["Ada", "Bob", "Cay"].map((name) => open(name));
    const letters = ["abc", "ABC", "123"];
    await pass(500);
    for (let turn = 0; turn < 60; turn++) {
      const index = random.below(people.length);
      const { view } = people[index]!;
      const others = () => [...text(view)].filter((letter) => !letters[index]!.includes(letter)).join("");
      if (random.chance(0.4)) {
        const before = others();
        if (random.chance(0.4)) redo(view);
        else undo(view);
        expect(others()).toBe(before);
      } else {
        const at = random.below(view.state.doc.length + 1);
        const own = [...text(view)].findIndex((letter, position) => position >= at && letters[index]!.includes(letter));
        if (own >= 0 && random.chance(0.3)) type(view, own, "", own + 1);
        else type(view, at, letters[index]!.slice(0, 1 + random.below(3)));
      }
      await pass(random.pick([20, 700]));
    }
    for (const { view } of people) {
      while (undo(view));
      await pass(500);
    }
    expect(people.map(({ view }) => text(view))).toEqual(["", "", ""]);
  });
});

describe("the others", () => {
  test("their carets and selections are shown with name and colour, follow edits, and go", async () => {
    const ada = open("Ada");
    const bob = open("Bob");
    await pass();
    type(ada.view, 0, "hello world");
    await pass();
    ada.view.focus();
    ada.view.dispatch({ selection: { anchor: 6, head: 11 } });
    await pass();
    const caret = () => bob.view.dom.querySelector<HTMLElement>(".cm-weft-caret");
    const selected = () => bob.view.dom.querySelector(".cm-weft-selection")?.textContent;
    expect(caret()?.textContent).toBe("Ada");
    expect(caret()?.style.getPropertyValue("--weft-user")).toBe("#ffcc00");
    expect(caret()?.style.getPropertyValue("--weft-on-user")).toBe("#000");
    expect(selected()).toBe("world");
    const before = caret();
    type(bob.view, 0, ">>> ");
    await pass();
    expect(selected()).toBe("world");
    expect(caret()).toBe(before);
    ada.view.contentDOM.blur();
    await pass();
    expect(caret()).toBeNull();
  });
});

describe("unsaved text", () => {
  test("is marked after a while, and no more when saved", async () => {
    room.latency = 400;
    const ada = open("Ada");
    await pass(2_000);
    type(ada.view, 0, "slow");
    const marked = () => ada.view.dom.querySelector(".cm-weft-unsaved")?.textContent;
    await pass(250);
    expect(marked()).toBeUndefined();
    await pass(100);
    expect(marked()).toBe("slow");
    await pass(600);
    expect(marked()).toBeUndefined();
  });

  test("is marked whole while it is typed without a connection", async () => {
    const ada = open("Ada");
    await pass(500);
    room.closeWith = 1006;
    room.cut();
    for (const letter of "offline") {
      type(ada.view, text(ada.view).length, letter);
      await pass(100);
    }
    await pass(400);
    expect([...ada.view.dom.querySelectorAll(".cm-weft-unsaved")].map(({ textContent }) => textContent).join("")).toBe("offline");
  });

  test("is never marked when the answer is quick", async () => {
    room.latency = 20;
    const ada = open("Ada");
    await pass(500);
    type(ada.view, 0, "quick");
    for (let i = 0; i < 50; i++) {
      await pass(10);
      expect(ada.view.dom.querySelector(".cm-weft-unsaved")).toBeNull();
    }
  });
});
