/** Where a server is, as somebody has written it. */
export interface Target {
  /** The origin of its pages, such as `http://192.168.1.5:8765`. */
  readonly origin: string;
  /** Host and port, to be shown. */
  readonly host: string;
  /** A session, when the address was a link to one: its path and what stands behind #. */
  readonly link: string | null;
  /** The server's token, when the address was written with it, as for Optiverse's desktop app. */
  readonly token: string | null;
}

/** The port of Weft and of Optiverse, used where the address names neither a scheme nor a port. */
export const usualPort = 8765;

/** The user of an address whose password is the server's token. */
const tokenUser = "weft";

const schemes: { readonly [scheme: string]: "http" | "https" } = { http: "http", https: "https", ws: "http", wss: "https" };

/** Reads a server's address: `192.168.1.5`, `lab.local:8765`, `ws://…`, `http://…`, or the whole link of a document. A sentence when it is none. */
export function readAddress(written: string): Target | string {
  const text = written.trim();
  if (text === "") return "Type in the address that the host has told you, such as ws://192.168.1.5:8765.";
  const [, scheme, rest] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/i.exec(text) ?? [];
  const known = scheme === undefined ? "http" : schemes[scheme.toLowerCase()];
  if (known === undefined) return `“${scheme}://” leads to no server: the address begins with ws://, wss://, http:// or https://, or with none of them.`;
  const url = urlOf(`${known}://${rest ?? text}`);
  if (url === null || url.hostname === "" || / /.test(text)) return `“${text}” is no address: it looks like 192.168.1.5:8765 or ws://lab.local:8765.`;
  if (url.username !== "" && url.username !== tokenUser) return "Leave name and password out of the address: you sign in on the server’s own page.";
  if (scheme === undefined && url.port === "" && !/:\d+(\/|$)/.test(text)) url.port = String(usualPort);
  const isLink = /^\/[ds]\/[^/]+/.test(url.pathname);
  return {
    origin: url.origin,
    host: url.host,
    link: isLink ? url.pathname + url.hash : null,
    token: url.username === tokenUser && url.password !== "" ? decodeURIComponent(url.password) : null,
  };
}

function urlOf(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** The address for Optiverse's desktop app of a server with pages at an origin. */
export const socketAddressOf = (origin: string): string => origin.replace(/^http/, "ws");

/** The page of a session by its name, on this server. */
export const sessionPath = (session: string): string => `/s/${encodeURIComponent(session)}`;

/** Where the browser goes to join a session at another server; the name goes along behind #, which no server sees. */
export function pageOf({ origin, link, token }: Target, session: string, name: string): string {
  if (link !== null) return origin + link;
  return `${origin}${sessionPath(session)}#${token === null ? `name=${encodeURIComponent(name)}` : `token=${encodeURIComponent(token)}`}`;
}
