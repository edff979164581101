import { useMemo } from "react";
import { boundsOf, poseOf, type Properties } from "@weft/optics";
import { Icon, type IconName } from "../ui/Icon";
import { SymbolView } from "./ItemView";

interface SymbolIconProps {
  readonly kind: string;
  readonly properties: Properties;
  readonly size?: number;
}

/** What has no picture of its own: words that small cannot be read, the others lie nowhere by themselves. */
const icons: { readonly [kind: string]: IconName } = { text: "text", group: "copy", path_measure: "minus" };

/** A small picture of an item, as it is turned. */
export function SymbolIcon({ kind, properties, size = 20 }: SymbolIconProps) {
  const { viewBox, transform } = useMemo(() => {
    const pose = poseOf(kind, properties) ?? { x: 0, y: 0, angle: 0 };
    const { left, right, bottom, top } = boundsOf(kind, properties) ?? { left: -10, right: 10, bottom: -10, top: 10 };
    const side = Math.max(right - left, top - bottom, 26) * 1.08;
    return {
      viewBox: [(left + right - side) / 2, -(bottom + top + side) / 2, side, side].map((value) => value.toFixed(2)).join(" "),
      transform: `translate(${pose.x} ${-pose.y}) rotate(${pose.angle})`,
    };
  }, [kind, properties]);
  const icon = icons[kind];
  if (icon !== undefined) {
    return (
      <span className="symbol-icon words-icon" style={{ width: size, height: size }}>
        <Icon name={icon} size={size * 0.75} />
      </span>
    );
  }
  return (
    <svg className="symbol-icon" width={size} height={size} viewBox={viewBox} aria-hidden="true">
      <g transform={transform}>
        <SymbolView kind={kind} properties={properties} />
      </g>
    </svg>
  );
}
