import { describe, expect, test } from "vitest";
import { company } from "../stage/company";
import { eventually } from "../stage/eventually";
import type { Person } from "../stage/Person";
import type { Server } from "../stage/Server";

let server: Server;
const arrive = company((started) => (server = started));

/** A clear spot of the canvas: a click there selects nothing. */
const nowhere: [number, number] = [1100, 600];
const undo = (person: Person) => person.page.getByRole("button", { name: "Undo", exact: true });
const redo = (person: Person) => person.page.getByRole("button", { name: "Redo", exact: true });
const toast = (person: Person, text: string | RegExp) => person.page.locator(".toast").getByText(text);

describe("undo is each user's own", () => {
  test("O-56 L-06 on a board: one's own move goes back, a colleague's later one stays, and that is said", async () => {
    const id = await server.create("board", "Undo");
    const [ada, bob] = await Promise.all([arrive("Ada"), arrive("Bob")]);
    await Promise.all([ada.openBoard(id), bob.openBoard(id)]);
    await ada.drawRectangle([420, 250], [560, 350]);
    const at = async () => {
      const [shape] = await server.elements(id);
      return shape === undefined ? null : Math.round(shape.x);
    };
    const start = (await eventually(async () => {
      const x = await at();
      expect(x).not.toBeNull();
      return x;
    }))!;
    await ada.page.mouse.click(...nowhere);
    await ada.page.waitForTimeout(400);
    await ada.drag([420, 300], [520, 300]);
    await eventually(async () => expect(await at()).toBe(start + 100));
    await undo(ada).click();
    await eventually(async () => expect(await at()).toBe(start));
    await ada.page.locator(".excalidraw").first().focus();
    await ada.page.keyboard.press("Control+Shift+z");
    await eventually(async () => expect(await at()).toBe(start + 100));

    await bob.page.mouse.click(...nowhere);
    await bob.page.waitForTimeout(400);
    await bob.drag([520, 300], [560, 300]);
    await eventually(async () => expect(await at()).toBe(start + 140));
    await ada.page.waitForTimeout(600);
    await ada.page.keyboard.press("Control+z");
    await toast(ada, "Bob has changed this since – left as it is.").waitFor();
    expect(await at()).toBe(start + 140);
    // Bob's own is still to be undone, by Bob.
    await undo(bob).click();
    await eventually(async () => expect(await at()).toBe(start + 100));
  });

  test("O-56 on a board: delete all comes back, and only that", async () => {
    const id = await server.create("board", "Undo of a clear");
    const [ada, bob] = await Promise.all([arrive("Ada"), arrive("Bob")]);
    await Promise.all([ada.openBoard(id), bob.openBoard(id)]);
    await ada.drawRectangle([420, 250], [560, 350]);
    await ada.page.waitForTimeout(400);
    await ada.drawRectangle([620, 250], [760, 350]);
    await eventually(async () => expect(await server.elements(id)).toHaveLength(2));
    await bob.page.waitForTimeout(500);
    await bob.page.locator(".excalidraw").first().focus();
    await bob.page.keyboard.press("Control+a");
    await bob.page.keyboard.press("Delete");
    await eventually(async () => expect(await server.elements(id)).toHaveLength(0));
    await ada.drawRectangle([420, 450], [560, 520]);
    await eventually(async () => expect(await server.elements(id)).toHaveLength(1));
    await undo(bob).click();
    await eventually(async () => expect(await server.elements(id)).toHaveLength(3));
    expect(await redo(bob).isEnabled()).toBe(true);
  });

  test("O-56 on a bench: what stands of a gesture goes back, the colleague's part stays", async () => {
    const id = await server.create("bench", "Undo");
    const [ada, bob] = await Promise.all([arrive("Ada"), arrive("Bob")]);
    await Promise.all([ada.openBench(id), bob.openBench(id)]);
    expect(await undo(ada).isDisabled()).toBe(true);
    await ada.page.getByRole("button", { name: "Insert" }).click();
    await ada.page.getByRole("menuitem").first().click();
    const item = async () => (await server.assembly(id)).items[0];
    const start = (await eventually(async () => {
      const found = await item();
      expect(found).toBeDefined();
      return found;
    }))!;
    await ada.bench.focus();
    await ada.page.keyboard.press("ArrowRight");
    await eventually(async () => expect((await item())!.x_mm).toBe(start.x_mm + 1));
    await bob.clickBench(start.x_mm + 1, start.y_mm);
    await bob.page.keyboard.press("ArrowRight");
    await eventually(async () => expect((await item())!.x_mm).toBe(start.x_mm + 2));
    await ada.page.waitForTimeout(400);
    await undo(ada).click();
    await toast(ada, /Bob has changed/).waitFor();
    expect((await item())!.x_mm).toBe(start.x_mm + 2);
    await undo(bob).click();
    await eventually(async () => expect((await item())!.x_mm).toBe(start.x_mm + 1));
  });

  test("L-06 in a text: buttons and keys undo one's own letters only, also after the line was lost", async () => {
    const id = await server.create("text", "Undo");
    const [ada, bob] = await Promise.all([arrive("Ada"), arrive("Bob")]);
    await Promise.all([ada.openText(id), bob.openText(id)]);
    expect(await undo(ada).isDisabled()).toBe(true);
    await ada.text.click();
    await ada.page.keyboard.type("one two");
    await eventually(async () => expect(await bob.textContent()).toBe("one two"));
    await bob.text.click();
    await bob.page.keyboard.press("Control+Home");
    await bob.page.keyboard.type("BOB ");
    await eventually(async () => expect(await ada.textContent()).toBe("BOB one two"));
    await ada.cutLine();
    await ada.page.waitForTimeout(300);
    ada.mendLine();
    await ada.status.getByText(/Connected|joined/).waitFor();
    await undo(ada).click();
    await eventually(async () => expect(await bob.textContent()).toBe("BOB "));
    await ada.page.keyboard.press("Control+Shift+z");
    await eventually(async () => expect(await bob.textContent()).toBe("BOB one two"));
    await ada.page.keyboard.press("Control+z");
    await ada.page.keyboard.press("Control+y");
    await eventually(async () => expect(await bob.textContent()).toBe("BOB one two"));
  });
});

