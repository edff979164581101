/** The sign-in ended (ACCESS-4): with another token one may come back. */
export const EXPIRED = 4009;

/** The server cannot save now. */
const NOT_SAVED = 4006;
/** The server has too many connections (BEAT-6). */
const CROWDED = 4010;

/** Why not to come back after a close code (the table in docs/protocol.md). Any other code means: try again. */
export const FINAL_CODES: ReadonlyMap<number, string> = new Map([
  [1009, "The server refused a message that was too large."],
  [4000, "The server refused too many messages of this page. Reload it to go on."],
  [4002, "This document was opened elsewhere with the same identity. Reconnect to continue here."],
  [4004, "The document was deleted."],
  [4005, "This page sent too many messages. Reconnect to go on."],
  [4007, "You are not signed in. Sign in to open this document."],
  [4008, "Your access to this document was withdrawn."],
  [EXPIRED, "Your sign-in has ended. Sign in again to go on."],
]);

const REASONS: ReadonlyMap<number, string> = new Map([
  [1001, "The server is restarting."],
  [4001, "The server did not hear from this page for a while."],
  [4003, "The connection was too slow to keep up."],
  [NOT_SAVED, "The server cannot save the document at the moment."],
  [CROWDED, "The server has as many connections as it takes."],
]);

/** Why to come back, in a sentence, if the close code says it. Of too many connections the server knows best whose they are: `told`. */
export const reasonOf = (code: number, told: string): string | undefined => (code === CROWDED && told !== "" ? told : REASONS.get(code));

/** Join refusals that pass by themselves (JOIN-12). */
const CROWDED_ERRORS: ReadonlySet<string> = new Set(["too_many_joins", "document_busy", "server_full"]);

/** Why there is no connection: a WebSocket close code, or the code of the server's refusal of the document. */
export interface Cause {
  readonly code?: number;
  readonly error?: string;
}

/** Whether there are too many of us: then already the first try to come back is not a quick one. */
export const isCrowded = ({ code, error }: Cause): boolean => code === CROWDED || (error !== undefined && CROWDED_ERRORS.has(error));

/** Whether the server is there and answers, but cannot do its work for us now: then it is asked for as long as it takes. */
export const isStrained = (cause: Cause): boolean => cause.code === NOT_SAVED || isCrowded(cause);
