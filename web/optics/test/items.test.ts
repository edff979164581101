import { describe, expect, test } from "vitest";
import { boundsOf, isOn } from "../src/hit";
import { type Json, numberOf, type Properties } from "../src/json";
import { libraryEntries } from "../src/library";
import { angleTo, normalAngle, placed, poseOf, rulerOfLength, rulerWith } from "../src/pose";
import { symbolOf } from "../src/symbol";

describe("poses", () => {
  test("defaults are those of the document", () => {
    expect(poseOf("component", {})).toEqual({ x: 0, y: 0, angle: 0 });
    expect(poseOf("source", {})).toEqual({ x: -400, y: 0, angle: 0 });
    expect(poseOf("group", { name: "g" })).toBeNull();
    expect(poseOf("ruler", { points: [[1, 2]] })).toBeNull();
  });

  test.each<[string, Properties]>([
    ["component", { x_mm: 10, y_mm: 20, angle_deg: 30 }],
    ["source", { x_mm: -10, y_mm: 5, angle_deg: 350 }],
    ["rectangle", { x: 3, y: 4, angle_deg: 45 }],
    ["text", { x: 3, y: 4 }],
    ["ruler", { points: [[0, 0], [100, 0], [100, 50]] }],
    ["angle_measure", { vertex: [0, 0], point1: [10, 0], point2: [0, 10] }],
  ])("a %s that is moved lies there, and only what changes is written", (kind, properties) => {
    const from = poseOf(kind, properties)!;
    expect(placed(kind, properties, from)).toEqual({});
    const changes = placed(kind, properties, { ...from, x: from.x + 7, y: from.y - 2.5 });
    expect(poseOf(kind, { ...properties, ...changes })).toEqual({ x: from.x + 7, y: from.y - 2.5, angle: from.angle });
    expect(changes).not.toHaveProperty("angle_deg");
  });

  test("turning writes the angle alone; a rectangle's runs the other way round", () => {
    expect(placed("component", { x_mm: 1 }, { x: 1, y: 0, angle: 90 })).toEqual({ angle_deg: 90 });
    expect(placed("rectangle", { x: 1, angle_deg: 10 }, { x: 1, y: 0, angle: 30 })).toEqual({ angle_deg: 330 });
    expect(placed("text", { x: 1, y: 1 }, { x: 1, y: 1, angle: 30 })).toEqual({});
  });

  test("a ruler turns around its middle", () => {
    const { points } = placed("ruler", { points: [[0, 0], [100, 0]] }, { x: 50, y: 0, angle: 90 }) as { points: Json };
    expect(points).toEqual([[50, 50], [50, -50]]);
  });

  test("a ruler is made longer around its middle, or drawn by one of its points", () => {
    expect(rulerOfLength({ points: [[0, 0], [100, 0]] }, 50)).toEqual({ points: [[25, 0], [75, 0]] });
    expect(rulerOfLength({ points: [[1, 1], [1, 1]] }, 50)).toEqual({});
    expect(rulerWith({ points: [[0, 0], [100, 0]] }, 1, { x: 100, y: 30 })).toEqual({ points: [[0, 0], [100, 30]] });
  });

  test("angles are clockwise on the screen, from 0 up to 360", () => {
    expect(angleTo({ x: 0, y: 0 }, { x: 0, y: -1 })).toBe(90);
    expect(angleTo({ x: 0, y: 0 }, { x: -1, y: 0 })).toBe(180);
    expect(normalAngle(-90)).toBe(270);
    expect(normalAngle(360)).toBe(0);
    expect(normalAngle(-1e-9)).toBe(0);
  });

  test("a component with a picture stands on its first interface", () => {
    const interfaces = [{ x1_mm: 5, y1_mm: 10, x2_mm: 5, y2_mm: -10, element_type: "mirror" }];
    expect(boundsOf("component", { interfaces })!.left).toBeCloseTo(2.5);
    expect(boundsOf("component", { interfaces, image_path: "mirror.png" })!.left).toBeCloseTo(-2.5);
  });
});

describe("numbers that JSON has no word for", () => {
  test("stand in documents as strings", () => {
    expect(numberOf("Infinity", 0)).toBe(Infinity);
    expect(numberOf("-Infinity", 0)).toBe(-Infinity);
    expect(numberOf("NaN", 7)).toBe(7);
    expect(numberOf(null, 7)).toBe(7);
  });
});

describe("symbols", () => {
  test.each(libraryEntries.map(({ id, kind, properties }) => [id, kind, properties] as const))("%s is drawn within its box, and is hit there", (_, kind, properties) => {
    const { parts, labels, box } = symbolOf(kind, properties);
    expect(parts.length + labels.length).toBeGreaterThan(0);
    expect(parts.every(({ path }) => /^M/.test(path) && !/NaN|Infinity|undefined/.test(path))).toBe(true);
    const pose = poseOf(kind, properties)!;
    const middle = { x: pose.x, y: pose.y };
    const bounds = boundsOf(kind, properties)!;
    expect(bounds.right).toBeGreaterThan(bounds.left);
    expect(isOn(kind, properties, kind === "source" ? { x: middle.x - 10, y: middle.y } : kind === "text" ? { x: middle.x + 5, y: middle.y - 5 } : middle, 0)).toBe(true);
    expect(isOn(kind, properties, { x: middle.x + 500, y: middle.y }, 5)).toBe(false);
    expect(box.top).toBeGreaterThanOrEqual(box.bottom);
  });

  test("turned items are hit as they are turned", () => {
    const lens = { angle_deg: 90, interfaces: [{ element_type: "lens", x1_mm: 0, y1_mm: 50, x2_mm: 0, y2_mm: -50 }] };
    expect(isOn("component", lens, { x: 45, y: 0 }, 0)).toBe(true);
    expect(isOn("component", lens, { x: 0, y: 45 }, 0)).toBe(false);
  });

  test("a component without anything is still there to be seen", () => {
    expect(symbolOf("component", { name: "Breadboard", object_height_mm: 100 }).labels[0]!.text).toBe("Breadboard");
  });
});
