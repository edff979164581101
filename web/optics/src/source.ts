import { sourceFields, valueOf } from "./fields";
import { circular, type Jones, jones, linear } from "./jones";
import { finiteOf, type Properties } from "./json";
import { type Pose, poseOf } from "./pose";

/** What a source emits: rays in a fan, evenly over its size and its spread at once. */
export interface Source {
  readonly pose: Pose;
  readonly rays: number;
  /** Millimetres across the axis. */
  readonly size: number;
  /** Degrees to each side of the axis. */
  readonly spread: number;
  /** How far each ray goes in all, in millimetres. */
  readonly length: number;
  /** Nanometres. */
  readonly wavelength: number;
  /** Of each ray, which begins with an intensity of 1. */
  readonly light: Jones;
}

const numbers = Object.fromEntries(sourceFields.flatMap((field) => (field.type === "number" ? [[field.name, field]] : [])));

export function sourceOf(properties: Properties): Source {
  const at = (name: string) => valueOf(numbers[name]!, properties);
  return {
    pose: poseOf("source", properties)!,
    rays: Math.round(at("n_rays")),
    size: at("size_mm"),
    spread: at("spread_deg"),
    length: at("ray_length_mm"),
    wavelength: at("wavelength_nm"),
    light: lightOf(properties),
  };
}

const EIGHTH = Math.PI / 4;

/** Polarised light of intensity 1. */
function lightOf(properties: Properties): Jones {
  if (properties["use_custom_jones"] === true) return ownLight(properties);
  switch (properties["polarization_type"]) {
    case "vertical":
      return linear(2 * EIGHTH);
    case "+45":
      return linear(EIGHTH);
    case "-45":
      return linear(-EIGHTH);
    case "circular_right":
      return circular(1);
    case "circular_left":
      return circular(-1);
    case "linear":
      return linear((finiteOf(properties["polarization_angle_deg"], 0) * Math.PI) / 180);
    default:
      return linear(0);
  }
}

function ownLight(properties: Properties): Jones {
  const at = (name: string, otherwise: number) => finiteOf(properties[`custom_jones_${name}`], otherwise);
  const [reX, imX, reY, imY] = [at("ex_real", 1), at("ex_imag", 0), at("ey_real", 0), at("ey_imag", 0)];
  const length = Math.hypot(reX, imX, reY, imY);
  return length === 0 ? linear(0) : jones(reX / length, imX / length, reY / length, imY / length);
}
