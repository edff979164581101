import { jsonEqual, withoutNulls } from "./json";
import type { Attributes, JsonObject, TextEdit } from "./wire";

/**
 * One step over a text, in UTF-16 units; an embedded object counts 1. In a retain, `null` attributes are removed.
 */
export type DeltaOp =
  | { readonly type: "retain"; readonly length: number; readonly attributes?: Attributes }
  | { readonly type: "insert"; readonly content: string | JsonObject; readonly attributes?: Attributes }
  | { readonly type: "delete"; readonly length: number };

/**
 * A change of one text, from its start to the last unit touched; what follows is kept. Always in normal form: neighbours of
 * one kind are joined, what is inserted at a place stands before what is deleted there, no plain retain at the end.
 */
export type Delta = readonly DeltaOp[];

export const EMPTY: Delta = [];

/** The number of units that an operation takes (retain, delete) or makes (insert). */
export function lengthOf(op: DeltaOp): number {
  switch (op.type) {
    case "retain":
    case "delete":
      return op.length;
    case "insert":
      return typeof op.content === "string" ? op.content.length : 1;
  }
}

/** Puts a delta into normal form while it is built. */
export class DeltaBuilder {
  private readonly ops: DeltaOp[] = [];

  retain(length: number, attributes?: Attributes): this {
    if (length === 0) return this;
    const format = attributes !== undefined && Object.keys(attributes).length > 0 ? attributes : undefined;
    const last = this.ops.at(-1);
    if (last?.type === "retain" && jsonEqual(last.attributes, format)) this.ops.pop(), (length += last.length);
    this.ops.push(format === undefined ? { type: "retain", length } : { type: "retain", length, attributes: format });
    return this;
  }

  delete(length: number): this {
    if (length === 0) return this;
    const last = this.ops.at(-1);
    if (last?.type === "delete") this.ops.pop(), (length += last.length);
    this.ops.push({ type: "delete", length });
    return this;
  }

  insert(content: string | JsonObject, attributes?: Attributes): this {
    if (content === "") return this;
    const format = withoutNulls(attributes);
    const removed = this.ops.at(-1)?.type === "delete" ? this.ops.pop() : undefined;
    const last = this.ops.at(-1);
    if (last?.type === "insert" && typeof last.content === "string" && typeof content === "string" && jsonEqual(last.attributes, format)) {
      this.ops.pop();
      content = last.content + content;
    }
    this.ops.push(format === undefined ? { type: "insert", content } : { type: "insert", content, attributes: format });
    if (removed !== undefined) this.ops.push(removed);
    return this;
  }

  /** Appends `op`, or only `length` units of it from `offset`. */
  push(op: DeltaOp, offset = 0, length = lengthOf(op) - offset): this {
    switch (op.type) {
      case "retain":
        return this.retain(length, op.attributes);
      case "delete":
        return this.delete(length);
      case "insert":
        return this.insert(typeof op.content === "string" ? op.content.slice(offset, offset + length) : op.content, op.attributes);
    }
  }

  build(): Delta {
    const last = this.ops.at(-1);
    if (last?.type === "retain" && last.attributes === undefined) this.ops.pop();
    return this.ops;
  }
}

/** Walks a delta in steps of any size. Past its end it retains for ever. */
class DeltaReader {
  private index = 0;
  private offset = 0;

  constructor(private readonly delta: Delta) {}

  get done(): boolean {
    return this.index >= this.delta.length;
  }

  get type(): DeltaOp["type"] {
    return this.delta[this.index]?.type ?? "retain";
  }

  /** What is left of the present operation. */
  get left(): number {
    const op = this.delta[this.index];
    return op === undefined ? Infinity : lengthOf(op) - this.offset;
  }

  take(length: number): DeltaOp {
    const op = this.delta[this.index];
    if (op === undefined) return { type: "retain", length };
    const from = this.offset;
    this.offset += length;
    if (this.offset >= lengthOf(op)) this.index++, (this.offset = 0);
    switch (op.type) {
      case "insert":
        return typeof op.content === "string" ? { ...op, content: op.content.slice(from, from + length) } : op;
      case "retain":
      case "delete":
        return { ...op, length };
    }
  }
}

/** The attributes of `first`, then `second`. `keepNull`: in a format, a removal must stay one. */
function composeAttributes(first: Attributes | undefined, second: Attributes | undefined, keepNull: boolean): Attributes | undefined {
  if (second === undefined) return first;
  const both = { ...first, ...second };
  return keepNull ? both : withoutNulls(both);
}

/** First `a`, then `b`: `apply(apply(t, a), b)` equals `apply(t, compose(a, b))`. */
export function compose(a: Delta, b: Delta): Delta {
  const first = new DeltaReader(a);
  const second = new DeltaReader(b);
  const out = new DeltaBuilder();
  while (!first.done || !second.done) {
    if (second.type === "insert") {
      out.push(second.take(second.left));
    } else if (first.type === "delete") {
      out.push(first.take(first.left));
    } else {
      const length = Math.min(first.left, second.left);
      const before = first.take(length);
      const after = second.take(length);
      if (after.type === "retain") {
        if (before.type === "insert") out.insert(before.content, composeAttributes(before.attributes, after.attributes, false));
        else if (before.type === "retain") out.retain(length, composeAttributes(before.attributes, after.attributes, true));
      } else if (before.type === "retain") {
        out.delete(length);
      }
    }
  }
  return out.build();
}

