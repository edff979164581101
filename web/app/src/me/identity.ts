import { useSyncExternalStore } from "react";
import { friendlyName } from "./friendlyName";

/** Who the others see: a name and a colour kept in this browser; of somebody with an account, the name is the account's. */
export interface Identity {
  readonly name: string;
  readonly color: string;
  /** True once the person has chosen the name, or has said that the made-up one will do. */
  readonly chosen: boolean;
}

/** Colours that carry white initials in both themes, told apart well enough side by side. */
export const colors = [
  "#c2412d", "#b45309", "#8a6d0b", "#4d7c0f", "#0f7a55", "#0e7490", "#2563c9", "#5b50d6", "#9333b8", "#be2c6e",
] as const;

export const longestName = 100;

const key = "weft.me";
const listeners = new Set<() => void>();
let stored = load();
let givenName: string | null = null;
let current = stored;

function load(): Identity {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? "null") as Partial<Identity> | null;
    if (kept && typeof kept.name === "string" && /^#[0-9a-f]{6}$/i.test(kept.color ?? ""))
      return { name: cleanName(kept.name) || friendlyName(), color: kept.color!, chosen: kept.chosen === true };
  } catch {
    // Unreadable or blocked storage: a new identity is made below.
  }
  const fresh = { name: friendlyName(), color: colors[Math.floor(Math.random() * colors.length)]!, chosen: false };
  save(fresh);
  return fresh;
}

function save(identity: Identity): void {
  try {
    localStorage.setItem(key, JSON.stringify(identity));
  } catch {
    // Without storage the name lasts as long as the page.
  }
}

/** The name as the protocol allows it: no control characters, at most 100 UTF-16 units of whole characters, no blanks around it. */
export function cleanName(name: string): string {
  let kept = "";
  for (const character of name.replace(/[\u0000-\u001f\u007f-\u009f]/g, " ").trim()) {
    if (kept.length + character.length > longestName) break;
    kept += character;
  }
  return kept.trim();
}

export function setIdentity(identity: Identity): void {
  // An account's name is the account's alone: what one is called without it stays as it was.
  stored = givenName === null ? identity : { ...stored, color: identity.color };
  save(stored);
  show();
}

/** The name by which the server knows whoever is signed in; null: one is called what one says. */
export function setGivenName(name: string | null): void {
  if (name === givenName) return;
  givenName = name;
  show();
}

function show(): void {
  current = givenName === null ? stored : { ...stored, name: givenName, chosen: true };
  for (const listener of listeners) listener();
}

export const currentIdentity = (): Identity => current;

function subscribe(listener: () => void): () => void {
  const fromOtherTab = (event: StorageEvent) => {
    if (event.key !== key) return;
    stored = load();
    show();
  };
  listeners.add(listener);
  window.addEventListener("storage", fromOtherTab);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", fromOtherTab);
  };
}

export function useIdentity(): Identity {
  return useSyncExternalStore(subscribe, () => current);
}
