import { useEffect, useState } from "react";
import type { RemoteCursor, Session } from "@weft/client";

/** The others' cursors, as they are at a frame: they come more often than they can be drawn. Only what shows them should use them. */
export function useCursors(session: Session): ReadonlyMap<string, RemoteCursor> {
  const [cursors, setCursors] = useState(session.cursors);
  useEffect(() => {
    let frame = 0;
    const show = () => {
      frame = 0;
      setCursors(session.cursors);
    };
    show();
    const stop = session.on("cursors", () => (frame ||= requestAnimationFrame(show)));
    return () => {
      stop();
      cancelAnimationFrame(frame);
    };
  }, [session]);
  return cursors;
}
