/** What the part of an address behind # may carry: browsers keep it to themselves, so that no log ever has it. */
export interface AddressSecret {
  readonly kind: "token" | "link" | "setup";
  readonly secret: string;
}

/** Longer than any secret of the server; what is longer is a mistake of the clipboard. */
const longest = 4_096;

export function secretOf(hash: string): AddressSecret | null {
  const [, kind, secret] = /^#(token|link|setup)=(.*)$/.exec(hash) ?? [];
  if (kind === undefined || secret === undefined || secret.length > longest) return null;
  return { kind: kind as AddressSecret["kind"], secret: decoded(secret).trim() };
}

/** The secret in the address of this page, which loses it at once: it is not to stay in the history, nor on the screen. */
export function takeSecret(): AddressSecret | null {
  const found = secretOf(location.hash);
  if (found !== null) history.replaceState(history.state, "", location.pathname + location.search);
  return found;
}

/** What somebody pasted where a secret of a kind is asked for: the whole link, or the secret alone. */
export function secretIn(pasted: string, kind: AddressSecret["kind"]): string {
  const text = pasted.trim();
  const hash = text.indexOf("#");
  const found = hash < 0 ? null : secretOf(text.slice(hash));
  return found?.kind === kind ? found.secret : text;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
