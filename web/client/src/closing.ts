/** The sign-in ended (ACCESS-4): with another token one may come back. */
export const EXPIRED = 4009;

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

export const REASONS: ReadonlyMap<number, string> = new Map([
  [1001, "The server is restarting."],
  [4001, "The server did not hear from this page for a while."],
  [4003, "The connection was too slow to keep up."],
  [4006, "The server could not save the document."],
]);
