import { useAccess } from "../access/access";
import { go } from "../router";
import { isHidden, isOnlyHere, linksOf } from "../sharing/addresses";
import { CopyField } from "../ui/CopyField";
import { socketAddressOf } from "./serverAddress";

interface HostedSessionProps {
  /** Its ID, as it was typed. */
  readonly session: string;
  /** Its document. */
  readonly id: string;
  readonly kind: string;
  /** Whether it is another document than that of the page. */
  readonly isNewPlace: boolean;
  readonly onDone: () => void;
}

/** What others need to join: a link for browsers, and what Optiverse's desktop app asks for. */
export function HostedSession({ session, id, kind, isNewPlace, onDone }: HostedSessionProps) {
  const { info } = useAccess();
  const addresses = info?.addresses ?? [];
  const { origin, hostname } = location;
  const [link] = linksOf(id, origin, hostname, addresses);
  const hidden = isHidden(hostname, addresses);
  const shared = isOnlyHere(hostname) ? (addresses[0] ?? origin) : origin;
  return (
    <section className="share-part" aria-label="Hosted session">
      <p className="hint" role="status">
        {hidden ? "The session is hosted, for this machine only." : "The session is hosted. Others join by:"}
        {info?.access !== "open" && " Who comes has to be let in: the Share dialog says how."}
      </p>
      <div className="collaboration-links">
        <span>Browsers</span>
        <CopyField value={link!} label="Link for browsers" primary withCode={!hidden} />
        {kind === "bench" && (
          <>
            <span>Optiverse</span>
            <CopyField value={socketAddressOf(shared)} label="Server URL for Optiverse" />
          </>
        )}
      </div>
      {kind === "bench" && (
        <p className="hint">
          In Optiverse: Collaboration, Connect/Host Session…, with this server URL and the session ID <code>{session}</code>.
        </p>
      )}
      <div className="dialog-actions">
        <button
          type="button"
          className="button"
          onClick={() => {
            onDone();
            if (isNewPlace) go(`/d/${id}`);
          }}
        >
          {isNewPlace ? "Join it" : "Done"}
        </button>
      </div>
    </section>
  );
}
