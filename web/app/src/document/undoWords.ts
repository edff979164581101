import type { Left, Outcome } from "@weft/client";
import { say } from "../ui/Toasts";

const somebody = "Somebody";

/** Names as in a sentence: “Ann”, “Ann and Bob”, “Ann, Bob and others”. */
export function namesOf(left: readonly Left[]): string {
  const names = [...new Set(left.map(({ by }) => by ?? somebody))];
  if (names.length > 2) return `${names[0]}, ${names[1]} and others`;
  return names.join(" and ");
}

/** What is said of an undo or redo that left something, or took a colleague's work along; `null`: it did what one expects. */
export function outcomeWords({ paths, left, gone }: Outcome): string | null {
  if (gone.length > 0) return `${namesOf(gone)} had worked on ${gone.length === 1 ? "this" : "these"} too: it went with what you brought. Redo brings it back.`;
  if (left.length === 0) return null;
  const has = new Set(left.map(({ by }) => by)).size > 1 ? "have" : "has";
  return paths.length === 0 ? `${namesOf(left)} ${has} changed this since – left as it is.` : `${namesOf(left)} ${has} changed a part of this since – that is left as it is.`;
}

export function sayOutcome(outcome: Outcome | null): void {
  const words = outcome && outcomeWords(outcome);
  if (words !== null) say(words);
}

/** Of a step of a text that has left what these people had written inside of it. */
export function sayLeft(path: string, by: readonly (string | undefined)[]): void {
  sayOutcome({ paths: [path], left: by.map((name) => ({ path, ...(name !== undefined && { by: name }) })), gone: [] });
}
