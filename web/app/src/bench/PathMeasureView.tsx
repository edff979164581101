import { lengthOf, partOf, type Point } from "@weft/optics";
import { type Size, toCanvasPoint, type Viewport } from "./viewport";

interface PathMeasureViewProps {
  readonly part: readonly Point[];
  readonly label: string;
  readonly view: Viewport;
  readonly size: Size;
  readonly isSelected?: boolean;
}

/** A length along the way of light, as it is read. */
export const pathText = (part: readonly Point[], label: string): string =>
  `${label}${lengthOf(part).toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 })} mm`;

/** A measured part of the way of light, on the canvas. */
export function PathMeasureView({ part, label, view, size, isSelected = false }: PathMeasureViewProps) {
  if (part.length < 2) return null;
  const points = part.map((point) => toCanvasPoint(view, size, point));
  const [from, to] = [points[0]!, points.at(-1)!];
  const middle = toCanvasPoint(view, size, partOf(part, 0, 0.5).at(-1)!);
  return (
    <g className={isSelected ? "path-measure selected" : "path-measure"}>
      <polyline points={points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ")} />
      <circle cx={from.x} cy={from.y} r={4} />
      <circle cx={to.x} cy={to.y} r={4} />
      <text x={middle.x} y={middle.y - 9} textAnchor="middle">
        {pathText(part, label)}
      </text>
    </g>
  );
}
