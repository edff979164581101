import { memo, useCallback, useEffect, useRef, useState, useSyncExternalStore, type DragEvent, type KeyboardEvent, type MouseEvent, type PointerEvent } from "react";
import { Excalidraw, MainMenu } from "@excalidraw/excalidraw";
import type { AppState, ExcalidrawImperativeAPI } from "@excalidraw/excalidraw/types";
import { reaches } from "@weft/client";
import { BoardBinding } from "@weft/excalidraw";
import { useTheme } from "../theme/theme";
import { say } from "../ui/Toasts";
import { boardApi } from "./boardApi";
import { BoardTogether } from "./board/BoardTogether";
import { showLastView, useLastView } from "./board/useLastView";
import { BoardPictures, takePasted } from "./images/BoardPictures";
import { insertPictures } from "./images/insert";
import { PictureMarks } from "./images/PictureMarks";
import { boardPlace, elementAt, elementLabel } from "./boardPlace";
import type { EditorProps } from "./EditorProps";
import { UndoButtons } from "./UndoButtons";
import { undoKeyOf } from "./undoKeys";
import { sayOutcome } from "./undoWords";
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
};

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

/** The one element that is selected; null when there is none, or there are more. */
function onlySelected({ selectedElementIds }: AppState): string | null {
  const ids = Object.keys(selectedElementIds).filter((id) => selectedElementIds[id]);
  return ids.length === 1 ? ids[0]! : null;
}

