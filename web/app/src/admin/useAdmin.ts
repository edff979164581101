import { useCallback, useEffect, useRef, useState } from "react";
import { adminState, type AdminState } from "../api/admin";
import { RequestError, wordsOf } from "../api/request";

/** How often the server is asked anew while the page is seen, in milliseconds. */
const interval = 3_000;

export interface Admin {
  /** Null until the first answer. */
  readonly now: AdminState | null;
  /** What the look before showed, for the rates. */
  readonly before: AdminState | null;
  /** Why what is shown may be out of date; null when it is not. */
  readonly trouble: string | null;
  /** The server shows this to somebody else only. */
  readonly refused: boolean;
  readonly refresh: () => Promise<void>;
}

export function useAdmin(withAccounts: boolean): Admin {
  const [seen, setSeen] = useState<{ readonly now: AdminState | null; readonly before: AdminState | null }>({ now: null, before: null });
  const [failure, setFailure] = useState<unknown>(null);
  const newest = useRef(0);

  const refresh = useCallback(
    async (signal: AbortSignal | null = null) => {
      const asked = ++newest.current;
      try {
        const now = await adminState(withAccounts, signal);
        if (asked !== newest.current) return;
        setSeen((last) => ({ now, before: last.now }));
        setFailure(null);
      } catch (error) {
        if (asked === newest.current && signal?.aborted !== true) setFailure(error);
      }
    },
    [withAccounts],
  );

  useEffect(() => {
    const stop = new AbortController();
    const look = () => {
      if (document.visibilityState === "visible") void refresh(stop.signal);
    };
    look();
    const timer = setInterval(look, interval);
    document.addEventListener("visibilitychange", look);
    return () => {
      stop.abort();
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [refresh]);

  return {
    ...seen,
    trouble: failure === null ? null : wordsOf(failure),
    refused: failure instanceof RequestError && failure.status === 403,
    refresh,
  };
}
