const paths = {
  text: "M3 3.5h10M3 6.5h10M3 9.5h10M3 12.5h5.5",
  board: "M3 3h6v6H3zM10.25 13.5a3.25 3.25 0 1 0 0-6.5 3.25 3.25 0 0 0 0 6.5Z",
  plus: "M8 3.25v9.5M3.25 8h9.5",
  search: "M7.25 12a4.75 4.75 0 1 0 0-9.5 4.75 4.75 0 0 0 0 9.5ZM10.75 10.75l2.75 2.75",
  upload: "M8 10.5V3M5 5.75 8 2.75l3 3M3 10.75v1.5a1 1 0 0 0 1 1h8a1 1 0 0 0 1-1v-1.5",
  download: "M8 2.75v7.5M5 7.5l3 3 3-3M3 10.75v1.5a1 1 0 0 0 1 1h8a1 1 0 0 0 1-1v-1.5",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  pencil: "M3 13l.6-2.7 6.9-6.9a1.2 1.2 0 0 1 1.7 0l.4.4a1.2 1.2 0 0 1 0 1.7l-6.9 6.9zM9.5 4.5l2 2",
  trash: "M3 4.5h10M6.25 4.5V3.25a.75.75 0 0 1 .75-.75h2a.75.75 0 0 1 .75.75V4.5M4.25 4.5l.5 8a1 1 0 0 0 1 .95h4.5a1 1 0 0 0 1-.95l.5-8M6.75 7v4M9.25 7v4",
  back: "M9.75 3.5 5.25 8l4.5 4.5",
  link: "M6.75 9.25a2.5 2.5 0 0 0 3.55 0l2-2a2.51 2.51 0 0 0-3.55-3.55l-.6.6M9.25 6.75a2.5 2.5 0 0 0-3.55 0l-2 2a2.51 2.51 0 0 0 3.55 3.55l.6-.6",
  check: "M3.5 8.5l3 3 6-7",
  close: "M4 4l8 8M12 4l-8 8",
  sun: "M8 10.75a2.75 2.75 0 1 0 0-5.5 2.75 2.75 0 0 0 0 5.5ZM8 1.75v1M8 13.25v1M1.75 8h1M13.25 8h1M3.6 3.6l.7.7M11.7 11.7l.7.7M3.6 12.4l.7-.7M11.7 4.3l.7-.7",
  moon: "M13 9.6A5.5 5.5 0 1 1 6.4 3a4.4 4.4 0 0 0 6.6 6.6Z",
  system: "M2.75 3.5h10.5v7H2.75zM6 13h4M8 10.5V13",
  users: "M6 7.5a2.25 2.25 0 1 0 0-4.5 2.25 2.25 0 0 0 0 4.5ZM2 13c0-2.2 1.8-3.6 4-3.6s4 1.4 4 3.6M10.5 3.2a2.2 2.2 0 0 1 0 4.1M11.75 9.7c1.4.5 2.25 1.7 2.25 3.3",
  copy: "M6 5.75h6.5a.5.5 0 0 1 .5.5v6.5a.5.5 0 0 1-.5.5H6a.5.5 0 0 1-.5-.5v-6.5a.5.5 0 0 1 .5-.5ZM3.5 10.25H3a.5.5 0 0 1-.5-.5V3.25a.5.5 0 0 1 .5-.5h6.5a.5.5 0 0 1 .5.5v.5",
  warning: "M8 2.75l5.75 10H2.25zM8 6.5v3M8 11.25h.01",
  retry: "M13 8a5 5 0 1 1-1.5-3.55L13 6M13 2.75V6H9.75",
} as const;

export type IconName = keyof typeof paths;

/** A 16-pixel line icon; it never speaks, the control around it has the label. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      className={`icon icon-${name}`}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === "more" ? 2 : 1.35}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={paths[name]} />
    </svg>
  );
}
