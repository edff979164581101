import { type Delta, DeltaBuilder, lengthOf } from "./delta";
import { jsonEqual, withoutNulls } from "./json";
import type { Attributes, JsonObject, TextRun } from "./wire";

/** Text is kept in pieces of at most this many UTF-16 units, so that an edit of a long text copies little. */
const PIECE = 1024;

/** What an embedded object reads as in a plain string. */
export const EMBED = "\ufffc";

/** An immutable text with attributes and embedded objects. */
export class Text {
  static readonly EMPTY = new Text([], 0);

  private constructor(
    private readonly pieces: readonly TextRun[],
    /** In UTF-16 units; an embedded object counts 1. */
    readonly length: number,
  ) {}

  static of(runs: readonly TextRun[]): Text {
    const out = new Pieces();
    for (const run of runs) out.add(run.insert, run.attributes);
    return out.build((pieces, length) => new Text(pieces, length));
  }

  /** Throws RangeError when `delta` goes beyond the text. */
  apply(delta: Delta): Text {
    const out = new Pieces();
    let position = 0;
    for (const op of delta) {
      switch (op.type) {
        case "insert":
          out.add(op.content, op.attributes);
          break;
        case "retain":
          for (const run of this.between(position, position + op.length))
            out.add(run.insert, op.attributes === undefined ? run.attributes : withoutNulls({ ...run.attributes, ...op.attributes }));
          position += op.length;
          break;
        case "delete":
          position += op.length;
          break;
      }
      if (position > this.length) throw new RangeError(`Position ${position} is beyond the text, which has ${this.length} units.`);
    }
    for (const run of this.between(position, this.length)) out.add(run.insert, run.attributes);
    return out.build((pieces, length) => new Text(pieces, length));
  }

  /** The delta that takes back `delta`, which was made for this text. */
  invert(delta: Delta): Delta {
    const out = new DeltaBuilder();
    let position = 0;
    for (const op of delta) {
      switch (op.type) {
        case "insert":
          out.delete(lengthOf(op));
          break;
        case "retain":
          if (op.attributes === undefined) out.retain(op.length);
          else
            for (const run of this.between(position, position + op.length))
              out.retain(runLength(run), formerAttributes(op.attributes, run.attributes));
          position += op.length;
          break;
        case "delete":
          for (const run of this.between(position, position + op.length)) out.insert(run.insert, run.attributes);
          position += op.length;
          break;
      }
    }
    return out.build();
  }

  /** Whether `position` stands between the halves of a surrogate pair. */
  splitsPair(position: number): boolean {
    if (position <= 0 || position >= this.length) return false;
    const around = this.slice(position - 1, position + 1);
    return isHigh(around.charCodeAt(0)) && isLow(around.charCodeAt(1));
  }

  slice(from: number, to: number): string {
    let text = "";
    for (const run of this.between(from, to)) text += typeof run.insert === "string" ? run.insert : EMBED;
    return text;
  }

  /** The pieces between two positions, cut to fit. */
  *between(from: number, to: number): Generator<TextRun> {
    let start = 0;
    for (const piece of this.pieces) {
      if (start >= to) return;
      const end = start + runLength(piece);
      if (end > from) {
        if ((start >= from && end <= to) || typeof piece.insert !== "string") yield piece;
        else yield { ...piece, insert: piece.insert.slice(Math.max(0, from - start), to - start) };
      }
      start = end;
    }
  }

  /** The runs, as long as can be. */
  runs(): readonly TextRun[] {
    const out = new DeltaBuilder();
    for (const { insert, attributes } of this.pieces) out.insert(insert, attributes);
    return out.build().map((op) => {
      if (op.type !== "insert") throw new Error("A text holds only insertions.");
      return op.attributes === undefined ? { insert: op.content } : { insert: op.content, attributes: op.attributes };
    });
  }

  toString(): string {
    return this.slice(0, this.length);
  }
}

/** Joins small neighbours and cuts long text while a text is built. */
class Pieces {
  private readonly pieces: TextRun[] = [];
  private length = 0;

