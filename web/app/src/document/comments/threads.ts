import type { Item, Op, Properties } from "@weft/client";

/** The collection that comments are in, in documents of every kind. */
export const collection = "comments";
const kind = "comment";

/** The longest part of a text that a comment quotes, in UTF-16 units; a longer one is cut. */
const longestQuote = 300;

export interface Comment {
  readonly id: string;
  readonly text: string;
  /** The name of who wrote it, as that was then. */
  readonly author: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly resolved: boolean;
  /** The passage of the text that it is about. */
  readonly quote?: string;
  /** The id of the element on the board that it is about. */
  readonly about?: string;
  readonly replyTo?: string;
}

export interface Thread {
  readonly id: string;
  /** Null when it was deleted while its replies stand. */
  readonly first: Comment | null;
  readonly replies: readonly Comment[];
}

/** What a comment to be written is about. */
export type Subject = { readonly quote: string } | { readonly about: string; readonly label: string };

/** A passage as it is quoted: cut after a whole character where it is too long. */
export function quoteOf(passage: string): string {
  const text = passage.trim();
  if (text.length <= longestQuote) return text;
  let kept = "";
  for (const character of text) {
    if (kept.length + character.length >= longestQuote) break;
    kept += character;
  }
  return `${kept}…`;
}

function commentOf({ id, properties }: Item): Comment {
  const text = (name: string) => (typeof properties[name] === "string" ? (properties[name] as string) : undefined);
  const [quote, about, replyTo] = [text("quote"), text("about"), text("reply_to")];
  return {
    id,
    text: text("text") ?? "",
    author: text("author") ?? "Somebody",
    at: typeof properties["at"] === "number" ? properties["at"] : 0,
    resolved: properties["resolved"] === true,
    ...(quote !== undefined && { quote }),
    ...(about !== undefined && { about }),
    ...(replyTo !== undefined && { replyTo }),
  };
}

const byTime = (a: Comment, b: Comment) => a.at - b.at || (a.id < b.id ? -1 : 1);

/** The comments of a document as conversations, oldest first. */
export function threadsOf(items: ReadonlyMap<string, Item>): readonly Thread[] {
  const comments = [...items.values()].map(commentOf).sort(byTime);
  const threads = new Map<string, { first: Comment | null; readonly replies: Comment[] }>();
  for (const comment of comments) if (comment.replyTo === undefined) threads.set(comment.id, { first: comment, replies: [] });
  for (const comment of comments) {
    if (comment.replyTo === undefined) continue;
    const thread = threads.get(comment.replyTo) ?? { first: null, replies: [] };
    thread.replies.push(comment);
    threads.set(comment.replyTo, thread);
  }
  return [...threads].map(([id, thread]) => ({ id, ...thread }));
}

export const isOpen = ({ first }: Thread) => first?.resolved !== true;

interface NewComment {
  readonly id: string;
  readonly text: string;
  readonly author: string;
  readonly at: number;
  readonly subject?: Subject | null;
  readonly replyTo?: string;
}

const pathOf = (id: string) => `${collection}/${id}`;

export function addition({ id, text, author, at, subject, replyTo }: NewComment): Op {
  const properties: Properties = {
    text,
    author,
    at,
    ...(subject && ("quote" in subject ? { quote: subject.quote } : { about: subject.about })),
    ...(replyTo !== undefined && { reply_to: replyTo }),
  };
  return { op: "add", path: pathOf(id), kind, properties };
}

export function resolution(id: string, resolved: boolean): Op {
  return { op: "update", path: pathOf(id), properties: { resolved: resolved ? true : null } };
}

/** Deletes a comment, and with `all` its replies. Without it they stand alone: they may be others'. */
export function deletion(thread: Thread, comment: Comment, all: boolean): readonly Op[] {
  const ids = comment === thread.first && all ? [comment, ...thread.replies] : [comment];
  return ids.map(({ id }) => ({ op: "delete", path: pathOf(id) }));
}
