import { describe, expect, test } from "vitest";
import type { Op, SetAside } from "@weft/client";
import { fileOf, workOf, workWords } from "../src/document/aside/work";

const aside = (...changes: (readonly Op[])[]): SetAside => ({ document: "d", client: "c", generation: "g", changes, written: 1 });
const insert = (from: number, text: string): Op => ({ op: "text", path: "body", changes: [{ from, to: from, insert: text }] });
const add = (path: string): Op => ({ op: "add", path, kind: "x", properties: {} });

describe("work kept aside", () => {
  test("shows what was written, in the order of writing", () => {
    const work = workOf(aside([insert(0, "Hello ")], [insert(6, "world"), add("comments/a")]));
    expect(work.text).toBe("Hello world");
    expect(workWords(work)).toBe("2 words, 1 comment");
  });

  test("counts shapes, and says at least how many changes there were", () => {
    expect(workWords(workOf(aside([add("elements/a"), add("elements/b")])))).toBe("2 shapes");
    expect(workWords(workOf(aside([{ op: "delete", path: "elements/a" }])))).toBe("1 change");
  });

  test("is a file of text, or of everything where there is more than text", () => {
    expect(fileOf(workOf(aside([insert(0, "Hello")])), "Notes")).toEqual({ name: "Notes, kept aside.txt", content: "Hello" });
    const board = fileOf(workOf(aside([add("elements/a")])), "Plan");
    expect(board.name).toBe("Plan, kept aside.json");
    expect(JSON.parse(board.content)).toEqual([[add("elements/a")]]);
  });
});
