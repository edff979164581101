/** A bench to look at: an interferometer with two arms of polarised light, and a prism below it. */

type Fields = { readonly [name: string]: unknown };

let made = 0;

const item = (_type: "component" | "source", x_mm: number, y_mm: number, angle_deg: number, fields: Fields) => ({ _type, item_uuid: `shown-${++made}`, x_mm, y_mm, angle_deg, locked: false, z_value: 0, ...fields });

const upright = (element_type: string, fields: Fields, half = 12.7) => ({ x1_mm: 0, y1_mm: half, x2_mm: 0, y2_mm: -half, element_type, name: "", ...fields });

const optic = (name: string, category: string, x: number, y: number, angle: number, interfaces: readonly Fields[], height = 25.4) =>
  item("component", x, y, angle, { name, category, object_height_mm: height, interfaces });

const plate = (name: string, x: number, y: number, angle: number, phase_shift_deg: number, fast_axis_deg: number) =>
  optic(name, "waveplates", x, y, angle, [upright("polarizing_interface", { polarizer_subtype: "waveplate", phase_shift_deg, fast_axis_deg })]);

const lens = (x: number, y: number, angle: number, efl_mm: number) => optic(`Lens, f = ${efl_mm} mm`, "lenses", x, y, angle, [upright("lens", { efl_mm })]);
const mirror = (x: number, y: number, angle: number) => optic("Mirror", "mirrors", x, y, angle, [upright("mirror", { reflectivity: 100 })]);

const side = 50.8 / Math.sqrt(3);
const corners = [
  [-side / 2, -12.7],
  [side / 2, -12.7],
  [0, 12.7],
] as const;
const prism = corners.map(([x1_mm, y1_mm], i) => {
  const [x2_mm, y2_mm] = corners[(i + 1) % 3]!;
  return { x1_mm, y1_mm, x2_mm, y2_mm, element_type: "refractive_interface", name: "", n1: 1, n2: 1.517 };
});

const note = (text: string, x: number, y: number, point_size = 5) => ({ type: "text", text, x, y, color: "#0A0A28", point_size, item_uuid: `shown-${++made}`, z_value: 0 });

export const assembly = {
  version: "2.0",
  items: [
    item("source", -190, 60, 0, { size_mm: 6, n_rays: 9, ray_length_mm: 700, spread_deg: 0, color_hex: "#2fbf3a", wavelength_nm: 532, polarization_type: "horizontal" }),
    plate("Half-wave plate", -165, 60, 0, 180, 22.5),
    lens(-130, 60, 0, 40),
    lens(-10, 60, 0, 80),
    optic("Polarising splitter", "beamsplitters", 50, 60, 0, [{ x1_mm: -12.7, y1_mm: 12.7, x2_mm: 12.7, y2_mm: -12.7, element_type: "beam_splitter", name: "", split_T: 50, split_R: 50, is_polarizing: true, pbs_transmission_axis_deg: 0 }]),
    plate("Quarter-wave plate", 90, 60, 0, 90, 45),
    mirror(150, 60, 0),
    plate("Quarter-wave plate", 50, 20, 90, 90, 45),
    mirror(50, -40, 90),
    lens(50, 100, 90, 60),
    optic("Beam block", "misc", 50, 160, 90, [upright("beam_block", {})]),
    item("source", -190, -70, 342, { size_mm: 3, n_rays: 3, ray_length_mm: 420, spread_deg: 0, color_hex: "#e02a1f", wavelength_nm: 640, polarization_type: "horizontal" }),
    optic("Prism", "misc", -70, -30, 0, prism),
  ],
  rulers: [{ type: "ruler", points: [[50, 35], [150, 35]], item_uuid: "shown-ruler", z_value: 0 }],
  texts: [note("Reference arm", 92, 92), note("Sample arm", -8, -30), note("Detector", 72, 168)],
  rectangles: [],
  path_measures: [],
  groups: [],
};
