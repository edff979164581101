import { finiteOf, type Json, type Properties, recordsOf } from "./json";

/**
 * Where an item lies: millimetres of the bench, whose Y axis points up on the screen, and an angle in degrees, clockwise on the
 * screen, 0 to the right.
 */
export interface Pose {
  readonly x: number;
  readonly y: number;
  readonly angle: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Properties to write; `null` removes one. */
export type Changes = { readonly [name: string]: Json };

/** A degree of freedom is written with this many decimals: a nanometre, and less than an arc second. */
const DECIMALS = 6;

export function rounded(value: number, decimals = DECIMALS): number {
  const factor = 10 ** decimals;
  // A zero has no sign in a document.
  return Math.round(value * factor) / factor + 0;
}

/** An angle from 0 up to 360 degrees. */
export function normalAngle(degrees: number): number {
  const angle = rounded(degrees % 360);
  return angle < 0 ? rounded(angle + 360) : angle === 360 ? 0 : angle;
}

const point = (value: Json | undefined): Point | null => (Array.isArray(value) && value.length >= 2 ? { x: finiteOf(value[0] as Json, 0), y: finiteOf(value[1] as Json, 0) } : null);
const list = ({ x, y }: Point): Json => [rounded(x), rounded(y)];

/** The points that a ruler runs through, two at least; none for what is no ruler. */
export function rulerPoints(properties: Properties): readonly Point[] {
  const written = Array.isArray(properties["points"]) ? (properties["points"] as readonly Json[]) : [properties["p1"] ?? null, properties["p2"] ?? null];
  const points = written.map(point).filter((found) => found !== null);
  return points.length < 2 ? [] : points;
}

/** A ruler as long as wanted, around its middle; none for one that has no length yet. */
export function rulerOfLength(properties: Properties, length: number): Changes {
  const points = rulerPoints(properties);
  const former = lengthOf(points);
  if (former === 0) return {};
  const { x, y } = middle(points);
  const scale = length / former;
  return { points: points.map((point) => list({ x: x + (point.x - x) * scale, y: y + (point.y - y) * scale })) };
}

/** A ruler one of whose points is somewhere else. */
export function rulerWith(properties: Properties, index: number, to: Point): Changes {
  return { points: rulerPoints(properties).map((point, i) => list(i === index ? to : point)) };
}

/** The length of a way through points. */
export function lengthOf(points: readonly Point[]): number {
  return points.slice(1).reduce((sum, point, i) => sum + Math.hypot(point.x - points[i]!.x, point.y - points[i]!.y), 0);
}

/** Vertex and both ends of an angle that was measured; none when one is missing. */
export function anglePoints(properties: Properties): readonly Point[] {
  const points = ["vertex", "point1", "point2"].map((name) => point(properties[name])).filter((found) => found !== null);
  return points.length < 3 ? [] : points;
}

/** An angle one of whose points, the vertex first, is somewhere else. */
export function angleWith(index: number, to: Point): Changes {
  return { [["vertex", "point1", "point2"][index]!]: list(to) };
}

const middle = (points: readonly Point[]): Point => {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  return { x: (Math.min(...xs) + Math.max(...xs)) / 2, y: (Math.min(...ys) + Math.max(...ys)) / 2 };
};

/** Where an item of this kind lies; `null` for what lies nowhere, such as a group. */
export function poseOf(kind: string, properties: Properties): Pose | null {
  switch (kind) {
    case "component":
    case "source": {
      const x = finiteOf(properties["x_mm"], kind === "source" ? -400 : 0);
      return { x, y: finiteOf(properties["y_mm"], 0), angle: normalAngle(finiteOf(properties["angle_deg"], 0)) };
    }
    case "text":
      return { x: finiteOf(properties["x"], 0), y: finiteOf(properties["y"], 0), angle: 0 };
    case "rectangle":
      // The document has the rotation of a rectangle, alone of all, counter-clockwise.
      return { x: finiteOf(properties["x"], 0), y: finiteOf(properties["y"], 0), angle: normalAngle(-finiteOf(properties["angle_deg"], 0)) };
    case "ruler":
    case "angle_measure": {
      const points = kind === "ruler" ? rulerPoints(properties) : anglePoints(properties);
      return points.length === 0 ? null : { ...middle(points), angle: 0 };
    }
    default:
      return null;
  }
}

export function canRotate(kind: string): boolean {
  return kind === "component" || kind === "source" || kind === "rectangle" || kind === "ruler";
}

/** The properties that put an item somewhere else, turned by the difference of the angles; none when it already lies there. */
export function placed(kind: string, properties: Properties, to: Pose): Changes {
  const from = poseOf(kind, properties);
  if (from === null) return {};
  const moved = to.x !== from.x || to.y !== from.y;
  const turned = normalAngle(to.angle) !== from.angle && canRotate(kind);
  if (!moved && !turned) return {};
  switch (kind) {
    case "component":
    case "source":
      return { ...(moved && { x_mm: rounded(to.x), y_mm: rounded(to.y) }), ...(turned && { angle_deg: normalAngle(to.angle) }) };
    case "text":
      return { x: rounded(to.x), y: rounded(to.y) };
    case "rectangle":
      return { ...(moved && { x: rounded(to.x), y: rounded(to.y) }), ...(turned && { angle_deg: normalAngle(-to.angle) }) };
    case "ruler":
      return { points: rulerPoints(properties).map((each) => list(carried(each, from, to))) };
    default: {
      const [vertex, point1, point2] = anglePoints(properties).map((each) => list(carried(each, from, to)));
      return { vertex: vertex!, point1: point1!, point2: point2! };
    }
  }
}

/** Where a point lands that goes along when `from` becomes `to`. */
function carried({ x, y }: Point, from: Pose, to: Pose): Point {
  return toBench(toLocal({ x, y }, from), to);
}

/** A point of the bench in the axes of an item, Y up. */
export function toLocal({ x, y }: Point, pose: Pose): Point {
  const turn = (pose.angle * Math.PI) / 180;
  const [dx, dy] = [x - pose.x, y - pose.y];
  return { x: dx * Math.cos(turn) - dy * Math.sin(turn), y: dx * Math.sin(turn) + dy * Math.cos(turn) };
}

/** A point in the axes of an item, Y up, on the bench. */
export function toBench({ x, y }: Point, pose: Pose): Point {
  const turn = (pose.angle * Math.PI) / 180;
  return { x: pose.x + x * Math.cos(turn) + y * Math.sin(turn), y: pose.y - x * Math.sin(turn) + y * Math.cos(turn) };
}

/** The angle of the direction from one point to another, degrees clockwise on the screen. */
export function angleTo(from: Point, to: Point): number {
  return normalAngle((-Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI);
}

/**
 * Where the item's own origin is in the coordinates of its interfaces. A component with a picture stands on its first interface,
 * whatever the picture's centre is.
 */
export function originOf(properties: Properties): Point {
  const first = recordsOf(properties["interfaces"])[0];
  if (first === undefined || typeof properties["image_path"] !== "string" || properties["image_path"] === "") return { x: 0, y: 0 };
  const at = (name: string) => finiteOf(first[name], 0);
  return { x: (at("x1_mm") + at("x2_mm")) / 2, y: (at("y1_mm") + at("y2_mm")) / 2 };
}

/** An interface's ends in the axes of its item, Y up. */
export function endsOf(fields: Properties, origin: Point): readonly [Point, Point] {
  const at = (name: string) => finiteOf(fields[name], 0);
  return [
    { x: at("x1_mm") - origin.x, y: at("y1_mm") - origin.y },
    { x: at("x2_mm") - origin.x, y: at("y2_mm") - origin.y },
  ];
}
