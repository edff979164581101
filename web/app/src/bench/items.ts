import type { Item, Properties } from "@weft/client";
import { finiteOf, recordsOf, elementLabels, elementTypeOf } from "@weft/optics";

/** The collection of what lies on a bench. */
export const collection = "items";

export const pathOf = (id: string) => `${collection}/${id}`;

const kindLabels: { readonly [kind: string]: string } = {
  source: "Source",
  component: "Component",
  ruler: "Ruler",
  text: "Text note",
  rectangle: "Rectangle",
  angle_measure: "Angle",
  path_measure: "Path measure",
  group: "Group",
};

const isText = (value: unknown): value is string => typeof value === "string" && value.trim() !== "";

/** What an item is called: by its name, by what is written in it, or by what it does. */
export function labelOf({ kind, properties }: Pick<Item, "kind" | "properties">): string {
  if (isText(properties["name"])) return properties["name"].trim();
  if (kind === "text" && isText(properties["text"])) return `Text note “${properties["text"].trim().replaceAll(/\s+/g, " ")}”`;
  if (kind === "source") return `Source, ${finiteOf(properties["wavelength_nm"], 633).toLocaleString("en")} nm`;
  const type = kind === "component" ? recordsOf(properties["interfaces"]).map(elementTypeOf)[0] : undefined;
  return type ? elementLabels[type] : (kindLabels[kind] ?? "Item");
}

export const isLocked = (properties: Properties) => properties["locked"] === true;

/** From what lies below to what lies above; what is level by its id, so that everybody sees the same. */
export function inOrder<T extends Pick<Item, "id" | "properties">>(items: readonly T[]): T[] {
  return items.toSorted((a, b) => finiteOf(a.properties["z_value"], 0) - finiteOf(b.properties["z_value"], 0) || (a.id < b.id ? -1 : 1));
}

const words: { readonly [property: string]: string } = { x_mm: "position", y_mm: "position", angle_deg: "angle", name: "name", text: "text", interfaces: "optics", locked: "lock", z_value: "order" };

/** What a property is called for people. */
export const wordOf = (property: string): string => words[property] ?? "settings";

/** All properties of what lies on a bench can be seen. */
export const isSeen = (): boolean => true;
