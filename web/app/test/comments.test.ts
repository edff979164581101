import { describe, expect, test } from "vitest";
import type { Item, Op } from "@weft/client";
import { elementAt, elementLabel } from "../src/document/boardPlace";
import { addition, deletion, isOpen, quoteOf, resolution, threadsOf } from "../src/document/comments/threads";

/** The items that additions make. */
function itemsOf(ops: readonly Op[]): Map<string, Item> {
  return new Map(
    ops.flatMap((op) => {
      if (op.op !== "add") return [];
      const id = op.path.split("/")[1]!;
      return [[id, { id, kind: op.kind, properties: op.properties }] as const];
    }),
  );
}

const comment = (id: string, at: number, more: object = {}) => addition({ id, text: `text of ${id}`, author: "Ada", at, ...more });

describe("comments", () => {
  test("are conversations, oldest first, replies below what they answer", () => {
    const threads = threadsOf(itemsOf([comment("b", 2), comment("r2", 5, { replyTo: "a" }), comment("a", 1), comment("r1", 3, { replyTo: "a" })]));
    expect(threads.map(({ id, replies }) => [id, ...replies.map((reply) => reply.id)])).toEqual([["a", "r1", "r2"], ["b"]]);
    expect(threads[0]!.first).toMatchObject({ text: "text of a", author: "Ada", at: 1, resolved: false });
  });

  test("whose first one was deleted keep their replies", () => {
    const [thread] = threadsOf(itemsOf([comment("r", 3, { replyTo: "gone" })]));
    expect(thread).toMatchObject({ id: "gone", first: null, replies: [{ id: "r" }] });
    expect(isOpen(thread!)).toBe(true);
  });

  test("say what they are about", () => {
    const [quoting, pointing] = threadsOf(itemsOf([comment("q", 1, { subject: { quote: "a passage" } }), comment("e", 2, { subject: { about: "rect", label: "Rectangle" } })]));
    expect(quoting!.first).toMatchObject({ quote: "a passage" });
    expect(pointing!.first).toMatchObject({ about: "rect" });
  });

  test("of another program lack what they lack, and break nothing", () => {
    const [thread] = threadsOf(new Map([["x", { id: "x", kind: "comment", properties: { text: 7, at: "noon" } }]]));
    expect(thread!.first).toEqual({ id: "x", text: "", author: "Somebody", at: 0, resolved: false });
  });

  test("are resolved and opened again by one property", () => {
    expect(resolution("a", true)).toEqual({ op: "update", path: "comments/a", properties: { resolved: true } });
    expect(resolution("a", false)).toEqual({ op: "update", path: "comments/a", properties: { resolved: null } });
  });

  test("go with their replies for whoever may delete those, alone otherwise", () => {
    const [thread] = threadsOf(itemsOf([comment("a", 1), comment("r", 2, { replyTo: "a" })]));
    const paths = (ops: readonly Op[]) => ops.map((op) => op.path);
    expect(paths(deletion(thread!, thread!.first!, true))).toEqual(["comments/a", "comments/r"]);
    expect(paths(deletion(thread!, thread!.first!, false))).toEqual(["comments/a"]);
    expect(paths(deletion(thread!, thread!.replies[0]!, true))).toEqual(["comments/r"]);
  });

  test("quote at most 300 units, whole characters", () => {
    expect(quoteOf("  short\n")).toBe("short");
    const long = quoteOf("\u{1f600}".repeat(400));
    expect(long.length).toBeLessThanOrEqual(300);
    expect(long.endsWith("\u{1f600}…")).toBe(true);
  });
});

describe("elements of a board", () => {
  const items = new Map<string, Item>(
    [
      { id: "box", kind: "rectangle", properties: { x: 0, y: 0, width: 100, height: 50, index: "a0" } },
      { id: "label", kind: "text", properties: { x: 20, y: 10, width: 10, height: 5, index: "a2", containerId: "box", text: "Kitchen\n  sink" } },
      { id: "turned", kind: "diamond", properties: { x: 200, y: 0, width: 100, height: 2, angle: Math.PI / 2, index: "a1" } },
    ].map((item) => [item.id, item]),
  );

  test("are called by kind and by what is written in them", () => {
    expect(elementLabel(items, "box")).toBe("Rectangle “Kitchen sink”");
    expect(elementLabel(items, "label")).toBe("Text “Kitchen sink”");
    expect(elementLabel(items, "turned")).toBe("Diamond");
    expect(elementLabel(items, "none")).toBe(null);
  });

  test("are found at a point: the uppermost, as it is turned", () => {
    expect(elementAt(items, 90, 40)).toBe("box");
    expect(elementAt(items, 250, 40)).toBe("turned");
    expect(elementAt(items, 210, 1)).toBe(null);
  });

  test("are the shape where its label is, and the label where the shape is gone", () => {
    expect(elementAt(items, 25, 12)).toBe("box");
    expect(elementAt(new Map([...items].filter(([id]) => id !== "box")), 25, 12)).toBe("label");
  });
});
