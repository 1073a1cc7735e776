/**
 * Gives results in the order of the items, while it makes further ones ahead, side by side.
 * @param count how many are being made at most
 * @param start makes one; the signal aborts it when another one has failed or no more are wanted
 * @param stopped called when the signal has been given
 * @throws what the first failed item in order threw, after all others have ended
 */
export async function* ahead<Item, Result>(
  items: readonly Item[],
  count: number,
  start: (item: Item, signal: AbortSignal) => Promise<Result>,
  stopped: () => void,
): AsyncGenerator<Result, undefined> {
  const stop = new AbortController();
  const started: Promise<Result>[] = [];
  try {
    for (const item of items) {
      if (started.length === count) yield await started.shift()!;
      const result = start(item, stop.signal);
      result.catch(() => undefined); // Its turn comes later.
      started.push(result);
    }
    yield* started;
  } finally {
    stop.abort();
    stopped();
    await Promise.allSettled(started);
  }
}
