import { readFile } from "node:fs/promises";
import type { Locator } from "playwright-core";
import { describe, expect, test } from "vitest";
import { company } from "../stage/company";
import { eventually } from "../stage/eventually";
import type { Person } from "../stage/Person";
import type { Server } from "../stage/Server";

let server: Server;
const arrive = company((started) => (server = started));

const violet = "#7048e8";
const green = "#2f9e44";

async function two(kind: "board" | "bench", title: string): Promise<{ id: string; ada: Person; bob: Person }> {
  const id = await server.create(kind, title);
  const [ada, bob] = await Promise.all([arrive("Ada", violet), arrive("Bob", green, { viewport: { width: 1000, height: 700 } })]);
  await Promise.all([ada, bob].map((person) => (kind === "board" ? person.openBoard(id) : person.openBench(id))));
  return { id, ada, bob };
}

/** What a page remembers of what it showed last. */
const lastView = (person: Person, id: string) =>
  person.page.evaluate((key) => (JSON.parse(localStorage.getItem("weft.views") ?? "{}") as Record<string, { x: number; y: number; zoom: number }>)[key] ?? null, id);

const face = (person: Person, name: string) => person.page.getByRole("button", { name: `Follow ${name}` });
const frame = (person: Person) => person.page.locator(".follow-frame");
const clash = (person: Person) => person.page.locator(".clash");

/** Whether somebody who looks at the window sees it. */
const isInSight = async (element: Locator) => (await element.count()) > 0 && element.first().evaluate((line) => line.getBoundingClientRect().top > 40 && line.getBoundingClientRect().bottom < innerHeight - 20);

/** Scrolls and zooms as one does with a wheel. */
async function wander(person: Person, dx: number, dy: number): Promise<void> {
  await person.page.mouse.move(640, 400);
  await person.page.mouse.wheel(dx, dy);
}

describe("what others have selected", () => {
  test("M-16 O-54 is outlined on a board in their colour, where it is now, until they let go", { timeout: 60_000 }, async () => {
    const { ada, bob } = await two("board", "Selected");
    await ada.page.keyboard.press("2");
    await ada.page.mouse.move(400, 300);
    await ada.page.mouse.down();
    await ada.page.mouse.move(520, 380, { steps: 4 });
    await ada.page.mouse.up();
    const outline = bob.page.locator('.others-outline[data-user="Ada"]');
    await outline.waitFor({ state: "attached" });
    expect(await outline.evaluate((line) => getComputedStyle(line).stroke)).toBe("rgb(112, 72, 232)");
    const before = (await outline.boundingBox())!;
    await wander(bob, 0, 100);
    await eventually(async () => expect((await outline.boundingBox())!.y).toBeLessThan(before.y - 50));
    await ada.page.mouse.click(700, 550);
    await outline.waitFor({ state: "detached" });
  });
});

