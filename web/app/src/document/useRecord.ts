import { useCallback, useEffect, useState } from "react";
import type { Session } from "@weft/client";
import { findDocument, renameDocument, RequestError, type DocumentRecord } from "../api/documents";
import { say } from "../ui/Toasts";

/** How often the server is asked until it answers, in milliseconds. */
const interval = 5_000;

export interface RecordState {
  readonly record: DocumentRecord | null;
  /** The server knows no such document. */
  readonly missing: boolean;
  readonly rename: (title: string) => void;
}

/** What the server has of the document: asked for once, and again when the connection comes or fails; a new title comes through the session. */
export function useRecord(id: string, session: Session | null): RecordState {
  const [record, setRecord] = useState<DocumentRecord | null>(null);
  const [missing, setMissing] = useState(false);

  useEffect(() => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      clearTimeout(timer);
      try {
        setRecord(await findDocument(id, stop.signal));
        setMissing(false);
      } catch (error) {
        // An unreachable server is no news here: the status line tells of the connection.
        if (error instanceof RequestError && error.status === 404) setMissing(true);
        // Whoever may not see the document hears that through the session, with words.
        else if (error instanceof RequestError && (error.status === 401 || error.status === 403)) return;
        else if (!stop.signal.aborted) timer = setTimeout(() => void look(), interval);
      }
    };
    void look();
    let title = session?.title;
    const forget = session && [
      session.on("status", ({ state }) => {
        if (state === "connected" || state === "failed") void look();
      }),
      session.on("presence", () => {
        if (session.title === title) return;
        title = session.title;
        setRecord((known) => known && { ...known, title: session.title });
      }),
    ];
    return () => {
      stop.abort();
      clearTimeout(timer);
      forget?.forEach((stop) => stop());
    };
  }, [id, session]);

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
