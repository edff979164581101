import type { ExcalidrawElement } from "@excalidraw/excalidraw/element/types";
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

/** Whether something is going on that Excalidraw has not put in its undo history yet. */
export function isBusy(state: HandState): boolean {
  return isGesture(state) || state.editingTextElement !== null;
}

/**
 * What the hand is at, even if it has not changed it yet: what Excalidraw holds on to as objects (another object in their place
 * would be drawn beside them), a text's shape, and during a gesture what is selected, with its label or what is in it.
 */
export function underHand(state: HandState, elements: readonly ExcalidrawElement[]): Set<string> {
  const ids = new Set([state.newElement, state.multiElement, state.editingTextElement].flatMap((element) => element?.id ?? []));
  const container = state.editingTextElement?.type === "text" ? state.editingTextElement.containerId : null;
  if (container !== null) ids.add(container);
  if (!isGesture(state)) return ids;
  for (const [id, selected] of Object.entries(state.selectedElementIds)) if (selected) ids.add(id);
  for (const element of elements) if (element.frameId !== null && ids.has(element.frameId)) ids.add(element.id);
  for (const element of elements) if (element.type === "text" && element.containerId !== null && ids.has(element.containerId)) ids.add(element.id);
  return ids;
}
