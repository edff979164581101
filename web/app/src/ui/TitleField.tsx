import { useEffect, useRef, useState, type KeyboardEvent } from "react";

export const longestTitle = 200;

interface TitleFieldProps {
  readonly title: string;
  readonly label: string;
  /** Start with everything selected, ready to be typed over. */
  readonly selected?: boolean;
  readonly onRename: (title: string) => void;
  /** After Enter or Escape. */
  readonly onDone?: () => void;
}

/** A title that is edited in place: Enter or leaving keeps it, Escape goes back, an empty one is not taken. */
export function TitleField({ title, label, selected = false, onRename, onDone }: TitleFieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const givenUp = useRef(false);

  useEffect(() => {
    if (!selected) return;
    field.current?.focus();
    field.current?.select();
  }, [selected]);

  const keep = () => {
    const next = (draft ?? title).trim();
    if (!givenUp.current && next !== "" && next !== title) onRename(next);
    givenUp.current = false;
    setDraft(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || (event.key !== "Enter" && event.key !== "Escape")) return;
    event.preventDefault();
    givenUp.current = event.key === "Escape";
    field.current?.blur();
    onDone?.();
  };

  return (
    <span className="title-field" data-value={draft ?? title}>
      <input
        ref={field}
        aria-label={label}
        value={draft ?? title}
        maxLength={longestTitle}
        size={1}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setDraft(event.target.value)}
        onBlur={keep}
        onKeyDown={onKeyDown}
      />
    </span>
  );
}
