import { useEffect, useState } from "react";
import type { RemoteCursor, Session } from "@weft/client";

/** The others' cursors. They come often: only what shows them should use them. */
export function useCursors(session: Session): ReadonlyMap<string, RemoteCursor> {
  const [cursors, setCursors] = useState(session.cursors);
  useEffect(() => {
    setCursors(session.cursors);
    return session.on("cursors", setCursors);
  }, [session]);
  return cursors;
}
