import type { SetAside, Storage, StoredDocument } from "./storage";

const DOCUMENTS = "documents";
const ASIDE = "aside";
const BY_DOCUMENT = "document";
/** What was not opened for this long and has nothing unsaved may go, in milliseconds. */
const KEPT = 30 * 24 * 3_600_000;

/** Keeps states in the browser's IndexedDB. */
export class IndexedDbStorage implements Storage {
  private database: Promise<IDBDatabase> | undefined;

  constructor(
    private readonly name = "weft",
    private readonly factory: IDBFactory = indexedDB,
  ) {}

  async list(document: string): Promise<readonly StoredDocument[]> {
    return this.run(DOCUMENTS, "readonly", (store) => store.index(BY_DOCUMENT).getAll(document) as IDBRequest<StoredDocument[]>);
  }

  async save(state: StoredDocument): Promise<void> {
    await this.run(DOCUMENTS, "readwrite", (store) => store.put(state));
  }

  async remove(document: string, client: string): Promise<void> {
    await this.run(DOCUMENTS, "readwrite", (store) => store.delete([document, client]));
  }

  async setAside(work: SetAside): Promise<void> {
    await this.run(ASIDE, "readwrite", (store) => store.put(work));
  }

  async listAside(document: string): Promise<readonly SetAside[]> {
    return this.run(ASIDE, "readonly", (store) => store.index(BY_DOCUMENT).getAll(document) as IDBRequest<SetAside[]>);
  }

  async removeAside({ document, client, generation }: SetAside): Promise<void> {
    await this.run(ASIDE, "readwrite", (store) => store.delete([document, client, generation]));
  }

  private async run<T>(name: string, mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    const database = await (this.database ??= this.open());
    const transaction = database.transaction(name, mode);
    const request = act(transaction.objectStore(name));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? new Error("The browser did not take the write."));
    });
  }

  private async open(): Promise<IDBDatabase> {
    const request = this.factory.open(this.name, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(DOCUMENTS, { keyPath: ["document", "client"] }).createIndex(BY_DOCUMENT, "document");
      request.result.createObjectStore(ASIDE, { keyPath: ["document", "client", "generation"] }).createIndex(BY_DOCUMENT, "document");
    };
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error("The browser does not open its storage."));
      request.onblocked = () => reject(new Error("Another tab holds an older storage open."));
    });
    database.onversionchange = () => database.close();
    prune(database);
    return database;
  }
}

/** Removes what nobody has opened for long, so that the storage does not grow without bound. */
function prune(database: IDBDatabase): void {
  const request = database.transaction(DOCUMENTS, "readwrite").objectStore(DOCUMENTS).openCursor();
  request.onsuccess = () => {
    const cursor = request.result;
    if (cursor === null) return;
    const state = cursor.value as StoredDocument;
    if (state.pending.length === 0 && state.written < Date.now() - KEPT) cursor.delete();
    cursor.continue();
  };
}
