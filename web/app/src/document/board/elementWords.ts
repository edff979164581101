import type { Item } from "@weft/client";

/** What the properties of an element are called that somebody can see change. */
const words: { readonly [property: string]: string } = {
  x: "position",
  y: "position",
  points: "shape",
  width: "size",
  height: "size",
  angle: "angle",
  strokeColor: "colour",
  backgroundColor: "colour",
  fillStyle: "fill",
  strokeWidth: "stroke",
  strokeStyle: "stroke",
  roughness: "stroke",
  roundness: "edges",
  opacity: "opacity",
  text: "text",
  originalText: "text",
  fontSize: "font",
  fontFamily: "font",
  textAlign: "alignment",
  verticalAlign: "alignment",
  startArrowhead: "arrowhead",
  endArrowhead: "arrowhead",
  link: "link",
  locked: "lock",
  name: "name",
  crop: "crop",
  scale: "size",
  fileId: "picture",
};

/** What follows from where its shape is. */
const carried = new Set(["position", "size", "angle"]);

/** The empty word: nobody sees it. */
export const wordOf = (property: string): string => words[property] ?? "";

/** Whether somebody who looks at the element sees a difference in these properties. A label goes where its shape goes. */
export function matters(element: Item, properties: readonly string[]): boolean {
  const isLabel = typeof element.properties["containerId"] === "string";
  return properties.map(wordOf).some((word) => word !== "" && !(isLabel && carried.has(word)));
}