describe("following", () => {
  for (const kind of ["board", "bench"] as const) {
    test(`somebody on a ${kind}: their view is shown until Escape, and stays each one's own otherwise`, { timeout: 60_000 }, async () => {
      const { id, ada, bob } = await two(kind, `Followed ${kind}`);
      await wander(ada, 0, 1);
      await wander(ada, kind === "board" ? 300 : 0, 200);
      await face(bob, "Ada").click();
      await frame(bob).getByText("Following Ada").waitFor();
      expect(await frame(bob).evaluate((element) => getComputedStyle(element).borderTopColor)).toBe("rgb(112, 72, 232)");
      await eventually(async () => {
        const [theirs, mine] = await Promise.all([lastView(ada, id), lastView(bob, id)]);
        expect(mine).not.toBeNull();
        expect(mine!.x).toBeCloseTo(theirs!.x, 0);
        expect(mine!.y).toBeCloseTo(theirs!.y, 0);
        // The smaller window shows as much.
        expect(mine!.zoom).toBeLessThan(theirs!.zoom);
      });
      const before = (await lastView(bob, id))!;
      await wander(ada, 0, 260);
      await eventually(async () => expect(await lastView(bob, id)).not.toEqual(before));

      await bob.page.keyboard.press("Escape");
      await frame(bob).waitFor({ state: "detached" });
      const own = await lastView(bob, id);
      const theirs = await lastView(ada, id);
      await wander(ada, 0, -400);
      await eventually(async () => expect(await lastView(ada, id)).not.toEqual(theirs));
      expect(await lastView(bob, id)).toEqual(own);

      await face(bob, "Ada").click();
      await frame(bob).waitFor();
      await wander(bob, 0, 90);
      await frame(bob).waitFor({ state: "detached" });

      await face(bob, "Ada").click();
      await frame(bob).waitFor();
      await ada.leave();
      await frame(bob).waitFor({ state: "detached" });
      await bob.page.getByText("Ada has left.").waitFor();
    });
  }

  for (const kind of ["board", "text"] as const) {
    test(`somebody who is behind the number of people on a ${kind}`, { timeout: 60_000 }, async () => {
      const id = await server.create(kind, `Many on a ${kind}`);
      // So narrow a window shows nobody one by one.
      const narrow = { viewport: { width: 460, height: 700 } };
      const [ada, bob, cy] = await Promise.all([arrive("Ada", violet), arrive("Bob", green, narrow), arrive("Cy")]);
      await Promise.all([ada, bob, cy].map((person) => (kind === "board" ? person.openBoard(id) : person.openText(id))));
      if (kind === "board") {
        await wander(ada, 400, 500);
      } else {
        await ada.text.click();
        await ada.page.keyboard.insertText(Array.from({ length: 120 }, (_, line) => `Line ${line}`).join("\n"));
      }
      await bob.page.getByRole("button", { name: /^2 more: / }).click();
      await bob.page.getByRole("menuitemradio", { name: "Ada" }).click();
      await frame(bob).getByText("Following Ada").waitFor();
      if (kind === "board") {
        await eventually(async () => expect((await lastView(bob, id))!.x).toBeCloseTo((await lastView(ada, id))!.x, 0));
        return;
      }
      const line = (number: number) => bob.page.locator(".cm-line", { hasText: new RegExp(`Line ${number}(?![0-9])`) });
      await eventually(async () => expect(await isInSight(line(119))).toBe(true));
      await ada.page.keyboard.press("Control+Home");
      await eventually(async () => expect(await isInSight(line(0))).toBe(true));
      await ada.page.keyboard.press("Control+End");
      await eventually(async () => expect(await isInSight(line(119))).toBe(true));
      await bob.page.mouse.move(230, 400);
      await bob.page.mouse.wheel(0, -200);
      await frame(bob).waitFor({ state: "detached" });
    });
  }

  test("each other ends nowhere: the views stand still", { timeout: 60_000 }, async () => {
    const { id, ada, bob } = await two("board", "Each other");
    await wander(ada, 50, 80);
    await eventually(() => lastView(ada, id).then((view) => expect(view).not.toBeNull()));
    await face(bob, "Ada").click();
    await frame(bob).waitFor();
    await eventually(() => lastView(bob, id).then((view) => expect(view).not.toBeNull()));
    await face(ada, "Bob").click();
    await frame(ada).waitFor();
    await ada.page.waitForTimeout(1_500);
    const views = await Promise.all([lastView(ada, id), lastView(bob, id)]);
    await ada.page.waitForTimeout(1_500);
    expect(await Promise.all([lastView(ada, id), lastView(bob, id)])).toEqual(views);
  });

  test("is not needed to find one's place again: it is remembered in this browser", async () => {
    const { id, ada } = await two("board", "My place");
    await wander(ada, 700, 900);
    const place = await eventually(async () => {
      const view = await lastView(ada, id);
      expect(view).not.toBeNull();
      return view!;
    });
    await ada.openBoard(id);
    await wander(ada, 10, 0);
    await eventually(async () => {
      const again = (await lastView(ada, id))!;
      expect(Math.abs(again.x - place.x)).toBeLessThan(30);
      expect(again.x).not.toBe(place.x);
      expect(again.y).toBeCloseTo(place.y, 0);
    });
  });
});

describe("a laser pointer", () => {
  for (const kind of ["board", "bench"] as const) {
    test(`draws a trail on the others' ${kind} that fades, and changes nothing`, { timeout: 60_000 }, async () => {
      const { id, ada, bob } = await two(kind, `Laser on a ${kind}`);
      const trails = bob.page.getByTestId("laser-trails");
      const colored = () =>
        trails.evaluate((canvas: HTMLCanvasElement) => {
          const { data } = canvas.getContext("2d")!.getImageData(0, 0, Math.max(1, canvas.width), Math.max(1, canvas.height));
          for (let at = 0; at < data.length; at += 4) if (data[at + 3]! > 200) return [data[at], data[at + 1], data[at + 2]];
          return null;
        });
      if (kind === "board") await ada.page.keyboard.press("k");
      else await ada.page.getByRole("button", { name: "Laser pointer" }).click();
      await ada.page.mouse.move(500, 300);
      await ada.page.mouse.down();
      for (let step = 0; step < 12; step++) {
        await ada.page.mouse.move(500 + step * 20, 300 + (step % 3) * 20);
        await ada.page.waitForTimeout(60);
      }
      await eventually(async () => {
        const [red, grn, blue] = (await colored())!;
        expect(Math.abs(red! - 0x70) + Math.abs(grn! - 0x48) + Math.abs(blue! - 0xe8)).toBeLessThan(30);
      });
      await ada.page.mouse.up();
      await eventually(async () => expect(await colored()).toBeNull());
      if (kind === "board") expect(await server.elements(id)).toEqual([]);
      else expect((await server.assembly(id)).items).toEqual([]);
    });
  }
});

