import { bench, describe } from "vitest";
import { library } from "../src/library";
import type { Properties } from "../src/json";
import { sourceOf } from "../src/source";
import { surfacesOf } from "../src/surfaces";
import { Tracer } from "../src/trace";
import { chance } from "../test/random";

/** A table of optics: a grid of components of every kind, and sources with as many rays as are told among all of them. */
function table(components: number, rays: number) {
  const next = chance(7);
  const kinds = library.flatMap(({ entries }) => entries).filter(({ kind }) => kind === "component");
  const items = Array.from({ length: components }, (_, i): Properties => ({
    ...kinds[i % kinds.length]!.properties,
    x_mm: (i % 10) * 60 + next() * 20,
    y_mm: Math.floor(i / 10) * 60 + next() * 20,
    angle_deg: next() * 360,
  }));
  const sources = Array.from({ length: 10 }, (_, i): Properties => ({ x_mm: -60, y_mm: i * 60, n_rays: rays / 10, size_mm: 15, spread_deg: 2, ray_length_mm: 1_500 }));
  return { items, sources };
}

describe("retracing", () => {
  for (const [components, rays] of [[100, 500], [1_000, 500], [100, 5_000]] as const) {
    const { items, sources } = table(components, rays);
    const tracer = new Tracer();
    bench(`${components} components, ${rays} rays, from properties to pieces`, () => {
      tracer.trace(surfacesOf(items), sources.map(sourceOf));
    });
  }
});
