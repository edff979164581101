import jsQr from "jsqr";
import type { Browser, Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../stage/eventually";
import { launch, Person } from "../stage/Person";
import { type DocumentRecord, Server } from "../stage/Server";

let server: Server;
let browser: Browser;
let ada: Person;
let grace: Person;
const guests: Person[] = [];

beforeAll(async () => {
  [server, browser] = await Promise.all([Server.start("--access", "accounts"), launch()]);
  [ada, grace] = await Promise.all(["Ada", "Grace"].map((name) => Person.arrive(browser, server.address, { name })) as [Promise<Person>, Promise<Person>]);
  await ada.register("Ada", await server.setup());
  await grace.register("Grace");
});

afterEach(async () => {
  const people = [ada, grace, ...guests];
  const errors = people.flatMap((person) => person.errors.splice(0));
  await Promise.all(guests.splice(0).map((person) => person.leave()));
  expect(errors).toEqual([]);
});

afterAll(async () => {
  await browser.close();
  await server.stop();
});

const arrive = async (name: string, unnamed = false) => {
  const person = await Person.arrive(browser, server.address, { name, unnamed });
  guests.push(person);
  return person;
};

// The package is CommonJS that says it is a module.
const readCode = (jsQr as unknown as { default?: typeof jsQr }).default ?? jsQr;

const create = async (title: string) => (await ada.ask<DocumentRecord>("POST", "/documents", { kind: "text", title })).id;

/** Ada's Share dialog of a document. */
async function share(id: string): Promise<Locator> {
  await ada.openText(id);
  await ada.page.getByRole("button", { name: "Share" }).click();
  const dialog = ada.page.getByRole("dialog", { name: "Share" });
  await dialog.getByRole("heading", { name: "People with access" }).waitFor();
  return dialog;
}

async function makeLink(dialog: Locator, label: string, role: string): Promise<string> {
  await dialog.getByRole("textbox", { name: "What the link is for" }).fill(label);
  await dialog.getByRole("combobox", { name: "Role of who comes by the link" }).selectOption(role);
  await dialog.getByRole("button", { name: "Make a link" }).click();
  return dialog.getByRole("textbox", { name: "The new link" }).inputValue();
}

describe("sharing with somebody who has an account", () => {
  test("by name as viewer: it is in their list and read-only; as editor they write at once, without a reload", async () => {
    const id = await create("Shared by name");
    const dialog = await share(id);
    await dialog.getByRole("textbox", { name: "Name or e-mail of somebody with an account" }).fill("nobody of this name");
    await dialog.getByRole("button", { name: "Add" }).click();
    await dialog.getByRole("alert").getByText("Nobody here has this name").waitFor();

    await dialog.getByRole("textbox", { name: "Name or e-mail of somebody with an account" }).fill("grace");
    await dialog.getByRole("combobox", { name: "Role", exact: true }).selectOption("viewer");
    await dialog.getByRole("button", { name: "Add" }).click();
    await dialog.getByRole("status").getByText("Grace is a viewer now.").waitFor();

    await grace.home();
    const row = grace.page.getByRole("listitem").filter({ hasText: "Shared by name" });
    await row.getByText("Viewer").waitFor();
    await row.getByRole("button", { name: "Actions for Shared by name" }).click();
    await grace.page.getByRole("menuitem", { name: /Plain text/ }).waitFor();
    expect(await grace.page.getByRole("menuitem", { name: /Rename|Delete/ }).count()).toBe(0);
    await grace.page.keyboard.press("Escape");
    await row.getByRole("link").click();
    await grace.page.getByText("You can view", { exact: true }).waitFor();
    await grace.page.getByRole("button", { name: "Share" }).click();
    const others = grace.page.getByRole("dialog", { name: "Share" });
    await others.getByText("Grace (you)").waitFor();
    expect(await others.getByRole("combobox").count()).toBe(0);
    expect(await others.getByText("Links that let others in").count()).toBe(0);
    await grace.page.keyboard.press("Escape");

    await dialog.getByRole("combobox", { name: "Role of Grace" }).selectOption("editor");
    await dialog.getByRole("status").getByText("Grace is an editor now.").waitFor();
    await grace.page.getByText(/You can edit this document now\.$/).waitFor();
    await grace.text.click();
    await grace.page.keyboard.type("From Grace.");
    await eventually(async () => expect(await ada.textContent()).toBe("From Grace."));
  });

  test("the last admin stays; whoever leaves has no access any more", async () => {
    const id = await create("To be left");
    await ada.ask("PUT", `/documents/${id}/members`, { who: "Grace", role: "commenter" });
    const dialog = await share(id);
    expect(await dialog.getByRole("combobox", { name: "Role of Ada" }).isDisabled()).toBe(true);
    expect(await dialog.getByRole("button", { name: "Leave" }).count()).toBe(0);

    await grace.open(id);
    await grace.page.getByRole("button", { name: "Share" }).click();
    await grace.page.getByRole("dialog", { name: "Share" }).getByRole("button", { name: "Leave" }).click();
    await grace.page.getByRole("heading", { name: "Documents" }).waitFor();
    await grace.page.getByRole("link", { name: "To be left" }).waitFor({ state: "detached" });
  });

  test("whoever is removed sees it at once", async () => {
    const id = await create("To be taken away");
    await ada.ask("PUT", `/documents/${id}/members`, { who: "Grace", role: "editor" });
    await grace.openText(id);
    const dialog = await share(id);
    await dialog.getByRole("button", { name: "Remove Grace" }).click();
    await dialog.getByRole("status").getByText("Grace has no access any more.").waitFor();
    await grace.page.getByRole("alert").getByText("Your access to this document was withdrawn.").waitFor();
  });
});

describe("sharing by a link", () => {
  test("a guest is asked for a name, opens the document by the link, and is out when it is revoked", async () => {
    const id = await create("Shared by link");
    const dialog = await share(id);
    const link = await makeLink(dialog, "The neighbours", "editor");
    expect(link).toMatch(new RegExp(`^http://[^/]+/d/${id}#link=[A-Za-z0-9_-]{43}$`));
    await dialog.getByText("Editor, until").waitFor();

    const alan = await arrive("Heron", true);
    const requested: string[] = [];
    alan.page.on("request", (request) => requested.push(request.url()));
    await alan.page.goto(link);
    await alan.page.getByRole("heading", { name: "A document was shared with you" }).waitFor();
    expect(alan.page.url()).toBe(`${server.address}/d/${id}`);
    await alan.page.getByRole("textbox", { name: "Your name" }).fill("Alan");
    await alan.page.getByRole("button", { name: "Open the document" }).click();
    await alan.text.click();
    await alan.page.keyboard.type("From a guest.");
    await eventually(async () => expect(await ada.textContent()).toBe("From a guest."));
    await eventually(async () => expect(await ada.page.getByRole("list", { name: "Others here now", includeHidden: true }).getByRole("listitem", { name: "Alan", includeHidden: true }).count()).toBe(1));
    const secret = link.split("#link=")[1]!;
    expect(requested.filter((address) => address.includes(secret) && !address.includes("#"))).toEqual([]);
    // A guest who comes again is let in without the link, and makes no documents.
    await alan.page.reload();
    await eventually(async () => expect(await alan.textContent()).toBe("From a guest."));
    const visitor = await arrive("Visitor");
    await visitor.page.goto(link);
    await visitor.text.waitFor();
    await visitor.home();
    await visitor.page.getByRole("link", { name: "Shared by link" }).waitFor();
    expect(await visitor.page.getByRole("button", { name: "New text" }).count()).toBe(0);

    await dialog.getByRole("button", { name: "Revoke “The neighbours”…" }).click();
    await dialog.getByRole("button", { name: "Revoke", exact: true }).click();
    await alan.page.getByRole("alert").getByText("Your access to this document was withdrawn.").waitFor();
    const late = await arrive("Late");
    await late.page.goto(link);
    await late.page.getByRole("heading", { name: "This link does not work any more" }).waitFor();
  });

  test("whoever has an account signs in first, and the link is theirs", async () => {
    const id = await create("Link for an account");
    const link = await makeLink(await share(id), "", "viewer");
    const again = await arrive("Heron", true);
    await again.page.goto(link);
    await again.page.getByRole("link", { name: "Sign in" }).click();
    await again.page.getByRole("textbox", { name: "Name or e-mail" }).fill("Grace");
    await again.page.getByRole("textbox", { name: "Password" }).fill("a password of Grace");
    await again.page.getByRole("button", { name: "Sign in" }).click();
    await again.page.getByText("You can view", { exact: true }).waitFor();
    expect(again.page.url()).toBe(`${server.address}/d/${id}`);
    await again.page.getByRole("button", { name: /^You: Grace/ }).waitFor();
  });
});

describe("what a link says to a phone, and who may run code", () => {
  test("O-11 the QR code reads as the link itself", async () => {
    const dialog = await share(await create("For a phone"));
    const link = await makeLink(dialog, "A phone", "viewer");
    await dialog.getByRole("button", { name: "QR code: The new link" }).click();
    const code = dialog.getByRole("img", { name: `QR code of ${link}` });
    const { data, size } = await code.evaluate(async (svg) => {
      const copy = svg.cloneNode(true) as SVGElement;
      copy.setAttribute("style", "background: #fff; fill: #000");
      copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
      copy.setAttribute("width", "400");
      copy.setAttribute("height", "400");
      const picture = new Image();
      picture.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
      await picture.decode();
      const canvas = new OffscreenCanvas(400, 400).getContext("2d")!;
      canvas.fillStyle = "#fff";
      canvas.fillRect(0, 0, 400, 400);
      canvas.drawImage(picture, 0, 0);
      return { data: [...canvas.getImageData(0, 0, 400, 400).data], size: 400 };
    });
    expect(readCode(new Uint8ClampedArray(data), size, size)?.data).toBe(link);
  });

  test("the right to run code is given beside the role, to somebody and by a link, and taken again", async () => {
    const id = await create("With code");
    await ada.ask("PUT", `/documents/${id}/members`, { who: "Grace", role: "viewer" });
    const dialog = await share(id);
    const ofGrace = dialog.getByRole("switch", { name: "Grace may run code" });
    expect(await ofGrace.isChecked()).toBe(false);
    await ofGrace.click();
    await dialog.getByText("Grace may run code now.").waitFor();
    // The role stays what it was, and the right stays with another role.
    await dialog.getByRole("combobox", { name: "Role of Grace" }).selectOption("editor");
    await dialog.getByText("Grace is an editor now.").waitFor();
    const rights = async () => (await ada.ask<{ members: { name: string; role: string; run: boolean }[] }>("GET", `/documents/${id}/members`)).members.find(({ name }) => name === "Grace");
    expect(await rights()).toMatchObject({ role: "editor", run: true });
    await ofGrace.click();
    await dialog.getByText("Grace may not run code any more.").waitFor();
    expect(await rights()).toMatchObject({ role: "editor", run: false });

    await dialog.getByRole("switch", { name: "Who comes by the link may run code" }).click();
    await makeLink(dialog, "Students", "editor");
    await dialog.getByText(/Editor, runs code, until/).waitFor();
  });
});

test("on a small phone a viewer reads the title, and what they may do at the foot of the page", async () => {
  const id = await create("A weekend in Lisbon");
  const { secret } = await ada.ask<{ secret: string }>("POST", `/documents/${id}/links`, { role: "viewer" });
  const guest = await arrive("Alan", true);
  await guest.page.setViewportSize({ width: 320, height: 600 });
  await guest.page.goto(`${server.address}/d/${id}#link=${secret}`);
  await guest.page.getByRole("textbox", { name: "Your name" }).fill("Alan");
  await guest.page.getByRole("button", { name: "Open the document" }).click();
  await ada.openText(id);
  const title = guest.page.getByRole("heading", { name: "A weekend in Lisbon" });
  const others = guest.page.getByRole("list", { name: "Others here now" });
  await others.getByRole("listitem").first().waitFor();
  await eventually(async () => {
    const [of, beside] = await Promise.all([title.boundingBox(), others.boundingBox()]);
    expect(of!.width).toBeGreaterThan(70);
    expect(of!.x + of!.width).toBeLessThanOrEqual(beside!.x);
  });
  await guest.page.getByText("You can view").filter({ visible: true }).waitFor();
  await guest.page.getByRole("button", { name: "More" }).click();
  await guest.page.getByRole("menuitem", { name: /text/i }).first().waitFor();
});
