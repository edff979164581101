/** What of a document this browser showed last: the middle, and the zoom. */
export interface LastView {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

const key = "weft.views";
/** So many documents are remembered, those seen last. */
const most = 100;

type Stored = { readonly [document: string]: LastView };

function stored(): Stored {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? "{}");
    return typeof value === "object" && value !== null ? (value as Stored) : {};
  } catch {
    return {};
  }
}

/** Where this browser was in a document; null when it has not been there, or what is stored is none. */
export function lastView(document: string): LastView | null {
  const view = Object.hasOwn(stored(), document) ? stored()[document] : undefined;
  const isView = [view?.x, view?.y, view?.zoom].every((part) => Number.isFinite(part)) && view!.zoom > 0;
  return isView ? view! : null;
}

export function rememberView(document: string, { x, y, zoom }: LastView): void {
  const { [document]: _, ...others } = stored();
  const views = [...Object.entries(others).slice(1 - most), [document, { x, y, zoom }] as const];
  try {
    localStorage.setItem(key, JSON.stringify(Object.fromEntries(views)));
  } catch {
    // A browser that keeps nothing begins with all of the document next time.
  }
}
