import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../stage/eventually";
import { launch, Person } from "../stage/Person";
import { type DocumentRecord, Server } from "../stage/Server";

let browser: Browser;
const present: Person[] = [];

const arrive = async (server: Server, name: string, unnamed = false) => {
  const person = await Person.arrive(browser, server.address, { name, unnamed });
  present.push(person);
  return person;
};

const heading = (page: Page, name: string) => page.getByRole("heading", { name, exact: true });
const password = (page: Page) => page.getByRole("textbox", { name: "Password", exact: true });

async function signIn(page: Page, name: string, secret: string): Promise<void> {
  await page.getByRole("textbox", { name: "Name or e-mail" }).fill(name);
  await password(page).fill(secret);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

beforeAll(async () => {
  browser = await launch();
});

afterEach(async () => {
  const people = present.splice(0);
  await Promise.all(people.map((person) => person.leave()));
  expect(people.flatMap(({ errors }) => errors)).toEqual([]);
  expect(people.flatMap(({ foreignRequests }) => foreignRequests)).toEqual([]);
});

afterAll(() => browser.close());

describe("a server with a token", () => {
  let server: Server;
  beforeAll(async () => {
    server = await Server.start("--access", "token");
  });
  afterAll(() => server.stop());

  test("the printed link signs in, the token leaves the address at once, and a reload stays in", async () => {
    const ada = await arrive(server, "Ada");
    const { page } = ada;
    const token = await server.token();
    const addresses: string[] = [];
    page.on("request", (request) => addresses.push(request.url()));
    await page.goto(`${server.address}/#token=${token}`);
    await heading(page, "Documents").waitFor();
    expect(page.url()).toBe(`${server.address}/`);
    expect(addresses.filter((address) => address.includes(token) && !address.endsWith(`/#token=${token}`))).toEqual([]);

    await page.reload();
    await page.getByRole("button", { name: "New text" }).click();
    await ada.text.and(page.locator('[contenteditable="true"]')).waitFor();
    await page.getByRole("textbox", { name: "Title" }).press("Enter");
    await page.keyboard.type("Written with a token.");
    await page.getByTestId("unsaved").waitFor({ state: "detached" });

    // Whoever has no token is told where to find it, and comes to the same document with it.
    const grace = await arrive(server, "Grace");
    await grace.page.goto(page.url());
    await heading(grace.page, "This server asks for its token").waitFor();
    const field = grace.page.getByRole("textbox", { name: "The link, or its token" });
    await field.fill("nonsense");
    await grace.page.keyboard.press("Enter");
    await grace.page.getByRole("alert").getByText("This token is not the server's").waitFor();
    await field.fill(`${server.address}/#token=${token}`);
    await grace.page.getByRole("button", { name: "Sign in" }).click();
    await eventually(async () => expect(await grace.textContent()).toBe("Written with a token."));
  });

  test("a wrong token in the link is told, and the right one may be pasted into the address of the same page", async () => {
    const { page } = await arrive(server, "Ada");
    await page.goto(`${server.address}/#token=wrong`);
    await page.getByRole("alert").getByText("This token is not the server's").waitFor();
    expect(page.url()).toBe(`${server.address}/`);
    // The address changes only behind #: nothing is loaded.
    await page.evaluate((secret) => (location.hash = `token=${secret}`), await server.token());
    await heading(page, "Documents").waitFor();
    expect(page.url()).toBe(`${server.address}/`);
  });

  test("signing out leads back to the question for the token", async () => {
    const { page } = await arrive(server, "Ada");
    await page.goto(`${server.address}/#token=${await server.token()}`);
    await page.getByRole("button", { name: /^You: Ada/ }).click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await heading(page, "This server asks for its token").waitFor();
    await page.reload();
    await heading(page, "This server asks for its token").waitFor();
  });
});

describe("a server with accounts", () => {
  let server: Server;
  let ada: Person;
  beforeAll(async () => {
    server = await Server.start("--access", "accounts");
  });
  afterAll(async () => {
    await ada.leave();
    await server.stop();
  });

  test("the first account is made by the printed link, and only by it", async () => {
    const nobody = await arrive(server, "Nobody");
    await nobody.home();
    await heading(nobody.page, "This server has no account yet").waitFor();
    await nobody.page.getByRole("textbox").fill(`${server.address}/#setup=wrong`);
    await nobody.page.keyboard.press("Enter");
    await heading(nobody.page, "The first account").waitFor();
    await nobody.page.getByRole("textbox", { name: "Name", exact: true }).fill("Nobody");
    await password(nobody.page).fill("a password of nobody");
    await nobody.page.getByRole("button", { name: "Make the account" }).click();
    await nobody.page.getByRole("alert").getByText("the link that the server printed").waitFor();

    ada = await Person.arrive(browser, server.address, { name: "Heron" });
    const { page } = ada;
    await page.goto(`${server.address}/#setup=${await server.setup()}`);
    await heading(page, "The first account").waitFor();
    expect(page.url()).toBe(`${server.address}/`);
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("Ada");
    await page.getByRole("textbox", { name: "E-mail, if you like" }).fill("ada@example.org");
    await password(page).fill("short");
    await page.getByRole("button", { name: "Make the account" }).click();
    await page.getByText("That is shorter than 10 characters.").waitFor();
    expect(await password(page).evaluate((field) => field === document.activeElement && field.getAttribute("aria-invalid") === "true")).toBe(true);
    await password(page).fill("analytical engine");
    await page.getByRole("button", { name: "Make the account" }).click();
    await heading(page, "Documents").waitFor();
    await page.getByRole("button", { name: /^You: Ada/ }).click();
    await page.getByText("ada@example.org").waitFor();
    await page.keyboard.press("Escape");
  });

  test("password managers are told which field is which", async () => {
    const { page } = await arrive(server, "Grace");
    await page.goto(`${server.address}/signin`);
    await heading(page, "Sign in").waitFor();
    const hints = () => page.locator("input").evaluateAll((inputs) => inputs.map((input) => input.getAttribute("autocomplete")));
    expect(await hints()).toEqual(["username", "current-password"]);
    await page.getByRole("link", { name: "Make an account" }).click();
    await heading(page, "New account").waitFor();
    expect(await hints()).toEqual(["username", "email", "new-password"]);
    await password(page).fill("can be seen");
    await page.getByRole("button", { name: "Show the password" }).click();
    expect(await password(page).getAttribute("type")).toBe("text");
  });

  test("a taken name stands under the name; a wrong password is told without saying which of the two is wrong", async () => {
    const { page } = await arrive(server, "Grace");
    await page.goto(`${server.address}/register`);
    const name = page.getByRole("textbox", { name: "Name", exact: true });
    await name.fill("ADA");
    await password(page).fill("not the engine");
    await page.getByRole("button", { name: "Make the account" }).click();
    await eventually(async () => expect(await name.evaluate((field) => field === document.activeElement && field.getAttribute("aria-invalid"))).toBe("true"));
    await page.getByRole("link", { name: "Sign in" }).click();
    await signIn(page, "Ada", "not the engine");
    await page.getByRole("alert").getByText("The name or the password is wrong.").waitFor();
  });

  test("whoever signs in before a document comes to that document, and nowhere else", async () => {
    const { id } = await ada.ask<DocumentRecord>("POST", "/documents", { kind: "text", title: "Private" });
    const second = await arrive(server, "Ada at home");
    await second.open(id);
    await heading(second.page, "Sign in").waitFor();
    expect(new URL(second.page.url()).pathname).toBe(`/d/${id}`);
    await signIn(second.page, "ada@example.org", "analytical engine");
    await second.text.waitFor();

    const third = await arrive(server, "Ada on the train");
    await third.page.goto(`${server.address}/signin?next=${encodeURIComponent(`/d/${id}`)}`);
    await signIn(third.page, "ada", "analytical engine");
    await third.text.waitFor();
    expect(new URL(third.page.url()).pathname).toBe(`/d/${id}`);

    const lured = await arrive(server, "Ada, lured");
    await lured.page.goto(`${server.address}/signin?next=//example.org/`);
    await signIn(lured.page, "ada", "analytical engine");
    await heading(lured.page, "Documents").waitFor();
    expect(lured.page.url()).toBe(`${server.address}/`);
  });

  test("the list of sign-ins shows this browser and the others, and ends them", async () => {
    const { page } = ada;
    const other = await arrive(server, "Ada elsewhere");
    await other.page.goto(server.address);
    await signIn(other.page, "ada", "analytical engine");
    await heading(other.page, "Documents").waitFor();

    await page.goto(`${server.address}/account`);
    const list = page.getByRole("list", { name: "Where you are signed in" });
    await list.getByText("You are here").waitFor();
    const before = await list.getByRole("listitem").count();
    expect(before).toBeGreaterThan(1);
    await list.getByRole("button", { name: /^Sign out of Chrome/ }).first().click();
    await eventually(async () => expect(await list.getByRole("listitem").count()).toBe(before - 1));
    await page.getByRole("button", { name: "Sign out everywhere else" }).click();
    await eventually(async () => expect(await list.getByRole("listitem").count()).toBe(1));
    // The other browser asks for its list every few seconds, and is not known any more.
    await heading(other.page, "Sign in").waitFor();
    await other.page.getByText("Your sign-in has ended.").waitFor();
  });

  test("a new password ends the other sign-ins, and a wrong old one stands under its field", async () => {
    const { page } = ada;
    await page.goto(`${server.address}/account`);
    const old = page.getByRole("textbox", { name: "Present password" });
    const fresh = page.getByRole("textbox", { name: "New password" });
    await old.fill("not this one");
    await fresh.fill("difference engine");
    await page.getByRole("button", { name: "Change the password" }).click();
    await page.getByText("The old password is wrong.").waitFor();
    await old.fill("analytical engine");
    await page.getByRole("button", { name: "Change the password" }).click();
    await page.getByText("The password is changed").waitFor();

    const other = await arrive(server, "Ada elsewhere");
    await other.home();
    await signIn(other.page, "Ada", "analytical engine");
    await other.page.getByRole("alert").waitFor();
    await signIn(other.page, "Ada", "difference engine");
    await heading(other.page, "Documents").waitFor();
  });

  test("too many attempts are told with the time to wait", async () => {
    const { page } = await arrive(server, "Mallory");
    await page.route("**/api/v1/session", (route) =>
      route.request().method() === "POST"
        ? route.fulfill({ status: 429, headers: { "Retry-After": "90" }, contentType: "application/problem+json", body: '{"code":"too_many_attempts","detail":"Wait."}' })
        : route.fallback(),
    );
    await page.goto(`${server.address}/signin`);
    await signIn(page, "ada", "guess");
    await page.getByRole("alert").getByText(/Try again in \d+ seconds?\./).waitFor();
    expect(await page.getByRole("button", { name: "Sign in", exact: true }).isDisabled()).toBe(true);
  });

  test("a sign-in that ends leaves what is on the page of a document there", async () => {
    const { id } = await ada.ask<DocumentRecord>("POST", "/documents", { kind: "text", title: "Kept" });
    await ada.openText(id);
    await ada.text.click();
    await ada.page.keyboard.type("Stays.");
    await ada.page.getByTestId("unsaved").waitFor({ state: "detached" });
    await ada.ask("DELETE", "/session");
    await ada.page.getByRole("alert").waitFor();
    expect(await ada.textContent()).toBe("Stays.");
    await ada.home();
    await signIn(ada.page, "Ada", "difference engine");
    await heading(ada.page, "Documents").waitFor();
  });
});

describe("an open server", () => {
  test("asks nobody anything", async () => {
    const server = await Server.start();
    const ada = await arrive(server, "Ada");
    await ada.home();
    await heading(ada.page, "Nothing here yet").waitFor();
    await ada.page.getByRole("button", { name: /^You: Ada/ }).click();
    await ada.page.getByRole("link", { name: "Server" }).waitFor();
    expect(await ada.page.getByRole("button", { name: "Sign out" }).count()).toBe(0);
    await ada.page.goto(`${server.address}/signin`);
    await heading(ada.page, "Nothing here yet").waitFor();
    await server.stop();
  });
});
