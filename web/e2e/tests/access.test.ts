import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../stage/eventually";
import { launch, Person } from "../stage/Person";
import { type DocumentRecord, Server } from "../stage/Server";

let server: Server;
let browser: Browser;
/** Makes the documents, and is their admin. */
let ada: Person;
const present: Person[] = [];
let count = 0;

const arrive = async (name: string) => {
  const person = await Person.arrive(browser, server.address, { name });
  present.push(person);
  return person;
};

/** Somebody with an account. */
const member = async (name: string) => {
  const person = await arrive(name);
  const account = `${name} ${++count}`;
  await person.register(account);
  return { person, account };
};

const create = async (kind: string, title: string) => (await ada.ask<DocumentRecord>("POST", "/documents", { kind, title })).id;
const grant = (id: string, who: string, role: string) => ada.ask("PUT", `/documents/${id}/members`, { who, role });

const elements = async (id: string) => (await ada.ask<{ elements: readonly { readonly locked: boolean }[] }>("GET", `/documents/${id}/export?format=excalidraw`)).elements;

beforeAll(async () => {
  [server, browser] = await Promise.all([Server.start("--access", "accounts"), launch()]);
  ada = await Person.arrive(browser, server.address, { name: "Ada" });
  await ada.register("Ada", await server.setup());
});

afterEach(async () => {
  const people = present.splice(0);
  const errors = [...people, ada].flatMap((person) => person.errors.splice(0));
  await Promise.all(people.map((person) => person.leave()));
  expect(errors).toEqual([]);
});

afterAll(async () => {
  await browser.close();
  await server.stop();
});

describe("a role that changes while the document is open", () => {
  test("O-48 takes effect at once in a text, without a reload: viewer, editor, viewer", async () => {
    const id = await create("text", "Roles");
    const { person: bob, account } = await member("Bob");
    await grant(id, account, "viewer");
    await Promise.all([ada.openText(id), bob.openText(id)]);
    await bob.page.getByText("You can view", { exact: true }).waitFor();
    await ada.text.click();
    await ada.page.keyboard.type("Hello.");
    await eventually(async () => expect(await bob.textContent()).toBe("Hello."));

    // What a viewer types goes nowhere, and no title can be changed.
    await bob.text.click();
    await bob.page.keyboard.press("Control+End");
    await bob.page.keyboard.type("mine");
    expect(await bob.textContent()).toBe("Hello.");
    expect(await bob.page.getByRole("textbox", { name: "Title" }).count()).toBe(0);
    await bob.page.keyboard.press("Control+a");
    expect(await bob.page.evaluate(() => String(getSelection()))).toContain("Hello.");

    await grant(id, account, "editor");
    await bob.page.getByText(/You can edit this document now\.$/).waitFor();
    expect(await bob.page.getByText("You can view", { exact: true }).count()).toBe(0);
    await bob.text.click();
    await bob.page.keyboard.press("Control+End");
    await bob.page.keyboard.type(" From Bob.");
    await eventually(async () => expect(await ada.textContent()).toBe("Hello. From Bob."));

    await grant(id, account, "viewer");
    await bob.page.getByText("You can view", { exact: true }).waitFor();
    await bob.page.keyboard.type("nothing");
    expect(await bob.textContent()).toBe("Hello. From Bob.");
    expect(bob.received.filter(({ type }) => type === "sync")).toHaveLength(1);
  });

  test("O-48 gives and takes the tools of a board", async () => {
    const id = await create("board", "Roles");
    const { person: bob, account } = await member("Bob");
    await grant(id, account, "viewer");
    await Promise.all([ada.openBoard(id), bob.openBoard(id)]);
    await ada.drawRectangle([420, 250], [560, 350]);
    const tools = bob.page.locator('[data-testid="toolbar-rectangle"]');
    await eventually(async () => expect(await bob.page.locator(".status-aside").textContent()).toContain("1 shape"));
    expect(await tools.count()).toBe(0);
    await bob.drag([490, 252], [700, 500]);

    await grant(id, account, "editor");
    await tools.waitFor({ state: "attached" });
    await bob.drawRectangle([620, 250], [760, 350]);
    await eventually(async () => expect(await ada.page.locator(".status-aside").textContent()).toBe("2 shapes"));

    await grant(id, account, "commenter");
    await tools.waitFor({ state: "detached" });
    await bob.page.getByText("You can comment", { exact: true }).waitFor();
    expect(bob.received.filter(({ status }) => status === "rejected")).toEqual([]);
  });
});