/** It renders anew only for its own sake: the page around it does so with every saved change. */
export default memo(function BoardEditor({ session, title, canEdit, focus, followed, onSummary, onSubject, onPlace }: EditorProps) {
  const theme = useTheme();
  const [api, setApi] = useState<ExcalidrawImperativeAPI | null>(null);
  const binding = useRef<BoardBinding | null>(null);
  const [board, setBoard] = useState<BoardBinding | null>(null);
  const [pictures, setPictures] = useState<BoardPictures | null>(null);
  const [locked, setLocked] = useState(false);
  const picked = useRef<string | null>(null);
  const frame = useRef<HTMLDivElement>(null);
  const toCanvas = useCallback(() => frame.current?.querySelector<HTMLElement>(".excalidraw")?.focus(), []);
  const pointer = useRef({ x: 0, y: 0 });
  const pressed = useRef({ x: 0, y: 0 });

  const pick = (id: string | null) => {
    if (id === picked.current) return;
    picked.current = id;
    const label = id === null ? null : elementLabel(session.items("elements"), id);
    onSubject(id === null || label === null ? null : { about: id, label });
  };

  useEffect(() => {
    if (!api) return;
    onPlace(boardPlace(session, api, toCanvas));
    return () => {
      onPlace(null);
      onSubject(null);
    };
  }, [api, session, toCanvas, onPlace, onSubject]);

  useEffect(() => {
    if (!api) return;
    let pictures: BoardPictures | undefined;
    const stop = whenStarted(api, () => {
      pictures = new BoardPictures(session, api, (words) => say(words, "error"));
      setPictures(pictures);
      binding.current = new BoardBinding(session, boardApi(api), pictures.propertiesOf);
      setBoard(binding.current);
      // What is in the document is on the canvas once the binding has begun.
      void session.ready.then(() => requestAnimationFrame(() => showLastView(api, session.document)));
    });
    return () => {
      stop();
      pictures?.dispose();
      setPictures(null);
      binding.current?.dispose();
      binding.current = null;
      setBoard(null);
    };
  }, [api, session]);

  useEffect(() => binding.current?.follow(followed), [followed]);
  useLastView(api, session.document);

  useEffect(() => {
    let frame = 0;
    const count = () => {
      frame = 0;
      const shapes = session.items("elements").size;
      setLocked([...session.items("elements").values()].some(({ properties }) => properties["locked"] === true));
      onSummary(shapes === 1 ? "1 shape" : `${shapes.toLocaleString("en")} shapes`);
    };
    count();
    const stop = session.on("view", () => (frame ||= requestAnimationFrame(count)));
    return () => {
      stop();
      cancelAnimationFrame(frame);
    };
  }, [session, onSummary]);

  const undo = () => sayOutcome(binding.current?.undo() ?? null);
  const redo = () => sayOutcome(binding.current?.redo() ?? null);
  const onKeys = (event: KeyboardEvent) => {
    const step = undoKeyOf(event);
    // What is being written has an undo of its own until it is finished.
    if (step === null || event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    event.stopPropagation();
    if (step === "undo") undo();
    else redo();
  };

  // The editor itself would take a dropped scene, also one inside of a picture, in place of everything that everybody drew.
  const onDrop = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    event.stopPropagation();
    const files = [...event.dataTransfer.files];
    if (!canEdit) say("You can view this board, but not put pictures on it.", "error");
    else if (files.some(({ name }) => name.endsWith(".excalidraw"))) say("A drawing cannot be dropped on a board. Import it as a document of its own, on the page of all documents.", "error");
    else if (api && pictures) void insertPictures(pictures, api, files, event, (words) => say(words, "error"));
  };

  // Excalidraw selects nothing where nothing can be changed: a click tells what a comment is to be about.
  const onPress = (event: PointerEvent) => (pressed.current = { x: event.clientX, y: event.clientY });
  const onClick = (event: MouseEvent) => {
    const isDrag = Math.hypot(event.clientX - pressed.current.x, event.clientY - pressed.current.y) > 4;
    if (canEdit || isDrag || !(event.target instanceof HTMLCanvasElement)) return;
    pick(elementAt(session.items("elements"), pointer.current.x, pointer.current.y));
  };
  // The drawing editor takes the button that opened its menu for held until the next click; what is chosen there would wait so long.
  const onContextMenu = () => api?.updateScene({ appState: { cursorButton: "up" } });
  // The server keeps what others have locked, and would refuse all of it.
  const canClear = canEdit && (!locked || reaches(session.role, "admin"));

  return (
    <div ref={frame} className="board-editor" onDropCapture={onDrop} onPointerDownCapture={onPress} onClick={onClick} onContextMenu={onContextMenu} onKeyDownCapture={onKeys}>
      <Excalidraw
        excalidrawAPI={setApi}
        theme={theme}
        name={title}
        langCode="en"
        autoFocus={focus}
        viewModeEnabled={!canEdit}
        aiEnabled={false}
        validateEmbeddable={false}
        handleKeyboardGlobally={false}
        UIOptions={uiOptions}
        generateIdForFile={async (file) => (pictures === null ? "" : pictures.take(file, file.name))}
        onPaste={async (data) => {
          if (pictures !== null) await takePasted(pictures, data as Parameters<typeof takePasted>[1]);
          return true;
        }}
        onChange={(elements, state) => {
          binding.current?.onChange(elements, state);
          if (canEdit) pick(onlySelected(state));
        }}
        onPointerUpdate={(payload) => {
          pointer.current = payload.pointer;
          binding.current?.onPointerUpdate(payload);
        }}
      >
        <MainMenu>
          <MainMenu.DefaultItems.SearchMenu />
          <MainMenu.DefaultItems.SaveAsImage />
          <MainMenu.DefaultItems.Help />
          {canClear && <MainMenu.Separator />}
          {canClear && <MainMenu.DefaultItems.ClearCanvas />}
        </MainMenu>
      </Excalidraw>
      {board && canEdit && <BoardUndo board={board} onUndo={undo} onRedo={redo} />}
      {api && <BoardTogether session={session} api={api} onFocus={toCanvas} />}
      {api && pictures && <PictureMarks session={session} api={api} pictures={pictures} />}
    </div>
  );
});

function BoardUndo({ board, onUndo, onRedo }: { readonly board: BoardBinding; readonly onUndo: () => void; readonly onRedo: () => void }) {
  const [canUndo, canRedo] = useSyncExternalStore(
    (listener) => board.onHistory(listener),
    () => `${board.canUndo},${board.canRedo}`,
  ).split(",");
  return <UndoButtons canUndo={canUndo === "true"} canRedo={canRedo === "true"} onUndo={onUndo} onRedo={onRedo} />;
}
