const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const date = new Intl.DateTimeFormat("en", { day: "numeric", month: "short" });
const dateWithYear = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: "numeric" });

/** How long ago `time` was, in words; both in milliseconds since 1970. A clock that runs ahead gives `just now`. */
export function relativeTime(time: number, now: number): string {
  const passed = now - time;
  if (passed < minute) return "just now";
  if (passed < hour) return words.format(-Math.floor(passed / minute), "minute");
  if (passed < day) return words.format(-Math.floor(passed / hour), "hour");
  if (passed < 7 * day) return words.format(-Math.floor(passed / day), "day");
  return (new Date(time).getFullYear() === new Date(now).getFullYear() ? date : dateWithYear).format(time);
}
