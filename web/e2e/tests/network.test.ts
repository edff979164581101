import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launch, Person } from "../stage/Person";
import { Server } from "../stage/Server";

let server: Server;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
});

afterAll(async () => {
  await browser.close();
  await server.stop();
});

describe("the network", () => {
  test("O-02 no page asks another host for anything", async () => {
    const [text, board] = [await server.create("text", "Text"), await server.create("board", "Board")];
    const ada = await Person.arrive(browser, server.address, { name: "Ada" });
    const { page } = ada;
    await ada.home();
    await page.getByRole("link", { name: "Board" }).waitFor();

    await ada.openText(text);
    await page.keyboard.press("Control+f");
    await page.getByRole("button", { name: "Share" }).click();
    await page.getByRole("dialog", { name: "Share" }).getByRole("textbox").first().waitFor();
    await page.keyboard.press("Escape");

    await ada.openBoard(board);
    // Every family of letters has its own font file, and one of them is cut into hundreds.
    await page.keyboard.press("t");
    await page.mouse.click(420, 320);
    await page.keyboard.type("Hello Привет 你好 γεια");
    await page.keyboard.press("Escape");
    await page.getByTestId("main-menu-trigger").click();
    await page.getByRole("button", { name: /Export image/ }).click();
    await page.waitForTimeout(700);
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    await page.waitForTimeout(300);
    const links = await page.locator(".HelpDialog a:visible").count();
    expect(links).toBe(0);

    expect(ada.foreignRequests).toEqual([]);
    expect(ada.errors).toEqual([]);
    await ada.leave();
  });

  test("the pages run under the policy of the server, which allows nothing inline and nothing from elsewhere", async () => {
    const policy = (await fetch(server.address)).headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'self'; script-src 'self' 'wasm-unsafe-eval';");
    const [board, text] = [await server.create("board", "Policy"), await server.create("text", "Policy")];
    const ada = await Person.arrive(browser, server.address, { name: "Ada" });
    const { page } = ada;
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.text().includes("Content Security Policy")) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    await ada.openBoard(board);
    await ada.drawRectangle([420, 250], [560, 350]);
    await page.keyboard.press("t");
    await page.mouse.click(420, 450);
    await page.keyboard.type("Hello Привет 你好");
    await page.keyboard.press("Escape");
    await page.getByTestId("main-menu-trigger").click();
    await page.getByRole("button", { name: /Export image/ }).click();
    await page.waitForTimeout(700);
    await page.keyboard.press("Escape");
    await ada.openText(text);
    await page.keyboard.type("written");
    await page.keyboard.press("Control+f");
    await ada.home();
    await page.getByRole("heading", { name: "Documents" }).waitFor();
    for (const [path, heading] of [["/account", "Account"], ["/admin", "Server"], ["/nowhere", "There is no such page"]] as const) {
      await page.goto(server.address + path);
      await page.getByRole("heading", { name: heading, exact: true }).waitFor();
    }
    expect(complaints).toEqual([]);
    // The policy is in force: what it forbids is refused.
    await page.evaluate(() => document.body.append(Object.assign(document.createElement("script"), { textContent: "window.inlineRan = true" })));
    expect(await page.evaluate(() => "inlineRan" in window)).toBe(false);
    expect(complaints).not.toEqual([]);
    await ada.leave();
  });

  test("the pages for signing in run under the policy too", async () => {
    const closed = await Server.start("--access", "accounts");
    const ada = await Person.arrive(browser, closed.address, { name: "Ada" });
    const complaints: string[] = [];
    ada.page.on("console", (message) => {
      if (message.text().includes("Content Security Policy")) complaints.push(message.text());
    });
    await ada.page.goto(`${closed.address}/#setup=${await closed.setup()}`);
    await ada.page.getByRole("heading", { name: "The first account" }).waitFor();
    await ada.register("Ada", await closed.setup());
    for (const [path, heading] of [["/account", "Account"], ["/signin", "Sign in"]] as const) {
      await ada.page.goto(closed.address + path);
      await ada.page.getByRole("heading", { name: heading, exact: true }).waitFor();
    }
    expect(complaints).toEqual([]);
    expect(ada.foreignRequests).toEqual([]);
    await ada.leave();
    await closed.stop();
  });
});
