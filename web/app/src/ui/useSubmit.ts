import { useEffect, useState } from "react";
import { RequestError, wordsOf } from "../api/request";

export interface Submission {
  readonly busy: boolean;
  readonly trouble: RequestError | null;
  /** Seconds until another attempt is of any use. */
  readonly wait: number;
  /** Does it, unless it is being done; a failure is kept in `trouble`. */
  readonly submit: (action: () => Promise<void>) => Promise<void>;
}

/** The state of a form on its way to the server. */
export function useSubmit(): Submission {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<RequestError | null>(null);
  const [until, setUntil] = useState(0);
  const wait = useSecondsUntil(until);

  const submit = async (action: () => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    setTrouble(null);
    try {
      await action();
    } catch (error) {
      const failure = error instanceof RequestError ? error : new RequestError(0, "unknown", wordsOf(error));
      setTrouble(failure);
      if (failure.retryAfter !== null) setUntil(Date.now() + failure.retryAfter * 1_000);
    } finally {
      setBusy(false);
    }
  };
  return { busy, trouble: trouble?.code === "too_many_attempts" && wait === 0 ? null : trouble, wait, submit };
}

function useSecondsUntil(time: number): number {
  const left = () => Math.max(0, Math.ceil((time - Date.now()) / 1_000));
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    setSeconds(left());
    if (left() === 0) return;
    const timer = setInterval(() => {
      setSeconds(left());
      if (left() === 0) clearInterval(timer);
    }, 500);
    return () => clearInterval(timer);
  }, [time]);
  return seconds;
}

/** A waiting time as people say it: `40 seconds`, `3 minutes`. */
export function waitingWords(seconds: number): string {
  const [count, unit] = seconds < 100 ? [seconds, "second"] : [Math.ceil(seconds / 60), "minute"];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
