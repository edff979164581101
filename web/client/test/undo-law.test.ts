import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Room } from "../testing/room";
import { jsonEqual } from "../src/json";
import { connect, type Session } from "../src/session";
import { UndoHistory } from "../src/undo-history";
import type { Json, Op, Properties } from "../src/wire";
import { Random } from "./random";

const SEEDS = 40;
const NAMES = ["x", "y", "color"];
const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

/** One write of the model: of a property, or of whether an item is there. */
interface Write {
  readonly by: string;
  readonly value: Json;
  readonly undo: boolean;
}

/** What a step did to one register: which of its writes that is, and what it was before. */
interface Trace {
  readonly key: string;
  readonly index: number;
  readonly before: Json;
}

interface Taken {
  readonly traces: readonly Trace[];
}

/**
 * The law in its plainest form, for changes that everybody has seen before the next one: registers with all their writes. A register
 * `e/a` says whether the item is there, `e/a.x` is one of its properties.
 */
class Model {
  private readonly writes = new Map<string, Write[]>();
  private readonly done = new Map<string, Taken[]>();
  private readonly undone = new Map<string, Taken[]>();

  constructor(private readonly ids: readonly string[]) {}

  value(key: string): Json {
    return this.writes.get(key)?.at(-1)?.value ?? null;
  }

  isThere(id: string): boolean {
    return this.value(`e/${id}`) === true;
  }

  wasThere(id: string): boolean {
    return this.writes.has(`e/${id}`);
  }

  step(by: string, values: ReadonlyMap<string, Json>): void {
    this.stack(this.done, by).push(this.write(by, values, false));
    this.undone.delete(by);
  }

  undo(by: string): void {
    this.back(by, this.done, this.undone, false);
  }

  redo(by: string): void {
    this.back(by, this.undone, this.done, true);
  }

  items(): Record<string, Properties> {
    const there = this.ids.filter((id) => this.isThere(id));
    return Object.fromEntries(
      there.map((id) => {
        const properties = NAMES.map((name) => [name, this.value(`e/${id}.${name}`)] as const).filter(([, value]) => value !== null);
        return [id, Object.fromEntries(properties)];
      }),
    );
  }

  private stack(stacks: Map<string, Taken[]>, by: string): Taken[] {
    const stack = stacks.get(by) ?? [];
    stacks.set(by, stack);
    return stack;
  }

  private write(by: string, values: ReadonlyMap<string, Json>, undo: boolean): Taken {
    const traces = [...values].map(([key, value]): Trace => {
      const before = this.value(key);
      const writes = this.writes.get(key) ?? [];
      this.writes.set(key, [...writes, { by, value, undo }]);
      return { key, index: writes.length, before };
    });
    return { traces };
  }

  private back(by: string, from: Map<string, Taken[]>, to: Map<string, Taken[]>, again: boolean): void {
    const step = this.stack(from, by).pop();
    if (step === undefined) return;
    const values = new Map(step.traces.filter((trace) => this.stands(by, trace, again)).map(({ key, before }) => [key, before]));
    if (values.size > 0) this.stack(to, by).push(this.write(by, values, true));
  }

  /** Whether a write still decides: nobody else has written there since, unless they have taken that back. */
  private stands(by: string, { key, index, before }: Trace, again: boolean): boolean {
    const writes = this.writes.get(key)!;
    const { value } = writes[index]!;
    const isItem = !key.includes(".");
    if (!isItem && !this.isThere(key.slice(2).split(".")[0]!)) return false;
    if (!jsonEqual(this.value(key), value)) return false;
    const others = writes.slice(index + 1).filter((write) => write.by !== by);
    const last = others.at(-1);
    if (isItem && value === true && before !== true) return !(again && this.isTouched(by, key, index));
    return last === undefined || (last.undo && jsonEqual(last.value, value));
  }

