import type { AppState } from "@excalidraw/excalidraw/types";
import type { CursorView } from "@weft/client";

/** The part of Excalidraw's state that tells what of the canvas is seen. */
export type ViewState = Pick<AppState, "scrollX" | "scrollY" | "zoom" | "width" | "height">;

/** How far Excalidraw zooms. */
const LEAST_ZOOM = 0.1;
const MOST_ZOOM = 30;

/** Hundredths are enough for what is only seen. */
export const rounded = (value: number): number => Math.round(value * 100) / 100;

/** What of the canvas is seen; `undefined` as long as it has no size. */
export function viewOf({ scrollX, scrollY, zoom, width, height }: ViewState): CursorView | undefined {
  if (!(width > 0 && height > 0)) return undefined;
  const [across, down] = [width / zoom.value, height / zoom.value];
  return { x: rounded(across / 2 - scrollX), y: rounded(down / 2 - scrollY), width: rounded(across), height: rounded(down) };
}

/** How to show all of `view`, in the middle; `null` when it is shown already. */
export function scrollTo(view: CursorView, state: ViewState): Pick<AppState, "scrollX" | "scrollY" | "zoom"> | null {
  if (!(state.width > 0 && state.height > 0)) return null;
  const value = Math.min(Math.max(Math.min(state.width / view.width, state.height / view.height), LEAST_ZOOM), MOST_ZOOM) as AppState["zoom"]["value"];
  const to = { scrollX: state.width / value / 2 - view.x, scrollY: state.height / value / 2 - view.y, zoom: { value } };
  const isThere = Math.abs(to.scrollX - state.scrollX) + Math.abs(to.scrollY - state.scrollY) < 0.1 && Math.abs(value / state.zoom.value - 1) < 0.001;
  return isThere ? null : to;
}
