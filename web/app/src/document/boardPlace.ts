import type { ExcalidrawImperativeAPI } from "@excalidraw/excalidraw/types";
import type { Item, Session } from "@weft/client";
import type { Place } from "./comments/CommentsPanel";

const names: { readonly [kind: string]: string } = {
  rectangle: "Rectangle",
  ellipse: "Ellipse",
  diamond: "Diamond",
  arrow: "Arrow",
  line: "Line",
  freedraw: "Drawing",
  text: "Text",
  frame: "Frame",
  image: "Picture",
};

/** What an element is called: its kind, and what is written in it. */
export function elementLabel(items: ReadonlyMap<string, Item>, id: string): string | null {
  const element = items.get(id);
  if (element === undefined) return null;
  const written = [element, ...items.values()].find(
    ({ id: other, kind, properties }) => kind === "text" && (other === id || properties["containerId"] === id),
  )?.properties["text"];
  const name = names[element.kind] ?? "Element";
  return typeof written === "string" && written.trim() !== "" ? `${name} “${written.trim().replaceAll(/\s+/g, " ")}”` : name;
}

/** The uppermost element around a point of the canvas, or the shape that it is the label of; turned elements are found as they are turned. */
export function elementAt(items: ReadonlyMap<string, Item>, x: number, y: number): string | null {
  const above = [...items.values()].sort((a, b) => (indexOf(a) < indexOf(b) ? 1 : -1));
  const hit = above.find(({ properties }) => isInside(properties, x, y));
  const container = hit?.properties["containerId"];
  return typeof container === "string" && items.has(container) ? container : (hit?.id ?? null);
}

const indexOf = ({ properties }: Item) => (typeof properties["index"] === "string" ? properties["index"] : "");

function isInside(properties: Item["properties"], x: number, y: number): boolean {
  const number = (name: string) => (typeof properties[name] === "number" ? properties[name] : 0);
  const [width, height, angle] = [number("width"), number("height"), number("angle")];
  const [dx, dy] = [x - number("x") - width / 2, y - number("y") - height / 2];
  const along = dx * Math.cos(angle) + dy * Math.sin(angle);
  const across = dy * Math.cos(angle) - dx * Math.sin(angle);
  return Math.abs(along) <= width / 2 && Math.abs(across) <= height / 2;
}

/** Finds the elements that comments are about, and shows them by going there, with the keyboard too (`focus`). */
export function boardPlace(session: Session, api: ExcalidrawImperativeAPI, focus: () => void): Place {
  return {
    find: ({ about }) => {
      const label = about === undefined ? null : elementLabel(session.items("elements"), about);
      if (about === undefined || label === null) return null;
      const show = () => {
        const element = api.getSceneElements().find(({ id }) => id === about);
        if (element === undefined) return;
        api.scrollToContent(element, { animate: true });
        focus();
        if (session.canEdit) api.updateScene({ appState: { selectedElementIds: { [about]: true } } });
      };
      return { label, show };
    },
  };
}
