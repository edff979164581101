import { useEffect, useRef, useState } from "react";
import type { ExcalidrawImperativeAPI } from "@excalidraw/excalidraw/types";
import type { RemoteCursor, Session } from "@weft/client";
import { useCursors } from "./together/useCursors";
import "./pointers.css";

interface PointersProps {
  readonly session: Session;
  readonly api: ExcalidrawImperativeAPI;
}

/** The others' pointers over the canvas, each in the colour of its user. Where the canvas is scrolled to, they move with it at once. */
export function Pointers({ session, api }: PointersProps) {
  const cursors = useCursors(session);
  const layer = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState(() => api.getAppState().zoom.value as number);

  useEffect(() => {
    const follow = (scrollX: number, scrollY: number, zoomed: number) => {
      if (layer.current) layer.current.style.transform = `translate(${scrollX * zoomed}px, ${scrollY * zoomed}px)`;
      setZoom(zoomed);
    };
    const { scrollX, scrollY, zoom: first } = api.getAppState();
    follow(scrollX, scrollY, first.value);
    return api.onScrollChange((x, y, { value }) => follow(x, y, value));
  }, [api]);

  return (
    <div className="pointers" aria-hidden="true">
      <div ref={layer}>
        <PointerMarks cursors={cursors} place={({ x, y }) => [x * zoom, y * zoom]} />
      </div>
    </div>
  );
}

interface MarksProps {
  readonly cursors: ReadonlyMap<string, RemoteCursor>;
  /** Where a point of the document is, in pixels. */
  readonly place: (point: { readonly x: number; readonly y: number }) => readonly [number, number];
}

/** An arrow with a name for everybody who points at something. */
export function PointerMarks({ cursors, place }: MarksProps) {
  return [...cursors].map(([client, { pointer, user }]) => {
    if (pointer === undefined) return null;
    const [x, y] = place(pointer);
    return (
      <div key={client} className="pointer" style={{ transform: `translate(${x}px, ${y}px)`, color: user.color }}>
        <svg width="22" height="22" viewBox="0 0 18 18">
          <path d="M1.5 1.5 6.2 16l2.9-6.2L15.5 7z" />
        </svg>
        <span className="pointer-name">{user.name}</span>
      </div>
    );
  });
}
