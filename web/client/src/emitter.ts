type Handlers<Events> = { [K in keyof Events]?: Set<(event: Events[K]) => void> };

/** Listeners by the name of what they listen to. */
export class Emitter<Events> {
  private readonly handlers: Handlers<Events> = {};

  /** Calls `handler` at every `event`; returns what stops that. */
  on<K extends keyof Events>(event: K, handler: (event: Events[K]) => void): () => void {
    (this.handlers[event] ??= new Set()).add(handler);
    return () => void this.handlers[event]?.delete(handler);
  }

  emit<K extends keyof Events>(event: K, value: Events[K]): void {
    for (const handler of [...(this.handlers[event] ?? [])]) {
      try {
        handler(value);
      } catch (error) {
        // A listener's mistake is reported as uncaught; it must not be taken for one of the server.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
