import type { AdminState, Room } from "../api/admin";
import { kindOf } from "../api/kinds";
import { followLink } from "../router";
import { countWords, durationWords, rateOf, rateWords } from "./figures";
import { Table, type Column } from "./Table";

/** The documents that are open now. */
export function Rooms({ now, before }: { now: AdminState; before: AdminState | null }) {
  const rate = (room: Room) =>
    rateOf(now, before, (state) => state.rooms.find(({ document, opened }) => document === room.document && opened === room.opened)?.changes);
  const columns: readonly Column<Room>[] = [
    {
      title: "Document",
      cell: ({ document, title }) => (
        <a href={`/d/${document}`} onClick={followLink}>
          {title}
        </a>
      ),
    },
    { title: "Kind", cell: ({ kind }) => kindOf(kind)?.label ?? kind },
    { title: "People", number: true, cell: ({ users }) => countWords(users) },
    { title: "Changes/s", number: true, cell: (room) => rateWords(rate(room) ?? 0) },
    { title: "Changes", number: true, cell: ({ changes }) => countWords(changes) },
    { title: "Revision", number: true, cell: ({ revision }) => countWords(revision) },
    { title: "Open for", number: true, cell: ({ opened }) => durationWords(now.server.now - opened) },
  ];
  return <Table label="Open documents" columns={columns} rows={now.rooms} keyOf={({ document }) => document} empty="No document is open." />;
}
