import type { Route } from "../router";
import type { Access } from "./access";

/** What stands before a page, or the page itself. */
export type Door =
  | "page"
  | "wait"
  | "unreachable"
  | "invitation"
  | "bad link"
  | "token"
  | "sign in"
  | "register"
  | "no account yet"
  | "first account"
  | "stranger";

/** Pages that are about the server itself, so that there is nothing to show without it. */
const needsServer: readonly Route["page"][] = ["signin", "register", "account", "admin"];

export function doorOf(access: Access, page: Route["page"]): Door {
  const { phase, info, invitation } = access;
  if (phase === "asking") return "wait";
  if (phase === "unreachable" || info === null) return needsServer.includes(page) ? "unreachable" : "page";
  const isSigningIn = page === "signin" || page === "register";
  if (invitation !== null && !isSigningIn) {
    if (invitation.state === "failed") return "bad link";
    return invitation.state === "asking" ? "invitation" : "wait";
  }
  return access.session === null ? doorOfStranger(access, page) : doorOfKnown(access, page);
}

function doorOfStranger({ info, ended, setup }: Access, page: Route["page"]): Door {
  // Nothing that is on the page is taken from somebody whose sign-in ends while they write.
  if (ended && page === "document") return "page";
  switch (info?.access) {
    case "token":
      return "token";
    case "accounts":
      if (info.setup) return setup === null ? "no account yet" : "first account";
      return page === "register" && info.registration === "open" ? "register" : "sign in";
    default:
      return "stranger";
  }
}

function doorOfKnown({ info, session }: Access, page: Route["page"]): Door {
  if (info?.access !== "accounts") return "page";
  if (page === "signin") return "sign in";
  return page === "register" && session?.kind === "guest" && info.registration === "open" ? "register" : "page";
}
