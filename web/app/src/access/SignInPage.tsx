import { useEffect, useRef, useState, type FormEvent } from "react";
import { signInWithPassword } from "../api/access";
import { followLink, goInstead } from "../router";
import { Field, PasswordField } from "../ui/Field";
import { FormTrouble } from "../ui/FormTrouble";
import { SmallPage } from "../ui/SmallPage";
import { useSubmit } from "../ui/useSubmit";
import { signedIn, useAccess } from "./access";
import { destination, registerPath } from "./next";

export function SignInPage() {
  const { info, session, ended, invitation } = useAccess();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [incomplete, setIncomplete] = useState(false);
  const form = useSubmit();
  const nameField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);

  useEffect(() => {
    document.title = "Sign in · Weft";
  }, []);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const missing = name.trim() === "" ? nameField : password === "" ? passwordField : null;
    setIncomplete(missing !== null);
    if (missing !== null) return missing.current?.focus();
    void form.submit(async () => {
      const fresh = await signInWithPassword(name.trim(), password).catch((error: unknown) => {
        passwordField.current?.select();
        throw error;
      });
      goInstead(destination());
      await signedIn(fresh);
    });
  };

  return (
    <SmallPage>
      <form className="card" onSubmit={submit} noValidate>
        <h1>Sign in</h1>
        <p className="lead">{leadOf(ended, invitation !== null, session?.name ?? null, location.pathname.startsWith("/d/"))}</p>
        <FormTrouble of={form} />
        <Field
          ref={nameField}
          label="Name or e-mail"
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          value={name}
          error={incomplete && name.trim() === "" ? "Your name is missing." : null}
          onChange={(event) => setName(event.target.value)}
        />
        <PasswordField
          ref={passwordField}
          label="Password"
          name="password"
          autoComplete="current-password"
          value={password}
          error={incomplete && password === "" ? "Your password is missing." : null}
          onChange={(event) => setPassword(event.target.value)}
        />
        <button type="submit" className="button primary wide" disabled={form.busy || form.wait > 0}>
          Sign in
        </button>
        {info?.registration === "open" ? (
          <p className="aside">
            New here?{" "}
            <a href={registerPath()} onClick={followLink}>
              Make an account
            </a>
          </p>
        ) : (
          <p className="aside">Accounts are made by whoever looks after this server: ask them for one.</p>
        )}
      </form>
    </SmallPage>
  );
}

function leadOf(ended: boolean, invited: boolean, name: string | null, isDocument: boolean): string {
  if (invited) return "Then the document that was shared with you opens.";
  if (name !== null) return `You are here as ${name}. Sign in to go on as somebody else.`;
  if (ended) return "Your sign-in has ended. Sign in again to go on.";
  return isDocument
    ? "This document is not open to everybody. If somebody sent you a link to it, open the whole link."
    : "Good to see you.";
}
