import type { Session } from "@weft/client";
import type { Point } from "@weft/optics";
import { PointerMarks } from "../document/Pointers";
import type { Bench } from "./Bench";
import { endsOf } from "./ends";
import { cornersOf, frameAround, frameOf, handleOf } from "./frames";
import { Groups } from "./groups";
import { PathMeasureView } from "./PathMeasureView";
import { labelOf } from "./items";
import { pointsOf } from "../document/together/corners";
import { SelectionOutlines } from "../document/together/SelectionOutlines";
import { useCursors } from "../document/together/useCursors";
import { type Size, toCanvasPoint, type Viewport } from "./viewport";

interface OverlayProps {
  readonly bench: Bench;
  readonly session: Session;
  readonly view: Viewport;
  readonly size: Size;
  /** The rubber band, corner to opposite corner on the canvas. */
  readonly band: readonly [Point, Point] | null;
  /** How far the hand has turned the selection, in degrees. */
  readonly turn: number | null;
}

/** Pixels between what is grouped and the frame around it. */
const GROUP_ROOM = 11;

const textOf = (value: unknown) => (typeof value === "string" ? value : "");

/** What is drawn over the bench in pixels: who has selected what, and the handle that turns. */
export function Overlay({ bench, session, view, size, band, turn }: OverlayProps) {
  const cursors = useCursors(session);
  const { selection, items } = bench;
  const only = selection.length === 1 ? selection[0]! : null;
  const group = new Groups(items).selected(bench.selected);
  const around = group && frameAround(selection);
  const aroundCorners = around && cornersOf(around, view, size, GROUP_ROOM);
  const isFree = selection.some((item) => bench.mayChange(item));
  const handle = isFree ? handleOf(selection, view, size) : null;
  const outline = (id: string) => {
    const item = bench.get(id);
    const frame = item && frameOf(item);
    return frame && cornersOf(frame, view, size);
  };
  return (
    <>
      {items.map(
        ({ id, kind, properties }) =>
          kind === "path_measure" && (
            <PathMeasureView key={id} part={bench.measures.get(id)?.part ?? []} label={textOf(properties["label_prefix"])} view={view} size={size} isSelected={bench.selected.has(id)} />
          ),
      )}
      {aroundCorners && (
        <g className="group-outline">
          <polygon points={pointsOf(aroundCorners)} />
          <text x={aroundCorners[3]!.x} y={aroundCorners[3]!.y + 15}>
            {labelOf(group)}
          </text>
        </g>
      )}
      <SelectionOutlines cursors={cursors} cornersOf={outline} />
      {selection.map((item) => {
        const corners = outline(item.id);
        return corners && <polygon key={item.id} className={bench.mayChange(item) ? "own-outline" : "own-outline held"} points={pointsOf(corners)} />;
      })}
      {handle && (
        <g className="turn-handle" data-testid="turn-handle">
          <line x1={handle.from.x} y1={handle.from.y} x2={handle.at.x} y2={handle.at.y} />
          <circle className="turn-reach" cx={handle.at.x} cy={handle.at.y} r={14} />
          <circle cx={handle.at.x} cy={handle.at.y} r={5.5} />
          {turn !== null && (
            <text x={handle.at.x + 14} y={handle.at.y + 4}>
              {turn > 0 ? "+" : ""}
              {turn.toLocaleString("en", { maximumFractionDigits: 1 })}°
            </text>
          )}
        </g>
      )}
      {isFree && only && endsOf(only, bench.measures).map((point) => toCanvasPoint(view, size, point)).map(({ x, y }, index) => <circle key={index} className="end-handle" cx={x} cy={y} r={5.5} />)}
      {band && <rect className="rubber-band" x={Math.min(band[0].x, band[1].x)} y={Math.min(band[0].y, band[1].y)} width={Math.abs(band[1].x - band[0].x)} height={Math.abs(band[1].y - band[0].y)} />}
    </>
  );
}

/** The others' pointers over the bench. */
export function BenchPointers({ session, view, size }: Pick<OverlayProps, "session" | "view" | "size">) {
  const cursors = useCursors(session);
  const place = (point: Point): [number, number] => {
    const { x, y } = toCanvasPoint(view, size, point);
    return [x, y];
  };
  return (
    <div className="pointers" aria-hidden="true">
      <PointerMarks cursors={cursors} place={place} />
    </div>
  );
}
