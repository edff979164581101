import type { AppState } from "@excalidraw/excalidraw/types";

/** The part of Excalidraw's state that tells what the user's hand is doing. */
export type HandState = Pick<
  AppState,
  "cursorButton" | "selectedElementsAreBeingDragged" | "isResizing" | "isRotating" | "newElement" | "multiElement" | "editingTextElement" | "selectedElementIds"
>;

/** Whether a gesture is going on whose result is not there yet. */
export function isGesture(state: HandState): boolean {
  return (
    state.cursorButton === "down" ||
    state.selectedElementsAreBeingDragged ||
    state.isResizing ||
    state.isRotating ||
    state.newElement !== null ||
    state.multiElement !== null
  );
}

/** Elements that Excalidraw holds on to as objects: another object in their place would be drawn beside them. */
export function heldByExcalidraw(state: HandState): ReadonlySet<string> {
  return new Set([state.newElement, state.multiElement, state.editingTextElement].flatMap((element) => element?.id ?? []));
}
