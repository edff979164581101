import type { Session, Status } from "@weft/client";
import { followLink } from "../router";
import { Notice } from "../ui/Notice";
import { KeepCopy } from "./KeepCopy";
import { type Refusal, refusalOf } from "./rights";
import type { Strain } from "./strain";

/** Close codes of the protocol after which nobody comes back by themselves. */
const deleted = 4004;
const takenOver = 4002;
const refused: readonly number[] = [1009, 4000, 4005];

export type Obstacle = "missing" | "deleted" | "taken over" | "refused" | "strained" | "unreachable" | "unknown kind" | Refusal;

interface Situation {
  readonly status: Status | null;
  /** The server says that there is no such document. */
  readonly missing: boolean;
  /** Some state of the document is here, so that it can be shown. */
  readonly ready: boolean;
  /** There is something on the page that is not taken from the person, even if the server lets them in no more. */
  readonly live: boolean;
  /** The server is there, but cannot let this page in at the moment, which has no document to show meanwhile. */
  readonly strained: boolean;
  readonly kindKnown: boolean;
}

/** What keeps the document from being edited here, if anything does; a lost connection does not. */
export function obstacleOf({ status, missing, ready, live, strained, kindKnown }: Situation): Obstacle | null {
  if (status?.state === "failed" && status.code === deleted) return "deleted";
  const refusal = refusalOf(status);
  if (refusal !== null) return live ? null : refusal;
  if (missing) return ready ? "deleted" : "missing";
  if (status?.state === "failed" && status.code === takenOver) return "taken over";
  if (status?.state === "failed" && status.code !== undefined && refused.includes(status.code)) return "refused";
  if (strained) return "strained";
  if (status?.state === "failed" && !ready) return "unreachable";
  return kindKnown ? null : "unknown kind";
}

/** Where one signs in, to come back here. */
export const signInAddress = (id: string) => `/signin?next=${encodeURIComponent(`/d/${id}`)}`;

interface ObstacleNoticeProps {
  readonly id: string;
  readonly obstacle: Obstacle;
  readonly strain: Strain | null;
  readonly session: Session | null;
  readonly title: string;
}

export function ObstacleNotice({ id, obstacle, strain, session, title }: ObstacleNoticeProps) {
  const home = (
    <a className="button" href="/" onClick={followLink}>
      All documents
    </a>
  );
  const signIn = (
    <a className="button primary" href={signInAddress(id)}>
      Sign in
    </a>
  );
  switch (obstacle) {
    case "signed out":
      return (
        <Notice title="Sign in to open this document" actions={<>{signIn}{home}</>}>
          This server lets in only people that it knows. If somebody sent you a link to share, open the whole of it.
        </Notice>
      );
    case "expired":
      return (
        <Notice title="Your sign-in has ended" actions={<>{signIn}{home}</>}>
          Sign in again to go on where you were.
        </Notice>
      );
    case "no access":
      return (
        <Notice
          title="You have no access to this document"
          actions={
            <>
              <button type="button" className="button primary" onClick={() => session?.reconnect()}>
                Try again
              </button>
              <a className="button" href={signInAddress(id)}>
                Another account
              </a>
              {home}
            </>
          }
        >
          Ask whoever told you of it for access: they can add you, or send you a link to share.
        </Notice>
      );
    case "withdrawn":
      return (
        <Notice title="Your access was withdrawn" actions={home}>
          An admin of the document ended it, or the link that you came through is no longer valid. Ask them for access if you still need it.
        </Notice>
      );
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
    case "strained":
      return (
        <Notice
          title={strain?.title.replace(/\.$/, "") ?? "The server is busy"}
          actions={
            <>
              <button type="button" className="button primary" onClick={() => session?.reconnect()}>
                Try now
              </button>
              {home}
            </>
          }
        >
          {strain?.text}
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
