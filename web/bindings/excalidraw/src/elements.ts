import type { ExcalidrawElement } from "@excalidraw/excalidraw/element/types";
import type { Item, Json, Properties } from "@weft/client";

/** The collection of a board's elements. */
export const COLLECTION = "elements";

export function pathOf(id: string): string {
  return `${COLLECTION}/${id}`;
}

/** What is told by the item itself, or only of interest to the one canvas. */
const NOT_PROPERTIES = new Set(["id", "type", "version", "versionNonce", "updated", "isDeleted"]);

/** What comes from others and is not told to them: how far a picture has come on this canvas is of interest to it alone. */
const ONLY_RECEIVED = new Set(["status"]);

/** An element's fields as an item's properties; what is `null` or undefined is not there. */
export function propertiesOf(element: ExcalidrawElement): Properties {
  const fields = Object.entries(element as unknown as Record<string, Json | undefined>);
  return Object.fromEntries(fields.filter((field): field is [string, Json] => !NOT_PROPERTIES.has(field[0]) && !ONLY_RECEIVED.has(field[0]) && field[1] !== null && field[1] !== undefined));
}

/** What Excalidraw takes for granted in every element; an item of another program may not have it. */
const DEFAULTS: Properties = {
  x: 0,
  y: 0,
  width: 0,
  height: 0,
  angle: 0,
  strokeColor: "#1e1e1e",
  backgroundColor: "transparent",
  fillStyle: "solid",
  strokeWidth: 2,
  strokeStyle: "solid",
  roughness: 1,
  opacity: 100,
  groupIds: [],
  frameId: null,
  roundness: null,
  seed: 1,
  boundElements: null,
  link: null,
  locked: false,
};

const LINE: Properties = { points: [], lastCommittedPoint: null, startBinding: null, endBinding: null, startArrowhead: null, endArrowhead: null };

const KIND_DEFAULTS: { readonly [kind: string]: Properties } = {
  text: { text: "", originalText: "", fontSize: 20, fontFamily: 5, textAlign: "left", verticalAlign: "top", containerId: null, autoResize: true, lineHeight: 1.25 },
  line: LINE,
  arrow: { ...LINE, elbowed: false },
  freedraw: { points: [], pressures: [], simulatePressure: true, lastCommittedPoint: null },
  image: { fileId: null, status: "pending", scale: [1, 1], crop: null },
  frame: { name: null },
  magicframe: { name: null },
};

function defaultsOf(kind: string): Properties {
  return { ...DEFAULTS, ...KIND_DEFAULTS[kind] };
}

/** A new element for an item. */
export function elementOf(item: Item): ExcalidrawElement {
  const text = item.kind === "text" && typeof item.properties["text"] === "string" ? { originalText: item.properties["text"] } : {};
  return {
    ...defaultsOf(item.kind),
    ...text,
    ...item.properties,
    id: item.id,
    type: item.kind,
    version: 1,
    versionNonce: nonce(),
    updated: Date.now(),
    isDeleted: false,
  } as unknown as ExcalidrawElement;
}

/**
 * `element` with other properties, `null` for one that is gone. It counts as a newer version, so that Excalidraw draws it anew.
 */
export function changed(element: ExcalidrawElement, properties: Properties, isDeleted = false): ExcalidrawElement {
  const defaults = defaultsOf(element.type);
  const fields = Object.entries(properties).map(([key, value]) => [key, value ?? defaults[key] ?? null]);
  return { ...element, ...Object.fromEntries(fields), version: element.version + 1, versionNonce: nonce(), updated: Date.now(), isDeleted } as ExcalidrawElement;
}

/** Excalidraw breaks ties of equal versions by it; it need not be hard to guess. */
function nonce(): number {
  return Math.floor(Math.random() * 2 ** 31);
}

/** Excalidraw's order: by fractional index, and by id where two have the same. */
export function inOrder(elements: readonly ExcalidrawElement[]): ExcalidrawElement[] {
  const last = "~";
  return elements.toSorted((a, b) => compare(a.index ?? last, b.index ?? last) || compare(a.id, b.id));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
