/**
 * Results in the items' order, of which some are made ahead, side by side.
 * @param count how many are in the making at most
 * @param start told by the signal to stop where one has failed or no more are wanted
 * @param stopped called when the signal has been given
 * @throws what the first failed one in order threw, when all the others are still
 */
export async function* ahead<Item, Result>(
  items: readonly Item[],
  count: number,
  start: (item: Item, signal: AbortSignal) => Promise<Result>,
  stopped: () => void,
): AsyncGenerator<Result, undefined> {
  const stop = new AbortController();
  const started: Promise<Result>[] = [];
  let next = 0;
  try {
    while (next < items.length || started.length > 0) {
      while (next < items.length && started.length < count) {
        const result = start(items[next]!, stop.signal);
        result.catch(() => undefined); // It is heard of when its turn comes.
        started.push(result);
        next += 1;
      }
      yield await started.shift()!;
    }
  } finally {
    stop.abort();
    stopped();
    await Promise.allSettled(started);
  }
}
