import type { AdminState } from "../api/admin";

const units = ["bytes", "KB", "MB", "GB", "TB"] as const;
const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A number of bytes as people say it, in steps of 1,000. */
export function bytesWords(bytes: number): string {
  let step = 0;
  let value = bytes;
  while (value >= 999.5 && step < units.length - 1) {
    value /= 1_000;
    step++;
  }
  const digits = step === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return `${value.toFixed(digits)} ${units[step]}`;
}

export const countWords = (count: number): string => count.toLocaleString("en");

/** How long something has lasted: `3 days 4 h`, `12 min`, `8 s`. */
export function durationWords(milliseconds: number): string {
  const whole = (unit: number) => Math.floor(milliseconds / unit);
  if (milliseconds >= day) return `${whole(day)} day${whole(day) === 1 ? "" : "s"} ${whole(hour) % 24} h`;
  if (milliseconds >= hour) return `${whole(hour)} h ${whole(minute) % 60} min`;
  if (milliseconds >= minute) return `${whole(minute)} min`;
  return `${Math.max(0, whole(second))} s`;
}

/** A rate per second with as many digits as it is worth. */
export function rateWords(perSecond: number): string {
  if (perSecond < 0.05) return "0";
  return perSecond < 9.95 ? perSecond.toFixed(1) : Math.round(perSecond).toLocaleString("en");
}

/** How much of a count came per second between two looks; null when it cannot be known. */
export function rateOf(now: AdminState, before: AdminState | null, count: (state: AdminState) => number | undefined): number | null {
  if (before === null) return null;
  const [last, first] = [count(now), count(before)];
  const seconds = (now.server.now - before.server.now) / second;
  // A server that was started anew, or a room that was opened anew, counts from nothing.
  if (last === undefined || first === undefined || last < first || seconds <= 0 || now.server.started !== before.server.started) return null;
  return (last - first) / seconds;
}
