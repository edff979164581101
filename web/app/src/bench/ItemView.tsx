import { memo, useMemo } from "react";
import { poseOf, type Properties, symbolOf } from "@weft/optics";

interface ItemViewProps {
  readonly kind: string;
  readonly properties: Properties;
  /** Not on the bench yet. */
  readonly ghost?: boolean;
}

/** One item where it lies, in millimetres with the Y axis of SVG. */
export const ItemView = memo(function ItemView({ kind, properties, ghost = false }: ItemViewProps) {
  const pose = poseOf(kind, properties);
  if (pose === null) return null;
  return (
    <g className={ghost ? "bench-item ghost" : "bench-item"} transform={`translate(${pose.x} ${-pose.y}) rotate(${pose.angle})`}>
      <SymbolView kind={kind} properties={properties} />
    </g>
  );
});

/** How an item is drawn, around the origin. */
export function SymbolView({ kind, properties }: Pick<ItemViewProps, "kind" | "properties">) {
  const { parts, labels } = useMemo(() => symbolOf(kind, properties), [kind, properties]);
  const color = colorOf(kind, properties);
  return (
    <>
      {parts.map(({ material, path }, index) => (
        <path key={index} className={`part ${material}`} d={path} style={material === "light" ? { stroke: color } : undefined} />
      ))}
      {labels.map(({ text, x, y, size, anchor }, index) => (
        <text key={index} className={`words ${kind}`} x={x} y={y} fontSize={size} textAnchor={anchor} style={kind === "text" ? { fill: color } : undefined}>
          {text}
        </text>
      ))}
    </>
  );
}

/** The desktop app's usual ink is nearly black: what nobody coloured on purpose has the colour of the theme's ink. */
const usualInk = "#0a0a28";

function colorOf(kind: string, properties: Properties): string | undefined {
  const color = properties[kind === "text" ? "color" : "color_hex"];
  return typeof color === "string" && color.toLowerCase() !== usualInk ? color : undefined;
}
