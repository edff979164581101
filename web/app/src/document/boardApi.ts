import { mutateElement } from "@excalidraw/excalidraw";
import type { ExcalidrawImperativeAPI } from "@excalidraw/excalidraw/types";
import type { BoardApi } from "@weft/excalidraw";

/**
 * The editor as the binding sees it. What is seen of the others is ours ({@link BoardTogether}): the editor would give them colours of its
 * own, and draw all of the canvas anew whenever one of them selects something.
 */
export function boardApi(api: ExcalidrawImperativeAPI): BoardApi {
  return {
    mutateElement,
    getAppState: api.getAppState,
    getSceneElementsIncludingDeleted: api.getSceneElementsIncludingDeleted,
    updateScene: ({ collaborators: _, ...scene }) => {
      if (Object.keys(scene).length > 0) api.updateScene(scene);
    },
  };
}
