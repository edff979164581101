/**
 * Where to go after the sign-in: the path in `next`, if it is one of this server. Anything else would let a link to this page lead
 * somebody, freshly signed in, to a copy of it somewhere else.
 */
export function nextOf(search: string, origin: string): string {
  const next = new URLSearchParams(search).get("next");
  if (next === null || !next.startsWith("/")) return "/";
  try {
    const target = new URL(next, origin);
    const path = target.pathname + target.search;
    // A path that begins with two slashes is another host's address when it is followed.
    return target.origin === origin && !path.startsWith("//") && !isSignIn(target.pathname) ? path : "/";
  } catch {
    return "/";
  }
}

const isSignIn = (path: string) => path === "/signin" || path === "/register";

/** `path` with what is to be opened afterwards. */
export function withNext(path: string, next: string): string {
  return next === "/" ? path : `${path}?next=${encodeURIComponent(next)}`;
}

/** Where somebody goes who signs in on this page: where they wanted to go, or nowhere else when the sign-in stood before a page. */
export function destination(): string {
  return isSignIn(location.pathname) ? nextOf(location.search, location.origin) : location.pathname + location.search;
}

/** The address of the sign-in page, or of the one for a new account, that leads back to this page. */
export const signInPath = (): string => withNext("/signin", destination());
export const registerPath = (): string => withNext("/register", destination());
