import { useEffect, useState } from "react";
import type { Session, Status } from "@weft/client";
import { Icon } from "../ui/Icon";

/** How long who came and went is shown, in milliseconds; less while more waits to be told. */
const newsTime = 4_000;
const hurriedTime = 1_200;

export interface News {
  readonly client: string;
  readonly name: string;
  readonly joined: boolean;
}

/** What is still to be told after somebody came or went: nothing that was overtaken, and never more than three. */
export function withNews(waiting: readonly News[], next: News): readonly News[] {
  const [shown, ...queued] = waiting;
  const others = queued.filter(({ client }) => client !== next.client);
  // Who came and went, or went and came back, before it was told has done nothing new.
  if (others.length < queued.length) return shown ? [shown, ...others] : others;
  return [...(shown && shown.client !== next.client ? [shown] : []), ...others, next].slice(-3);
}

/** A change that is saved within this time, in milliseconds, is not announced as being saved. */
const patience = 500;

/** The words for the state of the connection. They are part of what Weft promises (O-19): change them only together with it. */
export function statusText(status: Status | null, count: number): string {
  switch (status?.state) {
    case "connected":
      return `Connected (${count} users)`;
    case "connecting":
    case undefined:
      return "Connecting…";
    case "disconnected":
    case "failed":
      return "Not connected";
  }
}

function useNews(session: Session | null): string | null {
  const [news, setNews] = useState<readonly News[]>([]);

  useEffect(() => {
    if (!session) return;
    // Whoever is here already when one connects has not just joined, and nobody leaves by one's own loss of the connection.
    let settled = session.status.state === "connected";
    setNews([]);
    const stopStatus = session.on("status", ({ state }) => {
      settled = false;
      if (state === "connected") setTimeout(() => (settled = session.status.state === "connected"));
      else setNews([]);
    });
    const stopPresence = session.on("presence", ({ joined, left }) => {
      if (!settled) return;
      const told = [...left.map((user) => ({ ...user, joined: false })), ...joined.map((user) => ({ ...user, joined: true }))];
      if (told.length > 0) setNews((waiting) => told.reduce(withNews, waiting));
    });
    return () => {
      stopStatus();
      stopPresence();
    };
  }, [session]);

  const newest = news[0];
  useEffect(() => {
    if (newest === undefined) return;
    const timer = setTimeout(() => setNews((waiting) => waiting.slice(1)), news.length > 1 ? hurriedTime : newsTime);
    return () => clearTimeout(timer);
  }, [newest, news.length]);

  return newest === undefined ? null : `${newest.name} ${newest.joined ? "joined" : "left"}`;
}

/** What is said of unsaved work: nothing until a change takes noticeable time, and then the truth. */
function useUnsavedText(session: Session | null, connected: boolean): string | null {
  const unsaved = session?.unsaved ?? 0;
  const [slow, setSlow] = useState(false);
  const waiting = unsaved > 0;
  useEffect(() => {
    if (!waiting) {
      setSlow(false);
      return;
    }
    const timer = setTimeout(() => setSlow(true), patience);
    return () => clearTimeout(timer);
  }, [waiting]);

  if (unsaved === 0) return null;
  if (!connected) return unsaved === 1 ? "1 change not saved yet" : `${unsaved} changes not saved yet`;
  return slow ? "Saving…" : null;
}

interface StatusLineProps {
  readonly session: Session | null;
  readonly gone?: boolean;
  /** What the line was made to be on purpose; empty when it is as fast as it can be. */
  readonly slow?: string;
  /** Opens what was kept aside, when there is something. */
  readonly onAside?: (() => void) | undefined;
  readonly children?: React.ReactNode;
}

export function StatusLine({ session, gone = false, slow = "", onAside, children }: StatusLineProps) {
  const status = session?.status ?? null;
  const connected = status?.state === "connected";
  const news = useNews(session);
  const unsaved = useUnsavedText(session, connected);
  // There is nothing to be connected with.
  if (gone) return <footer className="status-bar" />;
  const tone = connected ? "good" : status?.state === "connecting" || status === null ? "busy" : "bad";

  return (
    <footer className="status-bar">
      <div className="status-aside">{children}</div>
      {onAside && (
        <button type="button" className="button small" onClick={onAside}>
          Your work kept aside…
        </button>
      )}
      {slow !== "" && (
        <span className="slow-line" title="The line of this tab was made slow in the menu “More”">
          <Icon name="slow" size={13} />
          Slow line: {slow}
        </span>
      )}
      {unsaved !== null && (
        <span className={connected ? "unsaved" : "unsaved offline"} data-testid="unsaved">
          {!connected && <Icon name="warning" size={13} />}
          {unsaved}
        </span>
      )}
      {status?.state === "disconnected" && status.retryInMs !== undefined && <Retry since={status} inMs={status.retryInMs} />}
      {session !== null && connected && (
        <span className="status-where" title={`Connected to ${location.host} as ${session.name}`}>
          {location.host} as {session.name}
        </span>
      )}
      {session?.isDisconnected === true && (
        <button type="button" className="button small" onClick={() => session.reconnect()}>
          <Icon name="retry" size={14} />
          Connect again
        </button>
      )}
      {status?.state === "failed" && (status.code ?? status.error) === undefined && (
        <button type="button" className="button small" onClick={() => session?.reconnect()}>
          <Icon name="retry" size={14} />
          Reconnect
        </button>
      )}
      <span className={`status ${tone}`} role="status">
        <span className="status-dot" aria-hidden="true" />
        <span data-testid="status">{connected && news !== null ? news : statusText(status, session?.count ?? 0)}</span>
      </span>
    </footer>
  );
}

/** Counts down to the next try. */
function Retry({ since, inMs }: { since: Status; inMs: number }) {
  const [left, setLeft] = useState(inMs);
  useEffect(() => {
    const end = performance.now() + inMs;
    setLeft(inMs);
    const timer = setInterval(() => setLeft(Math.max(0, end - performance.now())), 250);
    return () => clearInterval(timer);
  }, [since, inMs]);
  return <span className="retry">next try in {Math.max(1, Math.ceil(left / 1000))} s</span>;
}