/** How two concurrent deltas settle what both want. */
export interface Precedence {
  /** Whether the transformed delta's insertions go first where both insert at one place. */
  readonly first: boolean;
  /** Whether the transformed delta's formats stand where both format the same. */
  readonly wins: boolean;
}

/**
 * `delta` as it is to be applied after `over`, both made for the same text. With opposite precedences
 * `compose(a, transform(b, a, p))` equals `compose(b, transform(a, b, not p))`.
 */
export function transform(delta: Delta, over: Delta, precedence: Precedence): Delta {
  const mine = new DeltaReader(delta);
  const other = new DeltaReader(over);
  const out = new DeltaBuilder();
  while (!mine.done) {
    if (mine.type === "insert" && (precedence.first || other.type !== "insert")) {
      out.push(mine.take(mine.left));
    } else if (other.type === "insert") {
      out.retain(lengthOf(other.take(other.left)));
    } else {
      const length = Math.min(mine.left, other.left);
      const op = mine.take(length);
      const passed = other.take(length);
      if (passed.type === "delete") continue;
      if (op.type === "retain" && passed.type === "retain") out.retain(length, transformAttributes(op.attributes, passed.attributes, precedence.wins));
      else out.push(op);
    }
  }
  return out.build();
}

function transformAttributes(mine: Attributes | undefined, other: Attributes | undefined, wins: boolean): Attributes | undefined {
  if (mine === undefined || other === undefined || wins) return mine;
  return Object.fromEntries(Object.entries(mine).filter(([key]) => !(key in other)));
}

/** Where a position goes. `bias` 1: after what is inserted just there; -1: before it. */
export function mapPosition(delta: Delta, position: number, bias: -1 | 1): number {
  let old = 0;
  let now = 0;
  for (const op of delta) {
    if (old > position || (old === position && (op.type !== "insert" || bias < 0))) break;
    const length = lengthOf(op);
    switch (op.type) {
      case "insert":
        now += length;
        break;
      case "retain":
        if (old + length > position) return now + position - old;
        old += length;
        now += length;
        break;
      case "delete":
        if (old + length > position) return now;
        old += length;
        break;
    }
  }
  return now + Math.max(0, position - old);
}

/** The position before `delta` that became `position`; inside inserted text, the place where that was inserted. */
export function mapBack(delta: Delta, position: number): number {
  let old = 0;
  let now = 0;
  for (const op of delta) {
    if (now >= position) break;
    const length = lengthOf(op);
    switch (op.type) {
      case "insert":
        if (now + length >= position) return old;
        now += length;
        break;
      case "retain":
        if (now + length >= position) return old + position - now;
        old += length;
        now += length;
        break;
      case "delete":
        old += length;
        break;
    }
  }
  return old + Math.max(0, position - now);
}

/** By how much a delta makes a text longer. */
export function growth(delta: Delta): number {
  return delta.reduce((sum, op) => (op.type === "insert" ? sum + lengthOf(op) : op.type === "delete" ? sum - op.length : sum), 0);
}

export function deltaEqual(a: Delta, b: Delta): boolean {
  return (
    a === b ||
    (a.length === b.length &&
      a.every((op, index) => {
        const other = b[index]!;
        if (op.type === "insert")
          return other.type === "insert" && jsonEqual(op.content, other.content) && jsonEqual(op.attributes, other.attributes);
        if (op.type === "delete") return other.type === "delete" && op.length === other.length;
        return other.type === "retain" && op.length === other.length && jsonEqual(op.attributes, other.attributes);
      }))
  );
}

/** The delta of a text operation's changes (CHANGE-5). Throws RangeError when they do not ascend. */
export function fromEdits(edits: readonly TextEdit[]): Delta {
  const out = new DeltaBuilder();
  let position = 0;
  for (const { from, to, insert, attributes } of edits) {
    if (!Number.isInteger(from) || !Number.isInteger(to) || from < position || to < from)
      throw new RangeError(`The changes of a text must ascend without overlap; ${from}..${to} comes after ${position}.`);
    out.retain(from - position);
    if (insert !== undefined) out.insert(insert, attributes).delete(to - from);
    else if (attributes !== undefined) out.retain(to - from, attributes);
    else out.delete(to - from);
    position = to;
  }
  return out.build();
}

/** The changes of a text operation (CHANGE-5) that say the same as `delta`. */
export function toEdits(delta: Delta): TextEdit[] {
  const edits: TextEdit[] = [];
  let position = 0;
  for (const [index, op] of delta.entries()) {
    switch (op.type) {
      case "retain":
        if (op.attributes !== undefined) edits.push({ from: position, to: position + op.length, attributes: op.attributes });
        position += op.length;
        break;
      case "insert": {
        const next = delta[index + 1];
        const to = position + (next?.type === "delete" ? next.length : 0);
        edits.push({ from: position, to, insert: op.content, ...(op.attributes && { attributes: op.attributes }) });
        break;
      }
      case "delete":
        if (delta[index - 1]?.type !== "insert") edits.push({ from: position, to: position + op.length });
        position += op.length;
        break;
    }
  }
  return edits;
}