  /** Whether somebody else has written a property of the item since a write of it was made. */
  private isTouched(by: string, key: string, index: number): boolean {
    const since = this.order.get(`${key}#${index}`) ?? 0;
    return NAMES.some((name) => (this.writes.get(`${key}.${name}`) ?? []).some((write, at) => write.by !== by && (this.order.get(`${key}.${name}#${at}`) ?? 0) > since));
  }

  /** When each write was made. */
  private readonly order = new Map<string, number>();
  private clock = 0;

  /** Numbers the writes that were made since the last call. */
  tick(): void {
    this.clock++;
    for (const [key, writes] of this.writes) for (const at of writes.keys()) if (!this.order.has(`${key}#${at}`)) this.order.set(`${key}#${at}`, this.clock);
  }
}

interface Peer {
  readonly name: string;
  readonly session: Session;
  readonly history: UndoHistory;
}

let peers: Peer[] = [];

async function open(room: Room, names: readonly string[]): Promise<void> {
  peers = names.map((name) => {
    const session = connect({ url: "ws://test/ws", document: "d", name, storage: null, WebSocket: room.WebSocket });
    return { name, session, history: new UndoHistory(session, { most: 10_000 }) };
  });
  await pass(1_000);
}

const shown = ({ session }: Peer) => Object.fromEntries([...session.items("e").values()].map(({ id, properties }) => [id, properties]));

beforeEach(() => void vi.useFakeTimers());

afterEach(() => {
  for (const { session, history } of peers.splice(0)) {
    history.dispose();
    session.leave();
  }
  vi.useRealTimers();
});

/** How many undos and redos changed something, in all runs. */
let total = 0;