describe("O-59 simultaneous edits", () => {
  test("of a shape are shown to both, and the loser can have the own colour back, as an edit", { timeout: 60_000 }, async () => {
    const { id, ada, bob } = await two("board", "Two colours");
    await ada.drawRectangle([420, 250], [560, 350]);
    await eventually(async () => expect(await server.elements(id)).toHaveLength(1));
    const color = () => server.elements(id).then(([element]) => element!.strokeColor);
    await ada.page.mouse.click(490, 250);
    await bob.page.waitForTimeout(400);
    await bob.page.mouse.click(490, 250);
    const pick = (person: Person, name: string) => person.page.locator(`[data-testid="color-top-pick-${name}"]`).first();
    const [red, blue] = ["#e03131", "#1971c2"];
    await pick(ada, red).waitFor();
    await pick(bob, blue).waitFor();
    await Promise.all([pick(ada, red).click(), pick(bob, blue).click()]);

    await Promise.all([clash(ada).waitFor(), clash(bob).waitFor()]);
    const won = await eventually(async () => {
      const now = await color();
      expect([red, blue]).toContain(now);
      return now;
    });
    const [winner, loser] = won === red ? [ada, bob] : [bob, ada];
    const [winnerName, loserName] = won === red ? ["Ada", "Bob"] : ["Bob", "Ada"];
    expect(await clash(loser).textContent()).toContain(`${winnerName} and you changed one thing at once. ${winnerName}’s colour stayed.`);
    expect(await clash(winner).textContent()).toContain(`You and ${loserName} changed one thing at once. Your colour stayed.`);
    const strokes = await winner.page.locator(".clash-outline polygon").evaluateAll((lines) => lines.map((line) => getComputedStyle(line).stroke));
    expect(new Set(strokes)).toEqual(new Set(["rgb(112, 72, 232)", "rgb(47, 158, 68)"]));

    await clash(loser).getByRole("button", { name: "Take mine" }).click();
    await eventually(async () => expect(await color()).toBe(won === red ? blue : red));
    await loser.page.keyboard.press("Control+z");
    await eventually(async () => expect(await color()).toBe(won));
    await clash(winner).waitFor({ state: "detached", timeout: 20_000 });
  });

  test("a shape that another deletes while it is dragged: who drags is told, and can bring it back as it was in the hand", { timeout: 60_000 }, async () => {
    const { id, ada, bob } = await two("board", "Deleted in the hand");
    await ada.drawRectangle([420, 250], [560, 350]);
    const [drawn] = await eventually(async () => {
      const elements = await server.elements(id);
      expect(elements).toHaveLength(1);
      return elements;
    });
    await bob.page.waitForTimeout(400);
    await bob.page.mouse.click(490, 250);
    await ada.page.mouse.move(490, 250);
    await ada.page.mouse.down();
    await ada.page.mouse.move(590, 330, { steps: 5 });
    await bob.page.keyboard.press("Delete");
    await eventually(async () => expect(await server.elements(id)).toEqual([]));
    await ada.page.mouse.move(690, 350, { steps: 5 });
    await ada.page.mouse.up();
    await clash(ada).getByText("Bob deleted one thing while you changed it.").waitFor();
    expect(await ada.page.locator(".clash-outline polygon").count()).toBe(2);
    expect(await clash(bob).count()).toBe(0);
    await clash(ada).getByRole("button", { name: "Bring it back" }).click();
    await eventually(async () => expect(await server.elements(id)).toMatchObject([{ id: drawn!.id, x: drawn!.x + 200, y: drawn!.y + 100 }]));
    await clash(ada).waitFor({ state: "detached" });
  });

  test("of an item on a bench are shown to both, and the winner can give in", { timeout: 60_000 }, async () => {
    const id = await server.import(
      "Lens.json",
      JSON.stringify({ version: "2.0", items: [{ _type: "component", item_uuid: "lens", x_mm: 0, y_mm: 0, angle_deg: 0, interfaces: [{ x1_mm: 0, y1_mm: 12.7, x2_mm: 0, y2_mm: -12.7, element_type: "lens", efl_mm: 100 }] }] }),
    );
    const people = await Promise.all([arrive("Ada", violet), arrive("Bob", green)]);
    for (const person of people) {
      await person.openBench(id);
      await person.clickBench(0, 5);
    }
    const [ada, bob] = people;
    await Promise.all([ada.page.keyboard.press("]"), bob.page.keyboard.press("{")]);
    await Promise.all([clash(ada).waitFor(), clash(bob).waitFor()]);
    const angle = () => server.assembly(id).then(({ items }) => items[0]!.angle_deg);
    const won = await angle();
    const winner = (await clash(ada).textContent())!.includes("Your angle stayed.") ? ada : bob;
    await clash(winner).getByRole("button", { name: /Take (Ada|Bob)’s/ }).click();
    await eventually(async () => expect(await angle()).not.toBe(won));
    await winner.page.keyboard.press("Control+z");
    await eventually(async () => expect(await angle()).toBe(won));
  });
});

