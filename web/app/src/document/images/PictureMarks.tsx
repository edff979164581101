import { useEffect, useReducer, useRef, useState, useSyncExternalStore } from "react";
import type { ExcalidrawImperativeAPI } from "@excalidraw/excalidraw/types";
import type { Item, Session } from "@weft/client";
import type { BoardPictures, PictureState } from "./BoardPictures";
import { type Picture, pictureOf, sizeWords } from "./picture";
import "./pictures.css";

interface PictureMarksProps {
  readonly session: Session;
  readonly api: ExcalidrawImperativeAPI;
  readonly pictures: BoardPictures;
}

/** Over each picture that cannot be seen yet: how far it has come, and what can be done about that. */
export function PictureMarks({ session, api, pictures }: PictureMarksProps) {
  const states = useSyncExternalStore(pictures.subscribe, pictures.snapshot);
  const [, moved] = useReducer((count: number) => count + 1, 0);
  const layer = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState(() => api.getAppState().zoom.value as number);
  const isEmpty = states.size === 0;

  useEffect(() => (isEmpty ? undefined : session.on("view", moved)), [session, isEmpty]);

  useEffect(() => {
    if (isEmpty) return;
    const follow = (scrollX: number, scrollY: number, zoomed: number) => {
      if (layer.current) layer.current.style.transform = `translate(${scrollX * zoomed}px, ${scrollY * zoomed}px)`;
      setZoom(zoomed);
    };
    const { scrollX, scrollY, zoom: first } = api.getAppState();
    follow(scrollX, scrollY, first.value);
    return api.onScrollChange((x, y, { value }) => follow(x, y, value));
  }, [api, isEmpty]);

  if (isEmpty) return null;
  return (
    <div className="pictures">
      <div ref={layer}>
        {[...session.items("elements").values()].map((item) => {
          const picture = pictureOf(item);
          const state = picture === null ? undefined : states.get(picture.hash);
          if (picture === null || state === undefined) return null;
          return <PictureMark key={item.id} picture={picture} state={state} place={placeOf(item, zoom)} pictures={pictures} />;
        })}
      </div>
    </div>
  );
}

/** The middle of an element on the screen, before it is scrolled, and how wide it is there. */
function placeOf({ properties }: Item, zoom: number) {
  const number = (name: string) => (typeof properties[name] === "number" ? properties[name] : 0);
  return { x: (number("x") + number("width") / 2) * zoom, y: (number("y") + number("height") / 2) * zoom, width: Math.abs(number("width")) * zoom };
}

interface PictureMarkProps {
  readonly picture: Picture;
  readonly state: PictureState;
  readonly place: { readonly x: number; readonly y: number; readonly width: number };
  readonly pictures: BoardPictures;
}

function PictureMark({ picture: { hash, name = "Picture" }, state, place, pictures }: PictureMarkProps) {
  const { words, action, progress } = saidOf(state);
  return (
    <div className={`picture-mark ${state.kind}`} role="group" aria-label={name} style={{ left: place.x, top: place.y, maxWidth: Math.max(180, place.width - 16) }}>
      <span className="picture-name" title={name}>
        {name}
      </span>
      <span className="picture-words" role={state.kind === "failed" ? "alert" : undefined}>
        {words}
      </span>
      {progress !== undefined && <progress max={1} value={progress} aria-label={`${name}: loading`} />}
      {action === "stop" && (
        <button type="button" className="button small" aria-label={`Cancel loading ${name}`} onClick={() => pictures.stop(hash)}>
          Cancel
        </button>
      )}
      {action !== undefined && action !== "stop" && (
        <button type="button" className="button small" aria-label={`${action} ${name}`} onClick={() => pictures.resume(hash)}>
          {action}
        </button>
      )}
    </div>
  );
}

function saidOf(state: PictureState): { readonly words: string; readonly action?: "stop" | "Load" | "Resume" | "Try again"; readonly progress?: number } {
  switch (state.kind) {
    case "loading":
      return state.size === undefined
        ? { words: "Loading…", action: "stop" }
        : { words: `${sizeWords(state.received)} of ${sizeWords(state.size)}`, action: "stop", progress: state.received / state.size };
    case "asking":
      return { words: sizeWords(state.size), action: "Load" };
    case "stopped":
      return state.size === undefined || state.received === 0
        ? { words: "Not loaded", action: "Load" }
        : { words: `Stopped at ${sizeWords(state.received)} of ${sizeWords(state.size)}`, action: "Resume", progress: state.received / state.size };
    case "waiting":
      return { words: "Its author is still sending it" };
    case "failed":
      return { words: state.message, action: "Try again" };
    case "sending":
      return { words: "Sending to the others…" };
    case "unsent":
      return { words: state.isKept ? "Not sent yet: it is kept in this browser until the connection is back" : "Not sent yet: keep this page open until the connection is back", action: "Try again" };
  }
}
