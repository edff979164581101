import { useId, useState, type KeyboardEvent } from "react";
import { useAccess } from "../access/access";
import { Dialog } from "../ui/Dialog";
import { ConnectForm } from "./ConnectForm";
import type { OpenDocument } from "./FormProps";
import { HostForm } from "./HostForm";
import { keepSettings, loadSettings, type Settings } from "./settings";
import "../sharing/sharing.css";
import "./collaboration.css";

interface CollaborationDialogProps {
  readonly document: OpenDocument | null;
  /** Whether it begins with what others need to join, whatever was chosen last. */
  readonly showsHosted: boolean;
  readonly onClose: () => void;
}

const tabs = [
  { tab: "connect", label: "Connect to server" },
  { tab: "host", label: "Host server" },
] as const;

/** Connect to a session, or host one: what is chosen is there again the next time. */
export function CollaborationDialog({ document, showsHosted, onClose }: CollaborationDialogProps) {
  const { info } = useAccess();
  const [settings, setSettings] = useState<Settings>(() => {
    const kept = loadSettings();
    return showsHosted ? { ...kept, tab: "host" } : kept;
  });
  const id = useId();

  const change = (changed: Partial<Settings>) => {
    const next = { ...settings, ...changed };
    setSettings(next);
    keepSettings(next);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    const other = settings.tab === "host" ? "connect" : "host";
    change({ tab: other });
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${other}"]`)?.focus();
  };
  const common = { settings, document, addresses: info?.addresses ?? [], onChange: change, onDone: onClose };

  return (
    <Dialog title="Connect/Host Session" wide onClose={onClose}>
      <div className="tabs" role="tablist" aria-label="Connect or host" onKeyDown={onKeyDown}>
        {tabs.map(({ tab, label }) => (
          <button
            key={tab}
            type="button"
            role="tab"
            data-tab={tab}
            id={`${id}-${tab}`}
            aria-selected={settings.tab === tab}
            aria-controls={`${id}-panel`}
            tabIndex={settings.tab === tab ? 0 : -1}
            onClick={() => change({ tab })}
          >
            {label}
          </button>
        ))}
      </div>
      <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${settings.tab}`} className="collaboration-panel">
        {settings.tab === "host" ? <HostForm {...common} /> : <ConnectForm {...common} />}
      </div>
    </Dialog>
  );
}
