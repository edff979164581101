import { type LibraryEntry, placed, type Point, poseOf, rounded } from "@weft/optics";
import type { Draft, Shown } from "./Bench";
import type { Snap } from "./gestures";

/** The nearest point to which things snap; one that a person would write when they do not. */
export function snapped({ x, y }: Point, { on, grid }: Snap): Point {
  const to = (value: number) => (on ? rounded(Math.round(value / grid) * grid) : rounded(value, 1));
  return { x: to(x), y: to(y) };
}

/** Something of the library at a point of the bench. */
export function draftAt({ kind, properties }: LibraryEntry, { x, y }: Point): Draft {
  const pose = poseOf(kind, properties)!;
  // Where it lies is said even when that is where things lie by default.
  const at = kind === "component" || kind === "source" ? { x_mm: x, y_mm: y } : kind === "ruler" || kind === "angle_measure" ? {} : { x, y };
  return { kind, properties: { ...properties, ...at, ...placed(kind, properties, { ...pose, x, y }) } };
}

/** How far aside the next free place is, in millimetres. */
const ASIDE = 20;

/** The first place from a point on, down to the right, where nothing lies yet. */
export function freePlace(items: readonly Shown[], from: Point): Point {
  const taken = (at: Point) =>
    items.some(({ kind, properties }) => {
      const pose = poseOf(kind, properties);
      return pose !== null && Math.hypot(pose.x - at.x, pose.y - at.y) < 1;
    });
  let at = from;
  while (taken(at)) at = { x: at.x + ASIDE, y: at.y - ASIDE };
  return at;
}
