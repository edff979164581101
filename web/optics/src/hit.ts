import { type Point, poseOf, toBench, toLocal } from "./pose";
import type { Properties } from "./json";
import { boxAround, type Box, symbolOf } from "./symbol";

/** Whether a point of the bench is on an item, or within `reach` millimetres of it. */
export function isOn(kind: string, properties: Properties, point: Point, reach: number): boolean {
  const pose = poseOf(kind, properties);
  if (pose === null) return false;
  const { box } = symbolOf(kind, properties);
  const { x, y } = toLocal(point, pose);
  return x >= box.left - reach && x <= box.right + reach && y >= box.bottom - reach && y <= box.top + reach;
}

/** The box around an item on the bench; `null` when it lies nowhere. */
export function boundsOf(kind: string, properties: Properties): Box | null {
  const pose = poseOf(kind, properties);
  if (pose === null) return null;
  const { left, right, bottom, top } = symbolOf(kind, properties).box;
  return boxAround([{ x: left, y: bottom }, { x: right, y: bottom }, { x: right, y: top }, { x: left, y: top }].map((corner) => toBench(corner, pose)));
}

export function union(boxes: readonly Box[]): Box | null {
  return boxes.length === 0 ? null : boxAround(boxes.flatMap(({ left, right, bottom, top }) => [{ x: left, y: bottom }, { x: right, y: top }]));
}

export function overlaps(a: Box, b: Box): boolean {
  return a.left <= b.right && b.left <= a.right && a.bottom <= b.top && b.bottom <= a.top;
}
