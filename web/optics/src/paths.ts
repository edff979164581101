import { finiteOf, type Properties } from "./json";
import { lengthOf, type Point } from "./pose";
import type { Trace } from "./trace";

/** A place on the way of light: which way, and how far along it, 0 at the source and 1 at its end. */
export interface PathPlace {
  readonly index: number;
  readonly param: number;
}

/**
 * The ways of light through a bench: each from its source to where it ends, those that are split from each other with the same beginning.
 * They are numbered in the order in which they were traced. Made for one trace, and good as long as that is.
 */
export class RayPaths {
  /** The last piece of each way. */
  private readonly leaves: readonly number[];

  constructor(private readonly trace: Trace) {
    const goesOn = new Uint8Array(trace.count);
    for (let piece = 0; piece < trace.count; piece++) if (trace.previous[piece]! >= 0) goesOn[trace.previous[piece]!] = 1;
    this.leaves = Array.from({ length: trace.count }, (_, piece) => piece).filter((piece) => goesOn[piece] === 0);
  }

  get count(): number {
    return this.leaves.length;
  }

  /** The corners of a way; none when there is no such way. */
  points(index: number): readonly Point[] {
    const leaf = this.leaves[index];
    if (leaf === undefined) return [];
    const points: Point[] = [];
    for (let piece = leaf; piece >= 0; piece = this.trace.previous[piece]!) points.push(this.end(piece, 2));
    return [...points, this.end(this.chain(leaf).at(-1)!, 0)].toReversed();
  }

  /** The place on any way that is nearest to a point, within `reach` millimetres; `null` when there is none. */
  nearest(point: Point, reach: number): PathPlace | null {
    let best = -1;
    let distance = reach;
    for (let piece = 0; piece < this.trace.count; piece++) {
      const found = nearestOn(this.end(piece, 0), this.end(piece, 2), point).distance;
      if (found >= distance) continue;
      best = piece;
      distance = found;
    }
    if (best < 0) return null;
    const index = this.leaves.findIndex((leaf) => leaf >= best && this.chain(leaf).includes(best));
    return { index, param: paramAt(this.points(index), point) };
  }

  private end(piece: number, offset: 0 | 2): Point {
    const at = 4 * piece + offset;
    return { x: this.trace.ends[at]!, y: this.trace.ends[at + 1]! };
  }

  /** The pieces of a way, the last one first. */
  private chain(leaf: number): number[] {
    const pieces: number[] = [];
    for (let piece = leaf; piece >= 0; piece = this.trace.previous[piece]!) pieces.push(piece);
    return pieces;
  }
}

/** The point of a straight piece that is nearest to a point: how far it is from there, and from the piece's beginning. */
function nearestOn(from: Point, to: Point, { x, y }: Point): { readonly distance: number; readonly along: number } {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy);
  if (length === 0) return { distance: Math.hypot(x - from.x, y - from.y), along: 0 };
  const along = Math.min(Math.max(((x - from.x) * dx + (y - from.y) * dy) / length, 0), length);
  return { distance: Math.hypot(x - from.x - (along / length) * dx, y - from.y - (along / length) * dy), along };
}

/** How far a point is from a way; infinite for a way without length. */
export const distanceTo = (points: readonly Point[], point: Point): number =>
  Math.min(...points.slice(1).map((to, index) => nearestOn(points[index]!, to, point).distance));

/** How far along a way the place is that is nearest to a point, from 0 to 1. */
export function paramAt(points: readonly Point[], point: Point): number {
  const total = lengthOf(points);
  if (total === 0) return 0;
  let best = Infinity;
  let param = 0;
  let before = 0;
  for (let i = 1; i < points.length; i++) {
    const [from, to] = [points[i - 1]!, points[i]!];
    const { distance, along } = nearestOn(from, to, point);
    if (distance < best) {
      best = distance;
      param = (before + along) / total;
    }
    before += Math.hypot(to.x - from.x, to.y - from.y);
  }
  return param;
}

/** The part of a way between two places on it, in the order of the light. */
export function partOf(points: readonly Point[], one: number, other: number): readonly Point[] {
  const total = lengthOf(points);
  if (total === 0) return [];
  const [start, end] = [Math.min(one, other) * total, Math.max(one, other) * total];
  const part: Point[] = [];
  let before = 0;
  for (let i = 1; i < points.length; i++) {
    const [from, to] = [points[i - 1]!, points[i]!];
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    const at = (distance: number): Point => {
      const share = length === 0 ? 0 : (distance - before) / length;
      return { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) };
    };
    const isLast = i === points.length - 1;
    if (part.length === 0 && (start <= before + length || isLast)) part.push(at(Math.min(start, before + length)));
    if (part.length > 0 && (end <= before + length || isLast)) return [...part, at(Math.min(end, before + length))];
    if (part.length > 0) part.push(to);
    before += length;
  }
  return part;
}

/** What a measure of a way says: which one, and between which two places on it. */
export function pathMeasure(properties: Properties): { readonly index: number; readonly start: number; readonly end: number } {
  const clamped = (name: string, usually: number) => Math.min(Math.max(finiteOf(properties[name], usually), 0), 1);
  return { index: Math.round(finiteOf(properties["ray_index"], -1)), start: clamped("start_param", 0), end: clamped("end_param", 1) };
}
