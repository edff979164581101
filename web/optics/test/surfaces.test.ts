import { describe, expect, test } from "vitest";
import { dichroicReflectance } from "../src/laws";
import { beam, component, escaped, trace, upright, ways } from "./bench";

const degrees = (radians: number) => (radians * 180) / Math.PI;
const radians = (degrees: number) => (degrees * Math.PI) / 180;
const slope = ([x, y]: readonly [number, number]) => degrees(Math.atan2(y, x));

describe("refraction", () => {
  const face = (n1: number, n2: number) => component([upright("refractive_interface", 0, { n1, n2 }, 500)]);

  test.each([
    [1, 1.5, 30],
    [1, 1.5, 75],
    [1.5, 1, 20],
    [1.33, 1.6, 50],
  ])("from n = %d to n = %d at %d° obeys Snell's law", (from, to, angle) => {
    const rays = escaped(trace([face(from, to)], [beam({ angle_deg: -angle })]));
    const refracted = rays.find(({ direction }) => direction[0] > 0)!;
    const reflected = rays.find(({ direction }) => direction[0] < 0)!;
    expect(from * Math.sin(radians(angle))).toBeCloseTo(to * Math.sin(radians(slope(refracted.direction))), 12);
    expect(slope(reflected.direction)).toBeCloseTo(180 - angle, 9);
    expect(refracted.intensity + reflected.intensity).toBeCloseTo(1, 6);
  });

  test("n₁ is on the right of the way from the first end to the second, from wherever the light comes", () => {
    const rays = escaped(trace([face(1.5, 1)], [beam({ x_mm: 100, angle_deg: 180 + 30 })]));
    const refracted = rays.find(({ direction }) => direction[0] < 0)!;
    expect(Math.sin(radians(30))).toBeCloseTo(1.5 * Math.abs(refracted.direction[1]), 12);
  });

  test("is total beyond the critical angle and not before", () => {
    const critical = degrees(Math.asin(1 / 1.5));
    const below = escaped(trace([face(1.5, 1)], [beam({ angle_deg: -(critical - 0.01) })]));
    expect(below.some(({ direction }) => direction[0] > 0)).toBe(true);
    const beyond = escaped(trace([face(1.5, 1)], [beam({ angle_deg: -(critical + 0.01) })]));
    expect(beyond).toHaveLength(1);
    expect(beyond[0]!.direction[0]).toBeLessThan(0);
    expect(beyond[0]!.intensity).toBeCloseTo(1, 6);
  });

  test("reflects ((n₁ - n₂) / (n₁ + n₂))² straight on", () => {
    const reflected = escaped(trace([face(1, 1.5)], [beam()])).find(({ direction }) => direction[0] < 0)!;
    expect(reflected.intensity).toBeCloseTo(0.04, 6);
  });

  test("reflects nothing of light in the plane of incidence at Brewster's angle, and some of the light across it", () => {
    const brewster = degrees(Math.atan(1.5));
    const reflected = (polarization_type: string) => escaped(trace([face(1, 1.5)], [beam({ angle_deg: -brewster, polarization_type })])).find(({ direction }) => direction[0] < 0)?.intensity ?? 0;
    expect(reflected("horizontal")).toBeLessThan(1e-9);
    expect(reflected("vertical")).toBeCloseTo(((1 - 2.25) / (1 + 2.25)) ** 2, 6);
  });

  test("a plane plate moves a ray aside by t·sin(θ₁ - θ₂) / cos θ₂ and leaves its direction", () => {
    const [thickness, angle] = [20, 40];
    const inside = Math.asin(Math.sin(radians(angle)) / 1.5);
    const plate = component([upright("refractive_interface", 0, { n1: 1, n2: 1.5 }, 500), upright("refractive_interface", thickness, { n1: 1.5, n2: 1 }, 500)]);
    const [ray] = escaped(trace([plate], [beam({ angle_deg: -angle })], { leastIntensity: 0.5 }));
    expect(slope(ray!.direction)).toBeCloseTo(angle, 9);
    const [x, y] = [ray!.from[0] + 100, ray!.from[1]];
    const aside = x * Math.sin(radians(angle)) - y * Math.cos(radians(angle));
    expect(aside).toBeCloseTo((thickness * Math.sin(radians(angle) - inside)) / Math.cos(inside), 9);
  });
});

