import { useEffect } from "react";
import { getCommonBounds } from "@excalidraw/excalidraw";
import type { ExcalidrawImperativeAPI } from "@excalidraw/excalidraw/types";
import { scrollTo, viewOf } from "@weft/excalidraw";
import { lastView, rememberView } from "../together/lastView";

/** How long the canvas must rest for its place to be remembered, in milliseconds. */
const REST = 400;

/** Shows what this browser saw last of the board; the first time what is drawn there, if that is somewhere else. */
export function showLastView(api: ExcalidrawImperativeAPI, document: string): void {
  const state = api.getAppState();
  const last = lastView(document);
  if (last !== null) {
    const [width, height] = [state.width / last.zoom, state.height / last.zoom];
    const appState = scrollTo({ x: last.x, y: last.y, width, height }, state);
    if (appState !== null) api.updateScene({ appState });
    return;
  }
  const elements = api.getSceneElements();
  const view = viewOf(state);
  if (view === undefined || elements.length === 0) return;
  const [left, top, right, bottom] = getCommonBounds(elements);
  const isAway = Math.abs((left + right) / 2 - view.x) > (right - left + view.width) / 2 || Math.abs((top + bottom) / 2 - view.y) > (bottom - top + view.height) / 2;
  if (isAway) api.scrollToContent(elements, { fitToContent: true });
}

/** Remembers in this browser what it shows of the board. */
export function useLastView(api: ExcalidrawImperativeAPI | null, document: string): void {
  useEffect(() => {
    if (!api) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const remember = () => {
      timer = undefined;
      const state = api.getAppState();
      const view = viewOf(state);
      if (view !== undefined) rememberView(document, { x: view.x, y: view.y, zoom: state.zoom.value });
    };
    const stop = api.onScrollChange(() => {
      clearTimeout(timer);
      timer = setTimeout(remember, REST);
    });
    addEventListener("pagehide", remember);
    return () => {
      stop();
      clearTimeout(timer);
      removeEventListener("pagehide", remember);
      if (timer !== undefined) remember();
    };
  }, [api, document]);
}
