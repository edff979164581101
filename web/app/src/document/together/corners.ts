/** A point over the canvas, in pixels. */
interface Corner {
  readonly x: number;
  readonly y: number;
}

/** The corners of an item, by its id; null (or undefined) when it is not there. */
export type Corners = (id: string) => readonly Corner[] | null | undefined;

/** As an svg's polygon takes them. */
export const pointsOf = (corners: readonly Corner[]): string => corners.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
