import { useCallback, useEffect, useState, type RefObject } from "react";
import type { Session, User } from "@weft/client";
import { say } from "../../ui/Toasts";

export interface Follow {
  /** Whose view is shown here; null: nobody's. */
  readonly followed: User | null;
  readonly follow: (client: string) => void;
  readonly stop: () => void;
}

/** Follows another user's view until Escape, an own hand on the editor, or their leaving. */
export function useFollow(session: Session | null, editor: RefObject<HTMLElement | null>): Follow {
  const [followed, setFollowed] = useState<User | null>(null);
  const stop = useCallback(() => setFollowed(null), []);

  const follow = useCallback(
    (client: string) => {
      const user = session?.users.find((other) => other.client === client);
      if (session === null || user === undefined) return;
      if (session.cursors.get(client)?.view === undefined) say(`${user.name} shows no view that could be followed.`);
      else setFollowed((now) => (now?.client === client ? null : user));
    },
    [session],
  );

  useEffect(() => stop, [session, stop]);

  useEffect(() => {
    if (session === null || followed === null) return;
    const element = editor.current;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      stop();
    };
    addEventListener("keydown", onKey, { capture: true });
    element?.addEventListener("wheel", stop, { capture: true, passive: true });
    element?.addEventListener("pointerdown", stop, { capture: true });
    const stopPresence = session.on("presence", ({ left }) => {
      if (left.every(({ client }) => client !== followed.client)) return;
      stop();
      if (session.status.state === "connected") say(`${followed.name} has left.`);
    });
    return () => {
      removeEventListener("keydown", onKey, { capture: true });
      element?.removeEventListener("wheel", stop, { capture: true });
      element?.removeEventListener("pointerdown", stop, { capture: true });
      stopPresence();
    };
  }, [session, followed, editor, stop]);

  return { followed, follow, stop };
}
