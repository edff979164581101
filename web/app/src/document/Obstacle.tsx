import type { Session, Status } from "@weft/client";
import { followLink } from "../router";
import { Notice } from "../ui/Notice";

/** Close codes of the protocol after which nobody comes back by themselves. */
const deleted = 4004;
const takenOver = 4002;
const refused: readonly number[] = [1009, 4000, 4005];

export type Obstacle = "missing" | "deleted" | "taken over" | "refused" | "unreachable" | "unknown kind";

interface Situation {
  readonly status: Status | null;
  /** The server says that there is no such document. */
  readonly missing: boolean;
  /** Some state of the document is here, so that it can be shown. */
  readonly ready: boolean;
  readonly kindKnown: boolean;
}

/** What keeps the document from being edited here, if anything does; a lost connection does not. */
export function obstacleOf({ status, missing, ready, kindKnown }: Situation): Obstacle | null {
  if (status?.state === "failed" && status.code === deleted) return "deleted";
  if (missing) return ready ? "deleted" : "missing";
  if (status?.state === "failed" && status.code === takenOver) return "taken over";
  if (status?.state === "failed" && status.code !== undefined && refused.includes(status.code)) return "refused";
  if (status?.state === "failed" && !ready) return "unreachable";
  return kindKnown ? null : "unknown kind";
}

interface ObstacleNoticeProps {
  readonly obstacle: Obstacle;
  readonly session: Session | null;
  readonly title: string;
}

export function ObstacleNotice({ obstacle, session, title }: ObstacleNoticeProps) {
  const home = (
    <a className="button" href="/" onClick={followLink}>
      All documents
    </a>
  );
  switch (obstacle) {
    case "missing":
      return (
        <Notice title="There is no such document" actions={home}>
          It may have been deleted, or the address may be mistyped.
        </Notice>
      );
    case "deleted":
      return (
        <Notice title={`“${title}” was deleted`} actions={<>{session && <KeepCopy session={session} title={title} />}{home}</>}>
          Somebody deleted it for everybody. What this page held last can still be saved as a file.
        </Notice>
      );
    case "taken over":
      return (
        <Notice
          title="Open somewhere else"
          actions={
            <>
              <button type="button" className="button primary" onClick={() => session?.reconnect()}>
                Use it here
              </button>
              {home}
            </>
          }
        >
          This document is being edited from another tab under the same connection, so this one stepped back. Nothing is lost.
        </Notice>
      );
    case "refused":
      return (
        <Notice
          title="The server closed the connection"
          actions={
            <>
              <button type="button" className="button primary" onClick={() => location.reload()}>
                Load the page again
              </button>
              {home}
            </>
          }
        >
          It did not understand what this page sent; the app in this tab may be older than the server. Changes that were not saved are kept in
          this browser.
        </Notice>
      );
    case "unreachable":
      return (
        <Notice
          title="The server does not answer"
          actions={
            <>
              <button type="button" className="button primary" onClick={() => session?.reconnect()}>
                Try again
              </button>
              {home}
            </>
          }
        >
          Check that it is running and that you are in its network. This browser holds no copy of the document to show meanwhile.
        </Notice>
      );
    case "unknown kind":
      return (
        <Notice title="This kind of document cannot be opened here" actions={home}>
          The server knows it, this app does not. A newer version of the app may.
        </Notice>
      );
  }
}

/** What this page holds of a deleted document, as a file. */
function KeepCopy({ session, title }: { session: Session; title: string }) {
  const save = () => {
    const isText = session.kind === "text";
    const content = isText ? session.text("body").toString() : boardFile(session);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], { type: "text/plain" }));
    link.download = `${title}.${isText ? "txt" : "excalidraw"}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  };
  return (
    <button type="button" className="button primary" disabled={!session.isReady} onClick={save}>
      Save what I have
    </button>
  );
}

function boardFile(session: Session): string {
  const elements = [...session.items("elements").values()].map(({ id, kind, properties }) => ({
    ...properties,
    id,
    type: kind,
    version: 1,
    versionNonce: 0,
    updated: 1,
    isDeleted: false,
  }));
  return JSON.stringify({ type: "excalidraw", version: 2, source: location.origin, elements, appState: {}, files: {} });
}
