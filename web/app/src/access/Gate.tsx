import type { ReactNode } from "react";
import { followLink, type Route } from "../router";
import { Notice } from "../ui/Notice";
import { SmallPage } from "../ui/SmallPage";
import { useAccess } from "./access";
import { BadLinkPage } from "./BadLinkPage";
import { doorOf } from "./door";
import { InvitationPage } from "./InvitationPage";
import { NoAccountYetPage } from "./NoAccountYetPage";
import { RegisterPage } from "./RegisterPage";
import { SignInPage } from "./SignInPage";
import { TokenPage } from "./TokenPage";
import "./access.css";

/** Lets those through to a page whom the server would let in, and asks the others who they are. */
export function Gate({ route, children }: { route: Route; children: ReactNode }) {
  const access = useAccess();
  const home = (
    <a className="button" href="/" onClick={followLink}>
      All documents
    </a>
  );
  switch (doorOf(access, route.page)) {
    case "page":
      return children;
    case "wait":
      return <div className="top-bar" aria-busy="true" />;
    case "unreachable":
      return (
        <SmallPage>
          <Notice title="The server does not answer" actions={home}>
            Check that it is running and that you are in its network. This page goes on by itself once it answers.
          </Notice>
        </SmallPage>
      );
    case "invitation":
      return <InvitationPage />;
    case "bad link":
      return <BadLinkPage />;
    case "token":
      return <TokenPage />;
    case "sign in":
      return <SignInPage />;
    case "register":
    case "first account":
      return <RegisterPage />;
    case "no account yet":
      return <NoAccountYetPage />;
    case "stranger":
      return (
        <SmallPage>
          <Notice
            title="You are not signed in"
            actions={
              <button type="button" className="button primary" onClick={() => location.reload()}>
                Try again
              </button>
            }
          >
            The application that this server belongs to decides who may come in. Sign in there, then load this page again.
          </Notice>
        </SmallPage>
      );
  }
}
