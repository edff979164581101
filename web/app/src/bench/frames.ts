import { boundsOf, type Box, canRotate, type Point, type Pose, poseOf, symbolOf, toBench, union } from "@weft/optics";
import type { Shown } from "./Bench";
import { toCanvasPoint, type Size, type Viewport } from "./viewport";

/** What is around a selection: a box in the axes of a pose. */
export interface Frame {
  readonly pose: Pose;
  readonly box: Box;
}

/** The frame of one item, turned as it is; `null` for what lies nowhere. */
export function frameOf({ kind, properties }: Shown): Frame | null {
  const pose = poseOf(kind, properties);
  return pose && { pose, box: symbolOf(kind, properties).box };
}

/** The box around several items, upright, around its own middle. */
export function frameAround(items: readonly Shown[]): Frame | null {
  const bounds = items.flatMap(({ kind, properties }) => boundsOf(kind, properties) ?? []);
  const box = union(bounds);
  if (box === null) return null;
  const pose = { x: (box.left + box.right) / 2, y: (box.bottom + box.top) / 2, angle: 0 };
  return { pose, box: { left: box.left - pose.x, right: box.right - pose.x, bottom: box.bottom - pose.y, top: box.top - pose.y } };
}

/** The frame of what is selected. */
export const frameOfSelection = (items: readonly Shown[]): Frame | null => (items.length === 1 ? frameOf(items[0]!) : frameAround(items));

/** Around what a selection turns: an item around its own place, several around their middle. */
export function middleOf(items: readonly Shown[]): Point | null {
  return frameOfSelection(items)?.pose ?? null;
}

/** Pixels between an item and its frame. */
const ROOM = 5;
/** Pixels from the frame to the handle that turns. */
const HANDLE = 26;

/** The corners of a frame on the canvas, some pixels around what is in it. */
export function cornersOf({ pose, box }: Frame, view: Viewport, size: Size, pixels = ROOM): Point[] {
  const room = pixels / view.zoom;
  const [left, right, bottom, top] = [box.left - room, box.right + room, box.bottom - room, box.top + room];
  return [{ x: left, y: top }, { x: right, y: top }, { x: right, y: bottom }, { x: left, y: bottom }].map((corner) => toCanvasPoint(view, size, toBench(corner, pose)));
}

export interface Handle {
  readonly from: Point;
  readonly at: Point;
}

/** The handle that turns a selection, over the middle of its frame; none for what cannot be turned. */
export function handleOf(items: readonly Shown[], view: Viewport, size: Size): Handle | null {
  const frame = frameOfSelection(items);
  if (frame === null || !items.some(({ kind }) => canRotate(kind))) return null;
  const { pose, box } = frame;
  const middle = (box.left + box.right) / 2;
  const put = (pixels: number) => toCanvasPoint(view, size, toBench({ x: middle, y: box.top + pixels / view.zoom }, pose));
  return { from: put(ROOM), at: put(ROOM + HANDLE) };
}
