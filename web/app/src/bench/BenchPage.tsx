import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { type LibraryEntry, type Point, poseOf } from "@weft/optics";
import type { EditorProps } from "../document/EditorProps";
import { sayOutcome } from "../document/undoWords";
import { say } from "../ui/Toasts";
import type { Bench, Draft, Shown } from "./Bench";
import { BenchStage } from "./BenchStage";
import { BenchTools } from "./BenchTools";
import { benchPlace } from "./benchPlace";
import { copiesOf } from "./clipboard";
import { type Snap, usualSnap } from "./gestures";
import { Inspector } from "./Inspector";
import { labelOf } from "./items";
import { type Carried, LibraryPanel } from "./LibraryPanel";
import { draftAt, freePlace, snapped } from "./placing";
import { raysOf } from "./RayLayer";
import { isInView, middleOfView } from "./useHand";
import { useSharedView } from "./useSharedView";
import { useViewport } from "./useViewport";
import { toBenchPoint, zoomed } from "./viewport";

interface BenchPageProps extends EditorProps {
  readonly bench: Bench;
}

const refuse = (refusal: string | null) => void (refusal !== null && say(refusal, "error"));

/** The library, the bench itself, and what is selected on it. */
export function BenchPage({ bench, session, canEdit, focus, followed, onSummary, onSubject, onPlace }: BenchPageProps) {
  useSyncExternalStore(bench.subscribe, bench.version);
  const stage = useRef<HTMLDivElement>(null);
  const view = useViewport(stage, bench, session.document);
  const [snap, setSnap] = useState<Snap>(usualSnap);
  const [measures, setMeasures] = useState(false);
  const [showsLibrary, setShowsLibrary] = useState(false);
  const [carried, setCarried] = useState<Carried | null>(null);
  const [hasLaser, setLaser] = useState(false);
  const { items, selection } = bench;
  useSharedView(session, bench, view, followed);

  const show = (item: Shown) => {
    const pose = poseOf(item.kind, item.properties);
    if (pose !== null && !isInView(view, pose)) view.setView((now) => ({ ...now, x: pose.x, y: pose.y }));
  };
  const toStage = () => stage.current?.focus();
  const inspector = useRef<HTMLElement>(null);

  useEffect(() => {
    const opened = stage.current;
    if (!focus || !opened || !matchMedia("(pointer: fine)").matches) return;
    opened.dataset["opened"] = "";
    opened.addEventListener("blur", () => delete opened.dataset["opened"], { once: true });
    opened.focus();
  }, [focus]);

  const only = selection.length === 1 ? selection[0]! : null;
  const about = only?.id ?? null;
  const label = only === null ? "" : labelOf(only);
  useEffect(() => onSubject(about === null ? null : { about, label }), [about, label, onSubject]);

  const rays = raysOf(items);
  const count = items.length;
  useEffect(() => {
    const parts = [count === 1 ? "1 item" : `${count.toLocaleString("en")} items`, rays === 1 ? "1 ray" : `${rays.toLocaleString("en")} rays`];
    onSummary(parts.join(" · "));
  }, [count, rays, onSummary]);

  const add = (drafts: readonly Draft[]) => refuse(bench.add(drafts));
  const insert = (entry: LibraryEntry) => {
    add([draftAt(entry, freePlace(items, snapped(middleOfView(view), snap)))]);
    toStage();
  };
  const undo = () => sayOutcome(bench.undo());
  const redo = () => sayOutcome(bench.redo());
  const duplicate = () => add(copiesOf(selection));

  /** The point of the bench under a point of the window; `null` beside the stage. */
  const under = ({ x, y }: { readonly x: number; readonly y: number }): Point | null => {
    const { left, top, right, bottom } = stage.current!.getBoundingClientRect();
    if (x < left || x > right || y < top || y > bottom) return null;
    return snapped(toBenchPoint(view.view, view.size, { x: x - left, y: y - top }), snap);
  };
  const drop = (last: Carried) => {
    const at = under(last);
    if (at === null) return;
    add([draftAt(last.entry, at)]);
    toStage();
  };
  const over = carried && under(carried);

  const latest = useRef({ show, insert, drop });
  latest.current = { show, insert, drop };
  // Nothing that happens on the bench changes it.
  const libraryPanel = useMemo(
    () => (
      <LibraryPanel
        onInsert={(entry) => latest.current.insert(entry)}
        onCarry={setCarried}
        onDrop={(last) => latest.current.drop(last)}
        onClose={() => setShowsLibrary(false)}
      />
    ),
    [],
  );

  useEffect(() => {
    onPlace(
      benchPlace(session, bench, (item) => {
        latest.current.show(item);
        stage.current?.focus();
      }),
    );
    return () => {
      onPlace(null);
      onSubject(null);
    };
  }, [bench, session, onPlace, onSubject]);

  return (
    <div className={`bench-editor${canEdit ? "" : " viewing"}${showsLibrary ? " with-library" : ""}`}>
      {canEdit && libraryPanel}
      <BenchStage
        ref={stage}
        bench={bench}
        session={session}
        view={view}
        snap={snap}
        hasLaser={hasLaser}
        onLaser={setLaser}
        ghost={carried && over && draftAt(carried.entry, over)}
        measures={measures}
        onMeasured={(draft) => {
          setMeasures(false);
          if (draft !== null) add([draft]);
          toStage();
        }}
        onRefusal={refuse}
        onAdd={add}
        onUndo={undo}
        onRedo={redo}
        onDuplicate={duplicate}
        onEdit={() => inspector.current?.querySelector<HTMLElement>("textarea, input")?.focus()}
        tools={
          <BenchTools
            bench={bench}
            snap={snap}
            zoom={view.view.zoom}
            onSnap={setSnap}
            onInsert={insert}
            onMeasure={() => setMeasures(true)}
            onLibrary={() => setShowsLibrary(!showsLibrary)}
            onUndo={undo}
            onRedo={redo}
            onZoom={(factor) => view.setView((now, size) => zoomed(now, size, factor, { x: size.width / 2, y: size.height / 2 }))}
            onFit={() => view.fit()}
            hasLaser={hasLaser}
            onLaser={setLaser}
          />
        }
      />
      <Inspector ref={inspector} bench={bench} onRefusal={refuse} onDuplicate={duplicate} onShow={show} />
    </div>
  );
}
