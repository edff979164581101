import { useCallback, useEffect, useState } from "react";
import { findDocument, renameDocument, RequestError, type DocumentRecord } from "../api/documents";
import { say } from "../ui/Toasts";

/** How often title and existence are asked for while the page is seen, in milliseconds: others may rename. */
const interval = 5_000;

export interface RecordState {
  readonly record: DocumentRecord | null;
  /** The server knows no such document. */
  readonly missing: boolean;
  readonly rename: (title: string) => void;
}

export function useRecord(id: string): RecordState {
  const [record, setRecord] = useState<DocumentRecord | null>(null);
  const [missing, setMissing] = useState(false);

  useEffect(() => {
    const stop = new AbortController();
    const look = async () => {
      if (document.visibilityState !== "visible") return;
      try {
        setRecord(await findDocument(id, stop.signal));
        setMissing(false);
      } catch (error) {
        // An unreachable server is no news here: the status line tells of the connection.
        if (error instanceof RequestError && error.status === 404) setMissing(true);
      }
    };
    void look();
    const timer = setInterval(() => void look(), interval);
    return () => {
      stop.abort();
      clearInterval(timer);
    };
  }, [id]);

  const rename = useCallback(
    (title: string) => {
      setRecord((known) => known && { ...known, title });
      renameDocument(id, title).then(setRecord, (error: unknown) => {
        say(`Not renamed. ${error instanceof RequestError ? error.message : String(error)}`, "error");
        setRecord((known) => known && { ...known });
        // What it is really called; when that fails too, the next look tells.
        findDocument(id).then(setRecord, () => undefined);
      });
    },
    [id],
  );

  return { record, missing, rename };
}
