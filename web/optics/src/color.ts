/** Corners of the spectrum as screens show it: wavelength in nanometres, then red, green and blue from 0 to 1. */
const SPECTRUM: readonly (readonly [number, number, number, number])[] = [
  [380, 0.45, 0, 0.75],
  [440, 0.15, 0.1, 1],
  [490, 0, 0.75, 1],
  [510, 0, 0.85, 0.35],
  [545, 0.25, 0.85, 0],
  [580, 0.95, 0.8, 0],
  [620, 1, 0.35, 0],
  [645, 0.9, 0.05, 0.05],
  [750, 0.55, 0, 0.05],
];

/** The colour of light of a wavelength, `#rrggbb`; what the eye does not see has that of the nearest that it does. */
export function colorOf(wavelength: number): string {
  const clamped = Math.min(Math.max(wavelength, SPECTRUM[0]![0]), SPECTRUM.at(-1)![0]);
  const after = Math.max(1, SPECTRUM.findIndex(([at]) => at >= clamped));
  const [left, right] = [SPECTRUM[after - 1]!, SPECTRUM[after]!];
  const part = (clamped - left[0]) / (right[0] - left[0]);
  const channels = ([1, 2, 3] as const).map((i) => Math.round(255 * (left[i] + part * (right[i] - left[i]))));
  return `#${channels.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}
