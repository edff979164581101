import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Keeper } from "../src/keeper";
import { MemoryStorage } from "../src/memory-storage";
import type { StoredDocument, StoredWork } from "../src/storage";

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);
let storage: MemoryStorage;
let revision = 0;
/** The revisions of what was written; of work alone, its number below zero. */
let written: number[] = [];
let generation = "g";
let standsAlone = false;

function keeper(): Keeper {
  storage = new MemoryStorage();
  const [save, saveWork] = [storage.save.bind(storage), storage.saveWork.bind(storage)];
  storage.save = (state) => {
    written.push(state.revision);
    return save(state);
  };
  storage.saveWork = (work) => {
    written.push(-work.nextId);
    return saveWork(work);
  };
  const work = () => ({ document: "d", client: "c", nextId: revision }) as StoredWork;
  const all = () => ({ ...work(), generation, revision }) as StoredDocument;
  return new Keeper(storage, { all, work: () => (standsAlone ? { generation, work: work() } : undefined) }, () => undefined);
}

beforeEach(() => {
  vi.useFakeTimers();
  revision = 0;
  written = [];
  generation = "g";
  standsAlone = false;
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

test("work that needs no new copy of the document is written without one, which follows at leisure", async () => {
  standsAlone = true;
  const kept = keeper();
  for (revision = 1; revision <= 3; revision++) {
    kept.soon();
    await pass(200);
  }
  expect(written).toEqual([1, -2, -3]);
  expect(await storage.list("d")).toEqual([{ document: "d", client: "c", generation: "g", revision: 1, nextId: 3 }]);
  await pass(10_000);
  expect(written).toEqual([1, -2, -3, 4]);
});

test("work that needs a new copy gets one: of another generation, or where the last one is gone", async () => {
  standsAlone = true;
  const kept = keeper();
  const write = async () => {
    revision++;
    kept.soon();
    await pass(200);
  };
  await write();
  generation = "g2";
  await write();
  await write();
  expect(written).toEqual([1, 2, -3]);
  await storage.remove("d", "c");
  await write();
  expect(written).toEqual([1, 2, -3, -4, 4]);
  standsAlone = false;
  await write();
  expect(written).toEqual([1, 2, -3, -4, 4, 5]);
});

test("everything is written at once when the page goes", async () => {
  const kept = keeper();
  kept.later();
  await kept.now();
  expect(written).toEqual([0]);
  await pass(20_000);
  expect(written).toEqual([0]);
});
