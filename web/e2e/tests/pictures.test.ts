import { describe, expect, test } from "vitest";
import { company } from "../stage/company";
import { eventually } from "../stage/eventually";
import type { Person } from "../stage/Person";
import { colorAt, drop, paste, picture, slowDown } from "../stage/pictures";
import type { Server } from "../stage/Server";

let server: Server;
const arrive = company((started) => (server = started));

const middle: [number, number] = [640, 420];
const red = [224, 49, 49] as const;
const blue = [25, 113, 194] as const;

const mark = ({ page }: Person) => page.locator(".picture-mark");

describe("a picture on a board", () => {
  test("L-26 L-49 is a placeholder of the right size for others at once, then the picture; loading shows how far it is, stops and goes on", async () => {
    const id = await server.create("board", "Pictures");
    const [ada, bob] = await Promise.all([arrive("Ada"), arrive("Bob")]);
    await Promise.all([ada.openBoard(id), bob.openBoard(id)]);
    await slowDown(bob.page, 150_000);

    await drop(ada.page, "red.png", "image/png", picture(400, 300, red, 900_000), middle);
    await eventually(async () => expect(await colorAt(ada.page, middle)).toEqual([...red]));
    await mark(bob).getByRole("progressbar", { name: "red.png: loading" }).waitFor();
    const added = bob.received.map((message) => JSON.stringify(message)).find((message) => message.includes('"op":"add"'))!;
    expect(added.length).toBeLessThan(1_500);
    expect(added).not.toContain("base64");
    expect((await server.elements(id))[0]).toMatchObject({
      width: 400,
      height: 300,
      customData: { picture: { name: "red.png", type: "image/png", width: 400, height: 300 } },
    });

    await mark(bob).getByRole("button", { name: "Cancel loading red.png" }).click();
    await mark(bob).getByText(/^Stopped at [0-9]+ kB of 90[0-9] kB$/).waitFor();
    expect(await colorAt(bob.page, middle)).not.toEqual([...red]);
    const resumed = bob.page.waitForRequest((request) => request.headers()["range"] !== undefined);
    await mark(bob).getByRole("button", { name: "Resume red.png" }).click();
    expect((await resumed).headers()["range"]).toMatch(/^bytes=[1-9][0-9]*-$/);
    await mark(bob).waitFor({ state: "detached", timeout: 30_000 });
    await eventually(async () => expect(await colorAt(bob.page, middle)).toEqual([...red]));
    await mark(ada).waitFor({ state: "detached" });
  });

  test("L-26 that is large is loaded when somebody asks for it, who is told its name and size", async () => {
    const id = await server.create("board", "Large");
    const [ada, bob] = await Promise.all([arrive("Ada"), arrive("Bob")]);
    await Promise.all([ada.openBoard(id), bob.openBoard(id)]);
    await drop(ada.page, "panorama.png", "image/png", picture(400, 300, red, 5_400_000), middle);
    await mark(bob).getByText("panorama.png").waitFor();
    await mark(bob).getByText("5.4 MB").waitFor();
    await mark(bob).getByRole("button", { name: "Load panorama.png" }).press("Enter");
    await eventually(async () => expect(await colorAt(bob.page, middle)).toEqual([...red]));
  });

  test("is put there from the clipboard, with the image tool, and by a copy of one that is there", async () => {
    const id = await server.create("board", "By other ways");
    const [ada, bob] = await Promise.all([arrive("Ada"), arrive("Bob")]);
    await Promise.all([ada.openBoard(id), bob.openBoard(id)]);
    const pictures = async (count: number) => {
      const elements = await eventually(async () => {
        const all = await server.elements(id);
        expect(all).toHaveLength(count);
        expect(all.map(({ type, status }) => [type, status])).toEqual(all.map(() => ["image", "saved"]));
        return all;
      });
      await eventually(async () => expect(await bob.page.locator(".picture-mark").count()).toBe(0));
      return elements;
    };

    await paste(ada.page, "red.png", "image/png", picture(200, 150, red), middle);
    const [first] = await pictures(1);
    expect(first).toMatchObject({ width: 200, height: 150, customData: { picture: { type: "image/png", width: 200, height: 150 } } });
    await eventually(async () => expect(await colorAt(bob.page, middle)).toEqual([...red]));

    await ada.context.addInitScript(() => void delete (window as { showOpenFilePicker?: unknown }).showOpenFilePicker);
    // Asked for early: a busy browser may be told of the key before it is told that there is nobody to choose a file.
    const chooser = ada.page.waitForEvent("filechooser");
    await ada.openBoard(id);
    await ada.page.keyboard.press("9");
    await (await chooser).setFiles({ name: "blue.png", mimeType: "image/png", buffer: picture(120, 90, blue) });
    const aside: [number, number] = [960, 600];
    await ada.page.waitForTimeout(300);
    await ada.page.mouse.click(...aside);
    const second = (await pictures(2)).find(({ id: other }) => other !== first!.id)!;
    expect(second).toMatchObject({ customData: { picture: { name: "blue.png", type: "image/png", width: 120, height: 90 } } });
    await eventually(async () => expect(await colorAt(bob.page, aside)).toEqual([...blue]));

    // Not where it was put down: that could be a double click, which crops it.
    await ada.page.mouse.click(aside[0] + 20, aside[1] + 10);
    await ada.page.waitForTimeout(300);
    await ada.page.keyboard.press("Control+c");
    await ada.page.mouse.move(300, 600);
    await ada.page.keyboard.press("Control+v");
    const copies = (await pictures(3)).filter(({ fileId }) => fileId === second.fileId);
    expect(copies).toHaveLength(2);
    await eventually(async () => expect(await colorAt(bob.page, [300, 600])).toEqual([...blue]));
  });

  test("is there after a reload, in an export, and when the export is imported", async () => {
    const id = await server.create("board", "Kept");
    const ada = await arrive("Ada");
    await ada.openBoard(id);
    await drop(ada.page, "red.png", "image/png", picture(400, 300, red), middle);
    await eventually(async () => expect((await server.elements(id))[0]).toMatchObject({ type: "image", status: "saved" }));
    await ada.openBoard(id);
    await eventually(async () => expect(await colorAt(ada.page, middle)).toEqual([...red]));

    const file = await ada.context.request.get(`${server.address}/api/v1/documents/${id}/export?format=excalidraw`);
    const imported = await ada.context.request.post(`${server.address}/api/v1/documents/import?name=kept.excalidraw`, { data: await file.body() });
    await ada.openBoard(((await imported.json()) as { id: string }).id);
    await eventually(async () => expect(await colorAt(ada.page, middle)).toEqual([...red]));
  });

  test("is kept while there is no connection, and sent when there is one again, also after the tab was closed", async () => {
    const id = await server.create("board", "Offline");
    const ada = await arrive("Ada");
    await ada.openBoard(id);
    await ada.context.route("**/files**", (route) => route.abort());
    await drop(ada.page, "red.png", "image/png", picture(400, 300, red), middle);
    await mark(ada).getByText(/kept in this browser/).waitFor();
    await eventually(async () => expect(await server.elements(id)).toHaveLength(1));
    await ada.page.close();
    await ada.context.unroute("**/files**");
    const bob = await arrive("Bob");
    await bob.openBoard(id);
    await mark(bob).getByText("Its author is still sending it").waitFor();

    const page = await ada.context.newPage();
    await page.goto(`${server.address}/d/${id}`);
    await eventually(async () => expect(await colorAt(bob.page, middle)).toEqual([...red]));
  });

  test("that is none is refused in words, and nothing is put on the board", async () => {
    const id = await server.create("board", "Refused");
    const ada = await arrive("Ada");
    await ada.openBoard(id);
    await drop(ada.page, "notes.png", "image/png", Buffer.from("just text"), middle);
    await ada.page.getByText("notes.png is no picture that can be shown here").waitFor();
    await drop(ada.page, "half.png", "image/png", picture(40, 30, red).subarray(0, 40), middle);
    await ada.page.getByText("half.png is damaged").waitFor();
    await drop(ada.page, "huge.png", "image/png", picture(40, 30, red, 17_000_000), middle);
    await ada.page.getByText("huge.png has 17 MB").waitFor();
    expect(await server.elements(id)).toEqual([]);
  });
});
