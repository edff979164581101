const hour = 3_600_000;
const day = 24 * hour;

/** How long a link may live, in milliseconds; null: until somebody revokes it. */
export const lifetimes = [
  { label: "for one hour", milliseconds: hour },
  { label: "for one day", milliseconds: day },
  { label: "for 7 days", milliseconds: 7 * day },
  { label: "for 30 days", milliseconds: 30 * day },
  { label: "until revoked", milliseconds: null },
] as const;

const moment = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const date = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: "numeric" });

/** When a link ends, in words; times in milliseconds since 1970. */
export function expiryWords(expires: number | null, now: number): string {
  if (expires === null) return "until revoked";
  if (expires <= now) return "expired";
  return `until ${(expires - now < 300 * day ? moment : date).format(expires)}`;
}
