import { numberOf, type Properties } from "./json";
import type { Point } from "./pose";

/**
 * A circular arc over a chord, the shorter one. `side` is 1 when the arc bulges to the right of the way from the first end to the
 * second (Y up), which is where n₁ is; -1 when it bulges to the left.
 */
export interface Arc {
  readonly centre: Point;
  readonly radius: number;
  readonly side: 1 | -1;
}

/** Shorter chords and flatter arcs than this, in millimetres, are points and lines. */
const LEAST = 1e-9;

/**
 * The arc of a radius over a chord, its centre to the left of the way for a positive one; `null` for what is flat: no radius, an
 * infinite one, or one too small to reach both ends.
 */
export function arcOver(from: Point, to: Point, radius: number): Arc | null {
  const chord = Math.hypot(to.x - from.x, to.y - from.y);
  const size = Math.abs(radius);
  if (!Number.isFinite(size) || chord < LEAST || size < chord / 2 || size - Math.sqrt(size * size - (chord * chord) / 4) < LEAST) return null;
  const side = radius > 0 ? 1 : -1;
  const distance = (side * Math.sqrt(size * size - (chord * chord) / 4)) / chord;
  const centre = { x: (from.x + to.x) / 2 - (to.y - from.y) * distance, y: (from.y + to.y) / 2 + (to.x - from.x) * distance };
  return { centre, radius: size, side };
}

/** The arc of an interface between its ends, when it is curved. */
export function arcOf(fields: Properties, from: Point, to: Point): Arc | null {
  return fields["is_curved"] === true ? arcOver(from, to, numberOf(fields["radius_of_curvature_mm"], 0)) : null;
}

/** The point of an arc that is farthest from its chord. */
export function apexOf({ centre, radius, side }: Arc, from: Point, to: Point): Point {
  const chord = Math.hypot(to.x - from.x, to.y - from.y);
  const along = (side * radius) / chord;
  return { x: centre.x + (to.y - from.y) * along, y: centre.y - (to.x - from.x) * along };
}