describe("pictures of documents", () => {
  test("a board and a bench are seen on the page of all documents, as they are now", { timeout: 60_000 }, async () => {
    const { id, ada } = await two("board", "Pictured board");
    const empty = await server.create("board", "Empty board");
    const bench = await server.import("Pictured bench.json", JSON.stringify({ version: "2.0", items: [{ _type: "source", item_uuid: "s", x_mm: 0, y_mm: 0, angle_deg: 0, n_rays: 5, size_mm: 10, ray_length_mm: 100 }] }));
    await ada.drawRectangle([420, 250], [860, 550]);
    await eventually(async () => expect(await server.elements(id)).toHaveLength(1));
    await ada.home();
    const inked = (document: string) =>
      ada.page.locator(`[data-id="${document}"] .pictured canvas`).evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
        return data.filter((value, at) => at % 4 === 3 && value > 0).length;
      });
    const small = await inked(id);
    expect(small).toBeGreaterThan(50);
    expect(await inked(bench)).toBeGreaterThan(50);
    await ada.page.locator(`[data-id="${empty}"] .kind`).waitFor();
    expect(await ada.page.locator(`[data-id="${empty}"] .pictured`).count()).toBe(0);
  });

  test("that were exported with the drawing in them become documents again", { timeout: 60_000 }, async () => {
    const { id, ada, bob } = await two("board", "Kept in a picture");
    // Without the picker of Chromium a file is downloaded.
    await ada.context.addInitScript(() => void delete (window as { showOpenFilePicker?: unknown }).showOpenFilePicker);
    await ada.openBoard(id);
    await ada.drawRectangle([420, 250], [560, 350]);
    const [element] = await eventually(async () => {
      const elements = await server.elements(id);
      expect(elements).toHaveLength(1);
      return elements;
    });
    for (const [format, name] of [["PNG", "Kept.png"], ["SVG", "Kept.svg"]] as const) {
      await ada.page.mouse.click(900, 600);
      await ada.page.keyboard.press("Control+Shift+e");
      // The dialog remembers it.
      if (format === "PNG") await ada.page.getByText("Embed scene").click();
      const download = ada.page.waitForEvent("download");
      await ada.page.getByRole("button", { name: `Export to ${format}` }).click();
      const picture = await readFile(await (await download).path());
      await ada.page.keyboard.press("Escape");
      await bob.home();
      await bob.page.getByLabel("Files to import").setInputFiles({ name, mimeType: format === "PNG" ? "image/png" : "image/svg+xml", buffer: picture });
      await bob.page.getByText("Imported “Kept”").first().waitFor();
      const made = (await server.list()).filter(({ title }) => title === "Kept");
      expect(made).toHaveLength(format === "PNG" ? 1 : 2);
      for (const document of made) expect(await server.elements(document.id)).toMatchObject([{ type: "rectangle", x: element!.x, y: element!.y, width: element!.width }]);
    }
    await bob.page.getByLabel("Files to import").setInputFiles({ name: "Cat.png", mimeType: "image/png", buffer: Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64") });
    await bob.page.getByText("There is no drawing in this picture.").waitFor();
  });
});
