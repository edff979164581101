import { useRef, useState, type FormEvent } from "react";
import { register, shortestPassword, type Session } from "../api/access";
import { longestName } from "../me/identity";
import { Field, PasswordField } from "../ui/Field";
import { FormTrouble } from "../ui/FormTrouble";
import { useSubmit } from "../ui/useSubmit";

/** Under which field what the server says stands. */
const fieldOf: { readonly [code: string]: "name" | "email" | "password" } = {
  name_taken: "name",
  bad_name: "name",
  email_taken: "email",
  bad_email: "email",
  weak_password: "password",
};

interface AccountFieldsProps {
  /** The secret of a setup link, for the first account. */
  readonly setup?: string | null;
  /** An admin makes the account for somebody else, whose password no manager should keep here. */
  readonly forOther?: boolean;
  readonly onMade: (session: Session) => Promise<void>;
}

/** What an account needs, and the button that makes it. */
export function AccountFields({ setup = null, forOther = false, onMade }: AccountFieldsProps) {
  const [fields, setFields] = useState({ name: "", email: "", password: "" });
  const [incomplete, setIncomplete] = useState(false);
  const form = useSubmit();
  const inputs = { name: useRef<HTMLInputElement>(null), email: useRef<HTMLInputElement>(null), password: useRef<HTMLInputElement>(null) };
  const name = fields.name.trim();
  const isShort = [...fields.password].length < shortestPassword;

  const field = (which: keyof typeof fields) => ({
    ref: inputs[which],
    value: fields[which],
    onChange: (event: { target: { value: string } }) => setFields({ ...fields, [which]: event.target.value }),
  });
  const said = (which: keyof typeof fields) => (form.trouble !== null && fieldOf[form.trouble.code] === which ? form.trouble.message : null);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wrong = name === "" ? inputs.name : isShort ? inputs.password : null;
    setIncomplete(wrong !== null);
    if (wrong !== null) return wrong.current?.focus();
    const email = fields.email.trim();
    void form.submit(async () => {
      const session = await register({
        name,
        password: fields.password,
        ...(email !== "" && { email }),
        ...(setup !== null && { setup }),
      }).catch((error: { code?: string }) => {
        inputs[fieldOf[error.code ?? ""] ?? "name"].current?.focus();
        throw error;
      });
      await onMade(session);
    });
  };

  return (
    <form className="account-fields" onSubmit={submit} noValidate>
      <FormTrouble of={form} except={Object.keys(fieldOf)} />
      <Field
        {...field("name")}
        label="Name"
        name="username"
        autoComplete={forOther ? "off" : "username"}
        autoCapitalize="words"
        spellCheck={false}
        maxLength={longestName}
        autoFocus
        error={said("name") ?? (incomplete && name === "" ? "The name is missing." : null)}
      />
      <Field
        {...field("email")}
        label={forOther ? "E-mail, if there is one" : "E-mail, if you like"}
        name="email"
        type="email"
        inputMode="email"
        autoComplete={forOther ? "off" : "email"}
        autoCapitalize="none"
        error={said("email")}
      />
      <PasswordField
        {...field("password")}
        label="Password"
        name="password"
        autoComplete={forOther ? "off" : "new-password"}
        hint={
          forOther
            ? `At least ${shortestPassword} characters. Tell it to them; they can change it on their account page.`
            : `At least ${shortestPassword} characters. A sentence that only you know is a good one.`
        }
        error={said("password") ?? (incomplete && name !== "" && isShort ? `That is shorter than ${shortestPassword} characters.` : null)}
      />
      <button type="submit" className="button primary wide" disabled={form.busy || form.wait > 0}>
        Make the account
      </button>
    </form>
  );
}
