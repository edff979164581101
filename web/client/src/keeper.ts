import type { SetAside, Storage, StoredDocument } from "./storage";

/** Storage is written at most this often, in milliseconds, and at once when the page goes. */
const WRITE_INTERVAL = 100;
/**
 * And so often when nothing is unsaved, in milliseconds. All of the document is written each time, which takes a large one a tenth of a
 * second in which nothing else moves; what others do comes many times a second, and the server has it.
 */
const COPY_INTERVAL = 10_000;

/** Writes a session's state to its storage: soon after it changed, one write at a time, so that they arrive in order. */
export class Keeper {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private hurries = false;
  private last: Promise<void> = Promise.resolve();
  private dirty = false;

  /** `state`: what is to be kept now; `undefined` as long as there is nothing. `failed` hears of every write that did not succeed. */
  constructor(
    private readonly storage: Storage | null,
    private readonly state: () => StoredDocument | undefined,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Has the state written soon. */
  soon(): void {
    this.dirty = true;
    if (this.hurries) return;
    clearTimeout(this.timer);
    this.hurries = true;
    this.timer = setTimeout(() => void this.now(), WRITE_INTERVAL);
  }

  /** Has the state written at leisure: there is nothing in it that the server does not have. */
  later(): void {
    this.dirty = true;
    this.timer ??= setTimeout(() => void this.now(), COPY_INTERVAL);
  }

  /** Writes the state now if it has changed. Resolves when everything before is written, too. */
  now(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.hurries = false;
    const state = this.storage === null || !this.dirty ? undefined : this.state();
    if (state === undefined) return this.last;
    this.dirty = false;
    return (this.last = this.storage!.save(state).catch(this.failed));
  }

  /** Removes what is kept of a document that the user may not see any more; unsaved work stays. */
  async forget(document: string): Promise<void> {
    await this.now();
    if (this.storage === null) return;
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
