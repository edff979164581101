/** As much of an element of a board as a small picture shows. What another program has left out is taken as usual. */
interface Element {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly angle?: number;
  readonly strokeColor?: string;
  readonly backgroundColor?: string;
  readonly strokeWidth?: number;
  readonly opacity?: number;
  readonly roundness?: unknown;
  readonly isDeleted?: boolean;
  readonly points?: readonly (readonly [number, number])[];
  readonly text?: string;
  readonly fontSize?: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Lines thinner than this, in pixels, cannot be seen. */
const THINNEST = 1.5;
/** Where a picture is, which is not fetched for this. */
const PLACEHOLDER = "#dee2e6";
/** So many elements are drawn; a picture of a stamp's size has no room for more. */
const MOST = 4_000;

const isFinite = (element: Element) => [element.x, element.y, element.width, element.height].every(Number.isFinite);

/** Draws an `.excalidraw` file so that all of it fits `size`; returns whether there was anything. Throws for what is no such file. */
export function drawBoard(context: CanvasRenderingContext2D, file: string, size: Size): boolean {
  const { elements } = JSON.parse(file) as { elements: readonly Element[] };
  const seen = elements.filter((element) => element.isDeleted !== true && isFinite(element)).slice(0, MOST);
  if (seen.length === 0) return false;
  const left = Math.min(...seen.map(({ x, width }) => Math.min(x, x + width)));
  const top = Math.min(...seen.map(({ y, height }) => Math.min(y, y + height)));
  const right = Math.max(...seen.map(({ x, width }) => Math.max(x, x + width)));
  const bottom = Math.max(...seen.map(({ y, height }) => Math.max(y, y + height)));
  const room = 0.9;
  const scale = Math.min((size.width * room) / Math.max(right - left, 1), (size.height * room) / Math.max(bottom - top, 1), 0.5);
  context.translate(size.width / 2, size.height / 2);
  context.scale(scale, scale);
  context.translate(-(left + right) / 2, -(top + bottom) / 2);
  context.lineJoin = context.lineCap = "round";
  for (const element of seen) {
    context.save();
    draw(context, element, THINNEST / scale);
    context.restore();
  }
  return true;
}

function draw(context: CanvasRenderingContext2D, element: Element, thinnest: number): void {
  const { x, y, width, height, angle = 0, strokeColor = "#1e1e1e", backgroundColor = "transparent", strokeWidth = 2, opacity = 100 } = element;
  context.translate(x + width / 2, y + height / 2);
  context.rotate(angle);
  context.translate(-width / 2, -height / 2);
  context.globalAlpha = opacity / 100;
  context.strokeStyle = strokeColor;
  context.fillStyle = element.type === "text" ? strokeColor : backgroundColor;
  context.lineWidth = Math.max(strokeWidth, thinnest);
  if (element.type === "text") {
    write(context, element);
    return;
  }
  if (element.type === "image") {
    context.fillStyle = PLACEHOLDER;
    context.fillRect(0, 0, width, height);
    return;
  }
  const isOpen = element.type === "line" || element.type === "arrow" || element.type === "freedraw";
  const path = pathOf(element);
  if (backgroundColor !== "transparent" && element.type !== "arrow") context.fill(path);
  if (isOpen || strokeColor !== "transparent") context.stroke(path);
}

function write(context: CanvasRenderingContext2D, { text = "", fontSize = 20, height }: Element): void {
  const lines = text.split("\n");
  const step = height / lines.length;
  context.font = `${fontSize}px sans-serif`;
  context.textBaseline = "middle";
  for (const [index, line] of lines.entries()) context.fillText(line, 0, (index + 0.5) * step);
}

function pathOf({ type, width, height, points = [], roundness }: Element): Path2D {
  const path = new Path2D();
  switch (type) {
    case "ellipse":
      path.ellipse(width / 2, height / 2, Math.abs(width / 2), Math.abs(height / 2), 0, 0, 2 * Math.PI);
      return path;
    case "diamond":
      for (const [x, y] of [[width / 2, 0], [width, height / 2], [width / 2, height], [0, height / 2]] as const) path.lineTo(x, y);
      path.closePath();
      return path;
    case "line":
    case "arrow":
    case "freedraw":
      for (const [x, y] of points) path.lineTo(x, y);
      return path;
    default:
      path.roundRect(0, 0, width, height, roundness ? Math.min(Math.abs(width), Math.abs(height)) / 8 : 0);
      return path;
  }
}
