import { type Json, numberOf, type Properties } from "./json";

export type Unit = "mm" | "°" | "nm" | "%" | "dB" | "pt" | "";

interface FieldBase {
  /** The property's name in the document. */
  readonly name: string;
  readonly label: string;
  /** Whether the field means anything beside the others' values. */
  readonly when?: (values: Properties) => boolean;
}

export interface NumberField extends FieldBase {
  readonly type: "number";
  readonly unit: Unit;
  readonly default: number;
  readonly least: number;
  readonly most: number;
  readonly step: number;
}

export interface ChoiceField extends FieldBase {
  readonly type: "choice";
  readonly default: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

export interface FlagField extends FieldBase {
  readonly type: "flag";
  readonly default: boolean;
}

export interface ColorField extends FieldBase {
  readonly type: "color";
  readonly default: string;
}

export interface TextField extends FieldBase {
  readonly type: "text";
  readonly default: string;
  readonly lines?: number;
}

/** One value that a person can set: how it is called, what it may be, what it is when the document does not say. */
export type Field = NumberField | ChoiceField | FlagField | ColorField | TextField;

type Range = readonly [least: number, most: number];

function number(name: string, label: string, unit: Unit, preset: number, [least, most]: Range, step: number, when?: FieldBase["when"]): NumberField {
  return { type: "number", name, label, unit, default: preset, least, most, step, ...(when && { when }) };
}

/** What interfaces do, by the words of the document. */
export const elementTypes = ["lens", "mirror", "beam_splitter", "dichroic", "polarizing_interface", "refractive_interface", "beam_block"] as const;
export type ElementType = (typeof elementTypes)[number];

export const elementLabels: { readonly [type in ElementType]: string } = {
  lens: "Thin lens",
  mirror: "Mirror",
  beam_splitter: "Beam splitter",
  dichroic: "Dichroic",
  polarizing_interface: "Wave plate, polariser",
  refractive_interface: "Refracting surface",
  beam_block: "Beam block",
};

/** Former words of the document for the same. */
const FORMER: { readonly [word: string]: ElementType } = { beamsplitter: "beam_splitter", waveplate: "polarizing_interface", refractive: "refractive_interface" };

/** What an interface does; `null` for what nothing here knows. */
export function elementTypeOf(fields: Properties): ElementType | null {
  const word = fields["element_type"];
  if (typeof word !== "string") return null;
  return elementTypes.find((type) => type === word) ?? FORMER[word] ?? null;
}

const isSubtype = (subtype: string) => (values: Properties) => (values["polarizer_subtype"] ?? "waveplate") === subtype;
const isPolarizing = (values: Properties) => values["is_polarizing"] === true;
const FULL_TURN: Range = [-360, 360];
const PERCENT: Range = [0, 100];

const curvature: readonly Field[] = [
  { type: "flag", name: "is_curved", label: "Curved", default: false },
  number("radius_of_curvature_mm", "Radius of curvature", "mm", 0, [-1e7, 1e7], 1, (values) => values["is_curved"] === true),
];

/** The fields of an interface beside its ends, by what it does. */
export const interfaceFields: { readonly [type in ElementType]: readonly Field[] } = {
  lens: [number("efl_mm", "Focal length", "mm", 100, [-10_000, 10_000], 1)],
  mirror: [number("reflectivity", "Reflectivity", "%", 100, PERCENT, 1), ...curvature],
  beam_splitter: [
    { type: "flag", name: "is_polarizing", label: "Polarising", default: false },
    number("split_T", "Transmitted", "%", 50, PERCENT, 1, (values) => !isPolarizing(values)),
    number("split_R", "Reflected", "%", 50, PERCENT, 1, (values) => !isPolarizing(values)),
    number("pbs_transmission_axis_deg", "Transmission axis", "°", 0, [-180, 180], 1, isPolarizing),
  ],
  dichroic: [
    number("cutoff_wavelength_nm", "Cut-off wavelength", "nm", 550, [200, 2_000], 1),
    number("transition_width_nm", "Transition width", "nm", 50, [1, 200], 1),
    {
      type: "choice",
      name: "pass_type",
      label: "Transmits",
      default: "longpass",
      options: [
        { value: "longpass", label: "Long wavelengths" },
        { value: "shortpass", label: "Short wavelengths" },
      ],
    },
  ],
  polarizing_interface: [
    {
      type: "choice",
      name: "polarizer_subtype",
      label: "Kind",
      default: "waveplate",
      options: [
        { value: "waveplate", label: "Wave plate" },
        { value: "linear_polarizer", label: "Linear polariser" },
        { value: "circular_polarizer", label: "Circular polariser" },
        { value: "faraday_rotator", label: "Faraday rotator" },
      ],
    },
    number("phase_shift_deg", "Phase shift", "°", 90, [0, 360], 15, isSubtype("waveplate")),
    number("fast_axis_deg", "Fast axis", "°", 0, FULL_TURN, 1, isSubtype("waveplate")),
    number("transmission_axis_deg", "Transmission axis", "°", 0, FULL_TURN, 1, isSubtype("linear_polarizer")),
    {
      type: "choice",
      name: "handedness",
      label: "Transmits",
      default: "right",
      options: [
        { value: "right", label: "Right circular" },
        { value: "left", label: "Left circular" },
      ],
      when: isSubtype("circular_polarizer"),
    },
    number("extinction_ratio_db", "Extinction ratio", "dB", 40, [10, 100], 1, (values) => isSubtype("linear_polarizer")(values) || isSubtype("circular_polarizer")(values)),
    number("rotation_angle_deg", "Rotation", "°", 45, FULL_TURN, 1, isSubtype("faraday_rotator")),
  ],
  refractive_interface: [number("n1", "Index n₁", "", 1, [1, 3], 0.01), number("n2", "Index n₂", "", 1.5, [1, 3], 0.01), ...curvature],
  beam_block: [],
};

/** The ends of an interface, relative to the item's centre, Y up. */
export const endFields = [
  number("x1_mm", "x₁", "mm", 0, [-1e6, 1e6], 1),
  number("y1_mm", "y₁", "mm", 0, [-1e6, 1e6], 1),
  number("x2_mm", "x₂", "mm", 0, [-1e6, 1e6], 1),
  number("y2_mm", "y₂", "mm", 0, [-1e6, 1e6], 1),
] as const;

/** What a source emits. */
export const sourceFields = [
  number("n_rays", "Rays", "", 9, [1, 2_001], 2),
  number("size_mm", "Beam size", "mm", 10, [0, 1e6], 1),
  number("spread_deg", "Spread ±", "°", 0, [0, 89.9], 0.5),
  number("ray_length_mm", "Ray length", "mm", 1_000, [1, 1e7], 50),
  number("wavelength_nm", "Wavelength", "nm", 633, [200, 2_000], 1),
  { type: "color", name: "color_hex", label: "Colour", default: "#DC143C" },
  { type: "flag", name: "use_custom_jones", label: "Own Jones vector", default: false },
  {
    type: "choice",
    name: "polarization_type",
    label: "Polarisation",
    default: "horizontal",
    options: [
      { value: "horizontal", label: "Horizontal" },
      { value: "vertical", label: "Vertical" },
      { value: "+45", label: "+45°" },
      { value: "-45", label: "−45°" },
      { value: "circular_right", label: "Right circular" },
      { value: "circular_left", label: "Left circular" },
      { value: "linear", label: "Linear, at an angle" },
    ],
    when: (values) => values["use_custom_jones"] !== true,
  },
  number("polarization_angle_deg", "Angle", "°", 0, [-180, 180], 1, (values) => values["polarization_type"] === "linear" && values["use_custom_jones"] !== true),
  ...(["ex", "ey"] as const).flatMap((axis) =>
    (["real", "imag"] as const).map((part) =>
      number(`custom_jones_${axis}_${part}`, `${part === "real" ? "Re" : "Im"} ${axis === "ex" ? "Eₓ" : "Eᵧ"}`, "", axis === "ex" && part === "real" ? 1 : 0, [-1e3, 1e3], 0.1, (values) => values["use_custom_jones"] === true),
    ),
  ),
] as const satisfies readonly Field[];

/** What can be said of other items than sources, beside where they lie. */
export const itemFields: { readonly [kind: string]: readonly Field[] } = {
  source: sourceFields,
  component: [{ type: "text", name: "name", label: "Name", default: "" }],
  text: [
    { type: "text", name: "text", label: "Text", default: "Text", lines: 3 },
    number("point_size", "Size", "pt", 11, [1, 500], 1),
    { type: "color", name: "color", label: "Colour", default: "#0A0A28" },
  ],
  path_measure: [
    { type: "text", name: "label_prefix", label: "Label", default: "" },
    number("ray_index", "Ray", "", 0, [0, 1e6], 1),
    number("start_param", "Begins at", "", 0, [0, 1], 0.01),
    number("end_param", "Ends at", "", 1, [0, 1], 0.01),
  ],
  group: [{ type: "text", name: "name", label: "Name", default: "" }],
  rectangle: [number("width_mm", "Width", "mm", 60, [1, 1e7], 5), number("height_mm", "Height", "mm", 40, [1, 1e7], 5)],
};

/** Words about a component that the tracer does not read. */
export const notesField: TextField = { type: "text", name: "notes", label: "Notes", default: "", lines: 3 };

/** A field's value within its range; what the document says otherwise is taken for the nearest that makes sense. */
export function valueOf(field: NumberField, values: Properties): number {
  const value = numberOf(values[field.name], field.default);
  return Math.min(Math.max(value, field.least), field.most);
}

/** What the document says of a field, or what it is when nothing is said. */
export function shownValue(field: Field, values: Properties): Json {
  return values[field.name] ?? field.default;
}
