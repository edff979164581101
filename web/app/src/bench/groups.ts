import type { Shown } from "./Bench";

/** The groups of a bench, which say by the ids in them what belongs together; an id that is not there (any more) says nothing. */
export class Groups {
  private readonly groups: ReadonlyMap<string, Shown>;
  /** The group around each item, or around each group. */
  private readonly around = new Map<string, string>();

  constructor(private readonly items: readonly Shown[]) {
    this.groups = new Map(items.filter(({ kind }) => kind === "group").map((group) => [group.id, group]));
    for (const [id, { properties }] of this.groups) {
      for (const member of textsOf(properties["item_uuids"])) this.around.set(member, id);
      const parent = properties["parent_group_uuid"];
      if (typeof parent === "string" && this.groups.has(parent)) this.around.set(id, parent);
    }
  }

  /** The outermost group around an item; `null` when it belongs to none. */
  of(id: string): string | null {
    const path = this.way(id);
    return path.at(-1) ?? null;
  }

  /** What lies on the bench in a group, and in the groups within it. */
  members(group: string): string[] {
    return this.items.filter(({ id, kind }) => kind !== "group" && this.way(id).includes(group)).map(({ id }) => id);
  }

  /** Some items with all that is grouped with them. */
  whole(ids: Iterable<string>): Set<string> {
    const all = new Set(ids);
    for (const group of new Set([...all].flatMap((id) => this.of(id) ?? []))) for (const member of this.members(group)) all.add(member);
    return all;
  }

  /** The group that a selection is all of, and nothing else; `null` when there is none. */
  selected(ids: ReadonlySet<string>): Shown | null {
    const [first] = ids;
    const group = first === undefined ? null : this.of(first);
    if (group === null) return null;
    const members = this.members(group);
    return members.length === ids.size && members.every((id) => ids.has(id)) ? this.groups.get(group)! : null;
  }

  /** The groups of which nothing is left when some items go. */
  emptiedBy(ids: ReadonlySet<string>): string[] {
    return [...this.groups.keys()].filter((group) => {
      const members = this.members(group);
      return members.length > 0 && members.every((id) => ids.has(id));
    });
  }

  /** A name that no group has yet. */
  freshName(): string {
    const taken = new Set([...this.groups.values()].map(({ properties }) => properties["name"]));
    let number = 1;
    while (taken.has(`Group ${number}`)) number++;
    return `Group ${number}`;
  }

  /** The groups around an item, the innermost first. Groups that are in each other end where they begin. */
  private way(id: string): string[] {
    const path: string[] = [];
    for (let at = this.around.get(id); at !== undefined && !path.includes(at); at = this.around.get(at)) path.push(at);
    return path;
  }
}

const textsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : []);
