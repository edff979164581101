import { useLayoutEffect, useRef, useState, type ClipboardEvent, type MouseEvent, type ReactNode, type Ref, type RefObject } from "react";
import type { Session } from "@weft/client";
import { type Point, poseOf } from "@weft/optics";
import { useTheme } from "../theme/theme";
import { ClashCards, ClashOutlines } from "../document/together/Clashes";
import { LaserTrails } from "../document/together/LaserTrails";
import { type Clash, useClashes } from "../document/together/useClashes";
import type { Bench, Draft, Shown } from "./Bench";
import { BenchMenu } from "./BenchMenu";
import { lengthText, scaleBar } from "./BenchTools";
import { copiesOf, fromClipboard, toClipboard } from "./clipboard";
import { cornersOf, frameOf } from "./frames";
import type { Snap } from "./gestures";
import { removeSelected } from "./grouping";
import { Groups } from "./groups";
import { collection, isSeen, wordOf } from "./items";
import { ItemView } from "./ItemView";
import { MeasureTool } from "./MeasureTool";
import { BenchPointers, Overlay } from "./Overlay";
import { palettes } from "./palettes";
import { RayLayer } from "./RayLayer";
import { itemAt, useHand } from "./useHand";
import { useKeys } from "./useKeys";
import type { View } from "./useViewport";
import { toBenchPoint, toCanvasPoint } from "./viewport";

interface BenchStageProps {
  readonly ref: Ref<HTMLDivElement>;
  readonly bench: Bench;
  readonly session: Session;
  readonly view: View;
  readonly snap: Snap;
  /** Whether the hand holds the laser pointer. */
  readonly hasLaser: boolean;
  readonly onLaser: (on: boolean) => void;
  /** What is being carried here from the library. */
  readonly ghost: Draft | null;
  readonly tools: ReactNode;
  /** Whether a way of light is being measured. */
  readonly measures: boolean;
  readonly onMeasured: (draft: Draft | null) => void;
  readonly onRefusal: (refusal: string | null) => void;
  readonly onAdd: (drafts: readonly Draft[]) => void;
  readonly onUndo: () => void;
  readonly onRedo: () => void;
  readonly onDuplicate: () => void;
  /** What is selected is to be edited. */
  readonly onEdit: () => void;
}

