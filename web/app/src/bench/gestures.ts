import { angleTo, type Changes, normalAngle, placed, type Point, type Pose, poseOf, rounded } from "@weft/optics";
import type { Shown } from "./Bench";

/** What positions and angles are drawn to, when something is; millimetres and degrees. */
export interface Snap {
  readonly on: boolean;
  readonly grid: number;
  readonly angle: number;
}

export const usualSnap: Snap = { on: true, grid: 5, angle: 5 };
export const grids: readonly number[] = [1, 5, 10, 25];

/** Without snapping, a position is still one that a person would write. */
const FINE_DECIMALS = 2;

const toStep = (value: number, step: number) => rounded(Math.round(value / step) * step);

/** Where the items lie when the one that the hand is at (`lead`) is drawn from one point to another; the others keep their distance to it. */
export function moved(items: readonly Shown[], lead: string, from: Point, to: Point, snap: Snap): Map<string, Changes> {
  const leading = items.find(({ id }) => id === lead) ?? items[0];
  const start = leading && poseOf(leading.kind, leading.properties);
  if (!start) return new Map();
  const wanted = { x: start.x + to.x - from.x, y: start.y + to.y - from.y };
  const at = snap.on ? { x: toStep(wanted.x, snap.grid), y: toStep(wanted.y, snap.grid) } : { x: rounded(wanted.x, FINE_DECIMALS), y: rounded(wanted.y, FINE_DECIMALS) };
  return shifted(items, at.x - start.x, at.y - start.y);
}

/** All items by as many millimetres. */
export function shifted(items: readonly Shown[], dx: number, dy: number): Map<string, Changes> {
  return changesOf(items, (pose) => ({ ...pose, x: pose.x + dx, y: pose.y + dy }));
}

/** How far a hand has turned around a middle, in degrees clockwise, so that `lead` comes to lie at a step of the snap. */
export function turnOf(lead: Shown, middle: Point, from: Point, to: Point, snap: Snap): number {
  const turn = angleTo(middle, to) - angleTo(middle, from);
  const start = poseOf(lead.kind, lead.properties)?.angle ?? 0;
  return snap.on ? toStep(start + turn, snap.angle) - start : rounded(turn, 1);
}

/** All items around a middle, in degrees clockwise. */
export function turned(items: readonly Shown[], middle: Point, degrees: number): Map<string, Changes> {
  const turn = (degrees * Math.PI) / 180;
  return changesOf(items, (pose) => {
    const [dx, dy] = [pose.x - middle.x, pose.y - middle.y];
    const at = { x: middle.x + dx * Math.cos(turn) + dy * Math.sin(turn), y: middle.y - dx * Math.sin(turn) + dy * Math.cos(turn) };
    // What turns around itself stays exactly where it is.
    return { x: dx === 0 && dy === 0 ? pose.x : rounded(at.x, 3), y: dx === 0 && dy === 0 ? pose.y : rounded(at.y, 3), angle: normalAngle(pose.angle + degrees) };
  });
}

function changesOf(items: readonly Shown[], change: (pose: Pose) => Pose): Map<string, Changes> {
  return new Map(
    items.flatMap(({ id, kind, properties }) => {
      const pose = poseOf(kind, properties);
      return pose === null ? [] : [[id, placed(kind, properties, change(pose))] as const];
    }),
  );
}
