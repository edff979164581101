// @vitest-environment jsdom
import { beforeEach, describe, expect, test } from "vitest";
import { matters, wordOf } from "../src/document/board/elementWords";
import { lastView, rememberView } from "../src/document/together/lastView";
import { LIFE, Trails } from "../src/document/together/trails";

describe("laser trails", () => {
  /** Where the strokes of a drawing begin and end. */
  const strokesOf = (trails: Trails, now: number) => {
    const strokes: string[] = [];
    const context = { beginPath: () => undefined, stroke: () => undefined, moveTo: (x: number, y: number) => strokes.push(`${x},${y}`), quadraticCurveTo: () => undefined } as unknown as CanvasRenderingContext2D;
    trails.draw(context, ({ x, y }) => [x, y], now);
    return strokes;
  };

  test("fade point by point, and are gone when the last has", () => {
    const trails = new Trails();
    trails.point("a", "#f00", { x: 0, y: 0 }, 0);
    trails.point("a", "#f00", { x: 10, y: 0 }, 500);
    trails.point("a", "#f00", { x: 20, y: 0 }, 1_000);
    expect(strokesOf(trails, 1_000)).toHaveLength(2);
    expect(trails.fade(LIFE + 100)).toBe(true);
    expect(strokesOf(trails, LIFE + 100)).toHaveLength(1);
    expect(trails.fade(1_000 + LIFE)).toBe(false);
  });

  test("are not joined over a pause of the laser", () => {
    const trails = new Trails();
    for (const [x, at] of [[0, 0], [10, 10]] as const) trails.point("a", "#f00", { x, y: 0 }, at);
    trails.point("a", "#f00", null, 20);
    for (const [x, at] of [[500, 30], [510, 40]] as const) trails.point("a", "#f00", { x, y: 0 }, at);
    expect(strokesOf(trails, 50)).toEqual(["0,0", "500,0"]);
  });

  test("do not grow while the laser rests", () => {
    const trails = new Trails();
    for (let at = 0; at < 5; at++) trails.point("a", "#f00", { x: 1, y: 1 }, at);
    expect(trails.fade(LIFE + 1)).toBe(false);
  });
});

describe("the place in a document", () => {
  beforeEach(() => localStorage.clear());

  test("is remembered for each document, the last hundred", () => {
    for (let i = 0; i < 103; i++) rememberView(`d${i}`, { x: i, y: 0, zoom: 1 });
    rememberView("d50", { x: -1, y: 2, zoom: 3 });
    expect(lastView("d2")).toBeNull();
    expect(lastView("d50")).toEqual({ x: -1, y: 2, zoom: 3 });
    expect(lastView("d102")).toEqual({ x: 102, y: 0, zoom: 1 });
  });

  test("is none when something else is stored", () => {
    for (const stored of ["", "[]", "7", '{"d":{"x":"1","y":2,"zoom":1}}', '{"d":{"x":1,"y":2,"zoom":0}}']) {
      localStorage.setItem("weft.views", stored);
      expect(lastView("d")).toBeNull();
    }
    expect(lastView("__proto__")).toBeNull();
  });
});

describe("what simultaneous edits of an element are told of", () => {
  const element = (properties: object) => ({ id: "e", kind: "text", properties: properties as never });

  test("is what can be seen", () => {
    expect(wordOf("strokeColor")).toBe("colour");
    expect(matters(element({}), ["seed", "index", "boundElements"])).toBe(false);
    expect(matters(element({}), ["index", "x"])).toBe(true);
  });

  test("is of a label its words, not where its shape took it", () => {
    const label = element({ containerId: "r" });
    expect(matters(label, ["x", "y", "width"])).toBe(false);
    expect(matters(label, ["x", "text"])).toBe(true);
  });
});
