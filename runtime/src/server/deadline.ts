/** A point in time after which nobody waits any longer. */
export interface Deadline {
  /** Aborted at that time. */
  readonly signal: AbortSignal;
  /** Returns what a promise gives, or undefined if the time comes first. */
  race<T>(promise: Promise<T>): Promise<T | undefined>;
  clear(): void;
}

/** @param milliseconds from now */
export function withDeadline(milliseconds: number): Deadline {
  const controller = new AbortController();
  let expire: () => void;
  const expired = new Promise<undefined>((resolve) => {
    expire = () => resolve(undefined);
  });
  const timer = setTimeout(
    () => {
      controller.abort();
      expire();
    },
    Math.max(0, milliseconds),
  );
  return {
    signal: controller.signal,
    race: (promise) => Promise.race([promise, expired]),
    clear: () => clearTimeout(timer),
  };
}
