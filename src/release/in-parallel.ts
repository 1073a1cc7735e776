/** Pieces that are uploaded or fetched at once. Each is in memory, with 6 MB at most. */
const AT_ONCE = 8;

/**
 * Works on all items, a few at a time. After a failure nothing more begins.
 * @throws the first failure, once all that had begun has come to its end
 */
export async function inParallel<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const left = [...items];
  let failure: { readonly error: unknown } | undefined;
  const worker = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) {
      try {
        await work(item);
      } catch (error) {
        failure ??= { error };
        left.length = 0;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  if (failure) throw failure.error;
}
