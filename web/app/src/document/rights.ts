import { reaches, type Role, type Session, type Status } from "@weft/client";

/** Close codes about access. */
const signedOut = 4007;
const withdrawn = 4008;
const expired = 4009;

/** Why the server does not let this person in, or not any more. */
export type Refusal = "signed out" | "expired" | "no access" | "withdrawn";

export function refusalOf(status: Status | null): Refusal | null {
  if (status?.state !== "failed") return null;
  if (status.code === signedOut || status.error === "unauthorized") return "signed out";
  if (status.code === expired) return "expired";
  if (status.code === withdrawn) return "withdrawn";
  return status.error === "forbidden" ? "no access" : null;
}

/** What the page offers: nothing that the server would refuse. */
export interface Rights {
  readonly canEdit: boolean;
  readonly canComment: boolean;
  /** Rename, delete. */
  readonly isAdmin: boolean;
}

const nothing: Rights = { canEdit: false, canComment: false, isAdmin: false };

export function rightsOf(session: Session | null): Rights {
  const refusal = refusalOf(session?.status ?? null);
  if (session?.isReady !== true || refusal === "withdrawn" || refusal === "no access") return nothing;
  return { canEdit: session.canEdit, canComment: reaches(session.role, "commenter"), isAdmin: reaches(session.role, "admin") };
}

/** What somebody who may not edit can do, as it is said quietly beside the title. */
export function roleWords(role: Role): string | null {
  switch (role) {
    case "viewer":
      return "view";
    case "commenter":
      return "comment";
    case "editor":
    case "admin":
      return null;
  }
}

const roleNames: { readonly [role in Role]: string } = { viewer: "a viewer", commenter: "a commenter", editor: "an editor", admin: "an admin" };

/** What is said when the role has changed, and by whom, where that is known. */
export function newRoleWords(role: Role, by?: string): string {
  const words = whatOneMay(role);
  return by === undefined ? words : `${by} made you ${roleNames[role]} of this document. ${words}`;
}

function whatOneMay(role: Role): string {
  switch (role) {
    case "viewer":
      return "You can view this document now, but not change it.";
    case "commenter":
      return "You can comment on this document now, but not change it.";
    case "editor":
      return "You can edit this document now.";
    case "admin":
      return "You are an admin of this document now.";
  }
}
