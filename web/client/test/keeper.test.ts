import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Keeper } from "../src/keeper";
import { MemoryStorage } from "../src/memory-storage";
import type { StoredDocument } from "../src/storage";

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);
let revision = 0;
let written: number[] = [];

function keeper(): Keeper {
  const storage = new MemoryStorage();
  const save = storage.save.bind(storage);
  storage.save = (state) => {
    written.push(state.revision);
    return save(state);
  };
  return new Keeper(storage, () => ({ document: "d", client: "c", revision }) as StoredDocument, () => undefined);
}

beforeEach(() => {
  vi.useFakeTimers();
  revision = 0;
  written = [];
});

afterEach(() => vi.useRealTimers());

test("what the server has is written every ten seconds, however often it changes", async () => {
  const kept = keeper();
  for (revision = 1; revision <= 200; revision++) {
    kept.later();
    await pass(100);
  }
  expect(written).toEqual([100, 200]);
});

test("what is unsaved is written soon, also when the rest has time", async () => {
  const kept = keeper();
  revision = 1;
  kept.later();
  await pass(500);
  revision = 2;
  kept.soon();
  kept.soon();
  await pass(100);
  expect(written).toEqual([2]);
  kept.later();
  await pass(9_900);
  expect(written).toEqual([2]);
  await pass(200);
  expect(written).toEqual([2, 2]);
});

test("everything is written at once when the page goes", async () => {
  const kept = keeper();
  kept.later();
  await kept.now();
  expect(written).toEqual([0]);
  await pass(20_000);
  expect(written).toEqual([0]);
});
