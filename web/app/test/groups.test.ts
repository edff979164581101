import { describe, expect, test } from "vitest";
import { Groups } from "../src/bench/groups";

const item = (id: string) => ({ id, kind: "component", properties: {} });
const group = (id: string, item_uuids: readonly string[], more: object = {}) => ({ id, kind: "group", properties: { name: id, item_uuids, ...more } });

describe("groups on a bench", () => {
  const items = [item("a"), item("b"), item("c"), item("d"), group("G", ["a", "b", "gone"]), group("H", ["c"], { parent_group_uuid: "G" })];
  const groups = new Groups(items);

  test("hold what they name, and what is in the groups within them", () => {
    expect([groups.of("a"), groups.of("c"), groups.of("d"), groups.of("gone")]).toEqual(["G", "G", null, "G"]);
    expect(groups.members("G")).toEqual(["a", "b", "c"]);
    expect(groups.members("H")).toEqual(["c"]);
    expect([...groups.whole(["b", "d"])].toSorted()).toEqual(["a", "b", "c", "d"]);
  });

  test("are known as selected when all of them is, and nothing else", () => {
    expect(groups.selected(new Set(["a", "b", "c"]))?.id).toBe("G");
    expect(groups.selected(new Set(["a", "b"]))).toBeNull();
    expect(groups.selected(new Set(["a", "b", "c", "d"]))).toBeNull();
    expect(groups.selected(new Set())).toBeNull();
  });

  test("go with the last of their members", () => {
    expect(groups.emptiedBy(new Set(["c"]))).toEqual(["H"]);
    expect(groups.emptiedBy(new Set(["a", "b", "c"]))).toEqual(["G", "H"]);
    expect(groups.emptiedBy(new Set(["a"]))).toEqual([]);
  });

  test("that two people put into each other still end", () => {
    const loop = new Groups([item("a"), group("X", ["a"], { parent_group_uuid: "Y" }), group("Y", [], { parent_group_uuid: "X" })]);
    expect(loop.members("X")).toEqual(["a"]);
    expect(loop.of("a")).toBe("Y");
  });

  test("get a name that is free", () => {
    expect(new Groups([group("1", [], { name: "Group 1" }), group("3", [], { name: "Group 3" })]).freshName()).toBe("Group 2");
  });
});
