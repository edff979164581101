import { useRef, useState, type FormEvent } from "react";
import { changePassword, shortestPassword } from "../api/access";
import { PasswordField } from "../ui/Field";
import { FormTrouble } from "../ui/FormTrouble";
import { say } from "../ui/Toasts";
import { useSubmit } from "../ui/useSubmit";

export function PasswordForm({ name }: { name: string }) {
  const [old, setOld] = useState("");
  const [fresh, setFresh] = useState("");
  const [incomplete, setIncomplete] = useState(false);
  const form = useSubmit();
  const oldField = useRef<HTMLInputElement>(null);
  const freshField = useRef<HTMLInputElement>(null);
  const isShort = [...fresh].length < shortestPassword;
  const said = (code: string) => (form.trouble?.code === code ? form.trouble.message : null);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wrong = old === "" ? oldField : isShort ? freshField : null;
    setIncomplete(wrong !== null);
    if (wrong !== null) return wrong.current?.focus();
    void form.submit(async () => {
      await changePassword(old, fresh);
      setOld("");
      setFresh("");
      say("The password is changed, and you are signed out everywhere else.");
    });
  };

  return (
    <form className="boxed form" onSubmit={submit} noValidate>
      <FormTrouble of={form} except={["bad_credentials", "weak_password"]} />
      {/* Tells a password manager whose password it is. */}
      <input className="visually-hidden" tabIndex={-1} aria-hidden="true" autoComplete="username" value={name} readOnly />
      <PasswordField
        ref={oldField}
        label="Present password"
        autoComplete="current-password"
        value={old}
        error={said("bad_credentials") ?? (incomplete && old === "" ? "The present password is missing." : null)}
        onChange={(event) => setOld(event.target.value)}
      />
      <PasswordField
        ref={freshField}
        label="New password"
        autoComplete="new-password"
        hint={`At least ${shortestPassword} characters. It signs you out everywhere else.`}
        value={fresh}
        error={said("weak_password") ?? (incomplete && old !== "" && isShort ? `That is shorter than ${shortestPassword} characters.` : null)}
        onChange={(event) => setFresh(event.target.value)}
      />
      <button type="submit" className="button primary" disabled={form.busy || form.wait > 0}>
        Change the password
      </button>
    </form>
  );
}
