import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { launch, Person } from "../stage/Person";
import { Server } from "../stage/Server";
import { board } from "./content";
import { assembly } from "./optics";
import { squeeze } from "./squeeze";

/** Two people at work on one thing: what the other has selected, a conflict, and what was changed lately. */
const images = resolve(import.meta.dirname, "../../../docs/images");

let server: Server;
let browser: Browser;

beforeAll(async () => {
  mkdirSync(images, { recursive: true });
  [server, browser] = await Promise.all([Server.start(), launch()]);
});

afterAll(async () => {
  await browser.close();
  await server.stop();
});

describe.each(["light", "dark"] as const)("%s", (theme) => {
  const arrive = (name: string, color: string) => Person.arrive(browser, server.address, { name, color, context: { colorScheme: theme, viewport: { width: 1480, height: 820 } } });

  async function two(open: (person: Person) => Promise<void>): Promise<readonly [ada: Person, grace: Person]> {
    const people = await Promise.all([arrive("Ada Lovelace", "#2563c9"), arrive("Grace Hopper", "#0f7a55")]);
    await Promise.all(people.map(open));
    await Promise.all(people.map(({ page }) => page.getByRole("button", { name: "Activity" }).click()));
    return people as [Person, Person];
  }

  async function keep(ada: Person, grace: Person, name: string): Promise<void> {
    await ada.page.locator(".clash").waitFor();
    await ada.page.waitForTimeout(900);
    writeFileSync(join(images, `${name}-${theme}.png`), squeeze(await ada.page.screenshot()));
    await Promise.all([ada, grace].map((person) => person.leave()));
  }

  test("board", async () => {
    const id = await server.import("How an edit travels.excalidraw", JSON.stringify(board));
    const [ada, grace] = await two((person) => person.openBoard(id));
    await grace.drag([425, 454], [395, 410]);
    await ada.page.mouse.click(1_000, 700);
    await ada.drawRectangle([804, 462], [968, 540]);
    await ada.page.keyboard.press("Escape");
    await Promise.all([ada, grace].map(({ page }) => page.mouse.click(600, 294)));
    const pick = (person: Person, name: string) => person.page.locator(`[data-testid="color-top-pick-${name}"]`).first();
    await Promise.all([pick(ada, "#e03131").waitFor(), pick(grace, "#2f9e44").waitFor()]);
    await Promise.all([pick(ada, "#e03131").click(), pick(grace, "#2f9e44").click()]);
    await ada.page.locator(".clash").waitFor();
    await ada.page.mouse.click(1_000, 700);
    await grace.page.mouse.click(632, 534);
    await grace.page.mouse.move(745, 612, { steps: 4 });
    await keep(ada, grace, "board");
  });

  test("bench", async () => {
    const id = await server.import("Two arms.json", JSON.stringify(assembly));
    const [ada, grace] = await two((person) => person.openBench(id));
    await Promise.all([ada, grace].map(({ page }) => page.getByRole("button", { name: "Show all" }).click()));
    await grace.dragOnBench([-70, -30], [-70, -40]);
    await ada.clickBench(50, 160);
    await ada.page.keyboard.press("ArrowUp");
    await Promise.all([ada, grace].map((person) => person.clickBench(-10, 66)));
    await Promise.all([ada.page.keyboard.press("]"), grace.page.keyboard.press("{")]);
    await ada.page.locator(".clash").waitFor();
    await grace.clickBench(150, 60);
    await grace.moveOnBench(118, 20);
    await ada.clickBench(50, 66);
    await keep(ada, grace, "bench");
  });
});