describe("O-56 L-06 undo is each user's own", () => {
  test.each(Array.from({ length: SEEDS }, (_, seed) => seed))("three people, one after the other, as the model of the law says: seed %i", async (seed) => {
    const random = new Random(seed + 1);
    await open(new Room({ random: () => random.next() }), ["Ada", "Bob", "Cay"]);
    const ids = ["a", "b", "c"];
    const model = new Model(ids);
    let undone = 0;
    for (let turn = 0; turn < 60; turn++) {
      const { name, session, history } = random.pick(peers);
      if (random.chance(0.45)) {
        const again = random.chance(0.35);
        const outcome = again ? history.redo() : history.undo();
        if (again) model.redo(name);
        else model.undo(name);
        if (outcome !== null && outcome.paths.length > 0) undone++;
      } else {
        const ops: Op[] = [];
        const values = new Map<string, Json>();
        for (const id of random.chance(0.7) ? [random.pick(ids)] : ids) {
          const path = `e/${id}`;
          if (!model.wasThere(id)) {
            ops.push({ op: "add", path, kind: "box", properties: {} });
            values.set(path, true);
          } else if (model.isThere(id) && random.chance(0.15)) {
            ops.push({ op: "delete", path });
            values.set(path, null);
          } else if (model.isThere(id)) {
            const written = NAMES.filter(() => random.chance(0.5)).map((property) => [property, random.below(3)] as const);
            const news = written.filter(([property, value]) => !jsonEqual(session.items("e").get(id)?.properties[property] ?? null, value));
            if (news.length === 0) continue;
            ops.push({ op: "update", path, properties: Object.fromEntries(news) });
            for (const [property, value] of news) values.set(`${path}.${property}`, value);
          }
        }
        if (ops.length === 0) continue;
        history.change(ops);
        model.step(name, values);
      }
      model.tick();
      await pass(20);
      for (const peer of peers) expect(shown(peer)).toEqual(model.items());
    }
    total += undone;
  });

  test("these runs undo something", () => expect(total).toBeGreaterThan(SEEDS * 5));

  test.each(Array.from({ length: SEEDS }, (_, seed) => seed))("at once, over lines that break: nobody's later value goes, all end equal: seed %i", async (seed) => {
    const random = new Random(seed + 1);
    const room = new Room({ random: () => random.next() });
    room.latency = random.pick([0, 5, 30]);
    await open(room, ["Ada", "Bob", "Cay"]);
    const ids = ["a", "b", "c", "d"];
    peers[0]!.session.change(ids.map((id): Op => ({ op: "add", path: `e/${id}`, kind: "box", properties: { x: 0, y: 0, color: 0 } })));
    await pass(200);
    // Who first wrote each value: every turn has one of its own.
    const authors = new Map<Json, string>([[0, ""]]);
    const replaced: string[] = [];
    for (let turn = 0; turn < 80; turn++) {
      const { name, session, history } = random.pick(peers);
      const former = shown({ name, session, history });
      if (random.chance(0.4)) {
        const again = random.chance(0.3);
        const outcome = again ? history.redo() : history.undo();
        for (const path of again ? [] : (outcome?.paths ?? [])) {
          const [before, after] = [former[path.slice(2)], session.items("e").get(path.slice(2))?.properties];
          for (const property of before && after ? NAMES : [])
            if (!jsonEqual(before![property], after![property])) replaced.push(authors.get(before![property]!)!);
        }
        // An undo takes nothing away that somebody else wrote.
        expect(replaced.filter((author) => author !== name)).toEqual([]);
        replaced.length = 0;
      } else {
        const id = random.pick(ids);
        const value = turn + 1;
        if (!session.items("e").has(id)) continue;
        if (random.chance(0.1)) history.change([{ op: "delete", path: `e/${id}` }]);
        else history.change([{ op: "update", path: `e/${id}`, properties: { [random.pick(NAMES)]: value } }]);
        authors.set(value, name);
      }
      if (random.chance(0.03)) room.cut();
      await pass(random.below(40));
    }
    await pass(60_000);
    const [first, ...others] = peers.map(shown);
    for (const other of others) expect(other).toEqual(first);
    expect(peers.map(({ session }) => session.unsaved)).toEqual([0, 0, 0]);
  });

  test.each(Array.from({ length: SEEDS }, (_, seed) => seed))("in a text nobody loses a letter to another's undo: seed %i", async (seed) => {
    const random = new Random(seed + 1);
    const room = new Room({ random: () => random.next() });
    room.latency = random.pick([0, 5, 30]);
    await open(room, ["Ada", "Bob", "Cay"]);
    const letters = ["abcdefg", "ABCDEFG", "1234567"];
    const body = ({ session }: Peer) => session.text("body").toString();
    for (let turn = 0; turn < 80; turn++) {
      const index = random.below(peers.length);
      const peer = peers[index]!;
      const others = (text: string) => [...text].filter((letter) => !letters[index]!.includes(letter)).sort().join("");
      const before = body(peer);
      const { length } = before;
      if (random.chance(0.4)) {
        // Everybody deletes own letters only here, so the others' are the same before and after.
        if (random.chance(0.4)) peer.history.redo();
        else peer.history.undo();
        expect(others(body(peer))).toBe(others(before));
      } else {
        const at = random.below(length + 1);
        const own = [...before].findIndex((letter, position) => position >= at && letters[index]!.includes(letter));
        const edit = own >= 0 && random.chance(0.3) ? { from: own, to: own + 1 } : { from: at, to: at, insert: letters[index]!.slice(0, 1 + random.below(5)) };
        peer.history.change([{ op: "text", path: "body", changes: [edit] }], random.chance(0.3) ? "typing" : undefined);
      }
      if (room.latency > 0 && random.chance(0.03)) room.cut();
      await pass(room.latency === 0 ? 20 : random.below(40));
    }
    await pass(60_000);
    expect(new Set(peers.map(body)).size).toBe(1);
    for (const peer of peers) {
      while (peer.history.canUndo) peer.history.undo();
      await pass(500);
    }
    // With all that everybody did taken back there is nothing. (This server puts letters that are written at once anywhere; what it moves
    // comes to the view as others' work.)
    if (room.latency === 0) expect(peers.map(body)).toEqual(["", "", ""]);
    else expect(new Set(peers.map(body)).size).toBe(1);
  });
});
