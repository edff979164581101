import { useCallback, useEffect, useState } from "react";
import { signOut } from "../access/access";
import { endOtherSignIns, endSignIn, listSignIns, type SignInRecord } from "../api/access";
import { wordsOf } from "../api/request";
import { go } from "../router";
import { Section } from "../ui/PageFrame";
import { relativeTime } from "../ui/relativeTime";
import { say } from "../ui/Toasts";
import { useNow } from "../ui/useNow";
import { deviceOf } from "./device";

/** Where the account is signed in, this browser first. */
export function SignIns() {
  const [list, setList] = useState<readonly SignInRecord[] | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const now = useNow(20_000);

  const refresh = useCallback(async () => {
    try {
      const all = await listSignIns();
      setList([...all].sort((a, b) => Number(b.current) - Number(a.current) || b.last_seen - a.last_seen));
      setTrouble(null);
    } catch (error) {
      setTrouble(wordsOf(error));
    }
  }, []);

  useEffect(() => void refresh(), [refresh]);

  const act = (action: Promise<void>, done: string) =>
    action.then(
      () => say(done),
      (error: unknown) => say(wordsOf(error), "error"),
    ).then(refresh);

  const others = list?.filter(({ current }) => !current).length ?? 0;
  return (
    <Section
      title="Where you are signed in"
      action={
        others > 0 && (
          <button type="button" className="button small" onClick={() => void act(endOtherSignIns(), "You are signed out everywhere else.")}>
            Sign out everywhere else
          </button>
        )
      }
    >
      {trouble !== null && (
        <p className="banner" role="alert">
          {trouble}
        </p>
      )}
      {list !== null && (
        <ul className="boxed" aria-label="Where you are signed in">
          {list.map((each) => (
            <li key={each.id}>
              <div className="grow">
                <strong>{deviceOf(each.agent)}</strong>
                <span className="hint">
                  {each.address ?? "Unknown address"} · {each.current ? "this browser" : `last seen ${relativeTime(each.last_seen, now)}`} · ends by
                  itself {new Date(each.expires).toLocaleDateString("en", { day: "numeric", month: "short" })}
                </span>
              </div>
              {each.current && <span className="now-tag">You are here</span>}
              <button
                type="button"
                className="button small"
                aria-label={each.current ? "Sign out of this browser" : `Sign out of ${deviceOf(each.agent)}, ${each.address ?? "unknown address"}`}
                onClick={() =>
                  void (each.current
                    ? signOut().then(
                        () => go("/"),
                        (error: unknown) => say(wordsOf(error), "error"),
                      )
                    : act(endSignIn(each.id), `${deviceOf(each.agent)} is signed out.`))
                }
              >
                Sign out
              </button>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
