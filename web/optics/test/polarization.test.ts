import { describe, expect, test } from "vitest";
import { circular, intensity, jones, linear, polarizeCircular, retard, rotate } from "../src/jones";
import type { Properties } from "../src/json";
import { beam, component, escaped, trace, upright } from "./bench";

const radians = (degrees: number) => (degrees * Math.PI) / 180;
const stack = (...plates: Properties[]) => plates.map((fields, i) => component([upright("polarizing_interface", 10 * i, fields)]));
const polariser = (transmission_axis_deg: number, extinction_ratio_db = 100): Properties => ({ polarizer_subtype: "linear_polarizer", transmission_axis_deg, extinction_ratio_db });
const plate = (phase_shift_deg: number, fast_axis_deg: number): Properties => ({ polarizer_subtype: "waveplate", phase_shift_deg, fast_axis_deg });
const through = (plates: Properties[], more: Properties = {}) => escaped(trace(stack(...plates), [beam(more)], { leastIntensity: 0 }))[0]!.intensity;

describe("polarisers", () => {
  test.each([0, 20, 45, 60, 90])("Malus: cos² of %d° passes", (angle) => {
    expect(through([polariser(angle)])).toBeCloseTo(Math.cos(radians(angle)) ** 2, 6);
    expect(through([polariser(0)], { polarization_type: "linear", polarization_angle_deg: angle })).toBeCloseTo(Math.cos(radians(angle)) ** 2, 6);
  });

  test("a third one between two crossed ones lets a quarter pass", () => {
    expect(through([polariser(0), polariser(90)])).toBeLessThan(1e-9);
    expect(through([polariser(0), polariser(45), polariser(90)])).toBeCloseTo(0.25, 4);
  });

  test("the extinction ratio is what still passes across the axis", () => {
    expect(through([polariser(90, 20)])).toBeCloseTo(0.01, 7);
  });

  test("a circular polariser passes its hand and not the other, and half of linear light", () => {
    const right = { polarizer_subtype: "circular_polarizer", extinction_ratio_db: 100 };
    expect(through([right], { polarization_type: "circular_right" })).toBeCloseTo(1, 6);
    expect(through([right], { polarization_type: "circular_left" })).toBeLessThan(1e-9);
    expect(through([{ ...right, handedness: "left" }], { polarization_type: "circular_left" })).toBeCloseTo(1, 6);
    expect(through([right], { polarization_type: "vertical" })).toBeCloseTo(0.5, 6);
    const light = linear(0.3);
    polarizeCircular(light, 1, 0);
    expect(intensity(light)).toBeCloseTo(0.5, 12);
  });
});

describe("wave plates", () => {
  test("a quarter-wave plate at 45° makes linear light circular: every polariser passes half", () => {
    for (const axis of [0, 30, 45, 90, 135]) expect(through([plate(90, 45), polariser(axis)])).toBeCloseTo(0.5, 6);
    const light = linear(0);
    retard(light, Math.SQRT1_2, Math.SQRT1_2, 0, 1);
    const [reX, imX, reY, imY] = [...light] as [number, number, number, number];
    // (1, -i)/√2 but for a common phase.
    expect([reX + imY, imX - reY].map((value) => Math.abs(value) < 1e-12)).toEqual([true, true]);
    expect(intensity(light)).toBeCloseTo(1, 12);
  });

  test.each([10, 22.5, 45, 70])("a half-wave plate at %d° turns linear light by twice as much", (angle) => {
    expect(through([plate(180, angle), polariser(2 * angle)])).toBeCloseTo(1, 6);
    expect(through([plate(180, angle), polariser(2 * angle + 90)])).toBeLessThan(1e-9);
  });

  test("two quarter-wave plates are a half-wave plate, also by way of a mirror", () => {
    expect(through([plate(90, 45), plate(90, 45), polariser(90)])).toBeCloseTo(1, 6);
    // What comes back is vertical: the polariser that it came in by stops it.
    expect(escaped(trace([...stack(polariser(0), plate(90, 45)), component([upright("mirror", 50)])], [beam()]))).toEqual([]);
    expect(escaped(trace([...stack(polariser(0), plate(90, 0)), component([upright("mirror", 50)])], [beam()]))).toHaveLength(1);
  });

  test("circular light becomes linear by a quarter-wave plate", () => {
    const light = circular(1);
    retard(light, 1, 0, 0, 1);
    expect(light[0]! * light[3]! - light[1]! * light[2]!).toBeCloseTo(0, 12);
  });
});

test("a Faraday rotator turns by its angle, and once more on the way back", () => {
  const rotator: Properties = { polarizer_subtype: "faraday_rotator", rotation_angle_deg: 45 };
  expect(through([rotator, polariser(45)])).toBeCloseTo(1, 6);
  expect(through([rotator, polariser(-45)])).toBeLessThan(1e-9);
  // An isolator: what comes back is crossed with the polariser that it came in by.
  const isolator = [...stack(polariser(0), rotator), component([upright("mirror", 60)])];
  expect(escaped(trace(isolator, [beam()]))).toEqual([]);
});

test.each([0, 30, 45, 90])("a polarising splitter with its axis at %d° transmits cos² and reflects sin²", (axis) => {
  const pbs = component([upright("beam_splitter", 0, { is_polarizing: true, pbs_transmission_axis_deg: axis })], { angle_deg: 45 });
  const rays = escaped(trace([pbs], [beam()], { leastIntensity: 1e-9 }));
  const total = (along: 0 | 1) => rays.filter(({ direction }) => Math.abs(direction[along]) > 0.9).reduce((sum, { intensity }) => sum + intensity, 0);
  expect(total(0)).toBeCloseTo(Math.cos(radians(axis)) ** 2, 6);
  expect(total(1)).toBeCloseTo(Math.sin(radians(axis)) ** 2, 6);
});

test("what a polarising splitter transmits, a second one transmits too", () => {
  const pbs = (x_mm: number) => component([upright("beam_splitter", 0, { is_polarizing: true, pbs_transmission_axis_deg: 30 })], { x_mm, angle_deg: 45 });
  const rays = escaped(trace([pbs(0), pbs(200)], [beam()]));
  expect(rays.filter(({ intensity }) => intensity > 1e-6)).toHaveLength(2);
});

test("turning forth and back leaves light as it was", () => {
  const light = jones(0.1, 0.5, -0.3, 0.8);
  rotate(light, Math.cos(1), Math.sin(1));
  rotate(light, Math.cos(1), -Math.sin(1));
  [0.1, 0.5, -0.3, 0.8].forEach((value, i) => expect(light[i]).toBeCloseTo(value, 12));
});