describe("mirrors and splitters", () => {
  test("a mirror at 45° turns a beam by 90°, and keeps what it does not reflect", () => {
    const [ray] = escaped(trace([component([upright("mirror", 0, { reflectivity: 90 })], { angle_deg: 45 })], [beam()]));
    expect(ray!.direction[0]).toBeCloseTo(0, 12);
    expect(ray!.direction[1]).toBeCloseTo(1, 12);
    expect(ray!.intensity).toBeCloseTo(0.9, 6);
  });

  test.each([
    [50, 50],
    [70, 30],
    [60, 20],
  ])("a splitter transmits %d %% and reflects %d %%", (split_T, split_R) => {
    const rays = escaped(trace([component([upright("beam_splitter", 0, { split_T, split_R })], { angle_deg: 45 })], [beam()]));
    expect(rays.find(({ direction }) => direction[0] > 0.9)!.intensity).toBeCloseTo(split_T / 100, 6);
    expect(rays.find(({ direction }) => direction[1] > 0.9)!.intensity).toBeCloseTo(split_R / 100, 6);
  });

  test("a splitter that promises more than all of the light gives all of it in the same ratio", () => {
    const rays = escaped(trace([component([upright("beam_splitter", 0, { split_T: 100, split_R: 50 })], { angle_deg: 45 })], [beam()]));
    expect(rays.map(({ intensity }) => Math.round(intensity * 1e6) / 1e6).toSorted()).toEqual([0.333333, 0.666667]);
  });

  test.each([
    ["longpass", 500],
    ["longpass", 550],
    ["longpass", 640],
    ["shortpass", 500],
    ["shortpass", 640],
  ] as const)("a dichroic (%s, 550 nm, 20 nm) splits %d nm along its curve", (pass_type, wavelength_nm) => {
    const dichroic = component([upright("dichroic", 0, { cutoff_wavelength_nm: 550, transition_width_nm: 20, pass_type })], { angle_deg: 45 });
    const rays = escaped(trace([dichroic], [beam({ wavelength_nm })]));
    const beyond = (wavelength_nm - 550) / 20;
    const transmitted = 1 / (1 + Math.exp(pass_type === "longpass" ? -beyond : beyond));
    expect(rays.find(({ direction }) => direction[0] > 0.9)!.intensity).toBeCloseTo(transmitted, 6);
    expect(rays.find(({ direction }) => direction[1] > 0.9)!.intensity).toBeCloseTo(1 - transmitted, 6);
  });

  test("the curve of a dichroic is one half at its cut-off and falls for one that lets long wavelengths pass", () => {
    expect(dichroicReflectance(550, 550, 50, "longpass")).toBe(0.5);
    expect(dichroicReflectance(400, 550, 10, "longpass")).toBeGreaterThan(0.999_999);
    expect(dichroicReflectance(700, 550, 10, "longpass")).toBeLessThan(1e-6);
  });

  test("nothing comes through a beam block", () => {
    const result = trace([component([upright("beam_block", 0)])], [beam()]);
    expect(ways(result)).toHaveLength(1);
    expect(result.escaped).toEqual([]);
  });

  test("what nothing here knows lets light pass", () => {
    expect(ways(trace([component([upright("hologram", 0)])], [beam()]))).toHaveLength(1);
  });
});

describe("bounds", () => {
  const cavity = [component([upright("mirror", -50)]), component([upright("mirror", 50)])];

  test("a ray between two mirrors ends with its length", () => {
    const result = trace(cavity, [beam({ x_mm: 0, ray_length_mm: 1_050 })]);
    expect(ways(result)).toHaveLength(11);
    expect(ways(result).reduce((sum, { from, to }) => sum + Math.hypot(to[0] - from[0], to[1] - from[1]), 0)).toBeCloseTo(1_050, 6);
  });

  test("or after as many bounces as are allowed, or when it is too faint", () => {
    expect(ways(trace(cavity, [beam({ x_mm: 0, ray_length_mm: 1e7 })], { bounces: 30 }))).toHaveLength(30);
    const dim = cavity.map((mirror) => component([{ ...(mirror["interfaces"] as { x1_mm: number }[])[0]!, reflectivity: 50 } as never]));
    expect(ways(trace(dim, [beam({ x_mm: 0, ray_length_mm: 1e7 })], { leastIntensity: 0.01 }))).toHaveLength(7);
  });

  test("all rays together have no more pieces than the limit, and that is said", () => {
    const result = trace(cavity, [beam({ x_mm: 0, n_rays: 50, size_mm: 20, ray_length_mm: 1e7 })], { pieces: 100 });
    expect(result.count).toBe(100);
    expect(result.isCut).toBe(true);
    expect(trace(cavity, [beam({ x_mm: 0 })]).isCut).toBe(false);
  });
});
