import type { ChangeRange, Gesture, ItemDeed, TextDeed } from "@weft/client";

const nouns: { readonly [kind: string]: string } = {
  freedraw: "a drawing",
  ellipse: "an ellipse",
  arrow: "an arrow",
  image: "a picture",
  component: "a component",
  text: "a text",
  angle_measure: "an angle",
  path_measure: "a path measure",
};

/** What was done by writing certain properties, the first that fits. */
const verbs: readonly (readonly [verb: string, properties: readonly string[]])[] = [
  ["rewrote", ["text", "originalText"]],
  ["renamed", ["name"]],
  ["locked or unlocked", ["locked"]],
  ["resized", ["width", "height", "points", "fontSize", "length_mm", "object_height_mm"]],
  ["turned", ["angle", "angle_deg"]],
  ["moved", ["x", "y", "x_mm", "y_mm"]],
  ["restyled", ["strokeColor", "backgroundColor", "fillStyle", "strokeWidth", "strokeStyle", "roughness", "opacity", "roundness", "color"]],
  ["reordered", ["index", "z_value"]],
];

const comments = "comments/";

/** How an item is called in a sentence. */
function thingOf({ kind, label }: ItemDeed): string {
  if (label !== undefined) return `“${label.length > 40 ? `${label.slice(0, 39)}…` : label}”`;
  return nouns[kind] ?? (kind === "" ? "an item" : `a ${kind.replaceAll("_", " ")}`);
}

function verbOf({ op, properties = [] }: ItemDeed): string {
  switch (op) {
    case "add":
      return "added";
    case "delete":
      return "deleted";
    case "restore":
      return "brought back";
    case "update":
      return verbs.find(([, names]) => names.some((name) => properties.includes(name)))?.[0] ?? "changed";
  }
}

const letters = (count: number) => (count === 1 ? "1 letter" : `${count.toLocaleString("en")} letters`);

function textWords({ inserted, deleted, formatted }: TextDeed): string {
  if (inserted > 0 && deleted > 0) return `wrote ${letters(inserted)} and deleted ${deleted.toLocaleString("en")}`;
  if (inserted > 0) return `wrote ${letters(inserted)}`;
  return deleted > 0 ? `deleted ${letters(deleted)}` : `formatted ${letters(formatted)}`;
}

function commentWords(deed: ItemDeed): string {
  if (deed.op === "add") return "commented";
  return deed.op === "update" ? "changed a comment" : `${verbOf(deed)} a comment`;
}

function itemsWords(items: readonly ItemDeed[], count: number): string {
  const first = items[0]!;
  if (items.every(({ path }) => path.startsWith(comments))) return commentWords(first);
  const verb = items.every((item) => verbOf(item) === verbOf(first)) ? verbOf(first) : "changed";
  return count === 1 ? `${verb} ${thingOf(first)}` : `${verb} ${count.toLocaleString("en")} ${first.path.startsWith("elements/") ? "elements" : "items"}`;
}

/** What a gesture did, without who: “moved 3 elements”, “wrote 12 letters”. */
export function deedWords({ texts, items, count }: Pick<Gesture, "texts" | "items" | "count">): string {
  const parts = [...(items.length > 0 ? [itemsWords(items, count)] : []), ...texts.slice(0, 2).map(textWords)];
  return parts.length === 0 ? "changed nothing that is left" : parts.join(" and ");
}

export function isIn(range: ChangeRange, { client, first, last }: ChangeRange): boolean {
  return range.client === client && range.first <= last && first <= range.last;
}

/** The line of the list, after the name of who did it. */
export function gestureWords(gesture: Gesture, all: readonly Gesture[], own: string): string {
  const { reverts, undo } = gesture;
  if (reverts !== undefined) {
    const reverted = all.find((other) => isIn(other, reverts));
    if (reverted?.reverts !== undefined) return `put back what was undone: ${deedWords(gesture)}`;
    const whose = reverts.client === own ? "you" : reverts.client === gesture.client ? "they" : (reverted?.name ?? "somebody");
    return reverted ? `undid what ${whose} did: ${deedWords(reverted)}` : `undid an older change of ${whose === "they" ? "their own" : whose}`;
  }
  return undo ? `undid a step: ${deedWords(gesture)}` : deedWords(gesture);
}
