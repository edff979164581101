import type { Session } from "@weft/client";
import { Icon } from "../ui/Icon";
import type { Strain } from "./strain";

/** Stands above a document that can be worked in while the server cannot take part. */
export function StrainBanner({ strain, session }: { strain: Strain; session: Session }) {
  return (
    <div className="document-banner" role="status">
      <Icon name="warning" />
      <p>
        <strong>{strain.title}</strong> {strain.text}
      </p>
      {session.status.state === "disconnected" && (
        <span className="document-banner-actions">
          <button type="button" className="button small" onClick={() => session.reconnect()}>
            Try now
          </button>
        </span>
      )}
    </div>
  );
}
