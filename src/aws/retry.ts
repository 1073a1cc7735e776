import type { Clock } from "../ports/clock.ts";

/** Milliseconds between two attempts, and for all of them. */
const PAUSE = 1_000;
const LIMIT = 90_000;

/** Repeats a call whose failure passes by itself, for a minute and a half at most. */
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
