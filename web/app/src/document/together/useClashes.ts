import { useCallback, useEffect, useState } from "react";
import type { ConflictEvent, Properties, Session, User } from "@weft/client";

/** How long a conflict is shown, in milliseconds. */
const SHOWN = 8_000;

/** What two users did to the same items at the same time. */
export interface Clash {
  readonly winner: User;
  readonly loser: User;
  /** By item id. */
  readonly items: ReadonlyMap<string, { readonly won: Properties; readonly lost: Properties }>;
  readonly until: number;
}

const isPair = ({ winner, loser }: Pick<Clash, "winner" | "loser">, event: ConflictEvent) => winner.client === event.winner.client && loser.client === event.loser.client;

/** What is between two users goes together; a newer conflict of an item takes the place of its older one. */
function joined(clashes: readonly Clash[], event: ConflictEvent, id: string, until: number): readonly Clash[] {
  const former = clashes.find((clash) => isPair(clash, event));
  const last = former?.items.get(id);
  const item = { won: { ...last?.won, ...event.won }, lost: { ...last?.lost, ...event.lost } };
  const others = clashes
    .filter((clash) => clash !== former)
    .map((clash) => ({ ...clash, items: new Map([...clash.items].filter(([other]) => other !== id)) }))
    .filter(({ items }) => items.size > 0);
  return [...others, { winner: event.winner, loser: event.loser, items: new Map([...(former?.items ?? []), [id, item]]), until }];
}

/**
 * The simultaneous edits of the last seconds in a collection. `matters`: whether somebody who looks at the item would see a
 * difference in these properties.
 */
export function useClashes(session: Session, collection: string, matters: (id: string, names: readonly string[]) => boolean): readonly [readonly Clash[], (clash: Clash) => void] {
  const [clashes, setClashes] = useState<readonly Clash[]>([]);
  const dismiss = useCallback((clash: Clash) => setClashes((now) => now.filter((other) => other !== clash)), []);

  useEffect(() => {
    const stop = session.on("conflict", (event) => {
      const [at, id] = [event.path.slice(0, event.path.indexOf("/")), event.path.slice(event.path.indexOf("/") + 1)];
      if (at !== collection || !matters(id, Object.keys(event.lost))) return;
      setClashes((now) => joined(now, event, id, Date.now() + SHOWN));
    });
    return () => {
      stop();
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
