import { useEffect, useRef } from "react";
import { encode } from "uqr";

/** The quiet zone that the standard wants around a code (ISO/IEC 18004), in modules. */
const quietZone = 4;

/** An address as a QR code: dark on light in either theme, as some readers take no other. */
export default function QrCode({ value, label }: { value: string; label: string }) {
  const code = useRef<SVGSVGElement>(null);
  // It opens below what was pressed, where a phone may not show it.
  useEffect(() => code.current?.scrollIntoView({ block: "nearest" }), []);
  const { data, size } = encode(value, { ecc: "M", border: quietZone });
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <svg ref={code} className="qr-code" viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges" role="img" aria-label={label}>
      <path d={dark.join("")} />
    </svg>
  );
}
