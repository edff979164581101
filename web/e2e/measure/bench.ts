import type { Browser } from "playwright-core";
import { afterAll, beforeAll, test } from "vitest";
import { chance } from "../stage/chance";
import { quantile } from "../stage/frames";
import { launch, Person } from "../stage/Person";
import { Server } from "../stage/Server";

/** 100 components of every sort in a grid, and 10 sources with 50 rays each that shine through them. */
function table(): object {
  const next = chance(7);
  const upright = (element_type: string, fields: object) => [{ x1_mm: 0, y1_mm: 12.7, x2_mm: 0, y2_mm: -12.7, element_type, name: "", ...fields }];
  const glass = (x1_mm: number, x2_mm: number, n1: number, n2: number) => ({ x1_mm, y1_mm: 12.7, x2_mm, y2_mm: -12.7, element_type: "refractive_interface", name: "", n1, n2 });
  const sorts = [
    upright("lens", { efl_mm: 100 }),
    upright("mirror", { reflectivity: 100 }),
    upright("beam_splitter", { split_T: 50, split_R: 50 }),
    upright("beam_splitter", { is_polarizing: true }),
    upright("dichroic", { cutoff_wavelength_nm: 600 }),
    upright("polarizing_interface", { polarizer_subtype: "waveplate", phase_shift_deg: 180, fast_axis_deg: 22.5 }),
    upright("polarizing_interface", { polarizer_subtype: "linear_polarizer", transmission_axis_deg: 30 }),
    [glass(-5, -5, 1, 1.5), glass(5, 5, 1.5, 1)],
    [{ ...glass(-2, -2, 1, 1.517), is_curved: true, radius_of_curvature_mm: 51.7 }, glass(2, 2, 1.517, 1)],
    upright("lens", { efl_mm: -80 }),
  ];
  const components = Array.from({ length: 100 }, (_, i) => ({
    _type: "component",
    item_uuid: `c${i}`,
    x_mm: (i % 10) * 60 + Math.round(next() * 20),
    y_mm: Math.floor(i / 10) * 60 + Math.round(next() * 20),
    angle_deg: Math.round(next() * 360),
    interfaces: sorts[i % sorts.length],
  }));
  const sources = Array.from({ length: 10 }, (_, i) => ({ _type: "source", item_uuid: `s${i}`, x_mm: -80, y_mm: i * 60, angle_deg: 0, n_rays: 50, size_mm: 15, spread_deg: 2, ray_length_mm: 1_500 }));
  return { version: "2.0", items: [...components, ...sources], rulers: [], texts: [], rectangles: [], path_measures: [], groups: [] };
}

const words = (name: string, values: readonly number[]) => `${name}: median ${quantile(values, 0.5).toFixed(1)} ms, 95 % below ${quantile(values, 0.95).toFixed(1)} ms (${values.length})`;

/** Runs in the page: what its frames take for some seconds. */
async function watch(): Promise<{ frames: number[]; traces: number[]; draws: number[]; pieces: number }> {
  const canvas = document.querySelector<HTMLElement>(".bench-rays")!;
  const frames: number[] = [];
  const traces: number[] = [];
  const draws: number[] = [];
  const observer = new MutationObserver(() => {
    traces.push(Number(canvas.dataset["trace"]));
    draws.push(Number(canvas.dataset["draw"]));
  });
  observer.observe(canvas, { attributeFilter: ["data-draw"] });
  const end = performance.now() + 8_000;
  let last = performance.now();
  while (last < end) {
    const now = await new Promise<number>(requestAnimationFrame);
    frames.push(now - last);
    last = now;
  }
  return { frames, traces, draws, pieces: Number(canvas.dataset["pieces"]) };
}

let server: Server;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
});

afterAll(async () => {
  await browser.close();
  await server.stop();
});

/** What a frame costs while one component is dragged about; the picture is drawn by the processor, without a graphics card. */
test("100 components, 500 rays", async () => {
  const id = await server.import("Table.json", JSON.stringify(table()));
  const ada = await Person.arrive(browser, server.address, { name: "Ada", context: { viewport: { width: 1600, height: 1000 } } });
  await ada.openBench(id);
  await ada.page.waitForTimeout(1_000);
  const item = await server.assembly(id).then(({ items }) => items.find(({ item_uuid }) => item_uuid === "c44")!);
  const [x, y] = await ada.onBench(item.x_mm, item.y_mm);
  await ada.page.mouse.move(x, y);
  await ada.page.mouse.down();
  let isOver = false;
  const seen = ada.page.evaluate(watch).finally(() => (isOver = true));
  for (let turn = 0; !isOver; turn++) await ada.page.mouse.move(x + 60 * Math.sin(turn / 12), y + 60 * Math.cos(turn / 12));
  const { frames, traces, draws, pieces } = await seen;
  await ada.page.mouse.up();
  console.log([`${pieces} pieces of rays`, words("retrace", traces), words("drawing", draws), words("from frame to frame", frames)].join("\n"));
  await ada.leave();
});
