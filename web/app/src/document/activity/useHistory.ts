import { useEffect, useState } from "react";
import type { Gesture, Session } from "@weft/client";

/** After a change the list is asked for anew this much later, in milliseconds: what comes meanwhile is in it too. */
const gathering = 300;

/** What was changed lately, the newest first, as long as it is shown; null before the first answer. */
export function useHistory(session: Session): readonly Gesture[] | null {
  const [gestures, setGestures] = useState<readonly Gesture[] | null>(null);
  useEffect(() => {
    let left = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = () => {
      timer = undefined;
      session.history().then(
        (news) => left || setGestures(news.toReversed()),
        // Without a connection what was there stays; it is asked for again with the next one.
        () => undefined,
      );
    };
    const askSoon = () => void (timer ??= setTimeout(ask, gathering));
    ask();
    const stops = [session.on("foreign", askSoon), session.on("saved", askSoon), session.on("status", ({ state }) => state === "connected" && askSoon())];
    return () => {
      left = true;
      clearTimeout(timer);
      for (const stop of stops) stop();
    };
  }, [session]);
  return gestures;
}
