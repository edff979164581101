import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { launch, Person } from "../stage/Person";
import { Server } from "../stage/Server";
import { board, letter } from "./content";
import { squeeze } from "./squeeze";

const images = resolve(import.meta.dirname, "../../../docs/images");

let server: Server;
let browser: Browser;
let text: string;

beforeAll(async () => {
  mkdirSync(images, { recursive: true });
  [server, browser] = await Promise.all([Server.start(), launch()]);
  for (const title of ["Recipes", "Floor plan", "Reading list"]) await server.create(title === "Floor plan" ? "board" : "text", title);
  await server.import("Retro, week 47.excalidraw", JSON.stringify(board));
  await server.import("How an edit travels.excalidraw", JSON.stringify(board));
  text = await server.import("A weekend in Lisbon.txt", letter);
});

afterAll(async () => {
  await browser.close();
  await server.stop();
});

describe.each(["light", "dark"] as const)("%s", (theme) => {
  const arrive = (name: string, color: string) => Person.arrive(browser, server.address, { name, color, context: { colorScheme: theme } });

  test("text", async () => {
    const ada = await arrive("Ada Lovelace", "#2563c9");
    const grace = await arrive("Grace Hopper", "#0f7a55");
    const alan = await arrive("Alan", "#be2c6e");
    await Promise.all([ada, grace, alan].map((person) => person.openText(text)));
    // The status line has told the news by then.
    await ada.page.waitForTimeout(9_000);
    await select(ada.page, "Tram 28", true);
    await select(grace.page, "nobody brings a laptop");
    await select(alan.page, "Sintra", true);
    await ada.page.waitForTimeout(500);
    await keep(ada.page, `text-${theme}`);
    await Promise.all([ada, grace, alan].map((person) => person.leave()));
  });

  test("home", async () => {
    const grace = await arrive("Grace Hopper", "#0f7a55");
    await grace.openText(text);
    const alan = await arrive("Alan", "#be2c6e");
    await alan.openText(text);
    const ada = await arrive("Ada Lovelace", "#2563c9");
    await spreadOverTime(ada.page);
    await ada.home();
    await ada.page.getByText("2 here now").waitFor();
    await keep(ada.page, `home-${theme}`);
    await Promise.all([ada, grace, alan].map((person) => person.leave()));
  });
});

/** Everything was made a moment ago; a real list is not so uniform. */
async function spreadOverTime(page: Page): Promise<void> {
  const hour = 3_600_000;
  const ages = [0, 0.4 * hour, 3 * hour, 26 * hour, 75 * hour, 24 * 40 * hour];
  await page.route("**/api/v1/documents", async (route) => {
    const response = await route.fetch();
    const { documents } = (await response.json()) as { documents: { updated: string }[] };
    const spread = documents.map((record, index) => ({ ...record, updated: new Date(Date.now() - (ages[index] ?? 0)).toISOString() }));
    await route.fulfill({ response, json: { documents: spread } });
  });
}

/** Selects words in the editor, or puts the caret behind them. */
async function select(page: Page, words: string, caret = false): Promise<void> {
  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+f");
  await page.keyboard.type(words);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  if (caret) await page.keyboard.press("ArrowRight");
}

async function keep(page: Page, name: string): Promise<void> {
  writeFileSync(join(images, `${name}.png`), squeeze(await page.screenshot()));
}
