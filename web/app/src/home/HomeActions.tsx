import { useRef } from "react";
import { kinds } from "../api/kinds";
import { Icon } from "../ui/Icon";

interface HomeActionsProps {
  /** While one document is being made, no other is begun. */
  readonly busy: boolean;
  /** Extensions of the files that can be imported. */
  readonly imports: readonly string[];
  readonly onCreate: (kind: string) => void;
  readonly onImport: (files: readonly File[]) => void;
}

/** What can be begun: a document of each kind, or one from a file. */
export function HomeActions({ busy, imports, onCreate, onImport }: HomeActionsProps) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <div className="home-actions">
      <button type="button" className="button" onClick={() => picker.current?.click()}>
        <Icon name="upload" />
        Import
      </button>
      {kinds.map((kind) => (
        <button key={kind.name} type="button" className="button primary" disabled={busy} onClick={() => onCreate(kind.name)}>
          <Icon name="plus" />
          New {kind.label.toLowerCase()}
        </button>
      ))}
      <input
        ref={picker}
        className="visually-hidden"
        type="file"
        tabIndex={-1}
        aria-label="Files to import"
        accept={imports.join()}
        multiple
        onChange={(event) => {
          onImport([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
    </div>
  );
}
