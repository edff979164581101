import { useId, useState, type InputHTMLAttributes, type ReactNode, type Ref } from "react";
import { Icon } from "./Icon";

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: string;
  readonly hint?: ReactNode;
  /** What is wrong with what is in it. */
  readonly error?: string | null;
  /** Stands at the end of the field, within it. */
  readonly end?: ReactNode;
  readonly ref?: Ref<HTMLInputElement>;
}

/** A labelled field; what is wrong with it stands under it and is read with it. */
export function Field({ label, hint, error = null, end, ...input }: FieldProps) {
  const id = useId();
  const about = [hint !== undefined && `${id}-hint`, error !== null && `${id}-error`].filter((part) => part !== false).join(" ");
  return (
    <div className="form-field">
      <label htmlFor={id}>{label}</label>
      <div className="form-input">
        <input {...input} id={id} className="field" aria-invalid={error !== null || undefined} aria-describedby={about === "" ? undefined : about} />
        {end}
      </div>
      {error !== null && (
        <p id={`${id}-error`} className="form-error">
          {error}
        </p>
      )}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="hint">
          {hint}
        </p>
      )}
    </div>
  );
}

/** A field for a password, which can be shown while it is typed. */
export function PasswordField(props: Omit<FieldProps, "type" | "end">) {
  const [shown, setShown] = useState(false);
  return (
    <Field
      {...props}
      type={shown ? "text" : "password"}
      spellCheck={false}
      autoCapitalize="none"
      end={
        <button
          type="button"
          className="icon-button small"
          aria-label="Show the password"
          title={shown ? "Hide the password" : "Show the password"}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
        >
          <Icon name={shown ? "hidden" : "eye"} />
        </button>
      }
    />
  );
}
