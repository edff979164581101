const thread = 10;
const warps = [22, 39, 56, 73, 90];
const wefts = [17, 35, 53];

/** A small piece of plain weave, one thread of it in the colour of the mark: the picture of empty places. */
export function Weave() {
  const crossings = warps.flatMap((x, warp) => wefts.map((y, weft) => ({ x, y, weft, over: (warp + weft) % 2 === 1 })));
  return (
    <svg className="weave" width="122" height="80" viewBox="0 0 122 80" aria-hidden="true">
      {wefts.map((y, weft) => (
        <rect key={y} className={weftClass(weft)} x={weft === 1 ? 2 : 8} y={y} width={weft === 1 ? 118 : 106} height={thread} rx="4" />
      ))}
      {warps.map((x) => (
        <rect key={x} className="weave-gap" x={x - 2} y="4" width={thread + 4} height="72" />
      ))}
      {warps.map((x) => (
        <rect key={x} className="weave-warp" x={x} y="4" width={thread} height="72" rx="4" />
      ))}
      {crossings
        .filter(({ over }) => over)
        .map(({ x, y, weft }) => (
          <g key={`${x} ${y}`}>
            <rect className="weave-gap" x={x} y={y - 2} width={thread} height={thread + 4} />
            <rect className={weftClass(weft)} x={x - 3.5} y={y} width={thread + 7} height={thread} />
          </g>
        ))}
    </svg>
  );
}

function weftClass(weft: number): string {
  return weft === 1 ? "weave-weft accent" : "weave-weft";
}
