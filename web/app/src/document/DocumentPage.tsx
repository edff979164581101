import { useEffect, useRef, useState } from "react";
import { SlowLine } from "@weft/client";
import { kindOf } from "../api/kinds";
import { DisconnectedBanner } from "../collaboration/DisconnectedBanner";
import { later } from "../ui/later";
import { say } from "../ui/Toasts";
import { AccessBanner } from "./AccessBanner";
import { ActivityPanel } from "./activity/ActivityPanel";
import { useRevertNews } from "./activity/useRevertNews";
import { AsideDialog } from "./aside/AsideDialog";
import { useAside } from "./aside/useAside";
import { CommentsPanel, type Place } from "./comments/CommentsPanel";
import { isOpen, type Subject } from "./comments/threads";
import { useComments } from "./comments/useComments";
import { DocumentHeader } from "./DocumentHeader";
import { obstacleOf, ObstacleNotice } from "./Obstacle";
import { newRoleWords, refusalOf, rightsOf, roleWords } from "./rights";
import { fastLine } from "./slowLines";
import { StatusLine } from "./StatusLine";
import { problemWords, useStrain } from "./strain";
import { StrainBanner } from "./StrainBanner";
import { FollowFrame } from "./together/FollowFrame";
import { useFollow } from "./together/useFollow";
import { useRecord } from "./useRecord";
import { useIsLive, useSession, useSessionChanges } from "./useSession";
import "./document.css";

const editors = {
  text: later(() => import("./TextEditor"), <EditorSkeleton kind="text" />),
  board: later(() => import("./BoardEditor"), <EditorSkeleton kind="board" />),
  bench: later(() => import("../bench/BenchEditor"), <EditorSkeleton kind="bench" />),
};

const isEdited = (kind: string | null): kind is keyof typeof editors => kind !== null && Object.hasOwn(editors, kind);

/** Whether the page was opened by the button that made the document; told once, so that a reload does not select the title again. */
function takeJustCreated(): boolean {
  const state: unknown = history.state;
  if (typeof state !== "object" || state === null || !("justCreated" in state)) return false;
  history.replaceState(null, "");
  return true;
}

