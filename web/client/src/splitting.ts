import { isHigh } from "./text";
import type { Op, TextEdit } from "./wire";

/** The size of one change in UTF-16 units of JSON; at most three bytes each, so that a frame stays below 1 MiB (FRAME-4). */
const MOST_UNITS = 300_000;
/** The server takes 10,000 operations in one change (CHANGE-5). */
const MOST_OPERATIONS = 5_000;

/**
 * The operations in groups that fit a frame each. An insertion that alone is longer is cut. Throws RangeError for what cannot
 * be cut.
 */
export function splitForFrames(ops: readonly Op[]): readonly (readonly Op[])[] {
  if (ops.length <= MOST_OPERATIONS && size(ops) <= MOST_UNITS) return [ops];
  const groups: Op[][] = [];
  let room = 0;
  for (const op of ops.flatMap(splitOp)) {
    const needed = size(op);
    if (needed > MOST_UNITS) throw new RangeError("One item is too large: the server takes 1 MiB at once.");
    if (needed > room || groups.at(-1)!.length >= MOST_OPERATIONS) {
      groups.push([]);
      room = MOST_UNITS;
    }
    groups.at(-1)!.push(op);
    room -= needed;
  }
  return groups;
}

function size(value: Op | readonly Op[] | string): number {
  return JSON.stringify(value).length;
}

/** A text operation in ones of one edit each, from the end of the text to its start so that they do not move each other. */
function splitOp(op: Op): Op[] {
  if (op.op !== "text" || size(op) <= MOST_UNITS) return [op];
  return op.changes.toReversed().flatMap(splitEdit).map((edit) => ({ op: "text", path: op.path, changes: [edit] }));
}

function splitEdit(edit: TextEdit): TextEdit[] {
  const { insert, from } = edit;
  if (typeof insert !== "string" || size(insert) <= MOST_UNITS / 2) return [edit];
  // JSON writes up to six units for one.
  const step = MOST_UNITS / 12;
  const parts: TextEdit[] = [];
  for (let start = 0; start < insert.length; ) {
    let end = Math.min(insert.length, start + step);
    if (end < insert.length && isHigh(insert.charCodeAt(end - 1))) end--;
    parts.push({ ...edit, insert: insert.slice(start, end), from: from + start, to: start === 0 ? edit.to : from + start });
    start = end;
  }
  return parts;
}

