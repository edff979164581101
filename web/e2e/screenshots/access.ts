import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { launch, Person } from "../stage/Person";
import { type DocumentRecord, Server } from "../stage/Server";
import { tellAdmin } from "../stage/tellAdmin";
import { letter } from "./content";

/** Pictures to look at while one works on the pages about access; those of the documentation are made by pages.ts. */
const pictures = resolve(import.meta.dirname, "../../../artifacts/pictures");

let accounts: Server;
let withToken: Server;
let browser: Browser;
let ada: Person;
let id: string;

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  [accounts, withToken, browser] = await Promise.all([Server.start("--access", "accounts"), Server.start("--access", "token"), launch()]);
});

afterAll(async () => {
  await browser.close();
  await Promise.all([accounts.stop(), withToken.stop()]);
});

const themes = ["light", "dark"] as const;
const phone = { viewport: { width: 390, height: 844 } };

/** The page in both themes, on a desk and on a phone. */
async function look(page: Page, name: string): Promise<void> {
  for (const [device, { viewport }] of [["desk", { viewport: { width: 1280, height: 800 } }], ["phone", phone]] as const) {
    await page.setViewportSize(viewport);
    for (const theme of themes) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      await page.waitForTimeout(250);
      writeFileSync(join(pictures, `${name}-${device}-${theme}.png`), await page.screenshot());
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}

describe("access", () => {
  test("before the first account", async () => {
    const nobody = await Person.arrive(browser, accounts.address, { name: "Nobody" });
    await nobody.home();
    await nobody.page.getByRole("heading", { name: "This server has no account yet" }).waitFor();
    await look(nobody.page, "no-account-yet");
    await nobody.page.goto(`${accounts.address}/#setup=${await accounts.setup()}`);
    await nobody.page.getByRole("heading", { name: "The first account" }).waitFor();
    await look(nobody.page, "first-account");
    await nobody.leave();
  });

  test("token", async () => {
    const nobody = await Person.arrive(browser, withToken.address, { name: "Nobody" });
    await nobody.page.goto(`${withToken.address}/#token=wrong`);
    await nobody.page.getByRole("alert").waitFor();
    await look(nobody.page, "token");
    await nobody.leave();
  });

  test("sign in and register", async () => {
    ada = await Person.arrive(browser, accounts.address, { name: "Ada Lovelace" });
    await ada.register("Ada Lovelace", await accounts.setup());
    const grace = await Person.arrive(browser, accounts.address, { name: "Grace" });
    await grace.page.goto(`${accounts.address}/signin`);
    await grace.page.getByLabel("Name or e-mail").fill("Grace");
    await grace.page.getByRole("textbox", { name: "Password" }).fill("wrong");
    await grace.page.getByRole("button", { name: "Sign in" }).click();
    await grace.page.getByRole("alert").waitFor();
    await look(grace.page, "signin");
    await grace.page.getByRole("link", { name: "Make an account" }).click();
    await grace.page.getByRole("textbox", { name: "Name", exact: true }).fill("Grace Hopper");
    await grace.page.getByRole("textbox", { name: "Password" }).fill("short");
    await grace.page.getByRole("button", { name: "Make the account" }).click();
    await look(grace.page, "register");
    await grace.page.getByRole("textbox", { name: "Password" }).fill("a compiler of my own");
    await grace.page.getByRole("button", { name: "Make the account" }).click();
    await grace.page.getByRole("heading", { name: "Nothing here yet" }).waitFor();
    await look(grace.page, "home-empty");
    await grace.leave();
  });

  test("home, sharing and the account", async () => {
    const { page } = ada;
    id = (await ada.ask<DocumentRecord>("POST", "/documents", { kind: "text", title: "A weekend in Lisbon" })).id;
    await ada.ask("POST", "/documents", { kind: "board", title: "Floor plan" });
    await ada.ask("PUT", `/documents/${id}/members`, { who: "Grace Hopper", role: "editor" });
    await ada.home();
    await page.getByRole("link", { name: "Floor plan" }).waitFor();
    await look(page, "home");
    await page.getByRole("button", { name: /^You:/ }).click();
    await look(page, "me");
    await page.getByRole("link", { name: "Account", exact: true }).click();
    await page.getByRole("heading", { name: "Where you are signed in" }).waitFor();
    await look(page, "account");

    await ada.openText(id);
    await ada.text.click();
    await page.keyboard.insertText(letter);
    await page.getByRole("button", { name: "Share" }).click();
    await page.getByRole("textbox", { name: "What the link is for" }).fill("The neighbours");
    await page.getByRole("button", { name: "Make a link" }).click();
    await page.getByRole("textbox", { name: "The new link" }).waitFor();
    await look(page, "share");
  });

  test("links", async () => {
    const { secret } = await ada.ask<{ secret: string }>("POST", `/documents/${id}/links`, { role: "viewer" });
    const guest = await Person.arrive(browser, accounts.address, { name: "Alan", unnamed: true });
    await guest.page.goto(`${accounts.address}/d/${id}#link=${secret}`);
    await guest.page.getByRole("heading", { name: "A document was shared with you" }).waitFor();
    await look(guest.page, "invitation");
    await guest.page.getByRole("textbox", { name: "Your name" }).fill("Alan");
    await guest.page.getByRole("button", { name: "Open the document" }).click();
    await guest.text.waitFor();
    await look(guest.page, "guest");
    await guest.page.getByRole("button", { name: "Share" }).click();
    await guest.page.getByText("Ada Lovelace").waitFor();
    await look(guest.page, "share-guest");
    await guest.home();
    await guest.page.getByRole("button", { name: /^You:/ }).click();
    await look(guest.page, "home-guest");
    await guest.page.goto(`${accounts.address}/d/${id}#link=wrong`);
    await guest.page.getByRole("heading", { name: "This link does not work any more" }).waitFor();
    await look(guest.page, "bad-link");
    await guest.leave();
  });

  test("the server", async () => {
    const { page } = ada;
    await tellAdmin(page);
    await page.goto(`${accounts.address}/admin`);
    await page.getByRole("heading", { name: "Limits" }).waitFor();
    await page.waitForTimeout(3_500);
    await look(page, "admin");
    await page.getByRole("button", { name: "Show all 2" }).click();
    await page.getByRole("button", { name: "Close the connection of Grace" }).scrollIntoViewIfNeeded();
    await look(page, "admin-more");
  });
});
