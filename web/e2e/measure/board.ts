import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch } from "../stage/Person";
import { Server } from "../stage/Server";
import { framesOf, inWords } from "../stage/frames";
import type { Dragged } from "./pages/crowd";
import { Pages } from "./pages/serve";

const COUNT = 5_000;
const ACROSS = 100;
const viewport = { width: 1600, height: 1000 };
const others = Array.from({ length: 10 }, (_, index) => `Other ${index + 1}`);

/** 5,000 elements of every simple sort, in a grid of 6,000 by 3,000. */
function elements(): Dragged[] {
  const sorts = ["rectangle", "ellipse", "diamond", "rectangle", "text"];
  const colors = ["#ffc9c9", "#b2f2bb", "#a5d8ff", "#ffec99", "transparent"];
  return Array.from({ length: COUNT }, (_, i) => {
    const type = sorts[i % sorts.length]!;
    const text = type === "text" ? { text: `Note ${i}`, originalText: `Note ${i}`, fontSize: 14, fontFamily: 2, textAlign: "left", verticalAlign: "top", lineHeight: 1.25, containerId: null, autoResize: true } : {};
    return {
      id: `e${i}`,
      type,
      x: (i % ACROSS) * 60,
      y: Math.floor(i / ACROSS) * 60,
      width: 44,
      height: type === "text" ? 18 : 36,
      angle: 0,
      strokeColor: "#1e1e1e",
      backgroundColor: colors[i % colors.length],
      fillStyle: "solid",
      strokeWidth: 2,
      strokeStyle: "solid",
      roughness: 1,
      opacity: 100,
      groupIds: [],
      frameId: null,
      index: `b${String(i).padStart(5, "0")}V`,
      roundness: null,
      seed: i + 1,
      version: 1,
      versionNonce: i,
      isDeleted: false,
      boundElements: null,
      updated: 1,
      link: null,
      locked: false,
      ...text,
    };
  });
}

/** Of the part that is seen at the usual zoom, one a row. */
const dragged = others.map((_, index) => elements()[(index + 2) * ACROSS + 8 + (index % 5) * 2]!);

const draggedIds = dragged.map(({ id }) => id);

let pages: Pages;
let server: Server;
let browser: Browser;

beforeAll(async () => {
  pages = await Pages.start();
  [server, browser] = await Promise.all([Server.start("--allow-origin", pages.address), launch()]);
});

afterAll(async () => {
  await browser.close();
  await server.stop();
  await pages.stop();
});

/** One that nobody else drags, by the middle of it. */
const own = { x: 15 * 60 + 22, y: 10 * 60 + 18 };

/** Drags an element round and round with the mouse while the frames are watched. */
async function whileDragging(page: Page): ReturnType<typeof framesOf> {
  const canvas = (await page.locator("canvas.interactive").boundingBox())!;
  const [x, y] = [canvas.x + own.x, canvas.y + own.y];
  await page.mouse.click(x, y);
  await page.mouse.move(x, y);
  await page.mouse.down();
  let isOver = false;
  const seen = framesOf(page).finally(() => (isOver = true));
  for (let turn = 0; !isOver; turn++) await page.mouse.move(x + 60 * Math.sin(turn / 12), y + 60 * Math.cos(turn / 12));
  const frames = await seen;
  await page.mouse.up();
  await page.keyboard.press("Escape");
  return frames;
}

const pictureOf = (page: Page) => page.evaluate(() => document.querySelector<HTMLCanvasElement>("canvas.static")!.toDataURL());

test("Excalidraw alone with 5,000 elements", async () => {
  const context = await browser.newContext({ viewport });
  const page = await context.newPage();
  await page.goto(pages.address);
  await page.waitForFunction(() => "plain" in window);
  await page.waitForTimeout(1_000);
  await page.evaluate((all) => window.plain.show(all as never), elements());
  await page.waitForTimeout(2_000);
  const lines: string[] = [];
  const scenes: readonly (readonly [string, () => Promise<void>])[] = [
    ["at 100 %", async () => undefined],
    ["all of it seen", () => page.evaluate(() => window.plain.fit())],
  ];
  for (const [name, show] of scenes) {
    await show();
    await page.waitForTimeout(1_500);
    lines.push(inWords(`alone, ${name}: nothing moves`, await framesOf(page, 4_000)));
    await page.evaluate((ids) => window.plain.move(ids, 50), draggedIds);
    lines.push(inWords(`alone, ${name}: ten move, 20 updates a second`, await framesOf(page)));
    await page.evaluate((ids) => window.plain.move(ids, 16), draggedIds);
    lines.push(inWords(`alone, ${name}: ten move, an update every frame`, await framesOf(page)));
    await page.evaluate(() => window.plain.rest());
    if (name === "at 100 %") lines.push(inWords(`alone, ${name}: one is dragged by the mouse`, await whileDragging(page)));
  }
  console.log(lines.join("\n"));
  await context.close();
});

test("A board with 5,000 elements while ten others drag", async () => {
  const id = await server.import("Many.excalidraw", JSON.stringify({ type: "excalidraw", version: 2, elements: elements(), appState: {}, files: {} }));
  // Not a Person: that looks into every message, which takes time of the page.
  const context = await browser.newContext({ viewport });
  const page = await context.newPage();
  await page.goto(`${server.address}/d/${id}`);
  await page.locator(".excalidraw canvas.interactive").waitFor();
  const crowdContext = await browser.newContext();
  const crowd = await crowdContext.newPage();
  await crowd.goto(`${pages.address}/crowd.html`);
  await crowd.waitForFunction(() => "crowd" in window);
  await crowd.evaluate(([url, document, names]) => window.crowd.join(url, document, names), [server.address.replace("http", "ws"), id, others] as const);
  await page.waitForTimeout(2_000);
  const lines: string[] = [];
  lines.push(inWords("Weft, at 100 %: nothing moves", await framesOf(page, 4_000)));
  await crowd.evaluate((each) => window.crowd.drag(each), dragged);
  lines.push(inWords("Weft, at 100 %: ten others drag", await framesOf(page)));
  const before = await pictureOf(page);
  await page.waitForTimeout(500);
  expect(await pictureOf(page)).not.toBe(before);
  lines.push(inWords("Weft, at 100 %: ten others drag, and so does the user", await whileDragging(page)));
  await page.mouse.click(20, 500);
  await page.keyboard.press("Shift+1");
  await page.waitForTimeout(2_000);
  lines.push(inWords("Weft, all of it seen: ten others drag", await framesOf(page)));
  await crowd.evaluate(() => window.crowd.rest());
  await page.waitForTimeout(1_500);
  lines.push(inWords("Weft, all of it seen: nothing moves", await framesOf(page, 4_000)));
  const left = new Map((await server.elements(id)).map((element) => [element.id, element]));
  expect(dragged.filter(({ id, x, y }) => left.get(id)!.x !== x && left.get(id)!.y !== y)).toHaveLength(others.length);
  console.log(lines.join("\n"));
  await crowdContext.close();
  await context.close();
});
