import { apexOf, type Arc, arcOf } from "./arc";
import { elementTypeOf, valueOf, type ElementType, interfaceFields, type NumberField } from "./fields";
import { finiteOf, type Properties, recordsOf } from "./json";
import { anglePoints, endsOf, lengthOf, originOf, type Point, poseOf, rulerPoints, toLocal } from "./pose";

/** What a part of a drawing is made of; how that looks is for whoever draws. */
export type Material = "glass" | "line" | "coating" | "metal" | "dark" | "plate" | "hatch" | "body" | "light" | "measure" | "note";

/** One path of SVG, in millimetres around the item's place, Y down as SVG has it. */
export interface Part {
  readonly material: Material;
  readonly path: string;
}

/** Words at a place, Y down. `size` is in millimetres. */
export interface Label {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly anchor: "start" | "middle";
}

/** What surrounds an item, in its own axes, Y up. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

export interface Symbol {
  readonly parts: readonly Part[];
  readonly labels: readonly Label[];
  readonly box: Box;
}

const number = (value: number) => String(Math.round(value * 1e4) / 1e4 + 0);
const at = ({ x, y }: Point) => `${number(x)} ${number(-y)}`;
const lineTo = (point: Point) => `L${at(point)}`;
const arcTo = ({ radius, side }: Arc, to: Point) => `A${number(radius)} ${number(radius)} 0 0 ${side === 1 ? 0 : 1} ${at(to)}`;
const polygon = (points: readonly Point[]) => `M${points.map(at).join("L")}Z`;
const polyline = (points: readonly Point[]) => `M${points.map(at).join("L")}`;

/** The least box around points, `margin` wider on each side. */
export function boxAround(points: readonly Point[], margin = 0): Box {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  return { left: Math.min(...xs) - margin, right: Math.max(...xs) + margin, bottom: Math.min(...ys) - margin, top: Math.max(...ys) + margin };
}

/** How an item is drawn; the turn of its pose is left to whoever draws it. */
export function symbolOf(kind: string, properties: Properties): Symbol {
  switch (kind) {
    case "source":
      return sourceSymbol(properties);
    case "ruler":
      return rulerSymbol(properties);
    case "angle_measure":
      return angleSymbol(properties);
    case "text":
      return textSymbol(properties);
    case "rectangle":
      return rectangleSymbol(properties);
    default:
      return componentSymbol(properties);
  }
}

/** An interface with its ends in the item's axes. */
interface Piece {
  readonly type: ElementType | null;
  readonly fields: Properties;
  readonly from: Point;
  readonly to: Point;
  readonly arc: Arc | null;
}

function componentSymbol(properties: Properties): Symbol {
  const origin = originOf(properties);
  const pieces = recordsOf(properties["interfaces"]).map((fields): Piece => {
    const [from, to] = endsOf(fields, origin);
    const type = elementTypeOf(fields);
    return { type, fields, from, to, arc: type === "lens" ? null : arcOf(fields, from, to) };
  });
  if (pieces.length === 0) return emptySymbol(properties);
  const parts = [...glassParts(pieces), ...pieces.flatMap((piece) => pieceParts(piece, pieces, properties))];
  const points = pieces.flatMap(({ from, to, arc }) => (arc === null ? [from, to] : [from, to, apexOf(arc, from, to)]));
  const inCube = pieces.length === 1 && isCube(pieces[0]!) ? cubeCorners(pieces[0]!) : [];
  return { parts, labels: [], box: boxAround([...points, ...inCube], inCube.length > 0 ? 0 : 2.5) };
}

/** Breadboards, tables and whatever else has a picture only. */
function emptySymbol(properties: Properties): Symbol {
  const half = Math.max(1, finiteOf(properties["object_height_mm"], 60) / 2);
  const corners = corner(half, half);
  const text = typeof properties["name"] === "string" ? properties["name"] : "";
  return { parts: [{ material: "note", path: polygon(corners) }], labels: [{ text, x: 0, y: 1.5, size: 4.5, anchor: "middle" }], box: boxAround(corners) };
}

const corner = (x: number, y: number): Point[] => [{ x: -x, y: -y }, { x, y: -y }, { x, y }, { x: -x, y }];

/** Refracting surfaces as one body: those that follow each other all around, or two that face each other. */
function glassParts(pieces: readonly Piece[]): Part[] {
  const faces = pieces.filter(({ type }) => type === "refractive_interface");
  const edge = ({ arc, to }: Piece) => (arc === null ? lineTo(to) : arcTo(arc, to));
  const meets = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y) < 1e-3;
  if (faces.length > 2 && faces.every((face, index) => meets(face.to, faces[(index + 1) % faces.length]!.from))) {
    return [{ material: "glass", path: `M${at(faces[0]!.from)}${faces.map(edge).join("")}Z` }];
  }
  if (faces.length !== 2) return faces.map((face) => ({ material: "line", path: `M${at(face.from)}${edge(face)}` }));
  const [first, second] = faces as [Piece, Piece];
  const back = second.arc === null ? lineTo(second.from) : arcTo({ ...second.arc, side: second.arc.side === 1 ? -1 : 1 }, second.from);
  return [{ material: "glass", path: `M${at(first.from)}${edge(first)}${lineTo(second.to)}${back}Z` }];
}

