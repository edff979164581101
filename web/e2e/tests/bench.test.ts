import { describe, expect, test } from "vitest";
import { company } from "../stage/company";
import { eventually } from "../stage/eventually";
import type { Person } from "../stage/Person";
import type { BenchItem, Server } from "../stage/Server";

let server: Server;
const arrive = company((started) => (server = started));

const mirror = (item_uuid: string, x_mm: number, y_mm: number, more: object = {}) => ({
  _type: "component",
  item_uuid,
  x_mm,
  y_mm,
  angle_deg: 0,
  name: `Mirror ${item_uuid}`,
  interfaces: [{ x1_mm: 0, y1_mm: 12.7, x2_mm: 0, y2_mm: -12.7, element_type: "mirror", name: "", reflectivity: 100 }],
  ...more,
});
const source = { _type: "source", item_uuid: "light", x_mm: -100, y_mm: 0, angle_deg: 0, n_rays: 3, size_mm: 4, ray_length_mm: 300 };

const importBench = (items: readonly object[], more: object = {}) => server.import("Bench.json", JSON.stringify({ version: "2.0", items, rulers: [], texts: [], rectangles: [], path_measures: [], groups: [], ...more }));

/** Ada and Bob at one bench with a source and two mirrors. */
async function together(): Promise<{ id: string; ada: Person; bob: Person; item: (uuid: string) => Promise<BenchItem> }> {
  const id = await importBench([source, mirror("left", 0, 40), mirror("right", 60, -40)]);
  const [ada, bob] = await Promise.all([arrive("Ada"), arrive("Bob", "#be2c6e")]);
  await Promise.all([ada.openBench(id), bob.openBench(id)]);
  const item = async (uuid: string) => {
    const found = (await server.assembly(id)).items.find(({ item_uuid }) => item_uuid === uuid);
    if (found === undefined) throw new Error(`No ${uuid} on the bench.`);
    return found;
  };
  return { id, ada, bob, item };
}

/** Where everything is drawn, in order. */
const drawn = (person: Person) => person.page.locator(".bench-items > g > .bench-item").evaluateAll((items) => items.map((item) => item.getAttribute("transform")));

async function sameBench(...people: Person[]): Promise<void> {
  await eventually(async () => {
    const [first, ...others] = await Promise.all(people.map(drawn));
    for (const other of others) expect(other).toEqual(first);
  });
}

const properties = (person: Person) => person.page.getByRole("complementary", { name: "Properties" });