describe("the activity list", () => {
  const activity = (person: Person) => person.page.getByRole("complementary", { name: "Activity" });
  const open = (person: Person) => person.page.getByRole("button", { name: "Activity", exact: true }).click();

  test("O-56 tells who did what, and an editor takes a colleague's change back, who is told and puts it back", async () => {
    const id = await server.create("text", "Activity");
    const [ada, bob] = await Promise.all([arrive("Ada"), arrive("Bob")]);
    await Promise.all([ada.openText(id), bob.openText(id)]);
    await open(bob);
    await activity(bob).getByText("Nothing was changed lately.").waitFor();
    await ada.text.click();
    await ada.page.keyboard.type("hello");
    const row = activity(bob).getByRole("listitem").first();
    await row.getByText("Ada wrote 5 letters").waitFor();
    await bob.text.click();
    await bob.page.keyboard.press("Control+End");
    await bob.page.keyboard.type("BB");
    await activity(bob).getByText("You wrote 2 letters").waitFor();
    await activity(bob).getByRole("button", { name: "Ada wrote 5 letters" }).first().click();
    expect(await bob.page.evaluate(() => getSelection()?.toString())).toBe("hello");
    await activity(bob).getByRole("button", { name: "Undo: Ada wrote 5 letters" }).click();
    await eventually(async () => expect(await ada.textContent()).toBe("BB"));
    await toast(ada, "Bob undid what you did: wrote 5 letters.").waitFor();
    await activity(bob).getByText("You undid what Ada did: wrote 5 letters").waitFor();
    await ada.page.getByRole("button", { name: "Put it back" }).click();
    await eventually(async () => expect([...(await bob.textContent())].sort().join("")).toBe("BBehllo"));
    // What was put back already cannot be taken back twice.
    await activity(bob).getByRole("button", { name: "Undo: Ada wrote 5 letters" }).click();
    await toast(bob, /Nothing is left/).waitFor();
  });

  test("O-56 on a board and a bench in words, by keyboard", async () => {
    const board = await server.create("board", "Activity");
    const [ada, bob] = await Promise.all([arrive("Ada"), arrive("Bob")]);
    await Promise.all([ada.openBoard(board), bob.openBoard(board)]);
    await open(bob);
    await ada.drawRectangle([420, 250], [560, 350]);
    await activity(bob).getByText("Ada added a rectangle").waitFor();
    await activity(bob).getByRole("button", { name: "Undo: Ada added a rectangle" }).focus();
    await bob.page.keyboard.press("Enter");
    await eventually(async () => expect(await server.elements(board)).toHaveLength(0));
    await toast(ada, /Bob undid what you did: added a rectangle/).waitFor();
    await bob.page.keyboard.press("Escape");
    await activity(bob).waitFor({ state: "detached" });

    const bench = await server.create("bench", "Activity");
    await Promise.all([ada.openBench(bench), bob.openBench(bench)]);
    await ada.page.getByRole("button", { name: "Insert" }).click();
    await ada.page.getByRole("menuitem").first().click();
    await ada.page.keyboard.press("Delete");
    await open(bob);
    await activity(bob).getByText(/Ada deleted a source/).waitFor();
    await activity(bob).getByRole("button", { name: /Undo: Ada deleted/ }).click();
    await eventually(async () => expect((await server.assembly(bench)).items).toHaveLength(1));
  });
});
