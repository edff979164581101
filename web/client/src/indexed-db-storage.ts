import type { SetAside, Storage, StoredDocument, StoredWork } from "./storage";

const DOCUMENTS = "documents";
/** Work that is newer than what stands in its document. */
const WORK = "work";
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
    const [states, work] = await this.run([DOCUMENTS, WORK], "readonly", (documents, works) => [
      documents!.index(BY_DOCUMENT).getAll(document) as IDBRequest<StoredDocument[]>,
      works!.index(BY_DOCUMENT).getAll(document) as IDBRequest<StoredWork[]>,
    ]);
    return states.map((state) => ({ ...state, ...work.find(({ client }) => client === state.client) }));
  }

  async save(state: StoredDocument): Promise<void> {
    await this.run([DOCUMENTS, WORK], "readwrite", (documents, works) => [documents!.put(state), works!.delete([state.document, state.client])]);
  }

  async saveWork(work: StoredWork): Promise<boolean> {
    const [kept] = await this.run([DOCUMENTS, WORK], "readwrite", (documents, works) => {
      const key = documents!.getKey([work.document, work.client]);
      key.onsuccess = () => key.result !== undefined && works!.put(work);
      return [key];
    });
    return kept !== undefined;
  }

  async remove(document: string, client: string): Promise<void> {
    await this.run([DOCUMENTS, WORK], "readwrite", (...stores) => stores.map((store) => store.delete([document, client])));
  }

  async setAside(work: SetAside): Promise<void> {
    await this.run([ASIDE], "readwrite", (store) => [store!.put(work)]);
  }

  async listAside(document: string): Promise<readonly SetAside[]> {
    const [works] = await this.run([ASIDE], "readonly", (store) => [store!.index(BY_DOCUMENT).getAll(document) as IDBRequest<SetAside[]>]);
    return works;
  }

  async removeAside({ document, client, generation }: SetAside): Promise<void> {
    await this.run([ASIDE], "readwrite", (store) => [store!.delete([document, client, generation])]);
  }

  /** One transaction: all of it happens, or nothing. */
  private async run<const T extends readonly IDBRequest[]>(
    names: readonly string[],
    mode: IDBTransactionMode,
    act: (...stores: IDBObjectStore[]) => T,
  ): Promise<{ -readonly [K in keyof T]: T[K]["result"] }> {
    const database = await (this.database ??= this.open());
    const transaction = database.transaction(names, mode);
    const requests = act(...names.map((name) => transaction.objectStore(name)));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(requests.map(({ result }) => result as unknown) as { -readonly [K in keyof T]: T[K]["result"] });
      transaction.onabort = () => reject(transaction.error ?? new Error("The browser did not take the write."));
    });
  }

  private async open(): Promise<IDBDatabase> {
    const request = this.factory.open(this.name, 2);
    request.onupgradeneeded = ({ oldVersion }) => {
      const make = (name: string, ...keyPath: string[]) => request.result.createObjectStore(name, { keyPath }).createIndex(BY_DOCUMENT, "document");
      if (oldVersion < 1) {
        make(DOCUMENTS, "document", "client");
        make(ASIDE, "document", "client", "generation");
      }
      make(WORK, "document", "client");
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
  const transaction = database.transaction([DOCUMENTS, WORK], "readwrite");
  const works = transaction.objectStore(WORK);
  const request = transaction.objectStore(DOCUMENTS).openCursor();
  request.onsuccess = () => {
    const cursor = request.result;
    if (cursor === null) return;
    const newer = works.get(cursor.primaryKey) as IDBRequest<StoredWork | undefined>;
    newer.onsuccess = () => {
      const { pending, written } = newer.result ?? (cursor.value as StoredDocument);
      if (pending.length === 0 && written < Date.now() - KEPT) {
        cursor.delete();
        works.delete(cursor.primaryKey);
      }
      cursor.continue();
    };
  };
}