describe("a bench", () => {
  test("O-17 two people drag two mirrors at once, both see it while it happens, and both ends are equal", async () => {
    const { ada, bob, item } = await together();
    await ada.page.mouse.move(...(await ada.onBench(0, 40)));
    await ada.page.mouse.down();
    await ada.page.mouse.move(...(await ada.onBench(-40, 60)), { steps: 6 });
    await eventually(async () => expect(await drawn(bob)).toContain("translate(-40 -60) rotate(0)"));
    expect((await item("left")).x_mm).toBe(0);
    await bob.dragOnBench([60, -40], [85, -20]);
    await ada.page.mouse.up();
    await eventually(async () => {
      expect(await item("left")).toMatchObject({ x_mm: -40, y_mm: 60 });
      expect(await item("right")).toMatchObject({ x_mm: 85, y_mm: -20 });
    });
    await sameBench(ada, bob);
  });

  test("one drags while the other edits the same item, both stand, and undo leaves the other's work", async () => {
    const { ada, bob, item } = await together();
    await bob.clickBench(0, 40);
    await ada.dragOnBench([0, 40], [30, 40]);
    const angle = properties(bob).getByRole("textbox", { name: "Angle" });
    await angle.fill("30");
    await angle.press("Enter");
    await eventually(async () => expect(await item("left")).toMatchObject({ x_mm: 30, angle_deg: 30 }));
    await ada.page.keyboard.press("Control+z");
    await eventually(async () => expect(await item("left")).toMatchObject({ x_mm: 0, angle_deg: 30 }));
    await ada.page.keyboard.press("Control+Shift+z");
    await eventually(async () => expect(await item("left")).toMatchObject({ x_mm: 30, angle_deg: 30 }));
    await sameBench(ada, bob);
  });

  test("O-15 everything in the library, dragged to the bench, appears at the others", async () => {
    const id = await server.create("bench", "All of it");
    const [ada, bob] = await Promise.all([arrive("Ada"), arrive("Bob")]);
    await Promise.all([ada.openBench(id), bob.openBench(id)]);
    const tiles = ada.page.locator(".bench-tile");
    const count = await tiles.count();
    expect(count).toBeGreaterThanOrEqual(15);
    for (let i = 0; i < count; i++) {
      await tiles.nth(i).hover();
      await ada.page.mouse.down();
      await ada.page.mouse.move(...(await ada.onBench(-150 + (i % 6) * 60, 120 - Math.floor(i / 6) * 60)), { steps: 3 });
      await ada.page.mouse.up();
    }
    await eventually(async () => expect(await bob.page.locator(".bench-items > g > .bench-item").count()).toBe(count));
    await sameBench(ada, bob);
    const { items, texts, rulers, rectangles, angle_measures } = await server.assembly(id);
    expect([items, texts, rulers, rectangles, angle_measures].flatMap((list) => list as readonly object[])).toHaveLength(count);
  });

  test("O-16 what is chosen in the menu Insert appears at the others; what is carried shines before it is let go", async () => {
    const id = await server.create("bench", "New");
    const [ada, bob] = await Promise.all([arrive("Ada"), arrive("Bob")]);
    await Promise.all([ada.openBench(id), bob.openBench(id)]);
    await ada.page.getByRole("button", { name: "Source", exact: true }).hover();
    await ada.page.mouse.down();
    await ada.page.mouse.move(...(await ada.onBench(-100, 0)), { steps: 6 });
    await eventually(async () => expect(Number(await ada.page.getByTestId("rays").getAttribute("data-pieces"))).toBe(9));
    await ada.page.mouse.up();
    for (const name of ["Lens, f = 100 mm", "Mirror", "Beam splitter 50:50"]) {
      await ada.page.getByRole("button", { name: "Insert" }).click();
      await ada.page.getByRole("menuitem", { name, exact: true }).click();
    }
    await eventually(async () => {
      const { items } = await server.assembly(id);
      expect(items.map(({ _type, x_mm, y_mm }) => [_type, x_mm, y_mm])).toEqual([["source", -100, 0], ["component", 0, 0], ["component", 20, -20], ["component", 40, -40]]);
    });
    await bob.page.getByText("4 items · 9 rays").waitFor();
    await sameBench(ada, bob);
  });

  test("O-18 the Delete key and the context menu remove, for everybody, and undo brings back", async () => {
    const { ada, bob, id } = await together();
    await ada.clickBench(0, 40);
    await ada.page.keyboard.press("Delete");
    await bob.page.mouse.click(...(await bob.onBench(60, -40)), { button: "right" });
    await bob.page.getByRole("menuitem", { name: "Delete" }).click();
    await eventually(async () => expect((await server.assembly(id)).items.map(({ item_uuid }) => item_uuid)).toEqual(["light"]));
    await ada.bench.focus();
    await ada.page.keyboard.press("Control+z");
    await eventually(async () => expect((await server.assembly(id)).items.map(({ item_uuid }) => item_uuid).toSorted()).toEqual(["left", "light"]));
    await sameBench(ada, bob);
  });

  test("the handle and the wheel turn, one step each to undo; Shift and Alt leave the snap", async () => {
    const { ada, item } = await together();
    await ada.clickBench(0, 40);
    const circle = (await ada.page.locator(".turn-handle .turn-reach").boundingBox())!;
    const [x, y] = await ada.onBench(0, 40);
    await ada.drag([circle.x + circle.width / 2, circle.y + circle.height / 2], [x + 60, y + 2]);
    await eventually(async () => expect(await item("left")).toMatchObject({ x_mm: 0, y_mm: 40, angle_deg: 90 }));
    await ada.page.mouse.move(x, y);
    await ada.page.keyboard.down("Control");
    for (let i = 0; i < 3; i++) await ada.page.mouse.wheel(0, 100);
    await ada.page.keyboard.up("Control");
    await eventually(async () => expect((await item("left")).angle_deg).toBe(96));
    await ada.page.keyboard.press("Control+z");
    await eventually(async () => expect((await item("left")).angle_deg).toBe(90));
    await ada.page.keyboard.press("Control+z");
    await eventually(async () => expect((await item("left")).angle_deg).toBe(0));
    await ada.page.keyboard.down("Alt");
    await ada.dragOnBench([0, 40], [12.3, 41.7]);
    await ada.page.keyboard.up("Alt");
    await eventually(async () => expect((await item("left")).x_mm % 5).not.toBe(0));
  });

  test("rays follow what others do: a mirror that is moved into the beam reflects it", async () => {
    const { ada, bob } = await together();
    const pieces = () => bob.page.getByTestId("rays").getAttribute("data-pieces").then(Number);
    expect(await pieces()).toBe(3);
    await ada.dragOnBench([0, 40], [0, 0]);
    await eventually(async () => expect(await pieces()).toBe(6));
  });

  test("O-54 O-55 others' pointers have their names, and what they have selected is outlined in their colour", async () => {
    const { ada, bob } = await together();
    await bob.clickBench(60, -40);
    await bob.moveOnBench(20, 20);
    await ada.page.locator(".pointer-name", { hasText: "Bob" }).waitFor();
    const outline = ada.page.locator('.others-outline[data-user="Bob"]');
    await outline.waitFor();
    expect(await outline.evaluate((polygon) => getComputedStyle(polygon).stroke)).toBe("rgb(190, 44, 110)");
    const [x, y] = await ada.onBench(20, 20);
    await eventually(async () => {
      const shown = (await ada.page.locator(".pointer").boundingBox())!;
      expect(Math.hypot(shown.x - x, shown.y - y)).toBeLessThan(6);
    });
  });

  test("O-04 zoom, position and selection are each user's own", async () => {
    const { ada, bob } = await together();
    await ada.clickBench(0, 40);
    const seen = () => bob.onBench(0, 0);
    const before = await seen();
    const sent = ada.sent.filter(({ type }) => type === "change").length;
    await ada.page.mouse.move(...(await ada.onBench(20, 20)));
    await ada.page.mouse.wheel(0, -400);
    await ada.page.getByRole("button", { name: "Zoom in" }).click();
    await ada.page.waitForTimeout(300);
    expect(await seen()).toEqual(before);
    await bob.page.locator(".others-outline").waitFor();
    expect(await bob.page.locator(".own-outline").count()).toBe(0);
    expect(ada.sent.filter(({ type }) => type === "change").length).toBe(sent);
  });

  test("the keyboard alone selects, moves, turns, copies and deletes", async () => {
    const { ada, id, item } = await together();
    const { keyboard } = ada.page;
    await ada.bench.focus();
    await keyboard.press("n");
    await properties(ada).getByRole("heading", { name: "Mirror left" }).waitFor();
    for (const key of ["ArrowRight", "ArrowRight", "Shift+ArrowUp", "]", "]"]) await keyboard.press(key);
    await eventually(async () => expect(await item("left")).toMatchObject({ x_mm: 2, y_mm: 50, angle_deg: 2 }));
    await keyboard.press("Control+c");
    await keyboard.press("Control+v");
    await eventually(async () => expect((await server.assembly(id)).items.map(({ x_mm, y_mm }) => [x_mm, y_mm])).toContainEqual([22, 30]));
    await keyboard.press("Backspace");
    await eventually(async () => expect((await server.assembly(id)).items).toHaveLength(3));
  });

  test("properties are edited with their units, interfaces too, and only what changed is sent", async () => {
    const { ada, item } = await together();
    await ada.clickBench(60, -40);
    const before = ada.sent.length;
    const x = properties(ada).getByRole("textbox", { name: "x", exact: true });
    await x.fill("12,5 mm");
    await x.press("Enter");
    await eventually(async () => expect((await item("right")).x_mm).toBe(12.5));
    const ops = ada.sent.slice(before).flatMap(({ type, ops }) => (type === "change" ? (ops ?? []) : [])) as unknown as { properties: object }[];
    expect(ops.map(({ properties }) => properties)).toEqual([{ x_mm: 12.5 }]);
    const reflectivity = properties(ada).getByRole("textbox", { name: "Reflectivity" });
    await reflectivity.fill("180");
    expect(await reflectivity.getAttribute("aria-invalid")).toBe("true");
    await reflectivity.fill("80");
    // Taken by going elsewhere, too.
    await ada.clickBench(0, 40);
    await eventually(async () => expect((await item("right"))["interfaces"]).toEqual([expect.objectContaining({ element_type: "mirror", reflectivity: 80 })]));
  });

  test("what is locked stays where it is until it is unlocked", async () => {
    const { ada, item } = await together();
    await ada.clickBench(0, 40);
    await properties(ada).getByRole("button", { name: "Lock" }).click();
    await eventually(async () => expect((await item("left"))["locked"]).toBe(true));
    await ada.dragOnBench([0, 40], [40, 40]);
    await ada.page.keyboard.press("Delete");
    await ada.page.getByText("What is locked stays").waitFor();
    expect((await item("left")).x_mm).toBe(0);
    await properties(ada).getByRole("button", { name: "Unlock" }).click();
    await eventually(async () => expect((await item("left"))["locked"]).toBe(false));
    await ada.dragOnBench([0, 40], [40, 40]);
    await eventually(async () => expect((await item("left")).x_mm).toBe(40));
  });

  test("an assembly file keeps what is not understood, through editing here", async () => {
    const id = await importBench([mirror("m", 0, 0, { coating: { vendor: "X", batch: [1, 2] } })], { notebook: { page: 7 }, rulers: [{ type: "ruler", points: [[0, -30], [50, -30]], item_uuid: "r", z_value: 1 }] });
    const ada = await arrive("Ada");
    await ada.openBench(id);
    await ada.dragOnBench([0, 0], [20, 10]);
    await eventually(async () => {
      const file = await server.assembly(id);
      expect(file.items[0]).toMatchObject({ item_uuid: "m", x_mm: 20, y_mm: 10, coating: { vendor: "X", batch: [1, 2] } });
      expect(file["notebook"]).toEqual({ page: 7 });
      expect(file["rulers"]).toEqual([expect.objectContaining({ points: [[0, -30], [50, -30]], item_uuid: "r" })]);
    });
    await ada.page.locator(".bench-items .words.ruler", { hasText: "50 mm" }).waitFor();
  });

  test("a ruler is drawn by its end, and tells its length to everybody", async () => {
    const { ada, bob } = await together();
    await ada.page.getByRole("button", { name: "Insert" }).click();
    // The menu is longer than the page, and stays open while it is scrolled.
    await ada.page.getByRole("menuitem", { name: "Ruler" }).scrollIntoViewIfNeeded();
    await ada.page.waitForTimeout(200);
    await ada.page.getByRole("menuitem", { name: "Ruler" }).click();
    const end = (await ada.page.locator(".end-handle").last().boundingBox())!;
    const [x, y] = [end.x + end.width / 2, end.y + end.height / 2];
    const [[left], [right]] = await Promise.all([ada.onBench(0, 0), ada.onBench(20, 0)]);
    await ada.drag([x, y], [x + right - left, y]);
    await bob.page.locator(".bench-items .words.ruler", { hasText: "120 mm" }).waitFor();
  });

  test("what is grouped is selected and moved together by everybody, until it is taken apart", async () => {
    const { ada, bob, id, item } = await together();
    await ada.clickBench(0, 40);
    await ada.page.keyboard.down("Shift");
    await ada.clickBench(60, -40);
    await ada.page.keyboard.up("Shift");
    await ada.page.keyboard.press("Control+g");
    await ada.page.locator(".group-outline", { hasText: "Group 1" }).waitFor();
    await eventually(async () => expect((await server.assembly(id))["groups"]).toEqual([expect.objectContaining({ name: "Group 1", item_uuids: ["left", "right"] })]));
    await bob.dragOnBench([0, 40], [20, 60]);
    await eventually(async () => {
      expect(await item("left")).toMatchObject({ x_mm: 20, y_mm: 60 });
      expect(await item("right")).toMatchObject({ x_mm: 80, y_mm: -20 });
    });
    const name = properties(bob).getByRole("textbox", { name: "Name" });
    await name.fill("Telescope");
    await name.press("Enter");
    await ada.page.locator(".group-outline", { hasText: "Telescope" }).waitFor();
    // One of them alone, by a double click.
    await bob.page.mouse.dblclick(...(await bob.onBench(20, 60)));
    await bob.dragOnBench([20, 60], [0, 60]);
    await eventually(async () => expect((await item("left")).x_mm).toBe(0));
    expect((await item("right")).x_mm).toBe(80);
    await ada.page.keyboard.press("Control+Shift+g");
    await eventually(async () => expect((await server.assembly(id))["groups"]).toEqual([]));
    expect((await server.assembly(id)).items).toHaveLength(3);
    await sameBench(ada, bob);
  });

  test("the length of a ray is measured from its source to a click, follows the rays, and is drawn by its ends", async () => {
    const { ada, bob, id } = await together();
    const measure = (person: Person) => person.page.locator(".bench-items .path-measure text");
    await ada.page.getByRole("button", { name: "Insert" }).click();
    await ada.page.getByRole("menuitem", { name: "Length along a ray…" }).click();
    await ada.page.getByText("Click a ray to measure it").waitFor();
    await ada.clickBench(20, 0);
    await measure(bob).getByText("120.00 mm").waitFor();
    await eventually(async () => expect((await server.assembly(id))["path_measures"]).toEqual([expect.objectContaining({ ray_index: 1, start_param: 0, end_param: 0.4 })]));
    const end = (await ada.page.locator(".end-handle").last().boundingBox())!;
    const [x, y] = [end.x + end.width / 2, end.y + end.height / 2];
    const [[from], [to]] = await Promise.all([ada.onBench(0, 0), ada.onBench(30, 0)]);
    await ada.drag([x, y], [x + to - from, y + 3]);
    await measure(bob).getByText("150.00 mm").waitFor();
    // The mirror in the beam folds the way, which is as long as before.
    await bob.dragOnBench([0, 40], [0, 0]);
    await eventually(async () => expect(Number(await ada.page.getByTestId("rays").getAttribute("data-pieces"))).toBe(6));
    expect(await measure(ada).textContent()).toBe("150.00 mm");
    await ada.page.mouse.click(...(await ada.onBench(-40, 0)));
    await properties(ada).getByText("Length along the ray: 150.00 mm").waitFor();
    await ada.page.keyboard.press("Delete");
    await bob.page.locator(".path-measure").waitFor({ state: "detached" });
  });

  test("an angle is measured between two arms that are drawn by their ends", async () => {
    const { ada, bob } = await together();
    await ada.page.getByRole("button", { name: "Insert" }).click();
    await ada.page.getByRole("menuitem", { name: "Angle", exact: true }).click();
    await bob.page.locator(".bench-items .words.angle_measure", { hasText: "30°" }).waitFor();
    expect(await ada.page.locator(".end-handle").count()).toBe(3);
    const [vertex, , arm] = await ada.page.locator(".end-handle").evaluateAll((ends) => ends.map((end) => [Number(end.getAttribute("cx")), Number(end.getAttribute("cy"))] as const));
    const { x, y } = (await ada.bench.boundingBox())!;
    await ada.drag([x + arm![0], y + arm![1]], [x + vertex![0], y + vertex![1] - 80]);
    await bob.page.locator(".bench-items .words.angle_measure", { hasText: "90°" }).waitFor();
  });

  test("without a line one works on, and what was done is saved when it is back", async () => {
    const { ada, bob, item } = await together();
    await ada.cutLine();
    await ada.status.getByText("Not connected").waitFor();
    await ada.dragOnBench([0, 40], [25, 40]);
    await bob.dragOnBench([60, -40], [80, -40]);
    ada.mendLine();
    await eventually(async () => expect(await item("left")).toMatchObject({ x_mm: 25 }), 20_000);
    await sameBench(ada, bob);
  });
});

