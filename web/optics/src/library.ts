import { colorOf } from "./color";
import type { Properties } from "./json";

/** Something to put on a bench: an item's kind, and its properties beside where it lies. */
export interface LibraryEntry {
  /** Names the entry; it is in no document. */
  readonly id: string;
  readonly label: string;
  /** What else somebody may look for it by. */
  readonly also: string;
  readonly kind: "component" | "source" | "ruler" | "angle_measure" | "text" | "rectangle";
  readonly properties: Properties;
}

export interface LibraryGroup {
  readonly label: string;
  readonly entries: readonly LibraryEntry[];
}

/** Optics of one inch, as most are. */
const HEIGHT = 25.4;
const HALF = HEIGHT / 2;
const CROWN_GLASS = 1.517;

/** An upright surface at x, the first end above, so that n₁ is to its left. */
const upright = (element_type: string, fields: Properties = {}, x = 0, half = HALF): Properties => ({ x1_mm: x, y1_mm: half, x2_mm: x, y2_mm: -half, element_type, name: "", ...fields });

const surface = (n1: number, n2: number, x: number, radius: number): Properties =>
  upright("refractive_interface", { n1, n2, ...(radius !== 0 && { is_curved: true, radius_of_curvature_mm: radius }) }, x);

function component(id: string, label: string, also: string, category: string, interfaces: readonly Properties[], more: Properties = {}): LibraryEntry {
  return { id, label, also, kind: "component", properties: { angle_deg: 0, name: label, category, object_height_mm: HEIGHT, interfaces, ...more } };
}

/** A body of glass in air around corners that are given counter-clockwise, Y up. */
function glass(corners: readonly (readonly [number, number])[]): Properties[] {
  return corners.map(([x1_mm, y1_mm], index) => {
    const [x2_mm, y2_mm] = corners[(index + 1) % corners.length]!;
    return { x1_mm, y1_mm, x2_mm, y2_mm, element_type: "refractive_interface", name: "", n1: 1, n2: CROWN_GLASS };
  });
}

const diagonal = (fields: Properties): Properties => ({ x1_mm: -HALF, y1_mm: HALF, x2_mm: HALF, y2_mm: -HALF, element_type: "beam_splitter", name: "", ...fields });

const plate = (subtype: string, fields: Properties) => [upright("polarizing_interface", { polarizer_subtype: subtype, ...fields })];

function source(id: string, label: string, also: string, wavelength_nm: number, more: Properties = {}): LibraryEntry {
  const properties = { angle_deg: 0, size_mm: 10, n_rays: 9, ray_length_mm: 1_500, spread_deg: 0, color_hex: colorOf(wavelength_nm), wavelength_nm, polarization_type: "horizontal" };
  return { id, label, also, kind: "source", properties: { ...properties, ...more } };
}

/** The triangle is as high as a one-inch optic is wide. */
const SIDE = (2 * HEIGHT) / Math.sqrt(3);

export const library: readonly LibraryGroup[] = [
  {
    label: "Light",
    entries: [
      source("source", "Source", "laser beam light", 633),
      source("source-green", "Green source", "laser beam light 532", 532),
      source("point-source", "Point source", "fan divergent lamp", 589, { size_mm: 0, n_rays: 15, spread_deg: 8 }),
    ],
  },
  {
    label: "Lenses",
    entries: [
      component("lens", "Lens, f = 100 mm", "thin ideal convex focus", "lenses", [upright("lens", { efl_mm: 100 })]),
      component("lens-negative", "Lens, f = −100 mm", "thin ideal concave diverging", "lenses", [upright("lens", { efl_mm: -100 })]),
      component("plano-convex", "Plano-convex lens", "thick glass real curved", "lenses", [surface(1, CROWN_GLASS, -2, 51.7), surface(CROWN_GLASS, 1, 2, 0)]),
      component("biconvex", "Biconvex lens", "thick glass real curved", "lenses", [surface(1, CROWN_GLASS, -1.5, 102), surface(CROWN_GLASS, 1, 1.5, -102)]),
    ],
  },
  {
    label: "Mirrors",
    entries: [
      component("mirror", "Mirror", "flat reflect", "mirrors", [upright("mirror", { reflectivity: 100 })], { angle_deg: 45 }),
      component("mirror-concave", "Concave mirror", "curved focus spherical", "mirrors", [upright("mirror", { reflectivity: 100, is_curved: true, radius_of_curvature_mm: -200 })]),
      component("slm", "SLM", "spatial light modulator", "slm", [upright("mirror", { reflectivity: 100 })], { name: "Spatial light modulator" }),
    ],
  },
  {
    label: "Splitters and filters",
    entries: [
      component("beam-splitter", "Beam splitter 50:50", "cube half", "beamsplitters", [diagonal({ split_T: 50, split_R: 50, is_polarizing: false, pbs_transmission_axis_deg: 0 })]),
      component("pbs", "Polarising splitter", "pbs cube polarizing beam splitter", "beamsplitters", [diagonal({ split_T: 50, split_R: 50, is_polarizing: true, pbs_transmission_axis_deg: 0 })]),
      component("dichroic", "Dichroic, 550 nm", "longpass shortpass filter colour color", "dichroics", [upright("dichroic", { cutoff_wavelength_nm: 550, transition_width_nm: 50, pass_type: "longpass" })], { angle_deg: 45 }),
      component("beam-block", "Beam block", "dump stop absorber", "misc", [upright("beam_block")]),
    ],
  },
  {
    label: "Polarisation",
    entries: [
      component("half-wave", "Half-wave plate", "hwp waveplate retarder polarization", "waveplates", plate("waveplate", { phase_shift_deg: 180, fast_axis_deg: 22.5 })),
      component("quarter-wave", "Quarter-wave plate", "qwp waveplate retarder polarization circular", "waveplates", plate("waveplate", { phase_shift_deg: 90, fast_axis_deg: 45 })),
      component("polariser", "Linear polariser", "polarizer malus", "polarizers", plate("linear_polarizer", { transmission_axis_deg: 0, extinction_ratio_db: 40 })),
      component("circular-polariser", "Circular polariser", "polarizer", "polarizers", plate("circular_polarizer", { handedness: "right", extinction_ratio_db: 40 })),
      component("faraday", "Faraday rotator", "isolator polarization", "waveplates", plate("faraday_rotator", { rotation_angle_deg: 45 })),
    ],
  },
  {
    label: "Glass",
    entries: [
      component("slab", "Glass slab", "block plane parallel plate refraction", "misc", glass([[-10, -25], [10, -25], [10, 25], [-10, 25]]), { object_height_mm: 50 }),
      component("prism", "Prism", "triangle glass refraction total reflection", "misc", glass([[-SIDE / 2, -HALF], [SIDE / 2, -HALF], [0, HALF]])),
    ],
  },
  {
    label: "Notes",
    entries: [
      { id: "ruler", label: "Ruler", also: "measure distance length", kind: "ruler", properties: { points: [[-50, 0], [50, 0]] } },
      { id: "angle", label: "Angle", also: "measure degrees", kind: "angle_measure", properties: { vertex: [-25, -15], point1: [25, -15], point2: [18.301, 10] } },
      { id: "text", label: "Text note", also: "label comment", kind: "text", properties: { text: "Text", point_size: 11, color: "#0A0A28" } },
      { id: "rectangle", label: "Rectangle", also: "box area frame", kind: "rectangle", properties: { width_mm: 60, height_mm: 40, angle_deg: 0 } },
    ],
  },
];

export const libraryEntries: readonly LibraryEntry[] = library.flatMap(({ entries }) => entries);
