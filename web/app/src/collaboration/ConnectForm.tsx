import { useEffect, useRef, useState, type FormEvent } from "react";
import { openSession, RequestError } from "../api/documents";
import { wordsOf } from "../api/request";
import { useAccess } from "../access/access";
import { cleanName, longestName, setIdentity, useIdentity } from "../me/identity";
import { go } from "../router";
import { Field } from "../ui/Field";
import type { FormProps } from "./FormProps";
import { mayAsk, troubleOf, type Words } from "./findings";
import { isOwn } from "./isOwn";
import { lookAt } from "./lookAt";
import { pageOf, readAddress, socketAddressOf, type Target } from "./serverAddress";
import { StartSession } from "./StartSession";

/** How far the attempt to connect has come. */
type Progress =
  | { readonly step: "idle" }
  | { readonly step: "connecting"; readonly host: string }
  /** `anyway`: where the browser may go in spite of it. */
  | { readonly step: "failed"; readonly words: Words; readonly anyway: string | null }
  /** This server has no such session yet. */
  | { readonly step: "unknown" };

const longestSession = 200;

/** Joins a session: of this server in this page, of another one on that server's own page. */
export function ConnectForm({ settings, addresses, onChange, onDone }: FormProps) {
  const me = useIdentity();
  const { session: signedIn } = useAccess();
  const isNameGiven = signedIn !== null && signedIn.name !== null;
  const [server, setServer] = useState(settings.server === "" ? socketAddressOf(location.origin) : settings.server);
  const [name, setName] = useState(me.name);
  const [wrong, setWrong] = useState<string | null>(null);
  const [progress, setProgress] = useState<Progress>({ step: "idle" });
  const attempt = useRef<AbortController | null>(null);
  useEffect(() => () => attempt.current?.abort(), []);

  const session = settings.session.trim();
  const join = async (signal: AbortSignal) => {
    const { id } = await openSession(session, undefined, signal);
    onDone();
    go(`/d/${id}`);
  };
  const visit = async (target: Target, signal: AbortSignal) => {
    const page = pageOf(target, session, cleanName(name) || me.name);
    if (!mayAsk(location.protocol, target)) {
      setProgress({
        step: "failed",
        words: { title: `This page cannot look what is at ${target.host}.`, text: "It came encrypted (https), and a browser lets no such page ask a server that is not. Open that server’s own page to see." },
        anyway: page,
      });
      return;
    }
    const words = troubleOf(await lookAt(target.origin, signal), target);
    if (words === null) location.assign(page);
    else setProgress({ step: "failed", words, anyway: page });
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const target = readAddress(server);
    setWrong(typeof target === "string" ? target : null);
    if (typeof target === "string") return;
    onChange({ server: server.trim(), session });
    if (!isNameGiven) setIdentity({ ...me, name: cleanName(name) || me.name, chosen: true });
    attempt.current?.abort();
    const { signal } = (attempt.current = new AbortController());
    setProgress({ step: "connecting", host: target.host });
    try {
      const isHere = isOwn(target, location, addresses);
      if (isHere && target.link?.startsWith("/d/") === true) location.assign(target.link);
      else if (isHere) await join(signal);
      else await visit(target, signal);
    } catch (error) {
      if (signal.aborted) return;
      const isUnknown = error instanceof RequestError && error.code === "unknown_session";
      setProgress(isUnknown ? { step: "unknown" } : { step: "failed", words: { title: "The session could not be joined.", text: wordsOf(error) }, anyway: null });
    }
  };

  return (
    <form className="collaboration-form" onSubmit={(event) => void submit(event)}>
      <Field
        label="Server URL"
        value={server}
        error={wrong}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        data-first
        placeholder="ws://192.168.1.5:8765"
        onChange={(event) => setServer(event.target.value)}
        onFocus={(event) => event.target.select()}
      />
      <Field label="Session ID" value={settings.session} maxLength={longestSession} required autoComplete="off" spellCheck={false} onChange={(event) => onChange({ session: event.target.value })} />
      <Field
        label="Your name"
        value={name}
        maxLength={longestName}
        autoComplete="nickname"
        spellCheck={false}
        disabled={isNameGiven}
        hint={isNameGiven ? "The name of your account on this server." : undefined}
        onChange={(event) => setName(event.target.value)}
      />
      {progress.step === "failed" && (
        <div className="collaboration-trouble" role="alert">
          <strong>{progress.words.title}</strong> {progress.words.text}
        </div>
      )}
      {progress.step === "unknown" && <StartSession session={session} onStarted={onDone} />}
      <div className="dialog-actions">
        {progress.step === "failed" && progress.anyway !== null && (
          <a className="button" href={progress.anyway}>
            Open its page anyway
          </a>
        )}
        <button type="button" className="button" onClick={onDone}>
          Cancel
        </button>
        <button type="submit" className="button primary" disabled={progress.step === "connecting"}>
          {progress.step === "connecting" ? `Connecting to ${progress.host}…` : "Connect"}
        </button>
      </div>
    </form>
  );
}
