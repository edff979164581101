import type { Status } from "./events";
import type { Role } from "./wire";

/** What the server lets the user do in a document. */
export interface Access {
  readonly role: Role;
  /** May run code, where the document has some. */
  readonly canRun: boolean;
}

/** Of a server that tells no role, as of one that lets everybody do everything. */
export const FULL_ACCESS: Access = { role: "admin", canRun: true };

/** The close code that tells of it. */
const WITHDRAWN = 4008;

const ASCENDING: readonly Role[] = ["viewer", "commenter", "editor", "admin"];

/** Whether `role` may do what takes at least the role `needed`. */
export function reaches(role: Role, needed: Role): boolean {
  return ASCENDING.indexOf(role) >= ASCENDING.indexOf(needed);
}

/** Whether the server lets this user see nothing of the document, or nothing any more. */
export function isShutOut(status: Status): boolean {
  return status.state === "failed" && (status.code === WITHDRAWN || status.error === "forbidden");
}

export function sameAccess(a: Access, b: Access): boolean {
  return a.role === b.role && a.canRun === b.canRun;
}