describe("a role on a bench", () => {
  test("O-48 a viewer sees all of it and changes nothing; an editor gets the library at once", async () => {
    const id = await create("bench", "Roles");
    const { person: bob, account } = await member("Bob");
    await grant(id, account, "viewer");
    await Promise.all([ada.openBench(id), bob.openBench(id)]);
    await ada.page.getByRole("button", { name: "Mirror", exact: true }).click();
    await eventually(async () => expect(await bob.page.locator(".bench-items > g > .bench-item").count()).toBe(1));
    await bob.dragOnBench([0, 0], [50, 50]);
    await bob.page.getByRole("complementary", { name: "Properties" }).getByRole("heading", { name: "Mirror" }).waitFor();
    await bob.bench.focus();
    await bob.page.keyboard.press("ArrowRight");
    await bob.page.keyboard.press("Delete");
    await bob.page.getByText("You can look at this bench, but not change it.").waitFor();
    expect(await bob.page.getByRole("button", { name: "Insert" }).count()).toBe(0);
    expect(await bob.page.getByRole("textbox", { name: "x", exact: true }).isDisabled()).toBe(true);
    expect(bob.sent.filter(({ type }) => type === "change")).toEqual([]);

    await grant(id, account, "editor");
    await bob.page.getByRole("button", { name: "Beam block", exact: true }).click();
    await eventually(async () => expect(await ada.page.locator(".bench-items > g > .bench-item").count()).toBe(2));
  });
});

describe("a locked element", () => {
  test("ACCESS-8 stays where it is under the hand of an editor, who is told why when unlocking it is refused", async () => {
    const id = await create("board", "Locked");
    const { person: bob, account } = await member("Bob");
    await grant(id, account, "editor");
    await ada.openBoard(id);
    await ada.drawRectangle([420, 250], [560, 350]);
    await ada.page.keyboard.press("Control+Shift+l");
    await eventually(async () => expect(await elements(id)).toMatchObject([{ locked: true }]));
    const [before] = await elements(id);

    await bob.openBoard(id);
    await eventually(async () => expect(await bob.page.locator(".status-aside").textContent()).toBe("1 shape"));
    await bob.drag([490, 252], [700, 500]);
    await bob.page.mouse.click(490, 252, { button: "right" });
    await bob.page.getByText("Unlock", { exact: true }).click();
    await bob.page.getByText(/^Your last change was taken back: The item is locked by Ada/).waitFor();
    expect(await elements(id)).toEqual([before]);
    await bob.page.getByTestId("main-menu-trigger").click();
    expect(await bob.page.getByText("Reset the canvas").count()).toBe(0);
  });
});

describe("the end of access", () => {
  test("a share link that is revoked ends the editing of who came by it: the words say so, and what is unsaved stays on the page", async () => {
    const id = await create("text", "Shared");
    const { link, secret } = await ada.ask<{ link: { id: string }; secret: string }>("POST", `/documents/${id}/links`, { role: "editor" });
    const eve = await arrive("Eve");
    await eve.ask("POST", "/session/links", { secret, name: "Eve" });
    await Promise.all([ada.openText(id), eve.openText(id)]);
    await eve.text.click();
    await eve.page.keyboard.type("Saved.");
    await eventually(async () => expect(await ada.textContent()).toBe("Saved."));

    // What is typed from now on does not reach the server any more.
    eve.intercept = ({ type }) => (type === "change" ? "drop" : "pass");
    await eve.page.keyboard.type(" Unsaved.");
    await ada.ask("DELETE", `/documents/${id}/links/${link.id}`);
    const banner = eve.page.getByRole("alert");
    await banner.getByText("Your access to this document was withdrawn.").waitFor();
    expect(await banner.textContent()).toMatch(/not saved any more, but still stand/);
    expect(await eve.textContent()).toBe("Saved. Unsaved.");
    await eve.text.click();
    await eve.page.keyboard.type("more");
    expect(await eve.textContent()).toBe("Saved. Unsaved.");
    expect(await ada.textContent()).toBe("Saved.");
    // Nobody tries again by themselves.
    const joins = eve.sent.filter(({ type }) => type === "join").length;
    await eve.page.waitForTimeout(2_500);
    expect(eve.sent.filter(({ type }) => type === "join")).toHaveLength(joins);
  });

  test("whoever has no access, or is not signed in, is told what to do", async () => {
    const id = await create("text", "Private");
    const { person: bob } = await member("Bob");
    await bob.open(id);
    await bob.page.getByRole("heading", { name: "You have no access to this document" }).waitFor();
    expect(await bob.page.locator(".cm-content").count()).toBe(0);

    const nobody = await arrive("Nobody");
    await nobody.open(id);
    await nobody.page.getByRole("heading", { name: "Sign in", exact: true }).waitFor();
    expect(new URL(nobody.page.url()).pathname).toBe(`/d/${id}`);
  });
});
