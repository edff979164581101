import { useState, type ReactNode } from "react";
import type { Session } from "@weft/client";
import { MenuItem } from "../ui/Menu";
import { takeAnnounced } from "./announced";
import { CollaborationDialog } from "./CollaborationDialog";
import type { OpenDocument } from "./FormProps";

export interface Collaboration {
  /** The items of the menu. */
  readonly items: ReactNode;
  /** The dialog, when it is open. */
  readonly dialog: ReactNode;
}

/** The menu Collaboration and its dialog, of a document's page or of another one (`null`). */
export function useCollaboration(document: OpenDocument | null, session: Session | null): Collaboration {
  const [isHosted] = useState(() => document !== null && takeAnnounced(document.id));
  const [open, setOpen] = useState(isHosted);
  return {
    items: (
      <>
        <MenuItem icon="server" onChoose={() => setOpen(true)}>
          Connect/Host Session…
        </MenuItem>
        {session?.isDisconnected === true ? (
          <MenuItem icon="retry" onChoose={() => session.reconnect()}>
            Connect again
          </MenuItem>
        ) : (
          <MenuItem icon="leave" disabled={session === null || session.status.state === "failed"} onChoose={() => session?.disconnect()}>
            Disconnect
          </MenuItem>
        )}
      </>
    ),
    dialog: open && <CollaborationDialog document={document} showsHosted={isHosted} onClose={() => setOpen(false)} />,
  };
}
