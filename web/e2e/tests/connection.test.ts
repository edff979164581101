import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../stage/eventually";
import { launch, Person } from "../stage/Person";
import { Server } from "../stage/Server";

let server: Server;
let browser: Browser;
const present: Person[] = [];

const arrive = async (name: string) => {
  const person = await Person.arrive(browser, server.address, { name });
  present.push(person);
  return person;
};

beforeAll(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
});

afterEach(async () => {
  const people = present.splice(0);
  const errors = people.flatMap((person) => person.errors);
  await Promise.all(people.map((person) => person.leave()));
  expect(errors).toEqual([]);
});

afterAll(async () => {
  await browser.close();
  await server.stop();
});

/** Keeps every text that the status line shows from now on, in order. */
async function recordStatus(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const line = document.querySelector(".status")!;
    const seen = [line.textContent ?? ""];
    (window as { seenStatus?: string[] }).seenStatus = seen;
    new MutationObserver(() => {
      const text = line.textContent ?? "";
      if (seen.at(-1) !== text) seen.push(text);
    }).observe(line, { subtree: true, childList: true, characterData: true });
  });
  return () => page.evaluate(() => (window as { seenStatus?: string[] }).seenStatus ?? []);
}

describe("the status line", () => {
  test("O-19 J-30 tells in exact words who is here, who joined, and who left", async () => {
    const id = await server.create("text", "Status");
    const ada = await arrive("Ada");
    await ada.openText(id);
    await ada.status.getByText("Connected (1 users)", { exact: true }).waitFor();

    const grace = await arrive("Grace");
    await grace.openText(id);
    await ada.status.getByText("Grace joined", { exact: true }).waitFor();
    await ada.status.getByText("Connected (2 users)", { exact: true }).waitFor();
    expect(await grace.status.textContent()).toBe("Connected (2 users)");
    expect(await ada.page.locator(".people li").count()).toBe(1);
    expect(await ada.page.locator(".people li").getAttribute("aria-label")).toBe("Grace");
    await ada.page.getByRole("button", { name: /^You: Ada/ }).waitFor();

    await grace.leave();
    present.splice(present.indexOf(grace), 1);
    await ada.status.getByText("Grace left", { exact: true }).waitFor();
    await ada.status.getByText("Connected (1 users)", { exact: true }).waitFor();
    expect(await ada.page.locator(".people li").count()).toBe(0);
  });

  test("J-34 BEAT-3 offers to reconnect after the last failed try", async () => {
    const id = await server.create("text", "Ten tries");
    const ada = await arrive("Ada");
    await ada.page.clock.install();
    await ada.openText(id);
    await ada.status.getByText("Connected (1 users)", { exact: true }).waitFor();
    await ada.cutLine();
    const reconnect = ada.page.getByRole("button", { name: "Reconnect" });
    for (let tries = 0; tries < 30 && !(await reconnect.isVisible()); tries++) {
      await ada.page.clock.fastForward(10_000);
      await ada.page.waitForTimeout(60);
    }
    await ada.status.getByText("Not connected", { exact: true }).waitFor();
    ada.mendLine();
    await reconnect.click();
    await ada.status.getByText("Connected (1 users)", { exact: true }).waitFor();
    expect(await reconnect.isVisible()).toBe(false);
  });
});