/** The bench as it is seen: rays below, items above, hands over all. */
export function BenchStage({ ref, bench, session, view, snap, hasLaser, onLaser, ghost, tools, measures, onMeasured, onRefusal, onAdd, onUndo, onRedo, onDuplicate, onEdit }: BenchStageProps) {
  const stage = ref as RefObject<HTMLDivElement | null>;
  const canvas = useRef<HTMLCanvasElement>(null);
  const layer = useRef<RayLayer | null>(null);
  const hasSpace = useRef(false);
  const pasted = useRef(0);
  const palette = palettes[useTheme()];
  const [isCut, setCut] = useState(false);
  const [menu, setMenu] = useState<Point | null>(null);
  const hand = useHand(stage, bench, view, snap, hasSpace, hasLaser);
  const { items } = bench;
  const { size } = view;

  useLayoutEffect(() => {
    const frame = requestAnimationFrame(() => {
      if (!canvas.current) return;
      layer.current ??= new RayLayer(canvas.current);
      layer.current.trace(ghost === null ? items : [...items, { ...ghost, id: "" }]);
      layer.current.draw(view.view, size, palette);
      const { pieces, times, latest } = layer.current;
      if (latest !== undefined && bench.measures.update(latest, items)) bench.measured();
      setCut(layer.current.isCut);
      Object.assign(canvas.current.dataset, { pieces, trace: times.trace.toFixed(2), draw: times.draw.toFixed(2) });
    });
    return () => cancelAnimationFrame(frame);
  });

  const remove = () => onRefusal(removeSelected(bench));
  const keys = useKeys(stage, bench, view, hand, hasSpace, {
    undo: onUndo,
    redo: onRedo,
    remove,
    duplicate: onDuplicate,
    laser: () => onLaser(!hasLaser),
    say: onRefusal,
  });

  const onContextMenu = (event: MouseEvent) => {
    event.preventDefault();
    const { left, top, width, height } = stage.current!.getBoundingClientRect();
    const isFinger = event.nativeEvent instanceof PointerEvent && event.nativeEvent.pointerType === "touch";
    // The finger that rests has moved nothing.
    if (isFinger) hand.giveUp();
    // By the menu key it is about what is selected already.
    if (event.button !== 2 && !event.ctrlKey && !isFinger) {
      setMenu({ x: left + width / 2, y: top + height / 2 });
      return;
    }
    const item = itemAt(bench, toBenchPoint(view.view, size, { x: event.clientX - left, y: event.clientY - top }), view.view.zoom);
    if (item !== null && !bench.selected.has(item.id)) bench.select(new Groups(items).whole([item.id]));
    if (item === null) bench.select([]);
    setMenu({ x: event.clientX, y: event.clientY });
  };

  /** Reaches into a group first, then for what can be written. */
  const onDoubleClick = (event: MouseEvent) => {
    const { left, top } = stage.current!.getBoundingClientRect();
    const item = itemAt(bench, toBenchPoint(view.view, size, { x: event.clientX - left, y: event.clientY - top }), view.view.zoom);
    if (item !== null && bench.selected.size > 1 && new Groups(items).of(item.id) !== null) bench.select([item.id]);
    else onEdit();
  };

  const onCopy = (event: ClipboardEvent, cuts: boolean) => {
    if (event.target !== stage.current || bench.selected.size === 0) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", toClipboard(bench.selection));
    pasted.current = 0;
    if (cuts) remove();
  };
  const onPaste = (event: ClipboardEvent) => {
    if (event.target !== stage.current) return;
    const drafts = fromClipboard(event.clipboardData.getData("text/plain"));
    if (drafts === null) return;
    event.preventDefault();
    onAdd(copiesOf(drafts, ++pasted.current));
  };

  const place = ({ x, y }: Point): readonly [number, number] => {
    const at = toCanvasPoint(view.now.current.view, view.now.current.size, { x, y });
    return [at.x, at.y];
  };
  const [clashes, dismissClash] = useClashes(session, collection, isSeen);
  const cornersOfItem = (item: Shown | undefined) => {
    const frame = item && frameOf(item);
    return frame ? cornersOf(frame, view.view, size) : null;
  };
  const take = ({ deleted, items: clashed }: Clash) => {
    const lost = new Map([...clashed].map(([id, item]) => [id, item.lost]));
    onRefusal(deleted ? bench.bringBack(lost) : bench.write(lost));
  };
  const origin = toCanvasPoint(view.view, size, { x: 0, y: 0 });
  const bar = scaleBar(view.view.zoom);
  return (
    <div className="bench-middle">
      <div
        ref={stage}
        className={hand.isPanning ? "bench-stage panning" : hasLaser ? "bench-stage laser" : "bench-stage"}
        tabIndex={0}
        role="application"
        aria-label="Optical bench"
        aria-description="N and P select the next and the previous item, the arrow keys move it, brackets turn it, Delete removes it."
        {...hand.handlers}
        {...keys}
        onContextMenu={onContextMenu}
        onDoubleClick={onDoubleClick}
        onCopy={(event) => onCopy(event, false)}
        onCut={(event) => onCopy(event, true)}
        onPaste={onPaste}
      >
        <canvas ref={canvas} className="bench-rays" data-testid="rays" />
        <svg className="bench-items" width={size.width} height={size.height} aria-hidden="true">
          <g transform={`translate(${origin.x} ${origin.y}) scale(${view.view.zoom})`}>
            {items.map(({ id, kind, properties }) => (
              <ItemView key={id} kind={kind} properties={properties} />
            ))}
            {ghost && poseOf(ghost.kind, ghost.properties) && <ItemView kind={ghost.kind} properties={ghost.properties} ghost />}
          </g>
          <Overlay bench={bench} session={session} view={view.view} size={size} band={hand.band} turn={hand.turn} />
          <ClashOutlines clashes={clashes} cornersOf={(id, gone) => cornersOfItem(gone ?? bench.get(id))} />
        </svg>
        <BenchPointers session={session} view={view.view} size={size} />
        <LaserTrails session={session} place={place} own={bench.beam} />
        <div className="scale-bar" style={{ width: bar.pixels }} aria-hidden="true">
          {lengthText(bar.length)}
        </div>
        {isCut && <div className="bench-cut">More rays than can be followed: the rest is left out.</div>}
        {items.length === 0 && ghost === null && (
          <div className="bench-empty">
            <strong>An empty bench</strong>
            {bench.canEdit ? "Put a source here, and some optics in its light." : "Nobody has put anything here yet."}
          </div>
        )}
      </div>
      {measures && <MeasureTool measures={bench.measures} view={view.view} size={size} onDone={onMeasured} />}
      {tools}
      <ClashCards session={session} clashes={clashes} wordOf={wordOf} onTake={take} onDismiss={dismissClash} onDone={() => stage.current?.focus()} />
      {menu && (
        <BenchMenu
          bench={bench}
          at={menu}
          onRefusal={onRefusal}
          onDuplicate={onDuplicate}
          onFit={() => view.fit()}
          onClose={() => {
            setMenu(null);
            stage.current?.focus();
          }}
        />
      )}
    </div>
  );
}
