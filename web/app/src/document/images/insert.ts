import { convertToExcalidrawElements, viewportCoordsToSceneCoords } from "@excalidraw/excalidraw";
import type { ExcalidrawElement, FileId } from "@excalidraw/excalidraw/element/types";
import type { ExcalidrawImperativeAPI } from "@excalidraw/excalidraw/types";
import type { BoardPictures } from "./BoardPictures";
import type { FileFacts } from "./picture";

/** Pictures that are dropped together lie so far apart, in the board's units. */
const GAP = 24;

/** A picture is put in so large at most, as a part of what is seen. */
const SHARE = 0.6;

/** Puts dropped files on the board as pictures, side by side around a point of the window. Says what cannot be put there. */
export async function insertPictures(
  pictures: BoardPictures,
  api: ExcalidrawImperativeAPI,
  files: readonly File[],
  at: { readonly clientX: number; readonly clientY: number },
  say: (words: string) => void,
): Promise<void> {
  const state = api.getAppState();
  const point = viewportCoordsToSceneCoords(at, state);
  const made: ExcalidrawElement[] = [];
  let x = point.x;
  for (const file of files) {
    try {
      const fileId = await pictures.take(file, file.name);
      const { width, height } = fitted(pictures.factsOf(fileId)!, state);
      made.push(...convertToExcalidrawElements([{ type: "image", fileId: fileId as FileId, status: "pending", x: made.length === 0 ? x - width / 2 : x, y: point.y - height / 2, width, height }]));
      x = made.at(-1)!.x + width + GAP;
    } catch (error) {
      say(error instanceof Error ? error.message : String(error));
    }
  }
  if (made.length === 0) return;
  api.updateScene({
    elements: [...api.getSceneElementsIncludingDeleted(), ...made],
    appState: { selectedElementIds: Object.fromEntries(made.map(({ id }) => [id, true as const])) },
    captureUpdate: "IMMEDIATELY",
  });
}

function fitted({ width, height }: FileFacts, state: { readonly width: number; readonly height: number; readonly zoom: { readonly value: number } }) {
  const most = { width: (state.width * SHARE) / state.zoom.value, height: (state.height * SHARE) / state.zoom.value };
  const scale = Math.min(1, most.width / width, most.height / height);
  return { width: width * scale, height: height * scale };
}
