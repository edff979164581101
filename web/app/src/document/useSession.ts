import { useEffect, useReducer, useState } from "react";
import { connect, type Session, type SlowLine, type WebSocketConstructor } from "@weft/client";
import { useIdentity } from "../me/identity";

const socketAddress = () => `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`;

/**
 * The session of a document, joined as long as the page shows it, over a line that can be made slow. A new name or colour joins anew
 * under it; what was not saved yet goes along through the session's storage.
 */
export function useSession(id: string, line: SlowLine): Session | null {
  const { name, color } = useIdentity();
  const [session, setSession] = useState<Session | null>(null);

  useEffect(() => {
    const joined = connect({
      url: socketAddress(),
      document: id,
      name,
      color,
      WebSocket: line.over(WebSocket as unknown as WebSocketConstructor),
    });
    // Nobody else waits for it on a page that is left before the first state is there.
    joined.ready.catch(() => undefined);
    setSession(joined);
    return () => joined.leave();
  }, [id, line, name, color]);

  return session;
}

/** Renders anew whenever something of the session changes that the frame of the page shows. */
export function useSessionChanges(session: Session | null): void {
  const [, render] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    if (!session) return;
    const forget = (["status", "presence", "unsaved", "saved", "access"] as const).map((event) => session.on(event, render));
    session.ready.then(render, render);
    render();
    return () => forget.forEach((stop) => stop());
  }, [session]);
}

/** Whether the session has been connected since the page shows it, or holds unsaved work: then there is something on it to keep. */
export function useIsLive(session: Session | null): boolean {
  const [connected, setConnected] = useState<Session | null>(null);
  useEffect(() => {
    if (!session) return;
    const look = () => {
      if (session.status.state === "connected") setConnected(session);
    };
    look();
    return session.on("status", look);
  }, [session]);
  return session !== null && (connected === session || session.unsaved > 0);
}
