import { useEffect } from "react";
import { followLink } from "../router";
import { currentIdentity } from "../me/identity";
import { Notice } from "../ui/Notice";
import { SmallPage } from "../ui/SmallPage";
import { forgetInvitation, redeem, useAccess } from "./access";

/** A share link that could not be redeemed, and why. */
export function BadLinkPage() {
  const { invitation, session } = useAccess();
  const trouble = invitation?.trouble ?? null;
  const isBad = trouble?.code === "bad_link";

  useEffect(() => {
    document.title = "The link does not work · Weft";
  }, []);

  return (
    <SmallPage>
      <Notice
        title={isBad ? "This link does not work any more" : "The link could not be used"}
        actions={
          <>
            {!isBad && (
              <button type="button" className="button primary" onClick={() => void redeem(session === null ? currentIdentity().name : undefined)}>
                Try again
              </button>
            )}
            <a
              className="button"
              href="/"
              onClick={(event) => {
                followLink(event);
                if (event.defaultPrevented) forgetInvitation();
              }}
            >
              {session === null ? "Sign in" : "All documents"}
            </a>
          </>
        }
      >
        {isBad
          ? "It has expired, somebody has withdrawn it, or a part of it is missing. Ask whoever sent it to you for a new one."
          : trouble?.message}
      </Notice>
    </SmallPage>
  );
}
