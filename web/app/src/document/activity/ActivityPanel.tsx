import { useEffect, useRef } from "react";
import type { Gesture, Session } from "@weft/client";
import { Avatar } from "../../ui/Avatar";
import { Icon } from "../../ui/Icon";
import { relativeTime } from "../../ui/relativeTime";
import { useNow } from "../../ui/useNow";
import type { Place } from "../comments/CommentsPanel";
import { gestureWords } from "./gestureWords";
import { useHistory } from "./useHistory";
import "./activity.css";

interface ActivityPanelProps {
  readonly session: Session;
  readonly canEdit: boolean;
  readonly place: Place | null;
  readonly onClose: () => void;
}

/** What was changed lately, by whom, beside the document; an editor can take it back from here. */
export function ActivityPanel({ session, canEdit, place, onClose }: ActivityPanelProps) {
  const gestures = useHistory(session);
  const now = useNow(20_000);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.focus(), []);
  const colorOf = (client: string) => (client === session.client ? session.self : session.users.find((user) => user.client === client))?.color;

  return (
    <aside
      ref={panel}
      className="comments activity"
      aria-label="Activity"
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      <header className="comments-head">
        <h2>Activity</h2>
        <button type="button" className="icon-button small" aria-label="Close the activity" onClick={onClose}>
          <Icon name="close" size={14} />
        </button>
      </header>
      <div className="comments-list">
        {gestures === null && <p className="hint">Asking the server…</p>}
        {gestures?.length === 0 && <p className="hint">Nothing was changed lately.</p>}
        <ol className="gestures" aria-label="Recent changes, the newest first">
          {gestures?.map((gesture) => (
            <GestureRow
              key={`${gesture.client} ${gesture.first}`}
              gesture={gesture}
              who={gesture.client === session.client ? "You" : gesture.name}
              color={colorOf(gesture.client)}
              words={gestureWords(gesture, gestures, session.client)}
              when={relativeTime(gesture.at, now)}
              onShow={showerOf(gesture, place)}
              onRevert={canEdit ? () => session.revert(gesture) : null}
            />
          ))}
        </ol>
      </div>
    </aside>
  );
}

/** What shows where a gesture happened; null when nothing of that is there any more. */
function showerOf({ items, texts }: Gesture, place: Place | null): (() => void) | null {
  for (const { path } of items) {
    const found = place?.find({ about: path.slice(path.indexOf("/") + 1) }) ?? null;
    if (found !== null) return found.show;
  }
  const text = texts[0];
  const reveal = place?.reveal;
  return text === undefined || reveal === undefined ? null : () => reveal(text.from, text.to);
}

interface GestureRowProps {
  readonly gesture: Gesture;
  readonly who: string;
  readonly color: string | undefined;
  readonly words: string;
  readonly when: string;
  readonly onShow: (() => void) | null;
  readonly onRevert: (() => void) | null;
}

function GestureRow({ gesture, who, color, words, when, onShow, onRevert }: GestureRowProps) {
  const sentence = (
    <>
      <strong>{who}</strong> {words}
    </>
  );
  return (
    <li className="gesture">
      <Avatar name={gesture.name} color={color ?? "#8a8680"} />
      <div>
        {onShow ? (
          <button type="button" className="gesture-words" title="Show where" onClick={onShow}>
            {sentence}
          </button>
        ) : (
          <p className="gesture-words">{sentence}</p>
        )}
        <time dateTime={new Date(gesture.at).toISOString()}>{when}</time>
      </div>
      {onRevert && (
        <button type="button" className="icon-button small" aria-label={`Undo: ${who} ${words}`} title="Undo this, as far as it still stands" onClick={onRevert}>
          <Icon name="undo" size={14} />
        </button>
      )}
    </li>
  );
}
