type Question = { readonly ask: string; readonly by: number };
type Answer = { readonly held: string; readonly to: number };

/** How long the other tabs have to object, in milliseconds. They answer from an event, which also hidden tabs get at once. */
const answerTime = 150;

/**
 * Locks between the tabs of a browser, for pages that have no `navigator.locks`: browsers keep that to secure pages, and a server in
 * the local network is seldom one. Only what `ifAvailable` asks is answered: a lock is had at once, or not at all. Of two tabs that ask
 * at the same moment, the one with the smaller number gets it. A tab that is closed holds nothing any more.
 */
export class TabLocks {
  private readonly held = new Set<string>();
  private readonly asking = new Map<string, { readonly by: number; refused: boolean }>();

  constructor(
    private readonly channel: BroadcastChannel,
    private readonly number: () => number = () => Math.random(),
  ) {
    channel.addEventListener("message", ({ data }: MessageEvent<Question | Answer>) => this.hear(data));
  }

  async request<T>(name: string, _options: { readonly ifAvailable: true }, callback: (lock: { readonly name: string } | null) => T): Promise<Awaited<T>> {
    if (!(await this.take(name))) return await callback(null);
    try {
      return await callback({ name });
    } finally {
      this.held.delete(name);
    }
  }

  private async take(name: string): Promise<boolean> {
    if (this.held.has(name) || this.asking.has(name)) return false;
    const question = { by: this.number(), refused: false };
    this.asking.set(name, question);
    this.channel.postMessage({ ask: name, by: question.by } satisfies Question);
    await new Promise((wait) => setTimeout(wait, answerTime));
    this.asking.delete(name);
    if (!question.refused) this.held.add(name);
    return !question.refused;
  }

  private hear(message: Question | Answer): void {
    if ("held" in message) {
      const mine = this.asking.get(message.held);
      if (mine?.by === message.to) mine.refused = true;
      return;
    }
    const mine = this.asking.get(message.ask);
    if (this.held.has(message.ask) || (mine !== undefined && mine.by < message.by))
      this.channel.postMessage({ held: message.ask, to: message.by } satisfies Answer);
    else if (mine !== undefined) mine.refused = true;
  }
}

/** Gives the page locks where the browser gives none. */
export function provideLocks(): void {
  if ("locks" in navigator) return;
  Object.defineProperty(navigator, "locks", { value: new TabLocks(new BroadcastChannel("weft.locks")), configurable: true });
}
