import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tellAdmin } from "../stage/tellAdmin";
import { eventually } from "../stage/eventually";
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

describe("the page of the server", () => {
  test("shows rooms, connections, storage and the limits that were hit, and how fast it goes", async () => {
    const ada = await Person.arrive(browser, server.address, { name: "Ada" });
    const { page } = ada;
    await tellAdmin(page);
    await page.goto(`${server.address}/admin`);
    const rooms = page.getByRole("table", { name: "Open documents" });
    await rooms.getByRole("cell", { name: "Minutes" }).waitFor();
    // Two looks are needed for a rate: eight changes in two seconds.
    await eventually(async () => expect(await page.locator(".figures").textContent()).toContain("Changes per second4.0"));
    expect(await page.locator(".figures").textContent()).toContain("Processor5.0 %");
    expect(await page.locator(".figures").textContent()).toContain("12 documents, 81.0 GB free");
    await page.getByRole("table", { name: "Connections" }).getByRole("row", { name: /Grace.*Minutes.*192\.0\.2\.7.*2 min.*1\.25 KB.*52\.4 KB/ }).waitFor();
    const limits = page.getByRole("table", { name: "Limits" });
    expect(await limits.getByRole("row").count()).toBe(2);
    await limits.getByRole("row", { name: /connections-per-address.*3 times/ }).waitFor();
    await page.getByRole("button", { name: "Show all 2" }).click();
    await limits.getByRole("row", { name: /frame-bytes.*1,048,576 bytes.*never/ }).waitFor();
    expect(ada.errors).toEqual([]);
    await ada.leave();
  });

  test("closes a connection after a question, also on a phone", async () => {
    const ada = await Person.arrive(browser, server.address, { name: "Ada", context: { viewport: { width: 390, height: 844 } } });
    const { page } = ada;
    const closed = await tellAdmin(page);
    await page.goto(`${server.address}/admin`);
    const connections = page.getByRole("table", { name: "Connections" });
    await connections.getByRole("button", { name: "Close the connection of Grace" }).click();
    const dialog = page.getByRole("dialog", { name: "Close the connection of Grace?" });
    await dialog.getByRole("button", { name: "Leave it" }).click();
    expect(closed).toEqual([]);
    await connections.getByRole("button", { name: "Close the connection of Grace" }).click();
    await dialog.getByRole("button", { name: "Close it" }).click();
    await connections.getByRole("row", { name: /Grace/ }).waitFor({ state: "detached" });
    expect(closed).toEqual([4]);
    // Nothing stands out of the narrow page.
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    expect(ada.errors).toEqual([]);
    await ada.leave();
  });

  test("says so to whom the server does not show it", async () => {
    const ada = await Person.arrive(browser, server.address, { name: "Ada" });
    await ada.page.route("**/api/v1/admin/**", (route) => route.fulfill({ status: 403, json: { code: "forbidden", detail: "Ask from its own machine." } }));
    await ada.page.goto(`${server.address}/admin`);
    await ada.page.getByText("Only whoever looks after this server sees this page.").waitFor();
    await ada.leave();
  });

  test("where nobody may make an account, whoever looks after the server makes it for them", async () => {
    const closed = await Server.start("--access", "accounts", "--registration", "closed");
    const ada = await Person.arrive(browser, closed.address, { name: "Ada" });
    await ada.register("Ada", await closed.setup());
    await tellAdmin(ada.page);
    await ada.page.goto(`${closed.address}/admin`);
    await ada.page.getByRole("button", { name: "Make an account…" }).click();
    const dialog = ada.page.getByRole("dialog", { name: "An account for somebody" });
    await dialog.getByRole("textbox", { name: "Name", exact: true }).fill("Grace");
    await dialog.getByRole("textbox", { name: "Password", exact: true }).fill("a password of Grace");
    await dialog.getByRole("button", { name: "Make the account" }).click();
    await ada.page.getByText("Grace can sign in now.").waitFor();

    const grace = await Person.arrive(browser, closed.address, { name: "Heron" });
    await grace.page.goto(`${closed.address}/register`);
    await grace.page.getByText("Accounts are made by whoever looks after this server").waitFor();
    await grace.page.getByRole("textbox", { name: "Name or e-mail" }).fill("Grace");
    await grace.page.getByRole("textbox", { name: "Password", exact: true }).fill("a password of Grace");
    await grace.page.getByRole("button", { name: "Sign in" }).click();
    await grace.page.getByRole("button", { name: /^You: Grace/ }).waitFor();
    // Ada is still Ada.
    await ada.home();
    await ada.page.getByRole("button", { name: /^You: Ada/ }).waitFor();
    expect([...ada.errors, ...grace.errors]).toEqual([]);
    await Promise.all([ada.leave(), grace.leave()]);
    await closed.stop();
  });
});
