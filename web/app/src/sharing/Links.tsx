import { useState } from "react";
import { roleWords } from "../api/roles";
import { revokeLink, type ShareLink } from "../api/sharing";
import { relativeTime } from "../ui/relativeTime";
import { useNow } from "../ui/useNow";
import type { Act } from "./Access";
import { expiryWords } from "./expiry";
import { NewLink } from "./NewLink";

interface LinksProps {
  readonly id: string;
  readonly links: readonly ShareLink[];
  readonly act: Act;
  readonly onMade: () => Promise<void>;
}

/** The links that let people in without an account. */
export function Links({ id, links, act, onMade }: LinksProps) {
  const now = useNow(20_000);
  return (
    <section className="share-part">
      <h3>Links that let others in</h3>
      <NewLink id={id} onMade={onMade} />
      {links.length > 0 && (
        <ul className="share-list" aria-label="Links that let others in">
          {links.map((link) => (
            <LinkRow key={link.id} id={id} link={link} now={now} act={act} />
          ))}
        </ul>
      )}
    </section>
  );
}

interface LinkRowProps {
  readonly id: string;
  readonly link: ShareLink;
  readonly now: number;
  readonly act: Act;
}

function LinkRow({ id, link, now, act }: LinkRowProps) {
  const [asking, setAsking] = useState(false);
  const name = link.label ?? "Link";
  if (asking)
    return (
      <li role="group" aria-label={`Revoke “${name}”?`}>
        <p className="grow">Whoever is in the document by “{name}” has to leave it at once.</p>
        <button type="button" className="button small" autoFocus onClick={() => setAsking(false)}>
          Keep it
        </button>
        <button type="button" className="button small danger" onClick={() => void act(() => revokeLink(id, link.id), `“${name}” lets nobody in any more.`)}>
          Revoke
        </button>
      </li>
    );
  return (
    <li>
      <div className="grow">
        <span className="share-name">{name}</span>
        <span className="hint">
          {roleWords[link.role].label}
          {link.run && ", runs code"}, {expiryWords(link.expires, now)} · made {relativeTime(link.created, now)}
        </span>
      </div>
      <button type="button" className="button small" aria-label={`Revoke “${name}”…`} onClick={() => setAsking(true)}>
        Revoke…
      </button>
    </li>
  );
}
