import type { Collaborator, ExcalidrawImperativeAPI, SocketId } from "@excalidraw/excalidraw/types";
import type { BoardApi } from "@weft/excalidraw";

/** The drawing editor has this many hues, ten degrees apart, and takes one by the character codes of a user's id. */
const hues = 37;

/** Below it a letter would be a control character. */
const firstLetter = 2 * hues;

/** The hue of `#rrggbb` in degrees, from 0 up to 360; 0 for a grey. */
export function hueOf(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16)) as [number, number, number];
  const most = Math.max(red, green, blue);
  const range = most - Math.min(red, green, blue);
  if (range === 0) return 0;
  const sixth = most === red ? (green - blue) / range : most === green ? (blue - red) / range + 2 : (red - green) / range + 4;
  return (sixth * 60 + 360) % 360;
}

/** An id for which the drawing editor chooses the hue nearest to the user's colour, for the frames around what others have selected. */
export function idOfHue(color: string): string {
  return String.fromCharCode(firstLetter + (Math.round(hueOf(color) / 10) % (hues - 1)));
}

function inOurColors(collaborators: ReadonlyMap<SocketId, Collaborator>): Map<SocketId, Collaborator> {
  return new Map(
    [...collaborators].map(([socket, { pointer: _, ...collaborator }]) => [
      socket,
      { ...collaborator, id: idOfHue(collaborator.color?.background ?? "#808080") },
    ]),
  );
}

/** The editor as the binding sees it. The pointers are ours ({@link Pointers}): the editor would give them colours of its own. */
export function boardApi(api: ExcalidrawImperativeAPI): BoardApi {
  let shown = "";
  return {
    getAppState: api.getAppState,
    getSceneElementsIncludingDeleted: api.getSceneElementsIncludingDeleted,
    updateScene: ({ collaborators, ...scene }) => {
      const others = collaborators && inOurColors(collaborators);
      const now = others ? JSON.stringify([...others]) : shown;
      // Each time the editor draws all of the canvas anew: only who is here and what is selected is worth that.
      const news = { ...scene, ...(others && now !== shown && { collaborators: others }) };
      shown = now;
      if (Object.keys(news).length > 0) api.updateScene(news);
    },
  };
}
