import { describe, expect, test } from "vitest";
import { company } from "../stage/company";
import { eventually } from "../stage/eventually";
import type { Person } from "../stage/Person";
import type { Server } from "../stage/Server";

let server: Server;
const arrive = company((started) => (server = started));

const setLine = async ({ page }: Person, label: string) => {
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitemradio", { name: label }).click();
};

const badge = ({ page }: Person) => page.locator(".slow-line");

describe("a slow line", () => {
  test("L-38 L-45 is switched on and off in one tab, says so, and loses nothing", async () => {
    const id = await server.create("text", "Slow");
    const [ada, grace] = await Promise.all([arrive("Ada"), arrive("Grace")]);
    await Promise.all([ada.openText(id), grace.openText(id)]);
    expect(await badge(ada).count()).toBe(0);

    await setLine(ada, "1 s ± 0.5 s each way");
    await badge(ada).getByText("Slow line: 1 s ± 0.5 s").waitFor();
    expect(await badge(grace).count()).toBe(0);
    await ada.text.click();
    await ada.page.keyboard.type("slowly, ");
    // Nobody has to wait for it, but the answer is late enough to be waited for.
    expect(await ada.textContent()).toBe("slowly, ");
    await ada.page.getByTestId("unsaved").getByText("Saving…").waitFor();
    await grace.text.click();
    await grace.page.keyboard.press("Control+End");
    await grace.page.keyboard.type("fast.");
    await eventually(async () => {
      const [mine, hers] = [await ada.textContent(), await grace.textContent()];
      expect([...mine].sort().join("")).toBe([..."slowly, fast."].sort().join(""));
      expect(hers).toBe(mine);
    }, 30_000);

    await setLine(ada, "Off");
    await badge(ada).waitFor({ state: "detached" });
    await ada.page.getByTestId("unsaved").waitFor({ state: "hidden" });
    expect(await server.text(id)).toBe(await ada.textContent());
  });

  test("with losses, two who type at the same place end equal", async () => {
    const id = await server.create("text", "Lossy");
    const [ada, grace] = await Promise.all([arrive("Ada"), arrive("Grace")]);
    await Promise.all([ada.openText(id), grace.openText(id)]);
    for (const person of [ada, grace]) await setLine(person, "5 % lost and sent again");
    const type = async ({ text, page }: Person, words: string) => {
      await text.click();
      for (const letter of words) await page.keyboard.type(letter);
    };
    await Promise.all([type(ada, "the quick brown fox jumps over "), type(grace, "1234567890 1234567890 12345678")]);
    await eventually(async () => {
      const texts = await Promise.all([ada.textContent(), grace.textContent(), server.text(id)]);
      expect(texts[0]).toHaveLength(61);
      expect(new Set(texts).size).toBe(1);
    }, 30_000);
  });
});
