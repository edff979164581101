import { expect, test } from "vitest";
import { elementTypes } from "../src/fields";
import type { Properties } from "../src/json";
import { library } from "../src/library";
import { sourceOf } from "../src/source";
import { surfacesOf } from "../src/surfaces";
import { BoxTree } from "../src/tree";
import { Tracer, usualLimits } from "../src/trace";
import { chance } from "./random";

/** Components of any kind in any place, with fields beyond what makes sense. */
function randomBench(seed: number): Properties[] {
  const next = chance(seed);
  const within = (least: number, most: number) => least + next() * (most - least);
  const one = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
  return Array.from({ length: 4 + Math.floor(next() * 30) }, () => ({
    x_mm: within(-200, 200),
    y_mm: within(-200, 200),
    angle_deg: within(0, 360),
    interfaces: Array.from({ length: 1 + Math.floor(next() * 3) }, () => ({
      element_type: one(elementTypes),
      x1_mm: within(-30, 30),
      y1_mm: within(-30, 30),
      x2_mm: within(-30, 30),
      y2_mm: within(-30, 30),
      efl_mm: within(-300, 300),
      reflectivity: within(-20, 150),
      split_T: within(0, 100),
      split_R: within(0, 100),
      is_polarizing: next() < 0.3,
      pbs_transmission_axis_deg: within(-180, 180),
      cutoff_wavelength_nm: within(400, 700),
      transition_width_nm: within(0, 100),
      pass_type: one(["longpass", "shortpass"]),
      polarizer_subtype: one(["waveplate", "linear_polarizer", "circular_polarizer", "faraday_rotator"]),
      phase_shift_deg: within(0, 360),
      fast_axis_deg: within(-360, 360),
      transmission_axis_deg: within(-360, 360),
      rotation_angle_deg: within(-360, 360),
      extinction_ratio_db: within(-10, 60),
      n1: within(1, 2),
      n2: within(1, 2),
      is_curved: next() < 0.5,
      radius_of_curvature_mm: within(-80, 80),
    })),
  }));
}

const polarizations = ["horizontal", "vertical", "+45", "circular_right", "circular_left"];

/**
 * Every ray of intensity 1 ends in pieces that end the bench, or in what absorbs. No more may come out than went in, and a piece is
 * never brighter than the source.
 */
test("energy never grows, on random benches", () => {
  for (let seed = 1; seed <= 200; seed++) {
    const components = randomBench(seed);
    const rays = 5;
    const light = { x_mm: 0, y_mm: 0, angle_deg: seed * 37, n_rays: rays, size_mm: 20, spread_deg: 15, ray_length_mm: 5_000, polarization_type: polarizations[seed % 5]! };
    const result = new Tracer({ ...usualLimits, leastIntensity: 1e-4 }).trace(surfacesOf(components), [sourceOf(light)]);
    const out = result.escaped.reduce((sum, piece) => sum + result.intensities[piece]!, 0);
    expect(out, `seed ${seed}`).toBeLessThanOrEqual(rays * (1 + 1e-5));
    for (let i = 0; i < result.count; i++) expect(result.intensities[i]!, `seed ${seed}`).toBeLessThanOrEqual(1 + 1e-5);
    expect(result.ends.subarray(0, 4 * result.count).every(Number.isFinite), `seed ${seed}`).toBe(true);
  }
});

test("without anything that absorbs, all the energy comes out", () => {
  for (let seed = 1; seed <= 60; seed++) {
    const lossless = ["lens", "dichroic", "refractive_interface"];
    const components = randomBench(seed).map((component) => ({ ...component, interfaces: (component["interfaces"] as Properties[]).filter(({ element_type }) => lossless.includes(element_type as string)) }));
    const result = new Tracer({ bounces: 10_000, leastIntensity: 0, pieces: 20_000 }).trace(surfacesOf(components), [sourceOf({ x_mm: 0, n_rays: 3, size_mm: 20, ray_length_mm: 1_500 })]);
    if (result.isCut) continue;
    expect(result.escaped.reduce((sum, piece) => sum + result.intensities[piece]!, 0), `seed ${seed}`).toBeCloseTo(3, 4);
  }
});

test("the tree finds the nearest surface that asking each of them finds", () => {
  for (let seed = 1; seed <= 40; seed++) {
    const components = randomBench(seed);
    const sources = [sourceOf({ x_mm: 10, y_mm: -20, angle_deg: seed * 53, n_rays: 7, spread_deg: 40, size_mm: 30 })];
    const surfaces = surfacesOf(components);
    const all = { ...surfaces, tree: new Everything(surfaces.count) as unknown as BoxTree };
    const [found, asked] = [new Tracer().trace(surfaces, sources), new Tracer().trace(all, sources)];
    expect(found.count, `seed ${seed}`).toBe(asked.count);
    expect(found.ends.subarray(0, 4 * found.count), `seed ${seed}`).toEqual(asked.ends.subarray(0, 4 * asked.count));
  }
});

/** The tree's oracle. */
class Everything {
  constructor(private readonly count: number) {}

  search(_x: number, _y: number, _dx: number, _dy: number, _farthest: number, visit: (index: number) => number): void {
    for (let i = 0; i < this.count; i++) visit(i);
  }
}

test("a tracer used again gives what a new one gives", () => {
  const used = new Tracer();
  for (let seed = 1; seed <= 10; seed++) {
    const surfaces = surfacesOf(randomBench(seed));
    const sources = [sourceOf({ x_mm: 0, n_rays: 9 })];
    const [first, second] = [used.trace(surfaces, sources), new Tracer().trace(surfaces, sources)];
    expect(first.ends.subarray(0, 4 * first.count)).toEqual(second.ends.subarray(0, 4 * second.count));
  }
});

test("everything in the library lets a ray through, back or nowhere, and stays within the document's ranges", () => {
  for (const { kind, id, properties } of library.flatMap(({ entries }) => entries)) {
    if (kind !== "component") continue;
    const result = new Tracer().trace(surfacesOf([properties]), [sourceOf({ x_mm: -100, y_mm: 1, n_rays: 1, size_mm: 0 })]);
    expect(result.count, id).toBeGreaterThan(id === "beam-block" ? 0 : 1);
  }
});