  add(insert: string | JsonObject, attributes: Attributes | undefined): void {
    if (typeof insert !== "string") {
      this.push(insert, attributes);
      return;
    }
    const last = this.pieces.at(-1);
    if (
      last !== undefined &&
      typeof last.insert === "string" &&
      last.insert.length + insert.length <= PIECE &&
      jsonEqual(last.attributes, attributes)
    ) {
      this.pieces.pop();
      this.length -= last.insert.length;
      insert = last.insert + insert;
    }
    for (let at = 0; at < insert.length; at += PIECE) this.push(insert.slice(at, at + PIECE), attributes);
  }

  build<T>(make: (pieces: readonly TextRun[], length: number) => T): T {
    return make(this.pieces, this.length);
  }

  private push(insert: string | JsonObject, attributes: Attributes | undefined): void {
    const run = attributes === undefined ? { insert } : { insert, attributes };
    this.pieces.push(run);
    this.length += runLength(run);
  }
}

function runLength(run: TextRun): number {
  return typeof run.insert === "string" ? run.insert.length : 1;
}

function formerAttributes(format: Attributes, former: Attributes | undefined): Attributes {
  return Object.fromEntries(Object.keys(format).map((key) => [key, former?.[key] ?? null]));
}

export function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

export function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** Whether a string has half a surrogate pair, which no text takes (FRAME-7). */
export function hasLoneSurrogate(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (isLow(unit)) return true;
    if (isHigh(unit) && !isLow(text.charCodeAt(++i))) return true;
  }
  return false;
}

/**
 * `delta` without what it deletes and inserts again unchanged, so that a cursor in that text stays. `text` is what it is for.
 */
export function minimise(delta: Delta, text: Text): Delta {
  const out = new DeltaBuilder();
  let position = 0;
  for (let index = 0; index < delta.length; ) {
    const op = delta[index]!;
    if (op.type === "retain") {
      out.push(op);
      position += op.length;
      index++;
      continue;
    }
    const inserted: TextRun[] = [];
    let removed = 0;
    for (let next = delta[index]; next !== undefined && next.type !== "retain"; next = delta[++index]) {
      if (next.type === "insert") inserted.push({ insert: next.content, ...(next.attributes && { attributes: next.attributes }) });
      else removed += next.length;
    }
    replace(out, [...text.between(position, position + removed)], inserted);
    position += removed;
  }
  return out.build();
}

interface Unit {
  readonly content: string | JsonObject;
  readonly attributes: Attributes | undefined;
}

/** Appends to `out` the replacement of `before` by `after`, keeping what they have in common at both ends. */
function replace(out: DeltaBuilder, before: readonly TextRun[], after: readonly TextRun[]): void {
  const old = units(before);
  const now = units(after);
  const same = (i: number, j: number) =>
    jsonEqual(old[i]!.content, now[j]!.content) && jsonEqual(old[i]!.attributes, now[j]!.attributes);
  const shorter = Math.min(old.length, now.length);
  let head = 0;
  while (head < shorter && same(head, head)) head++;
  if (head > 0 && isHighUnit(old[head - 1]!)) head--;
  let tail = 0;
  while (tail < shorter - head && same(old.length - 1 - tail, now.length - 1 - tail)) tail++;
  if (tail > 0 && isLowUnit(old[old.length - tail]!)) tail--;
  out.retain(head);
  for (const unit of now.slice(head, now.length - tail)) out.insert(unit.content, unit.attributes);
  out.delete(old.length - head - tail).retain(tail);
}

function units(runs: readonly TextRun[]): Unit[] {
  return runs.flatMap(({ insert, attributes }): Unit[] =>
    typeof insert === "string" ? insert.split("").map((content) => ({ content, attributes })) : [{ content: insert, attributes }],
  );
}

function isHighUnit(unit: Unit): boolean {
  return typeof unit.content === "string" && isHigh(unit.content.charCodeAt(0));
}

function isLowUnit(unit: Unit): boolean {
  return typeof unit.content === "string" && isLow(unit.content.charCodeAt(0));
}

/** The delta that makes `now` of `before`: one replacement between what they have in common at both ends. */
export function difference(before: Text, now: Text): Delta {
  const whole = new DeltaBuilder();
  for (const { insert, attributes } of now.runs()) whole.insert(insert, attributes);
  return minimise(whole.delete(before.length).build(), before);
}
