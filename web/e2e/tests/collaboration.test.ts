import { createServer as createHttpServer, type Server as HttpServer } from "node:http";
import { createServer, type AddressInfo } from "node:net";
import { once } from "node:events";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../stage/eventually";
import { launch, Person } from "../stage/Person";
import { Server } from "../stage/Server";

let server: Server;
let other: Server;
let browser: Browser;
const present: Person[] = [];

const arrive = async (name: string, unnamed = false) => {
  const person = await Person.arrive(browser, server.address, { name, unnamed });
  present.push(person);
  return person;
};

beforeAll(async () => {
  [server, other, browser] = await Promise.all([Server.start(), Server.start(), launch()]);
});

afterEach(async () => {
  const people = present.splice(0);
  const errors = people.flatMap((person) => person.errors);
  await Promise.all(people.map((person) => person.leave()));
  expect(errors).toEqual([]);
});

afterAll(async () => {
  await browser.close();
  await Promise.all([server.stop(), other.stop()]);
});

const dialog = (person: Person) => person.page.getByRole("dialog", { name: "Connect/Host Session" });

async function openDialog(person: Person, tab: "Connect to server" | "Host server") {
  await person.page.getByRole("button", { name: "Collaboration" }).click();
  await person.page.getByRole("menuitem", { name: "Connect/Host Session…" }).click();
  await dialog(person).getByRole("tab", { name: tab }).click();
  return dialog(person);
}

async function connectTo(person: Person, address: string, session: string) {
  const form = await openDialog(person, "Connect to server");
  await form.getByRole("textbox", { name: "Server URL" }).fill(address);
  await form.getByRole("textbox", { name: "Session ID" }).fill(session);
  await form.getByRole("button", { name: "Connect" }).click();
}

/** A port of this machine at which nothing listens. */
async function closedPort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}

describe("sessions", () => {
  test("O-03 O-06 O-09 O-11 O-28 one hosts from the home page and is in it at once, with what others need to join; another connects by address and ID", async () => {
    const ada = await arrive("Ada");
    await ada.home();
    const form = await openDialog(ada, "Host server");
    await form.getByRole("radio", { name: /This machine only/ }).check();
    await form.getByRole("spinbutton", { name: "Port" }).fill(String(server.port));
    await form.getByRole("textbox", { name: "Session ID" }).fill("project alpha");
    await form.getByRole("button", { name: "Host session" }).click();
    await ada.status.getByText("Connected (1 users)").waitFor();
    const link = await dialog(ada).getByRole("textbox", { name: "Link for browsers" }).inputValue();
    expect(link).toMatch(new RegExp(`^${server.address}/d/s-`));
    expect(await dialog(ada).getByRole("textbox", { name: "Server URL for Optiverse" }).inputValue()).toBe(`ws://127.0.0.1:${server.port}`);
    await ada.page.keyboard.press("Escape");

    const bob = await arrive("Bob");
    await bob.home();
    await connectTo(bob, `ws://127.0.0.1:${server.port}`, "project alpha");
    await ada.status.getByText("Bob joined").waitFor();
    await bob.status.getByText("Connected (2 users)").waitFor();
    expect(bob.page.url()).toBe(link);
    await bob.page.getByText(`127.0.0.1:${server.port} as Bob`).waitFor();
  });

  test("O-13 O-39 a session that is not there is begun on purpose; sessions do not hear of each other", async () => {
    const [ada, bob] = [await arrive("Ada"), await arrive("Bob")];
    await Promise.all([ada.home(), bob.home()]);
    for (const [person, session] of [[ada, "one"], [bob, "two"]] as const) {
      await connectTo(person, `127.0.0.1:${server.port}`, session);
      await dialog(person).getByText(`There is no session “${session}” on this server yet.`).waitFor();
      await dialog(person).getByRole("button", { name: "Bench" }).click();
      await person.status.getByText("Connected (1 users)").waitFor();
    }
    expect(await ada.status.textContent()).toBe("Connected (1 users)");
  });

  test("O-20 who disconnects keeps the page, is gone for the others, and comes back with what was changed meanwhile", async () => {
    const id = await server.create("text", "Notes");
    const [ada, bob] = [await arrive("Ada"), await arrive("Bob")];
    await ada.openText(id);
    await bob.openText(id);
    await ada.status.getByText("Connected (2 users)").waitFor();
    await bob.page.getByRole("button", { name: "Collaboration" }).click();
    await bob.page.getByRole("menuitem", { name: "Disconnect" }).click();
    await bob.status.getByText("Not connected", { exact: true }).waitFor();
    await ada.status.getByText("Connected (1 users)").waitFor();
    await bob.page.getByText("You disconnected from this session.").waitFor();
    await bob.text.click();
    await bob.page.keyboard.type("written alone");
    await ada.text.click();
    await ada.page.keyboard.type("Ada goes on. ");
    expect(await bob.textContent()).toBe("written alone");
    await bob.page.getByRole("banner").getByRole("button", { name: "Collaboration" }).click();
    await bob.page.getByRole("menuitem", { name: "Connect again" }).click();
    await eventually(async () => {
      const text = await bob.textContent();
      expect(text).toContain("written alone");
      expect(text).toContain("Ada goes on. ");
      expect(await ada.textContent()).toBe(text);
    });
  });

  test("O-12 O-42 a session of another server opens on that server’s page, under one’s own name", async () => {
    await fetch(`${other.address}/api/v1/documents/session`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ session: "Öptik 2", kind: "bench" }) });
    const ada = await arrive("Ada");
    await ada.home();
    await connectTo(ada, `ws://127.0.0.1:${other.port}`, "Öptik 2");
    await ada.page.waitForURL(`${other.address}/d/*`);
    await ada.page.getByText("Connected (1 users)").waitFor();
    expect(ada.page.url()).not.toContain("name=");
  });

  test("O-42 a closed port, a name that nobody has, another program, Optiverse’s own server and a mistyped address are told apart", async () => {
    const plain: HttpServer = createHttpServer((_, answer) => void answer.end("hello")).listen(0, "127.0.0.1");
    await once(plain, "listening");
    const [closed, { port: foreign }] = [await closedPort(), plain.address() as AddressInfo];
    const ada = await arrive("Ada");
    await ada.home();
    const said = dialog(ada).getByRole("alert");
    await connectTo(ada, `127.0.0.1:${closed}`, "default");
    await said.getByText(`Nothing answers at 127.0.0.1:${closed}. No server listens at port ${closed}`).waitFor();
    const retry = async (address: string) => {
      await dialog(ada).getByRole("textbox", { name: "Server URL" }).fill(address);
      await dialog(ada).getByRole("button", { name: "Connect" }).click();
    };
    await retry(`http://127.0.0.1:${foreign}`);
    await said.getByText("is something else than a Weft server").waitFor();
    await retry("ws://no-such-host.invalid:8765");
    await said.getByText("no computer of that name").waitFor();
    await retry("ftp://127.0.0.1");
    await dialog(ada).getByText("“ftp://” leads to no server").waitFor();
    plain.close();
  });
});
