import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { chance } from "../stage/chance";
import { company } from "../stage/company";
import { eventually } from "../stage/eventually";
import type { Person } from "../stage/Person";
import type { Server } from "../stage/Server";

let server: Server;
const arrive = company((started) => (server = started));

/** A clear spot of the canvas: a click there selects nothing. */
const nowhere: [number, number] = [1100, 600];

describe("a board", () => {
  test("O-01 two people move two shapes at once, and both moves stand", async () => {
    const id = await server.create("board", "Two shapes");
    const [ada, grace] = await Promise.all([arrive("Ada"), arrive("Grace")]);
    await Promise.all([ada.openBoard(id), grace.openBoard(id)]);

    await ada.drawRectangle([320, 200], [420, 280]);
    await grace.drawRectangle([320, 450], [420, 530]);
    const before = await eventually(async () => {
      const elements = await server.elements(id);
      expect(elements).toHaveLength(2);
      return new Map(elements.map((element) => [element.y < 350 - 52 ? "upper" : "lower", element]));
    });
    await ada.page.mouse.click(...nowhere);
    await grace.page.mouse.click(...nowhere);
    await ada.page.waitForTimeout(300);

    await Promise.all([ada.drag([370, 200], [670, 220]), grace.drag([370, 450], [770, 430])]);

    await eventually(async () => {
      const after = new Map((await server.elements(id)).map((element) => [element.id, element]));
      const upper = before.get("upper")!;
      const lower = before.get("lower")!;
      expect(after.get(upper.id)!.x - upper.x).toBeCloseTo(300, 0);
      expect(after.get(upper.id)!.y - upper.y).toBeCloseTo(20, 0);
      expect(after.get(lower.id)!.x - lower.x).toBeCloseTo(400, 0);
      expect(after.get(lower.id)!.y - lower.y).toBeCloseTo(-20, 0);
    });
    await ada.page.mouse.click(...nowhere);
    await grace.page.mouse.click(...nowhere);
    await sameCanvas(ada, grace);
  });

  test("J-25 one moves a shape while the other recolours it, and both stand", async () => {
    const id = await server.create("board", "One shape");
    const [ada, grace] = await Promise.all([arrive("Ada"), arrive("Grace")]);
    await Promise.all([ada.openBoard(id), grace.openBoard(id)]);
    await ada.drawRectangle([420, 250], [560, 350]);
    const [before] = await eventually(async () => {
      const elements = await server.elements(id);
      expect(elements).toHaveLength(1);
      return elements;
    });
    await ada.page.mouse.click(...nowhere);
    await grace.page.waitForTimeout(400);
    await grace.page.mouse.click(490, 250);

    await Promise.all([
      ada.drag([490, 250], [740, 310]),
      grace.page.locator('[data-testid="color-top-pick-#e03131"]').first().click(),
    ]);

    await eventually(async () => {
      const [after] = await server.elements(id);
      expect(after!.strokeColor).toBe("#e03131");
      expect(after!.x - before!.x).toBeCloseTo(250, 0);
      expect(after!.y - before!.y).toBeCloseTo(60, 0);
    });
    await ada.page.mouse.click(...nowhere);
    await grace.page.mouse.click(...nowhere);
    await sameCanvas(ada, grace);
  });

  test("one drags a shape while the other recolours it, and undo leaves the other's colour", async () => {
    const { ada, bob, shape, former } = await together("Undo of a move");
    await bob.page.mouse.click(490, 250);
    await ada.page.mouse.move(490, 250);
    await ada.page.mouse.down();
    await ada.page.mouse.move(600, 300, { steps: 4 });
    await bob.page.locator(red).first().click();
    await eventually(async () => expect(ada.received.some((message) => JSON.stringify(message).includes("#e03131"))).toBe(true));
    await ada.page.mouse.move(690, 350, { steps: 4 });
    await ada.page.mouse.up();
    await eventually(async () => expect(await shape()).toMatchObject({ x: former.x + 200, y: former.y + 100, strokeColor: "#e03131" }));
    await ada.page.waitForTimeout(300);
    await ada.page.keyboard.press("Control+z");
    await eventually(async () => expect((await shape()).x).toBe(former.x));
    await ada.page.waitForTimeout(500);
    expect(await shape()).toMatchObject({ x: former.x, y: former.y, strokeColor: "#e03131" });
    await clearHands(ada, bob);
  });

  test("one labels a shape while the other recolours it, and undo leaves the other's colour", async () => {
    const { id, ada, bob, shape } = await together("Undo of a label");
    await bob.page.mouse.click(490, 250);
    await ada.page.mouse.dblclick(490, 300);
    await ada.page.keyboard.type("label");
    await bob.page.locator(red).first().click();
    await eventually(async () => expect(ada.received.some((message) => JSON.stringify(message).includes("#e03131"))).toBe(true));
    await ada.page.keyboard.press("Escape");
    await eventually(async () => expect(await server.elements(id)).toHaveLength(2));
    await ada.page.waitForTimeout(300);
    await ada.page.keyboard.press("Control+z");
    await eventually(async () => expect(await server.elements(id)).toHaveLength(1));
    await ada.page.waitForTimeout(500);
    expect((await shape()).strokeColor).toBe("#e03131");
    await clearHands(ada, bob);
  });

  test.each([
    ["before the handle moves", 565, 355],
    ["while the handle moves", 585, 375],
  ])("a resize leaves the other's move alone, made %s", async (_, x, y) => {
    const { ada, bob, shape, former } = await together("Resize");
    await bob.page.mouse.click(490, 250);
    // A handle can be taken once the selection is drawn.
    await bob.page.waitForTimeout(300);
    await bob.page.mouse.move(565, 355);
    await bob.page.mouse.down();
    await bob.page.mouse.move(x, y, { steps: 4 });
    await ada.drag([490, 250], [590, 350]);
    await eventually(async () => expect((await shape()).x).toBe(former.x + 100));
    await bob.page.waitForTimeout(300);
    await bob.page.mouse.move(615, 405, { steps: 4 });
    await bob.page.mouse.up();
    await eventually(async () => expect((await shape()).width).toBeGreaterThan(160));
    await bob.page.waitForTimeout(300);
    expect(await shape()).toMatchObject({ x: former.x + 100, y: former.y + 100 });
    await clearHands(ada, bob);
  });

  test("what is chosen in the menu of a shape is saved without another click", async () => {
    const id = await server.create("board", "Menu");
    const ada = await arrive("Ada");
    await ada.openBoard(id);
    await ada.drawRectangle([420, 250], [560, 350]);
    await eventually(async () => expect(await server.elements(id)).toHaveLength(1));
    await ada.page.mouse.click(490, 252, { button: "right" });
    await ada.page.getByText("Duplicate", { exact: true }).click();
    await eventually(async () => expect(await server.elements(id)).toHaveLength(2));
  });

  test("an exported SVG embeds only the letters that it has", async () => {
    const id = await server.create("board", "Words");
    const ada = await arrive("Ada");
    // Without the picker of Chromium a file is downloaded.
    await ada.context.addInitScript(() => void delete (window as { showSaveFilePicker?: unknown; showOpenFilePicker?: unknown }).showOpenFilePicker);
    await ada.openBoard(id);
    await ada.page.keyboard.press("t");
    await ada.page.mouse.click(500, 300);
    await ada.page.keyboard.type("Hi");
    await ada.page.keyboard.press("Escape");
    await ada.page.mouse.click(...nowhere);
    await ada.page.keyboard.press("Control+Shift+e");
    const download = ada.page.waitForEvent("download");
    await ada.page.getByRole("button", { name: "Export to SVG" }).click();
    const svg = await readFile(await (await download).path(), "utf8");
    const font = /url\(["']?data:font\/woff2;base64,([^"')]+)/.exec(svg)?.[1] ?? "";
    // The part of the font with Latin letters is 25 kB; two letters take less than one.
    expect(font.length).toBeGreaterThan(100);
    expect(font.length).toBeLessThan(8_000);
  });

  test("O-18 a deleted shape is gone for everybody, and undo brings it back", async () => {
    const id = await server.create("board", "Delete");
    const [ada, grace] = await Promise.all([arrive("Ada"), arrive("Grace")]);
    await Promise.all([ada.openBoard(id), grace.openBoard(id)]);
    await ada.drawRectangle([420, 250], [560, 350]);
    await eventually(async () => expect(await server.elements(id)).toHaveLength(1));
    await ada.page.keyboard.press("Delete");
    await eventually(async () => expect(await server.elements(id)).toHaveLength(0));
    await ada.page.keyboard.press("Control+z");
    await eventually(async () => expect(await server.elements(id)).toHaveLength(1));
    await ada.page.mouse.click(...nowhere);
    await sameCanvas(ada, grace);
  });

  test("three people draw, drag, type and undo at random, and all see the same", async () => {
    const id = await server.create("board", "At random");
    const people = await Promise.all(["Ada", "Grace", "Alan"].map((name) => arrive(name)));
    for (const person of people) await person.openBoard(id);
    const until = Date.now() + 5_000;
    await Promise.all(people.map((person, index) => scribble(person, chance(index + 1), until)));
    for (const { page } of people) {
      await page.keyboard.press("Escape");
      await page.keyboard.press("v");
      await page.mouse.click(...nowhere);
    }
    expect(people.flatMap(({ received }) => received).filter(({ status }) => status === "error" || status === "rejected")).toEqual([]);
    expect((await server.elements(id)).length).toBeGreaterThan(0);
    await sameCanvas(...people);
  });

  test("J-27 J-28 O-54 PRES-3 the other's pointer is seen while it moves, and gone 10 s after it stopped", async () => {
    const id = await server.create("board", "Pointers");
    const ada = await arrive("Ada");
    const grace = await arrive("Grace", "#0f7a55");
    await ada.openBoard(id);
    const spot = { x: 560, y: 330, width: 160, height: 90 };
    const look = () => ada.page.screenshot({ clip: spot });
    const empty = await look();

    await grace.openBoard(id);
    await grace.page.mouse.move(500, 300);
    await grace.page.mouse.move(600, 360, { steps: 6 });
    const moved = Date.now();
    expect(grace.sent.filter(({ type }) => type === "cursor").length).toBeLessThanOrEqual(20);
    await eventually(async () => expect((await look()).equals(empty)).toBe(false), 4_000);

    await eventually(async () => expect((await look()).equals(empty)).toBe(true), 15_000);
    const seen = Date.now() - moved;
    expect(seen).toBeGreaterThan(8_500);
    expect(seen).toBeLessThan(15_000);
  });
});

const red = '[data-testid="color-top-pick-#e03131"]';

/** Two people at a board with one rectangle, which neither has selected. */
async function together(title: string) {
  const id = await server.create("board", title);
  const [ada, bob] = await Promise.all([arrive("Ada"), arrive("Bob")]);
  await Promise.all([ada.openBoard(id), bob.openBoard(id)]);
  await ada.drawRectangle([420, 250], [560, 350]);
  const shape = async () => (await server.elements(id)).find(({ width }) => width >= 139)!;
  const former = await eventually(async () => {
    expect(await server.elements(id)).toHaveLength(1);
    return shape();
  });
  await ada.page.mouse.click(...nowhere);
  await bob.page.waitForTimeout(400);
  return { id, ada, bob, shape, former };
}

async function clearHands(...people: Person[]): Promise<void> {
  for (const { page } of people) await page.mouse.click(...nowhere);
  await sameCanvas(...people);
}

/** Does what people do on a board, in no order, within the part of the canvas that {@link sameCanvas} compares. */
async function scribble(person: Person, next: () => number, until: number): Promise<void> {
  const { keyboard, mouse } = person.page;
  const spot = (): [number, number] => [300 + next() * 560, 200 + next() * 300];
  const acts = [
    async () => {
      const [x, y] = spot();
      await person.drawRectangle([x, y], [x + 80, y + 60]);
    },
    () => person.drag(spot(), spot()),
    () => person.drag(spot(), spot()),
    async () => {
      await keyboard.press("Control+a");
      await keyboard.press("ArrowRight");
      await keyboard.press("Escape");
    },
    () => keyboard.press("Control+z"),
    () => keyboard.press("Control+y"),
    async () => {
      await keyboard.press("t");
      await mouse.click(...spot());
      // Letters that choose no tool, should the text have been closed already.
      await keyboard.type("mm");
      await keyboard.press("Escape");
    },
  ];
  while (Date.now() < until) await acts[Math.floor(next() * acts.length)]!();
}

/** All see the same: the same pixels of the canvas once nothing is selected and nobody points. */
async function sameCanvas(...people: Person[]): Promise<void> {
  const clip = { x: 260, y: 170, width: 700, height: 420 };
  await Promise.all(people.map(({ page }) => page.mouse.move(1180, 640)));
  await eventually(async () => {
    const [first, ...others] = await Promise.all(people.map(({ page }) => page.screenshot({ clip })));
    for (const other of others) expect(other.equals(first!)).toBe(true);
  }, 16_000);
}
