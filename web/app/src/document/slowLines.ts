import type { LineSettings } from "@weft/client";

export interface Preset {
  readonly label: string;
  /** In the status line, where it reminds of itself. */
  readonly badge: string;
  readonly settings: LineSettings | null;
}

export const fastLine: Preset = { label: "Off", badge: "", settings: null };

/** Lines to try what Weft is like on a bad connection (L-38, L-45). */
export const presets: readonly Preset[] = [
  fastLine,
  { label: "200 ms each way", badge: "200 ms", settings: { delay: 200, jitter: 0, loss: 0 } },
  { label: "1 s ± 0.5 s each way", badge: "1 s ± 0.5 s", settings: { delay: 1_000, jitter: 500, loss: 0 } },
  { label: "5 % lost and sent again", badge: "5 % lost", settings: { delay: 50, jitter: 15, loss: 0.05 } },
];
