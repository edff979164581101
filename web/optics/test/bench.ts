import type { Properties } from "../src/json";
import { sourceOf } from "../src/source";
import { surfacesOf } from "../src/surfaces";
import { type Limits, type Trace, Tracer, usualLimits } from "../src/trace";

/** An upright interface at x, its first end above: n₁ is to the left. */
export const upright = (element_type: string, x: number, fields: Properties = {}, half = 50): Properties => ({ element_type, x1_mm: x, y1_mm: half, x2_mm: x, y2_mm: -half, ...fields });

export const component = (interfaces: readonly Properties[], more: Properties = {}): Properties => ({ x_mm: 0, y_mm: 0, angle_deg: 0, interfaces, ...more });

/** One ray along +x from (-100, 0), unless told otherwise. */
export const beam = (more: Properties = {}): Properties => ({ x_mm: -100, y_mm: 0, angle_deg: 0, n_rays: 1, size_mm: 0, spread_deg: 0, ray_length_mm: 2_000, wavelength_nm: 633, ...more });

export function trace(components: readonly Properties[], sources: readonly Properties[], limits: Partial<Limits> = {}): Trace {
  return new Tracer({ ...usualLimits, leastIntensity: 1e-9, ...limits }).trace(surfacesOf(components), sources.map(sourceOf));
}

export interface Way {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  /** Unit vector. */
  readonly direction: readonly [number, number];
  readonly intensity: number;
}

export function ways({ count, ends, intensities }: Trace): Way[] {
  return Array.from({ length: count }, (_, i) => {
    const [x1, y1, x2, y2] = ends.subarray(4 * i, 4 * i + 4) as unknown as [number, number, number, number];
    const length = Math.hypot(x2 - x1, y2 - y1);
    return { from: [x1, y1], to: [x2, y2], direction: [(x2 - x1) / length, (y2 - y1) / length], intensity: intensities[i]! };
  });
}

/** The pieces that leave the bench. */
export const escaped = (result: Trace): Way[] => {
  const all = ways(result);
  return result.escaped.map((i) => all[i]!);
};

/** Where the line of a piece crosses y = 0. */
export const crossing = ({ from, direction }: Way): number => from[0] - (from[1] * direction[0]) / direction[1];