describe("a bench under fingers, on a narrow page", () => {
  /** Fingers, each on its own way over the page. */
  async function touch(person: Person, ...ways: readonly (readonly (readonly [number, number])[])[]): Promise<void> {
    const line = await person.context.newCDPSession(person.page);
    const send = (type: "touchStart" | "touchMove" | "touchEnd", at: number) =>
      line.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" ? [] : ways.map((way, id) => ({ id, x: way[at]![0], y: way[at]![1] })) });
    await send("touchStart", 0);
    for (let at = 1; at < ways[0]!.length; at++) await send("touchMove", at);
    await send("touchEnd", 0);
    await line.detach();
  }
  const along = (from: readonly [number, number], to: readonly [number, number], steps = 6) =>
    Array.from({ length: steps + 1 }, (_, i) => [from[0] + ((to[0] - from[0]) * i) / steps, from[1] + ((to[1] - from[1]) * i) / steps] as const);

  async function phone(id: string): Promise<Person> {
    const person = await arrive("Pia", undefined, { viewport: { width: 390, height: 760 }, hasTouch: true, isMobile: true });
    await person.openBench(id);
    return person;
  }

  test("one finger selects, moves and turns, a tap beside leaves the selection, two fingers zoom", async () => {
    const id = await importBench([mirror("m", 0, 0)]);
    const pia = await phone(id);
    const item = async () => (await server.assembly(id)).items[0]!;
    await touch(pia, [await pia.onBench(0, 0)]);
    await pia.page.locator(".own-outline").waitFor();
    await touch(pia, along(await pia.onBench(0, 0), await pia.onBench(20, 10)));
    await eventually(async () => expect(await item()).toMatchObject({ x_mm: 20, y_mm: 10 }));
    const handle = (await pia.page.locator(".turn-handle .turn-reach").boundingBox())!;
    const [x, y] = await pia.onBench(20, 10);
    await touch(pia, along([handle.x + handle.width / 2 + 16, handle.y + handle.height / 2], [x + 60, y]));
    await eventually(async () => expect((await item()).angle_deg).toBeGreaterThan(60));
    const before = await pia.onBench(20, 10);
    await touch(pia, along([100, 500], [60, 560]), along([300, 300], [340, 240]));
    await eventually(async () => expect(await pia.onBench(20, 10)).not.toEqual(before));
    expect(await item()).toMatchObject({ x_mm: 20, y_mm: 10 });
    await touch(pia, [[60, 200]]);
    await pia.page.locator(".own-outline").waitFor({ state: "detached" });
  });

  test("the components are a sheet, to be tapped or drawn upwards onto the bench", async () => {
    const id = await server.create("bench", "By hand");
    const pia = await phone(id);
    const { page } = pia;
    await page.getByRole("button", { name: "Components" }).tap();
    const library = page.getByRole("complementary", { name: "Components" });
    await library.getByRole("button", { name: "Source", exact: true }).tap();
    await page.getByText("1 item").waitFor();
    const tile = (await library.getByRole("button", { name: "Point source" }).boundingBox())!;
    await touch(pia, along([tile.x + tile.width / 2, tile.y + 20], await pia.onBench(20, 60), 10));
    await eventually(async () => expect((await server.assembly(id)).items.map(({ x_mm, y_mm }) => [x_mm, y_mm])).toContainEqual([20, 60]));
    await library.getByRole("button", { name: "Put the components away" }).click();
    await library.waitFor({ state: "hidden" });
  });
});

test("a bench is begun on the home page, and is found there again", async () => {
  const ada = await arrive("Ada");
  await ada.home();
  await ada.page.getByRole("button", { name: "New bench" }).click();
  await ada.bench.waitFor();
  await ada.page.getByText("An empty bench").waitFor();
  await ada.home();
  await ada.page.getByRole("link", { name: "Untitled, Bench" }).first().waitFor();
});
