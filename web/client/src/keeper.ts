import type { SetAside, Storage, StoredDocument, StoredWork } from "./storage";

/** Work is written at most this often, in milliseconds, and at once when the page goes. */
const WRITE_INTERVAL = 100;
/**
 * And the copy of the document, in milliseconds, as long as the work does not depend on it. Writing it takes a large one a tenth of a second
 * in which nothing else moves; what others do comes many times a second, and the server has it.
 */
const COPY_INTERVAL = 10_000;

/** What a keeper keeps; `undefined`: there is nothing yet. */
export interface Kept {
  all(): StoredDocument | undefined;
  /** The work, if it can go on from any copy of the same generation. */
  work(): { readonly generation: string; readonly work: StoredWork } | undefined;
}

/** Writes a session's state to its storage: soon after it changed, one write at a time, so that they arrive in order. */
export class Keeper {
  private soonTimer: ReturnType<typeof setTimeout> | undefined;
  private laterTimer: ReturnType<typeof setTimeout> | undefined;
  private last: Promise<void> = Promise.resolve();
  /** Of what there is a copy in the storage, and of whom. */
  private copied: { readonly client: string; readonly generation: string } | undefined;

  /** `failed` hears of every write that did not succeed. */
  constructor(
    private readonly storage: Storage | null,
    private readonly kept: Kept,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Has the work written soon, and the rest at leisure. */
  soon(): void {
    this.later();
    this.soonTimer ??= setTimeout(() => this.writeWork(), WRITE_INTERVAL);
  }

  /** Has the state written at leisure: there is nothing in it that the server does not have. */
  later(): void {
    this.laterTimer ??= setTimeout(() => void this.now(), COPY_INTERVAL);
  }

  /** Writes the state now if it has changed. Resolves when everything before is written, too. */
  now(): Promise<void> {
    const state = this.storage === null || this.laterTimer === undefined ? undefined : this.kept.all();
    clearTimeout(this.soonTimer);
    clearTimeout(this.laterTimer);
    this.soonTimer = this.laterTimer = undefined;
    if (state === undefined) return this.last;
    this.copied = { client: state.client, generation: state.generation };
    return this.write(this.storage!.save(state));
  }

  private writeWork(): void {
    const { copied, storage } = this;
    const found = copied === undefined ? undefined : this.kept.work();
    if (storage === null || found === undefined || found.generation !== copied?.generation || found.work.client !== copied.client) {
      void this.now();
      return;
    }
    this.soonTimer = undefined;
    void this.write(
      storage.saveWork(found.work).then((isKept) => {
        if (isKept) return;
        this.copied = undefined;
        this.soon();
      }),
    );
  }

  private write(writing: Promise<void>): Promise<void> {
    return (this.last = writing.catch((error: unknown) => {
      this.copied = undefined;
      this.failed(error);
    }));
  }

  /** Removes what is kept of a document that the user may not see any more; unsaved work stays. */
  async forget(document: string): Promise<void> {
    await this.now();
    if (this.storage === null) return;
    this.copied = undefined;
    const states = await this.storage.list(document);
    await Promise.all(states.filter(({ pending }) => pending.length === 0).map(({ client }) => this.storage!.remove(document, client)));
  }

  setAside(work: SetAside): void {
    this.storage?.setAside(work).catch(this.failed);
  }

  async listAside(document: string): Promise<readonly SetAside[]> {
    return (await this.storage?.listAside(document)) ?? [];
  }

  async removeAside(work: SetAside): Promise<void> {
    await this.storage?.removeAside(work);
  }
}
