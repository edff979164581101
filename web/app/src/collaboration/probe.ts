/** What is at an address, as far as a page can know. */
export type Finding =
  | { readonly kind: "weft"; readonly version: string; readonly access: string }
  /** Optiverse's own server, which speaks with its desktop app alone. */
  | { readonly kind: "optiverse" }
  /** Something answers that is none of both. */
  | { readonly kind: "other" }
  /** A refusal came: nothing listens there, the name is not known, or something in between turned the question away. */
  | { readonly kind: "closed" }
  /** Nothing came. */
  | { readonly kind: "silent" };

/** How long an answer may take, in milliseconds. */
const PATIENCE = 6_000;

/** What Optiverse's server gives as the reason when it closes a connection at a path that it does not know (code 1008). */
const OPTIVERSE_REASON = "Invalid path";

/** Looks what is at an origin. Nobody who uses it hears of it. */
export async function probe(origin: string, patience = PATIENCE): Promise<Finding> {
  const signal = AbortSignal.timeout(patience);
  try {
    const answer = await fetch(`${origin}/api/v1/info`, { credentials: "omit", cache: "no-store", signal });
    return weftOf(await answer.json()) ?? (await otherOf(origin, patience));
  } catch (error) {
    if (isTimeout(error, signal)) return { kind: "silent" };
  }
  // What does not let its answer be read may still be heard to answer.
  try {
    await fetch(origin, { mode: "no-cors", credentials: "omit", cache: "no-store", signal });
    return await otherOf(origin, patience);
  } catch (error) {
    return { kind: isTimeout(error, signal) ? "silent" : "closed" };
  }
}

const isTimeout = (error: unknown, signal: AbortSignal) => signal.aborted || (error instanceof DOMException && error.name === "TimeoutError");

function weftOf(info: unknown): Finding | null {
  if (typeof info !== "object" || info === null) return null;
  const { name, version, access } = info as { name?: unknown; version?: unknown; access?: unknown };
  return name === "Weft" && typeof version === "string" && typeof access === "string" ? { kind: "weft", version, access } : null;
}

const otherOf = async (origin: string, patience: number): Promise<Finding> => ({ kind: (await isOptiverse(origin, patience)) ? "optiverse" : "other" });

/** Optiverse's server lets everybody in and closes at once when the path is none of a session. */
function isOptiverse(origin: string, patience: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${origin.replace(/^http/, "ws")}/weft`);
    const end = (is: boolean) => {
      clearTimeout(timer);
      socket.onclose = null;
      socket.close();
      resolve(is);
    };
    const timer = setTimeout(() => end(false), patience);
    socket.onclose = ({ code, reason }) => end(code === 1008 && reason.startsWith(OPTIVERSE_REASON));
  });
}
