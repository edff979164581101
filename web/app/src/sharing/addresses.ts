const onlyHere = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Whether a host name leads nowhere from another machine. */
export const isOnlyHere = (hostname: string): boolean => onlyHere.test(hostname);

/** The links under which a document is reached: addresses that work for others first, the one of this page among them. */
export function linksOf(id: string, origin: string, hostname: string, addresses: readonly string[]): readonly string[] {
  const origins = isOnlyHere(hostname) ? [...addresses, origin] : [origin, ...addresses];
  return [...new Set(origins.map((each) => each.replace(/\/$/, "")))].map((each) => `${each}/d/${id}`);
}

/** Whether nobody at another machine can open any of the links. */
export function isHidden(hostname: string, addresses: readonly string[]): boolean {
  return isOnlyHere(hostname) && addresses.length === 0;
}
