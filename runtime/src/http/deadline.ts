/** A moment at which something is given up. */
export interface Deadline {
  /** Aborted at that moment. */
  readonly signal: AbortSignal;
  /** What a promise gives, or undefined where the moment comes first. */
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
