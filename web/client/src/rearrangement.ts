import { type Delta, DeltaBuilder, lengthOf } from "./delta";

/** A stretch of the new text. */
interface Segment {
  /** Where its units stand in the old text; `undefined`: they were not in it. */
  readonly from: number | undefined;
  readonly length: number;
  /** Whether the units are the user's own unsaved text. */
  readonly own: boolean;
}

interface Piece {
  readonly start: number;
  readonly end: number;
  readonly op: Extract<Delta[number], { type: "retain" | "delete" }>;
  /** Where it stands after the delta. */
  readonly to: number;
}

interface Insertion {
  readonly op: Extract<Delta[number], { type: "insert" }>;
  /** Where it stands after the delta. */
  readonly to: number;
  /** Where it is to be made in the new text. */
  readonly gap: number;
}

/**
 * Which unit of an old text went where in a new one. Used when the server has decided on an own change otherwise than
 * predicted: the units are the same, and some of them stand elsewhere. A delta cannot say that, it can only delete and insert.
 *
 * What the user typed next to own unsaved text follows that text; anything else follows the unit on its left.
 */
export class Rearrangement {
  private constructor(
    private readonly segments: readonly Segment[],
    private readonly oldLength: number,
  ) {}

  /**
   * From the text after `predicted` to the text after `actual`, both made for one base text of `length` units. The n-th unit
   * that one inserts is the n-th that the other inserts, and units of the base are themselves.
   */
  static between(predicted: Delta, actual: Delta, length: number): Rearrangement {
    const base: Mapped[] = [];
    const inserted: Mapped[] = [];
    let position = 0;
    let taken = 0;
    let made = 0;
    for (const op of [...predicted, { type: "retain", length: Infinity } as const]) {
      const size = Math.min(lengthOf(op), length - taken + (op.type === "insert" ? Infinity : 0));
      if (op.type === "insert") inserted.push({ start: made, end: (made += size), to: position });
      else if (op.type === "retain") base.push({ start: taken, end: taken + size, to: position });
      if (op.type !== "delete") position += size;
      if (op.type !== "insert") taken += size;
    }
    const out = new Segments();
    taken = made = 0;
    for (const op of [...actual, { type: "retain", length: Infinity } as const]) {
      const size = lengthOf(op);
      if (op.type === "insert") out.look(inserted, made, (made += size), true);
      else if (op.type === "retain") out.look(base, taken, Math.min(taken + size, length), false);
      if (op.type !== "insert") taken += size;
    }
    return new Rearrangement(out.list, position);
  }

  /**
   * `delta`, made for the old text, as it is to be applied to the new one; and the rearrangement between the two results,
   * for the delta after it. `wasSent`: the server has it, or may have; it inserts the units in the order in which they were
   * sent, wherever their neighbours went.
   */
  rebase(delta: Delta, wasSent: boolean): { readonly delta: Delta; readonly next: Rearrangement } {
    const { pieces, insertions, length } = this.parse(delta, wasSent);
    const out = new DeltaBuilder();
    const segments = new Segments();
    let inserted = 0;
    const insertUpTo = (gap: number) => {
      for (let next = insertions[inserted]; next !== undefined && next.gap <= gap; next = insertions[++inserted]) {
        out.push(next.op);
        segments.add(next.to, lengthOf(next.op), true);
      }
    };
    let at = 0;
    for (const segment of this.segments) {
      for (const [start, end] of cut(segment, at, pieces, insertions)) {
        insertUpTo(start);
        const from = segment.from === undefined ? undefined : segment.from + start - at;
        const piece = from === undefined ? undefined : pieces.find((other) => other.start <= from && from < other.end)!;
        out.push(piece?.op ?? { type: "retain", length: end - start }, 0, end - start);
        if (piece?.op.type !== "delete") segments.add(piece && piece.to + from! - piece.start, end - start, segment.own);
      }
      at += segment.length;
    }
    insertUpTo(Infinity);
    return { delta: out.build(), next: new Rearrangement(segments.list, length) };
  }

  private parse(delta: Delta, wasSent: boolean) {
    const pieces: Piece[] = [];
    const insertions: Insertion[] = [];
    let taken = 0;
    let made = 0;
    for (const op of delta) {
      if (op.type === "insert") {
        const before = wasSent ? (insertions.at(-1)?.gap ?? 0) : 0;
        insertions.push({ op, to: made, gap: Math.max(this.gapOf(taken), before) });
        made += lengthOf(op);
      } else {
        pieces.push({ start: taken, end: taken + op.length, op, to: made });
        taken += op.length;
        if (op.type === "retain") made += op.length;
      }
    }
    const rest = this.oldLength - taken;
    if (rest > 0) pieces.push({ start: taken, end: this.oldLength, op: { type: "retain", length: rest }, to: made });
    insertions.sort((a, b) => a.gap - b.gap);
    return { pieces, insertions, length: made + rest };
  }

  /** The gap of the new text that stands for one of the old text. */
  private gapOf(position: number): number {
    let left: { unit: number; own: boolean; gap: number } | undefined;
    let right: { unit: number; own: boolean; gap: number } | undefined;
    let at = 0;
    for (const { from, length, own } of this.segments) {
      if (from !== undefined) {
        const last = Math.min(from + length, position) - 1;
        if (from < position && (left === undefined || last > left.unit)) left = { unit: last, own, gap: at + last - from + 1 };
        const first = Math.max(from, position);
        if (from + length > position && (right === undefined || first < right.unit)) right = { unit: first, own, gap: at + first - from };
      }
      at += length;
    }
    if (left !== undefined && (left.own || !right?.own)) return left.gap;
    return right?.own ? right.gap : 0;
  }
}

/** `segment`, which stands at `at` in the new text, in stretches that lie in one piece and have insertions at their ends only. */
function cut(segment: Segment, at: number, pieces: readonly Piece[], insertions: readonly Insertion[]): [number, number][] {
  const edges = new Set([at, at + segment.length]);
  const add = (edge: number) => void (edge > at && edge < at + segment.length && edges.add(edge));
  if (segment.from !== undefined) for (const { start } of pieces) add(at + start - segment.from);
  for (const { gap } of insertions) add(gap);
  const sorted = [...edges].sort((a, b) => a - b);
  return sorted.slice(1).map((edge, index) => [sorted[index]!, edge]);
}

/** Units `start`..`end` of something stand at `to` in the old text. */
interface Mapped {
  readonly start: number;
  readonly end: number;
  readonly to: number;
}

class Segments {
  readonly list: Segment[] = [];

  add(from: number | undefined, length: number, own: boolean): void {
    if (length <= 0) return;
    const last = this.list.at(-1);
    const joins = last !== undefined && last.own === own && (from === undefined ? last.from === undefined : last.from !== undefined && last.from + last.length === from);
    if (joins) this.list[this.list.length - 1] = { ...last, length: last.length + length };
    else this.list.push({ from, length, own });
  }

  /** Adds the units `start`..`end`, found through `map`; those not found there are new. */
  look(map: readonly Mapped[], start: number, end: number, own: boolean): void {
    let at = start;
    for (const entry of map) {
      if (entry.end <= at || entry.start >= end) continue;
      this.add(undefined, entry.start - at, own);
      const from = Math.max(entry.start, at);
      const to = Math.min(entry.end, end);
      this.add(entry.to + from - entry.start, to - from, own);
      at = to;
    }
    this.add(undefined, end - at, own);
  }
}
