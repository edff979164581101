import { DeltaBuilder, fromEdits, toEdits } from "../src/delta";
import type { ChangeMessage, Item, JoinMessage, Json, JsonObject, Op, Properties, RemoteChange, ResponseMessage, Snapshot, SyncMessage, TextRun, User } from "../src/wire";

/** One unit of a text, which keeps its identity when others write around it. */
interface Unit {
  readonly content: string | JsonObject;
  attributes: JsonObject;
  readonly author: string;
  readonly born: number;
  /** Who deleted it, and the revision of the first of them. */
  readonly killers: Set<string>;
  died: number;
}

interface Row {
  kind: string;
  properties: Record<string, Json>;
  /** The last writer of each property. */
  writers: Record<string, { readonly client: string; readonly revision: number; readonly yields: boolean }>;
  present: boolean;
  readonly author: string;
  readonly born: number;
}

interface Refusal {
  readonly code: string;
  readonly message: string;
}

export interface AuthorityOptions {
  /** 0 <= result < 1; decides where concurrent insertions go and which concurrent write stands. */
  readonly random: () => number;
  /** A change that the kind's schema does not allow. */
  readonly refuse?: (change: ChangeMessage, client: string) => Refusal | undefined;
  /** The server's clock, in milliseconds since 1970; without it time stands still. */
  readonly now?: () => number;
  /** What the author saw after a change, for checks. */
  readonly seen?: (client: string, id: number, path: string, text: string) => void;
}

/**
 * A small server of one document, for tests: it answers as docs/protocol.md says, and keeps texts as lists of units with
 * identity. Where the protocol leaves the outcome to the server (insertions at one place, concurrent writes) it decides at
 * random, so that clients are wrong in their predictions as often as can be.
 */
export class Authority {
  generation = "g1";
  revision = 0;
  title = "Test";
  readonly kind = "text";
  readonly users = new Map<string, User>();
  private readonly texts = new Map<string, Unit[]>();
  private readonly rows = new Map<string, Row>();
  private readonly log: RemoteChange[] = [];
  private readonly savedIds = new Map<string, Map<number, number>>();

  constructor(private readonly options: AuthorityOptions) {}

  private get now(): number {
    return this.options.now?.() ?? 1_790_000_000_000;
  }

  /** The document is replaced as a whole. */
  replace(generation: string): void {
    this.generation = generation;
    this.texts.clear();
    this.rows.clear();
    this.savedIds.clear();
    this.log.length = 0;
    this.revision = 0;
  }

  text(path: string): string {
    return (this.texts.get(path) ?? []).filter((unit) => unit.died === 0).map((unit) => (typeof unit.content === "string" ? unit.content : "\ufffc")).join("");
  }

  snapshot(): Snapshot {
    const texts: Record<string, readonly TextRun[]> = {};
    for (const [path, units] of this.texts) {
      const out = new DeltaBuilder();
      for (const unit of units) if (unit.died === 0) out.insert(unit.content, unit.attributes);
      texts[path] = out.build().map((op) => {
        if (op.type !== "insert") throw new Error("only insertions");
        return { insert: op.content, ...(op.attributes && { attributes: op.attributes }) };
      });
    }
    const items: Record<string, Item[]> = {};
    for (const [path, row] of this.rows) {
      const [collection, id] = path.split("/") as [string, string];
      if (row.present) (items[collection] ??= []).push({ id, kind: row.kind, properties: clean(row.properties) });
    }
    return { texts, items };
  }

  /** The changes after a revision, in order. */
  since(revision: number): readonly RemoteChange[] {
    return this.log.filter((change) => change.revision > revision);
  }

  join(message: JoinMessage, client: string, withSnapshot: boolean): SyncMessage {
    const known = message.have;
    const changes = known?.generation === this.generation && !withSnapshot ? this.since(known.revision) : undefined;
    const user: User = { client, name: message.name ?? "Guest", color: message.color ?? "#123456" };
    this.users.delete(client);
    const users = [...this.users.values()];
    this.users.set(client, user);
    return {
      type: "sync",
      in_reply: message.id,
      document: message.document,
      title: this.title,
      kind: this.kind,
      generation: this.generation,
      revision: this.revision,
      client,
      color: user.color,
      time: this.now,
      users,
      saved: [...(this.savedIds.get(client)?.keys() ?? [])].map((id) => [id, id] as const),
      ...(changes === undefined ? { snapshot: this.snapshot() } : { changes }),
    };
  }

  /** The answer for the author, and what the others are told, if anything. */
  change(message: ChangeMessage, client: string): { readonly answer: ResponseMessage; readonly told?: RemoteChange } {
    const saved = this.savedIds.get(client) ?? new Map<number, number>();
    this.savedIds.set(client, saved);
    const answer = (rest: Omit<ResponseMessage, "type" | "in_reply">): ResponseMessage => ({ type: "response", in_reply: message.id, ...rest });
    const former = saved.get(message.id);
    if (former !== undefined) return { answer: answer({ status: "saved", revision: former }) };
    const refused = this.check(message, client, saved);
    if (refused !== undefined) return { answer: answer({ status: "rejected", error: refused }) };
    const revision = this.revision + 1;
    const ops = message.ops.flatMap((op) => (op.op === "text" ? this.edit(op.path, op, message.base, client, revision, message.id) : this.item(op, message, client, revision)));
    this.revision = revision;
    saved.set(message.id, revision);
    const told: RemoteChange = { type: "change", revision, client, id: message.id, at: this.now, ops, ...(message.undo && { undo: true }) };
    this.log.push(told);
    const between = message.ops.some((op) => op.op === "restore") || this.log.some((change) => change.revision > message.base && change.revision < revision && change.client !== client);
    return { answer: answer({ status: "saved", revision, ...(between && { applied: ops }) }), told };
  }

