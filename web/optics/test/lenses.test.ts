import { describe, expect, test } from "vitest";
import { beam, component, crossing, escaped, trace, upright } from "./bench";

describe("a thin lens", () => {
  test.each([100, 250, -80])("has its focal point at f = %d mm, for every height and from both sides", (efl_mm) => {
    const lens = component([upright("lens", 0, { efl_mm })]);
    const forward = escaped(trace([lens], [beam({ n_rays: 6, size_mm: 60 })]));
    expect(forward).toHaveLength(6);
    for (const ray of forward) expect(crossing(ray)).toBeCloseTo(efl_mm, 9);
    const back = escaped(trace([lens], [beam({ x_mm: 100, angle_deg: 180, n_rays: 6, size_mm: 60 })]));
    for (const ray of back) expect(crossing(ray)).toBeCloseTo(-efl_mm, 9);
  });

  test.each([
    [100, 150],
    [100, 300],
    [60, 90],
  ])("f = %d mm images a point at %d mm by 1/f = 1/a + 1/b", (efl_mm, distance) => {
    const rays = escaped(trace([component([upright("lens", 0, { efl_mm })])], [beam({ x_mm: -distance, n_rays: 6, spread_deg: 8 })]));
    const image = 1 / (1 / efl_mm - 1 / distance);
    expect(rays).toHaveLength(6);
    for (const ray of rays) expect(crossing(ray)).toBeCloseTo(image, 8);
  });

  test("images a point off its axis with the magnification -b/a", () => {
    const rays = escaped(trace([component([upright("lens", 0, { efl_mm: 100 })])], [beam({ x_mm: -150, y_mm: 10, n_rays: 5, spread_deg: 6 })]));
    for (const { from, direction } of rays) expect(from[1] + ((300 - from[0]) * direction[1]) / direction[0]).toBeCloseTo(-20, 8);
  });

  test("turned and moved, it is the same lens", () => {
    const lens = component([upright("lens", 0, { efl_mm: 100 })], { x_mm: 30, y_mm: -20, angle_deg: 90 });
    // Clockwise by 90 degrees the axis points down.
    const rays = escaped(trace([lens], [beam({ x_mm: 30, y_mm: 200, angle_deg: 90, n_rays: 4, size_mm: 30 })]));
    for (const { from, direction } of rays) expect(from[1] + ((30 - from[0]) * direction[1]) / direction[0]).toBeCloseTo(-120, 8);
  });
});

describe("curved surfaces", () => {
  const half = 20;

  /** Where the ends are of a surface whose apex is at x. */
  const ends = (x: number, radius: number) => x + Math.sign(radius) * (Math.abs(radius) - Math.sqrt(radius * radius - half * half));

  const surface = (x: number, radius: number, n1: number, n2: number) =>
    upright("refractive_interface", ends(x, radius), { n1, n2, is_curved: true, radius_of_curvature_mm: radius }, half);

  test.each([
    [100, -100, 1.5, 1e-3],
    [80, -200, 1.6, 1e-3],
    [-120, 90, 1.5, 1e-3],
  ])("R₁ = %d and R₂ = %d of n = %d focus close to the axis as the lensmaker's equation says", (first, second, index, thickness) => {
    const lens = component([surface(0, first, 1, index), surface(thickness, second, index, 1)]);
    const [ray] = escaped(trace([lens], [beam({ y_mm: 0.01 })], { leastIntensity: 0.5 }));
    const focus = 1 / ((index - 1) * (1 / first - 1 / second));
    expect(crossing(ray!) / focus).toBeCloseTo(1, 4);
  });

  test("a thick lens focuses close to the axis as its lensmaker's equation says", () => {
    const [first, second, index, thickness] = [50, -70, 1.517, 12];
    const power = (index - 1) * (1 / first - 1 / second + ((index - 1) * thickness) / (index * first * second));
    const backFocus = (1 - ((index - 1) * thickness) / (index * first)) / power;
    const lens = component([surface(0, first, 1, index), surface(thickness, second, index, 1)]);
    const [ray] = escaped(trace([lens], [beam({ y_mm: 0.01 })], { leastIntensity: 0.5 }));
    expect(crossing(ray!)).toBeCloseTo(thickness + backFocus, 3);
  });

  test("a concave mirror focuses close to the axis at half its radius", () => {
    const mirror = component([upright("mirror", ends(0, -200), { is_curved: true, radius_of_curvature_mm: -200 }, half)]);
    const [ray] = escaped(trace([mirror], [beam({ x_mm: -300, y_mm: 0.01 })]));
    expect(ray!.direction[0]).toBeLessThan(0);
    expect(crossing(ray!)).toBeCloseTo(-100, 3);
  });

  test("a ray that passes beside an arc is not touched, however close to its circle it comes", () => {
    const arc = component([upright("mirror", 0, { is_curved: true, radius_of_curvature_mm: 100 }, 20)]);
    const [ray] = escaped(trace([arc], [beam({ y_mm: 20.01 })]));
    expect(ray!.direction).toEqual([1, 0]);
  });

  test("a radius that cannot reach both ends is a flat surface, and so is an infinite one", () => {
    for (const radius of [10, "Infinity", 0]) {
      const mirror = component([upright("mirror", 0, { is_curved: true, radius_of_curvature_mm: radius }, 20)]);
      const [ray] = escaped(trace([mirror], [beam({ y_mm: 15 })]));
      expect(ray!.direction[0]).toBeCloseTo(-1, 12);
    }
  });
});
