import { type Changes, isRecord, type Json, placed, poseOf, type Properties } from "@weft/optics";
import type { Draft, Shown } from "./Bench";

/** Tells what was copied on a bench from other text. */
const MARK = "weft/bench-items";

/** How far copies lie from what they were copied from, in millimetres. */
const ASIDE = 20;

/** Items as text, for the clipboard. */
export function toClipboard(items: readonly Shown[]): string {
  return JSON.stringify({ type: MARK, items: items.map(({ kind, properties }) => ({ kind, properties })) });
}

/** The items in a text of the clipboard; `null` for any other text. */
export function fromClipboard(text: string): readonly Draft[] | null {
  try {
    const content = JSON.parse(text) as Json;
    if (!isRecord(content) || content["type"] !== MARK || !Array.isArray(content["items"])) return null;
    return (content["items"] as readonly Json[]).flatMap((item) => {
      if (!isRecord(item) || typeof item["kind"] !== "string" || !isRecord(item["properties"])) return [];
      return [{ kind: item["kind"], properties: item["properties"] }];
    });
  } catch {
    return null;
  }
}

/** Copies of items, `times` as far aside as one copy lies, and free to be moved. */
export function copiesOf(items: readonly Draft[], times = 1): Draft[] {
  return items.map(({ kind, properties }) => {
    const { locked: _, ...rest } = properties;
    const pose = poseOf(kind, rest);
    const aside: Changes = pose === null ? {} : placed(kind, rest, { ...pose, x: pose.x + ASIDE * times, y: pose.y - ASIDE * times });
    return { kind, properties: { ...rest, ...aside } as Properties };
  });
}
