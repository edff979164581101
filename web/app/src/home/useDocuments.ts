import { useCallback, useEffect, useRef, useState } from "react";
import { listDocuments, RequestError, type DocumentRecord } from "../api/documents";

/** How often the list is asked for anew while the page is seen, in milliseconds. */
const interval = 3_000;

export interface DocumentList {
  /** Null until the first answer. */
  readonly documents: readonly DocumentRecord[] | null;
  /** Why the list may be out of date; null when it is not. */
  readonly trouble: string | null;
  readonly refresh: () => Promise<void>;
}

/** The list of documents, kept up to date while the page is visible. An equal answer renders nothing anew. */
export function useDocuments(): DocumentList {
  const [documents, setDocuments] = useState<readonly DocumentRecord[] | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const shown = useRef("");
  const newest = useRef(0);

  const refresh = useCallback(async () => {
    const asked = ++newest.current;
    try {
      const list = await listDocuments();
      if (asked !== newest.current) return;
      const text = JSON.stringify(list);
      if (text !== shown.current) setDocuments(list);
      shown.current = text;
      setTrouble(null);
    } catch (error) {
      if (asked === newest.current) setTrouble(error instanceof RequestError ? error.message : String(error));
    }
  }, []);

  useEffect(() => {
    const look = () => {
      if (document.visibilityState === "visible") void refresh();
    };
    look();
    const timer = setInterval(look, interval);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [refresh]);

  return { documents, trouble, refresh };
}
