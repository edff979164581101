/** The mark of Weft: two threads of each direction, each once over and once under. */
export function Logo({ size = 22 }: { size?: number }) {
  return (
    <svg className="logo" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <g className="logo-warp">
        <rect x="6" y="1" width="7" height="4" rx="2" />
        <rect x="6" y="14" width="7" height="17" rx="2.5" />
        <rect x="19" y="1" width="7" height="17" rx="2.5" />
        <rect x="19" y="27" width="7" height="4" rx="2" />
      </g>
      <g className="logo-weft">
        <rect x="1" y="6" width="17" height="7" rx="2.5" />
        <rect x="27" y="6" width="4" height="7" rx="2" />
        <rect x="1" y="19" width="4" height="7" rx="2" />
        <rect x="14" y="19" width="17" height="7" rx="2.5" />
      </g>
    </svg>
  );
}
