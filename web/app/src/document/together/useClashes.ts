import { useCallback, useEffect, useState } from "react";
import type { ConflictEvent, Item, Properties, Session, User } from "@weft/client";

/** How long a conflict is shown, in milliseconds. */
const SHOWN = 8_000;

/** What was edited at once of one item. */
export interface ClashedItem {
  /** As it is, or was when it was deleted. */
  readonly item: Item;
  readonly won: Properties;
  readonly lost: Properties;
}

/** What two users did to the same items at the same time. */
export interface Clash {
  readonly winner: User;
  readonly loser: User;
  /** The winner has deleted them. */
  readonly deleted: boolean;
  /** By item id. */
  readonly items: ReadonlyMap<string, ClashedItem>;
  readonly until: number;
}

const isOfSame = (clash: Clash, event: ConflictEvent) =>
  clash.winner.client === event.winner.client && clash.loser.client === event.loser.client && clash.deleted === event.deleted;

function without(clashes: readonly Clash[], id: string, which: (clash: Clash) => boolean): readonly Clash[] {
  if (!clashes.some((clash) => clash.items.has(id) && which(clash))) return clashes;
  const rest = clashes.map((clash) => (which(clash) ? { ...clash, items: new Map([...clash.items].filter(([other]) => other !== id)) } : clash));
  return rest.filter(({ items }) => items.size > 0);
}

/** What is between two users goes together; a newer conflict of an item takes the place of its older one. */
function joined(clashes: readonly Clash[], event: ConflictEvent, id: string, until: number): readonly Clash[] {
  const { winner, loser, deleted, item } = event;
  const former = clashes.find((clash) => isOfSame(clash, event));
  const last = former?.items.get(id);
  const clashed = { item, won: { ...last?.won, ...event.won }, lost: { ...last?.lost, ...event.lost } };
  const others = without(clashes.filter((clash) => clash !== former), id, () => true);
  return [...others, { winner, loser, deleted, items: new Map([...(former?.items ?? []), [id, clashed]]), until }];
}

/**
 * The simultaneous edits of the last seconds in a collection. `matters`: whether somebody who looks at the item would see a
 * difference in these properties.
 */
export function useClashes(session: Session, collection: string, matters: (item: Item, names: readonly string[]) => boolean): readonly [readonly Clash[], (clash: Clash) => void] {
  const [clashes, setClashes] = useState<readonly Clash[]>([]);
  const dismiss = useCallback((clash: Clash) => setClashes((now) => now.filter((other) => other !== clash)), []);

  useEffect(() => {
    const idOf = (path: string) => (path.startsWith(`${collection}/`) ? path.slice(collection.length + 1) : null);
    const stops = [
      session.on("conflict", (event) => {
        const id = idOf(event.path);
        if (id !== null && matters(event.item, Object.keys(event.lost))) setClashes((now) => joined(now, event, id, Date.now() + SHOWN));
      }),
      // What is there again is not deleted.
      session.on("view", ({ ops }) => {
        const added = ops.flatMap((op) => (op.op === "add" ? (idOf(op.path) ?? []) : []));
        if (added.length > 0) setClashes((now) => added.reduce((rest, id) => without(rest, id, ({ deleted }) => deleted), now));
      }),
    ];
    return () => {
      stops.forEach((stop) => stop());
      setClashes([]);
    };
  }, [session, collection, matters]);

  useEffect(() => {
    if (clashes.length === 0) return;
    const next = Math.min(...clashes.map(({ until }) => until));
    const timer = setTimeout(() => setClashes((now) => now.filter(({ until }) => until > Date.now())), Math.max(0, next - Date.now()) + 10);
    return () => clearTimeout(timer);
  }, [clashes]);

  return [clashes, dismiss];
}
