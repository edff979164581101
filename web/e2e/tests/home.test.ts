import { readFile } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../stage/eventually";
import { launch, Person } from "../stage/Person";
import { Server } from "../stage/Server";

let server: Server;
let browser: Browser;
let ada: Person;

beforeAll(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
});

afterEach(async () => {
  const { errors, foreignRequests } = ada;
  await ada.leave();
  expect(errors).toEqual([]);
  expect(foreignRequests).toEqual([]);
});

afterAll(async () => {
  await browser.close();
  await server.stop();
});

const arrive = async () => {
  ada = await Person.arrive(browser, server.address, { name: "Ada" });
  await ada.home();
  return ada.page;
};

describe("the home page", () => {
  test("says what to do while there is nothing", async () => {
    const page = await arrive();
    await page.getByRole("heading", { name: "Nothing here yet" }).waitFor();
  });

  test("creates a text in one click, with its title ready to be typed over", async () => {
    const page = await arrive();
    await page.getByRole("button", { name: "New text" }).click();
    const title = page.getByRole("textbox", { name: "Title" });
    await title.waitFor();
    await eventually(async () => expect(await title.evaluate((field: HTMLInputElement) => field.selectionEnd! - field.selectionStart!)).toBe(8));
    await page.keyboard.type("Minutes");
    await page.keyboard.press("Enter");
    await eventually(async () => expect((await server.list())[0]?.title).toBe("Minutes"));
    expect(await page.title()).toBe("Minutes · Weft");
  });

  test("creates a board in one click", async () => {
    const page = await arrive();
    await page.getByRole("button", { name: "New board" }).click();
    await ada.board.waitFor();
    expect((await server.list()).filter(({ kind }) => kind === "board")).toHaveLength(1);
  });

  test("keyboard alone: a text is created, named, and written", async () => {
    const page = await arrive();
    const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? "");
    for (let presses = 0; presses < 20 && (await focused()) !== "New text"; presses++) await page.keyboard.press("Tab");
    expect(await focused()).toBe("New text");
    await page.keyboard.press("Enter");
    await page.getByRole("textbox", { name: "Title" }).waitFor();
    await ada.text.waitFor();
    await page.keyboard.type("By hand");
    await page.keyboard.press("Enter");
    await page.keyboard.type("No mouse was used.");
    await eventually(async () => {
      const made = (await server.list()).find(({ title }) => title === "By hand");
      expect(made).toBeDefined();
      expect(await server.text(made!.id)).toBe("No mouse was used.");
    });
  });

  test("menus and dialogs work with arrows and Escape, and give the focus back", async () => {
    await server.create("text", "Menus");
    const page = await arrive();
    const actions = page.getByRole("button", { name: "Actions for Menus" });
    await actions.focus();
    await page.keyboard.press("ArrowDown");
    const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? "");
    expect(await focused()).toBe("Rename");
    await page.keyboard.press("End");
    expect(await focused()).toBe("Delete…");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Delete “Menus”?" }).waitFor();
    expect(await focused()).toBe("Keep it");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await actions.focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    expect(await actions.evaluate((button) => button === document.activeElement)).toBe(true);
  });

  test("renames, and others see the new title by themselves", async () => {
    const id = await server.create("text", "Old title");
    const page = await arrive();
    const grace = await Person.arrive(browser, server.address, { name: "Grace" });
    await grace.home();
    await grace.page.getByRole("link", { name: "Old title" }).waitFor();
    await page.getByRole("button", { name: "Actions for Old title" }).click();
    await page.getByRole("menuitem", { name: "Rename" }).click();
    await page.keyboard.type("New title");
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "New title" }).waitFor();
    await grace.page.getByRole("link", { name: "New title" }).waitFor();
    expect((await server.list()).find((record) => record.id === id)?.title).toBe("New title");
    await grace.leave();
  });

  test("deletes after a question that names the document", async () => {
    const id = await server.create("text", "Superfluous");
    const page = await arrive();
    await page.getByRole("button", { name: "Actions for Superfluous" }).click();
    await page.getByRole("menuitem", { name: "Delete…" }).click();
    const dialog = page.getByRole("dialog", { name: "Delete “Superfluous”?" });
    await dialog.getByRole("button", { name: "Keep it" }).click();
    await page.getByRole("link", { name: "Superfluous" }).waitFor();
    await page.getByRole("button", { name: "Actions for Superfluous" }).click();
    await page.getByRole("menuitem", { name: "Delete…" }).click();
    await dialog.getByRole("button", { name: "Delete for everybody" }).click();
    await page.getByRole("link", { name: "Superfluous" }).waitFor({ state: "detached" });
    expect((await server.list()).some((record) => record.id === id)).toBe(false);
  });

  test("the keyboard goes on where it was: on the renamed row, on the next one after a deletion, on the heading after the last", async () => {
    for (const { id } of await server.list()) await server.delete(id);
    for (const title of ["Third", "Second", "First"]) await server.create("text", title);
    const page = await arrive();
    const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim());
    const act = async (title: string, item: string) => {
      await page.getByRole("button", { name: `Actions for ${title}` }).focus();
      await page.keyboard.press("Enter");
      await page.getByRole("menuitem", { name: item }).focus();
      await page.keyboard.press("Enter");
    };
    const remove = async (title: string) => {
      await act(title, "Delete…");
      await page.getByRole("button", { name: "Delete for everybody" }).focus();
      await page.keyboard.press("Enter");
      await page.getByRole("link", { name: title }).waitFor({ state: "detached" });
    };
    await act("Second", "Rename");
    await page.keyboard.type("Middle");
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "Middle" }).waitFor();
    await eventually(async () => expect(await focused()).toBe("Middle"));
    await act("Middle", "Rename");
    await page.keyboard.type("Nothing");
    await page.keyboard.press("Escape");
    await eventually(async () => expect(await focused()).toBe("Middle"));

    const order = await page.getByRole("list", { name: "Documents" }).getByRole("link").allTextContents();
    await remove(order[1]!);
    await eventually(async () => expect(await focused()).toBe(order[2]));
    await remove(order[2]!);
    await eventually(async () => expect(await focused()).toBe(order[0]));
    await remove(order[0]!);
    await eventually(async () => expect(await focused()).toBe("Documents"));
  });

  test("imports a text by the button, and exports it again as it was", async () => {
    const page = await arrive();
    const content = "Zwölf Boxkämpfer\njagen 🦊🦊 quer.\n";
    await page
      .getByLabel("Files to import")
      .setInputFiles({ name: "boxers.txt", mimeType: "text/plain", buffer: Buffer.from(content) });
    await page.getByRole("link", { name: "boxers" }).waitFor();
    await page.getByRole("button", { name: "Actions for boxers" }).click();
    const download = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: "Plain text (.txt)" }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe("boxers.txt");
    expect(await readFile((await file.path())!, "utf8")).toBe(content);
  });

  test("imports a board by drag and drop", async () => {
    const page = await arrive();
    const scene = {
      type: "excalidraw",
      version: 2,
      source: "test",
      elements: [rectangle("one", 10), rectangle("two", 210)],
      appState: {},
      files: {},
    };
    const data = await page.evaluateHandle((text) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], "plan.excalidraw", { type: "application/json" }));
      return transfer;
    }, JSON.stringify(scene));
    // Nobody is there to take it before the list is.
    await page.getByRole("button", { name: "New text" }).first().waitFor();
    await page.dispatchEvent("body", "dragenter", { dataTransfer: data });
    await page.getByText("Drop to import").waitFor();
    await page.dispatchEvent("body", "drop", { dataTransfer: data });
    await page.getByRole("link", { name: "plan" }).waitFor();
    const made = (await server.list()).find(({ title }) => title === "plan")!;
    expect((await server.elements(made.id)).map(({ id }) => id).sort()).toEqual(["one", "two"]);
  });

  test("says in the server's words why a file cannot be imported", async () => {
    const page = await arrive();
    await page
      .getByLabel("Files to import")
      .setInputFiles({ name: "broken.excalidraw", mimeType: "application/json", buffer: Buffer.from("{ this is no drawing") });
    const toast = page.locator(".toast.error");
    await toast.waitFor();
    const words = (await toast.textContent()) ?? "";
    expect(words).toContain("“broken.excalidraw”");
    expect(words.length).toBeGreaterThan("“broken.excalidraw”: ".length + 15);
    expect((await server.list()).some(({ title }) => title.startsWith("broken"))).toBe(false);
  });

  test("J-30 counts who is in a document now", async () => {
    const id = await server.create("text", "Busy");
    const page = await arrive();
    const grace = await Person.arrive(browser, server.address, { name: "Grace" });
    await grace.openText(id);
    const row = page.getByRole("listitem").filter({ hasText: "Busy" });
    await row.getByText("1 here now").waitFor();
    await grace.leave();
    await row.getByText("1 here now").waitFor({ state: "detached" });
  });
});

function rectangle(id: string, x: number): object {
  return {
    id,
    type: "rectangle",
    x,
    y: 20,
    width: 120,
    height: 80,
    angle: 0,
    strokeColor: "#1e1e1e",
    backgroundColor: "transparent",
    fillStyle: "solid",
    strokeWidth: 2,
    strokeStyle: "solid",
    roughness: 1,
    opacity: 100,
    groupIds: [],
    frameId: null,
    index: id === "one" ? "a0" : "a1",
    roundness: null,
    seed: 7,
    version: 1,
    versionNonce: 1,
    isDeleted: false,
    boundElements: null,
    updated: 1,
    link: null,
    locked: false,
  };
}
