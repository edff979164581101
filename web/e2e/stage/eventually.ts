/** Waits until `check` stops throwing, for what becomes true a little later on another machine; throws what it threw last. */
export async function eventually<T>(check: () => Promise<T> | T, withinMs = 8_000): Promise<T> {
  const until = Date.now() + withinMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > until) throw error;
    }
    await new Promise((wait) => setTimeout(wait, 60));
  }
}
