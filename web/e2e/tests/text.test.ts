import { describe, expect, test } from "vitest";
import { chance } from "../stage/chance";
import { company } from "../stage/company";
import { eventually } from "../stage/eventually";
import type { Person } from "../stage/Person";
import type { Server } from "../stage/Server";

let server: Server;
const arrive = company((started) => (server = started));

describe("a text", () => {
  test("O-01 O-05 two people type into it at once, and both end with the server's text", async () => {
    const id = await server.create("text", "At once");
    const [ada, grace] = await Promise.all([arrive("Ada"), arrive("Grace")]);
    await Promise.all([ada.openText(id), grace.openText(id)]);

    await ada.text.click();
    await grace.text.click();
    await Promise.all([
      ada.page.keyboard.type("The loom holds the warp. ", { delay: 12 }),
      grace.page.keyboard.type("The shuttle carries the weft. ", { delay: 9 }),
    ]);

    const final = await eventually(async () => {
      const [adas, graces, servers] = await Promise.all([ada.textContent(), grace.textContent(), server.text(id)]);
      expect(adas).toBe(graces);
      expect(adas).toBe(servers);
      expect([...adas].sort().join("")).toBe([..."The loom holds the warp. The shuttle carries the weft. "].sort().join(""));
      return adas;
    });
    expect(final).toHaveLength(55);
  });

  test("L-06 undo takes back what one typed oneself, not what the other typed", async () => {
    const id = await server.create("text", "Undo");
    const [ada, grace] = await Promise.all([arrive("Ada"), arrive("Grace")]);
    await Promise.all([ada.openText(id), grace.openText(id)]);

    await ada.text.click();
    await ada.page.keyboard.type("mine");
    await eventually(async () => expect(await grace.textContent()).toBe("mine"));
    await grace.text.click();
    await grace.page.keyboard.press("Control+End");
    await grace.page.keyboard.type(" and yours");
    await eventually(async () => expect(await ada.textContent()).toBe("mine and yours"));

    await ada.page.keyboard.press("Control+z");
    await eventually(async () => expect(await grace.textContent()).toBe(" and yours"));
    await ada.page.keyboard.press("Control+y");
    await eventually(async () => expect(await server.text(id)).toBe("mine and yours"));
  });

  test("M-11 M-16 the other's caret stands where they type, with their name, in the colour of their avatar", async () => {
    const id = await server.create("text", "Carets");
    const [ada, grace] = await Promise.all([arrive("Ada", "#2563c9"), arrive("Grace Hopper", "#0f7a55")]);
    await Promise.all([ada.openText(id), grace.openText(id)]);
    await grace.text.click();
    await grace.page.keyboard.type("here");

    // A caret has no width of its own: it is there, and drawn by its border.
    const caret = ada.page.locator(".cm-weft-caret").first();
    await caret.waitFor({ state: "attached" });
    expect(await caret.textContent()).toContain("Grace Hopper");
    const drawn = () =>
      caret.evaluate((element) => ({
        line: element.closest(".cm-line")?.textContent ?? "",
        colors: [element, ...element.querySelectorAll("*")].flatMap((each) => {
          const { backgroundColor, borderLeftColor } = getComputedStyle(each);
          return [backgroundColor, borderLeftColor];
        }),
      }));
    // It is drawn anew with every letter, so that one that was just found may be gone.
    await eventually(async () => {
      const { line, colors } = await drawn();
      expect(line).toContain("here");
      expect(colors).toContain("rgb(15, 122, 85)");
    });
    const avatar = ada.page.locator('.people [aria-label="Grace Hopper"] .avatar');
    expect(await avatar.evaluate((element) => getComputedStyle(element).backgroundColor)).toBe("rgb(15, 122, 85)");
  });

  test("a caret at the end of what the other extends stays with its own text", async () => {
    const id = await server.import("paragraphs.txt", "one\ntwo");
    const [ada, grace] = await Promise.all([arrive("Ada"), arrive("Grace")]);
    await Promise.all([ada.openText(id), grace.openText(id)]);
    await grace.text.click();
    await grace.page.keyboard.press("Control+End");
    await ada.text.click();
    await ada.page.keyboard.press("Control+Home");
    await ada.page.keyboard.type("zero\n");
    await eventually(async () => expect(await grace.textContent()).toBe("zero\none\ntwo"));
    await grace.page.keyboard.type("!");
    await eventually(async () => expect(await server.text(id)).toBe("zero\none\ntwo!"));
  });

  test("three people hammer on it, one with a line that breaks, and all end with the server's text", async () => {
    const id = await server.import("hammered.txt", "One\ntwo 🦊🦊\nthree");
    const people = await Promise.all(["Ada", "Grace", "Alan"].map((name) => arrive(name)));
    for (const person of people) {
      await person.openText(id);
      await person.text.click();
    }
    const keys = "ArrowLeft ArrowRight ArrowUp Home End Backspace Delete Enter Control+z Control+y Shift+ArrowLeft Control+Backspace".split(" ");
    const until = Date.now() + 4_000;
    const hammer = async (person: Person, letters: string, next: () => number) => {
      while (Date.now() < until) {
        if (next() < 0.5) await person.page.keyboard.type(letters);
        else await person.page.keyboard.press(keys[Math.floor(next() * keys.length)]!);
      }
    };
    const [ada, grace, alan] = people as [Person, Person, Person];
    const breaks = (async () => {
      await new Promise((wait) => setTimeout(wait, 1_500));
      await alan.cutLine();
      await new Promise((wait) => setTimeout(wait, 1_200));
      alan.mendLine();
    })();
    await Promise.all([hammer(ada, "alpha ", chance(1)), hammer(grace, "b🦊", chance(2)), hammer(alan, "ç", chance(3)), breaks]);

    await eventually(async () => {
      const texts = await Promise.all(people.map((person) => person.textContent()));
      const servers = await server.text(id);
      for (const text of texts) expect(text).toBe(servers);
    }, 20_000);
    expect(people.flatMap(({ received }) => received).filter(({ status }) => status === "error" || status === "rejected")).toEqual([]);
  });
});
