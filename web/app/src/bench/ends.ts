import { anglePoints, angleWith, type Changes, paramAt, type Point, rounded, rulerPoints, rulerWith } from "@weft/optics";
import type { Shown } from "./Bench";
import { type Snap } from "./gestures";
import type { PathMeasures } from "./PathMeasures";
import { snapped } from "./placing";

/** The points by which an item is drawn on the bench, beside being moved as a whole. */
export function endsOf({ id, kind, properties }: Shown, measures: PathMeasures): readonly Point[] {
  switch (kind) {
    case "ruler":
      return rulerPoints(properties);
    case "angle_measure":
      return anglePoints(properties);
    case "path_measure": {
      const part = measures.get(id)?.part ?? [];
      return part.length < 2 ? [] : [part[0]!, part.at(-1)!];
    }
    default:
      return [];
  }
}

/** What drawing such a point somewhere else changes. The end of a measured way stays on the way. */
export function endMoved({ id, kind, properties }: Shown, index: number, to: Point, snap: Snap, measures: PathMeasures): Changes {
  switch (kind) {
    case "angle_measure":
      return angleWith(index, snapped(to, snap));
    case "path_measure":
      return { [index === 0 ? "start_param" : "end_param"]: rounded(paramAt(measures.get(id)?.path ?? [], to)) };
    default:
      return rulerWith(properties, index, snapped(to, snap));
  }
}
