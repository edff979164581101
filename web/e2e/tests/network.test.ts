import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launch, Person } from "../stage/Person";
import { Server } from "../stage/Server";

/** Styles are set inline by the editors; scripts are not, and nothing comes from elsewhere. */
const strict = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self' ws: data: blob:",
  "worker-src 'self' blob:",
  "frame-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
].join("; ");

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

  test("the pages run under a policy that allows nothing inline and nothing from elsewhere", async () => {
    const board = await server.create("board", "Policy");
    const ada = await Person.arrive(browser, server.address, { name: "Ada" });
    const { page } = ada;
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.text().includes("Content Security Policy")) complaints.push(message.text());
    });
    await page.addInitScript((policy) => {
      const place = new MutationObserver(() => {
        if (!document.head) return;
        place.disconnect();
        const meta = document.createElement("meta");
        meta.httpEquiv = "Content-Security-Policy";
        meta.content = policy;
        document.head.prepend(meta);
      });
      place.observe(document, { childList: true, subtree: true });
    }, strict);
    await ada.openBoard(board);
    await ada.drawRectangle([420, 250], [560, 350]);
    await ada.home();
    await page.getByRole("heading", { name: "Documents" }).waitFor();
    expect(complaints).toEqual([]);
    // The policy is in force: what it forbids is refused.
    await page.evaluate(() => document.body.append(Object.assign(document.createElement("script"), { textContent: "window.inlineRan = true" })));
    expect(await page.evaluate(() => "inlineRan" in window)).toBe(false);
    expect(complaints).not.toEqual([]);
    await ada.leave();
  });
});