export default function DocumentPage({ id }: { id: string }) {
  const [line] = useState(() => new SlowLine());
  const [slow, setSlow] = useState(fastLine);
  const session = useSession(id, line);
  useSessionChanges(session);
  const live = useIsLive(session);
  const { record, missing, rename } = useRecord(id, session);
  const [justCreated, setJustCreated] = useState(false);
  const [summary, setSummary] = useState("");
  const [panel, setPanel] = useState<"comments" | "activity" | null>(null);
  const [subject, setSubject] = useState<Subject | null>(null);
  const [place, setPlace] = useState<Place | null>(null);
  const threads = useComments(session);
  const aside = useAside(session);
  const strain = useStrain(session);
  const [showsAside, setShowsAside] = useState(false);
  useRevertNews(session);
  const main = useRef<HTMLElement>(null);
  const { followed, follow, stop: stopFollowing } = useFollow(session, main);

  useEffect(() => {
    if (takeJustCreated()) setJustCreated(true);
  }, []);

  useEffect(() => {
    if (!session) return;
    const stops = [
      // A change without operations asked to take something back: nothing of one's own is lost.
      session.on("rejected", ({ message, ops }) => (ops.length === 0 ? say(message) : say(`Your last change was taken back: ${message}`, "error"))),
      session.on("access", ({ role, by }) => {
        // The role that one arrives with is no news.
        if (session.status.state === "connected") say(newRoleWords(role, by === session.name ? undefined : by));
      }),
      session.on("expiring", () => say("Your sign-in ends within a minute. What you write from then on is saved once you have signed in again.", "error")),
      session.on("problem", (problem) => say(problemWords(problem), "error")),
      session.on("aside", () =>
        say("The document was replaced as a whole. What was not saved yet is kept aside: see the foot of the page.", "error"),
      ),
    ];
    return () => stops.forEach((stop) => stop());
  }, [session]);

  const ready = session?.isReady === true;
  const title = record?.title ?? (ready ? session.title : null);
  const kind = record?.kind ?? (ready ? session.kind : null);
  const Editor = isEdited(kind) ? editors[kind] : null;
  const obstacle = obstacleOf({
    status: session?.status ?? null,
    missing,
    ready: ready || record !== null,
    live,
    strained: strain !== null && !ready,
    kindKnown: kind === null || kindOf(kind) !== undefined,
  });

  useEffect(() => Editor?.fetch(), [Editor]);

  useEffect(() => {
    document.title = obstacle === "missing" ? "Not found · Weft" : title === null ? "Weft" : `${title} · Weft`;
  }, [title, obstacle]);

  const rights = rightsOf(session);
  const refusal = refusalOf(session?.status ?? null);
  const isShown = ready && obstacle === null;
  const mayWords = ready && refusal === null ? roleWords(session.role) : null;

  const editorProps = {
    title: title ?? "",
    canEdit: rights.canEdit,
    focus: !justCreated,
    followed: followed?.client ?? null,
    onSummary: setSummary,
    onSubject: setSubject,
    onPlace: setPlace,
  };
  const toEditor = () => main.current?.querySelector<HTMLElement>(".cm-content, .excalidraw, .bench-stage")?.focus();

  return (
    <div className="document-page">
      <DocumentHeader
        id={id}
        session={session}
        title={title}
        kind={kind}
        users={session?.users ?? []}
        followed={followed?.client ?? null}
        onFollow={isShown ? follow : undefined}
        exists={(refusal === null || isShown) && obstacle !== "missing" && obstacle !== "deleted"}
        isOpen={refusal === null}
        role={ready && refusal === null ? session.role : null}
        canRename={rights.isAdmin}
        comments={isShown ? threads.filter(isOpen).length : null}
        showsComments={panel === "comments"}
        hasActivity={isShown && live}
        showsActivity={panel === "activity"}
        line={slow}
        onComments={() => setPanel(panel === "comments" ? null : "comments")}
        onActivity={() => setPanel(panel === "activity" ? null : "activity")}
        onLine={(preset) => {
          line.settings = preset.settings;
          setSlow(preset);
        }}
        selectTitle={justCreated && title !== null}
        onRename={rename}
        onTitleDone={toEditor}
      />
      <div className="document-body">
        {refusal !== null && isShown && <AccessBanner id={id} refusal={refusal} session={session} title={title ?? "Document"} />}
        {strain !== null && isShown && <StrainBanner strain={strain} session={session} />}
        {session?.isDisconnected === true && isShown && <DisconnectedBanner session={session} />}
        <main id="main" ref={main} tabIndex={-1} className={`document-main ${kind ?? ""}`}>
          {obstacle !== null ? (
            <div className="obstacle">
              <ObstacleNotice id={id} obstacle={obstacle} strain={strain} session={session} title={title ?? "This document"} />
            </div>
          ) : ready && Editor !== null ? (
            <Editor {...editorProps} session={session} />
          ) : (
            <EditorSkeleton kind={kind} />
          )}
          {followed !== null && isShown && <FollowFrame user={followed} onStop={stopFollowing} />}
        </main>
        {panel === "activity" && isShown && (
          <ActivityPanel
            session={session}
            canEdit={rights.canEdit}
            place={place}
            onClose={() => {
              setPanel(null);
              toEditor();
            }}
          />
        )}
        {panel === "comments" && isShown && (
          <CommentsPanel
            session={session}
            threads={threads}
            rights={rights}
            subject={subject}
            place={place}
            onClose={() => {
              setPanel(null);
              toEditor();
            }}
          />
        )}
      </div>
      <StatusLine session={session} gone={obstacle === "missing"} slow={slow.badge} onAside={aside.works.length > 0 ? () => setShowsAside(true) : undefined}>
        {isShown && mayWords !== null && <span className="role-narrow">You can {mayWords} · </span>}
        {obstacle === null && summary}
      </StatusLine>
      {showsAside && <AsideDialog works={aside.works} title={title ?? "Document"} onDiscard={aside.discard} onClose={() => setShowsAside(false)} />}
    </div>
  );
}

/** Where the text or the canvas will be: lines of a text, or the dots of an empty board. */
function EditorSkeleton({ kind }: { kind: string | null }) {
  if (kind === "board" || kind === "bench") return <div className="board-skeleton" aria-busy="true" aria-label={`The ${kind} is loading`} />;
  return (
    <div className="text-skeleton" aria-busy="true" aria-label="The document is loading">
      {[92, 78, 85, 40].map((width) => (
        <span key={width} className="bone" style={{ width: `${width}%` }} />
      ))}
    </div>
  );
}
