import type { CursorView } from "@weft/client";
import type { Box, Point } from "@weft/optics";

/** What of the bench is seen: the point in the middle, and how many pixels a millimetre has. Each user's own. */
export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const leastZoom = 0.02;
export const mostZoom = 60;

/** An inch optic is about as wide as a thumb then. */
export const usualView: Viewport = { x: 0, y: 0, zoom: 2 };

/** The point of the bench under a point of the canvas, whose Y axis points down. */
export function toBenchPoint({ x, y, zoom }: Viewport, { width, height }: Size, at: Point): Point {
  return { x: x + (at.x - width / 2) / zoom, y: y - (at.y - height / 2) / zoom };
}

export function toCanvasPoint({ x, y, zoom }: Viewport, { width, height }: Size, at: Point): Point {
  return { x: width / 2 + (at.x - x) * zoom, y: height / 2 - (at.y - y) * zoom };
}

/** Hundredths of a millimetre are enough for what is only seen. */
export const rounded = (value: number): number => Math.round(value * 100) / 100;

/** What of the bench is seen, as the others are told. */
export const seenOf = ({ x, y, zoom }: Viewport, { width, height }: Size): CursorView => ({
  x: rounded(x),
  y: rounded(y),
  width: rounded(width / zoom),
  height: rounded(height / zoom),
});

/** Shows all that somebody else sees. */
export function showing({ x, y, width, height }: CursorView, size: Size): Viewport {
  const zoom = Math.min(size.width / width, size.height / height);
  return { x, y, zoom: Math.min(Math.max(zoom, leastZoom), mostZoom) };
}

/** Zooms by a factor; the point of the canvas `at` shows the same of the bench afterwards. */
export function zoomed(view: Viewport, size: Size, factor: number, at: Point): Viewport {
  const zoom = Math.min(Math.max(view.zoom * factor, leastZoom), mostZoom);
  const fixed = toBenchPoint(view, size, at);
  return { x: fixed.x - (at.x - size.width / 2) / zoom, y: fixed.y + (at.y - size.height / 2) / zoom, zoom };
}

/** Moves what is seen by pixels of the canvas. */
export function panned(view: Viewport, dx: number, dy: number): Viewport {
  return { ...view, x: view.x - dx / view.zoom, y: view.y + dy / view.zoom };
}

/** All of a box with some room around, not closer than usual. */
export function fitted(box: Box | null, { width, height }: Size): Viewport {
  if (box === null || width === 0 || height === 0) return usualView;
  const room = 1.25;
  const zoom = Math.min(width / ((box.right - box.left) * room + 20), height / ((box.top - box.bottom) * room + 20), usualView.zoom * 1.5);
  return { x: (box.left + box.right) / 2, y: (box.bottom + box.top) / 2, zoom: Math.min(Math.max(zoom, leastZoom), mostZoom) };
}

/** The distance of the lines of the grid, in millimetres: 1, 2 or 5 times a power of ten, and at least some pixels wide. */
export function gridStep(zoom: number, leastPixels = 9): number {
  const least = leastPixels / zoom;
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5, 10].find((times) => times * power >= least) ?? 10);
}
