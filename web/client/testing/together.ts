import { compose, fromEdits, toEdits } from "../src/delta";
import type { ItemOp, RemoteChange, ServerMessage } from "../src/wire";
import { textsOf } from "../src/pending";

/** What a server may make of two changes that one client made one right after the other (CHANGE-16). */
export function together(first: RemoteChange, next: RemoteChange): RemoteChange {
  const texts = textsOf(first.ops);
  for (const [path, delta] of textsOf(next.ops)) texts.set(path, compose(texts.get(path) ?? fromEdits([]), delta));
  const items = [...first.ops, ...next.ops].filter((op): op is ItemOp => op.op !== "text");
  const edited = [...texts].map(([path, delta]) => ({ op: "text" as const, path, changes: toEdits(delta) })).filter(({ changes }) => changes.length > 0);
  return { ...next, since: first.since ?? first.revision - 1, ops: [...edited, ...items] };
}

/** Messages in order, with the changes in them taken together that may be. */
export function batchOf(messages: readonly ServerMessage[]): ServerMessage[] {
  const batch: ServerMessage[] = [];
  for (const message of messages) {
    const last = batch.at(-1);
    const follows = last?.type === "change" && message.type === "change" && last.client === message.client && message.revision === last.revision + 1 && !message.undo && !last.undo;
    if (follows) batch[batch.length - 1] = together(last, message);
    else batch.push(message);
  }
  return batch;
}
