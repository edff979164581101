import { useCallback, useEffect, useReducer } from "react";
import { getCommonBounds } from "@excalidraw/excalidraw";
import type { ExcalidrawImperativeAPI } from "@excalidraw/excalidraw/types";
import type { Properties, Session } from "@weft/client";
import { withProperties } from "@weft/excalidraw";
import { ClashCards, ClashOutlines } from "../together/Clashes";
import { type Beam, LaserTrails } from "../together/LaserTrails";
import { SelectionOutlines } from "../together/SelectionOutlines";
import { useClashes } from "../together/useClashes";
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
  const isSeen = useCallback((id: string, names: readonly string[]) => matters(session.items("elements").get(id), names), [session]);
  const [clashes, dismiss] = useClashes(session, "elements", isSeen);
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

  let elements: Map<string, ReturnType<typeof api.getSceneElements>[number]> | undefined;
  const cornersOf = (id: string) => {
    elements ??= new Map(api.getSceneElements().map((element) => [element.id, element]));
    const element = elements.get(id);
    if (element === undefined) return null;
    const room = 5;
    const [left, top, right, bottom] = getCommonBounds([element]);
    const [a, b] = [place({ x: left, y: top }), place({ x: right, y: bottom })];
    const [x1, y1, x2, y2] = [a[0] - room, a[1] - room, b[0] + room, b[1] + room];
    return [{ x: x1, y: y1 }, { x: x2, y: y1 }, { x: x2, y: y2 }, { x: x1, y: y2 }];
  };
  /** As the user's own edit: it can be undone, and goes to the others like any. */
  const take = (lost: ReadonlyMap<string, Properties>) =>
    api.updateScene({
      elements: api.getSceneElementsIncludingDeleted().map((element) => {
        const properties = lost.get(element.id);
        return properties === undefined || element.isDeleted ? element : withProperties(element, properties);
      }),
      captureUpdate: "IMMEDIATELY",
    });

  if (!some) return null;
  return (
    <>
      <svg className="board-marks" aria-hidden="true">
        <SelectionOutlines cursors={cursors} cornersOf={cornersOf} />
        <ClashOutlines clashes={clashes} cornersOf={cornersOf} />
      </svg>
      <ClashCards session={session} clashes={clashes} wordOf={wordOf} onTake={take} onDismiss={dismiss} onDone={onFocus} />
    </>
  );
}
