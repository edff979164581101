import type { Session } from "@weft/client";
import { followLink } from "../router";
import { Icon } from "../ui/Icon";
import { KeepCopy } from "./KeepCopy";
import { signInAddress } from "./Obstacle";
import type { Refusal } from "./rights";

interface AccessBannerProps {
  readonly id: string;
  readonly refusal: Refusal;
  readonly session: Session;
  readonly title: string;
}

/** Stands above a document that is open while the server lets its reader in no more. What is on the page stays there. */
export function AccessBanner({ id, refusal, session, title }: AccessBannerProps) {
  const { unsaved } = session;
  const isOver = refusal === "withdrawn" || refusal === "no access";
  return (
    <div className="document-banner" role="alert">
      <Icon name="warning" />
      <p>
        <strong>{isOver ? "Your access to this document was withdrawn." : "Your sign-in has ended."}</strong> {isOver ? overWords(unsaved) : endedWords(unsaved)}
      </p>
      <span className="document-banner-actions">
        {isOver ? (
          <>
            <KeepCopy session={session} title={title} className="button small" />
            <a className="button small" href="/" onClick={followLink}>
              All documents
            </a>
          </>
        ) : (
          <a className="button small primary" href={signInAddress(id)}>
            Sign in
          </a>
        )}
      </span>
    </div>
  );
}

function overWords(unsaved: number): string {
  if (unsaved === 0) return "This is how it was last. Everything that you wrote is saved.";
  return `${unsaved === 1 ? "One change of yours was" : `${unsaved} changes of yours were`} not saved any more, but still stand${unsaved === 1 ? "s" : ""} here: copy what you need.`;
}

function endedWords(unsaved: number): string {
  return unsaved === 0
    ? "Sign in again to go on. What you write meanwhile is kept in this browser and saved then."
    : "What you wrote is kept in this browser, and saved once you have signed in again.";
}
