import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { compose, fromEdits, mapBack, mapPosition, transform } from "../src/delta";
import { Rearrangement } from "../src/rearrangement";
import { Text } from "../src/text";
import type { TextEdit, TextRun } from "../src/wire";

interface Vectors {
  readonly apply: readonly { text: TextRun[]; delta: TextEdit[]; result: TextRun[] }[];
  readonly compose: readonly { a: TextEdit[]; b: TextEdit[]; result: TextEdit[] }[];
  readonly transform: readonly { delta: TextEdit[]; over: TextEdit[]; before: boolean; wins: boolean; result: TextEdit[] }[];
  readonly map: readonly { delta: TextEdit[]; before: number[]; after: number[]; back: number[] }[];
  readonly invert: readonly { text: TextRun[]; delta: TextEdit[]; result: TextEdit[] }[];
  readonly realign: readonly { text: TextRun[]; predicted: TextEdit[]; actual: TextEdit[]; later: TextEdit[][]; sent: boolean; carried: TextEdit[][]; result: TextRun[] }[];
}

const file = new URL("../../../tests/vectors/delta.json", import.meta.url);
const vectors = JSON.parse(readFileSync(file, "utf8")) as Vectors;

describe("vectors shared with the server", () => {
  test.each(vectors.apply.map((vector, index) => [index, vector] as const))("apply %i", (_, { text, delta, result }) => {
    expect(Text.of(text).apply(fromEdits(delta)).runs()).toEqual(Text.of(result).runs());
  });

  test.each(vectors.compose.map((vector, index) => [index, vector] as const))("compose %i", (_, { a, b, result }) => {
    expect(compose(fromEdits(a), fromEdits(b))).toEqual(fromEdits(result));
  });

  test.each(vectors.transform.map((vector, index) => [index, vector] as const))("transform %i", (_, { delta, over, before, wins, result }) => {
    expect(transform(fromEdits(delta), fromEdits(over), { first: before, wins })).toEqual(fromEdits(result));
  });

  test.each(vectors.map.map((vector, index) => [index, vector] as const))("map %i", (_, { delta, before, after, back }) => {
    const change = fromEdits(delta);
    expect(before.map((_, position) => mapPosition(change, position, -1))).toEqual(before);
    expect(after.map((_, position) => mapPosition(change, position, 1))).toEqual(after);
    expect(back.map((_, position) => mapBack(change, position))).toEqual(back);
  });

  test.each(vectors.invert.map((vector, index) => [index, vector] as const))("invert %i", (_, { text, delta, result }) => {
    expect(Text.of(text).invert(fromEdits(delta))).toEqual(fromEdits(result));
  });

  test.each(vectors.realign.map((vector, index) => [index, vector] as const))("realign %i", (_, { text, predicted, actual, later, sent, carried, result }) => {
    const base = Text.of(text);
    let map = Rearrangement.between(fromEdits(predicted), fromEdits(actual), base.length);
    let now = base.apply(fromEdits(actual));
    const moved = later.map((edits) => {
      const { delta, next } = map.rebase(fromEdits(edits), sent);
      map = next;
      now = now.apply(delta);
      return delta;
    });
    expect(moved).toEqual(carried.map(fromEdits));
    expect(now.runs()).toEqual(Text.of(result).runs());
  });
});
