import type { Gesture, ItemDeed } from "@weft/client";
import { describe, expect, test } from "vitest";
import { deedWords, gestureWords, isIn } from "../src/document/activity/gestureWords";
import { undoKeyOf } from "../src/document/undoKeys";

const item = (op: ItemDeed["op"], kind: string, more: Partial<ItemDeed> = {}): ItemDeed => ({ path: `elements/${kind}`, op, kind, ...more });
const text = (inserted: number, deleted = 0, formatted = 0) => ({ path: "body", inserted, deleted, formatted, from: 0, to: inserted });
const gesture = (more: Partial<Gesture> = {}): Gesture => ({ client: "bob", first: 1, last: 1, name: "Bob", revision: 1, at: 0, texts: [], items: [], count: more.items?.length ?? 0, ...more });
const words = (...items: ItemDeed[]) => deedWords(gesture({ items }));

describe("what somebody did, in words", () => {
  test("texts", () => {
    expect(deedWords(gesture({ texts: [text(12)] }))).toBe("wrote 12 letters");
    expect(deedWords(gesture({ texts: [text(0, 1)] }))).toBe("deleted 1 letter");
    expect(deedWords(gesture({ texts: [text(1, 3)] }))).toBe("wrote 1 letter and deleted 3");
    expect(deedWords(gesture({ texts: [text(0, 0, 5)] }))).toBe("formatted 5 letters");
  });

  test("items, by what they are called and by what was written", () => {
    expect(words(item("delete", "component", { label: "Lens 2" }))).toBe("deleted “Lens 2”");
    expect(words(item("add", "ellipse"))).toBe("added an ellipse");
    expect(words(item("restore", "glass_slab"))).toBe("brought back a glass slab");
    expect(words(item("update", "rectangle", { properties: ["x", "y"] }))).toBe("moved a rectangle");
    expect(words(item("update", "rectangle", { properties: ["height", "width", "x", "y"] }))).toBe("resized a rectangle");
    expect(words(item("update", "component", { label: "M", properties: ["angle_deg"] }))).toBe("turned “M”");
    expect(words(item("update", "rectangle", { properties: ["strange"] }))).toBe("changed a rectangle");
    expect(words(item("add", "text", { label: "x".repeat(60) }))).toBe(`added “${"x".repeat(39)}…”`);
  });

  test("many items", () => {
    const moved = item("update", "rectangle", { properties: ["x"] });
    expect(deedWords(gesture({ items: [moved, moved], count: 3 }))).toBe("moved 3 elements");
    expect(deedWords(gesture({ items: [moved, item("delete", "line")], count: 2 }))).toBe("changed 2 elements");
    expect(deedWords(gesture({ items: [item("add", "source", { path: "items/a" })], count: 2_000 }))).toBe("added 2,000 items");
    expect(words(item("add", "comment", { path: "comments/a", label: "Hello" }))).toBe("commented");
  });

  test("O-56 what was taken back, and whose", () => {
    const done = gesture({ texts: [text(5)], last: 3 });
    const reverts = { client: "bob", first: 1, last: 3 };
    const back = gesture({ client: "ada", name: "Ada", texts: [text(0, 5)], reverts });
    expect(gestureWords(back, [done, back], "cay")).toBe("undid what Bob did: wrote 5 letters");
    expect(gestureWords(back, [done, back], "bob")).toBe("undid what you did: wrote 5 letters");
    expect(gestureWords(back, [back], "cay")).toBe("undid an older change of somebody");
    const again = gesture({ texts: [text(5)], first: 4, last: 4, reverts: { client: "ada", first: 1, last: 1 } });
    expect(gestureWords(again, [done, back, again], "bob")).toBe("put back what was undone: wrote 5 letters");
    const own = gesture({ client: "bob", first: 4, last: 4, texts: [text(0, 5)], reverts });
    expect(gestureWords(own, [done, own], "cay")).toBe("undid what they did: wrote 5 letters");
    expect(gestureWords(gesture({ texts: [text(0, 2)], undo: true }), [], "cay")).toBe("undid a step: deleted 2 letters");
    expect([isIn(done, reverts), isIn(done, { ...reverts, first: 4, last: 5 }), isIn(done, { ...reverts, client: "ada" })]).toEqual([true, false, false]);
  });
});

test("the keys of undo and redo", () => {
  const key = (name: string, more: object = {}) => undoKeyOf({ key: name, ctrlKey: true, metaKey: false, altKey: false, shiftKey: false, ...more });
  expect([key("z"), key("Z", { shiftKey: true }), key("y"), key("z", { ctrlKey: false, metaKey: true })]).toEqual(["undo", "redo", "redo", "undo"]);
  expect([key("z", { ctrlKey: false }), key("z", { altKey: true }), key("y", { shiftKey: true }), key("x")]).toEqual([null, null, null, null]);
});
