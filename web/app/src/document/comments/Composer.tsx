import { useEffect, useRef, useState, type FormEvent, type KeyboardEvent } from "react";

/** The longest comment, in UTF-16 units. */
const longestText = 4_000;

interface ComposerProps {
  readonly label: string;
  readonly action: string;
  readonly focus?: boolean;
  readonly onWrite: (text: string) => void;
  readonly onCancel?: () => void;
}

/** Where a comment is written: Control and Enter sends it, Escape gives up. */
export function Composer({ label, action, focus = false, onWrite, onCancel }: ComposerProps) {
  const [text, setText] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    if (focus) field.current?.focus();
  }, [focus]);

  const send = (event: FormEvent | KeyboardEvent) => {
    event.preventDefault();
    if (text.trim() === "") return;
    onWrite(text.trim());
    setText("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send(event);
    if (event.key !== "Escape" || !onCancel) return;
    event.stopPropagation();
    onCancel();
  };

  return (
    <form className="composer" onSubmit={send}>
      <textarea
        ref={field}
        className="field"
        rows={text === "" && !focus ? 2 : 3}
        aria-label={label}
        placeholder={label}
        maxLength={longestText}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {(text !== "" || onCancel) && (
        <div className="composer-actions">
          {onCancel && (
            <button type="button" className="button small" onClick={onCancel}>
              Cancel
            </button>
          )}
          <button type="submit" className="button small primary" disabled={text.trim() === ""} title="Ctrl + Enter">
            {action}
          </button>
        </div>
      )}
    </form>
  );
}
