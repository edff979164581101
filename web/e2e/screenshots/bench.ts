import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { launch, Person } from "../stage/Person";
import { Server } from "../stage/Server";
import { assembly } from "./optics";

/** Pictures to look at while one works on the bench; those of the documentation are made by together.ts. */
const images = resolve(import.meta.dirname, "../../../artifacts/pictures");

let server: Server;
let browser: Browser;
let bench: string;

beforeAll(async () => {
  mkdirSync(images, { recursive: true });
  [server, browser] = await Promise.all([Server.start(), launch()]);
  bench = await server.import("Two arms.json", JSON.stringify(assembly));
});

afterAll(async () => {
  await browser.close();
  await server.stop();
});

describe.each(["light", "dark"] as const)("%s", (theme) => {
  const arrive = (name: string, color: string) => Person.arrive(browser, server.address, { name, color, context: { colorScheme: theme } });

  test("bench", async () => {
    const ada = await arrive("Ada Lovelace", "#2563c9");
    const grace = await arrive("Grace Hopper", "#0f7a55");
    await Promise.all([ada.openBench(bench), grace.openBench(bench)]);
    await grace.page.waitForTimeout(4_400);
    await grace.clickBench(150, 60);
    await grace.moveOnBench(105, 10);
    await ada.clickBench(50, 60);
    await ada.page.waitForTimeout(700);
    await look(ada, theme);
    await Promise.all([ada, grace].map((person) => person.leave()));
  });
});

async function look(ada: Person, theme: string): Promise<void> {
  const shoot = async (name: string) => writeFileSync(join(images, `${name}-${theme}.png`), await ada.page.screenshot());
  await shoot("bench");
  await ada.clickBench(-200, 60);
  await shoot("source");
  await ada.clickBench(100, 35);
  await ada.page.getByRole("button", { name: "Insert" }).click();
  await shoot("insert");
  await ada.page.keyboard.press("Escape");
  await ada.page.mouse.click(...(await ada.onBench(150, 60)), { button: "right" });
  await shoot("menu");
  await ada.page.keyboard.press("Escape");
  await ada.clickBench(-100, 150);
  await shoot("outline");
  await ada.page.setViewportSize({ width: 420, height: 800 });
  await ada.page.getByRole("button", { name: "Show all" }).click();
  await ada.page.waitForTimeout(300);
  await shoot("narrow");
  await ada.page.setViewportSize({ width: 1280, height: 800 });
  await ada.open(await server.create("bench", "Empty"));
  await ada.bench.waitFor();
  await ada.page.waitForTimeout(400);
  await shoot("empty");
  await ada.home();
  await ada.page.getByRole("link", { name: /Two arms/ }).waitFor();
  await shoot("home");
}
