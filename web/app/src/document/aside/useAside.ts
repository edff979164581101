import { useCallback, useEffect, useState } from "react";
import type { Session } from "@weft/client";
import { type Work, workOf } from "./work";

export interface AsideState {
  readonly works: readonly Work[];
  readonly discard: (work: Work) => void;
}

/** Own work that belongs to a state of the document that is gone. */
export function useAside(session: Session | null): AsideState {
  const [works, setWorks] = useState<readonly Work[]>([]);

  useEffect(() => {
    setWorks([]);
    if (!session) return;
    let left = false;
    // A storage that cannot be read has told so already.
    session.setAside().then(
      (kept) => left || setWorks(kept.map(workOf)),
      () => undefined,
    );
    const stop = session.on("aside", (aside) => setWorks((known) => [...known, workOf(aside)]));
    return () => {
      left = true;
      stop();
    };
  }, [session]);

  const discard = useCallback(
    (work: Work) => {
      setWorks((known) => known.filter((other) => other !== work));
      void session?.removeAside(work.aside);
    },
    [session],
  );
  return { works, discard };
}
