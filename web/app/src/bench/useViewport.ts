import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";
import { boundsOf, union } from "@weft/optics";
import { lastView, rememberView } from "../document/together/lastView";
import type { Bench, Shown } from "./Bench";
import { fitted, type Size, usualView, type Viewport } from "./viewport";

export interface View {
  readonly view: Viewport;
  readonly size: Size;
  /** The newest of both, for handlers of events. */
  readonly now: RefObject<{ readonly view: Viewport; readonly size: Size }>;
  readonly setView: (change: (view: Viewport, size: Size) => Viewport) => void;
  /** Shows items, all of them by default. */
  readonly fit: (items?: readonly Shown[]) => void;
}

/** How long the bench must rest for its place to be remembered, in milliseconds. */
const REST = 400;

const boxOf = (items: readonly Shown[]) => union(items.flatMap(({ kind, properties }) => boundsOf(kind, properties) ?? []));

/** What this user sees of the bench; it begins where this browser was last, or with all of it. */
export function useViewport(stage: RefObject<HTMLElement | null>, bench: Bench, document: string): View {
  const [view, set] = useState<Viewport>(usualView);
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  const now = useRef({ view, size });
  const isPlaced = useRef(false);

  const setView = useCallback((change: (view: Viewport, size: Size) => Viewport) => {
    const next = change(now.current.view, now.current.size);
    now.current = { ...now.current, view: next };
    set(next);
  }, []);

  useLayoutEffect(() => {
    const element = stage.current!;
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = element;
      now.current = { ...now.current, size: { width, height } };
      setSize({ width, height });
      if (isPlaced.current || width === 0) return;
      isPlaced.current = true;
      setView((_, room) => lastView(document) ?? fitted(boxOf(bench.items), room));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [stage, bench, document, setView]);

  const isMoved = useRef(false);
  useEffect(() => {
    // The view that the bench opens with is not yet one's own.
    if (size.width === 0 || !isMoved.current) {
      isMoved.current = size.width > 0;
      return;
    }
    const timer = setTimeout(() => rememberView(document, view), REST);
    return () => clearTimeout(timer);
  }, [document, view, size]);

  const fit = useCallback((items: readonly Shown[] = bench.items) => setView((_, room) => fitted(boxOf(items), room)), [bench, setView]);

  return { view, size, now, setView, fit };
}