/** How far the coating of a splitter is from a quarter turn within its cube. */
const isCube = ({ type, arc }: Piece) => type === "beam_splitter" && arc === null;

/** The square whose diagonal is the coating. */
function cubeCorners({ from, to }: Piece): Point[] {
  const [x, y] = [(from.x + to.x) / 2, (from.y + to.y) / 2];
  const [dx, dy] = [(to.x - from.x) / 2, (to.y - from.y) / 2];
  return [from, { x: x - dy, y: y + dx }, to, { x: x + dy, y: y - dx }];
}

function pieceParts(piece: Piece, all: readonly Piece[], properties: Properties): Part[] {
  const { type, fields, from, to, arc } = piece;
  const coating: Part = { material: "coating", path: `M${at(from)}${arc === null ? lineTo(to) : arcTo(arc, to)}` };
  switch (type) {
    case "lens":
      return [{ material: "glass", path: lensPath(piece) }];
    case "mirror":
      return [{ material: "metal", path: backPath(piece, 3) }, ...(properties["category"] === "slm" ? [pixels(piece)] : []), coating];
    case "beam_splitter":
      return [...(all.length === 1 ? [{ material: "glass" as const, path: polygon(cubeCorners(piece)) }] : []), coating];
    case "dichroic":
      return [{ material: "glass", path: backPath(piece, 2.4) }, coating];
    case "polarizing_interface":
      return [{ material: "plate", path: slabPath(piece, 1.6) }, { material: "hatch", path: axisMarks(piece, fields) }];
    case "beam_block":
      return [{ material: "dark", path: slabPath(piece, 2) }];
    case "refractive_interface":
      return [];
    case null:
      return [{ material: "line", path: polyline([from, to]) }];
  }
}

