import { useEffect } from "react";
import { followLink, goInstead } from "../router";
import { SmallPage } from "../ui/SmallPage";
import { signedIn, useAccess } from "./access";
import { AccountFields } from "./AccountFields";
import { destination, signInPath } from "./next";

/** Makes an account; the first one of a server when its setup link was followed. */
export function RegisterPage() {
  const { setup } = useAccess();

  useEffect(() => {
    document.title = "New account · Weft";
  }, []);

  return (
    <SmallPage>
      <div className="card">
        <h1>{setup === null ? "New account" : "The first account"}</h1>
        <p className="lead">
          {setup === null
            ? "Others find you by your name or e-mail when they share a document with you."
            : "It looks after this server: it sees who is connected, may open every document, and makes or lets others make accounts."}
        </p>
        <AccountFields
          setup={setup}
          onMade={async (session) => {
            goInstead(destination());
            await signedIn(session);
          }}
        />
        {setup === null && (
          <p className="aside">
            You have one already?{" "}
            <a href={signInPath()} onClick={followLink}>
              Sign in
            </a>
          </p>
        )}
      </div>
    </SmallPage>
  );
}
