import { useEffect, useRef, type FocusEvent } from "react";

/**
 * Keeps the keyboard where it was when its row goes away: it goes on to the row that took the place, and to `fallback` when there is none.
 * Returns what the list does with `onFocus`; its rows carry their id in `data-id`.
 */
export function useRowFocus(ids: readonly string[], fallback: () => HTMLElement | null): (event: FocusEvent<HTMLElement>) => void {
  const last = useRef<{ readonly id: string; readonly index: number } | null>(null);
  const order = ids.join();

  useEffect(() => {
    const was = last.current;
    if (was === null || document.activeElement !== document.body || ids.includes(was.id)) return;
    last.current = null;
    const id = ids[Math.min(was.index, ids.length - 1)];
    const row = id === undefined ? null : document.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"] .row-link`);
    (row ?? fallback())?.focus();
    // The ids are compared by what they are, not by which array holds them.
  }, [order]);

  return (event) => {
    const id = event.target.closest<HTMLElement>("[data-id]")?.dataset["id"];
    if (id !== undefined) last.current = { id, index: ids.indexOf(id) };
  };
}
