import type { Item, Session, User } from "@weft/client";
import { Icon } from "../../ui/Icon";
import { type Corners, pointsOf } from "./corners";
import type { Clash } from "./useClashes";
import "./together.css";

interface CardsProps {
  readonly session: Session;
  readonly clashes: readonly Clash[];
  /** What the properties are called for people, such as "position". */
  readonly wordOf: (name: string) => string;
  /** Writes what has lost as an edit of the user; what was deleted comes back with it. */
  readonly onTake: (clash: Clash) => void;
  readonly onDismiss: (clash: Clash) => void;
  /** The card with the focus goes: the keyboard is the editor's again. */
  readonly onDone: () => void;
}

/** Who won, in what, and a way to take the other value instead. */
export function ClashCards({ session, clashes, wordOf, onTake, onDismiss, onDone }: CardsProps) {
  const name = (user: User, isFirst: boolean) => (user.client === session.client ? (isFirst ? "You" : "you") : user.name);
  return (
    <div className="clashes" role="status">
      {clashes.map((clash) => {
        const { winner, loser, deleted, items } = clash;
        const isMine = loser.client === session.client;
        const mayTake = session.canEdit && (isMine || winner.client === session.client);
        const things = items.size === 1 ? "one thing" : `${items.size} things`;
        const words = [...new Set([...items.values()].flatMap(({ lost }) => Object.keys(lost).map(wordOf)))].filter((word) => word !== "");
        const take = () => {
          onDismiss(clash);
          onTake(clash);
          onDone();
        };
        const dismiss = () => {
          onDismiss(clash);
          onDone();
        };
        return (
          <div key={keyOf(clash)} className="clash">
            <span className="clash-colors" aria-hidden="true">
              <i style={{ background: winner.color }} />
              <i style={{ background: loser.color }} />
            </span>
            {deleted ? (
              <span>
                <strong>{name(winner, true)}</strong> deleted {things} while {name(loser, false)} changed {items.size === 1 ? "it" : "them"}.
              </span>
            ) : (
              <span>
                {name(winner, true)} and {name(loser, false)} changed {things} at once. <strong>{winner.client === session.client ? "Your" : `${winner.name}’s`}</strong> {listed(words)} stayed.
              </span>
            )}
            {mayTake && (
              <button type="button" className="button small" onClick={take}>
                {deleted ? `Bring ${items.size === 1 ? "it" : "them"} back` : `Take ${isMine ? "mine" : `${loser.name}’s`}`}
              </button>
            )}
            <button type="button" className="icon-button small" aria-label="Dismiss" onClick={dismiss}>
              <Icon name="close" size={14} />
            </button>
          </div>
        );
      })}
    </div>
  );
}

const keyOf = ({ winner, loser, deleted }: Clash) => `${winner.client} ${loser.client} ${deleted}`;

const listed = (words: readonly string[]) => (words.length < 2 ? (words[0] ?? "change") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`);

interface OutlinesProps {
  readonly clashes: readonly Clash[];
  /** Of an item that is there, or of one that is `gone`: as its loser had it. */
  readonly cornersOf: (id: string, gone: Item | null) => ReturnType<Corners>;
}

/** Around what was edited at once, in the colours of both: to be put in an svg over the canvas. What was deleted is marked where it was. */
export function ClashOutlines({ clashes, cornersOf }: OutlinesProps) {
  return clashes.flatMap((clash) =>
    [...clash.items].map(([id, { item, lost }]) => {
      const { winner, loser, deleted } = clash;
      const corners = cornersOf(id, deleted ? { ...item, properties: { ...item.properties, ...lost } } : null);
      if (!corners) return null;
      const points = pointsOf(corners);
      return (
        <g key={`${keyOf(clash)} ${id}`} className="clash-outline" data-item={id}>
          <polygon points={points} style={{ stroke: winner.color }} />
          <polygon points={points} style={{ stroke: loser.color }} className="loser" />
        </g>
      );
    }),
  );
}
