import { useRef, useState } from "react";
import { Icon } from "../../ui/Icon";
import { relativeTime } from "../../ui/relativeTime";
import { Composer } from "./Composer";
import { type Comment, isOpen, type Thread } from "./threads";

export interface ThreadActions {
  readonly canReply: boolean;
  /** Whether the server lets this person delete the comment, or resolve it. */
  readonly mayChange: (comment: Comment) => boolean;
  readonly onReply: (thread: Thread, text: string) => void;
  readonly onResolve: (comment: Comment, resolved: boolean) => void;
  readonly onDelete: (thread: Thread, comment: Comment) => void;
  /** Shows what the comment is about; null where that is not there any more. */
  readonly subjectOf: (comment: Comment) => { readonly label: string; readonly show: (() => void) | null } | null;
}

interface CommentThreadProps {
  readonly thread: Thread;
  readonly now: number;
  readonly actions: ThreadActions;
}

/** A comment and the replies to it. */
export function CommentThread({ thread, now, actions }: CommentThreadProps) {
  const [replying, setReplying] = useState(false);
  const reply = useRef<HTMLButtonElement>(null);
  const { first, replies } = thread;
  const subject = first && actions.subjectOf(first);
  const endReply = () => {
    setReplying(false);
    // The button is there again after the next rendering.
    setTimeout(() => reply.current?.focus());
  };

  return (
    <li className={isOpen(thread) ? "thread" : "thread resolved"}>
      {subject && <SubjectLine {...subject} />}
      {first ? (
        <CommentBody comment={first} now={now} actions={actions} onDelete={() => actions.onDelete(thread, first)} />
      ) : (
        <p className="comment-gone">The first comment was deleted.</p>
      )}
      {replies.length > 0 && (
        <ol className="replies" aria-label="Replies">
          {replies.map((comment) => (
            <li key={comment.id}>
              <CommentBody comment={comment} now={now} actions={actions} onDelete={() => actions.onDelete(thread, comment)} />
            </li>
          ))}
        </ol>
      )}
      {replying ? (
        <Composer
          label="Reply"
          action="Reply"
          focus
          onCancel={endReply}
          onWrite={(text) => {
            actions.onReply(thread, text);
            endReply();
          }}
        />
      ) : (
        <div className="thread-actions">
          {actions.canReply && first && isOpen(thread) && (
            <button ref={reply} type="button" className="text-button" onClick={() => setReplying(true)}>
              Reply
            </button>
          )}
          {first && actions.mayChange(first) && (
            <button type="button" className="text-button" onClick={() => actions.onResolve(first, isOpen(thread))}>
              {isOpen(thread) ? "Resolve" : "Open again"}
            </button>
          )}
        </div>
      )}
    </li>
  );
}

function SubjectLine({ label, show }: { label: string; show: (() => void) | null }) {
  if (show === null)
    return (
      <p className="subject gone" title="It is not there any more">
        {label}
      </p>
    );
  return (
    <button type="button" className="subject" title="Show it" onClick={show}>
      {label}
    </button>
  );
}

interface CommentBodyProps {
  readonly comment: Comment;
  readonly now: number;
  readonly actions: ThreadActions;
  readonly onDelete: () => void;
}

function CommentBody({ comment, now, actions, onDelete }: CommentBodyProps) {
  const { author, at, text } = comment;
  const [sure, setSure] = useState(false);
  return (
    <article className="comment" aria-label={`Comment by ${author}`}>
      <header>
        <strong>{author}</strong>
        <time dateTime={new Date(at).toISOString()} title={new Date(at).toLocaleString("en")}>
          {relativeTime(at, now)}
        </time>
        {actions.mayChange(comment) && (
          <button
            type="button"
            className={sure ? "text-button danger" : "icon-button small"}
            aria-label={sure ? "Delete it for good" : "Delete"}
            onBlur={() => setSure(false)}
            onClick={() => (sure ? onDelete() : setSure(true))}
          >
            {sure ? "Delete?" : <Icon name="trash" size={14} />}
          </button>
        )}
      </header>
      <p>{text}</p>
    </article>
  );
}
