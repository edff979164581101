import { describe, expect, test } from "vitest";
import { company } from "../stage/company";
import { eventually } from "../stage/eventually";
import type { Person } from "../stage/Person";
import type { Server } from "../stage/Server";

let server: Server;
const arrive = company((started) => (server = started));

const panel = ({ page }: Person) => page.getByRole("complementary", { name: "Comments" });
const openComments = async (person: Person) => {
  await person.page.getByRole("button", { name: /^Comments/ }).click();
  await panel(person).waitFor();
};

describe("comments", () => {
  test("M-13 on a passage of a text are written, answered, resolved and deleted, with the keyboard alone", async () => {
    const id = await server.import("comments.txt", "Tram 28 goes everywhere.\nSintra on Sunday.");
    const [ada, grace] = await Promise.all([arrive("Ada"), arrive("Grace")]);
    await Promise.all([ada.openText(id), grace.openText(id)]);
    await Promise.all([openComments(ada), openComments(grace)]);

    await ada.text.click();
    await ada.page.keyboard.press("Control+Home");
    await ada.page.keyboard.press("Shift+End");
    await panel(ada).getByRole("textbox", { name: "Comment on this" }).focus();
    await ada.page.keyboard.type("Is it running again?");
    await ada.page.keyboard.press("Control+Enter");

    const seen = panel(grace).getByRole("listitem").first();
    await seen.getByText("Is it running again?").waitFor();
    await seen.getByText("Ada", { exact: true }).waitFor();
    await seen.getByText("just now").waitFor();
    await grace.page.getByRole("button", { name: "Comments, 1 open" }).waitFor();
    await seen.getByRole("button", { name: "Tram 28 goes everywhere." }).press("Enter");
    expect(await grace.page.evaluate(() => String(getSelection()))).toBe("Tram 28 goes everywhere.");

    await seen.getByRole("button", { name: "Reply" }).press("Enter");
    await grace.page.keyboard.type("Since May.");
    await grace.page.keyboard.press("Control+Enter");
    await panel(ada).getByRole("list", { name: "Replies" }).getByText("Since May.").waitFor();

    await panel(ada).getByRole("button", { name: "Resolve" }).press("Enter");
    await panel(grace).getByText("1 resolved").click();
    await panel(grace).getByRole("list", { name: "Resolved comments" }).getByText("Is it running again?").waitFor();
    await panel(grace).getByRole("button", { name: "Open again" }).press("Enter");
    await panel(ada).getByRole("list", { name: "Open comments" }).getByText("Is it running again?").waitFor();

    const remove = panel(ada).getByRole("article", { name: "Comment by Ada" }).getByRole("button");
    await remove.press("Enter");
    await remove.and(ada.page.getByRole("button", { name: "Delete it for good" })).press("Enter");
    await panel(grace).getByText("Nobody has said anything yet.").waitFor();
    await ada.page.keyboard.press("Escape");
    await panel(ada).waitFor({ state: "detached" });
    expect(await ada.text.evaluate((content) => content === document.activeElement)).toBe(true);
    expect(await server.text(id)).toBe("Tram 28 goes everywhere.\nSintra on Sunday.");
  });

  test("M-13 on an element of a board lead to it, stay after a reload, and say when it is gone", async () => {
    const id = await server.create("board", "Board");
    const ada = await arrive("Ada");
    await ada.openBoard(id);
    await ada.drawRectangle([420, 250], [560, 350]);
    await openComments(ada);
    await panel(ada).getByText("Rectangle", { exact: true }).waitFor();
    await panel(ada).getByRole("textbox", { name: "Comment on this" }).fill("Too small.");
    await panel(ada).getByRole("button", { name: "Comment", exact: true }).click();
    await panel(ada).getByRole("button", { name: "Rectangle" }).waitFor();
    await ada.page.getByTestId("unsaved").waitFor({ state: "hidden" });

    await ada.page.reload();
    await ada.board.waitFor();
    await openComments(ada);
    await panel(ada).getByText("Too small.").waitFor();
    await panel(ada).getByRole("button", { name: "Rectangle" }).click();
    await eventually(async () => expect(await panel(ada).getByRole("textbox", { name: "Comment on this" }).count()).toBe(1));
    await ada.page.keyboard.press("Delete");
    await panel(ada).getByText("Something that is not there any more").waitFor();
    expect(await server.elements(id)).toEqual([]);
  });
});
