import { useEffect, useReducer, useState, type ComponentType, type ReactNode } from "react";

/** A component whose code comes when it is first shown, or when `fetch` asks for it before. */
export type Later<P> = ((props: P) => ReactNode) & { readonly fetch: () => void };

/**
 * A component that is a chunk of its own. It is shown as soon as its code is there; React's `lazy` would hold it back until its fallback has
 * been on the page for 300 ms. What could not be fetched is thrown to whoever catches what a page throws.
 */
export function later<P extends object>(load: () => Promise<{ default: ComponentType<P> }>, meanwhile: ReactNode = null): Later<P> {
  let found: ComponentType<P> | null = null;
  let coming: Promise<void> | null = null;
  const bring = () =>
    (coming ??= load().then(
      (module) => void (found = module.default),
      (error: unknown) => {
        coming = null;
        throw error;
      },
    ));

  function Later(props: P) {
    const [, show] = useReducer((count: number) => count + 1, 0);
    const [failure, setFailure] = useState<{ readonly error: unknown } | null>(null);
    useEffect(() => {
      if (found === null) bring().then(show, (error: unknown) => setFailure({ error }));
    }, []);
    if (failure !== null) throw failure.error;
    const Found = found;
    return Found === null ? meanwhile : <Found {...props} />;
  }

  return Object.assign(Later, { fetch: () => void bring().catch(() => undefined) });
}
