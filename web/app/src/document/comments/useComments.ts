import { useEffect, useState } from "react";
import type { Session } from "@weft/client";
import { collection, type Thread, threadsOf } from "./threads";

/** The conversations about a document, as they are now. */
export function useComments(session: Session | null): readonly Thread[] {
  const [threads, setThreads] = useState<readonly Thread[]>([]);
  useEffect(() => {
    setThreads([]);
    if (!session) return;
    const look = () => setThreads(threadsOf(session.items(collection)));
    let left = false;
    session.ready.then(
      () => left || look(),
      () => undefined,
    );
    const stop = session.on("view", ({ ops }) => {
      if (session.isReady && ops.some(({ path }) => path.startsWith(`${collection}/`))) look();
    });
    return () => {
      left = true;
      stop();
    };
  }, [session]);
  return threads;
}
