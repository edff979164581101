import type { RemoteCursor } from "@weft/client";
import { type Corners, pointsOf } from "./corners";
import "./together.css";

interface OutlinesProps {
  readonly cursors: ReadonlyMap<string, RemoteCursor>;
  readonly cornersOf: Corners;
}

/** Around what the others have selected, each in the colour of its user: to be put in an svg over the canvas. */
export function SelectionOutlines({ cursors, cornersOf }: OutlinesProps) {
  return [...cursors].flatMap(([client, { user, selected }]) =>
    selected.map((id) => {
      const corners = cornersOf(id);
      return corners && <polygon key={`${client} ${id}`} className="others-outline" data-user={user.name} points={pointsOf(corners)} style={{ stroke: user.color }} />;
    }),
  );
}
