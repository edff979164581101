import { useRef, useState } from "react";
import { newId, type Op, type Session } from "@weft/client";
import { Icon } from "../../ui/Icon";
import { say } from "../../ui/Toasts";
import { useNow } from "../../ui/useNow";
import type { Rights } from "../rights";
import { CommentThread, type ThreadActions } from "./CommentThread";
import { Composer } from "./Composer";
import { addition, type Comment, deletion, isOpen, resolution, type Subject, type Thread } from "./threads";
import "./comments.css";

/** What an editor can do for the comments on its document. */
export interface Place {
  /** How the thing that a comment is about is called, and how to show it; null when it is not there (any more). */
  readonly find: (comment: Pick<Comment, "quote" | "about">) => { readonly label: string; readonly show: () => void } | null;
  /** Shows a part of a text, by positions in it; not there where there is no text. */
  readonly reveal?: (from: number, to: number) => void;
}

interface CommentsPanelProps {
  readonly session: Session;
  readonly threads: readonly Thread[];
  readonly rights: Rights;
  /** What is selected in the editor: a new comment will be about it. */
  readonly subject: Subject | null;
  readonly place: Place | null;
  readonly onClose: () => void;
}

/** What people say about the document, beside it. */
export function CommentsPanel({ session, threads, rights, subject, place, onClose }: CommentsPanelProps) {
  const now = useNow(20_000);
  const panel = useRef<HTMLElement>(null);
  /** What the person does not want the comment to be about. */
  const [dropped, setDropped] = useState<Subject | null>(null);
  const chosen = subject === dropped ? null : subject;
  const open = threads.filter(isOpen);
  const resolved = threads.filter((thread) => !isOpen(thread));

  const change = (ops: readonly Op[]) => {
    try {
      session.change(ops);
    } catch (error) {
      // Somebody else was faster: what is shown already says so.
      if (!(error instanceof RangeError)) throw error;
      say("That comment has just been deleted.", "error");
    }
  };
  const author = () => ({ id: newId(), author: session.name, at: Date.now() });
  const actions: ThreadActions = {
    canReply: rights.canComment,
    mayChange: (comment) => rights.canEdit || (rights.canComment && comment.author === session.name),
    onReply: (thread, text) => change([addition({ ...author(), text, replyTo: thread.id })]),
    onResolve: (comment, resolved) => change([resolution(comment.id, resolved)]),
    onDelete: (thread, comment) => {
      change(deletion(thread, comment, rights.canEdit));
      panel.current?.focus();
    },
    subjectOf: (comment) => {
      if (comment.quote === undefined && comment.about === undefined) return null;
      const found = place?.find(comment) ?? null;
      return found ?? { label: comment.quote ?? "Something that is not there any more", show: null };
    },
  };
  const list = (these: readonly Thread[], label: string) => (
    <ol className="threads" aria-label={label}>
      {these.map((thread) => (
        <CommentThread key={thread.id} thread={thread} now={now} actions={actions} />
      ))}
    </ol>
  );

  return (
    <aside
      ref={panel}
      className="comments"
      aria-label="Comments"
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      <header className="comments-head">
        <h2>Comments</h2>
        <button type="button" className="icon-button small" aria-label="Close the comments" onClick={onClose}>
          <Icon name="close" size={14} />
        </button>
      </header>
      <div className="comments-list">
        {threads.length === 0 && <p className="hint">{rights.canComment ? "Nobody has said anything yet." : "There are no comments."}</p>}
        {open.length > 0 && list(open, "Open comments")}
        {resolved.length > 0 && (
          <details>
            <summary>{resolved.length === 1 ? "1 resolved" : `${resolved.length} resolved`}</summary>
            {list(resolved, "Resolved comments")}
          </details>
        )}
      </div>
      {rights.canComment && (
        <footer className="comments-foot">
          {chosen && (
            <div className="subject chosen">
              <span>{"quote" in chosen ? chosen.quote : chosen.label}</span>
              <button type="button" className="icon-button small" aria-label="Comment on the whole document instead" onClick={() => setDropped(subject)}>
                <Icon name="close" size={12} />
              </button>
            </div>
          )}
          <Composer
            label={chosen ? "Comment on this" : "Comment on the document"}
            action="Comment"
            onWrite={(text) => {
              change([addition({ ...author(), text, subject: chosen })]);
              // The next one is about something else, unless that is selected again.
              setDropped(subject);
            }}
          />
        </footer>
      )}
    </aside>
  );
}
