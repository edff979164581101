import type { AccessMode } from "../api/access";
import type { DocumentRecord } from "../api/documents";
import { inWords } from "../api/kinds";
import { Weave } from "../ui/Weave";
import { DocumentRow } from "./DocumentRow";
import { useRowFocus } from "./useRowFocus";

/** The heading over the list, where the keyboard goes when the last row is gone. */
export const headingId = "documents";

interface DocumentListProps {
  readonly documents: readonly DocumentRecord[] | null;
  /** Whether an answer may still come, so that placeholders stand in. */
  readonly waiting: boolean;
  readonly search: string;
  readonly now: number;
  /** Extensions of the files that can be imported. */
  readonly imports: readonly string[];
  readonly access: AccessMode;
  readonly canCreate: boolean;
  readonly onRename: (record: DocumentRecord, title: string) => void;
  readonly onDelete: (record: DocumentRecord) => void;
}

export function DocumentList({ documents, waiting, search, now, imports, access, canCreate, onRename, onDelete }: DocumentListProps) {
  const words = search.trim().toLocaleLowerCase();
  const found = (documents ?? []).filter(({ title }) => title.toLocaleLowerCase().includes(words));
  const onFocus = useRowFocus(
    found.map(({ id }) => id),
    () => document.getElementById(headingId),
  );
  if (documents === null) return waiting ? <Placeholders /> : null;
  if (documents.length === 0) return <Empty imports={imports} access={access} canCreate={canCreate} />;
  if (found.length === 0) return <p className="none-found">Nothing is called “{search.trim()}”.</p>;
  return (
    <ul className="rows" aria-label="Documents" onFocus={onFocus}>
      {found.map((record) => (
        <DocumentRow
          key={record.id}
          record={record}
          now={now}
          showRole={access === "accounts"}
          onRename={(title) => onRename(record, title)}
          onDelete={() => onDelete(record)}
        />
      ))}
    </ul>
  );
}

function Placeholders() {
  return (
    <ul className="rows" aria-label="Documents are loading" aria-busy="true">
      {[58, 42, 66].map((width) => (
        <li key={width} className="row placeholder">
          <span className="bone kind" />
          <span className="bone" style={{ width: `${width}%` }} />
        </li>
      ))}
    </ul>
  );
}

interface EmptyProps {
  readonly imports: readonly string[];
  readonly access: AccessMode;
  readonly canCreate: boolean;
}

function Empty({ imports, access, canCreate }: EmptyProps) {
  return (
    <div className="empty">
      <Weave />
      <h2>{canCreate ? "Nothing here yet" : "Nothing is shared with you"}</h2>
      {canCreate ? (
        <p>
          Create a <strong>text</strong> to write, a <strong>board</strong> to draw or a <strong>bench</strong> for optics, then {sharingWords[access]} Or drop a {inWords(imports)}{" "}
          file anywhere on this page.
        </p>
      ) : (
        <p>Documents that somebody shares with you are listed here. Ask whoever told you of one for a link, or to add you to it.</p>
      )}
    </div>
  );
}

const sharingWords: { readonly [mode in AccessMode]: string } = {
  open: "share its link: whoever opens it works on it with you, at the same time.",
  token: "share its link: whoever is signed in to this server works on it with you, at the same time.",
  accounts: "share it: add people by name, or send them a link, and work on it at the same time.",
};
