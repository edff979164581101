import type { MouseEvent } from "react";
import { signOut, useAccess } from "../access/access";
import { registerPath, signInPath } from "../access/next";
import { wordsOf } from "../api/request";
import { followLink, go } from "../router";
import { Icon, type IconName } from "../ui/Icon";
import { say } from "../ui/Toasts";

/** The ways from the own menu: to the account, to the server for who looks after it, and out. */
export function MyLinks({ onFollow }: { onFollow: () => void }) {
  const { info, session } = useAccess();
  if (session === null) return null;
  const isGuest = session.kind === "guest";
  const link = (path: string, icon: IconName, words: string) => (
    <a
      className="menu-item"
      href={path}
      onClick={(event: MouseEvent<HTMLAnchorElement>) => {
        followLink(event);
        onFollow();
      }}
    >
      <Icon name={icon} />
      <span>{words}</span>
    </a>
  );
  const leave = () => {
    onFollow();
    signOut().then(
      () => go("/"),
      (error: unknown) => say(`You are still signed in. ${wordsOf(error)}`, "error"),
    );
  };
  const canLeave = session.kind === "account" || session.kind === "token";
  if (!isGuest && !session.admin && !canLeave) return null;
  return (
    <div className="my-links">
      {isGuest && <p className="hint">You are here as a guest, by a link.</p>}
      {isGuest && info?.access === "accounts" && link(signInPath(), "user", "Sign in")}
      {isGuest && info?.registration === "open" && link(registerPath(), "plus", "Make an account")}
      {session.kind === "account" && link("/account", "user", "Account")}
      {session.admin && link("/admin", "server", "Server")}
      {canLeave && (
        <button type="button" className="menu-item" onClick={leave}>
          <Icon name="leave" />
          <span>Sign out</span>
        </button>
      )}
    </div>
  );
}
