import { type Delta, DeltaBuilder } from "../src/delta";
import type { Attributes } from "../src/wire";

/** A seeded source of random numbers (mulberry32), so that a failed run can be repeated. */
export class Random {
  constructor(private state: number) {}

  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** 0 <= result < end */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }
}

const WORDS = ["a", "bc", "def", "\u{1f600}", "xyz", "Q", "\n"];
const FORMATS: readonly Attributes[] = [{ bold: true }, { bold: null }, { color: "red" }, { color: "blue", bold: true }];

export function randomDelta(random: Random, length: number): Delta {
  const out = new DeltaBuilder();
  let position = 0;
  for (let steps = random.below(5); steps >= 0; steps--) {
    const left = length - position;
    const kept = random.below(left + 1);
    out.retain(kept);
    position += kept;
    const size = random.below(Math.min(4, length - position) + 1);
    const choice = random.next();
    if (choice < 0.4) out.insert(random.pick(WORDS), random.chance(0.3) ? random.pick(FORMATS) : undefined);
    else if (choice < 0.45) out.insert({ image: random.below(9) });
    else if (choice < 0.75) out.delete(size), (position += size);
    else out.retain(size, random.pick(FORMATS)), (position += size);
  }
  return out.build();
}
