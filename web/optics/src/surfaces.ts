import { arcOf } from "./arc";
import { elementTypeOf, interfaceFields, type NumberField, valueOf } from "./fields";
import { dichroicReflectance } from "./laws";
import { type Properties, recordsOf } from "./json";
import { endsOf, originOf, poseOf, type Point, toBench } from "./pose";
import { BoxTree } from "./tree";

/** What a surface does with a ray. */
export const Action = { lens: 0, mirror: 1, split: 2, splitByPolarization: 3, dichroic: 4, retard: 5, polarize: 6, polarizeCircular: 7, rotate: 8, refract: 9, block: 10 } as const;
export type Action = (typeof Action)[keyof typeof Action];

/** Numbers of a surface's geometry and of what it does, in one row. */
export const Column = {
  /** Ends of the chord. */
  x1: 0,
  y1: 1,
  x2: 2,
  y2: 3,
  /** Centre of the circle. */
  cx: 4,
  cy: 5,
  /** Radius with the sign of the side to which the arc bulges (1: to n₁); 0 when flat. */
  r: 6,
  /** Unit normal of the chord, on the side of n₁: to the right of the way from the first end to the second. */
  nx: 7,
  ny: 8,
  /** What the action needs to know. */
  p0: 9,
  p1: 10,
  p2: 11,
  p3: 12,
} as const;
export const COLUMNS = 13;

/** All interfaces of a bench where they are, ready for rays. */
export interface Surfaces {
  readonly count: number;
  readonly actions: Uint8Array;
  /** {@link COLUMNS} numbers for each. */
  readonly table: Float64Array;
  readonly tree: BoxTree;
}

/** Shorter interfaces than this, in millimetres, are hit by nothing. */
const SHORTEST = 1e-6;

/** The interfaces of components, given by their properties. What nothing here knows lets all light pass. */
export function surfacesOf(components: Iterable<Properties>): Surfaces {
  const actions: number[] = [];
  const rows: number[] = [];
  for (const component of components) {
    const pose = poseOf("component", component)!;
    const origin = originOf(component);
    for (const fields of recordsOf(component["interfaces"])) {
      const law = lawOf(fields);
      const [from, to] = endsOf(fields, origin).map((end) => toBench(end, pose)) as [Point, Point];
      const length = Math.hypot(to.x - from.x, to.y - from.y);
      if (law === null || !(length > SHORTEST)) continue;
      const [action, ...numbers] = law;
      // An ideal lens refracts in its plane.
      const arc = action === Action.lens ? null : arcOf(fields, from, to);
      actions.push(action);
      rows.push(from.x, from.y, to.x, to.y, arc?.centre.x ?? 0, arc?.centre.y ?? 0, arc === null ? 0 : arc.side * arc.radius);
      rows.push((to.y - from.y) / length, (from.x - to.x) / length, ...numbers);
    }
  }
  const table = Float64Array.from(rows);
  return { count: actions.length, actions: Uint8Array.from(actions), table, tree: new BoxTree(boxesOf(table, actions.length)) };
}

/** Least and greatest x and y of each, four numbers in a row. */
function boxesOf(table: Float64Array, count: number): Float64Array {
  const boxes = new Float64Array(4 * count);
  for (let i = 0; i < count; i++) {
    const row = table.subarray(i * COLUMNS, (i + 1) * COLUMNS);
    // The height of an arc over its chord; a box that much wider all around holds it.
    const half = Math.hypot(row[Column.x2]! - row[Column.x1]!, row[Column.y2]! - row[Column.y1]!) / 2;
    const radius = Math.abs(row[Column.r]!);
    const height = radius === 0 ? 0 : radius - Math.sqrt(Math.max(0, radius * radius - half * half));
    boxes[4 * i] = Math.min(row[Column.x1]!, row[Column.x2]!) - height;
    boxes[4 * i + 1] = Math.min(row[Column.y1]!, row[Column.y2]!) - height;
    boxes[4 * i + 2] = Math.max(row[Column.x1]!, row[Column.x2]!) + height;
    boxes[4 * i + 3] = Math.max(row[Column.y1]!, row[Column.y2]!) + height;
  }
  return boxes;
}

type Law = readonly [action: Action, p0: number, p1: number, p2: number, p3: number];

const numberFields = new Map(
  Object.values(interfaceFields).flatMap((fields) => fields.filter((field): field is NumberField => field.type === "number").map((field) => [field.name, field] as const)),
);

function lawOf(fields: Properties): Law | null {
  const at = (name: string) => valueOf(numberFields.get(name)!, fields);
  const direction = (name: string) => {
    const angle = (at(name) * Math.PI) / 180;
    return [Math.cos(angle), Math.sin(angle)] as const;
  };
  switch (elementTypeOf(fields)) {
    case "lens": {
      const focus = at("efl_mm");
      return [Action.lens, focus === 0 ? 0 : 1 / focus, 0, 0, 0];
    }
    case "mirror":
      return [Action.mirror, Math.sqrt(at("reflectivity") / 100), 0, 0, 0];
    case "beam_splitter": {
      if (fields["is_polarizing"] === true) return [Action.splitByPolarization, ...direction("pbs_transmission_axis_deg"), 0, 0];
      // Nothing sends on more light than it gets.
      const whole = Math.max(100, at("split_T") + at("split_R"));
      return [Action.split, Math.sqrt(at("split_T") / whole), Math.sqrt(at("split_R") / whole), 0, 0];
    }
    case "dichroic":
      return [Action.dichroic, at("cutoff_wavelength_nm"), at("transition_width_nm"), fields["pass_type"] === "shortpass" ? 1 : 0, 0];
    case "polarizing_interface":
      return polarizingLaw(fields, at, direction);
    case "refractive_interface":
      return [Action.refract, at("n1"), at("n2"), 0, 0];
    case "beam_block":
      return [Action.block, 0, 0, 0, 0];
    case null:
      return null;
  }
}

function polarizingLaw(fields: Properties, at: (name: string) => number, direction: (name: string) => readonly [number, number]): Law | null {
  const leak = () => 10 ** (-at("extinction_ratio_db") / 20);
  switch (fields["polarizer_subtype"] ?? "waveplate") {
    case "waveplate":
      return [Action.retard, ...direction("fast_axis_deg"), ...direction("phase_shift_deg")];
    case "linear_polarizer":
      return [Action.polarize, ...direction("transmission_axis_deg"), leak(), 0];
    case "circular_polarizer":
      return [Action.polarizeCircular, fields["handedness"] === "left" ? -1 : 1, leak(), 0, 0];
    case "faraday_rotator":
      return [Action.rotate, ...direction("rotation_angle_deg"), 0, 0];
    default:
      return null;
  }
}

/** The part of the intensity that the dichroic in this row reflects. */
export function reflectanceAt(table: Float64Array, row: number, wavelength: number): number {
  return dichroicReflectance(wavelength, table[row + Column.p0]!, table[row + Column.p1]!, table[row + Column.p2] === 1 ? "shortpass" : "longpass");
}
