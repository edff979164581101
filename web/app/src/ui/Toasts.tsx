import { useSyncExternalStore } from "react";
import { Icon } from "./Icon";

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: "plain" | "error";
  readonly action?: ToastAction | undefined;
}

/** Something that can be done about what a toast says. */
export interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}

let toasts: readonly Toast[] = [];
let lastId = 0;
const timers = new Map<number, ReturnType<typeof setTimeout>>();
const listeners = new Set<() => void>();

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

function dismiss(id: number): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
  set(toasts.filter((toast) => toast.id !== id));
}

/** Says something in passing. An error stays long enough to be read twice; what is said already stays longer instead of coming anew. */
export function say(text: string, tone: Toast["tone"] = "plain", action?: ToastAction): void {
  const known = toasts.find((toast) => toast.text === text && toast.tone === tone);
  const id = known?.id ?? ++lastId;
  if (known === undefined) set([...toasts.slice(-2), { id, text, tone, action }]);
  clearTimeout(timers.get(id));
  timers.set(id, setTimeout(() => dismiss(id), tone === "error" || action !== undefined ? 10_000 : 4_000));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function Toasts() {
  const shown = useSyncExternalStore(subscribe, () => toasts);
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map((toast) => (
        <div key={toast.id} className={`toast ${toast.tone}`}>
          {toast.tone === "error" && <Icon name="warning" />}
          <span>{toast.text}</span>
          {toast.action && (
            <button
              type="button"
              className="text-button"
              onClick={() => {
                dismiss(toast.id);
                toast.action?.run();
              }}
            >
              {toast.action.label}
            </button>
          )}
          <button type="button" className="icon-button small" aria-label="Dismiss" onClick={() => dismiss(toast.id)}>
            <Icon name="close" size={14} />
          </button>
        </div>
      ))}
    </div>
  );
}
