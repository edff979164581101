import { useEffect, useState } from "react";
import type { AccessMode } from "../api/access";
import { serverInfo } from "../api/documents";
import { CopyField } from "../ui/CopyField";
import { isHidden, isOnlyHere, linksOf } from "./addresses";

interface AddressesProps {
  readonly id: string;
  readonly mode: AccessMode;
  /** The server's addresses as they were known when the app began. */
  readonly known: readonly string[];
}

const hints: { readonly [mode in AccessMode]: string } = {
  open: "Whoever opens this link can read and change the document. There is nothing to install.",
  token: "It works for everybody who is signed in to this server. Send others the link first that the server printed when it started.",
  accounts: "It works for the people below. For others, make a link.",
};

/** The addresses of the document itself, which carry no right to open it. */
export function Addresses({ id, mode, known }: AddressesProps) {
  const [addresses, setAddresses] = useState(known);
  const [asked, setAsked] = useState(known.length > 0);

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

  const { hostname, origin } = location;
  const leadsNowhere = isHidden(hostname, addresses);
  return (
    <>
      {asked && leadsNowhere ? (
        <p className="hint" role="status">
          This server listens on this machine only. To let others in, start it with <code>./weft serve</code>. Until then the link works only
          here.
        </p>
      ) : (
        <p className="hint">{hints[mode]}</p>
      )}
      <ul className="links">
        {linksOf(id, origin, hostname, addresses).map((link, index) => (
          <li key={link}>
            <CopyField
              value={link}
              label={index === 0 ? "Link to this document" : "The same document at another address"}
              primary={index === 0}
              withCode={index === 0 && !leadsNowhere}
              first={index === 0}
            />
          </li>
        ))}
      </ul>
      {addresses.length > 0 && (
        <p className="hint" role="status">
          {isOnlyHere(hostname)
            ? "The first address works for others in your network; the one with this machine’s own name works only here."
            : "The addresses with numbers work inside your network, also without a name server."}
        </p>
      )}
    </>
  );
}
