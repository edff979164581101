import { useSyncExternalStore, type MouseEvent } from "react";

export type Route =
  | { readonly page: "home" }
  | { readonly page: "document"; readonly id: string }
  /** A session by the name that people tell each other. */
  | { readonly page: "session"; readonly name: string }
  | { readonly page: "signin" }
  | { readonly page: "register" }
  | { readonly page: "account" }
  | { readonly page: "admin" }
  | { readonly page: "unknown" };

const listeners = new Set<() => void>();

const named = ["signin", "register", "account", "admin"] as const;

export function routeOf(path: string): Route {
  if (path === "/") return { page: "home" };
  const page = named.find((name) => path === `/${name}`);
  if (page !== undefined) return { page };
  const id = /^\/d\/([A-Za-z0-9_-]{1,64})\/?$/.exec(path)?.[1];
  if (id !== undefined) return { page: "document", id };
  const session = decoded(/^\/s\/([^/]+)\/?$/.exec(path)?.[1] ?? "");
  return session === "" ? { page: "unknown" } : { page: "session", name: session };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part).trim();
  } catch {
    return "";
  }
}

/** Goes to a page of this app; `state` is what the new page may want to know once, kept in the history entry. */
export function go(path: string, state: unknown = null): void {
  history.pushState(state, "", path);
  window.scrollTo(0, 0);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("popstate", listener);
  };
}

export function usePath(): string {
  return useSyncExternalStore(subscribe, () => location.pathname);
}

/** Goes to a page in the place of this one, so that the way back does not lead here again. */
export function goInstead(path: string): void {
  history.replaceState(null, "", path);
  for (const listener of listeners) listener();
}

/** For `onClick` of a link within the app: goes there without loading the page, but leaves new tabs to the browser. */
export function followLink(event: MouseEvent<HTMLAnchorElement>): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go(event.currentTarget.pathname + event.currentTarget.search);
}
