import { useEffect } from "react";
import { useAccess } from "../access/access";
import { PageFrame, Section } from "../ui/PageFrame";
import { PasswordForm } from "./PasswordForm";
import { SignIns } from "./SignIns";

export default function AccountPage() {
  const { session } = useAccess();

  useEffect(() => {
    document.title = "Account · Weft";
  }, []);

  if (session?.kind !== "account")
    return (
      <PageFrame title="Account">
        <p>You have no account here: {session?.kind === "guest" ? "you are a guest, let in by a link." : "this server knows no accounts."}</p>
      </PageFrame>
    );
  return (
    <PageFrame title="Account">
      <Section title="You">
        <dl className="boxed facts">
          <div>
            <dt>Name</dt>
            <dd>{session.name}</dd>
          </div>
          <div>
            <dt>E-mail</dt>
            <dd>{session.email ?? "None"}</dd>
          </div>
          {session.admin && (
            <div>
              <dt>Server</dt>
              <dd>You look after this server.</dd>
            </div>
          )}
        </dl>
      </Section>
      <Section title="Password">
        <PasswordForm name={session.name ?? ""} />
      </Section>
      <SignIns />
    </PageFrame>
  );
}
