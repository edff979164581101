import { useSyncExternalStore } from "react";

export type ThemeChoice = "light" | "dark" | "system";

const key = "weft.theme";
const system = matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

const chosen = (): ThemeChoice => {
  const theme = document.documentElement.dataset["theme"];
  return theme === "light" || theme === "dark" ? theme : "system";
};

export function chooseTheme(choice: ThemeChoice): void {
  if (choice === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = choice;
  try {
    if (choice === "system") localStorage.removeItem(key);
    else localStorage.setItem(key, choice);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  system.addEventListener("change", listener);
  return () => {
    listeners.delete(listener);
    system.removeEventListener("change", listener);
  };
}

export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(subscribe, chosen);
}

/** The theme that is seen: the chosen one, or that of the system. */
export function useTheme(): "light" | "dark" {
  return useSyncExternalStore(subscribe, () => {
    const choice = chosen();
    return choice === "system" ? (system.matches ? "dark" : "light") : choice;
  });
}
