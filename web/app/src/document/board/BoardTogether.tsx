import { useCallback, useEffect, useReducer } from "react";
import { getCommonBounds } from "@excalidraw/excalidraw";
import type { ExcalidrawElement } from "@excalidraw/excalidraw/element/types";
import type { ExcalidrawImperativeAPI } from "@excalidraw/excalidraw/types";
import type { Session } from "@weft/client";
import { elementOf, withProperties } from "@weft/excalidraw";
import { ClashCards, ClashOutlines } from "../together/Clashes";
import { type Beam, LaserTrails } from "../together/LaserTrails";
import { SelectionOutlines } from "../together/SelectionOutlines";
import { type Clash, useClashes } from "../together/useClashes";
import { useCursors } from "../together/useCursors";
import { Pointers } from "../Pointers";
import { matters, wordOf } from "./elementWords";

interface BoardTogetherProps {
  readonly session: Session;
  readonly api: ExcalidrawImperativeAPI;
  /** Gives the keyboard to the canvas. */
  readonly onFocus: () => void;
}

/** What is seen of the others over the board: pointers, lasers, selections, and what was edited at the same time. */
export function BoardTogether({ session, api, onFocus }: BoardTogetherProps) {
  const place = useCallback(
    ({ x, y }: Beam): readonly [number, number] => {
      const { scrollX, scrollY, zoom } = api.getAppState();
      return [(x + scrollX) * zoom.value, (y + scrollY) * zoom.value];
    },
    [api],
  );
  return (
    <>
      <Pointers session={session} api={api} />
      <LaserTrails session={session} place={place} />
      <BoardMarks session={session} api={api} place={place} onFocus={onFocus} />
    </>
  );
}

/** What is marked on elements: what others have selected, and what was edited at once. */
function BoardMarks({ session, api, place, onFocus }: BoardTogetherProps & { readonly place: (point: Beam) => readonly [number, number] }) {
  const [clashes, dismiss] = useClashes(session, "elements", matters);
  const [, render] = useReducer((count: number) => count + 1, 0);
  const cursors = useCursors(session);
  const some = clashes.length > 0 || [...cursors.values()].some(({ selected }) => selected.length > 0);

  useEffect(() => {
    if (!some) return;
    let frame = 0;
    const follow = () => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        render();
      });
    };
    const stops = [api.onScrollChange(follow), api.onChange(follow)];
    return () => {
      stops.forEach((stop) => stop());
      cancelAnimationFrame(frame);
    };
  }, [some, api]);

  if (!some) return null;
  const marked = new Set([...clashes.flatMap(({ items }) => [...items.keys()]), ...[...cursors.values()].flatMap(({ selected }) => selected)]);
  // There may be thousands, and it is done in every frame in which others move: no more than a look at each.
  const elements = new Map<string, ExcalidrawElement>();
  for (const element of api.getSceneElementsIncludingDeleted()) if (marked.has(element.id)) elements.set(element.id, element);
  const cornersAt = (element: ExcalidrawElement) => {
    const room = 5;
    const [left, top, right, bottom] = getCommonBounds([element]);
    const [a, b] = [place({ x: left, y: top }), place({ x: right, y: bottom })];
    const [x1, y1, x2, y2] = [a[0] - room, a[1] - room, b[0] + room, b[1] + room];
    return [{ x: x1, y: y1 }, { x: x2, y: y1 }, { x: x2, y: y2 }, { x: x1, y: y2 }];
  };
  const cornersOf = (id: string) => {
    const element = elements.get(id);
    return element === undefined || element.isDeleted ? null : cornersAt(element);
  };
  /** As the user's own edit: it can be undone, and goes to the others like any. */
  const take = ({ deleted, items }: Clash) => {
    const all = api.getSceneElementsIncludingDeleted();
    const alongside = deleted ? labelsAndShapes(all, items) : new Set();
    api.updateScene({
      elements: all.map((element) => {
        const lost = items.get(element.id)?.lost ?? (alongside.has(element.id) ? {} : undefined);
        return lost === undefined || element.isDeleted !== deleted ? element : withProperties(element, lost);
      }),
      captureUpdate: "IMMEDIATELY",
    });
  };

  return (
    <>
      <svg className="board-marks" aria-hidden="true">
        <SelectionOutlines cursors={cursors} cornersOf={cornersOf} />
        <ClashOutlines clashes={clashes} cornersOf={(id, gone) => (gone === null ? cornersOf(id) : cornersAt(elements.get(id) ?? elementOf(gone)))} />
      </svg>
      <ClashCards session={session} clashes={clashes} wordOf={wordOf} onTake={take} onDismiss={dismiss} onDone={onFocus} />
    </>
  );
}

/** Of what was deleted the labels, and of a label its shape: one does not come back without the other. */
function labelsAndShapes(elements: readonly ExcalidrawElement[], deleted: ReadonlyMap<string, unknown>): ReadonlySet<string> {
  const shapes = new Set(deleted.keys());
  for (const element of elements) if (deleted.has(element.id) && element.type === "text" && element.containerId !== null) shapes.add(element.containerId);
  return new Set([...shapes, ...elements.flatMap((element) => (element.type === "text" && element.containerId !== null && shapes.has(element.containerId) ? [element.id] : []))]);
}
