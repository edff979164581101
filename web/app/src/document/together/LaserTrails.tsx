import { useEffect, useRef } from "react";
import type { RemoteCursor, Session } from "@weft/client";
import { Trails } from "./trails";
import "./together.css";

export interface Beam {
  readonly x: number;
  readonly y: number;
}

interface LaserTrailsProps {
  readonly session: Session;
  /** Where a point of the document is on the page's canvas now, in pixels. */
  readonly place: (point: Beam) => readonly [number, number];
  /** Where the own laser is; null: it is off, or drawn elsewhere. */
  readonly own?: Beam | null;
}

/** The trails of the laser pointers over the canvas. It draws only as long as there is one. */
export function LaserTrails({ session, place, own = null }: LaserTrailsProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const latest = useRef(place);
  latest.current = place;
  const draw = useRef<((own: Beam | null) => void) | null>(null);

  useEffect(() => {
    const trails = new Trails();
    let frame = 0;
    const paint = () => {
      frame = 0;
      const element = canvas.current;
      const context = element?.getContext("2d");
      if (!element || !context) return;
      const now = performance.now();
      const isLeft = trails.fade(now);
      const scale = devicePixelRatio;
      const { clientWidth, clientHeight } = element;
      element.width = clientWidth * scale;
      element.height = clientHeight * scale;
      context.scale(scale, scale);
      trails.draw(context, latest.current, now);
      element.dataset["trails"] = String(isLeft);
      if (isLeft) frame = requestAnimationFrame(paint);
    };
    const soon = () => {
      if (frame === 0) frame = requestAnimationFrame(paint);
    };
    const follow = (cursors: ReadonlyMap<string, RemoteCursor>) => {
      for (const [client, { user, pointer, laser }] of cursors) {
        trails.point(client, user.color, laser ? (pointer ?? null) : null, performance.now());
        if (laser) soon();
      }
    };
    draw.current = (beam) => {
      trails.point("", session.self.color, beam, performance.now());
      if (beam) soon();
    };
    const stop = session.on("cursors", follow);
    return () => {
      stop();
      cancelAnimationFrame(frame);
    };
  }, [session]);

  useEffect(() => draw.current?.(own), [own]);

  return <canvas ref={canvas} className="laser-trails" data-testid="laser-trails" aria-hidden="true" />;
}