  private check(message: ChangeMessage, client: string, saved: ReadonlyMap<number, number>): Refusal | undefined {
    if (message.base > this.revision) return { code: "future_base", message: "The base is not there yet." };
    if (message.after !== undefined && !saved.has(message.after)) return { code: "after_unsaved", message: "The change before was not saved." };
    for (const op of message.ops) {
      if (op.op === "text" || op.op === "clear") continue;
      const row = this.rows.get(op.path);
      if (op.op === "add" ? row !== undefined : !(row !== undefined && (row.born <= message.base || row.author === client)) && !addedIn(message, op.path))
        return { code: op.op === "add" ? "item_exists" : "unknown_item", message: `"${op.path}" does not fit.` };
    }
    return this.options.refuse?.(message, client);
  }

  private edit(path: string, op: Extract<Op, { op: "text" }>, base: number, client: string, revision: number, id: number): Op[] {
    const units = this.texts.get(path) ?? [];
    this.texts.set(path, units);
    const knows = (unit: Unit) => unit.born <= base || unit.author === client;
    const saw = (unit: Unit) => knows(unit) && !((unit.died !== 0 && unit.died <= base) || unit.killers.has(client));
    const now = units.slice();
    const length = units.filter(saw).length;
    let index = 0;
    const touched = new Map<Unit, JsonObject>();
    const made = new Set<Unit>();
    let position = 0;
    for (const step of fromEdits(op.changes)) {
      const size = step.type === "insert" ? 0 : step.length;
      if ((position += size) > length) throw new Error(`out_of_range: ${path} ${JSON.stringify(op.changes)} has ${length}`);
      if (step.type === "insert") {
        // Anywhere between the neighbours that the author saw, but behind what was inserted just before.
        const gap = [index];
        for (let end = index; end < units.length && !knows(units[end]!); ) if (units[++end]?.born !== units[end - 1]!.born) gap.push(end);
        index = gap[Math.floor(this.options.random() * gap.length)]!;
        for (const content of typeof step.content === "string" ? step.content.split("") : [step.content]) {
          const unit: Unit = { content, attributes: { ...step.attributes }, author: client, born: revision, killers: new Set(), died: 0 };
          units.splice(index++, 0, unit);
          made.add(unit);
        }
        continue;
      }
      for (let left = step.length; left > 0; left--) {
        while (!saw(units[index]!) || made.has(units[index]!)) index++;
        const unit = units[index++]!;
        if (step.type === "delete") {
          unit.killers.add(client);
          if (unit.died === 0) unit.died = revision;
        } else if (step.attributes !== undefined && unit.died === 0) {
          touched.set(unit, step.attributes);
          unit.attributes = clean({ ...unit.attributes, ...step.attributes });
        }
      }
    }
    this.options.seen?.(client, id, path, units.filter(saw).map((unit) => (typeof unit.content === "string" ? unit.content : "\ufffc")).join(""));
    const out = new DeltaBuilder();
    const former = new Set(now);
    for (const unit of units) {
      if (!former.has(unit)) out.insert(unit.content, unit.attributes);
      else if (unit.died === revision) out.delete(1);
      else if (unit.died === 0) out.retain(1, touched.get(unit));
    }
    const changes = toEdits(out.build());
    return changes.length === 0 ? [] : [{ op: "text", path, changes }];
  }

  private item(op: Exclude<Op, { op: "text" }>, change: ChangeMessage, client: string, revision: number): Op[] {
    const { base } = change;
    if (op.op === "clear") {
      const seen = [...this.rows].filter(([path, row]) => path.startsWith(`${op.path}/`) && row.present && (row.born <= base || row.author === client));
      return seen.flatMap(([path]) => this.item({ op: "delete", path }, change, client, revision));
    }
    const row = this.rows.get(op.path);
    if (op.op === "add") {
      this.rows.set(op.path, { kind: op.kind, properties: { ...op.properties }, writers: {}, present: true, author: client, born: revision });
      return [op];
    }
    if (row === undefined) throw new Error(`unknown_item ${op.path}`);
    switch (op.op) {
      case "delete":
        if (!row.present) return [];
        row.present = false;
        return [op];
      case "restore":
        if (row.present) return [];
        row.present = true;
        return [{ op: "restore", path: op.path, kind: row.kind, properties: clean(row.properties) }];
      case "update":
        return this.write(op.path, row, op.properties, change, client, revision);
      case "move":
        return this.write(op.path, row, { x: op.x, y: op.y }, change, client, revision);
      case "resize":
      case "reorder":
      case "lock":
        throw new Error(`The test's server does not know "${op.op}".`);
    }
  }

  private write(path: string, row: Row, properties: Properties, { base, undo: yields = false }: ChangeMessage, client: string, revision: number): Op[] {
    const stands = Object.entries(properties).filter(([key]) => {
      const last = row.writers[key];
      if (last === undefined || last.revision <= base || last.client === client) return true;
      // Of an undo and a write that has not seen it, the undo gives way (CHANGE-17).
      return yields === last.yields ? this.options.random() < 0.5 : last.yields;
    });
    for (const [key, value] of stands) {
      row.properties[key] = value;
      row.writers[key] = { client, revision, yields };
    }
    return stands.length === 0 || !row.present ? [] : [{ op: "update", path, properties: Object.fromEntries(stands) }];
  }
}

function addedIn(message: ChangeMessage, path: string): boolean {
  return message.ops.some((op) => op.op === "add" && op.path === path);
}

function clean(properties: JsonObject): Record<string, Json> {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null));
}
