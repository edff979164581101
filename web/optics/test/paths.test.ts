import { describe, expect, test } from "vitest";
import { distanceTo, paramAt, partOf, pathMeasure, RayPaths } from "../src/paths";
import { lengthOf } from "../src/pose";
import { beam, component, trace, upright } from "./bench";

const close = (points: readonly { readonly x: number; readonly y: number }[]) => points.map(({ x, y }) => [Math.round(x * 1e6) / 1e6 + 0, Math.round(y * 1e6) / 1e6 + 0]);
/** A mirror at the origin that sends light from the left downwards. */
const fold = component([upright("mirror", 0, { reflectivity: 100 })], { angle_deg: 45 });

describe("the ways of light", () => {
  test("go from the source over every mirror to the end", () => {
    const paths = new RayPaths(trace([fold], [beam({ ray_length_mm: 150 })]));
    expect(paths.count).toBe(1);
    const [points] = [paths.points(0)];
    expect(close(points).slice(0, 2)).toEqual([[-100, 0], [0, 0]]);
    expect(Math.abs(points[2]!.y)).toBeCloseTo(50);
    expect(lengthOf(points)).toBeCloseTo(150);
    expect(paths.points(7)).toEqual([]);
  });

  test("part at a splitter, and both have the same beginning", () => {
    const splitter = component([upright("beam_splitter", 0, { split_T: 50, split_R: 50 })], { angle_deg: 45 });
    const paths = new RayPaths(trace([splitter], [beam({ ray_length_mm: 200 })]));
    expect(paths.count).toBe(2);
    const ends = [paths.points(0), paths.points(1)].map((points) => {
      expect(close(points).slice(0, 2)).toEqual([[-100, 0], [0, 0]]);
      return close(points).at(-1)!.map(Math.abs);
    });
    expect(ends.toSorted()).toEqual([[0, 100], [100, 0]]);
  });

  test("are as many as rays that are emitted, each with its own", () => {
    const paths = new RayPaths(trace([], [beam({ n_rays: 3, size_mm: 20, ray_length_mm: 10 }), beam({ y_mm: 50, ray_length_mm: 10 })]));
    expect(Array.from({ length: paths.count }, (_, index) => paths.points(index)[0]!.y)).toEqual([-10, 0, 10, 50]);
  });

  test("are found by a point beside them, the nearest first, and none out of reach", () => {
    const paths = new RayPaths(trace([], [beam({ n_rays: 3, size_mm: 20, ray_length_mm: 100 })]));
    expect(paths.nearest({ x: -50, y: 8 }, 5)).toEqual({ index: 2, param: 0.5 });
    expect(paths.nearest({ x: -50, y: 30 }, 5)).toBeNull();
  });
});

describe("a measured part of a way", () => {
  const way = [{ x: 0, y: 0 }, { x: 30, y: 0 }, { x: 30, y: 70 }];

  test("runs over the corners between its ends, whichever end is named first", () => {
    expect(close(partOf(way, 0.1, 0.5))).toEqual([[10, 0], [30, 0], [30, 20]]);
    expect(partOf(way, 0.5, 0.1)).toEqual(partOf(way, 0.1, 0.5));
    expect(lengthOf(partOf(way, 0.1, 0.5))).toBeCloseTo(40);
    expect(close(partOf(way, 0, 1))).toEqual([[0, 0], [30, 0], [30, 70]]);
    expect(close(partOf(way, 0.6, 0.8))).toEqual([[30, 30], [30, 50]]);
    expect(partOf([], 0, 1)).toEqual([]);
  });

  test("ends where a hand is nearest to the way", () => {
    expect(paramAt(way, { x: 10, y: -4 })).toBeCloseTo(0.1);
    expect(paramAt(way, { x: 99, y: 999 })).toBe(1);
    expect(distanceTo(way, { x: 20, y: -4 })).toBe(4);
    expect(distanceTo([], { x: 0, y: 0 })).toBe(Infinity);
  });

  test("is read from the fields of the document, kept within the way", () => {
    expect(pathMeasure({ ray_index: 2, start_param: -1, end_param: 3 })).toEqual({ index: 2, start: 0, end: 1 });
    expect(pathMeasure({})).toEqual({ index: -1, start: 0, end: 1 });
  });
});
