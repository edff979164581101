import { useEffect, useState } from "react";
import { useAccess } from "../access/access";
import { createDocument, deleteDocument, importDocument, renameDocument, type DocumentRecord } from "../api/documents";
import { importsOf, inWords } from "../api/kinds";
import { wordsOf } from "../api/request";
import { CollaborationMenu } from "../collaboration/CollaborationMenu";
import { MyMenu } from "../me/MyMenu";
import { go } from "../router";
import { ThemeMenu } from "../theme/ThemeMenu";
import { Icon } from "../ui/Icon";
import { Logo } from "../ui/Logo";
import { say } from "../ui/Toasts";
import { useNow } from "../ui/useNow";
import { DeleteDialog } from "./DeleteDialog";
import { pictureExtensions, withoutPicture } from "./drawingInPicture";
import { HomeActions } from "./HomeActions";
import { DocumentList, headingId } from "./DocumentList";
import { useDocuments } from "./useDocuments";
import { useFileDrop } from "./useFileDrop";
import "./home.css";

/** From this many documents on there is a search box. */
const worthSearching = 6;

const complain = (error: unknown) => say(wordsOf(error), "error");

export function HomePage() {
  const { documents, trouble, refresh } = useDocuments();
  const [search, setSearch] = useState("");
  const [deleting, setDeleting] = useState<DocumentRecord | null>(null);
  const [busy, setBusy] = useState(false);
  const now = useNow(20_000);
  const { info, session } = useAccess();
  const imports = [...importsOf(info?.kinds ?? []), ...pictureExtensions];
  const canCreate = session?.can_create ?? true;

  useEffect(() => {
    document.title = "Weft";
  }, []);

  const create = async (kind: string) => {
    setBusy(true);
    try {
      const { id } = await createDocument(kind, "Untitled");
      go(`/d/${id}`, { justCreated: true });
    } catch (error) {
      complain(error);
      setBusy(false);
    }
  };
  const importFiles = async (files: readonly File[]) => {
    for (const file of files) {
      try {
        const { title } = await importDocument(await withoutPicture(file));
        say(`Imported “${title}”`);
      } catch (error) {
        complain(new Error(`“${file.name}”: ${wordsOf(error)}`));
      }
    }
    await refresh();
  };
  const act = (action: Promise<unknown>) => void action.then(refresh, complain);
  const held = useFileDrop((files) => void (canCreate ? importFiles(files) : complain(new Error("Guests cannot make documents here.")))) && canCreate;

  return (
    <div className="home">
      <header className="top-bar">
        <span className="brand">
          <Logo />
          Weft
        </span>
        <div className="top-bar-end">
          <CollaborationMenu />
          <ThemeMenu />
          <MyMenu />
        </div>
      </header>
      <main id="main" className="home-main">
        <div className="home-head">
          <h1 id={headingId} tabIndex={-1}>
            Documents
          </h1>
          {canCreate && <HomeActions busy={busy} imports={imports} onCreate={(kind) => void create(kind)} onImport={(files) => void importFiles(files)} />}
        </div>
        {documents !== null && documents.length >= worthSearching && (
          <div className="search">
            <Icon name="search" />
            <input
              type="search"
              aria-label="Search documents"
              placeholder="Search documents"
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
          </div>
        )}
        {trouble !== null && (
          <p className="banner" role="alert">
            <Icon name="warning" />
            {trouble} {documents !== null && "What you see may be out of date."}
          </p>
        )}
        <DocumentList
          documents={documents}
          waiting={trouble === null}
          search={search}
          now={now}
          imports={imports}
          access={info?.access ?? "open"}
          canCreate={canCreate}
          onRename={(record, title) => act(renameDocument(record.id, title))}
          onDelete={setDeleting}
        />
      </main>
      {deleting && (
        <DeleteDialog
          record={deleting}
          onClose={() => setDeleting(null)}
          onDelete={() => act(deleteDocument(deleting.id).then(() => say(`Deleted “${deleting.title}”`)))}
        />
      )}
      {held && (
        <div className="drop-here" aria-hidden="true">
          <div>
            <Icon name="upload" size={28} />
            Drop to import
            <small>{inWords(imports)}</small>
          </div>
        </div>
      )}
    </div>
  );
}
