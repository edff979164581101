import { useEffect, useRef, useState, type PointerEvent as ReactPointerEvent, type RefObject } from "react";
import { boundsOf, distanceTo, isOn, overlaps, type Point } from "@weft/optics";
import type { Bench, Shown } from "./Bench";
import { endMoved, endsOf } from "./ends";
import { handleOf, middleOf } from "./frames";
import { moved, type Snap, turned, turnOf } from "./gestures";
import { Groups } from "./groups";
import type { View } from "./useViewport";
import { panned, toBenchPoint, toCanvasPoint, zoomed } from "./viewport";

/** Pixels that a press may wander and still be a click. */
const WANDER = 4;
/** Pixels around an item that still hit it. */
const REACH = 5;
/** A finger hides what it points at: for it everything is so many times as large. */
const FINGER = 2;
/** Pixels around the handle that still hit it. */
const HANDLE_REACH = 14;
/** How far one notch of the wheel turns, in degrees, as in the desktop app. */
const NOTCH = 2;
/** Turning by the wheel is one gesture until the wheel has rested so long, in milliseconds. */
const WHEEL_REST = 400;

type Gesture =
  | { readonly type: "laser" }
  /** `tap`: where a finger came down on nothing, as long as it has not wandered. */
  | { readonly type: "pan"; readonly last: Point; readonly tap?: Point }
  | { readonly type: "press"; readonly item: Shown; readonly from: Point; readonly deselects: boolean }
  | { readonly type: "move"; readonly lead: string; readonly from: Point; readonly items: readonly Shown[] }
  | { readonly type: "turn"; readonly middle: Point; readonly from: Point; readonly items: readonly Shown[] }
  | { readonly type: "end"; readonly item: Shown; readonly index: number }
  | { readonly type: "band"; readonly from: Point; readonly kept: ReadonlySet<string> }
  | { readonly type: "pinch"; readonly points: Map<number, Point> };

/** Whether a gesture changes items. */
const holds = ({ type }: Gesture) => type === "move" || type === "turn" || type === "end";

/** The item under a point of the bench: of several the smallest, so that what lies in a frame can be reached. */
export function itemAt(bench: Bench, point: Point, zoom: number, reach = REACH): Shown | null {
  const hits = bench.items.filter(({ id, kind, properties }) =>
    kind === "path_measure" ? distanceTo(bench.measures.get(id)?.part ?? [], point) <= reach / zoom : isOn(kind, properties, point, reach / zoom),
  );
  const area = ({ kind, properties }: Shown) => {
    const box = boundsOf(kind, properties);
    return box === null ? 0 : (box.right - box.left) * (box.top - box.bottom);
  };
  return hits.toReversed().reduce<Shown | null>((best, item) => (best === null || area(item) < area(best) ? item : best), null);
}

export interface Hand {
  readonly band: readonly [Point, Point] | null;
  readonly turn: number | null;
  readonly isPanning: boolean;
  readonly handlers: {
    readonly onPointerDown: (event: ReactPointerEvent<HTMLElement>) => void;
    readonly onPointerMove: (event: ReactPointerEvent<HTMLElement>) => void;
    readonly onPointerUp: (event: ReactPointerEvent<HTMLElement>) => void;
    readonly onPointerCancel: () => void;
    readonly onPointerLeave: () => void;
  };
  /** Ends a gesture without its effect; whether there was one. */
  readonly giveUp: () => boolean;
}

