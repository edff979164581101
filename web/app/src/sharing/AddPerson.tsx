import { useRef, useState, type FormEvent } from "react";
import { roles, type Role } from "../api/roles";
import { setMember } from "../api/sharing";
import { useSubmit } from "../ui/useSubmit";
import type { Act } from "./Access";
import { isNow } from "./People";
import { RoleSelect } from "./RoleSelect";

/** Gives somebody with an account a role. */
export function AddPerson({ id, act }: { id: string; act: Act }) {
  const [who, setWho] = useState("");
  const [role, setRole] = useState<Role>("editor");
  const form = useSubmit();
  const field = useRef<HTMLInputElement>(null);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const name = who.trim();
    if (name === "") return field.current?.focus();
    void form.submit(async () => {
      const member = await setMember(id, name, role);
      setWho("");
      await act(() => Promise.resolve(), isNow(member.name, member.role));
    });
  };

  return (
    <form onSubmit={submit}>
      <div className="share-form">
        <input
          ref={field}
          className="field"
          aria-label="Name or e-mail of somebody with an account"
          placeholder="Name or e-mail"
          value={who}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          aria-invalid={form.trouble !== null || undefined}
          onChange={(event) => setWho(event.target.value)}
        />
        <RoleSelect label="Role" value={role} options={roles} onChange={setRole} />
        <button type="submit" className="button" disabled={form.busy}>
          Add
        </button>
      </div>
      {form.trouble !== null && (
        <p className="form-error" role="alert">
          {form.trouble.code === "unknown_account"
            ? "Nobody here has this name or e-mail. They may have to make an account first, or you make a link for them below."
            : form.trouble.message}
        </p>
      )}
    </form>
  );
}
