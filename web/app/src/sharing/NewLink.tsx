import { useState, type FormEvent } from "react";
import { useAccess } from "../access/access";
import { makeLink, type LinkRole } from "../api/sharing";
import { CopyField } from "../ui/CopyField";
import { useSubmit } from "../ui/useSubmit";
import { linksOf } from "./addresses";
import { lifetimes } from "./expiry";
import { RoleSelect } from "./RoleSelect";
import { RunSwitch } from "./RunSwitch";

const linkRoles: readonly LinkRole[] = ["viewer", "commenter", "editor"];
const usualLifetime = 2;
const longestLabel = 100;

/** Makes a link and shows it, this once: the server keeps only what it needs to recognise it. */
export function NewLink({ id, onMade }: { id: string; onMade: () => Promise<void> }) {
  const { info } = useAccess();
  const [role, setRole] = useState<LinkRole>("viewer");
  const [lifetime, setLifetime] = useState(usualLifetime);
  const [run, setRun] = useState(false);
  const [label, setLabel] = useState("");
  const [made, setMade] = useState<string | null>(null);
  const form = useSubmit();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { milliseconds } = lifetimes[lifetime]!;
    const name = label.trim();
    void form.submit(async () => {
      const { secret } = await makeLink(id, {
        role,
        run,
        expires: milliseconds === null ? null : Date.now() + milliseconds,
        ...(name !== "" && { label: name }),
      });
      // The address by which this page was opened may lead nowhere from another machine.
      const [address] = linksOf(id, location.origin, location.hostname, info?.addresses ?? []);
      setMade(`${address}#link=${secret}`);
      setLabel("");
      await onMade();
    });
  };

  return (
    <>
      <form className="share-form new-link" onSubmit={submit}>
        <input
          className="field"
          aria-label="What the link is for"
          placeholder="For whom, if you like"
          value={label}
          maxLength={longestLabel}
          autoComplete="off"
          onChange={(event) => setLabel(event.target.value)}
        />
        <RoleSelect label="Role of who comes by the link" value={role} options={linkRoles} onChange={setRole} />
        <select className="select" aria-label="How long the link works" value={lifetime} onChange={(event) => setLifetime(Number(event.target.value))}>
          {lifetimes.map(({ label: words }, index) => (
            <option key={words} value={index}>
              {words}
            </option>
          ))}
        </select>
        <RunSwitch isOn={run} label="Who comes by the link may run code" onChange={setRun} />
        <button type="submit" className="button" disabled={form.busy}>
          Make a link
        </button>
      </form>
      {form.trouble !== null && (
        <p className="form-error" role="alert">
          {form.trouble.message}
        </p>
      )}
      {made !== null && (
        <div className="share-made" role="status">
          <CopyField value={made} label="The new link" primary withCode />
          <p className="hint">Copy it now: it is shown only this once. Whoever has it can open the document, without an account.</p>
        </div>
      )}
    </>
  );
}