/** What the pointer and the wheel do on the stage. */
export function useHand(stage: RefObject<HTMLElement | null>, bench: Bench, { now, setView }: View, snap: Snap, hasSpace: RefObject<boolean>, hasLaser: boolean): Hand {
  const gesture = useRef<Gesture | null>(null);
  const wheel = useRef<{ items: readonly Shown[]; turn: number; timer: ReturnType<typeof setTimeout> } | null>(null);
  const touches = useRef(new Map<number, Point>());
  const [band, setBand] = useState<readonly [Point, Point] | null>(null);
  const [turn, setTurn] = useState<number | null>(null);
  const [isPanning, setPanning] = useState(false);

  const onCanvas = (event: { readonly clientX: number; readonly clientY: number }): Point => {
    const { left, top } = stage.current!.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const onBench = (at: Point): Point => toBenchPoint(now.current.view, now.current.size, at);
  const snapOf = (event: { readonly shiftKey: boolean; readonly altKey: boolean }): Snap => ({ ...snap, on: snap.on && !event.shiftKey && !event.altKey });
  const free = () => bench.selection.filter((item) => bench.mayChange(item));

  const restWheel = () => {
    if (wheel.current === null) return;
    clearTimeout(wheel.current.timer);
    wheel.current = null;
    bench.release();
    setTurn(null);
  };

  const end = () => {
    if (gesture.current?.type === "laser") bench.shine(null);
    gesture.current = null;
    setBand(null);
    setTurn(null);
    setPanning(false);
  };

  const giveUp = () => {
    const isBusy = gesture.current !== null;
    if (gesture.current !== null && holds(gesture.current)) bench.cancel();
    end();
    return isBusy;
  };

  const begin = (event: ReactPointerEvent<HTMLElement>, at: Point): Gesture | null => {
    if (event.button === 1 || hasSpace.current) return { type: "pan", last: at };
    if (event.button !== 0) return null;
    if (hasLaser) {
      bench.shine(onBench(at));
      return { type: "laser" };
    }
    const { view, size } = now.current;
    const handle = free().length > 0 ? handleOf(bench.selection, view, size)?.at : undefined;
    const middle = middleOf(bench.selection);
    const reach = event.pointerType === "touch" ? FINGER : 1;
    if (handle && middle && Math.hypot(handle.x - at.x, handle.y - at.y) <= HANDLE_REACH * reach) return { type: "turn", middle, from: onBench(at), items: free() };
    const only = bench.selection.length === 1 ? free()[0] : undefined;
    const ends = only === undefined ? [] : endsOf(only, bench.measures).map((point) => toCanvasPoint(view, size, point));
    const end = ends.findIndex(({ x, y }) => Math.hypot(x - at.x, y - at.y) <= REACH * 2 * reach);
    if (only !== undefined && end >= 0) return { type: "end", item: only, index: end };
    const item = itemAt(bench, onBench(at), view.zoom, REACH * reach);
    const adds = event.shiftKey || event.ctrlKey || event.metaKey;
    if (item === null) {
      if (event.pointerType === "touch") return { type: "pan", last: at, tap: at };
      if (!adds) bench.select([]);
      return { type: "band", from: at, kept: adds ? bench.selected : new Set() };
    }
    const wasSelected = bench.selected.has(item.id);
    if (!wasSelected) bench.select([...(adds ? bench.selected : []), ...new Groups(bench.items).whole([item.id])]);
    return { type: "press", item, from: at, deselects: adds && wasSelected };
  };

  const onPointerDown = (event: ReactPointerEvent<HTMLElement>) => {
    restWheel();
    // What is being written in a field is taken before another item is shown there.
    stage.current!.focus({ preventScroll: true });
    const at = onCanvas(event);
    stage.current!.setPointerCapture(event.pointerId);
    if (event.pointerType === "touch") {
      touches.current.set(event.pointerId, at);
      if (touches.current.size === 2) {
        giveUp();
        gesture.current = { type: "pinch", points: new Map(touches.current) };
        return;
      }
    }
    if (gesture.current !== null) return;
    gesture.current = begin(event, at);
    setPanning(gesture.current?.type === "pan");
  };

  const drag = (event: ReactPointerEvent<HTMLElement>, at: Point) => {
    const doing = gesture.current;
    switch (doing?.type) {
      case "pan":
        setView((view) => panned(view, at.x - doing.last.x, at.y - doing.last.y));
        gesture.current = { type: "pan", last: at, ...(doing.tap && Math.hypot(at.x - doing.tap.x, at.y - doing.tap.y) < WANDER * FINGER && { tap: doing.tap }) };
        return;
      case "laser":
        bench.shine(onBench(at));
        return;
      case "press": {
        if (Math.hypot(at.x - doing.from.x, at.y - doing.from.y) < WANDER || !bench.mayChange(doing.item)) return;
        gesture.current = { type: "move", lead: doing.item.id, from: onBench(doing.from), items: free() };
        drag(event, at);
        return;
      }
      case "move":
        bench.hold(moved(doing.items, doing.lead, doing.from, onBench(at), snapOf(event)));
        return;
      case "turn": {
        const degrees = turnOf(doing.items[0]!, doing.middle, doing.from, onBench(at), snapOf(event));
        setTurn(((degrees + 540) % 360) - 180);
        bench.hold(turned(doing.items, doing.middle, degrees));
        return;
      }
      case "end": {
        bench.hold(new Map([[doing.item.id, endMoved(doing.item, doing.index, onBench(at), snapOf(event), bench.measures)]]));
        return;
      }
      case "band": {
        setBand([doing.from, at]);
        const [a, b] = [onBench(doing.from), onBench(at)];
        const box = { left: Math.min(a.x, b.x), right: Math.max(a.x, b.x), bottom: Math.min(a.y, b.y), top: Math.max(a.y, b.y) };
        const inside = bench.items.filter(({ kind, properties }) => {
          const bounds = boundsOf(kind, properties);
          return bounds !== null && overlaps(bounds, box);
        });
        bench.select([...doing.kept, ...new Groups(bench.items).whole(inside.map(({ id }) => id))]);
        return;
      }
      case "pinch":
        pinch(doing.points);
        return;
      case undefined:
    }
  };

  const pinch = (before: Map<number, Point>) => {
    const [a, b] = [...touches.current.values()];
    const [c, d] = [...before.values()];
    if (!a || !b || !c || !d) return;
    const middle = (p: Point, q: Point) => ({ x: (p.x + q.x) / 2, y: (p.y + q.y) / 2 });
    const [to, from] = [middle(a, b), middle(c, d)];
    const factor = Math.hypot(a.x - b.x, a.y - b.y) / Math.max(1, Math.hypot(c.x - d.x, c.y - d.y));
    setView((view, size) => zoomed(panned(view, to.x - from.x, to.y - from.y), size, factor, to));
    gesture.current = { type: "pinch", points: new Map(touches.current) };
  };

  const onPointerMove = (event: ReactPointerEvent<HTMLElement>) => {
    const at = onCanvas(event);
    if (touches.current.has(event.pointerId)) touches.current.set(event.pointerId, at);
    bench.point(onBench(at));
    drag(event, at);
  };

  const onPointerUp = (event: ReactPointerEvent<HTMLElement>) => {
    touches.current.delete(event.pointerId);
    const doing = gesture.current;
    if (doing === null) return;
    if (doing.type === "press" && doing.deselects) {
      const going = new Groups(bench.items).whole([doing.item.id]);
      bench.select([...bench.selected].filter((id) => !going.has(id)));
    }
    if (doing.type === "pan" && doing.tap !== undefined) bench.select([]);
    // A finger that is lifted points nowhere.
    if (event.pointerType === "touch") bench.point(null);
    if (holds(doing)) bench.release();
    end();
  };

  const onPointerCancel = () => {
    touches.current.clear();
    giveUp();
  };

  /** The wheel zooms; with Ctrl over what is selected, or with Alt, it turns that. */
  const onWheel = (event: WheelEvent) => {
    event.preventDefault();
    if (gesture.current !== null) return;
    const at = onCanvas(event);
    const over = itemAt(bench, onBench(at), now.current.view.zoom);
    const turns = event.altKey || (event.ctrlKey && over !== null && bench.selected.has(over.id));
    const middle = middleOf(bench.selection);
    if (turns && middle !== null && free().length > 0) {
      const { items, turn: former, timer } = wheel.current ?? { items: free(), turn: 0, timer: undefined };
      clearTimeout(timer);
      const degrees = former + Math.sign(event.deltaY || event.deltaX) * NOTCH;
      wheel.current = { items, turn: degrees, timer: setTimeout(restWheel, WHEEL_REST) };
      setTurn(degrees);
      bench.hold(turned(items, middle, degrees));
      return;
    }
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 16 : event.deltaY;
    // A pinch on a trackpad is a wheel with Ctrl and small steps.
    const factor = Math.exp(event.ctrlKey ? -0.01 * Math.min(Math.max(pixels, -25), 25) : -0.0015 * pixels);
    setView((view, size) => zoomed(view, size, factor, at));
  };

  const latest = useRef({ onWheel, restWheel });
  latest.current = { onWheel, restWheel };
  useEffect(() => {
    const element = stage.current!;
    const listen = (event: WheelEvent) => latest.current.onWheel(event);
    element.addEventListener("wheel", listen, { passive: false });
    return () => {
      element.removeEventListener("wheel", listen);
      latest.current.restWheel();
    };
  }, [stage]);

  return { band, turn, isPanning, giveUp, handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel, onPointerLeave: () => bench.point(null) } };
}

/** The point of the bench in the middle of what is seen. */
export const middleOfView = ({ now }: View): Point => ({ x: now.current.view.x, y: now.current.view.y });

/** Whether a point of the bench is seen. */
export function isInView({ now }: View, point: Point): boolean {
  const { view, size } = now.current;
  const { x, y } = toCanvasPoint(view, size, point);
  return x >= 0 && y >= 0 && x <= size.width && y <= size.height;
}
