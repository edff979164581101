import { useCallback, useEffect, useState, type RefObject } from "react";
import type { RemoteCursor, Session, User } from "@weft/client";
import { say } from "../../ui/Toasts";

export interface Follow {
  /** Who is followed; null: nobody. */
  readonly followed: User | null;
  readonly follow: (client: string) => void;
  readonly stop: () => void;
}

/** Keys that go somewhere else in the document. */
const goes = new Set(["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "PageUp", "PageDown", "Home", "End"]);

/** Whether it is known where in the document somebody is: what they see, or their caret. */
const isSomewhere = (cursor: RemoteCursor | undefined) => cursor !== undefined && (cursor.view !== undefined || cursor.ranges.length > 0);

/** Follows another user's view or caret until Escape, an own hand on the editor, or their leaving. */
export function useFollow(session: Session | null, editor: RefObject<HTMLElement | null>): Follow {
  const [followed, setFollowed] = useState<User | null>(null);
  const stop = useCallback(() => setFollowed(null), []);

  const follow = useCallback(
    (client: string) => {
      const user = session?.users.find((other) => other.client === client);
      if (session === null || user === undefined) return;
      if (!isSomewhere(session.cursors.get(client))) say(`${user.name} is nowhere in the document at the moment: there is nothing to follow.`);
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
    const onMove = (event: KeyboardEvent) => void (goes.has(event.key) && stop());
    addEventListener("keydown", onKey, { capture: true });
    element?.addEventListener("keydown", onMove, { capture: true });
    element?.addEventListener("beforeinput", stop, { capture: true });
    element?.addEventListener("wheel", stop, { capture: true, passive: true });
    element?.addEventListener("pointerdown", stop, { capture: true });
    const stopPresence = session.on("presence", ({ left }) => {
      if (left.every(({ client }) => client !== followed.client)) return;
      stop();
      if (session.status.state === "connected") say(`${followed.name} has left.`);
    });
    return () => {
      removeEventListener("keydown", onKey, { capture: true });
      element?.removeEventListener("keydown", onMove, { capture: true });
      element?.removeEventListener("beforeinput", stop, { capture: true });
      element?.removeEventListener("wheel", stop, { capture: true });
      element?.removeEventListener("pointerdown", stop, { capture: true });
      stopPresence();
    };
  }, [session, followed, editor, stop]);

  return { followed, follow, stop };
}
