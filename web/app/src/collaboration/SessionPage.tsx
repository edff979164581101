import { useEffect, useState } from "react";
import { openSession, RequestError } from "../api/documents";
import { wordsOf } from "../api/request";
import { cleanName, currentIdentity, setIdentity } from "../me/identity";
import { followLink, goInstead } from "../router";
import { Notice } from "../ui/Notice";
import { SmallPage } from "../ui/SmallPage";
import { StartSession } from "./StartSession";
import "./collaboration.css";

/** `/s/NAME`: finds the document of a session, and goes there. */
export default function SessionPage({ session }: { session: string }) {
  const [trouble, setTrouble] = useState<RequestError | null>(null);
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    document.title = `${session} · Weft`;
    takeName();
    const stop = new AbortController();
    openSession(session, undefined, stop.signal).then(
      ({ id }) => goInstead(`/d/${id}`),
      (error: unknown) => {
        if (!stop.signal.aborted) setTrouble(error instanceof RequestError ? error : new RequestError(0, "unknown", wordsOf(error)));
      },
    );
    return () => stop.abort();
  }, [session, attempt]);

  if (trouble === null) return <div className="top-bar" aria-busy="true" />;
  if (trouble.code === "unknown_session")
    return (
      <SmallPage>
        <div className="card">
          <h1>Session “{session}”</h1>
          <StartSession session={session} onStarted={() => undefined} />
          <a className="button wide" href="/" onClick={followLink}>
            All documents
          </a>
        </div>
      </SmallPage>
    );
  return (
    <SmallPage>
      <Notice
        title={trouble.code === "forbidden" ? "You have no access to this session" : "The session could not be opened"}
        actions={
          <>
            <button type="button" className="button primary" onClick={() => setAttempt(attempt + 1)}>
              Try again
            </button>
            <a className="button" href="/" onClick={followLink}>
              All documents
            </a>
          </>
        }
      >
        {trouble.message}
      </Notice>
    </SmallPage>
  );
}

/** Somebody who connected from another server's page has said there who they are. Who is known here keeps the name of here. */
function takeName(): void {
  const [, written] = /^#name=(.*)$/.exec(location.hash) ?? [];
  if (written === undefined) return;
  history.replaceState(history.state, "", location.pathname);
  const me = currentIdentity();
  const name = nameOf(written);
  if (!me.chosen && name !== "") setIdentity({ ...me, name, chosen: true });
}

function nameOf(written: string): string {
  try {
    return cleanName(decodeURIComponent(written));
  } catch {
    return "";
  }
}
