/** A point of the document. */
interface Point {
  readonly x: number;
  readonly y: number;
}

interface Mark extends Point {
  readonly at: number;
  /** The pen was put down here. */
  readonly first: boolean;
}

interface Trail {
  color: string;
  marks: Mark[];
  isDown: boolean;
}

/** How long a point of a trail is seen, in milliseconds. */
export const LIFE = 1_200;
const WIDTH = 5;

/** The trails of laser pointers, each in the colour of who draws it. */
export class Trails {
  private readonly trails = new Map<string, Trail>();

  /** Where the laser of `client` is now; `null`: it is off. */
  point(client: string, color: string, at: Point | null, now: number): void {
    const trail = this.trails.get(client) ?? { color, marks: [], isDown: false };
    trail.color = color;
    const last = trail.marks.at(-1);
    if (at !== null && !(trail.isDown && last?.x === at.x && last.y === at.y)) {
      trail.marks.push({ x: at.x, y: at.y, at: now, first: !trail.isDown });
      this.trails.set(client, trail);
    }
    trail.isDown = at !== null;
  }

  /** Forgets what has faded; returns whether anything is left. */
  fade(now: number): boolean {
    for (const [client, trail] of this.trails) {
      trail.marks = trail.marks.filter(({ at }) => now - at < LIFE);
      if (trail.marks.length === 0 && !trail.isDown) this.trails.delete(client);
    }
    return [...this.trails.values()].some(({ marks }) => marks.length > 0);
  }

  /** `place`: where a point of the document is on the canvas, in pixels. */
  draw(context: CanvasRenderingContext2D, place: (point: Point) => readonly [number, number], now: number): void {
    context.lineCap = "round";
    for (const { color, marks } of this.trails.values()) {
      context.strokeStyle = color;
      for (const [index, mark] of marks.entries()) {
        const before = marks[index - 1];
        if (before === undefined || mark.first) continue;
        const freshness = 1 - (now - mark.at) / LIFE;
        context.globalAlpha = Math.min(1, freshness * 1.5);
        context.lineWidth = Math.max(0.5, WIDTH * freshness);
        context.beginPath();
        context.moveTo(...middle(place(marks[index - 2] !== undefined && !before.first ? marks[index - 2]! : before), place(before)));
        context.quadraticCurveTo(...place(before), ...middle(place(before), place(mark)));
        context.stroke();
      }
    }
    context.globalAlpha = 1;
  }
}

const middle = ([a, b]: readonly [number, number], [c, d]: readonly [number, number]): [number, number] => [(a + c) / 2, (b + d) / 2];
