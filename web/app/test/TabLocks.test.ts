import { afterEach, describe, expect, test } from "vitest";
import { TabLocks } from "../src/TabLocks";

const channels: BroadcastChannel[] = [];

/** A tab; `numbers` decide who wins when two ask at once. */
function tab(...numbers: number[]): TabLocks {
  const channel = new BroadcastChannel("test locks");
  channels.push(channel);
  return new TabLocks(channel, () => numbers.shift() ?? 0.5);
}

/** Asks for a lock, and holds it until `release` is called. */
async function ask(locks: TabLocks, name: string): Promise<{ got: boolean; release: () => void }> {
  return new Promise((resolve) => {
    void locks.request(name, { ifAvailable: true }, (lock) => {
      if (lock === null) return resolve({ got: false, release: () => undefined });
      return new Promise<void>((release) => resolve({ got: true, release }));
    });
  });
}

afterEach(() => channels.splice(0).forEach((channel) => channel.close()));

describe("locks between tabs", () => {
  test("one tab has a lock, another does not get it until it is released", async () => {
    const [one, other] = [tab(), tab()];
    const first = await ask(one, "a");
    expect(first.got).toBe(true);
    expect((await ask(other, "a")).got).toBe(false);
    expect((await ask(one, "a")).got).toBe(false);
    expect((await ask(other, "b")).got).toBe(true);
    first.release();
    await Promise.resolve();
    expect((await ask(other, "a")).got).toBe(true);
  });

  test("of tabs that ask at once exactly one gets it", async () => {
    const answers = await Promise.all([ask(tab(0.4), "a"), ask(tab(0.2), "a"), ask(tab(0.9), "a")]);
    expect(answers.map(({ got }) => got)).toEqual([false, true, false]);
  });

  test("a tab that is gone holds nothing", async () => {
    const gone = await ask(tab(), "a");
    expect(gone.got).toBe(true);
    channels[0]!.close();
    expect((await ask(tab(), "a")).got).toBe(true);
  });
});
