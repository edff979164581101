import { useEffect, useState } from "react";
import { serverInfo } from "../api/documents";
import { copyText } from "../ui/copyText";
import { Dialog } from "../ui/Dialog";
import { Icon } from "../ui/Icon";

const onlyHere = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** The links under which a document is reached: addresses that work for others first, the one of this page among them. */
export function linksOf(id: string, origin: string, hostname: string, addresses: readonly string[]): readonly string[] {
  const origins = onlyHere.test(hostname) ? [...addresses, origin] : [origin, ...addresses];
  return [...new Set(origins.map((each) => each.replace(/\/$/, "")))].map((each) => `${each}/d/${id}`);
}

/** Whether nobody at another machine can open any of the links. */
export function isHidden(hostname: string, addresses: readonly string[]): boolean {
  return onlyHere.test(hostname) && addresses.length === 0;
}

export function ShareDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const [addresses, setAddresses] = useState<readonly string[]>([]);
  const [asked, setAsked] = useState(false);
  const [copied, setCopied] = useState<string | null>(null);

  useEffect(() => {
    const stop = new AbortController();
    serverInfo(stop.signal).then(
      (info) => {
        setAddresses(info.addresses);
        setAsked(true);
      },
      // Without an answer there is still the address of this page.
      () => undefined,
    );
    return () => stop.abort();
  }, []);

  const links = linksOf(id, location.origin, location.hostname, addresses);
  const hidden = asked && isHidden(location.hostname, addresses);
  const copy = async (link: string) => setCopied((await copyText(link)) ? link : null);

  return (
    <Dialog title="Share" onClose={onClose}>
      {hidden ? (
        <p className="hint" role="status">
          This server listens on this machine only. To let others in, start it with <code>./weft serve</code>. Until then the link works only
          here.
        </p>
      ) : (
        <p className="hint">Whoever opens this link can read and change the document. There is nothing to install.</p>
      )}
      <ul className="links">
        {links.map((link, index) => (
          <li key={link}>
            <input
              className="field"
              readOnly
              value={link}
              aria-label={index === 0 ? "Link to this document" : "The same document at another address"}
              onFocus={(event) => event.target.select()}
            />
            <button type="button" className={index === 0 ? "button primary" : "button"} data-first={index === 0 || undefined} onClick={() => void copy(link)}>
              <Icon name={copied === link ? "check" : "copy"} />
              {copied === link ? "Copied" : "Copy"}
              <span className="visually-hidden">{` ${link}`}</span>
            </button>
          </li>
        ))}
      </ul>
      <p className="hint" role="status">
        {onlyHere.test(location.hostname) && addresses.length > 0
          ? "The first address works for others in your network; the one with this machine’s own name works only here."
          : addresses.length > 0
            ? "The addresses with numbers work inside your network, also without a name server."
            : ""}
      </p>
    </Dialog>
  );
}
