import { finiteOf, type Properties, sourceOf, surfacesOf, type Trace, Tracer } from "@weft/optics";
import type { Shown } from "./Bench";
import { gridStep, type Size, toBenchPoint, toCanvasPoint, type Viewport } from "./viewport";

/** Colours of the canvas, by the theme. */
export interface Palette {
  readonly grid: string;
  readonly coarse: string;
  readonly axis: string;
  readonly isDark: boolean;
}

/** Pieces of about the same brightness are drawn in one stroke: as many shades there are of a colour. */
const SHADES = 12;

/** More pieces than these are drawn one pixel wide and many at once, which takes a tenth of the time where no graphics card helps. */
const MANY = 500;

const usualColor = "#DC143C";

/** Rays and grid on a canvas. It traces anew when what is optical has changed, and only draws anew when the view has. */
export class RayLayer {
  private readonly tracer = new Tracer();
  private result: Trace | undefined;
  private colors: readonly string[] = [];
  private traced: readonly Properties[] = [];
  /** What is on the canvas. */
  private drawn: readonly unknown[] = [];
  /** How long the last trace took, and the last drawing, in milliseconds. */
  readonly times = { trace: 0, draw: 0 };

  constructor(private readonly canvas: HTMLCanvasElement) {}

  /** What was traced last. */
  get latest(): Trace | undefined {
    return this.result;
  }

  get pieces(): number {
    return this.result?.count ?? 0;
  }

  get isCut(): boolean {
    return this.result?.isCut === true;
  }

  trace(items: readonly Shown[]): void {
    const optical = items.filter(({ kind }) => kind === "component" || kind === "source");
    const now = optical.map(({ properties }) => properties);
    if (now.length === this.traced.length && now.every((properties, i) => properties === this.traced[i])) return;
    this.traced = now;
    const begun = performance.now();
    const sources = optical.filter(({ kind }) => kind === "source").map(({ properties }) => properties);
    const surfaces = surfacesOf(optical.filter(({ kind }) => kind === "component").map(({ properties }) => properties));
    this.result = this.tracer.trace(surfaces, sources.map(sourceOf));
    this.colors = sources.map(colorOfSource);
    this.times.trace = performance.now() - begun;
  }

  draw(view: Viewport, size: Size, palette: Palette): void {
    const context = this.canvas.getContext("2d");
    const scale = devicePixelRatio;
    const wanted = [this.result, view, size, palette, scale];
    if (context === null || wanted.every((part, i) => part === this.drawn[i])) return;
    this.drawn = wanted;
    const begun = performance.now();
    const [width, height] = [Math.round(size.width * scale), Math.round(size.height * scale)];
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, size.width, size.height);
    drawGrid(context, view, size, palette);
    this.drawRays(context, view, size, palette);
    this.times.draw = performance.now() - begun;
  }

  private drawRays(context: CanvasRenderingContext2D, view: Viewport, size: Size, { isDark }: Palette): void {
    if (this.result === undefined) return;
    const { x: left, y: top } = toCanvasPoint(view, size, { x: 0, y: 0 });
    const { zoom } = view;
    context.save();
    const isFew = this.result.count <= MANY;
    if (isFew) {
      // Light adds up in the dark; on paper it keeps its colour.
      context.globalCompositeOperation = isDark ? "lighter" : "source-over";
      context.lineWidth = 1.2;
    }
    for (const [key, pieces] of this.strokes()) {
      const { ends } = this.result;
      context.strokeStyle = this.colors[Math.floor(key / SHADES)] ?? usualColor;
      context.globalAlpha = opacity(((key % SHADES) + 1) / SHADES);
      context.beginPath();
      for (const piece of pieces) {
        const at = 4 * piece;
        context.moveTo(left + ends[at]! * zoom, top - ends[at + 1]! * zoom);
        context.lineTo(left + ends[at + 2]! * zoom, top - ends[at + 3]! * zoom);
        if (!isFew) continue;
        // What is drawn at once does not add up.
        context.stroke();
        context.beginPath();
      }
      context.stroke();
    }
    context.restore();
  }

  /** The pieces by source and shade. */
  private strokes(): Map<number, number[]> {
    const strokes = new Map<number, number[]>();
    const { count, intensities, sources } = this.result!;
    for (let i = 0; i < count; i++) {
      const shade = Math.min(SHADES - 1, Math.floor(intensities[i]! * SHADES));
      const key = sources[i]! * SHADES + shade;
      const pieces = strokes.get(key);
      if (pieces === undefined) strokes.set(key, [i]);
      else pieces.push(i);
    }
    return strokes;
  }
}

/** The eye sees a tenth of the light as more than a tenth. */
const opacity = (intensity: number) => 0.1 + 0.8 * intensity ** 0.6;

function colorOfSource(properties: Properties): string {
  const color = properties["color_hex"];
  return typeof color === "string" && /^#[0-9a-f]{6}$/i.test(color) ? color : usualColor;
}

function drawGrid(context: CanvasRenderingContext2D, view: Viewport, size: Size, { grid, coarse, axis }: Palette): void {
  const step = gridStep(view.zoom);
  const from = toBenchPoint(view, size, { x: 0, y: size.height });
  const to = toBenchPoint(view, size, { x: size.width, y: 0 });
  const lines = (color: string, picks: (index: number) => boolean) => {
    context.beginPath();
    for (let i = Math.ceil(from.x / step); i * step <= to.x; i++) if (picks(i)) upright(context, Math.round(toCanvasPoint(view, size, { x: i * step, y: 0 }).x) + 0.5, size.height);
    for (let i = Math.ceil(from.y / step); i * step <= to.y; i++) if (picks(i)) level(context, Math.round(toCanvasPoint(view, size, { x: 0, y: i * step }).y) + 0.5, size.width);
    context.strokeStyle = color;
    context.lineWidth = 1;
    context.stroke();
  };
  lines(grid, (i) => i % 5 !== 0);
  lines(coarse, (i) => i % 5 === 0 && i !== 0);
  lines(axis, (i) => i === 0);
}

function upright(context: CanvasRenderingContext2D, x: number, height: number): void {
  context.moveTo(x, 0);
  context.lineTo(x, height);
}

function level(context: CanvasRenderingContext2D, y: number, width: number): void {
  context.moveTo(0, y);
  context.lineTo(width, y);
}

/** How many rays all sources emit. */
export const raysOf = (items: readonly Shown[]): number =>
  items.filter(({ kind }) => kind === "source").reduce((sum, { properties }) => sum + Math.round(finiteOf(properties["n_rays"], 9)), 0);
