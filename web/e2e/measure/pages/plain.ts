import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { CaptureUpdateAction, Excalidraw, newElementWith } from "@excalidraw/excalidraw";
import type { ExcalidrawElement } from "@excalidraw/excalidraw/element/types";
import type { ExcalidrawImperativeAPI } from "@excalidraw/excalidraw/types";
import "@excalidraw/excalidraw/index.css";

/** Excalidraw alone, without Weft: what it takes by itself to move ten elements every so many milliseconds. */
let api: ExcalidrawImperativeAPI;
let timer: ReturnType<typeof setInterval> | undefined;

const plain = {
  show(elements: readonly ExcalidrawElement[]): void {
    api.updateScene({ elements });
  },
  fit(): void {
    api.scrollToContent(api.getSceneElements(), { fitToViewport: true, viewportZoomFactor: 1 });
  },
  /** Moves some elements round and round, one update of the scene each time. */
  move(ids: readonly string[], interval: number): void {
    const moved = new Set(ids);
    let turn = 0;
    clearInterval(timer);
    timer = setInterval(() => {
      turn += 1;
      const elements = api.getSceneElementsIncludingDeleted().map((element) => (moved.has(element.id) ? newElementWith(element, { x: element.x + 6 * Math.sin(turn / 8), y: element.y + 6 * Math.cos(turn / 8) }) : element));
      api.updateScene({ elements, captureUpdate: CaptureUpdateAction.NEVER });
    }, interval);
  },
  rest(): void {
    clearInterval(timer);
  },
};

declare global {
  interface Window {
    plain: typeof plain;
  }
}

createRoot(document.getElementById("root")!).render(
  createElement(Excalidraw, {
    excalidrawAPI: (made: ExcalidrawImperativeAPI) => {
      api = made;
      window.plain = plain;
    },
  }),
);
