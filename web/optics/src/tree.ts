/** As many boxes stay in one leaf. */
const LEAF = 4;
/** A tree over as many boxes as memory can hold is not deeper. */
const DEEPEST = 64;

/**
 * A binary tree over boxes, so that a ray need not ask each of them. Nodes lie in arrays: a node's first child follows it, `next`
 * names the second; a leaf has `size` boxes from `first` on in `order`.
 */
export class BoxTree {
  private readonly bounds: number[] = [];
  private readonly next: number[] = [];
  private readonly first: number[] = [];
  private readonly size: number[] = [];
  private readonly order: Int32Array;
  private readonly waiting = new Int32Array(DEEPEST);

  /** `boxes`: least x, least y, greatest x, greatest y of each. */
  constructor(private readonly boxes: Float64Array) {
    this.order = Int32Array.from({ length: boxes.length / 4 }, (_, i) => i);
    if (this.order.length > 0) this.build(0, this.order.length);
  }

  /**
   * Calls `visit` with the boxes that a ray from (x, y) along (dx, dy) may come through, until a distance that `visit` returns
   * anew each time: the nearest hit so far.
   */
  search(x: number, y: number, dx: number, dy: number, farthest: number, visit: (index: number) => number): void {
    if (this.order.length === 0) return;
    const { bounds, next, first, size, order, waiting } = this;
    const inverseX = 1 / dx;
    const inverseY = 1 / dy;
    let limit = farthest;
    let depth = 0;
    waiting[depth++] = 0;
    while (depth > 0) {
      const node = waiting[--depth]!;
      if (!reaches(bounds, 4 * node, x, y, inverseX, inverseY, limit)) continue;
      const count = size[node]!;
      if (count === 0) {
        waiting[depth++] = next[node]!;
        waiting[depth++] = node + 1;
        continue;
      }
      const begin = first[node]!;
      for (let i = begin; i < begin + count; i++) limit = visit(order[i]!);
    }
  }

  private build(begin: number, end: number): void {
    const { boxes, order } = this;
    const node = this.next.length;
    const box = this.around(begin, end);
    this.bounds.push(...box);
    this.next.push(0);
    this.first.push(begin);
    this.size.push(end - begin <= LEAF ? end - begin : 0);
    if (end - begin <= LEAF) return;
    const axis = box[2] - box[0] > box[3] - box[1] ? 0 : 1;
    const middleOf = (index: number) => boxes[4 * index + axis]! + boxes[4 * index + axis + 2]!;
    order.subarray(begin, end).sort((a, b) => middleOf(a) - middleOf(b));
    const half = (begin + end) >> 1;
    this.build(begin, half);
    this.next[node] = this.next.length;
    this.build(half, end);
  }

  private around(begin: number, end: number): [number, number, number, number] {
    const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = begin; i < end; i++) {
      const at = 4 * this.order[i]!;
      box[0] = Math.min(box[0], this.boxes[at]!);
      box[1] = Math.min(box[1], this.boxes[at + 1]!);
      box[2] = Math.max(box[2], this.boxes[at + 2]!);
      box[3] = Math.max(box[3], this.boxes[at + 3]!);
    }
    return box;
  }
}

/** Rays along an edge of a box go through it: so much of a millimetre is added all around. */
const MARGIN = 1e-6;

/** Whether a ray comes through a box before `limit`. A division by zero gives infinities, which compare as they should. */
function reaches(bounds: readonly number[], at: number, x: number, y: number, inverseX: number, inverseY: number, limit: number): boolean {
  const x1 = (bounds[at]! - MARGIN - x) * inverseX;
  const x2 = (bounds[at + 2]! + MARGIN - x) * inverseX;
  const y1 = (bounds[at + 1]! - MARGIN - y) * inverseY;
  const y2 = (bounds[at + 3]! + MARGIN - y) * inverseY;
  const enter = Math.max(Math.min(x1, x2), Math.min(y1, y2), 0);
  const leave = Math.min(Math.max(x1, x2), Math.max(y1, y2), limit);
  return enter <= leave;
}
