import type { Clock, Waits } from "../ports/clock.ts";

/** Milliseconds between two attempts: what has lasted for half a minute may last for minutes. */
const PAUSE = 1_000;
const LONG_PAUSE = 5_000;
const LONG = 30_000;
/** Milliseconds for all attempts of what takes seconds. */
const LIMIT = 90_000;

/** What is to be done about a failure that passes by itself. */
export interface Passing {
  /** What is waited for. It is said once. */
  readonly line?: string;
  /** Milliseconds in which it has to pass, from the first failure that has this limit. */
  readonly limit: number;
  /** Makes the error of a failure that did not pass in time. By default it is the failure itself. */
  readonly inTheEnd?: (error: unknown) => unknown;
}

/** Repeats a call whose failure passes by itself, for a minute and a half at most. */
export function retrying<T>(
  clock: Clock,
  passes: (error: unknown) => boolean,
  call: () => Promise<T>,
): Promise<T> {
  const passing = (error: unknown) => (passes(error) ? { limit: LIMIT } : undefined);
  return patiently({ clock, say: () => {} }, passing, call);
}

/**
 * Repeats a call whose failure passes by itself, and says what is waited for.
 * @param passing returns undefined for a failure that stays
 */
export async function patiently<T>(
  { clock, say }: Waits,
  passing: (error: unknown) => Passing | undefined,
  call: () => Promise<T>,
): Promise<T> {
  const said = new Set<string>();
  const began = new Map<number, number>();
  for (;;) {
    try {
      return await call();
    } catch (error) {
      const found = passing(error);
      if (found === undefined) throw error;
      const { line, limit, inTheEnd } = found;
      const now = clock.now();
      if (!began.has(limit)) began.set(limit, now);
      const waited = now - began.get(limit)!;
      if (waited > limit) throw inTheEnd?.(error) ?? error;
      if (line !== undefined && !said.has(line)) {
        said.add(line);
        say(line);
      }
      await clock.sleep(waited < LONG ? PAUSE : LONG_PAUSE);
    }
  }
}