/** Unit vectors along an interface and to its n₁, with its middle and length. */
function frameOf({ from, to }: Piece) {
  const length = Math.max(Math.hypot(to.x - from.x, to.y - from.y), 1e-9);
  const along = { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
  const put = (s: number, n: number): Point => ({
    x: (from.x + to.x) / 2 + s * along.x + n * along.y,
    y: (from.y + to.y) / 2 + s * along.y - n * along.x,
  });
  return { length, put };
}

/** The usual picture of a lens around an ideal one: bulging for a positive focal length, waisted for a negative one. */
function lensPath(piece: Piece): string {
  const { length, put } = frameOf(piece);
  const half = length / 2;
  const bulge = Math.min(4, Math.max(1.2, length * 0.11));
  const sag = valueOf(interfaceFields.lens[0] as NumberField, piece.fields) < 0 ? -0.62 * bulge : bulge;
  const edge = sag < 0 ? bulge : 0.5;
  const radius = (half * half + sag * sag) / (2 * Math.abs(sag));
  const side = (to: Point, bulgesRight: boolean) => `A${number(radius)} ${number(radius)} 0 0 ${bulgesRight ? 0 : 1} ${at(to)}`;
  return `M${at(put(-half, edge))}${side(put(half, edge), sag > 0)}${lineTo(put(half, -edge))}${side(put(-half, -edge), sag > 0)}Z`;
}

function slabPath(piece: Piece, half: number): string {
  const { length, put } = frameOf(piece);
  return polygon([put(-length / 2, half), put(length / 2, half), put(length / 2, -half), put(-length / 2, -half)]);
}

/** What a coating lies on, behind it as seen from n₁. */
function backPath(piece: Piece, depth: number): string {
  const { length, put } = frameOf(piece);
  const { from, to, arc } = piece;
  const front = arc === null ? lineTo(to) : arcTo(arc, to);
  const sag = arc === null || arc.side === 1 ? 0 : arc.radius - Math.sqrt(arc.radius ** 2 - length ** 2 / 4);
  return `M${at(from)}${front}${lineTo(put(length / 2, -depth - sag))}${lineTo(put(-length / 2, -depth - sag))}Z`;
}

function pixels(piece: Piece): Part {
  const { length, put } = frameOf(piece);
  const marks = Array.from({ length: 9 }, (_, i) => polyline([put(length * ((i + 1) / 10 - 0.5), 0), put(length * ((i + 1) / 10 - 0.5), -3)]));
  return { material: "hatch", path: marks.join("") };
}

/** Strokes that tell plates from each other: along the axis for plates and polarisers, a wave for what rotates. */
function axisMarks(piece: Piece, fields: Properties): string {
  const { length, put } = frameOf(piece);
  const subtype = fields["polarizer_subtype"] ?? "waveplate";
  const name = subtype === "waveplate" ? "fast_axis_deg" : "transmission_axis_deg";
  const lean = subtype === "waveplate" || subtype === "linear_polarizer" ? (finiteOf(fields[name], 0) * Math.PI) / 180 : Math.PI / 4;
  const count = subtype === "linear_polarizer" ? 9 : 5;
  const [dn, ds] = [1.6 * Math.cos(lean), 1.6 * Math.sin(lean)];
  return Array.from({ length: count }, (_, i) => {
    const s = length * ((i + 1) / (count + 1) - 0.5);
    return polyline([put(s - ds, -dn), put(s + ds, dn)]);
  }).join("");
}

function sourceSymbol(properties: Properties): Symbol {
  const half = Math.max(6, finiteOf(properties["size_mm"], 10) / 2 + 3);
  const body = [{ x: -34, y: -half }, { x: -4, y: -half }, { x: -4, y: half }, { x: -34, y: half }];
  const nose = half * 0.62;
  const mouth = [{ x: -4, y: -nose }, { x: 0, y: -nose }, { x: 0, y: nose }, { x: -4, y: nose }];
  const aperture = [{ x: 0, y: -nose }, { x: 0, y: nose }];
  return {
    parts: [
      { material: "body", path: polygon(body) },
      { material: "dark", path: polygon(mouth) },
      { material: "light", path: polyline(aperture) },
      { material: "light", path: "M-27 0H-12M-16.5 -3.2L-12 0L-16.5 3.2" },
    ],
    labels: [],
    box: boxAround([...body, ...mouth]),
  };
}

/** Ticks are this far apart at least, in millimetres, at a tenth of the length. */
const TICK = 10;

function rulerSymbol(properties: Properties): Symbol {
  const pose = poseOf("ruler", properties);
  if (pose === null) return { parts: [], labels: [], box: boxAround([{ x: 0, y: 0 }], 5) };
  const points = rulerPoints(properties).map((point) => toLocal(point, pose));
  const length = lengthOf(points);
  const paths = points.slice(1).flatMap((to, i) => [polyline([points[i]!, to]), ...ticks(points[i]!, to)]);
  const [first, second] = points as [Point, Point];
  const middle = points.length === 2 ? { x: (first.x + second.x) / 2, y: (first.y + second.y) / 2 } : points[points.length >> 1]!;
  const label: Label = { text: `${(Math.round(length * 100) / 100).toLocaleString("en")} mm`, x: middle.x, y: -middle.y - 4, size: 5, anchor: "middle" };
  return { parts: [{ material: "measure", path: paths.join("") }], labels: [label], box: boxAround(points, 4) };
}

function ticks(from: Point, to: Point): string[] {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (length === 0) return [];
  const step = TICK * 10 ** Math.max(0, Math.ceil(Math.log10(length / (TICK * 60))));
  const [ux, uy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const places = [...Array.from({ length: Math.floor(length / step + 1e-9) + 1 }, (_, i) => i * step), length];
  return places.map((s, i) => {
    const size = i === 0 || i === places.length - 1 ? 3 : i % 5 === 0 ? 2 : 1.2;
    const [x, y] = [from.x + ux * s, from.y + uy * s];
    return polyline([{ x: x - uy * size, y: y + ux * size }, { x: x + uy * size, y: y - ux * size }]);
  });
}

function angleSymbol(properties: Properties): Symbol {
  const pose = poseOf("angle_measure", properties);
  if (pose === null) return { parts: [], labels: [], box: boxAround([{ x: 0, y: 0 }], 5) };
  const [vertex, one, two] = anglePoints(properties).map((point) => toLocal(point, pose)) as [Point, Point, Point];
  const direction = (point: Point) => Math.atan2(point.y - vertex.y, point.x - vertex.x);
  const between = Math.abs(((direction(two) - direction(one) + 3 * Math.PI) % (2 * Math.PI)) - Math.PI);
  const text = `${(Math.round((between * 1_800) / Math.PI) / 10).toLocaleString("en")}°`;
  return {
    parts: [{ material: "measure", path: polyline([one, vertex, two]) }],
    labels: [{ text, x: vertex.x + 3, y: -vertex.y - 3, size: 5, anchor: "start" }],
    box: boxAround([vertex, one, two], 3),
  };
}

const MILLIMETRES_PER_POINT = 96 / 72;
/** How wide a letter is about, in parts of the size of the type. */
const LETTER = 0.55;

/** The size of a note's type, in millimetres of the bench: a pixel of 96 to the inch is one millimetre, as in the desktop app. */
export function typeSize(properties: Properties): number {
  return Math.max(1, finiteOf(properties["point_size"], 11) * MILLIMETRES_PER_POINT);
}

function textSymbol(properties: Properties): Symbol {
  const size = typeSize(properties);
  const lines = (typeof properties["text"] === "string" ? properties["text"] : "Text").split("\n");
  const width = Math.max(size, ...lines.map((line) => line.length * size * LETTER));
  const labels = lines.map((text, i): Label => ({ text, x: 0, y: size * (1 + 1.25 * i), size, anchor: "start" }));
  return { parts: [], labels, box: { left: 0, right: width, top: 0, bottom: -size * 1.25 * lines.length } };
}

function rectangleSymbol(properties: Properties): Symbol {
  const corners = corner(Math.max(0.5, finiteOf(properties["width_mm"], 60) / 2), Math.max(0.5, finiteOf(properties["height_mm"], 40) / 2));
  return { parts: [{ material: "note", path: polygon(corners) }], labels: [], box: boxAround(corners) };
}
