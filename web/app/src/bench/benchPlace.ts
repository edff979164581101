import type { Session } from "@weft/client";
import type { Place } from "../document/comments/CommentsPanel";
import type { Bench, Shown } from "./Bench";
import { collection, labelOf } from "./items";

/** Finds the items that comments are about, and shows them by selecting them and going there. */
export function benchPlace(session: Session, bench: Bench, show: (item: Shown) => void): Place {
  return {
    find: ({ about }) => {
      const item = about === undefined ? undefined : session.items(collection).get(about);
      if (item === undefined) return null;
      return {
        label: labelOf(item),
        show: () => {
          bench.select([item.id]);
          show(item);
        },
      };
    },
  };
}
