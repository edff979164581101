import { memo, useEffect, useRef, useState, type DragEvent } from "react";
import { Excalidraw, MainMenu } from "@excalidraw/excalidraw";
import type { ExcalidrawImperativeAPI } from "@excalidraw/excalidraw/types";
import { BoardBinding } from "@weft/excalidraw";
import { useTheme } from "../theme/theme";
import { say } from "../ui/Toasts";
import { boardApi } from "./boardApi";
import { Pointers } from "./Pointers";
import type { EditorProps } from "./TextEditor";
import "@excalidraw/excalidraw/index.css";
import "./board.css";

const uiOptions = {
  canvasActions: {
    changeViewBackgroundColor: false,
    export: false as const,
    loadScene: false,
    saveToActiveFile: false,
    toggleTheme: false,
  },
  tools: { image: false },
};

/** A scene dropped on the canvas would take the place of everything that everybody drew. */
function refuseFiles(event: DragEvent): void {
  if (!event.dataTransfer.types.includes("Files")) return;
  event.preventDefault();
  event.stopPropagation();
  say("Files cannot be dropped on a board. Import a drawing as a document of its own, on the page of all documents.", "error");
}

/** The editor replaces its scene when it has started: nothing may be put into it, or taken from it as an edit, before that. */
function whenStarted(api: ExcalidrawImperativeAPI, then: () => void): () => void {
  let frame = 0;
  const look = () => {
    if (api.getAppState().isLoading) frame = requestAnimationFrame(look);
    else then();
  };
  look();
  return () => cancelAnimationFrame(frame);
}

/** It renders anew only for its own sake: the page around it does so with every saved change. */
export default memo(function BoardEditor({ session, title, focus, onSummary }: EditorProps) {
  const theme = useTheme();
  const [api, setApi] = useState<ExcalidrawImperativeAPI | null>(null);
  const binding = useRef<BoardBinding | null>(null);

  useEffect(() => {
    if (!api) return;
    const stop = whenStarted(api, () => {
      binding.current = new BoardBinding(session, boardApi(api));
    });
    return () => {
      stop();
      binding.current?.dispose();
      binding.current = null;
    };
  }, [api, session]);

  useEffect(() => {
    const count = () => {
      const shapes = session.items("elements").size;
      onSummary(shapes === 1 ? "1 shape" : `${shapes.toLocaleString("en")} shapes`);
    };
    count();
    return session.on("view", count);
  }, [session, onSummary]);

  return (
    <div className="board-editor" onDropCapture={refuseFiles}>
      <Excalidraw
        excalidrawAPI={setApi}
        theme={theme}
        name={title}
        langCode="en"
        autoFocus={focus}
        aiEnabled={false}
        validateEmbeddable={false}
        handleKeyboardGlobally={false}
        UIOptions={uiOptions}
        onChange={(elements, state) => binding.current?.onChange(elements, state)}
        onPointerUpdate={(payload) => binding.current?.onPointerUpdate(payload)}
      >
        <MainMenu>
          <MainMenu.DefaultItems.SearchMenu />
          <MainMenu.DefaultItems.SaveAsImage />
          <MainMenu.DefaultItems.Help />
          <MainMenu.Separator />
          <MainMenu.DefaultItems.ClearCanvas />
        </MainMenu>
      </Excalidraw>
      {api && <Pointers session={session} api={api} />}
    </div>
  );
});
