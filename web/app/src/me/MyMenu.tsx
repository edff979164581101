import { useEffect, useId, useRef, useState } from "react";
import { useAccess } from "../access/access";
import { Avatar } from "../ui/Avatar";
import { Icon } from "../ui/Icon";
import { IdentityForm } from "./IdentityForm";
import { setIdentity, useIdentity } from "./identity";
import { MyLinks } from "./MyLinks";

/** The question stands aside for good once the person does something else; it is asked anew when the app is next loaded. */
let passedOver = false;

/**
 * The own avatar. It opens the form for name and colour with the ways to the account, and asks once, without standing in the way, who it is.
 */
export function MyMenu() {
  const me = useIdentity();
  const { session } = useAccess();
  const isNameGiven = session !== null && session.name !== null;
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const id = useId();
  const [passed, setPassed] = useState(passedOver);
  const asking = !me.chosen && !passed;
  const shown = open || asking;

  const close = () => {
    setOpen(false);
    if (!me.chosen) setIdentity({ ...me, chosen: true });
  };

  useEffect(() => {
    if (!open) return;
    panel.current?.querySelector<HTMLInputElement>("input.field, input:checked")?.focus();
    const away = (event: PointerEvent) => {
      const target = event.target as Node;
      if (!panel.current?.contains(target) && !button.current?.contains(target)) setOpen(false);
    };
    document.addEventListener("pointerdown", away, true);
    return () => document.removeEventListener("pointerdown", away, true);
  }, [open]);

  useEffect(() => {
    if (!asking || open) return;
    const pass = (event: Event) => {
      const target = event.target as Node;
      if (panel.current?.contains(target) || button.current?.contains(target)) return;
      if (event instanceof KeyboardEvent && ["Tab", "Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
      passedOver = true;
      setPassed(true);
    };
    document.addEventListener("pointerdown", pass, true);
    document.addEventListener("keydown", pass, true);
    return () => {
      document.removeEventListener("pointerdown", pass, true);
      document.removeEventListener("keydown", pass, true);
    };
  }, [asking, open]);

  return (
    <div className="my-menu">
      <button
        ref={button}
        type="button"
        className="avatar-button"
        aria-label={isNameGiven ? `You: ${me.name}. Colour and account` : `You: ${me.name}. Change name and colour`}
        title={`${me.name} (you)`}
        aria-expanded={shown}
        aria-controls={shown ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        <Avatar name={me.name} color={me.color} self />
      </button>
      {shown && (
        <div
          ref={panel}
          id={id}
          className={open ? "panel my-panel" : "panel my-panel asking"}
          role="group"
          aria-label={isNameGiven ? "Your colour and account" : "Your name and colour"}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            close();
            button.current?.focus();
          }}
        >
          <div className="panel-head">
            {isNameGiven ? (
              <div className="who">
                <strong>{me.name}</strong>
                {session.email !== undefined && <span>{session.email}</span>}
              </div>
            ) : (
              <strong>{asking ? "What should others call you?" : "Your name and colour"}</strong>
            )}
            <button type="button" className="icon-button small" aria-label={asking ? `Stay ${me.name}` : "Close"} onClick={close}>
              <Icon name="close" size={14} />
            </button>
          </div>
          <IdentityForm onDone={() => setOpen(false)} doneLabel={asking ? "That’s me" : isNameGiven ? "Take this colour" : "Save"} isNameGiven={isNameGiven} />
          {!isNameGiven && <p className="hint">Shown to whoever opens the same document. Kept in this browser only.</p>}
          {!asking && <MyLinks onFollow={() => setOpen(false)} />}
        </div>
      )}
    </div>
  );
}