describe("a lost connection", () => {
  test("O-43 J-35 edits made offline survive a reload, and end equal on both sides", async () => {
    const id = await server.import("offline.txt", "together.");
    const [ada, grace] = await Promise.all([arrive("Ada"), arrive("Grace")]);
    await Promise.all([ada.openText(id), grace.openText(id)]);

    await ada.cutLine();
    await ada.status.getByText(/Not connected|Connecting…/).waitFor();
    await ada.text.click();
    await ada.page.keyboard.press("Control+Home");
    await ada.page.keyboard.type("Apart, then ");
    await grace.text.click();
    await grace.page.keyboard.press("Control+End");
    await grace.page.keyboard.type(" Always.");
    await ada.page.getByTestId("unsaved").getByText(/\d+ changes? not saved yet/).waitFor();
    await eventually(async () => expect(await server.text(id)).toBe("together. Always."));
    // What was typed is written down within moments.
    await ada.page.waitForTimeout(400);

    await ada.page.reload();
    await eventually(async () => expect(await ada.textContent()).toBe("Apart, then together."));

    ada.mendLine();
    await eventually(async () => {
      expect(await ada.textContent()).toBe("Apart, then together. Always.");
      expect(await grace.textContent()).toBe("Apart, then together. Always.");
      expect(await server.text(id)).toBe("Apart, then together. Always.");
    }, 20_000);
    await ada.page.getByTestId("unsaved").waitFor({ state: "hidden" });
  });

  test("O-43 no network at all: shapes drawn meanwhile arrive when it is back", async () => {
    const id = await server.create("board", "Offline board");
    const [ada, grace] = await Promise.all([arrive("Ada"), arrive("Grace")]);
    await Promise.all([ada.openBoard(id), grace.openBoard(id)]);
    await ada.context.setOffline(true);
    await ada.cutLine();
    await ada.status.getByText(/Not connected|Connecting…/).waitFor();
    await ada.drawRectangle([420, 250], [560, 350]);
    await grace.drawRectangle([620, 250], [760, 350]);
    await eventually(async () => expect(await server.elements(id)).toHaveLength(1));
    await ada.context.setOffline(false);
    ada.mendLine();
    await eventually(async () => expect(await server.elements(id)).toHaveLength(2), 20_000);
  });

  test("CHANGE-11 a server killed in the middle of typing has everything that was shown as saved", async () => {
    const id = await server.create("text", "Killed");
    const ada = await arrive("Ada");
    await ada.openText(id);
    const seen = await recordStatus(ada.page);
    await ada.text.click();
    const words = Array.from({ length: 60 }, (_, index) => `w${index} `).join("");
    const typing = ada.page.keyboard.type(words, { delay: 8 });
    await eventually(() => expect(ada.received.filter(({ status }) => status === "saved").length).toBeGreaterThan(5));
    await server.kill();
    const saved = new Set(ada.received.filter(({ status }) => status === "saved").map(({ in_reply }) => in_reply));
    const savedText = ada.sent
      .filter(({ type, id: change }) => type === "change" && saved.has(change))
      .flatMap(({ ops }) => ops?.flatMap(({ changes }) => changes?.map(({ insert }) => insert) ?? []) ?? [])
      .join("");
    expect(savedText.length).toBeGreaterThan(0);
    await ada.status.getByText("Not connected", { exact: true }).waitFor();
    await server.startAgain();

    expect((await server.text(id)).startsWith(savedText)).toBe(true);
    await typing;
    await eventually(async () => {
      expect(await ada.textContent()).toBe(words);
      expect(await server.text(id)).toBe(words);
    }, 25_000);
    await ada.status.getByText("Connected (1 users)", { exact: true }).waitFor();
    const texts = await seen();
    expect(texts[0]).toBe("Connected (1 users)");
    expect(texts).toContain("Not connected");
    expect(texts).toContain("Connecting…");
    expect(texts.at(-1)).toBe("Connected (1 users)");
  });

  test("a rejected change is rolled back, and its reason is told", async () => {
    const id = await server.import("full.txt", "kept");
    const ada = await arrive("Ada");
    await ada.openText(id);
    ada.intercept = (message, reply) => {
      if (message.type !== "change") return "pass";
      reply({
        type: "response",
        in_reply: message.id,
        status: "rejected",
        error: { code: "document_full", message: "The document is full. Delete something, or begin a new document." },
      });
      return "drop";
    };
    await ada.text.click();
    await ada.page.keyboard.press("Control+End");
    await ada.page.keyboard.press("!");
    await ada.page.getByText(/The document is full\. Delete something/).waitFor();
    await eventually(async () => expect(await ada.textContent()).toBe("kept"));
    expect(await server.text(id)).toBe("kept");

    ada.intercept = () => "pass";
    await ada.page.keyboard.type("?");
    await eventually(async () => expect(await server.text(id)).toBe("kept?"));
  });

  test("a document that somebody deletes says so, and lets one keep a copy", async () => {
    const id = await server.import("gone.txt", "last words");
    const ada = await arrive("Ada");
    await ada.openText(id);
    await server.delete(id);
    await ada.page.getByRole("heading", { name: /was deleted/ }).waitFor();
    const download = ada.page.waitForEvent("download");
    await ada.page.getByRole("button", { name: "Save what I have" }).click();
    expect((await download).suggestedFilename()).toBe("gone.txt");
    await ada.page.getByRole("link", { name: "All documents" }).last().click();
    await ada.page.getByRole("heading", { name: "Documents" }).waitFor();
  });

  test("JOIN-3 a place taken by another connection says so, and can be taken back", async () => {
    const id = await server.create("text", "Taken");
    const [ada, grace] = await Promise.all([arrive("Ada"), arrive("Grace")]);
    await ada.openText(id);
    await grace.openText(id);
    await ada.text.click();
    await ada.page.keyboard.type("still here");
    await eventually(async () => expect(await server.text(id)).toBe("still here"));
    const client = ada.sent.find(({ type }) => type === "join")?.client;
    expect(client).toBeDefined();
    await grace.page.evaluate(
      ([document, name]) => {
        const socket = new WebSocket(`ws://${location.host}/ws`, "weft.v1");
        socket.onopen = () => socket.send(JSON.stringify({ type: "join", id: 1, document, client: name, name: "Ada again" }));
      },
      [id, client] as const,
    );
    await ada.page.getByRole("heading", { name: "Open somewhere else" }).waitFor();
    expect(await ada.status.textContent()).toBe("Not connected");
    await ada.page.getByRole("button", { name: "Use it here" }).click();
    await eventually(async () => expect(await ada.textContent()).toBe("still here"));
    await ada.text.click();
    await ada.page.keyboard.press("Control+End");
    await ada.page.keyboard.type("!");
    await eventually(async () => expect(await server.text(id)).toBe("still here!"));
  });

  test("two tabs of one browser are two users, also where the browser gives no locks", async () => {
    const id = await server.create("text", "Tabs");
    const ada = await arrive("Ada");
    // As on a page that is served over plain HTTP by another machine.
    await ada.context.addInitScript("delete Navigator.prototype.locks");
    await ada.openText(id);
    const tab = await ada.context.newPage();
    await tab.goto(ada.page.url());
    await tab.getByTestId("status").getByText("Connected (2 users)", { exact: true }).waitFor();
    await tab.locator(".cm-content").click();
    await tab.keyboard.type("from the other tab");
    await eventually(async () => expect(await ada.textContent()).toBe("from the other tab"));
    await ada.status.getByText("Connected (2 users)", { exact: true }).waitFor();
  });

  test("a new name is told to the others, and loses nothing that was typed before", async () => {
    const id = await server.create("text", "Names");
    const [ada, grace] = await Promise.all([arrive("Ada"), arrive("Grace")]);
    await Promise.all([ada.openText(id), grace.openText(id)]);
    await ada.text.click();
    await ada.page.keyboard.type("Who am I?");
    await ada.page.getByRole("button", { name: /^You: Ada/ }).click();
    await ada.page.getByRole("textbox", { name: "Your name" }).fill("Augusta");
    await ada.page.keyboard.press("Enter");
    await grace.page.locator('.people [aria-label="Augusta"]').waitFor();
    expect(await grace.page.locator(".people li").count()).toBe(1);
    await eventually(async () => expect(await server.text(id)).toBe("Who am I?"));
    await eventually(async () => expect(await ada.textContent()).toBe("Who am I?"));
  });

  test("an unknown document has a page that says so", async () => {
    const ada = await arrive("Ada");
    await ada.open("noSuchDocument");
    await ada.page.getByRole("heading", { name: "There is no such document" }).waitFor();
  });
});
