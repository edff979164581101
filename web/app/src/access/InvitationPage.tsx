import { useEffect } from "react";
import { currentIdentity } from "../me/identity";
import { IdentityForm } from "../me/IdentityForm";
import { followLink } from "../router";
import { Icon } from "../ui/Icon";
import { SmallPage } from "../ui/SmallPage";
import { redeem, useAccess } from "./access";
import { signInPath } from "./next";

/** Asks a guest for a name, before the share link that brought them is redeemed. */
export function InvitationPage() {
  const { info, invitation } = useAccess();
  const trouble = invitation?.trouble ?? null;

  useEffect(() => {
    document.title = "You are invited · Weft";
  }, []);

  return (
    <SmallPage>
      <div className="card">
        <h1>A document was shared with you</h1>
        <p className="lead">What should the others in it call you?</p>
        {trouble !== null && (
          <p className="banner" role="alert">
            <Icon name="warning" />
            <span>{trouble.message}</span>
          </p>
        )}
        <IdentityForm focus doneLabel="Open the document" onDone={() => void redeem(currentIdentity().name)} />
        {info?.access === "accounts" && (
          <p className="aside">
            You have an account here?{" "}
            <a href={signInPath()} onClick={followLink}>
              Sign in
            </a>
          </p>
        )}
      </div>
    </SmallPage>
  );
}
