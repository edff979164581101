import { useState, type FormEvent } from "react";
import { openSession } from "../api/documents";
import { kinds } from "../api/kinds";
import { useIdentity } from "../me/identity";
import { go } from "../router";
import { CopyField } from "../ui/CopyField";
import { Field } from "../ui/Field";
import { FormTrouble } from "../ui/FormTrouble";
import { useSubmit } from "../ui/useSubmit";
import { announce } from "./announced";
import type { FormProps, OpenDocument } from "./FormProps";
import { hostCommand, hostingOf } from "./hosting";
import { HostedSession } from "./HostedSession";
import { isPort } from "./settings";

/** Hosts a session at the server that the page came from, or says how another one is started as wanted. */
export function HostForm({ settings, document, addresses, onChange, onDone }: FormProps) {
  const me = useIdentity();
  const [kind, setKind] = useState("bench");
  const [port, setPort] = useState(String(settings.port));
  const [made, setMade] = useState<OpenDocument | null>(null);
  const form = useSubmit();
  const [written, setWritten] = useState(document?.id ?? settings.hosted);
  const session = written.trim();
  const hosting = hostingOf(settings, location, addresses);
  const hosted = made ?? (session === document?.id ? document : null);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    void form.submit(async () => {
      onChange({ hosted: session });
      const { id, kind: found } = await openSession(session, kind);
      if (!settings.autoConnect) {
        setMade({ id, kind: found });
        return;
      }
      announce(id);
      onDone();
      go(`/d/${id}`);
    });
  };
  const choosePort = (text: string) => {
    setPort(text);
    if (isPort(Number(text))) onChange({ port: Number(text) });
  };

  return (
    <form className="collaboration-form" onSubmit={submit}>
      <Field
        label="Session ID"
        value={written}
        maxLength={200}
        required
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => {
          setWritten(event.target.value);
          setMade(null);
        }}
      />
      <div className="collaboration-row">
        <fieldset className="collaboration-choice">
          <legend>Listen address</legend>
          <label>
            <input type="radio" name="listen" checked={settings.isForNetwork} onChange={() => onChange({ isForNetwork: true })} />
            The network <span className="hint">0.0.0.0</span>
          </label>
          <label>
            <input type="radio" name="listen" checked={!settings.isForNetwork} onChange={() => onChange({ isForNetwork: false })} />
            This machine only <span className="hint">localhost</span>
          </label>
        </fieldset>
        <Field label="Port" type="number" min={1} max={65_535} required value={port} onChange={(event) => choosePort(event.target.value)} />
      </div>
      <label className="collaboration-switch">
        <input type="checkbox" checked={settings.autoConnect} onChange={(event) => onChange({ autoConnect: event.target.checked })} />
        Auto-connect: join the session at once
      </label>
      {!hosting.fits && (
        <div className="collaboration-command">
          <p className="hint">
            {hosting.now} A page in a browser cannot open a port. A server that listens as chosen is started on the machine that is to host, in a terminal:
          </p>
          <CopyField value={hostCommand(settings, session, me.name)} label="Command to host the session" />
        </div>
      )}
      <FormTrouble of={form} />
      {hosted !== null ? (
        <HostedSession session={session} id={hosted.id} kind={hosted.kind} isNewPlace={hosted.id !== document?.id} onDone={onDone} />
      ) : (
        <>
          <p className="hint" role="status">
            {hosting.fits && hosting.now} {hosting.fits ? "It can host the session." : "This server can host the session as it is, too."}
          </p>
          <div className="dialog-actions">
            <label className="collaboration-kind">
              A new one is a{" "}
              <select className="select" value={kind} onChange={(event) => setKind(event.target.value)}>
                {kinds.toReversed().map(({ name, label }) => (
                  <option key={name} value={name}>
                    {label.toLowerCase()}
                  </option>
                ))}
              </select>
            </label>
            <button type="submit" className={hosting.fits ? "button primary" : "button"} disabled={form.busy || session === ""}>
              Host session
            </button>
          </div>
        </>
      )}
    </form>
  );
}
