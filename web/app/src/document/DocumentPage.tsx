import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { kindOf } from "../api/kinds";
import { say } from "../ui/Toasts";
import { DocumentHeader } from "./DocumentHeader";
import { obstacleOf, ObstacleNotice } from "./Obstacle";
import { StatusLine } from "./StatusLine";
import { useRecord } from "./useRecord";
import { useSession, useSessionChanges } from "./useSession";
import "./document.css";

const TextEditor = lazy(() => import("./TextEditor"));
const BoardEditor = lazy(() => import("./BoardEditor"));

/** Whether the page was opened by the button that made the document; told once, so that a reload does not select the title again. */
function takeJustCreated(): boolean {
  const state: unknown = history.state;
  if (typeof state !== "object" || state === null || !("justCreated" in state)) return false;
  history.replaceState(null, "");
  return true;
}

export default function DocumentPage({ id }: { id: string }) {
  const session = useSession(id);
  useSessionChanges(session);
  const { record, missing, rename } = useRecord(id, session);
  const [justCreated, setJustCreated] = useState(false);
  const [summary, setSummary] = useState("");
  const main = useRef<HTMLElement>(null);

  useEffect(() => {
    if (takeJustCreated()) setJustCreated(true);
  }, []);

  useEffect(() => {
    if (!session) return;
    const stops = [
      session.on("rejected", ({ message }) => say(`Your last change was taken back: ${message}`, "error")),
      session.on("problem", ({ message }) => say(message, "error")),
      session.on("aside", () =>
        say("The document was replaced as a whole. What you had not saved yet is kept aside in this browser.", "error"),
      ),
    ];
    return () => stops.forEach((stop) => stop());
  }, [session]);

  const ready = session?.isReady === true;
  const title = record?.title ?? (ready ? session.title : null);
  const kind = record?.kind ?? (ready ? session.kind : null);
  const obstacle = obstacleOf({
    status: session?.status ?? null,
    missing,
    ready: ready || record !== null,
    kindKnown: kind === null || kindOf(kind) !== undefined,
  });

  useEffect(() => {
    document.title = obstacle === "missing" ? "Not found · Weft" : title === null ? "Weft" : `${title} · Weft`;
  }, [title, obstacle]);

  const toEditor = () => main.current?.querySelector<HTMLElement>(".cm-content, .excalidraw")?.focus();

  return (
    <div className="document-page">
      <DocumentHeader
        id={id}
        title={title}
        kind={kind}
        users={session?.users ?? []}
        exists={obstacle !== "missing" && obstacle !== "deleted"}
        selectTitle={justCreated && title !== null}
        onRename={rename}
        onTitleDone={toEditor}
      />
      <main id="main" ref={main} tabIndex={-1} className={`document-main ${kind ?? ""}`}>
        {obstacle !== null ? (
          <div className="obstacle">
            <ObstacleNotice obstacle={obstacle} session={session} title={title ?? "This document"} />
          </div>
        ) : (
          <Suspense fallback={<EditorSkeleton kind={kind} />}>
            {ready && kind === "text" && <TextEditor session={session} title={title ?? ""} focus={!justCreated} onSummary={setSummary} />}
            {ready && kind === "board" && <BoardEditor session={session} title={title ?? ""} focus={!justCreated} onSummary={setSummary} />}
            {!ready && <EditorSkeleton kind={kind} />}
          </Suspense>
        )}
      </main>
      <StatusLine session={session} gone={obstacle === "missing"}>{obstacle === null && summary}</StatusLine>
    </div>
  );
}

/** Where the text or the canvas will be: lines of a text, or the dots of an empty board. */
function EditorSkeleton({ kind }: { kind: string | null }) {
  if (kind === "board") return <div className="board-skeleton" aria-busy="true" aria-label="The board is loading" />;
  return (
    <div className="text-skeleton" aria-busy="true" aria-label="The document is loading">
      {[92, 78, 85, 40].map((width) => (
        <span key={width} className="bone" style={{ width: `${width}%` }} />
      ))}
    </div>
  );
}
