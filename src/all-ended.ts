/**
 * Waits until all promises have come to their end, also where one fails: what still runs may write to a folder that the
 * failure removes, and its own failure would hide the first.
 * @throws the failure of the first of them that failed, in their order
 */
export async function allEnded<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
