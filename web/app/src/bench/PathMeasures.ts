import { type PathPlace, partOf, pathMeasure, type Point, RayPaths, type Trace } from "@weft/optics";
import type { Shown } from "./Bench";

/** Where a measure of a way of light runs now. */
export interface MeasuredPath {
  /** The whole way, from the source on. */
  readonly path: readonly Point[];
  /** What of it is measured. */
  readonly part: readonly Point[];
}

/** Where the measures of ways lie. They follow the rays, so they are known only when these have been traced. */
export class PathMeasures {
  private trace: Trace | undefined;
  private paths: RayPaths | undefined;
  private known: ReadonlyMap<string, MeasuredPath> = new Map();
  private said = "";

  /** Takes over a new trace, and what is measured in it. Returns whether any measure has changed its place. */
  update(trace: Trace, items: readonly Shown[]): boolean {
    const isNew = trace !== this.trace;
    if (isNew) this.paths = undefined;
    this.trace = trace;
    const measures = items.filter(({ kind }) => kind === "path_measure");
    const wanted = JSON.stringify(measures.map(({ id, properties }) => [id, pathMeasure(properties)]));
    if (!isNew && wanted === this.said) return false;
    this.said = wanted;
    if (measures.length === 0 && this.known.size === 0) return false;
    this.known = new Map(
      measures.map(({ id, properties }) => {
        const { index, start, end } = pathMeasure(properties);
        const path = this.all?.points(index) ?? [];
        return [id, { path, part: partOf(path, start, end) }];
      }),
    );
    return true;
  }

  get(id: string): MeasuredPath | undefined {
    return this.known.get(id);
  }

  /** The place on a ray that is nearest to a point. */
  nearest(point: Point, reach: number): PathPlace | null {
    return this.all?.nearest(point, reach) ?? null;
  }

  /** The corners of a way. */
  points(index: number): readonly Point[] {
    return this.all?.points(index) ?? [];
  }

  private get all(): RayPaths | undefined {
    if (this.trace !== undefined) this.paths ??= new RayPaths(this.trace);
    return this.paths;
  }
}
