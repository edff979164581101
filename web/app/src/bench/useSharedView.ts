import { useEffect } from "react";
import type { Session } from "@weft/client";
import type { Bench } from "./Bench";
import type { View } from "./useViewport";
import { seenOf, showing } from "./viewport";

/**
 * Tells the others what of the bench is seen here, and shows what `followed` sees. Who follows somebody tells their view on; two who
 * follow each other would otherwise see ever more.
 */
export function useSharedView(session: Session, bench: Bench, { view, size, setView }: View, followed: string | null): void {
  useEffect(() => {
    if (followed === null) return;
    const show = () => {
      const seen = session.cursors.get(followed)?.view;
      if (seen === undefined) return;
      bench.see(seen);
      setView((_, room) => showing(seen, room));
    };
    show();
    return session.on("cursors", show);
  }, [session, bench, setView, followed]);

  useEffect(() => {
    if (followed === null && size.width > 0 && size.height > 0) bench.see(seenOf(view, size));
  }, [bench, view, size, followed]);
}
