import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../stage/eventually";
import { launch, Person } from "../stage/Person";
import { type DocumentRecord, Server } from "../stage/Server";

let server: Server;
let accounts: Server;
let browser: Browser;
let ada: Person;
const present: Person[] = [];

const arrive = async (at: Server, name: string, context?: BrowserContextOptions) => {
  const person = await Person.arrive(browser, at.address, { name, ...(context && { context }) });
  present.push(person);
  return person;
};

beforeAll(async () => {
  // Anybody at the machine itself looks after a server that is open.
  [server, accounts, browser] = await Promise.all([
    Server.start("--limit", "document-users=1"),
    Server.start("--access", "accounts", "--registration", "closed"),
    launch(),
  ]);
  ada = await Person.arrive(browser, accounts.address, { name: "Ada" });
  await ada.register("Ada", await accounts.setup());
});

afterEach(async () => {
  const people = present.splice(0);
  await Promise.all(people.map((person) => person.leave()));
  expect([ada, ...people].flatMap(({ errors }) => errors.splice(0))).toEqual([]);
});

afterAll(async () => {
  await browser.close();
  await Promise.all([server.stop(), accounts.stop()]);
});

const phone = { viewport: { width: 390, height: 844 } };

describe("the page of the server", () => {
  test("shows rooms, connections, storage and the limits that were hit, and how fast it goes", async () => {
    const id = await server.create("text", "Minutes");
    const keeper = await arrive(server, "Keeper");
    const grace = await arrive(server, "Grace");
    const heron = await arrive(server, "Heron");
    const { page } = keeper;
    await grace.openText(id);
    await heron.open(id);
    await heron.page.getByRole("heading", { name: "As many people are in this document as it takes" }).waitFor();

    await page.goto(`${server.address}/admin`);
    await page.getByRole("table", { name: "Open documents" }).getByRole("row", { name: /Minutes/ }).waitFor();
    await page.getByRole("table", { name: "Connections" }).getByRole("row", { name: /Grace.*Minutes.*127\.0\.0\.1/ }).waitFor();
    const figures = page.locator(".figures");
    expect(await figures.textContent()).toMatch(/1 document, [\d.]+ [GT]B free/);
    // Two looks are needed for a rate, with changes in between.
    await grace.text.click();
    await eventually(async () => {
      await grace.page.keyboard.type("and so on, ");
      expect(await figures.textContent()).toMatch(/Changes per second(?!0\.0)\d/);
      expect(await figures.textContent()).toMatch(/Processor\d/);
    }, 15_000);
    const limits = page.getByRole("table", { name: "Limits" });
    await limits.getByRole("row", { name: /document-users.*1 connections.*(once|times)/ }).waitFor();
    expect(await limits.getByRole("row").count()).toBe(2);
    await page.getByRole("button", { name: /^Show all \d+/ }).click();
    await limits.getByRole("row", { name: /frame-bytes.*1,048,576 bytes.*never/ }).waitFor();
    // There is room again: whoever waited comes in without being asked.
    await grace.page.close();
    await heron.text.waitFor({ timeout: 30_000 });
  });

  test("closes a connection after a question, also on a phone", async () => {
    const id = await server.create("text", "Agenda");
    const keeper = await arrive(server, "Keeper", phone);
    const grace = await arrive(server, "Grace");
    const { page } = keeper;
    await grace.openText(id);
    await page.goto(`${server.address}/admin`);
    const connections = page.getByRole("table", { name: "Connections" });
    await connections.getByRole("button", { name: "Close the connection of Grace" }).click();
    const dialog = page.getByRole("dialog", { name: "Close the connection of Grace?" });
    await dialog.getByRole("button", { name: "Leave it" }).click();
    expect(await grace.status.textContent()).toBe("Connected (1 users)");
    await connections.getByRole("button", { name: "Close the connection of Grace" }).click();
    await dialog.getByRole("button", { name: "Close it" }).click();
    await connections.getByRole("row", { name: /Grace/ }).waitFor({ state: "detached" });
    await grace.status.getByText("Not connected").waitFor();
    // Nothing stands out of the narrow page.
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });

  test("where nobody may make an account, whoever looks after the server makes it for them", async () => {
    await ada.page.goto(`${accounts.address}/admin`);
    await ada.page.getByRole("button", { name: "Make an account…" }).click();
    const dialog = ada.page.getByRole("dialog", { name: "An account for somebody" });
    await dialog.getByRole("textbox", { name: "Name", exact: true }).fill("Grace");
    await dialog.getByRole("textbox", { name: "Password", exact: true }).fill("a password of Grace");
    await dialog.getByRole("button", { name: "Make the account" }).click();
    await ada.page.getByText("Grace can sign in now.").waitFor();
    const table = ada.page.getByRole("table", { name: "Accounts" });
    await table.getByRole("row", { name: /Grace.*–/ }).waitFor();
    await table.getByRole("row", { name: /Ada.*Looks after it/ }).waitFor();

    const grace = await arrive(accounts, "Heron");
    await grace.page.goto(`${accounts.address}/register`);
    await grace.page.getByText("Accounts are made by whoever looks after this server").waitFor();
    await grace.page.getByRole("textbox", { name: "Name or e-mail" }).fill("Grace");
    await grace.page.getByRole("textbox", { name: "Password", exact: true }).fill("a password of Grace");
    await grace.page.getByRole("button", { name: "Sign in" }).click();
    await grace.page.getByRole("button", { name: /^You: Grace/ }).waitFor();
    // Ada is still Ada.
    await ada.home();
    await ada.page.getByRole("button", { name: /^You: Ada/ }).waitFor();
  });

  test("shows who is connected with which role, changes the role at once, and shows itself to nobody else", async () => {
    await ada.ask("POST", "/accounts", { name: "Katherine", password: "a password of Katherine" });
    const { id } = await ada.ask<DocumentRecord>("POST", "/documents", { kind: "text", title: "Orbits" });
    await ada.ask("PUT", `/documents/${id}/members`, { who: "Katherine", role: "editor" });
    const katherine = await arrive(accounts, "Katherine");
    await katherine.ask("POST", "/session", { name: "Katherine", password: "a password of Katherine" });
    await katherine.openText(id);

    await ada.page.goto(`${accounts.address}/admin`);
    const row = ada.page.getByRole("table", { name: "Connections" }).getByRole("row", { name: /Katherine.*Orbits/ });
    const role = row.getByRole("combobox", { name: "Role of Katherine" });
    expect(await role.inputValue()).toBe("editor");
    await role.selectOption("viewer");
    await ada.page.getByText("Katherine: viewer now.").waitFor();
    await katherine.page.getByText(/You can view this document now, but not change it\.$/).waitFor();
    await eventually(async () => expect(await role.inputValue()).toBe("viewer"));

    await katherine.page.goto(`${accounts.address}/admin`);
    await katherine.page.getByText("Only whoever looks after this server sees this page.").waitFor();
  });
});
