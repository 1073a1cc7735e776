import type { Clock } from "../ports/clock.ts";

/** Milliseconds between attempts, and how long they go on. */
const PAUSE = 1_000;
const LIMIT = 90_000;

/** Repeats a call while its failure is one that passes by itself, for a minute and a half at most. */
export async function retrying<T>(
  clock: Clock,
  passes: (error: unknown) => boolean,
  call: () => Promise<T>,
): Promise<T> {
  const until = clock.now() + LIMIT;
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!passes(error) || clock.now() > until) throw error;
      await clock.sleep(PAUSE);
    }
  }
}
