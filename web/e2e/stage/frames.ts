import type { Page } from "playwright-core";

export const quantile = (values: readonly number[], part: number) => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))]!;

/** What the frames of a page take for some seconds: how far apart they are, in milliseconds, and how long the page's own work was in them. */
export interface Frames {
  readonly apart: readonly number[];
  readonly work: readonly number[];
}

/** Runs in the page. The work of a frame ends when the page gives the processor back: a message to itself comes then. */
async function watch(milliseconds: number): Promise<Frames> {
  const apart: number[] = [];
  const work: number[] = [];
  const { port1, port2 } = new MessageChannel();
  let begun = 0;
  port1.onmessage = () => work.push(performance.now() - begun);
  const end = performance.now() + milliseconds;
  let last = performance.now();
  while (last < end) {
    const now = await new Promise<number>(requestAnimationFrame);
    begun = performance.now();
    port2.postMessage(0);
    apart.push(now - last);
    last = now;
  }
  port1.close();
  return { apart, work };
}

export const framesOf = (page: Page, milliseconds = 8_000): Promise<Frames> => page.evaluate(watch, milliseconds);

export function inWords(name: string, { apart, work }: Frames): string {
  const long = apart.filter((time) => time > 50).length;
  const rate = (1_000 * apart.length) / apart.reduce((sum, time) => sum + time, 0);
  return `${name.padEnd(62)} ${rate.toFixed(0).padStart(3)} a second · median ${quantile(apart, 0.5).toFixed(1)} ms · 95 % below ${quantile(apart, 0.95).toFixed(1)} ms · ${long} of ${apart.length} above 50 ms · drawing ${quantile(work, 0.5).toFixed(1)} ms`;
}
