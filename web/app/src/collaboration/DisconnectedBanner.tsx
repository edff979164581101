import type { Session } from "@weft/client";
import { followLink } from "../router";
import { Icon } from "../ui/Icon";

/** Stands above a document that its reader has disconnected from. */
export function DisconnectedBanner({ session }: { session: Session }) {
  const { unsaved } = session;
  return (
    <div className="document-banner" role="status">
      <Icon name="leave" />
      <p>
        <strong>You disconnected from this session.</strong> This is how it was then.{" "}
        {unsaved === 0
          ? "What you change now stays in this browser until you connect again."
          : `${unsaved === 1 ? "Your change" : `Your ${unsaved} changes`} since then stay${unsaved === 1 ? "s" : ""} in this browser until you connect again.`}
      </p>
      <span className="document-banner-actions">
        <button type="button" className="button small primary" onClick={() => session.reconnect()}>
          Connect again
        </button>
        <a className="button small" href="/" onClick={followLink}>
          All documents
        </a>
      </span>
    </div>
  );
}
