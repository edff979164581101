import { useEffect, useState, type PointerEvent } from "react";
import { paramAt, partOf, type PathPlace, type Point, rounded } from "@weft/optics";
import type { Draft } from "./Bench";
import type { PathMeasures } from "./PathMeasures";
import { PathMeasureView } from "./PathMeasureView";
import { type Size, toBenchPoint, type Viewport } from "./viewport";

interface MeasureToolProps {
  readonly measures: PathMeasures;
  readonly view: Viewport;
  readonly size: Size;
  readonly onDone: (draft: Draft | null) => void;
}

/** Pixels around a ray that still hit it. */
const REACH = 14;
/** Less than this of a way is a click, and no part that was drawn. */
const CLICK = 0.002;

/** Lies over the bench until a way of light has been measured: from where one presses to where one lets go, or from the source to where one clicks. */
export function MeasureTool({ measures, view, size, onDone }: MeasureToolProps) {
  const [begin, setBegin] = useState<PathPlace | null>(null);
  const [end, setEnd] = useState<PathPlace | null>(null);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      onDone(null);
    };
    window.addEventListener("keydown", onKeyDown, true);
    return () => window.removeEventListener("keydown", onKeyDown, true);
  }, [onDone]);

  const under = (event: PointerEvent): Point => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return toBenchPoint(view, size, { x: event.clientX - left, y: event.clientY - top });
  };
  const find = (event: PointerEvent): PathPlace | null =>
    begin === null ? measures.nearest(under(event), REACH / view.zoom) : { index: begin.index, param: paramAt(measures.points(begin.index), under(event)) };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    const found = find(event);
    if (found === null) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setBegin(found);
    setEnd(found);
  };
  const onPointerUp = () => {
    if (begin === null || end === null) return;
    const start = Math.abs(end.param - begin.param) < CLICK ? 0 : begin.param;
    const [from, to] = [Math.min(start, end.param), Math.max(start, end.param)];
    onDone({ kind: "path_measure", properties: { ray_index: begin.index, start_param: rounded(from), end_param: rounded(to), label_prefix: "" } });
  };

  const shown = end === null ? [] : partOf(measures.points(end.index), begin !== null && Math.abs(begin.param - end.param) >= CLICK ? begin.param : 0, end.param);
  return (
    <div
      className={end === null ? "measure-tool" : "measure-tool on-ray"}
      onPointerDown={onPointerDown}
      onPointerMove={(event) => setEnd(find(event))}
      onPointerUp={onPointerUp}
      onPointerCancel={() => setBegin(null)}
    >
      <svg width={size.width} height={size.height} aria-hidden="true">
        <PathMeasureView part={shown} label="" view={view} size={size} isSelected />
      </svg>
      <p className="measure-hint" role="status">
        Click a ray to measure it from its source, or draw along it. <kbd>Esc</kbd> leaves.
      </p>
    </div>
  );
}
