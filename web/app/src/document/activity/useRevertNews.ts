import { useEffect } from "react";
import type { Gesture, Session } from "@weft/client";
import { say } from "../../ui/Toasts";
import { deedWords, isIn } from "./gestureWords";

/** Tells of changes of this user that somebody else takes back, and offers to put them back. */
export function useRevertNews(session: Session | null): void {
  useEffect(() => {
    if (!session) return;
    return session.on("foreign", ({ client, name, revision, reverts }) => {
      if (reverts?.client !== session.client) return;
      void tell(session, { client, name: name ?? "Somebody", revision }, (gesture) => isIn(gesture, reverts));
    });
  }, [session]);
}

interface Reverter {
  readonly client: string;
  readonly name: string;
  readonly revision: number;
}

async function tell(session: Session, { client, name, revision }: Reverter, isReverted: (gesture: Gesture) => boolean): Promise<void> {
  // Without an answer it is told in fewer words.
  const gestures = await session.history().catch(() => []);
  const was = gestures.find(isReverted);
  const revert = gestures.find((gesture) => gesture.client === client && gesture.revision === revision);
  const words = newsOf(name, was, revert);
  const action = revert === undefined || !session.canEdit ? undefined : { label: "Put it back", run: () => void session.revert(revert) };
  say(words, "plain", action);
}

function newsOf(name: string, was: Gesture | undefined, revert: Gesture | undefined): string {
  if (was === undefined) return `${name} undid a change of yours.`;
  return was.reverts !== undefined && revert !== undefined ? `${name} put back what you had undone: ${deedWords(revert)}.` : `${name} undid what you did: ${deedWords(was)}.`;
}
