import type { SetAside, Storage, StoredDocument, StoredWork } from "./storage";

/** Keeps states as long as the page lives: for tests, and where there is no IndexedDB. */
export class MemoryStorage implements Storage {
  private readonly documents = new Map<string, string>();
  private readonly aside = new Map<string, string>();

  async list(document: string): Promise<readonly StoredDocument[]> {
    return all<StoredDocument>(this.documents).filter((state) => state.document === document);
  }

  async save(state: StoredDocument): Promise<void> {
    this.documents.set(`${state.document} ${state.client}`, JSON.stringify(state));
  }

  async saveWork(work: StoredWork): Promise<boolean> {
    const key = `${work.document} ${work.client}`;
    const kept = this.documents.get(key);
    if (kept !== undefined) this.documents.set(key, JSON.stringify({ ...(JSON.parse(kept) as StoredDocument), ...work }));
    return kept !== undefined;
  }

  async remove(document: string, client: string): Promise<void> {
    this.documents.delete(`${document} ${client}`);
  }

  async setAside(work: SetAside): Promise<void> {
    this.aside.set(asideKey(work), JSON.stringify(work));
  }

  async listAside(document: string): Promise<readonly SetAside[]> {
    return all<SetAside>(this.aside).filter((work) => work.document === document);
  }

  async removeAside(work: SetAside): Promise<void> {
    this.aside.delete(asideKey(work));
  }
}

function asideKey({ document, client, generation }: SetAside): string {
  return `${document} ${client} ${generation}`;
}

function all<T>(map: ReadonlyMap<string, string>): T[] {
  return [...map.values()].map((text) => JSON.parse(text) as T);
}
