import { describe, expect, test } from "vitest";
import { compose, type Delta, EMPTY, fromEdits, growth, mapBack, mapPosition, toEdits, transform } from "../src/delta";
import { Rearrangement } from "../src/rearrangement";
import { difference, hasLoneSurrogate, minimise, Text } from "../src/text";
import { Random, randomDelta } from "./random";

const ROUNDS = 3_000;

function eachSeed(check: (random: Random, text: Text) => void): void {
  for (let seed = 1; seed <= ROUNDS; seed++) {
    const random = new Random(seed);
    const text = Text.of([{ insert: "hello world".slice(random.below(11)) }]).apply(randomDelta(random, 0));
    try {
      check(random, text);
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error });
    }
  }
}

const same = (a: Text, b: Text) => expect(a.runs()).toEqual(b.runs());

describe("laws of text deltas", () => {
  test("apply(apply(t, a), b) is apply(t, compose(a, b))", () => {
    eachSeed((random, text) => {
      const a = randomDelta(random, text.length);
      const after = text.apply(a);
      const b = randomDelta(random, after.length);
      same(after.apply(b), text.apply(compose(a, b)));
      expect(after.length).toBe(text.length + growth(a));
    });
  });

  test("transformed both ways, two deltas end in one text", () => {
    eachSeed((random, text) => {
      const a = randomDelta(random, text.length);
      const b = randomDelta(random, text.length);
      const [first, wins] = [random.chance(0.5), random.chance(0.5)];
      const left = text.apply(a).apply(transform(b, a, { first: !first, wins: !wins }));
      const right = text.apply(b).apply(transform(a, b, { first, wins }));
      same(left, right);
    });
  });

  test("invert takes back", () => {
    eachSeed((random, text) => {
      const a = randomDelta(random, text.length);
      same(text.apply(a).apply(text.invert(a)), text);
    });
  });

  test("edits say the same as the delta", () => {
    eachSeed((random, text) => {
      const a = randomDelta(random, text.length);
      expect(fromEdits(toEdits(a))).toEqual(a);
    });
  });

  test("a minimised delta has the same result, and the difference of two texts leads from one to the other", () => {
    eachSeed((random, text) => {
      const a = randomDelta(random, text.length);
      same(text.apply(minimise(a, text)), text.apply(a));
      same(text.apply(difference(text, text.apply(a))), text.apply(a));
    });
  });

  test("positions map forth and back", () => {
    eachSeed((random, text) => {
      const a = randomDelta(random, text.length);
      for (let position = 0; position <= text.length; position++) {
        const before = mapPosition(a, position, -1);
        const after = mapPosition(a, position, 1);
        expect(before).toBeLessThanOrEqual(after);
        expect(after).toBeLessThanOrEqual(text.length + growth(a));
        expect(mapPosition(a, mapBack(a, before), -1)).toBeLessThanOrEqual(before);
      }
    });
  });
});

test("positions: a bias chooses the side of an insertion, deleted text maps to its place", () => {
  const delta: Delta = [{ type: "retain", length: 2 }, { type: "insert", content: "abc" }, { type: "delete", length: 2 }];
  expect([0, 2, 3, 4, 5].map((position) => mapPosition(delta, position, -1))).toEqual([0, 2, 5, 5, 6]);
  expect([0, 2, 3, 4, 5].map((position) => mapPosition(delta, position, 1))).toEqual([0, 5, 5, 5, 6]);
  expect([0, 2, 3, 5, 6].map((position) => mapBack(delta, position))).toEqual([0, 2, 2, 2, 5]);
});

test("[CHANGE-5] a replacement is one edit; edits must ascend", () => {
  const edits = [{ from: 1, to: 3, insert: "x" }, { from: 4, to: 6, attributes: { bold: true } }, { from: 7, to: 8 }];
  expect(toEdits(fromEdits(edits))).toEqual(edits);
  expect(() => fromEdits([{ from: 3, to: 4 }, { from: 2, to: 3 }])).toThrow(RangeError);
});

test("[FRAME-7] half a surrogate pair is found", () => {
  expect(["a", "\u{1f600}", "x\u{1f600}y"].map(hasLoneSurrogate)).toEqual([false, false, false]);
  expect(["\ud83d", "\ude00", "\ude00\ud83d", "a\ud83d!"].map(hasLoneSurrogate)).toEqual([true, true, true, true]);
});

describe("rearrangement", () => {
  const insert = (at: number, content: string): Delta => (at === 0 ? [{ type: "insert", content }] : [{ type: "retain", length: at }, { type: "insert", content }]);

  test("what was typed after an own unit stays after it", () => {
    const map = Rearrangement.between(insert(1, "b"), insert(2, "b"), 3);
    expect(map.rebase(insert(2, "c"), false).delta).toEqual(insert(3, "c"));
  });

  test("what was typed before an own unit stays before it", () => {
    const map = Rearrangement.between(insert(1, "b"), insert(2, "b"), 3);
    expect(map.rebase(insert(1, "c"), false).delta).toEqual(insert(2, "c"));
  });

  test("what was typed in base text stays there", () => {
    const map = Rearrangement.between(insert(1, "bb"), insert(3, "bb"), 3);
    expect(map.rebase(insert(4, "c"), false).delta).toEqual(insert(2, "c"));
  });

  test("a chain of typed letters moves as a whole", () => {
    const first = Rearrangement.between(insert(0, "a"), insert(2, "a"), 2).rebase(insert(1, "b"), false);
    expect(first.delta).toEqual(insert(3, "b"));
    expect(first.next.rebase(insert(2, "c"), false).delta).toEqual(insert(4, "c"));
  });

  test("deletions and formats follow their units", () => {
    const map = Rearrangement.between(insert(0, "ab"), insert(2, "ab"), 2);
    expect(map.rebase([{ type: "retain", length: 1 }, { type: "delete", length: 2 }], false).delta).toEqual([
      { type: "delete", length: 1 },
      { type: "retain", length: 2 },
      { type: "delete", length: 1 },
    ]);
  });

  test("taking back an insertion leaves what was typed into it at its place", () => {
    const map = Rearrangement.between(insert(1, "abcd"), EMPTY, 2);
    expect(map.rebase(insert(3, "x"), false).delta).toEqual(insert(1, "x"));
  });

  test("[CHANGE-14] units of a sent change keep their order, wherever their neighbours went", () => {
    // X was shown before Q and was saved behind it; then 1 was typed behind X and 2 behind Q, in one change.
    const map = Rearrangement.between(insert(0, "X"), insert(1, "X"), 3);
    const later = fromEdits([{ from: 1, to: 1, insert: "1" }, { from: 2, to: 2, insert: "2" }]);
    expect(map.rebase(later, false).delta).toEqual(fromEdits([{ from: 1, to: 1, insert: "2" }, { from: 2, to: 2, insert: "1" }]));
    const sent = map.rebase(later, true);
    expect(sent.delta).toEqual(insert(2, "12"));
    // Whoever deletes 1 deletes 1: X1Q2 became QX12.
    expect(sent.next.rebase([{ type: "retain", length: 1 }, { type: "delete", length: 1 }], false).delta).toEqual([{ type: "retain", length: 2 }, { type: "delete", length: 1 }]);
  });

  test("equal prediction changes nothing", () => {
    eachSeed((random, text) => {
      const a = randomDelta(random, text.length);
      const b = randomDelta(random, text.length + growth(a));
      const map = Rearrangement.between(a, a, text.length);
      same(text.apply(a).apply(map.rebase(b, random.below(2) === 0).delta), text.apply(a).apply(b));
    });
  });
});
