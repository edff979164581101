import { useState } from "react";
import { useAccess } from "../access/access";
import { openSession } from "../api/documents";
import { kinds } from "../api/kinds";
import { wordsOf } from "../api/request";
import { goInstead } from "../router";
import { Icon } from "../ui/Icon";

interface StartSessionProps {
  readonly session: string;
  readonly onStarted: () => void;
}

/** Says that a session is not there yet, and offers to begin it. */
export function StartSession({ session, onStarted }: StartSessionProps) {
  const { session: who } = useAccess();
  const [trouble, setTrouble] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const start = async (kind: string) => {
    setBusy(true);
    try {
      const { id } = await openSession(session, kind);
      onStarted();
      goInstead(`/d/${id}`);
    } catch (error) {
      setTrouble(wordsOf(error));
      setBusy(false);
    }
  };
  return (
    <div className="collaboration-trouble" role="status">
      <p>
        <strong>There is no session “{session}” on this server yet.</strong>{" "}
        {who?.can_create === false ? "Ask the host whether the ID is right." : "Look whether the ID is right, or begin it as:"}
      </p>
      {who?.can_create !== false && (
        <div className="collaboration-kinds">
          {kinds.toReversed().map(({ name, label, icon }) => (
            <button key={name} type="button" className="button small" disabled={busy} onClick={() => void start(name)}>
              <Icon name={icon} size={14} />
              {label}
            </button>
          ))}
        </div>
      )}
      {trouble !== null && <p className="form-error">{trouble}</p>}
    </div>
  );
}
