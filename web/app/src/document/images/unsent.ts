/** A picture that is on its way to the server, kept so that it survives a closed tab. */
export interface UnsentPicture {
  readonly document: string;
  readonly hash: string;
  readonly bytes: Blob;
  readonly name: string | undefined;
}

const STORE = "pictures";

/** Keeps unsent pictures in the browser. Where it does not let that, they are in memory alone. */
export class UnsentPictures {
  private database: Promise<IDBDatabase> | undefined;

  constructor(private readonly factory: IDBFactory | undefined = globalThis.indexedDB) {}

  async list(document: string): Promise<readonly UnsentPicture[]> {
    const all = await this.run("readonly", (store) => store.getAll() as IDBRequest<UnsentPicture[]>);
    return (all ?? []).filter((picture) => picture.document === document);
  }

  /** Returns whether it is kept. */
  async keep(picture: UnsentPicture): Promise<boolean> {
    return (await this.run("readwrite", (store) => store.put(picture))) !== undefined;
  }

  async forget(document: string, hash: string): Promise<void> {
    await this.run("readwrite", (store) => store.delete([document, hash]));
  }

  private async run<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> {
    try {
      const transaction = (await (this.database ??= this.open())).transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
      return await new Promise<T>((resolve, reject) => {
        transaction.oncomplete = () => resolve(request.result);
        transaction.onabort = () => reject(transaction.error ?? new Error("The browser did not take the write."));
      });
    } catch {
      // Private windows have no storage, and full disks take nothing: the upload goes on from memory.
      return undefined;
    }
  }

  private async open(): Promise<IDBDatabase> {
    if (this.factory === undefined) throw new Error("The browser has no storage.");
    const request = this.factory.open("weft-pictures", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: ["document", "hash"] });
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error("The browser does not open its storage."));
      request.onblocked = () => reject(new Error("Another tab holds an older storage open."));
    });
  }
}
