import { useAccess } from "../access/access";
import { Access } from "../sharing/Access";
import { Addresses } from "../sharing/Addresses";
import { Dialog } from "../ui/Dialog";
import "../sharing/sharing.css";

/** How others come to a document: by its address alone, or by being let in. */
export function ShareDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { info } = useAccess();
  const mode = info?.access ?? "open";
  return (
    <Dialog title="Share" wide={mode !== "open"} onClose={onClose}>
      <Addresses id={id} mode={mode} known={info?.addresses ?? []} />
      {mode !== "open" && <Access id={id} hasAccounts={mode === "accounts"} onLeft={onClose} />}
    </Dialog>
  );
}
