import type { Op, SetAside } from "@weft/client";

/** What somebody wrote that could not be saved, as far as it can be shown. */
export interface Work {
  readonly aside: SetAside;
  /** The inserted text, one change after the other. */
  readonly text: string;
  readonly shapes: number;
  readonly comments: number;
}

export function workOf(aside: SetAside): Work {
  const ops = aside.changes.flat();
  const added = (collection: string) => ops.filter(({ op, path }) => op === "add" && path.startsWith(`${collection}/`)).length;
  return { aside, text: insertedText(aside.changes), shapes: added("elements"), comments: added("comments") };
}

function insertedText(changes: readonly (readonly Op[])[]): string {
  const inserted = changes.map((ops) => ops.flatMap((op) => (op.op === "text" ? op.changes : [])).flatMap(({ insert }) => (typeof insert === "string" ? insert : [])));
  return inserted.map((texts) => texts.join("")).join("").trim();
}

/** What there is, in a few words. */
export function workWords({ text, shapes, comments, aside }: Work): string {
  const parts = [
    text !== "" && counted(text.split(/\s+/).length, "word"),
    shapes > 0 && counted(shapes, "shape"),
    comments > 0 && counted(comments, "comment"),
  ].filter((part) => part !== false);
  return parts.length > 0 ? parts.join(", ") : counted(aside.changes.length, "change");
}

const counted = (count: number, thing: string) => (count === 1 ? `1 ${thing}` : `${count.toLocaleString("en")} ${thing}s`);

/** A file of it: the text, or everything as the protocol says it. */
export function fileOf({ text, shapes, comments, aside }: Work, title: string): { readonly name: string; readonly content: string } {
  return shapes + comments === 0 && text !== ""
    ? { name: `${title}, kept aside.txt`, content: text }
    : { name: `${title}, kept aside.json`, content: JSON.stringify(aside.changes, null, 2) };
}
