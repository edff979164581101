import { useSyncExternalStore } from "react";
import { friendlyName } from "./friendlyName";

/** Who the others see. It is a name and a colour kept in this browser, not an account. */
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
let current = load();

function load(): Identity {
  try {
    const stored = JSON.parse(localStorage.getItem(key) ?? "null") as Partial<Identity> | null;
    if (stored && typeof stored.name === "string" && /^#[0-9a-f]{6}$/i.test(stored.color ?? ""))
      return { name: cleanName(stored.name) || friendlyName(), color: stored.color!, chosen: stored.chosen === true };
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
  current = identity;
  save(identity);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  const fromOtherTab = (event: StorageEvent) => {
    if (event.key !== key) return;
    current = load();
    listener();
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
