import type { DocumentRecord } from "../api/documents";
import { inWords } from "../api/kinds";
import { Weave } from "../ui/Weave";
import { DocumentRow } from "./DocumentRow";

interface DocumentListProps {
  readonly documents: readonly DocumentRecord[] | null;
  /** Whether an answer may still come, so that placeholders stand in. */
  readonly waiting: boolean;
  readonly search: string;
  readonly now: number;
  /** Extensions of the files that can be imported. */
  readonly imports: readonly string[];
  readonly onRename: (record: DocumentRecord, title: string) => void;
  readonly onDelete: (record: DocumentRecord) => void;
}

export function DocumentList({ documents, waiting, search, now, imports, onRename, onDelete }: DocumentListProps) {
  if (documents === null) return waiting ? <Placeholders /> : null;
  if (documents.length === 0) return <Empty imports={imports} />;
  const words = search.trim().toLocaleLowerCase();
  const found = words === "" ? documents : documents.filter(({ title }) => title.toLocaleLowerCase().includes(words));
  if (found.length === 0) return <p className="none-found">Nothing is called “{search.trim()}”.</p>;
  return (
    <ul className="rows" aria-label="Documents">
      {found.map((record) => (
        <DocumentRow
          key={record.id}
          record={record}
          now={now}
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

function Empty({ imports }: { imports: readonly string[] }) {
  return (
    <div className="empty">
      <Weave />
      <h2>Nothing here yet</h2>
      <p>
        Create a <strong>text</strong> to write or a <strong>board</strong> to draw, then share its link: whoever opens it works on it with
        you, at the same time. Or drop a {inWords(imports)} file anywhere on this page.
      </p>
    </div>
  );
}
