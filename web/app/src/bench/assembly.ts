import type { Item, Json, JsonObject, Session } from "@weft/client";
import { collection, inOrder } from "./items";

/** The list of an assembly file in which items of a kind stand. */
const lists: { readonly [kind: string]: string } = {
  component: "items",
  source: "items",
  ruler: "rulers",
  text: "texts",
  rectangle: "rectangles",
  angle_measure: "angle_measures",
  path_measure: "path_measures",
  group: "groups",
};

function entryOf({ id, kind, properties }: Item): JsonObject {
  if (kind === "component" || kind === "source") return { ...properties, item_uuid: id, _type: kind };
  return kind === "group" ? { ...properties, group_uuid: id } : { ...properties, item_uuid: id, type: kind };
}

/** Numbers that JSON has no word for; Python writes and reads them bare. */
const BARE = /("[a-z0-9_]+_(?:mm|deg|nm|db)": )"(-?Infinity|NaN)"/g;

/** What this page holds of a bench, as an assembly file of version 2.0. */
export function assemblyOf(session: Session): string {
  const rest = session.items("file").get("assembly")?.properties ?? {};
  const content: { [list: string]: Json[] } = { items: [], rulers: [], texts: [], rectangles: [], path_measures: [], groups: [] };
  for (const item of inOrder([...session.items(collection).values()])) (content[lists[item.kind] ?? "items"] ??= []).push(entryOf(item));
  // Entries of a list that nobody here understood stand behind those that are items.
  for (const [list, entries] of Object.entries(content)) if (Array.isArray(rest[list])) entries.push(...(rest[list] as readonly Json[]));
  return JSON.stringify({ version: "2.0", ...rest, ...content }, null, 2).replaceAll(BARE, "$1$2");
}
